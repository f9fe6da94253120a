"""What the codes and columns of a file are called, in the languages of our questionnaires."""

from types import MappingProxyType

LANGUAGES = ("nl", "en", "tr", "ar", "pl", "uk", "fr", "de")
# Where a language is not among these.
FALLBACK = "en"

_CODES = {
    "school": (
        "School", "School", "Okul", "مدرسة",
        "Szkoła", "Школа", "École", "Schule",
    ),
    "education-type": (
        "Onderwijstype", "Kind of education", "Eğitim türü", "نوع التعليم",
        "Typ kształcenia", "Тип освіти", "Type d’enseignement", "Schulform",
    ),
    "board": (
        "Schoolbestuur", "School board", "Okul yönetimi", "إدارة المدارس",
        "Zarząd szkół", "Правління школи", "Direction des écoles", "Schulträger",
    ),
    "municipality": (
        "Gemeente", "Municipality", "Belediye", "البلدية",
        "Gmina", "Муніципалітет", "Commune", "Gemeinde",
    ),
    "pilot": (
        "Proeftuin", "Pilot", "Pilot bölge", "مشروع تجريبي",
        "Pilotaż", "Пілотний проєкт", "Projet pilote", "Pilotprojekt",
    ),
    "education-area": (
        "Onderwijsgebied", "Education area", "Eğitim bölgesi", "منطقة تعليمية",
        "Obszar edukacyjny", "Освітній округ", "Secteur scolaire", "Bildungsgebiet",
    ),
    "region": (
        "Regio", "Region", "Bölge", "المنطقة",
        "Region", "Регіон", "Région", "Region",
    ),
    "parent": (
        "Ouders", "Parents", "Ebeveynler", "أولياء الأمور",
        "Rodzice", "Батьки", "Parents", "Eltern",
    ),
    "child": (
        "Kinderen (8–12)", "Children (8–12)", "Çocuklar (8–12)", "الأطفال (8–12)",
        "Dzieci (8–12)", "Діти (8–12)", "Enfants (8–12)", "Kinder (8–12)",
    ),
    "youth": (
        "Jongeren (12–18)", "Young people (12–18)", "Gençler (12–18)", "الشباب (12–18)",
        "Młodzież (12–18)", "Молодь (12–18)", "Jeunes (12–18)", "Jugendliche (12–18)",
    ),
    "teacher": (
        "Leraren en schoolpersoneel", "Teachers and school staff",
        "Öğretmenler ve okul çalışanları", "المعلمون والعاملون في المدرسة",
        "Nauczyciele i pracownicy szkoły", "Учителі та працівники школи",
        "Enseignants et personnel de l’école", "Lehrkräfte und Schulpersonal",
    ),
    "supporter": (
        "Eerstelijns ondersteuners", "First-line supporters",
        "İlk basamak destek çalışanları", "مقدمو الدعم الأولي",
        "Wsparcie pierwszego kontaktu", "Фахівці первинної допомоги",
        "Accompagnateurs de première ligne", "Fachkräfte der ersten Anlaufstellen",
    ),
    "all": (
        "Iedereen", "Everybody", "Herkes", "الجميع",
        "Wszyscy", "Усі", "Tout le monde", "Alle",
    ),
    "n": (
        "Aantal antwoorden", "Number of answers", "Yanıt sayısı", "عدد الإجابات",
        "Liczba odpowiedzi", "Кількість відповідей", "Nombre de réponses", "Zahl der Antworten",
    ),
    "coverage": (
        "Dekking (%)", "Coverage (%)", "Kapsam (%)", "نسبة التغطية (%)",
        "Pokrycie (%)", "Охоплення (%)", "Couverture (%)", "Abdeckung (%)",
    ),
    "mean": (
        "Gemiddelde", "Mean", "Ortalama", "المتوسط",
        "Średnia", "Середнє", "Moyenne", "Mittelwert",
    ),
    "favourable": (
        "Gunstig (%)", "Favourable (%)", "Olumlu (%)", "إيجابي (%)",
        "Pozytywne (%)", "Схвальні (%)", "Favorable (%)", "Positiv (%)",
    ),
    "share": (
        "Aandeel (%)", "Share (%)", "Pay (%)", "النسبة (%)",
        "Udział (%)", "Частка (%)", "Part (%)", "Anteil (%)",
    ),
    "shown": (
        "getoond", "shown", "gösteriliyor", "معروض",
        "pokazane", "показано", "affiché", "gezeigt",
    ),
    "hidden": (
        "te weinig (verschillende) antwoorden", "too few (different) answers",
        "çok az (farklı) yanıt", "إجابات (مختلفة) قليلة جدًا",
        "za mało (różnych) odpowiedzi", "замало (різних) відповідей",
        "trop peu de réponses (différentes)", "zu wenige (verschiedene) Antworten",
    ),
    "answered": (
        "beantwoord", "answered", "yanıtlandı", "تمت الإجابة",
        "udzielono odpowiedzi", "є відповідь", "répondu", "beantwortet",
    ),
    "skipped": (
        "overgeslagen", "skipped", "atlandı", "تم التخطي",
        "pominięto", "пропущено", "passé", "übersprungen",
    ),
    "indicator": (
        "indicator", "indicator", "gösterge", "مؤشر",
        "wskaźnik", "показник", "indicateur", "Indikator",
    ),
    "yes": (
        "Ja", "Yes", "Evet", "نعم",
        "Tak", "Так", "Oui", "Ja",
    ),
    "no": (
        "Nee", "No", "Hayır", "لا",
        "Nie", "Ні", "Non", "Nein",
    ),
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
