"""What announces a name, and what may stand where a name could: cues in eight languages."""

import re
from re import IGNORECASE

_TITLES = (
    r"buurvrouw|buurman|gezinsvoogd|casemanager|chauffeur|maatschappelijk werker|rector"
    r"|fam(?:\.|ilie)"
    r"|men[eé]{1,2}r|neighbou?r|caseworker|mentorin|betreuerin|nachbarin?|familienhelferin"
    r"|voisine?|assistante sociale|directrice|prof|sąsiad\w*|tłumacz\w*|сусід\w*"
    r"|менеєр|юф|вихователь\w*"
    r"|komşumuz"
    r"|juf|juffrouw|meester|meneer|mevrouw|mevr\.?|mw\.?|dhr\.?|de heer|drs?\.?|prof\.?|professor"
    r"|leraar|lerares|leerkracht|docente?|mentor|coach|directeur|directrice|begeleidst?er|ib.?er"
    r"|conci[eë]rge|oom|tante|opa|oma|dokter|psycholoog|logopediste?|onderwijsassistente?"
    r"|mr\.?|mrs\.?|ms\.?|miss|teacher|headteacher|uncle|aunt|doctor|herrn?|frau|lehrer|lehrerin"
    r"|onkel|monsieur|madame|mademoiselle|mme\.?|mlle\.?|ma[iî]tre|ma[iî]tresse|professeur|docteur"
    r"|pana?|panu|panem|pani|panią|nauczyciel\w*|dyrektor\w*|wychowawc\w+|pedagog"
    r"|мефрау|мевроу|мевру|юфрау|юфроу|містер|місіс|міс|тренер\w*|керівни\w+|психолог\w*|логопед\w*"
    r"|завуч\w*|асистент\w*|ментор\w*|т[ью]{1,2}тор\w*|лікар\w*|куратор\w*|медсестр\w+|водій\w*"
    r"|бабус\w+|дідус\w+|хрещен\w+|працівни\w+|соцпрацівни\w+|перекладач\w*|родин\w+"
    r"|trener\w*|logoped\w*|psycholog\w*|pielęgniar\w+|opiekun\w*|asystent\w*|kierow\w+|ksi[ąę]dz\w*"
    r"|ciocia|cioci|wujek|wujka|babcia|babci|dziadek|rodzina|pani (?:od|z) \w+|panu"
    r"|пана?|пану|паном|пані|вчител\w+|учител\w+|тітк\w+|дядьк\w+|директор\w*"
    r"|öğretmeni?|öğretmenimiz|müdür|müdürümüz|müdiremiz|sayın|bayan|rehberimiz|mentorumuz|koçumuz|hocamız|hocam"
    r"|jufumuz?|juf|meester|teyzem|amcam|dayım|halam|yengem|ailesi|komşum"
)
_KIN = (
    r"zoon|zoontje|dochter|dochtertje|kind|kindje|jongen|meisje|broer|broertje|zus|zusje|vriend"
    r"|vriendje|vriendin|vriendinnetje|klasgenoot|klasgenoten|klasgenootje|leerling|kleinzoon"
    r"|kleindochter|neef|neefje|nicht|nichtje|man|vrouw|buurjongen|buurmeisje|pleegzoon"
    r"|pleegdochter|stiefzoon|jongste|oudste|tweeling|moeder|vader|mama|papa|partner|collega"
    r"|son|daughter|brother|sister|friend|classmate|child|boy|girl|pupil|student|husband|wife"
    r"|nephew|niece|cousin|stepson|stepdaughter"
    r"|sohn|sohne?s|tochter|bruder|schwester|freund|freundin|mann|junge|mädchen|schüler|schülerin"
    r"|enkel|enkelin|klassenkamerad\w*|mitschüler\w*"
    r"|fils|fille|frère|s(?:oe|œ)ur|amie?|enfant|mari|femme|élève|neveu|nièce|garçon|camarade"
    r"|syn|syna|synem|synowi|synka|synek|córk\w+|córce|córeczk\w+|brata?|siostr\w+|koleg\w*"
    r"|koleżank\w*|dziecko|ucz(?:eń|nia|niem|ennica)|mąż|żona|przyjaci\w+"
    r"|син|сина|сину|синові|сином|синок|синочок|доньк\w+|донечк\w+|донц\w+|дочк\w+|дочц\w+|брата?"
    r"|сестр\w+|друг|друга|подруг\w+|дитина|однокласни\w+|учень|учениц\w+"
    r"|oğl\w+|kız(?:ım|ımın|ıma|ımı|ımız\w*)|kardeş\w+|arkadaşı?|çocuğum\w*|torun\w+|eşim"
)
_NAMINGS = (
    r"(?:ik|hij|zij|ze|die|dochter|zoon|kind|jongen|meisje|juf|meester) heet|(?:\w+ )?naam is|naam:"
    r"|genaamd|groetjes|groeten|groet|mvg|gr\.|liefs|met dank|namens"
    r"|(?:my|his|her|the) name(?: is|'s)|name:|called|named|(?:kind |best )?regards"
    r"|greetings|sincerely"
    r"|ich hei(?:ß|ss)e|hei(?:ß|ss)t|(?:mein|sein|ihr) name ist|viele grüße|liebe grüße"
    r"|grüße|gruß|mfg"
    r"|je m'appelle|[sm]'appelle|(?:mon|son) nom est|(?:mon|son) prénom est|nommée?|prénommée?"
    r"|cordialement|salutations"
    r"|na imię|nazywam się|nazywa się|o imieniu|pozdrawiam|pozdrowienia"
    r"|(?:мене|його|її|сина|дочку|доньку) (?:звати|звуть)|на ім.я|ім.я|з повагою"
    r"|(?:benim |oğlumun |kızımın |onun )?(?:adım|adı|ismim|ismi)|saygılarımla|selamlar"
)
_BEING = r"ik ben|i am|i'm|(?:ich|hi|hallo) bin|je suis|jestem"
CUE = re.compile(
    rf"(?<![\w'])(?:(?P<naming>{_NAMINGS})|(?P<title>{_TITLES})|(?P<kin>{_KIN})|(?P<being>{_BEING}))"
    r"(?P<gap>[\s,:(\-\"]{1,3}|\s?[,:]\s)(?=[^\W\d_])",
    IGNORECASE,
)
TITLE_AFTER = re.compile(
    r"\s(?:bey|hanım|hoca|öğretmen(?!ler)|abla|abi|amca|teyze)(?:['\w]*)(?!\w)", IGNORECASE
)
INITIALS = re.compile(
    r"\b(?:[A-Z]\.\s?){1,4}(?:(?:van|de|der|den|ter|ten|'t|el|von)\s){0,3}[A-ZÀ-Þ][a-zà-ÿ\-]{2,}"
)

# Capitals that no person bears: days, languages, faiths, brands, and German nouns.
_NO_PERSON = re.compile(
    r"(?:nederland|holland|belçika|almanya|suriye|avrupa|türkiye|polsk|dutch|engels|english"
    r"|frans|french|français|duits|german|deutsch|turk|türkçe|türkler|arab"
    r"|polish|polsk|polak|oekra|ukrain|укра|marok|moroc|syri|europ|allah|islam|moslim"
    r"|muslim|katholi"
    r"|cito|magister|parro|somtoday|social|teams|whatsapp|google|youtube|corona|covid|autis"
    r"|asperger"
    r"|dysle|dyscal|school|schule|szko|школ|okul|passend|intern|jeugd|centrum|gemeente"
    r"|veilig|kinder"
    r"|ouder|leerplicht|leerling|samenwerk|snappet|squla|gynzy|bingel|kanjer|vreedzame|sinterklaas"
    r"|kerst|pasen|ramadan|suiker|januar|februar|august|septem|oktob|octob|novem|decem|dezem"
    r"|indisch|vlaam|amerik|afrik|aziat|fries|frysk|frysl|brabant|limburg|arab|türk|europe|європ"
    r"|pinkster|koningsdag|offerfeest|carnaval|halloween|diwali|chanoek|hanuk|eid|bajram"
    r"|weihnacht|advent|różdw|mikołajk|wielkanoc|різдв|велик(?:день|одн)|масниц"
    r"|ciał|religi|zimow|letni|majów|andrzejk|fortnite|parnassys|snapchat|instagram|facebook|messenger|telegram|signal|kahoot|gimkit"
    r"|duolingo|quizlet|chatgpt|canva|powerpoint|excel|microsoft|outlook|windows|android|iphone"
    r"|ipad|playstation|nintendo|xbox|switch|spotify|disney|pok[eé]mon|prowise|basispoort|zermelo"
    r"|itslearning|schoolsoft|classroom|wikipedia|efteling|artis|naturalis|hema|aldi|lidl|ikea"
    r"|decathlon|mcdonald|burger|nike|adidas|samsung|ajax|feyenoord|psv|twój|twoj|twoi|twem|ciebie"
    r"|менеєр|мефрау|мевроу|мевру|юф|юфрау|юфроу|містер|місіс|міс|snap|sint-\w+"
    r"|майкрософт|інстаграм|телеграм|ватсап|ютуб|тікток|фейсбук|гугл|інтернет"
    r"|problem|hilfe|freude|unterstütz|hausaufg|schwierig|mathe|freund|therap|lehr|eltern|glück"
    r"|förder|begleit|fortschritt|schul|klasse|unterricht|praxis|coron)\w*"
    r"|\w{3,}ung|\w+(?:dag|day|tag|heit|keit|schaft|nis|tion|tät|ismus|kunde|zorg|hulp|onderwijs)"
    r"|angst|spaß|spass|zeit|noten|kind|recht|lust|mut|ruhe|stress|erfolg|ja|nee|god|dank|adhd|add"
    r"|albert|heijn|jumbo|arriva|connexxion|gvb|ns|mac|zoom|scratch|chromebooks?|handvaardigheid"
    r"|christmas|easter|chemia|fizyka|biologia|geografia|historia|tiktok"
    r"|no[eë]l|pâques|ostern|weihnachten|wielkanoc|boż\w+|narodzeni\w+|różdwo|різдво|великд\w+"
    r"|niderlandzk\w*|angielsk\w*|państw\w*|wasz\w*|wami?|pan[ia]?|panią|maju|stycz\w*|lut\w*"
    r"|англій\w*|нідерланд\w*|пан[іау]?|néerlandais|anglais|allemand|bayan|bey|hanım|rehber|veli"
    r"|hollandaca|ramazan|kurban|bayram\w*|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar"
    r"|matematik|resim|sınıf|öğretmen\w*|müdür|juf|juffrouw|meester|meneer|mevrouw|mentor|geb"
    r"|pdd|tos|asd|ggz|cjg|ggd|vwo|havo|mavo|vmbo|ib|bso|mr|mrs|ms|mw|dhr|dr|u|uw|ik|i|je|sie|ihr"
    r"|ihre[nrms]?|yes|no|oui|non|tak|nie|так|ні|evet|hayır|internet|lego|minecraft|roblox|netflix",
    IGNORECASE,
)


def is_no_person(word: str) -> bool:
    """Tell whether a word with a capital is a day, a language, a brand or the like."""
    return _NO_PERSON.fullmatch(word.partition("'")[0]) is not None


FUNCTION_WORDS = frozenset(
    """
    erin erop eruit ernaar erbij ertoe eraan ermee ervan erover
    geb kortom hierbij ikzelf hijzelf zijzelf wijzelf dankjewel dankuwel gewoonweg proficiat
    godzijdank bovendien overigens trouwens immers kennelijk desondanks niettemin hahaha haha
    hihi pff tja nou
    aan al alleen alles als altijd anders ben bent bij blij boos daar dan dat de deze die dit doen
    doet door druk dus een elke en er erg ernaast extra gaan gaat geen gepest geweest goed
    graag haar
    had heb hebben heeft heel heet hele help het hier hij hoe hun iets ieder iedere ik in is
    je kan kon kreeg krijgt kunnen laat lief maar mag mee meer met mijn moest moet moeten na naar
    namelijk niet niets nog nooit nu ook om omdat onze op over samen sinds soms steeds stil te
    teveel
    thuis toch toen uit vaak van vanaf veel verteld via vindt voelt voor vooral vrij waar wanneer
    want was wat weer weet wel werd wie wij wil wilt wordt zal ze zegt zei zeker zelf zich zij zijn
    zit zitten zo zonder zou zijn's ons u uw jullie en/of
    a about after and are as at be been but by can did does feels for from gets goes had has have he
    her his if in is it likes loves made my never not of often on or our she so that the their they
    to very was we were when where who will with would you always told said really just got
    pourquoi comment combien lorsque puisque beaucoup merci bravo waouh congrats yeah omg
    ab aber alle als am an auch auf aus bei bin bis da damit das dass dem den der des die dort du
    durch ein eine einen er es etwas fühlt für geht gern gut hat hatte ich ihm ihn ihr immer in ist
    ja jetzt kann kein keine kommt macht mag mein mit muss nach nicht noch nur oder oft ohne sehr
    sein seit sich sie sind so und uns unter viel von vor war weil wenn wer wie will wir wird
    wurde zu
    a ai au aux avec avait bien car ce cela chez comme dans de des dit doit du elle en est et
    eu était
    fait il ils je la le les leur lui ma mais me mes moi mon ne nous on ont ou où par pas peut plus
    pour quand que qui sa sans se ses son sont sur toujours très tu un une va vous y aime adore
    aby ale bardzo bez bo by był była być chce chodzi ci co czy dla do dobrze dużo gdy go i ich im
    jak jest jego jej już każdy która który lubi ma mam mi mnie może mój musi na nad nas nasz
    nie nim
    o od on ona oni po pod potem przed przez przy są się sobie tak tam te tego tej ten to tu
    tylko tym
    u w we więc z za ze zawsze że żeby została został zawsze tęskni boi czuje
    а або але би бо був була було бути в вже ви від він вона вони воно все всі да де для до дуже є з
    за завжди зі і його її й їй їм їх коли ми мене може має на над не немає ні ну о ось по під після
    при про с сам себе та так там те тепер ти то тому тут у хоче це цей ця чи що щоб я як яка який
    які ходить любить каже боїться
    acaba ama ancak artık aslında bana bazen bence ben beni benim bile bir biraz biri biz bizim bu
    burada çok çünkü da daha de değil diye dedi en gibi hala hem hep her hiç için ile ise işte kadar
    ki kim mi mı mu mü mutlu nasıl ne neden o okul okula okulda okulu okuldan olan olarak oldu onu
    onun orada otistik sadece sanki şey seviyor sonra şimdi ve veya var ya yani yok zaten gidiyor
    öğretmen öğretmeni öğretmenini sınıf sınıfta iyi korkuyor istiyor yeni
    في من على إلى الى عن مع هو هي هذا هذه التي الذي كان كانت لا لم لن ما قد كل بعد قبل جدا جداً لكن
    ولكن أن ان إن لأن حتى ثم أو او و أنا نحن هم ليس ليست سعيد سعيدة حزين حزينة مريض مريضة يحب تحب
    يريد تريد يذهب تذهب كثيرا دائما دائماً عندما جميل جميلة جيد جيدة الى كما غير بين منذ هناك لديه
    لديها عنده عندها الصغير الصغيرة الكبير الكبيرة الوحيد الوحيدة خائف خائفة طيبة طيب ممتازة ممتاز
    شاطر شاطرة فاشل فاشلة كويس كويسة منيح منيحة زوين زوينة مزيان مزيانة حلو حلوة زعلان زعلانة
    مبسوط مبسوطة عصبي عصبية قاسي قاسية هادئ هادئة بطيء بطيئة صارم صارمة
    لطيفة لطيف رائعة رائع الجديدة الجديد الأول الأولى المسؤولة سهل سهلة صعب صعبة
    """.split()  # noqa: SIM905
)
