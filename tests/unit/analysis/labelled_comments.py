"""Comments by made-up people, a line each: language, then text with {kind|what has to go}."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

IDENTIFIERS = """
nl Bel me op {telefoon|06-12345678} of mail {e-mail|j.bakker@voorbeeld.nl} alstublieft.
nl ons nummer is {telefoon|06 12 34 56 78}, thuis {telefoon|038-4212345}
nl Mijn bsn is {bsn|111222333} en de rekening {iban|NL91 ABNA 0417 1643 00}.
nl bsn {bsn|1112.22.333} staat in het dossier
nl Wij wonen {adres|Dorpsstraat 12b}, {postcode|8011 ab} in {plaats|Zwolle}.
nl geboren op {datum|12-05-2014}, ze is nu {leeftijd|11 jaar}
nl Hij is op {datum|3 maart 2013} geboren en zit in {klas|groep 7b}.
nl mijn zoon zit in {klas|3 havo} op het {school|Thorbecke College}
nl {school|OBS De Klimboom} is een fijne school, {klas|groep 5/6} ook
nl volg mij op {account|@sanne_zwolle} of kijk op {link|www.voorbeeld.nl/sanne}
nl zaaknummer {nummer|2024-00318} ligt bij de gemeente, leerlingnummer {nummer|48213}
nl Mijn dochter van {leeftijd|9} durft niet meer, {klas|klas 2C} is te druk
en Call me on {telefoon|+31 6 1234 5678} or write to {e-mail|amy.hill@example.com}.
en My daughter is {leeftijd|9 years old} and in {klas|group 6b}.
en She was born on {datum|14 May 2015}, we live at {adres|12 Oak Street}.
en our case number is {nummer|99812345}, postcode {postcode|8012 CD}
tr Telefonum {telefoon|0612 345 678}, e-postam {e-mail|ornek@posta.com}.
tr Oğlum {leeftijd|8 yaşında}, {klas|3. sınıf} öğrencisi, {datum|5 Mayıs 2016} doğumlu.
tr Adresimiz {adres|Gül Sokak No: 5}, kimlik {bsn|111222333}
ar رقم هاتفي {telefoon|٠٦١٢٣٤٥٦٧٨} والبريد {e-mail|mithal@example.com}
ar ابني عمره {leeftijd|9 سنوات} وهو في {klas|الصف الخامس}
ar ولدت ابنتي في {datum|12 مايو 2014} ونسكن في {adres|شارع النصر}
pl Mój numer to {telefoon|512 345 678}, mail {e-mail|kontakt@przyklad.pl}
pl Syn ma {leeftijd|8 lat}, chodzi do {klas|klasy 3b}, mieszkamy na {adres|ul. Lipowa 7}
pl Urodzony {datum|12 maja 2015}, konto {iban|NL91ABNA0417164300}
uk Мій телефон {telefoon|067 123 45 67}, пошта {e-mail|lyst@example.com}
uk Доньці {leeftijd|9 років}, вона у {klas|5 класі}, {adres|вул. Садова 12}
uk Народився {datum|12 травня 2014}, номер {bsn|111222333}
fr Mon numéro est le {telefoon|06 12 34 56 78}, courriel {e-mail|nom@exemple.fr}.
fr Il a {leeftijd|8 ans}, il est en {klas|CM2}, nous habitons {adres|12 rue Victor Hugo}
fr née le {datum|3 mars 2015}, compte {iban|NL91 ABNA 0417 1643 00}
de Meine Nummer ist {telefoon|+49 171 1234567}, Mail {e-mail|name@beispiel.de}.
de Er ist {leeftijd|8 Jahre alt}, in der {klas|Klasse 4b}, {adres|Gartenstraße 5}
de geboren am {datum|3. März 2015}, Akte {nummer|4711815}
nl Bel mij even terug: {telefoon|0612345678}.
nl {telefoon|0031 6 1234 5678} kan ook, of {telefoon|(038) 421 23 45}
nl mail {e-mail|piet punt jansen at gmail punt com} aub
nl mijn adres is {adres|prinses beatrixlaan 3a} in {plaats|deventer}
nl hij is {leeftijd|negen jaar} oud, zit in {klas|gr 6}
nl zit in {klas|3vwo} op {school|CSG Het Noordik}
nl zit op {school|basisschool de wegwijzer} in {klas|groep 8a}
nl ze is geboren in {datum|2012} en een {leeftijd|12-jarige} hoort dit niet mee te maken
nl {postcode|7411AB} {plaats|Deventer}, {adres|Van Goghstraat 17}
nl snapchat: {account|lotje_2010}, tel {telefoon|06.1234.5678}
nl BSN: {bsn|123 456 782}
nl mijn zoon ({leeftijd|7 jaar}) en dochter van {leeftijd|10 jaar}
nl klas {klas|h4b} op {school|Het Stedelijk Lyceum}
nl Dossiernummer {nummer|4839201} en polisnummer {nummer|77.88.991}
en he is in {klas|year 6}, aged {leeftijd|11}, at {school|Greenfield Primary School}
en dob {datum|03/04/2013}, phone {telefoon|07700 900 123}
tr Kızım {leeftijd|10 yaşında}, {klas|grup 7b}, {school|De Klimboom okulunda}
tr doğum tarihi {datum|12.05.2014}, {plaats|Deventer}'de oturuyoruz
ar عمرها {leeftijd|١٠ سنوات} وهي في {klas|المجموعة 7}
ar نسكن في {plaats|زفوله} ورقم الملف {nummer|٤٨٣٩٢٠١}
pl córka, {leeftijd|10 lat}, {klas|grupa 6}, szkoła {school|De Klimboom}
pl mieszkamy w {plaats|Zwolle}, tel. {telefoon|+48 512 345 678}
uk син {leeftijd|8 років}, {klas|група 5}, школа {school|De Klimboom}
uk мешкаємо у {plaats|Зволле}, телефон {telefoon|+380 67 123 45 67}
fr ma fille, {leeftijd|10 ans}, {klas|groupe 6}, école {school|De Klimboom}
fr nous habitons à {plaats|Zwolle}, tél {telefoon|0612345678}
de Tochter, {leeftijd|zehn Jahre alt}, {klas|Gruppe 6}, Schule {school|De Klimboom}
de wir wohnen in {plaats|Enschede}, {adres|Lange Straße 4}
nl mijn 06 is {telefoon|06 - 41 23 45 67} en dochter is {leeftijd|13}
nl {school|CBS De Ark} in Kampen, {klas|groep 3}, {klas|klas 1b}
nl hij zit op het {school|Vechtdal College} in {klas|vmbo-t 2}
nl {datum|1 jan 2012} geboren, {leeftijd|14 jaar oud}, {e-mail|fam_jansma@hotmail.nl}
nl ons adres {adres|Hoge Weg 21}, {postcode|8011AB}
nl rekening {iban|NL02RABO0123456789} en bsn {bsn|987654329}
en reach me at {telefoon|020 7946 0958}, he is {leeftijd|eight years old}
tr {leeftijd|12 yaşındaki} kızım {klas|4-B sınıfında}, tel {telefoon|+90 532 765 43 21}
pl {leeftijd|9-letni} syn, {klas|5 klasa}, tel {telefoon|600-700-800}
uk {leeftijd|7-річний} син, {klas|3-А клас}, {datum|01.09.2017}
fr il a {leeftijd|neuf ans}, {klas|CE1}, {postcode|75011}
de {leeftijd|9-jährige} Tochter, {klas|3. Klasse}, {telefoon|0171/2345678}
ar عمره {leeftijd|٧ سنوات}، {klas|صف 3}، {telefoon|+31612345678}
"""

DUTCH_NAMES = """
nl Mijn zoon {naam|Daan} wordt gepest door {naam|Sem} en {naam|Jayden}.
nl Juf {naam|Marieke} en meester {naam|Youssef} zijn heel lief.
nl {naam|Fatima} heeft veel aan de hulp van mevrouw {naam|Van der Berg}.
nl Sinds {naam|Lotte} bij {naam|Sanne} in de klas zit gaat het beter.
nl Onze dochter {naam|Yfke} wil niet meer naar school.
nl De ib'er, {naam|Petra de Wit}, belt nooit terug.
nl Meneer {naam|El Amrani} is een topper!
nl Groetjes {naam|Annemiek Jansen}
nl Ik heet {naam|Mehmet Yılmaz} en ik zit graag hier.
nl Zonder {naam|Mohamed} was het niet gelukt, dank ook aan {naam|Ingrid}.
nl {naam|Roos} vindt de klas te druk en {naam|Bram} ook.
nl Het kind van {naam|Kowalski} krijgt wel hulp.
nl De moeder van {naam|Thijs} hielp mee met {naam|Femke}.
nl Volgens dr. {naam|Hendriks} is het autisme.
nl Mijn vrouw {naam|Oksana} spreekt nog weinig Nederlands.
nl {naam|Noah} kreeg straf terwijl {naam|Levi} begon.
nl Coach {naam|Jeroen} luistert echt naar {naam|Zeynep}.
nl Alleen {naam|Wouter Bakker} deed er iets aan.
nl Sinds juf {naam|Ilonka} weg is gaat het slecht met {naam|Tygo}.
nl {naam|Abdirahman} wordt buitengesloten door {naam|Kaylee} en {naam|Xander}.
nl De dochter van mevrouw {naam|Oosterhuis-Benali} kreeg wel hulp.
nl Onze {naam|Jurre} heeft het zwaar, {naam|Fenne} minder.
nl Volgens mentor {naam|Hofstra} ligt het aan ons.
nl Dank aan {naam|Ria Groothuis} van het wijkteam!
nl Mijn naam is {naam|Gülsüm} en mijn man heet {naam|Bünyamin}.
nl {naam|Sterre} durft niet meer en {naam|Storm} lacht haar uit.
nl Ik ben {naam|Marloes Terpstra}, moeder van {naam|Boaz}.
nl meester {naam|Rachid Bouzian} legt goed uit aan {naam|Imani}.
nl {naam|Mees} en {naam|Puck} zitten naast elkaar
nl Samen met {naam|Djoeke} en {naam|Onur} speelt hij
nl Directeur {naam|Van Leeuwen} reageert niet op mail.
nl Het is de schuld van {naam|Kevin S.} en {naam|Priscilla}.
nl A.s. zaterdag komt {naam|J. de Boer} langs.
nl Mijn zoontje {naam|Duuk} mist juf {naam|Annelies} en juf {naam|Sharda}.
nl {naam|Sophie} is bang voor {naam|Xavi} uit haar klas.
nl Mevrouw {naam|Terpstra-de Jong} van de gemeente hielp {naam|Naomi} goed.
nl Het probleem is dat {naam|Dirk-Jan} nooit luistert.
nl Met vriendelijke groet, {naam|Karima Oulad}
nl Onze buurjongen {naam|Tobias} en zijn broer {naam|Elijah} gaan er ook heen.
nl Volgens {naam|Linda} van het CJG hoeft het niet.
nl {naam|Hatice Demir} is de beste tolk.
"""

LOWER_CASE_NAMES = """
nl mijn zoon {naam|daan} wordt gepest door {naam|jayden}
nl juf {naam|marieke} is lief maar meester {naam|tom} niet
nl mijn dochter {naam|yfke} heeft veel last van {naam|mohamed}
nl ik heet {naam|lotte} en ik vind het leuk
nl sinds {naam|youssef} er is gaat het beter met {naam|emma}
nl mevrouw {naam|de vries} luistert niet
nl groetjes {naam|sanne}
nl mijn broertje {naam|sam} zit er ook
nl juf {naam|ilonka} is weg en nu gaat het slecht met {naam|tygo}
nl {naam|abdirahman} wordt buitengesloten door {naam|kaylee} en {naam|xander}
nl onze {naam|jurre} heeft het zwaar
nl volgens mentor {naam|hofstra} ligt het aan ons
nl mijn naam is {naam|gülsüm}
nl mijn dochter {naam|fleur} en zoon {naam|bas} zitten hier
nl samen met {naam|onur} speelt hij
nl meester {naam|rachid} legt goed uit
nl groeten van {naam|marloes}
nl mijn kind is bang voor {naam|kevin}
nl mijn zoontje {naam|duuk} mist juf {naam|annelies}
nl {naam|sophie} is bang voor {naam|xavi}
nl mevrouw {naam|terpstra} hielp {naam|naomi} goed
nl het probleem is dat {naam|dirk} nooit luistert
nl mijn dochter heet {naam|liv} en mijn zoon {naam|boaz}
nl ik ben {naam|karima} en ik vind het fijn
"""

OTHER_NAMES = """
en My son {naam|Oliver} is bullied by {naam|Jayden}.
en Mrs {naam|Thompson} never listens to {naam|Amira}.
en {naam|Charlotte} loves Miss {naam|Okafor}.
en my daughter {naam|aisha} is happy
tr Oğlum {naam|Emir} çok mutlu, {naam|Ayşe} Hanım harika.
tr {naam|Zeynep}'in öğretmeni {naam|Fatma Yılmaz} ilgileniyor.
tr Kızım {naam|Elif} okula gitmek istemiyor.
tr Öğretmenimiz {naam|Mehmet} Bey çok yardımcı oldu, {naam|Mustafa} da.
ar ابني {naam|محمد} يحب المدرسة والمعلمة {naam|فاطمة} رائعة
ar اسمي {naam|خديجة} وابنتي {naam|مريم} سعيدة
ar الأستاذ {naam|يوسف} لا يسمع ابنتي {naam|زينب}
pl Mój syn {naam|Kacper} boi się {naam|Jakuba}.
pl Pani {naam|Kowalska} pomaga {naam|Zosi}.
pl {naam|Wojtek} i {naam|Oliwia Nowak} są zadowoleni.
uk Мій син {naam|Андрій} любить вчительку {naam|Олену Петрівну}.
uk {naam|Марійці} важко, а {naam|Тарас} її ображає.
uk Мене звати {naam|Оксана Шевченко}
fr Mon fils {naam|Lucas} aime Mme {naam|Dupont}.
fr {naam|Léa} et {naam|Mehdi} se disputent toujours.
fr Je m'appelle {naam|Camille Moreau}
de Mein Sohn {naam|Lukas} hat Angst vor Frau {naam|Schneider}.
de {naam|Leonie} und {naam|Emil} streiten oft.
de Ich heiße {naam|Jürgen Hoffmann}
en My boy {naam|Tobi} misses Miss {naam|Adeyemi} a lot.
en Teacher {naam|Janneke} and {naam|Poppy} get along.
en I am {naam|Grace Mensah} and my son is called {naam|Kwame}.
en {naam|Harry} kicked {naam|Zainab} again
tr {naam|Hiranur} sınıfta yalnız, arkadaşı {naam|Poyraz} taşındı.
tr Benim adım {naam|Sevda Korkmaz}.
tr {naam|Nurcan} öğretmen çok sabırlı, {naam|Alperen}'e iyi bakıyor.
tr oğlum {naam|yusuf} mutlu değil
ar ابنتي {naam|جمانة} تخاف من {naam|خالد}
ar المعلم {naam|أحمد السيد} ممتاز
ar صديقه {naam|عبد الرحمن} يضربه
ar اسم ابني {naam|ليث}
pl Nauczycielka {naam|Marzena} krzyczy na {naam|Tymka}.
pl Nazywam się {naam|Grażyna Wójcik}, córka {naam|Lenka} płacze.
pl {naam|Mateusz} i {naam|Hania} się kłócą, pan {naam|Zieliński} nie reaguje.
pl Dziękuję pani {naam|Agnieszce}!
uk Вчителька {naam|Ілона} кричить на {naam|Назара}.
uk Мене звати {naam|Любов Ткачук}, донька {naam|Златка} плаче.
uk {naam|Максим} і {naam|Соломія} сваряться, пан {naam|Бондаренко} мовчить.
uk Дякую {naam|Оленці}!
fr La maîtresse {naam|Sandrine} gronde {naam|Ilyès}.
fr Je suis {naam|Aurélie Lefèvre}, mon fils s'appelle {naam|Titouan}.
fr Monsieur {naam|Benali} est patient avec {naam|Noémie}.
fr {naam|Inès} pleure à cause de {naam|Jules}
de Lehrerin {naam|Svenja} schreit {naam|Finn} an.
de Ich bin {naam|Katrin Vogel}, mein Sohn heißt {naam|Jannis}.
de Herr {naam|Öztürk} ist geduldig mit {naam|Malte}.
de {naam|Hannes} weint wegen {naam|Greta}
en {naam|Jessica} and {naam|Kofi} help my nephew {naam|Ethan}.
en Thanks to Mr. {naam|Patel} and {naam|Rebecca Stone}.
tr {naam|Mustafa} Hoca ve {naam|Esra} Öğretmen çok iyi.
tr Arkadaşı {naam|Berke} ona vuruyor, {naam|Deniz}'in annesi kızgın.
pl Pan {naam|Nowicki} uczy {naam|Bartka} i {naam|Julię}.
pl Moja córka {naam|Antosia} lubi {naam|Marysię}.
uk Пан {naam|Кравчук} навчає {naam|Богдана}, а {naam|Ірина Мельник} допомагає.
uk Донька {naam|Міла} дружить з {naam|Анною}.
fr Madame {naam|Rousseau} aide {naam|Mathilde} et {naam|Yanis}.
fr Mon neveu {naam|Gabin} aime {naam|Clara Petit}.
de {naam|Thorsten} hilft {naam|Mia} und {naam|Ben}.
de Unsere Lehrerin {naam|Frau Yıldız} mag {naam|Paula}.
ar المعلمة {naam|سعاد} تساعد {naam|عمر} كثيرا
ar ابني {naam|كريم} صديقه {naam|أيمن}
"""

ORDINARY = """
nl De school doet het goed, maar de communicatie kan beter.
nl Lieve juffen en meesters. Fijne sfeer. Mooie gebouwen.
nl Er is te weinig hulp voor kinderen met autisme of ADHD.
nl Sinds 2014 is er veel veranderd en in 2023 kwam er een plan.
nl Het wijkteam belt nooit terug; wij wachten al 3 jaar.
nl De storm op het plein was eng en de roos in de tuin is stuk.
nl Mijn zoon zit goed in zijn vel en mijn dochter heeft vrienden.
nl De juf van mijn kind is ziek en de meester kan het niet alleen.
nl Passend Onderwijs werkt niet. Het Nederlands is moeilijk voor ons.
nl Op maandag is er gym, op vrijdag Engels. Met Kerst was er een feest.
nl Ik zou 24/7 willen leren, 10 van de 10 punten!
nl hulp komt te laat en niemand luistert naar ouders
nl Wij hebben 1000 keer gebeld en 2 jaar gewacht.
nl Meer aandacht voor rust, regelmaat en een vaste leerkracht.
nl Super school, top team, bedankt voor alles
nl mijn kind mag meer buiten spelen en ik ben bo blij
en The teachers are kind and the school will help my child.
en May I suggest more time for reading? Grace under pressure.
en I think the support came too late and nobody called back.
en My son has autism and needs a quiet place.
en We waited for 2 years. Faith in the school is gone.
tr Okul çok güzel ama öğretmenler yorgun.
tr Oğlum okulda mutlu, kızım da seviyor.
tr Daha fazla yardım istiyoruz. Umut var. Barış içinde bir sınıf.
tr Türkçe konuşan biri olsa Hollanda'da daha kolay olur.
ar المدرسة جيدة والمعلمون طيبون لكن نحتاج إلى مساعدة أكثر
ar ابني سعيد في المدرسة وابنتي تحب القراءة
ar لا يوجد تواصل مع الأهل والدعم قليل
pl Szkoła jest dobra, ale za mało pomocy dla dzieci.
pl Nauczyciele są mili. Dzieci lubią się bawić. Mój syn lubi matematykę.
pl Pani w klasie nie ma czasu. Brakuje pomocy.
uk Школа добра, але мало допомоги для дітей.
uk Мій син любить читати. Надія на краще є. Віра в школу важлива.
uk Вчителі уважні, а клас дуже великий.
fr L'école est bien mais il y a trop de bruit.
fr Mon fils aime lire. Rose est la couleur de la salle. Merci pour tout.
fr Les enseignants sont gentils et patients.
de Die Schule ist gut, aber die Klassen sind zu groß.
de Mein Sohn hat Angst in der Pause. Die Lehrer hören zu.
de Mehr Hilfe für Kinder mit Autismus wäre schön. Ernst gemeint!
nl De kinderen van groep vinden Teams handig en Magister niet.
nl Sommige leraren geven les met passie, anderen zijn moe.
nl Vraag: waarom duurt het zo lang? Antwoord kreeg ik nooit.
nl Iris in de tuin bloeit, April was koud, de storm ook.
nl Wat fijn dat de GGZ en Veilig Thuis samenwerken met Jeugdzorg.
nl Het eten is lekker, de bediening vriendelijk, de frietjes top.
nl Heel goed restaurant, vooral de Vlaamse stoverij en Westmalle.
nl Voor 25 euro per persoon eet je hier prima, een echte aanrader!
nl We hadden gereserveerd om 19.30 uur en moesten 45 minuten wachten.
nl In de zomer van 2022 begonnen, in 2024 klaar.
nl Lange wachttijden, weinig contact. Dank voor jullie inzet!
nl Mijn man en vrouw team vond het goed. Mijn kind leert hier veel.
nl de meester is streng maar eerlijk en de juf lacht veel
nl mijn zoon heeft hulp gekregen van de logopedist en dat was fijn
nl de mentor belt nooit en de directeur is er niet
nl mijn dochter mag naar de plusklas en mijn zoon krijgt rt
nl onze school is een fijne plek om te leren en te spelen
en The food was great and the Waiter was rude. Best place in Town!
en My daughter loves Maths and English but hates PE.
en Will there be more help? Hope so. Joy is rare here.
en the teacher said my child must wait and my son cried
tr Çok sevgi dolu bir okul. Bilge öğretmenler. Deniz kenarında gezi yaptık.
tr Sınıflar kalabalık. Özgür bir ortam istiyoruz. Güneş az.
tr öğretmeni ilgisiz ve oğlum okuldan soğudu
pl Moja córka lubi szkołę. Dużo nauki. Mało czasu. Polska szkoła w sobotę.
pl Pani jest miła. Panie w świetlicy też. Róża w ogrodzie.
uk Моя донька ходить до школи. Багато домашніх завдань. Мало часу.
uk Пані в школі добра. Роман, який ми читали, був цікавий.
fr Ma fille adore les maths. Monsieur est sévère. Il y a deux ans, pendant 3 ans.
fr Le français est difficile. Merci au directeur et à l'équipe.
de Meine Tochter mag Mathe und Sport. Mein Mann arbeitet viel. Die Wolf AG.
de Der Lehrer hat keine Zeit. Frau und Mann sind gleich. Im August war Pause.
ar المعلمة لطيفة جدا والصف جميل والحمد لله
ar نريد المزيد من النشاطات لأطفالنا ونشكر المديرة
ar الأستاذ ممتاز وابني يتعلم بسرعة
nl Weinig structuur, veel wisselingen van leerkrachten, dat breekt kinderen op.
nl Ons wijkteam denkt mee, maar de wachtlijst bij de specialist is lang.
nl Top! Ga zo door! Niks op aan te merken.
nl Rond de feestdagen was het onrustig. Vooral het speelplein is kaal.
nl ik vind gym leuk en rekenen stom en de pauze te kort
nl de leraar geeft nooit complimenten en de wc is vies
nl Bij de start van het jaar kregen wij goede uitleg.
nl Fleurige lokalen, zonnige gangen, sterke directie, eerlijk advies.
en Really nice place, friendly staff and short waiting times.
en Please listen to parents more often. The mark was unfair.
tr Yemekler güzel, bahçe küçük, Sevgi ve saygı var.
tr Teşekkürler, her şey yolunda, Can güvenliği önemli.
pl Bardzo dobra opieka. Sala jest mała. Ala ma kota.
uk Дуже дякую за турботу. Любов до дітей відчувається.
fr Bonne ambiance. Petit bémol sur la cantine. Claire explication.
de Gute Stimmung. Kleine Gruppen wären besser. Die Pause ist kurz.
ar الإدارة متعاونة والنور في الصف قليل والأمل موجود
"""

CARE_SIGNALS = """
nl|suicide|ik wil niet meer leven
nl|suicide|mijn dochter zegt dat ze dood wil
nl|suicide|ze praat over zelfmoort en zelfmoord
nl|self_harm|hij snijdt zichzelf in zijn armen
nl|abuse|mijn vader slaat mij elke dag
nl|abuse|word thuis geslage
nl|danger|ik voel me thuis niet veilig
nl|danger|een jongen had een mes bij zich
en|suicide|I don't want to live anymore
en|suicide|sometimes i want to kill myself
en|self_harm|my daughter is cutting herself
en|abuse|the coach touches her inappropriately
en|danger|he is scared to go home
de|suicide|Ich möchte nicht mehr leben
de|self_harm|Meine Tochter ritzt sich
de|abuse|Mein Vater schlägt mich
de|danger|Er bedroht andere mit einem Messer
fr|suicide|Elle dit qu'elle veut mourir
fr|self_harm|il se scarifie
fr|abuse|son père le frappe
fr|danger|il a peur de rentrer à la maison
tr|suicide|kızım ölmek istiyor
tr|self_harm|kendine zarar veriyor
tr|abuse|babası onu dövüyor
tr|danger|evde güvende değil
pl|suicide|Syn mówi, że chce się zabić
pl|suicide|nie chcę żyć
pl|self_harm|córka się tnie
pl|abuse|ojciec go bije
pl|danger|boi się wracać do domu
uk|suicide|дочка каже що не хоче жити
uk|self_harm|вона ріже собі руки
uk|abuse|тато б'є мене
uk|danger|мені погрожують
ar|suicide|ابني يقول إنه يريد أن يموت
ar|self_harm|ابنتي تجرح نفسها
ar|abuse|أبي يضربني كل يوم
ar|danger|يهددني بسكين
nl||ik schaam me dood
nl||het is om te sterven van de hitte
nl||De juf slaat nergens op maar verder goed
nl||te laat voor de trein en te veel huiswerk
nl||Mijn zoon is boos omdat er geen hulp is en hij zit te lang te wachten
en||we need more help with homework, the class is too loud
de||Die Schule ist gut, zu wenig Lehrer
pl||Lepiej niż w poprzedniej szkole, dzieci są miłe
uk||Краще ніж у попередній школі, вчителі добрі
ar||المدرسة جيدة والمعلمون طيبون
tr||Okul güzel ama ödev çok fazla, dersi kaçırdı
fr||Les enseignants sont très attachés aux élèves
"""


@dataclass(frozen=True)
class Labelled:
    """A comment, its language and the (start, end, placeholder word) of what has to go."""

    language: str
    text: str
    gold: tuple[tuple[int, int, str], ...]


def load_labelled(block: str) -> Iterator[Labelled]:
    """Read a block of labelled comments."""
    for line in block.strip().splitlines():
        text, gold, done = "", [], 0
        for match in re.finditer(r"\{([^|]+)\|([^}]+)\}", line):
            text += line[done : match.start()]
            gold.append((len(text) - 3, len(text) - 3 + len(match[2]), match[1]))
            text += match[2]
            done = match.end()
        yield Labelled(line[:2], (text + line[done:])[3:], tuple(gold))
