"""Where somebody lives or learns: streets, postcodes, towns, schools and classes."""

import importlib
import re
from collections.abc import Iterator
from functools import cache
from re import IGNORECASE

from analysis.spans import Finder, Kind, Span
from analysis.town_lists import TOWNS_AFTER_IN, is_foreign_town

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĘĚĞİŁŃŇŐŘŚŞŠŢŤŮŰŹŻŽІЇЄҐА-Я]"
_NAME = rf"{_CAPITAL}[\w'\-]*"
_JOINER = r"(?:van|de|der|den|het|'t|ten|ter|op|in|aan|st\.?|sint|du|des|la|le|les|von|im\.?|św\.)"
_NAMES = rf"{_NAME}(?:\s(?:{_JOINER}\s){{0,2}}{_NAME}){{0,3}}"

# --- Streets and postcodes -------------------------------------------------------------------

_STREET_END = (
    r"(?:straat|straatje|laan|weg|plein|gracht|kade|dijk|hof|pad|singel|steeg|dreef|markt|plantsoen"
    r"|park|baan|wal|ring|allee|oord|erf|hoek|haven|boulevard|werf|kamp|brink|akker|veld|burg|meent"
    r"|horst|zoom|rade|steg|kreek|donk|gaarde|hoeve|stede|drift|wijk|weide|tuin|poort|terp|brug"
    r"|sluis|vliet|berg|stee|dyk|strjitte|loane|leane|gaast|kwartier|laagte)"
)
_STREET_ALONE = r"(?:straat|laan|gracht|plein|kade|singel|steeg|dreef|plantsoen|weg)"
_HOUSE = r"\d{1,4}(?:\s?[a-z]\b|\s?-\s?\d{1,3}\b|\s?bis\b|\s?hs\b)?"
_STREET_START = (
    r"(?i:prins(?:es)?|koning(?:in)?|burg(?:\.|emeester)|dr\.|oude|nieuwe|lange|korte|sint|st\.)"
)
_ADDRESS = re.compile(
    rf"(?:\b(?:{_NAME}\s|van\s(?:de[rn]?\s)?|{_STREET_START}\s){{0,3}})"
    rf"\b(?!(?:onder|half|snel|tram|spoor|uit|ver)weg\b)(?i:[^\W\d_]{{3,}}{_STREET_END})"
    rf"\s(?:nr\.?\s|nummer\s)?{_HOUSE}"
    rf"|\b{_NAME}\s(?i:{_STREET_END})\s{_HOUSE}"
    rf"|(?<=\w\s)\b(?:{_NAME}\s)?(?!Onderweg|Rijksweg)[A-Z][a-zë\-]{{2,}}{_STREET_ALONE}\b"
    rf"|\b(?:(?:{_NAME}[\s\-]){{0,2}}(?i:\w+(?:straße|strasse|str\.|platz|gasse|allee|weg))"
    rf"|{_NAME}\s(?i:straße|strasse|str\.|platz|gasse|allee))\s{_HOUSE}"
    rf"|\b\d{{1,4}}(?:\s?(?:bis|ter))?,?\s(?i:rue|avenue|boulevard|place|chemin|impasse|allée|quai)"
    rf"\s(?:(?:de|du|des|la|les|le|l'|d')\s?){{0,2}}{_NAMES}"
    rf"|\b(?i:rue|avenue|boulevard|impasse|quai)\s(?:(?:de|du|des|la|les|le|l'|d')\s?){{0,2}}"
    rf"{_NAMES}(?:,?\s{_HOUSE})?"
    rf"|\b\d{{1,4}}[a-z]?,?\s(?:{_NAME}\s){{1,3}}(?i:street|road|avenue|lane|drive|close|way|square"
    rf"|st|rd|ave)\b"
    rf"|\b(?:{_NAME}\s){{1,3}}(?i:street|road|avenue|lane)(?:\s{_HOUSE})?\b"
    rf"|\b(?:{_NAME}\s){{1,3}}(?i:sokak|sokağı|sok\.|caddesi|cad\.|cd\.|mahallesi|mah\.|bulvarı)"
    rf"(?:'?[nd][aeiıuü]n?)?(?:\s(?i:no)[:.]?)?(?:\s?{_HOUSE})?"
    rf"|\b(?i:ul\.|ulica|ulicy|ulicę|al\.|aleja|alei|aleje|os\.|osiedle|osiedlu|pl\.)\s?{_NAMES}"
    rf"(?:\s{_HOUSE}(?:/\d+)?)?"
    rf"|\b(?i:вул\.|вулиця|вулиці|вулицю|просп\.|проспект\w?|бульвар\w?|пров\.|провулок)\s?{_NAMES}"
    rf"(?:,?\s(?:буд\.\s)?{_HOUSE})?"
    r"|شارع\s\w+(?:\s(?:ال\w+|رقم))?(?:\s\d+)?"
)
_LIVES_AT = (
    r"(?i:wo+n(?:t|en)?|adres(?:\sis)?|wonend|verhuisd|live[sd]?|address|wohn\w*|adresse|habit\w+"
    r"|oturuyor\w*|adresimiz|adresim|mieszka\w*|adresem|живе\w*|жив[уе]\w*|адреса|نسكن|اسكن|أسكن"
    r"|عنواني|عنواننا|تسكن|يسكن)"
)
_NO_HOUSE = (
    r"(?i:jaar|uur|maand\w*|dag\w*|week|weken|km|min\w*|year\w*|month\w*|jahre?n?|ans|lat|рок\w*"
    r"|yıl\w*|kinder\w*|euro|hours?|%)"
)
_HOUSE_OF = re.compile(
    rf"\b{_LIVES_AT}(?:\sis)?[\s:]{{1,2}}"
    r"(?:(?i:we|wij|ik|in|op|aan|at|on|naar|nu|de|het|der|na|przy|на|в|في|is|à|au)\s){0,3}"
    rf"(?P<hit>{_NAME}(?:\s(?:{_JOINER}\s){{0,2}}{_NAME}){{0,3}}\s"
    r"(?!(?:19|20)\d\d)\d{1,3}(?:\s?[a-z]\b|\s?-\s?\d{1,3}\b)?)"
    rf"(?![\d.,:]*\s?{_NO_HOUSE})(?!\d)"
)
_UNITS = r"(?:km|kg|cm|mm|ml|gb|mb|kb|eu|uu)"
_SHORT_WORDS = (
    r"(?:af|al|an|as|au|bu|by|da|de|do|du|en|er|et|ga|go|he|if|ik|il|im|in|is|it|ja|je|jr|km|kg"
    r"|la|le|me|mg|mm|my|na|ne|no|nu|of|og|om|on|op|or|po|pm|am|so|te|to|tu|tv|uh|un|ur|us|uw|ve|w"
    r"|we|wo|xx|za|ze|zo|zu|ob|es|er|du|se|st|up|we|be|at|as|ma|bo|od|su|ya|mi|ki|ni|iu|bv|eu)"
)
_POSTCODE = re.compile(
    r"(?<![\d\w€.,\-])(?:[1-9]\d{3}\s?(?!SA\b|SD\b|SS\b)[A-Z]{2}\b"
    rf"|[1-9]\d{{3}}(?!{_UNITS}\b)(?i:[a-z]{{2}})\b"
    rf"|(?!(?:19|20)\d\d)[1-9]\d{{3}}\s(?!{_SHORT_WORDS}\b)(?i:[a-z]{{2}})\b"
    r"|(?:(?i:postcode|pc|zip|posta kodu\w*|kod pocztowy|code postal|plz|postleitzahl|індекс"
    r"|الرمز البريدي)(?:\s(?:is|to|est|ist|هو))?\W{1,3})"
    r"(?P<hit>\d{2}-\d{3}|\d{4,5}(?:[\s\-]?(?i:[a-z]{2})\b)?)"
    r"|\d{2}-\d{3}(?=\s[A-ZŁŚŻ])"
    r"|[1-9]\d{3}\s?-\s?[A-Z]{2}\b"
    # After a street the two letters may be a word: "Dorpsstraat 5, 8401 ga".
    r"|(?<=[,\ue000]\s)(?!(?:19|20)\d\d)[1-9]\d{3}\s(?i:[a-z]{2})(?=\s[A-Z]|\s?[,.;)]|$)"
    r"|(?<=\d,\s)\d{4,5}(?=\s[A-ZÄÖÜ][a-zäöü]{2})"
    r"|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b)(?!\d)"
)

# --- Schools ---------------------------------------------------------------------------------

_SHORT_TYPE = (
    r"(?:o\.?b\.?s\.?|c\.?b\.?s\.?|r\.?k\.?b\.?s|k\.?b\.?s|p\.?c\.?b\.?s|gbs|csg|rsg|psg|ikc|skc"
    r"|sbo|vso|bso)"
)
_SCHOOL_TYPE = (
    r"(?:(?:basis|daltons?|montessori|jenaplan|praktijk|middelbare\s|vrije\s|speciale\s"
    r"|islamitische\s)"
    r"school|school|scholengemeenschap|kindcentrum|kinderdagverblijf|peuterspeelzaal|kinderopvang"
    r"|college|lyceum|gymnasium|mavo)"
)
_NO_SCHOOL = (
    r"(?:de|het)\s(?:juf\w*|meester\w*|leraar\w*|leraren|leerkracht\w*|kinderen|leerling\w*"
    r"|directeur"
    r"|directrice|les\w*|sfeer|ouders|klas\w*|groep\w*|begeleiding|enige|beste|hulp|school|kind"
    r"|laatste|eerste|eind\w*|leer\w*|rest|zorg|ib\w*|intern\w*|team|gaat|is|niet|wel|goed"
    r"|al|meest\w*)\b"
)
_SCHOOL = re.compile(
    rf"\b(?i:{_SHORT_TYPE})\s(?:(?i:de|het|'t|t|st\.?|sint)\s)?{_NAMES}"
    rf"|\b(?:[or]?\.?[ckp]*\.?b\.?s\.?\s|(?i:{_SHORT_TYPE})\s(?:de|het|'t|st\.?"
    rf"|sint)\s)[a-zë\-]{{4,}}\b"
    rf"|\b(?i:{_SCHOOL_TYPE}),?\s(?:(?i:de|het|'t|st\.?|sint)\s)?{_NAMES}"
    rf"|\b(?i:basisschool|kindcentrum|scholengemeenschap)\s(?!{_NO_SCHOOL})(?:de|het"
    rf"|'t)\s[a-zë\-]{{4,}}"
    rf"|\b(?:{_NAME}\s){{0,3}}(?!De|Het|Een|The|Deze)(?:{_NAME})[\s\-](?:College|Lyceum|Gymnasium"
    r"|Scholengemeenschap|Academie|Praktijkschool|School|Primary(?:\sSchool)?|Academy"
    r"|college|lyceum"
    r"|gymnasium|scholengemeenschap)\b"
    r"|\b[A-Z][a-zë\-]{3,}(?<!Basis)(?<!Ganztags)(?<!Hoch)(?<!Middel)(?:college|lyceum|school)\b"
    rf"|(?<=\bop\s)(?:De|Het|'t|Sint|St\.?)\s{_NAMES}"
    rf"|(?<=\bvan\s)(?:De|Het|'t)\s{_NAME}|(?<=\bnaar\s)(?:De|Het|'t)\s{_NAME}"
    rf"|\b(?i:lyc[ée]e|coll[èe]ge|[ée]cole|europaschule|gesamtschule|realschule|liceum)\s{_NAMES}"
    rf"|\b[A-ZÄÖÜ][a-zäöüß]+schule\s(?!Die|Der|Das|Und|Ist|Hat){_NAME}"
    rf"|\b(?i:okul\w*|szkoł\w+|szkole|школ\w+|école|ecole|collège|lycée|grundschule|schule"
    rf"|gesamtschule|realschule|kindergarten|kita|przedszkol\w+|liceum|гімназі\w+|ліце\w+|садок"
    rf"|садочк\w+|مدرسة|ثانوية|روضة)\s(?:(?:nr|no|№|ім\.|im\.|رقم)\s?\d*\s?)?[«\"„“]?"
    rf"(?:(?:de|het|du|des|la|le|les|von|der|die|zur|am)\s)?(?P<hit>{_NAMES})[»\"”]?"
    rf"|\b(?i:школ\w+|szkoł\w+|szkole|гімназі\w+|ліце\w+)\s(?:nr|№|номер)\s?\d+"
    rf"|\b{_NAMES}\s(?i:(?:ilk|orta|ana)?okulu(?:n[au]n?|nda|ndan|nu)?|lisesi\w*|kreşi\w*)\b"
    r"|\b(?!Grund|Haupt|Real|Gesamt|Förder|Vor|Hoch|Berufs|Ganztags)[A-ZÄÖÜ][a-zäöüß]{2,}-?"
    r"(?:grund|gesamt|real)?schule\b(?<!Musikschule)(?<!Fahrschule)"
    r"|\bمدرسة\s(?:ال(?!لغ|اطفال|أطفال|حي|سبت|ابتدائ|ثانو|متوسط|هولند|عرب|جديد|قديم|حالي"
    r"|خاص)\w{3,})"
)

# --- Classes ---------------------------------------------------------------------------------

_LEVEL = (
    r"(?:vwo|havo|mavo|vmbo(?:-?\s?[a-z]{1,2}\b)?|atheneum|gymnasium|gym|tl|bbl|kbl|kader|basis)"
)
_ORDINAL = (
    r"(?:eerste|tweede|derde|vierde|vijfde|zesde|first|second|third|fourth|fifth|sixth|erste[nr]?"
    r"|zweite[nr]?|dritte[nr]?|vierte[nr]?|pierwsz\w+|drugi\w*|trzeci\w*|czwart\w+|piąt\w+|szóst\w+"
    r"|перш\w+|друг\w+|треть\w+|четверт\w+|п.?ят\w+|birinci|ikinci|üçüncü|dördüncü|beşinci)"
)
_WORD_NUMBER = r"(?:een|twee|drie|vier|vijf|zes|zeven|acht)"
_SECTION = r"(?:\s?-?[\"«„]?[a-fа-г]\b[\"»”]?)?(?!\w)"
_CLASS = re.compile(
    r"\b(?:schakel|brug|taal|plus|kop|isk|opvang|instroom|internationale\s)-?\s?klas\s"
    r"(?=[a-z]?\d|[a-z]\b)[a-z\d]{1,3}\b|\bisk[\s\-]?\d{1,2}(?:[a-z]\b)?"
    r"|\b[1-6](?:hv|vh|mh|hm|bk|kb|kgt|gt|tl|th|ht|tto|ath|gym|vm)\d?-?[a-z]?\b"
    r"|\b[hvmkbtga][1-6][a-h]\b|\b[1-6][hvmkbtga][1-4]\b|(?-i:\b[1-8][A-H]\b)"
    r"|(?:(?<=\bin\s)|(?<=uit\s)|(?<=van\s)|(?<=aus\s)|(?<=der\s)|(?<=\b[zwзув]\s))[1-9][a-hа-г]\b"
    rf"|\b(?:groep|gr\.?|groepen|group|gruppe|groupe)\s?(?:1[0-2]|[1-8]){_SECTION}"
    rf"(?:\s?[/\-]\s?[1-8]{_SECTION})?(?!\s?(?:kinderen|leerlingen|ouders|mensen|children|kinder))"
    rf"|\bgroep\s{_WORD_NUMBER}\b(?!\s(?:kinderen|leerlingen))"
    rf"|\b(?:brug)?klas\s?[1-6]\s?-?[a-z]{{0,2}}\d?\b"
    rf"|\b[1-6]\s?e?\s?(?:klas\b|{_LEVEL}\b)|\b{_ORDINAL}\s(?:klas|klasse\w*|{_LEVEL}|class|grade"
    rf"|year|klas[aieyę]\w*|клас\w*|sınıf\w*)\b"
    rf"|\b{_LEVEL}\s?-?[1-6]\s?[a-z]?\b|\b[hvma][1-6][a-d]\b"
    rf"|\b(?:class|year|grade|form)\s(?:1[0-3]|[1-9])\s?[a-f]?\b"
    rf"|\b(?:klasse\w?|stufe|klas[aieyęą]\w*|клас\w*|груп\w+|grup\w*|sınıf\w*)\s(?:1[0-3]|[1-9])"
    rf"{_SECTION}"
    rf"|\b(?:1[0-3]|[1-9])\s?[.\-]?\s?['\"«]?[a-fа-г]?['\"»]?[\s\-]{{1,2}}(?:klasse\w?"
    rf"|klas[aieyęą]\w*"
    rf"|клас\w*|груп\w+|grup\w*|sınıf\w*|gruppe\w*)\b"
    r"|\b(?:cm[12]|ce[12])\b|\b[3-6](?:e|è|ème|eme)\s?[a-f]?\b(?=\W|$)(?<=[eè]|[a-f])"
    r"|\b(?:الصف|صف|المجموعة|مجموعة|الفوج)\s(?:ال(?:أول|اول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن)\w?"
    rf"|\d{{1,2}}\s?[ا-د]?{_SECTION})",
    IGNORECASE,
)

# --- Towns -----------------------------------------------------------------------------------

_LIVING = re.compile(
    r"\b(?i:woon(?:t|den?)?(?:\s\w+)?\sin|wonen(?:\s\w+)?\sin|verhuisd(?:en)?\snaar"
    r"|(?:kom(?:t|en)?(?:\s\w+)?|gevlucht|afkomstig)\suit|live[sd]?\sin|living\sin|moved\sto"
    r"|(?:comes?|moved|fled)\sfrom|wohn(?:e|t|en)(?:\s\w+)?\sin|gezogen\snach|komm(?:e|t|en)?\saus"
    r"|habit(?:e|ons|ent)\s(?:à|a)|vi(?:t|vons)\sà|ven(?:ons|ant)\sde|vien[st]\sde"
    r"|mieszka(?:m|my|ją)?\sw|przeprowadzi\w+\sdo|pochodz\w+\sz"
    r"|жив(?:у|емо|е|уть)\s(?:у|в)|мешка\w+\s(?:у|в)|мешкаємо\s(?:у|в)|приїхали\sз"
    r"|переїхали\s(?:до|у|в))"
    rf"\s(?P<hit>{_NAME}(?:[\s\-](?:aan\sden\s|am\s|sur\s|{_CAPITAL})[\w\-]+)?)"
)
_LIVING_ARABIC = re.compile(
    r"\b(?:نسكن|أسكن|اسكن|نعيش|أعيش|اعيش|يسكن|تسكن|انتقلنا)\s(?:في|الى"
    r"|إلى)\s(?:مدينة\s)?(?P<hit>\w{3,})"
    r"|\bمدينة\s(?P<town>\w{3,})"
)
_LOCATIVE = re.compile(rf"\b(?P<hit>{_NAME})'(?:da|de|ta|te|dan|den|tan|ten)(?:ki)?\b")
_TOWARDS = re.compile(
    r"(?:\b(?:in|uit|te|naar|bij|rond|omgeving|regio|gemeente|stad|from|near|to|nach|aus|bei|à|w|z"
    r"|do|у|в|з|до)\s)$",
    IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*")
_LONGEST_TOWN = 3
_NEAR = 12

# Towns that are first of all a word, a surname or a first name in one of the languages.
_WORD_TOWNS = frozenset(
    """
    america anderen arum asch assen axel baak baard baars balk bant basse bears beek beets bern best
    beugen blije boer borne born broek broekland buchten bunde buren dalen demen dieren dijken
    donderen doorn dorst duiven duizel echt echten een ell enter erica erm est etten gasteren gauw
    gees gieten glane glimmen goes goor graft grave groet haler halfweg hall halle handel hank
    haren heel heide helden hem hemmen herten hoek hoeven holten hoogland hoorn horn horst houten
    huizen hulst kaag kaard kampen kats klimmen laren leek leende leiden lent leons leunen leur
    lieren lies lijnden linde linden loon losser made malden mander marken marle meeuwen meppen
    middelaar mill monster mussel nederland neer nes noorden nuis opende oranje overslag peest peins
    petten philippine putte putten reek rekken ried rien rijen rijs roden schijf sloten sluis smakt
    spier spui stein thorn tinte tuil tuk veen velden veulen vijlen vries vuren waal waarde warder
    warns wateren weert well west wier wierden winde winkel wons wormer wouw zeeland zegge zetten
    zwaag elst son erp lith oss epe ede urk tiel esch ens made ter de den die het alem heer lage
    brielle marum rutten schagen heino doorwerth sint ruinen joure hapert zuid oost noord
    """.split()  # noqa: SIM905
)
_COUNTRIES = frozenset(
    """
    nederland holland belgië duitsland frankrijk engeland polen oekraïne turkije syrië marokko irak
    iran afghanistan eritrea somalië suriname curaçao netherlands belgium germany france england
    poland ukraine turkey türkiye syria morocco niederlande deutschland frankreich türkei syrien
    ukraina polska polsce holandia holandii niemcy niemczech turcja hollanda almanya suriye polonya
    fransa ingiltere belçika ukrayna fas нідерланди нідерландах голландія голландії україна україні
    україни польща польщі німеччина німеччині europa europe avrupa європа європі pologne turquie
    syrie maroc allemagne belgique هولندا سوريا تركيا المغرب العراق بلجيكا ألمانيا أوكرانيا بولندا
    hollandaca türkçe allah internet pc okul ocak kasım juf meester
    """.split()  # noqa: SIM905
)


def find_addresses(text: str, _language: str) -> Iterator[Span]:
    """Give streets with or without a number, and postcodes."""
    for match in _POSTCODE.finditer(text):
        yield _span(match, Kind.POSTCODE)
    for pattern in (_ADDRESS, _HOUSE_OF):
        for match in pattern.finditer(text):
            yield _span(match, Kind.ADDRESS)


def find_schools(text: str, _language: str) -> Iterator[Span]:
    """Give the names of schools, with the word that says it is one."""
    for match in _SCHOOL.finditer(text):
        yield _span(match, Kind.SCHOOL)


def find_classes(text: str, _language: str) -> Iterator[Span]:
    """Give groups and classes, such as `groep 7b`, `3vwo` or `клас 3-А`."""
    for match in _CLASS.finditer(text):
        yield _span(match, Kind.CLASS)


def find_towns(text: str, language: str) -> Iterator[Span]:
    """Give towns: what follows "we live in", and Dutch towns by name."""
    cues = (_LIVING, _LIVING_ARABIC, _LOCATIVE) if language == "tr" else (_LIVING, _LIVING_ARABIC)
    for cue in cues:
        for match in cue.finditer(text):
            span = _span(match, Kind.TOWN)
            if text[span.start : span.end].lower() not in _COUNTRIES:
                yield span
    yield from _listed_towns(text, language)


def _listed_towns(text: str, language: str) -> Iterator[Span]:
    words = list(_WORD.finditer(text))
    for first, word in enumerate(words):
        for length in range(min(_LONGEST_TOWN, len(words) - first), 0, -1):
            start, end = word.start(), words[first + length - 1].end()
            if _is_listed(text[start:end], text[max(0, start - _NEAR) : start], language):
                yield Span(start, end, Kind.TOWN)
                break


def _is_listed(name: str, before: str, language: str) -> bool:
    word = name.lower()
    if is_foreign_town(word, language):
        return name[0].isupper() or _has_no_capitals(name) or bool(_TOWARDS.search(before))
    if word not in _towns():
        return False
    if word in _WORD_TOWNS:
        return bool(_TOWARDS.search(before)) and (name[0].isupper() or word in TOWNS_AFTER_IN)
    return name[0].isupper() or bool(_TOWARDS.search(before))


def _has_no_capitals(name: str) -> bool:
    return "\u0600" <= name[0] <= "\u06ff"


@cache
def _towns() -> frozenset[str]:
    """Give the towns of the Netherlands in lower case, without those of one or two letters."""
    address = importlib.import_module("faker.providers.address.nl_NL")
    names = (str(name).lower() for name in address.Provider.cities)
    return frozenset(name for name in names if len(name) > 2)


def _span(match: re.Match[str], kind: Kind) -> Span:
    named = (name for name, value in match.groupdict().items() if value)
    start, end = match.span(next(named, 0))
    return Span(start, start + len(match.string[start:end].rstrip()), kind)


FINDERS: tuple[Finder, ...] = (find_addresses, find_classes, find_schools, find_towns)
