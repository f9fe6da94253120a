"""Towns outside the Netherlands that comments speak of, in the spellings of eight languages."""

from functools import cache

# Towns that are words too, yet hardly ever after "in" or "woont in".
TOWNS_AFTER_IN = frozenset("assen emmen".split())  # noqa: SIM905

_TOWNS = """
    paramaribo willemstad oranjestad philipsburg kralendijk nickerie lelydorp albina moengo
    antwerpen gent brugge leuven luik namen mechelen aalst hasselt kortrijk oostende genk turnhout
    brussel bruxelles brussels liège namur charleroi anvers gand louvain
    berlin hamburg münchen köln frankfurt stuttgart düsseldorf dortmund essen leipzig bremen dresden
    hannover nürnberg duisburg bochum wuppertal bielefeld bonn münster kleve emmerich bocholt
    gronau nordhorn aachen krefeld mönchengladbach oberhausen geldern straelen viersen
    paris marseille lyon toulouse nantes strasbourg bordeaux lille rennes roubaix dakar abidjan
    kinshasa conakry douala yaoundé bamako
    london manchester birmingham leeds liverpool bristol sheffield glasgow edinburgh cardiff
    leicester nottingham newcastle dublin belfast bradford coventry lagos accra nairobi kampala
    johannesburg
    mumbai delhi bangalore hyderabad chennai karachi lahore islamabad kabul teheran tehran
    istanbul ankara izmir bursa antalya adana konya gaziantep şanlıurfa mersin diyarbakır kayseri
    eskişehir samsun denizli trabzon malatya erzurum kahramanmaraş sivas yozgat aksaray karaman
    batman mardin hatay rize çorum tokat elazığ sakarya kocaeli
    damascus aleppo homs hama latakia raqqa idlib daraa qamishli damaskus damas alep halep şam
    bagdad baghdad basra mosul erbil beirut beiroet amman gaza asmara mogadishu hargeisa khartoum
    casablanca rabat marrakech marrakesh tanger fès fez nador oujda alhoceima tetouan agadir meknès
    kyiv kiev kiëv kharkiv charkov lviv odesa odessa dnipro zaporizhzhia mariupol cherson kherson
    mykolaiv vinnytsia poltava chernihiv sumy zhytomyr bakhmut melitopol kramatorsk
    warszawa kraków łódź wrocław poznań gdańsk szczecin bydgoszcz lublin białystok katowice gdynia
    częstochowa radom toruń kielce rzeszów gliwice zabrze olsztyn opole gorzów elbląg tarnów
    warszawy warszawie krakowa krakowie łodzi wrocławia wrocławiu poznania poznaniu gdańska gdańsku
    szczecina szczecinie lublina lublinie białegostoku katowic katowicach
    amsterdamie amsterdamu rotterdamie rotterdamu hadze hagi utrechcie utrechtu eindhovenie
    lahaye bukarest sofia budapest praag boekarest lissabon madrid barcelona athene rome milaan
    київ києва києві києвом харків харкова харкові харковом львів львова львові львовом одеса одеси
    одесі дніпро дніпра дніпрі запоріжжя запоріжжі маріуполь маріуполя маріуполі херсон херсона
    херсоні миколаїв миколаєва миколаєві вінниця вінниці полтава полтави полтаві чернігів чернігова
    чернігові суми житомир житомира житомирі бахмут бахмута краматорськ краматорська бердянськ
    мелітополь мелітополя кривий донецьк донецька луганськ луганська івано-франківськ тернопіль
    тернополя рівне луцьк ужгород чернівці черкаси черкас кропивницький ірпінь бучі буча
    амстердам амстердамі амстердама роттердам роттердамі роттердама гаага гаазі гааги утрехт утрехті
    ейндговен ейндговені гронінген гронінгені арнем арнемі неймеген зволле енсхеде алмере тілбург
    دمشق حلب حمص حماة اللاذقية الرقة إدلب ادلب درعا القامشلي طرطوس بغداد الموصل البصرة أربيل بيروت
    عمّان غزة القاهرة الإسكندرية الاسكندرية طنجة الرباط مراكش فاس الناظور وجدة تطوان أكادير مكناس
    الدار البيضاء أسمرة الخرطوم صنعاء أمستردام امستردام روتردام لاهاي أوتريخت اوتريخت آيندهوفن
    ايندهوفن خرونينغن أرنهيم ارنهيم زفوله زوله أنشخيده الميرة ألميره تيلبورخ نايميخن
"""
_MORE = frozenset(
    {"la haye", "den haag", "new york", "the hague", "den bosch", "кривий ріг", "al hoceima",
     "deir ez-zor", "bielsko-biała", "دير الزور", "الدار البيضاء", "دن هاخ"}
)  # fmt: skip
# Words of the language itself, or names, that are a town elsewhere.
_NO_TOWN = {
    "nl": frozenset({"namen", "essen", "sofia", "rome", "batman", "london"}),
    "de": frozenset({"essen", "namen", "sofia", "rate", "kleve"}),
    "tr": frozenset({"batman", "mersin", "rize", "sofia", "şam", "damas", "namen", "essen"}),
    "uk": frozenset({"суми", "рівне", "бучі", "кривий"}),
}
_NEVER = frozenset(
    {"namen", "essen", "sofia", "rome", "batman", "sivas", "hama", "delhi", "albina"}
)
_ARABIC_PREFIXES = ("وب", "وال", "ب", "ل", "و", "من")


@cache
def _towns() -> frozenset[str]:
    return (frozenset(_TOWNS.split()) | _MORE) - _NEVER


def is_foreign_town(word: str, language: str) -> bool:
    """Tell whether a lower-case word is a town abroad, or a Dutch one in another spelling."""
    if word in _NO_TOWN.get(language, frozenset()):
        return False
    if word in _towns():
        return True
    is_arabic = "\u0600" <= word[0] <= "\u06ff"
    return is_arabic and any(
        word.startswith(prefix) and word.removeprefix(prefix) in _towns() and len(word) > 4
        for prefix in _ARABIC_PREFIXES
    )
