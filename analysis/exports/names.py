"""What the codes and columns of a file are called, in the languages of our questionnaires."""

from types import MappingProxyType

LANGUAGES = ("nl", "en", "tr", "ar")
# Where a language is not among these.
FALLBACK = "en"

_CODES = {
    "school": ("School", "School", "Okul", "مدرسة"),
    "education-type": ("Onderwijstype", "Kind of education", "Eğitim türü", "نوع التعليم"),
    "board": ("Schoolbestuur", "School board", "Okul yönetimi", "إدارة المدارس"),
    "municipality": ("Gemeente", "Municipality", "Belediye", "البلدية"),
    "pilot": ("Proeftuin", "Pilot", "Pilot bölge", "مشروع تجريبي"),
    "education-area": ("Onderwijsgebied", "Education area", "Eğitim bölgesi", "منطقة تعليمية"),
    "region": ("Regio", "Region", "Bölge", "المنطقة"),
    "parent": ("Ouders", "Parents", "Ebeveynler", "أولياء الأمور"),
    "child": ("Kinderen (8–12)", "Children (8–12)", "Çocuklar (8–12)", "الأطفال (8–12)"),
    "youth": ("Jongeren (12–18)", "Young people (12–18)", "Gençler (12–18)", "الشباب (12–18)"),
    "teacher": (
        "Leraren en schoolpersoneel", "Teachers and school staff",
        "Öğretmenler ve okul çalışanları", "المعلمون والعاملون في المدرسة",
    ),
    "supporter": (
        "Eerstelijns ondersteuners", "First-line supporters",
        "İlk basamak destek çalışanları", "مقدمو الدعم الأولي",
    ),
    "all": ("Iedereen", "Everybody", "Herkes", "الجميع"),
    "n": ("Aantal antwoorden", "Number of answers", "Yanıt sayısı", "عدد الإجابات"),
    "coverage": (
        "Dekking (%)", "Coverage (%)", "Kapsam (%)", "نسبة التغطية (%)",
    ),
    "mean": ("Gemiddelde", "Mean", "Ortalama", "المتوسط"),
    "favourable": ("Gunstig (%)", "Favourable (%)", "Olumlu (%)", "إيجابي (%)"),
    "share": ("Aandeel (%)", "Share (%)", "Pay (%)", "النسبة (%)"),
    "shown": ("getoond", "shown", "gösteriliyor", "معروض"),
    "hidden": (
        "te weinig (verschillende) antwoorden", "too few (different) answers",
        "çok az (farklı) yanıt", "إجابات (مختلفة) قليلة جدًا",
    ),
    "answered": ("beantwoord", "answered", "yanıtlandı", "تمت الإجابة"),
    "skipped": ("overgeslagen", "skipped", "atlandı", "تم التخطي"),
    "yes": ("Ja", "Yes", "Evet", "نعم"),
    "no": ("Nee", "No", "Hayır", "لا"),
}  # fmt: skip
_COLUMNS = {
    "publication": ("Publicatie", "Publication"),
    "campaign": ("Campagne", "Campaign"),
    "wave": ("Meting", "Wave"),
    "first_day": ("Eerste dag", "First day"),
    "last_day": ("Laatste dag", "Last day"),
    "unit_kind": ("Soort eenheid", "Kind of unit"),
    "unit_key": ("Nummer van de eenheid", "Key of the unit"),
    "unit_name": ("Naam van de eenheid", "Name of the unit"),
    "respondent_group": ("Groep", "Group"),
    "measure": ("Vraag", "Question"),
    "statistic": ("Statistiek", "Statistic"),
    "option": ("Antwoord", "Answer"),
    "value": ("Waarde zoals getoond", "Value as shown"),
    "status": ("Getoond of verborgen", "Shown or hidden"),
    "value_number": ("Waarde als getal", "Value as a number"),
    "lower": ("Ondergrens van de waarde", "Lower end of the value"),
    "upper": ("Bovengrens van de waarde", "Upper end of the value"),
}

CODES = MappingProxyType(_CODES)


def name_of(code: str, language: str) -> str:
    """Give what a code of the contract is called; what is no such code stays as it is."""
    texts = _CODES.get(code)
    if texts is None:
        return code
    return texts[LANGUAGES.index(language if language in LANGUAGES else FALLBACK)]


def column_name(column: str, language: str) -> str:
    """Give what a column is called, in Dutch or else in English."""
    if column.endswith("_label"):
        own = column_name(column.removesuffix("_label"), language)
        return f"{own} in woorden" if language == "nl" else f"{own} in words"
    dutch, english = _COLUMNS.get(column, (name_of(column, "nl"), name_of(column, "en")))
    return dutch if language == "nl" else english
