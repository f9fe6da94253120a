"""Identifiers that have a form of their own: addresses on the net, numbers, dates and ages."""

import re
from collections.abc import Callable, Iterator
from re import ASCII, IGNORECASE, Match, Pattern

from analysis.spans import Kind, Span

_Check = Callable[[Match[str]], bool]

# --- On the net ------------------------------------------------------------------------------

_AT = (
    r"(?:@|\s?[(\[{<]\s?(?:at|a|ape?n?staartje|@)\s?[)\]}>]\s?"
    r"|\s(?:ape?n?staartje|at|małpa|et|arobase|ät|klammeraffe|собака|равлик|ات|آت)\s)"
)
_DOT = (
    r"(?:\.|\s?[(\[{]\s?(?:dot|punt|\.)\s?[)\]}]\s?"
    r"|\s(?:punt|dot|kropka|nokta|point|punkt|крапка|دوت|نقطة)\s)"
)
_EMAIL = re.compile(
    rf"[^\W_](?:[\w.+\-]*\w)?\s?@\s?\w[\w\-]*(?:\.\w[\w\-]*)+"
    rf"|[^\W_](?:[\w.+\-]*\w)?(?:\s@\s\w[\w\-]*(?:\s?\.\s?\w[\w\-]*)+|@\w[\w\-]*)"
    rf"|[^\W_](?:[\w.+\-]*\w)?{_AT}\w[\w\-]*(?:{_DOT}\w[\w\-]*)*{_DOT}[a-z]{{2,6}}\b",
    IGNORECASE,
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"\ue000]+"
    r"|\b[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*\.(?:nl|com|org|net|eu|info|io|be|edu)\b"
    r"(?:/[^\s<>\"\ue000]*)?",
    IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@])@\w[\w.\-]*\w")
# With what a language hangs on it: "snapa", "instası", "Snap'im", "снапі".
_NETWORK = (
    r"(?:(?:insta(?:gram)?|snap(?:chat)?|tik\s?tok|facebook|fb|telegram|discord|twitter|roblox"
    r"|whatsapp|youtube|twitch|steam|bereal|messenger|fortnite|signal|threads|psn|gamertag)"
    r"(?:'?\w{1,4})?"
    r"|(?:інст|инст|телеграм|телег|тікток|тикток|снап|фейсбук|дискорд|вайбер|роблокс|ютуб)\w*"
    r"|[بول]?(?:ال)?(?:انستغرام|انستجرام|انستا|إنستغرام|إنستا|سناب(?:\s?شات)?|تيك\s?توك|تلغرام"
    r"|تليغرام|فيسبوك|ديسكورد|روبلوكس|واتساب)\w{0,3})"
)
_NAMED_ACCOUNT = re.compile(
    rf"\b{_NETWORK}(?:[ \-]?(?:naam|name|account|adresi?|adı|nick|konto|compte|profil|user))?"
    r"(?:\s?[:=]\s?|\s(?:is|als|ist|est|to|as)\s(?=[\w.]*[\d_.]))(?P<hit>\w[\w.\-]*\w)"
    rf"|\b{_NETWORK}(?:\s[^\W\d_]{{1,9}}){{0,2}}[\s:=\-–]{{1,3}}"
    r"(?P<near>(?=[a-z]*[\d_.]+[a-z]|[a-z]+\d)[a-z0-9_][a-z0-9_.\-]*[a-z0-9_])",
    IGNORECASE,
)
_MY_ACCOUNT = re.compile(
    rf"\b(?:mijn|m'?n|me|my|mon|mein|mój|moje|benim)\s{_NETWORK}\s(?P<hit>[a-z0-9]{{2,}}-[a-z0-9\-]{{2,}})",
    IGNORECASE,
)
# An underscore within a word is nobody's spelling: it is an account.
_UNDERSCORED = re.compile(r"(?<![\w@.])[\w.]*[^\W_]_+[^\W_][\w.]*(?<!\.)")

# --- Numbers ---------------------------------------------------------------------------------

_IBAN = re.compile(
    r"\bnl\s?\d{2}[ .\-]?[a-z]{4}(?:[ .\-]?\d){10}(?!\d)"
    r"|\b(?-i:[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?)\b"
    r"|\b[a-z]{2}\d{2}[a-z\d]{11,30}\b"
    r"|\b[a-z]{2}\s?\d{2}(?:[ .\-]?[a-z\d]{4}){2,7}(?:[ .\-]?[a-z\d]{1,3})?\b",
    IGNORECASE | ASCII,
)
_SEPARATOR = r"(?:[ .\-/()]|\s-\s|\)\s|\s\()?"
_NOT_IN_NUMBER = r"(?<![\d\w])(?<!\d[.\-/])"
_FOREIGN_PHONE = re.compile(
    rf"{_NOT_IN_NUMBER}(?:\+|00)\s?[1-9](?:"
    rf"(?:{_SEPARATOR}\d){{0,2}}\s?\(0\)(?:{_SEPARATOR}\d){{7,10}}|(?:{_SEPARATOR}\d){{7,14}}"
    r")(?![\-/.]?\d)"
)
_PHONE = re.compile(
    rf"{_NOT_IN_NUMBER}(?:"
    rf"\(?0(?:{_SEPARATOR}\d){{8,11}}"
    rf"|6[ \-](?:\d[ \-]?){{7}}\d"
    r"|[1-9]\d{2}([ \-])\d{3}\1\d{3}"
    r")(?![\-/.]?\d)"
)
_DIGIT_WORDS = (
    r"(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|zero|oh|one|two|three|four|five|six"
    r"|seven|eight|nine|null|eins|zwei|zwo|drei|fünf|sechs|sieben|neun)"
)
# A number in words, or half in words: "nul zes 12 34 56 78".
_SPOKEN_PHONE = re.compile(
    rf"\b{_DIGIT_WORDS}[ \-]{_DIGIT_WORDS}(?:[ \-.]{{1,2}}\d+){{1,8}}\b"
    rf"|\b{_DIGIT_WORDS}(?:,?[ \-]{_DIGIT_WORDS}){{6,}}\b",
    IGNORECASE,
)
_NINE_DIGITS = re.compile(rf"{_NOT_IN_NUMBER}\d(?:[ .\-]?\d){{8}}(?![ .\-]?\d)")
_NAMED_IBAN = re.compile(
    r"\b(?:iban|rekening\w*|konto\w*|account|hesab?\w*|compte|rachun\w+|рахун\w+|\w*حساب\w*)"
    r"\D{0,15}?\b(?P<hit>[a-z]{2}\s?\d{2}(?:[ .\-]?[a-z\d]{2,4}){3,7})\b",
    IGNORECASE | ASCII,
)
_CITIZEN_NUMBER = re.compile(
    r"\b(?:bsn|burgerservicenummer|sofi-?nummer)\b\D{0,12}(?P<hit>\d(?:[ .\-]?\d){6,8})", IGNORECASE
)
_CASE_NUMBER = re.compile(
    r"\b(?:dossier|zaak|leerling|cli[eë]nt|klant|polis|kenmerk|registratie|student|case|file|ref"
    r"|akte|dosya|öğrenci|numer|sprawa|номер|справа|ملف|رقم|beschikking|aanvraag|indicatie|meldcode"
    r"|aktenzeichen|dossier|référence|klacht|melding|vorgang|başvuru|zgłoszeni|заява|قضية|الملف)\w*"
    r"(?:\s?-?\s?(?:nummer|number|nr|no|numéro|numarası|sprawy|справи|الملف|الطالب))?\.?\s?[:#№]?\s?"
    r"(?:is\s|to\s|هو\s|ist\s|est\s)?"
    r"(?P<hit>(?:[^\W\d_]{1,4}[\-/ ]?)?\d[\d\-/.]{1,}\d(?:[\-/][^\W_]{1,4})?)",
    IGNORECASE,
)
_LONG_NUMBER = re.compile(
    r"(?<!\d)(?:[^\W\d_]{1,4}[\-/]?)?\d{5,}(?:[\-/.]\d+)*(?:[\-/][A-Z]{1,3}\b)?(?!\d)"
    r"|\b(?:[^\W\d_]{1,4}[\-/])+\d{2,4}[\-/]\d{2,}\b"
    r"|\b(?-i:[A-Z]{2,4})[\-/]?\d{4,}(?:[\-/]\w{1,4})?\b"
    r"|\b(?!(?:19|20)\d\d[\-/](?:19|20)\d\d\b)\d{2,4}[\-/]\d{3,6}(?:[\-/][A-Z]{1,4})?\b"
    r"|(?<![\d.,\-])\d{1,4}(?:[ \-]\d{2,4}){3,}(?![\d])"
    r"|(?<![\d.,\-€])\d{2,4}[ .\-]\d{2,3}[ .\-]\d{3,4}(?![\d.,]?\d)"
)

# --- Dates -----------------------------------------------------------------------------------

_MONTHS = (
    r"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|january|february|march|may|june|july|august|october"
    r"|januar|jänner|februar|märz|mai|juni|juli|dezember"
    r"|janvier|février|fevrier|mars|avril|juin|juillet|août|aout|septembre|octobre|novembre"
    r"|décembre|decembre"
    r"|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık"
    r"|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października"
    r"|listopada|grudnia"
    r"|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
    r"|يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|اغسطس|سبتمبر|أكتوبر|اكتوبر|نوفمبر"
    r"|ديسمبر|كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني"
    r"|كانون الأول"
    r"|(?:jan|feb|mrt|mar|apr|jun|jul|aug|sept?|okt|oct|nov|dec|dez)\b\.?"
)
_YEAR = r"(?:19|20)\d{2}"
_DATE = re.compile(
    rf"(?<![\d\-/.])(?:\d{{1,2}}\s?([\-/.])\s?\d{{1,2}}\s?\1\s?(?:{_YEAR}|\d{{2}})"
    rf"|{_YEAR}([\-/.])\d{{1,2}}\2\d{{1,2}})(?![\-/.]?\d)"
    rf"|\b\d{{1,2}}(?:e|de|ste|st|nd|rd|th|er|\.)?\s(?:de\s|of\s|-?го\s)?(?:{_MONTHS})\b"
    rf"(?:[ ,'’]{{1,2}}(?:{_YEAR}|\d{{2}}\b))?"
    rf"|\b(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s{_YEAR})?\b",
    IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(?:geboren|geb|geboortedatum|geboortejaar|verjaardag|verjaart|jarig|born|birthday"
    r"|date of birth|dob|geburtstag|geburtsdatum|née?|naissance|anniversaire|doğum(?:lu| tarihi)?"
    r"|doğdu|urodz\w+|urodziny|народи\w+|народження|مواليد|ولد(?:ت)?|ميلاد\w*)\b"
    r"(?:\W+(?:op|in|is|on|am|im|le|en|w|dnia|roku|у|в|від|عام|سنة|في|was|wurde|a|at)\b)*\W{1,3}"
    rf"(?P<hit>\d{{1,2}}[\-/.]\d{{1,2}}\b|(?:(?:{_MONTHS})\s)?{_YEAR}\b)"
    rf"|(?P<before>\b{_YEAR})\s(?:doğumlu|geboren|року народження|roku urodzenia)",
    IGNORECASE,
)

# --- Ages ------------------------------------------------------------------------------------

_COUNT = (
    r"(?:[1-9]\d?|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien"
    r"|vijftien|zestien|zeventien|achttien|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen|vier|fünf|sechs|sieben|acht|neun|zehn|elf"
    r"|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|quatre|cinq|sept|huit|neuf|dix|onze|douze"
    r"|treize|quatorze|quinze|seize|dört|beş|altı|yedi|sekiz|dokuz|on(?:\s(?:bir|iki|üç|dört|beş))?"
    r"|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|jedenaście|dwanaście|trzynaście|czternaście"
    r"|piętnaście|чотири|п.?ять|шість|сім|вісім|дев.?ять|десять|одинадцять|дванадцять"
    r"|тринадцять|чотирнадцять|أربع|خمس|ست|سبع|ثمان|ثماني|تسع|عشر|إحدى عشرة|اثنتا عشرة)"
)
_YEARS = (
    r"(?:jaar|jr|jaartjes?|years?|yrs?|jahre?n?|ans|yaş(?:ında(?:ki)?|ındayım)?|lat|lata|років|роки"
    r"|рік|року|سنوات|سنة|عاما|عامًا|أعوام|اعوام)"
)
_OWN_AGE = re.compile(
    rf"\b{_COUNT}(?:\s(?:en|einhalb|and)\s?(?:een\s)?(?:half|halb))?[ \-]?(?:"
    r"jarigen?|jährigen?r?s?|years?[ \-]olds?|year[ \-]?old|jahre?\salt|jaar\soud|jr\soud|yo\b"
    r"|yaşında\w*|yaşındayım|letni\w*|latek|річн\w+|-?ти річн\w+|лет\b)"
    r"|\b(?:aged?|age[d:]|leeftijd:?|alter:?|âgée?\sde|yaş[ıi]?:?|wiek:?|вік:?|عمر(?:ه|ها|ي)?)"
    rf"\s(?:is\s|هو\s)?{_COUNT}(?:\s{_YEARS})?\b"
    rf"|(?:\b(?:zoon|zoontje|dochter|dochtertje|kind|meisje|jongen|jongetje|son|daughter|sohn"
    r"|tochter|fils|fille|oğlum|kızım|syn|córka|син|донька|дочка|she|he|ابني|ابنتي)"
    rf"\s(?:van|von|de|of|is|ist|a|ma)\s)(?P<hit>{_COUNT}(?:\s{_YEARS}(?:\s(?:old|oud|alt))?)?)\b(?!\s(?:van|of|keer))"
    rf"|\b(?:a|ai|ma|mam|має|маю|elle a|il a)\s(?P<has>{_COUNT}\s(?:ans|lat|lata|років|роки))\b",
    IGNORECASE,
)
_BARE_AGE = re.compile(
    rf"(?<![\d,.])\b(?P<hit>(?:[4-9]|1\d)\s?{_YEARS})\b"
    r"(?!\s(?:geleden|lang|later|wacht\w*|gewacht|bezig|op\s|ago|vor\b|lang|temu|тому|плі|مضت"
    r"|önce|boyunca|daha|ervaring|in dienst|experience|erfahrung|doświadczenia|d'expérience))",
    IGNORECASE,
)
_DURATION = re.compile(
    r"(?:\b(?:al|ruim|sinds|na|over|afgelopen|voor|per|elke|binnen|ongeveer|bijna|meer dan|de|die"
    r"|deze|laatste|eerste|komende|gedurende|for|since|after|past|last|within|every|over|seit|nach"
    r"|vor|in den|letzten|depuis|pendant|après|dans|y a|od|przez|po|za|ponad|już|вже|протягом"
    r"|через|за|після|понад|منذ|خلال|بعد|قبل|لمدة|son|yaklaşık|neredeyse|al bijna|in|om de)\s)$",
    IGNORECASE,
)


_NEAR = 20
_DIGITS_OF_ACCOUNT = 10
_DIGITS_SAID = 7


def find_identifiers(text: str, _language: str) -> Iterator[Span]:
    """Give what points at somebody by its form, whatever the language.

    Spans may overlap; the first of them is the better reading, an e-mail address before a handle.
    """
    for kind, pattern, is_valid in _RULES:
        for match in pattern.finditer(text):
            if is_valid(match):
                yield _span(match, kind)


def _span(match: Match[str], kind: Kind) -> Span:
    named = (name for name, value in match.groupdict().items() if value)
    start, end = match.span(next(named, 0))
    found = match.string[start:end]
    return Span(start, start + len(found.rstrip(" .,;:!?)-/") or found), kind)


def _always(_match: Match[str]) -> bool:
    return True


def _has_many_digits(match: Match[str]) -> bool:
    return len(re.findall(r"\d", match["hit"])) >= _DIGITS_OF_ACCOUNT


def _is_no_sum(match: Match[str]) -> bool:
    """Tell "nul zes 12 34 56 78" from "drie vier 5": seven digits or more, said or written."""
    return len(re.findall(r"\d|[^\W\d_]+", match[0])) >= _DIGITS_SAID


def _is_iban(match: Match[str]) -> bool:
    """Tell whether it is an account number, or looks like a mistyped Dutch one.

    Source: ISO 13616, the mod-97 check.
    """
    letters = re.sub(r"[ .\-]", "", match[0]).upper()
    if re.fullmatch(r"NL\d{2}[A-Z]{4}\d{10}", letters):
        return True
    turned = letters[4:] + letters[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _is_citizen_number(match: Match[str]) -> bool:
    """Source: the eleven-test of the Dutch citizen service number (elfproef)."""
    digits = [int(digit) for digit in match[0] if digit.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 0 and any(digits)


def _is_no_duration(match: Match[str]) -> bool:
    return not _DURATION.search(match.string[max(0, match.start() - _NEAR) : match.start()])


_RULES: tuple[tuple[Kind, Pattern[str], _Check], ...] = (
    (Kind.EMAIL, _EMAIL, _always),
    (Kind.LINK, _LINK, _always),
    (Kind.ACCOUNT, _HANDLE, _always),
    (Kind.ACCOUNT, _NAMED_ACCOUNT, _always),
    (Kind.ACCOUNT, _MY_ACCOUNT, _always),
    (Kind.ACCOUNT, _UNDERSCORED, _always),
    (Kind.IBAN, _IBAN, _is_iban),
    (Kind.IBAN, _NAMED_IBAN, _has_many_digits),
    (Kind.BSN, _CITIZEN_NUMBER, _always),
    (Kind.DATE, _DATE, _always),
    (Kind.DATE, _BIRTH, _always),
    (Kind.PHONE, _FOREIGN_PHONE, _always),
    (Kind.BSN, _NINE_DIGITS, _is_citizen_number),
    (Kind.PHONE, _PHONE, _always),
    (Kind.PHONE, _SPOKEN_PHONE, _is_no_sum),
    (Kind.NUMBER, _CASE_NUMBER, _always),
    (Kind.AGE, _OWN_AGE, _always),
    (Kind.AGE, _BARE_AGE, _is_no_duration),
)


def find_numbers(text: str, _language: str) -> Iterator[Span]:
    """Give every other number of five digits or more."""
    for match in _LONG_NUMBER.finditer(text):
        yield _span(match, Kind.NUMBER)
