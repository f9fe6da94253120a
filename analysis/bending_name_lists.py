"""First names in languages that bend them, and which of their forms are words too."""

# Polish names and what people make of them at home.
POLISH = """
    ola ala tyna kaja majka majeczka kajetanek bożenka tadzio xawery ksawcio lilka lili zoja
    zojka nadia nadzia łucja łucjan marietta malwina malwinka blanka jagoda jagódka dalia
    dobrawa gaja hela klara klarka lea liwia luiza melania mia miłosława mira noemi olga
    olgierd pelagia rozalia rozalka sabina stefania stefcia tola wera zosieńka aleks bernard
    błażej błażejek bolek bronek czesław dorian eliasz ernest feliks felek florian gustaw gucio
    henio jeremi jonasz józef józek józio juliusz klemens kordian kosma lucjan ludwik maciej
    maciek maciuś mieszko miron nathaniel oliwer rysiu seweryn sylwester tycjan wincenty wit
    wojtuś zygmunt vanessa wanessa żanetka antoni antek antoś jakub kuba kubuś jan janek jaś
    jasiek jasio stanisław staś stasiek stasio franciszek franek franio szymon szymek filip
    filipek mikołaj miki aleksander olek oluś wojciech wojtek kacper kacperek adam adaś marcel
    marcelek wiktor wiktorek leon leoś piotr piotrek piotruś nikodem igor igorek ignacy ignaś
    michał michałek misiek tymon tymek tymoteusz mateusz mateuszek mati bartosz bartek bartuś
    bartłomiej oskar oskarek miłosz miłek dawid dawidek maksymilian maks maksiu dominik
    dominiczek krzysztof krzysiek krzyś tomasz tomek tomuś paweł pawełek łukasz łukaszek
    andrzej andrzejek marcin marcinek grzegorz grzesiek grześ rafał rafałek robert robercik
    kamil kamilek damian damianek daniel danielek sebastian seba patryk patryczek adrian
    adrianek konrad konradek hubert hubercik karol karolek artur arturek przemysław przemek
    sławomir sławek jarosław jarek mariusz dariusz darek zbigniew zbyszek jacek wiesław wiesiek
    leszek zdzisław zdzisiek jerzy jurek ryszard rysiek kazimierz kazik tadeusz tadek mirosław
    mirek bogdan bogusław boguś henryk heniek edward waldemar waldek witold witek radosław
    radek norbert emil emilek gabriel gabryś ksawery borys bruno julian julek natan olaf
    oliwier oliwierek fabian krystian kajetan cezary czarek ireneusz irek zenon marek mareczek
    roman romek wacław wacek arkadiusz arek eryk erwin gracjan alan nataniel tobiasz iwo
    remigiusz anna ania anka aneczka aniela anielka maria marysia maryśka katarzyna kasia
    kasieńka kaśka małgorzata gosia gośka małgosia agnieszka aga agusia barbara basia baśka
    krystyna krysia ewa ewka ewunia elżbieta ela elka zofia zosia zośka teresa tereska
    magdalena magda madzia joanna joasia aśka janina monika danuta danka jadwiga jadzia irena
    irenka halina halinka helena helenka beata beatka aleksandra olka oleńka marta martusia
    dorota dorotka jolanta jolka grażyna grażynka iwona iwonka justyna justynka renata renatka
    alicja alusia karolina karolinka paulina paulinka sylwia sylwunia natalia natalka wiktoria
    wiki wika julia julka julcia zuzanna zuzia zuza maja hania hanna hanka lena lenka amelia
    amelka oliwia oliwka laura laurka emilia emilka pola polcia kornelia nela nelka gabriela
    gabrysia martyna martynka weronika weronka nikola nikolka milena milenka kinga kinia
    patrycja patka dominika domi klaudia klaudynka izabela iza izunia edyta edytka aneta anetka
    urszula ula ulka bożena wanda wandzia marzena marzenka lidia lidka sara sarka antonina
    tosia tośka lilianna liliana michalina michasia aurelia bianka apolonia marcelina
    marcelinka kamila kamilka adrianna ada adusia jagna kalina nina ninka róża różyczka iga
    igusia sonia oktawia eliza elizka roksana roksanka ilona ilonka violetta wioletta ewelina
    ewelinka żaneta daria darusia ksenia marianna marianka bogumiła genowefa stanisława stasia
    zdzisława mirosława mirka bogusława felicja cecylia celina kunegunda iwa dagmara dagna
    sandra sandrunia angelika andżelika jessica oksana larysa tatiana tamara
    """
# Forms of these that are words, also where somebody leaves out the marks.
POLISH_WORDS = """
    adze ago agą beacie beaty dali dalie dalii danki danko elki elką elce elko hanie heli iwie
    jadzie kasie basie bas baski kaski kinie klary klarki laurka laurki laurkę laurką laurce
    lence leni lenie lilia liliowi luci madzie majce marto marzeni marzenie mi mię milenie
    mirze mirą miłka oktawie oliwi oliwie oliwią oliwię sarka sarki sonie sylwie tyna tyny tynę
    tyną tynie tyno uli wice wicie gai gaju kosma kosmy kosmie patce patko patką rysika
    rysikiem rysiku rysikowi sławka różyczka różyczki różyczkę różyczką różyczce jagódka
    jagódki jagodka jagodki krystianie nikole gajo iwą iwę mieszka mieszko mieszkiem mieszku
    ola ala ole oli olą olę olo alo alą kaja kaję kają kaje jagoda jagody jagodę jagodą
    jagodzie malwina blanka gaja gaje gaję hela lea mia mira miro miry klara tola wera wery wit
    wita wiktor witu olga dalia luiza klemens bernard sylwester majka majki lili mii lei zoja
    miron maja mai maje maju majo mają majom ani anie anią ale ida poli pole pola polu polą
    polo polę róża róże róży różą różo różę marki marka marce marke marko marką marku kalina
    kaliny kalinę kaliną kalinie ada adą miki miłek misiek domi patka patki seba mati wiki nela
    iga aga agi iza ula ule ela ele ewo magdą kuby kubie arka arki arku ado ady hanka alan
    mirka darka waldek darku marek rana wika romana romanie romanem jagna jagny zosie danka
    witek witka wacka wacki staś leon leona leony iwa iwy iwo jaś jasie jasia barbara oliwka
    oliwki oliwkę oliwką oliwce emil emila bianka sonia nina kini kinia celina róż jan jana
    janem janie janą kazik maks olka olki gracjan karol krystyna bruno norbert alana jacka
    """
# Ukrainian names, their diminutives, and Dutch and other names in Cyrillic.
UKRAINIAN = """
    лаврін йеннеке залина дарій ванесса мустафа гертьє йонатан ростик
    олександр саша сашко сашенька сашуня олексій льоша олесь андрій андрійко андрюша антон
    антоша артем артемко артур богдан богданчик данчик борис вадим вадик валентин валерій
    василь вася василько віктор вітя віталій віталик владислав влад владик володимир вова
    вовчик володя вячеслав славко геннадій гена георгій григорій гриша грицько давид данило
    данилко данько денис дениско дмитро діма дмитрик євген женя євгеній єгор іван ванечка ваня
    іванко івась ігор ігорко ілля ілюша ілько іларіон кирило кирилко костянтин костя костик лев
    левко левчик леонід льоня максим макс максимко марк маркіян мар'ян матвій матвійко микита
    микитка микола коля миколка михайло михайлик миша мишко мирон мирослав назар назарко
    назарчик олег олежик олежка орест остап остапко павло павлик паша петро петрик пилип платон
    потап роман ромчик рома ростислав руслан самійло святослав святик семен сенько сергій
    сергійко серьожа станіслав стас степан степанко стефан тарас тарасик тимофій тимофійко
    тимко тимур тихон федір федько філіп філіпп юрій юрко юрчик юра яків ярема ярослав ярик
    захар захарко зеник зенон ернест едуард едик герман гліб глєб марко лука любомир любко
    любчик всеволод северин устим устин адам еміль даниїл даніель даніїл нікіта никифор панас
    прохор роберт рустам тігран арсен арсеній арсенко ян янчик еммануїл бодя олександра оля
    олечка олена оленка оленочка лєна леся лесечка ольга олюня оксана оксанка анастасія настя
    настуня настуся настенька анна аня анечка ганна ганнуся галина галя галинка аліна алінка
    аліса алла ангеліна антоніна тоня богдана валентина валя валерія лєра варвара варя василина
    вероніка ніка вікторія віка вікуся вікуля віталіна влада владислава дарина даринка даша
    дашуня дарія діана діанка єва євуся єлизавета ліза лізонька жанна злата златуся златка
    зоряна зорянка зоя іванна іванка інна ірина іра іринка іруся ілона інеса карина каріна
    катерина катя катруся катруня кіра кірочка кристина христина христинка ксенія ксюша лариса
    лариска лілія ліля ліна лідія лія людмила люда люся любава любомира майя марина маринка
    маргарита рита марія марійка маруся марічка марта марусенька мар'яна маша меланія мелана
    мілана міланка міра мирослава мирося надійка надюша наталія наталка наталя наташа неля ніна
    нінуся оріана поліна полінка полечка раїса рая регіна роксолана руслана світлана світланка
    сніжана соломія соломійка соля софія софійка соня софа стефанія стефа тамара тетяна таня
    танюша тетянка уляна улянка юлія юля юленька юстина яна янка янина ярослава ярина яринка
    адель адріана аміна аміра емма емілія емілі ельвіра еліна евеліна есенія мілена мілєна міла
    ніколь емілька стася стасенька тася таїсія валюша маріке марейке маріска маріека сандра
    інге інгрід юдіт юдит лінда монік моніка петер пітер йохан йоган ганс хенк кейс вільям
    віллем том томас роб робін дірк денніс кевін брам брайан тейс матейс лукас леві фінн фін
    вінсент ларс стейн йеспер єспер каспер йерун єрун ервін ерік рік нік нілс йоріс юріс франк
    фред гаррі хендрік мартін марсель барт герт геррит герріт йост тон ваутер воутер сандер
    санне анніка аннеке анке анкі ельс ельсе марлус марлоуз марлен марлін маріан міріам саскія
    сюзан сюзанна шарлотта нікол дебора карін каролін каролайн клаудія корін корінна даніелла
    елізабет естер фемке флор флоріс франсін герда ханна ганнеке ханнеке хелен гелен гелена
    ейнеке янеке янніке яннік янтьє єссіка джессіка йоланда йоке кім лаура лоес маайке маайка
    майке мод мелані мішель міке нінке норі паула петра рене роос роза сільвія сімон сімоне
    стефані тінеке тесса вілма івон івонн венді ілзе ілсе ельке еллен елс еллі еве ева ліке
    лотте лейлі лієке мійке мирте мирта ноа ной нора тім тімо тейн тайн йонас йеле єле йелмер
    єлле йорн йос бас бен стін свен рууд рюд рольф рон рональд рубен раймон паскаль патрік
    пауль піт пім оскар оліве олівер хюго гуго яп йоп йоб якоб юліан юліус вім воут мохаммед
    мухаммед ахмед юсуф алі фатіма айша ясмін зейнеп мехмет мустафа емре еліф
    """
# Forms of these that are words.
UKRAINIAN_WORDS = """
    роб стін тайн тім фін брам варвара леві майя миша паскаль корінна славко марко владик йоб
    санне яків том тома тон тону віта май мая бас баса бен роза рози розу розі кім
    пім лія марк марка марку лев лева леву роман романи романом лука луки луку мир міра міри
    міру мірою рон мод надія віра любов ян яна ноа ной ноя лоес адам лілія лілії лілію рік року
    рок роки роком рокам нік віка ніка злато рая раю стас гена гени гену ева єва рита коля рома
    роми ромом алла сам паша тоня таня бодя йос йоп яп піт вім зоря зоряна соля солі зорі оріон
    макс лєна майка майки майку майкою марта марти марту ярина паулі павло каті оля полі поля
    полю юра ліна ліни міла мили милу міле юрі анна даш нора норі нори нору петра віті рівень
    рівня дарія влада влади владу владі владою слава воля волі женя іва настя
    """
# Turkish names.
TURKISH = """
    ayaz ada zilan havin
    sinem gözde özge tuba hazal dilan sude ecem ece bengü pelinay rana simge ırmak naz deren
    derin elanur ikra kayra tarkan arif akif rüya cavit fırat emir ferhan zübeyde zeynepnur
    elifnur ilkay ilke iclal hafsa ravza sıla su suna suzan şeyma şengül şenay şükran şaziye
    türkan ufuk vildan yaren yelda zehranur züleyha abdulsamed abdülkadir abdurrahman
    abdülhamit abdurrahim adem adnan akın alaattin arslan asım atilla aykut aziz bahadır birol
    bulut cahit cafer cabbar çetin davut derviş devrim ediz emrullah enver erkin ertan esat
    fahrettin ferit fuat galip gökçe gökalp güngör hakkı hayati hüsnü ilhami kağan kemalettin
    kayhan kürşad mehdi mevlüt mikail muhittin muzaffer nail nevzat okay onat önder ömerfaruk
    rafet reşat sabahattin saffet salim samed selami sezer sezgin sıtkı soner süha şenol
    şerafettin tamer tanju tuğrul tuğra türker uğurcan ünal yalın yasir yunusemre zekeriya
    zihni anıl berkan boran ilyas kutlu ayşe ayşenur ayşegül fatma fatmanur emine hatice zeynep
    elif meryem şerife zehra hanife merve özlem büşra esra betül kübra rabia selin ecrin nisa
    nisanur asya miray azra hiranur eylül gamze tuğba songül şule aylin nurgül ayten gülsüm
    leyla serap filiz tuana ceylin fadime hacer havva zeliha rukiye gülay gülcan gülşen gülten
    gülizar nurcan nuray nurten nurhan nilay nilgün nilüfer nesrin nermin neslihan nazlı nazan
    nagihan müge münevver müzeyyen melike melisa melis melek meltem mine mihriban mukaddes
    mualla lale latife kadriye jale irem ilayda ilknur ipek hümeyra hülya hilal hayriye handan
    hande habibe gönül gonca feride ferda fatoş fidan figen feyza ezgi esma esmanur eslem ebru
    ebrar dilara dilek didem defne damla ceyda ceren canan burcu buket birsen belgin begüm banu
    bahar aynur aysel aysun ayça aycan asuman aslıhan aslı arzu ahsen yeliz yıldız zühal zeren
    zerrin ümmühan tülay tülin tuğçe sümeyye sümeyra sevda sevim sevil sevinç seval serpil sema
    selma selda seda sebahat sakine saliha safiye rümeysa reyhan pınar pelin pelinsu perihan
    perin öznur öykü oya nursel nurdan necla nazmiye nazife mürvet mürüvvet makbule kıymet
    kezban hafize gülseren gülhan gülnur fehime döndü cemile cansu bilge berrin berna berfin
    beren belinay bedriye azize ayla ayfer atiye alya alara aleyna ahu adile zümra yüsra yağmur
    beyza nehir masal lina mira duru mehmet mustafa ahmet ali alihan hüseyin hasan ibrahim
    ismail osman yusuf murat ömer ramazan halil süleyman abdullah mahmut recep salih fatih
    kadir emre hakan serkan yunus kerem eymen mert berat yiğit burak furkan enes muhammet
    muhammed hamza efe ege arda berkay oğuzhan tolga volkan kaan koray selim cem cengiz orhan
    ferhat bülent erdem ayhan gökhan ilker sinan tarık batuhan selçuk miraç asel alparslan
    alperen alper alp aras atakan ataberk baran bartu berk berke berkant bekir bilal bora buğra
    burhan canberk caner celal cemal cemil cevdet cihan cihat coşkun cüneyt çağan çağatay
    çağlar çağrı çınar dağhan demirhan doğan doğukan doruk dursun ekrem emin emirhan eray ercan
    erdal erdinç eren ergün erhan erkan erol ersin ertuğrul eyüp eyüphan fahri faruk fikret
    gani görkem güven güray gürkan halit halis haluk hamit harun haydar hikmet hilmi idris
    ihsan ilhan inanç isa ishak izzet kadri kamil kamuran kazım kemal kenan kubilay kutay
    kürşat latif levent mazhar melih memduh mesut mete metin metehan miran mirza muammer
    muharrem muhsin musa mücahit müslüm nadir naim nazım necati necdet necmettin nedim nihat
    niyazi nurettin nuri okan oktay onur ozan ömür özcan özgür özkan polat rasim rahmi rauf
    remzi resul rıdvan rıfat rıza rüstem rüzgar sabri sadık said sami samet sedat sefa
    selahattin semih serdar serhat sercan seyfi seyit şaban şahin şakir şeref şevket şükrü taha
    tahir talha taner tayfun taylan tekin tevfik timur toprak tuna tuncay tunç turan turgut
    turhan tuncer uğur ulaş utku ümit ümran vahit vedat veysel yakup yalçın yasin yaşar yavuz
    yekta yılmaz yücel yüksel yusufcan zafer zeki ziya zülfikar poyraz kuzey yağız göktuğ
    göktürk mirac ensar umutcan ilse sanne daan femke lotte anouk marijke marieke jeroen joost
    bram thijs sander wouter maaike
    """
# Turkish names that are words, or look like a form of one.
TURKISH_WORDS = """
    ayaz ada
    su naz derin ırmak rüya sıla bulut devrim çetin aslan arslan ufuk akın simge gökçe
    önder suna emir yaren yalın sezgin güngör galip aziz hazal ikra ece derviş kutlu salim
    sezer ilke ege efe eren can deniz umut barış çiçek yağmur güneş gül lale ipek pınar bahar
    dilek damla nehir masal duru melek hilal yıldız ezgi öykü oya pelin sevda sevim sevgi
    sevinç gönül gonca fidan defne serap eylül kader kıymet canan turan toprak kuzey poyraz
    rüzgar doğan şahin polat demir özgür onur uğur ümit zafer güven erdem ekin inanç cihan
    çınar şeref hikmet ihsan izzet fikret nadir sadık yaşar yılmaz yavuz yüksel tekin okan ozan
    tuna tunç alp alper mert yiğit bora çağlar savaş ömür emin said efendi mine aras mira
    dursun döndü coşkun bilge beren mete metin isa halis baran ramazan şaban nazım ulaş rıza
    doruk deha safa sefa sema kemal aydın nur meltem arzu ahu nazlı şakir gani selin ela aslı
    çağrı buket
    """
