"""Names of people: after a cue ("mijn zoon", "juf"), by form, and by lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analysis import arabic_names, name_lists
from analysis.name_cues import CUE, FUNCTION_WORDS, INITIALS, TITLE_AFTER, is_no_person
from analysis.name_doings import BEING, ONLY_PEOPLE_DO, PERSON_DOES, POLISH_DOERS
from analysis.name_forms import all_forms_of_names, forms_of_names, names_themselves
from analysis.name_lists import fold
from analysis.named_things import is_named_thing
from analysis.spans import HIDDEN, Kind, Span
from analysis.vocabulary import REMEMBERED, is_compound, is_misspelt, is_word

_LETTER = r"[^\W\d_\u0600-\u06ff]"
_WORD = re.compile(rf"{_LETTER}+(?:['\-]{_LETTER}+)*")
_SENTENCE_START = re.compile(rf"(?:^|[.!?:…•\n{HIDDEN}])[\s\"'«»„“”()\-–]*$")
_AFTER_HIDDEN_AND = re.compile(
    rf"{HIDDEN}(?:'?\w{{0,3}})?(?:,| en| and| und| et| i| ve| та| і| و)\s$"
)
_VOWEL = re.compile(r"[aeiouyà-ÿ]")
_GAP = re.compile(r"\.?\s|-")
_VAN_DER = re.compile(
    r"\b[Vv]an\s(?:der|den|'t)\s[A-Z][a-zà-ÿ]{2,}|\b[Tt]e[rn]\s[A-Z][a-zà-ÿ]{2,}"
    r"|\b[Вв]ан\s(?:д[еь]н?р?\s)?[А-ЯІЇЄҐ][а-яіїєґ']{2,}"
)
_BARE_SURNAME = re.compile(
    r"\bvan (?:der|den) [a-zà-ÿ]{3,}|\b(?:van|de) [a-zà-ÿ]{2,}|(?<=\bbij )[a-zà-ÿ]{4,}"
)
# Where no word is "van" or "de", so that either makes the name that follows a Dutch one.
_DUTCH_SURNAME = re.compile(r"\b(?:Van(?:\s[Dd]e[rn]?)?|De)\s[A-Z][a-zà-ÿ]{2,}")
_NO_DE = frozenset({"en", "tr", "pl", "fr", "de", "uk", "ar"})
_JOINERS = frozenset(
    """
    van de der den het 't ter ten te el al ben bin von zu da di du des la le ван де дер ден тер
    """.split()  # noqa: SIM905
)
# "Leraar Frans" teaches French; "meester Frans" is called so.
_TEACHES = frozenset("leraar lerares leerkracht docent docente prof".split())  # noqa: SIM905
_BEFORE_PERSON = frozenset(
    "met van door naast dat toen omdat als heeft vond vindt aan bij heet want dan".split()  # noqa: SIM905
)
_ENDINGS = {
    "pl": ("owi", "iem", "em", "ego", "emu", "a", "u", "ie", "y", "i", "e", "o"),
    "uk": ("ові", "еві", "єві", "ом", "ем", "єм", "ою", "ею", "єю", *"ауіюяиїое"),
    "nl": ("s", "tje", "je"),
    "tr": tuple(
        """
        a e ı i u ü ya ye yı yi yu yü la le yla yle da de ta te dan den tan ten ın in un ün nın nin
        nun nün
        """.split()  # noqa: SIM905
    ),
    "en": ("s",),
    "de": ("s",),
}
# Consonants that change before an ending: Марійка becomes Марійці, Agnieszka Agnieszce.
_SHIFTS = {"uk": (("ці", "ка"), ("зі", "га")), "pl": (("ce", "ka"), ("dze", "ga"), ("ka", "ek"))}
_BASE_ENDINGS = ("", "a", "ia", "ek", "а", "я", "о", "й", "ь", "ій", "ія")
_SURNAME_ENDING = re.compile(
    r".{3,}(?:(?:sk|ck|dzk)(?:i|a|iego|iej|im|iemu|ą)|wicz\w{0,4}|czyk\w{0,3}|czak(?:a|owi|iem)?"
    r"|owsk\w+|енк(?:о|а|ом|у|ові)|(?:ч|щ|л|н|т|р|с|м|д|ж|в)ук(?:а|у|ом|ові)?|юк(?:а|у|ом|ові)?"
    r"|[сзц]ьк(?:ий|а|ої|ого|ій|ому|им|ою|у)|ишин(?:а|у|ові|им|ою|ої)?|ович(?:а|у|ем|еві|і)?"
    r"|[іїє]вн(?:а|и|і|у|ою|о)|oğlu(?:'\w+)?)"
)
_GERMAN_SURNAME_ENDING = re.compile(
    r".{2,}(?:mann|stein|berg|feld|meier|meyer|maier|ski|bauer|müller)"
)
_GERMAN_NOUNS = frozenset(
    """
    amber angel august engel ernst falk fee flora hagen heide hope iris jasmin job joy kader kick
    kim linde mark may meta mut nova rose star stern storm till viola wolf
    """.split()  # noqa: SIM905
)
_DICTIONARIES = {
    "nl": ("nl", "en"),
    "en": ("en",),
    "fr": ("fr",),
    "uk": ("uk",),
    "tr": ("tr",),
    "de": ("de",),
}
# Where a capital inside a sentence says that a word is a name, if it is no word of the language.
_CAPITALS_TELL = frozenset({"nl", "en", "fr", "uk", "tr", "pl", "de"})
# At the start of a sentence this takes a dictionary that lacks no forms.
_FIRST_WORDS_TELL = frozenset({"nl", "en", "fr"})
# Shops, books, feasts and famous people that are called like somebody at school.
_CALLED_SO_TOO = re.compile(
    r"\b(?:albert heijn|jan linders|harry potter|anne frank|van gogh|mees kees|pippi langkous"
    r"|dolfje weerwolfje|sint[ -]maarten|sint[ -]nicolaas|saint[ -]nicolas|lionel messi|super mario"
    r"|cristiano ronaldo|taylor swift|martin luther king|johan cruijff|dirk van den broek"
    r"|max verstappen|nelson mandela|stephen hawking|the voice|roald dahl|paul van loon)\b",
    re.IGNORECASE,
)
_ELISION = re.compile(r"(?<![^\W_])(?:[dlDL]|[Qq]u)'(?=[A-ZÀ-Þ])")
_OWNING = re.compile(
    r"\s(?:zn|z'n|zijn|haar|d'r)\s(?:broe|zus|moe|va|ma|pa|opa|oma|juf|meester|vriend|mentor|ouders)"
)
_OUT_OF_CLASS = re.compile(
    rf"\suit\s(?:{HIDDEN}|(?:mij?n|m'?n|me|de|onze|haar|z'?n|zijn)\s(?:klas|groep)\b)|\sheet\b"
)
_BELONGS_TO = re.compile(
    r"\b(?:vader|moeder|ouders|broer|broertje|zus|zusje|opa|oma|mama|papa|naast|vriend|vriendin)\s(?:van\s)?$"
)
_IS_MY = re.compile(
    r"\sis\s(?:m'?n|mij?n|me|onze|haar|zijn)\s(?:\w+\s)?(?:bff|vriend|vriendin|beste|broer|zus|maat|juf|buur)"
)
_AND_HIDDEN = re.compile(rf"(?:,|\s(?:en|and|und|et|ve|i|і|й|та))\s{HIDDEN}")
_BENDING_LANGUAGES = frozenset({"pl", "uk", "tr"})
_JOINED_TO_HIDDEN = re.compile(rf"\s(?:en|and|und|et|ve|i|і|й|та)\s{HIDDEN}")
_HIDDEN_AND = re.compile(rf"{HIDDEN}(?:'?\w{{0,3}})?\s(?:en|and|und|et|ve|i|і|й|та)\s$")
_ARTICLE = re.compile(r"\b(?:de|het|een|the|a|an|die|der|das|ein|eine|le|la|les|un|une)\s$")
_BARE_LANGUAGES = frozenset({"nl", "en", "fr", "de"})
# Where a noun has its article, so that a bare one before "is" is somebody.
_BEING_NAMED = frozenset({"nl"})
_ANDS = frozenset({"en", "and", "et", "ve", "i", "і", "та"})
_LONGEST_NAME = 4
_LONGEST_INITIAL = 4
_NEAR = 10


@dataclass(frozen=True)
class _Token:
    """A word in its place, as far as it bears on being a name."""

    start: int
    end: int
    word: str
    is_capital: bool
    is_first: bool


def find_names(text: str, language: str) -> Iterator[Span]:
    """Give the names of people.

    Names in capitals are found by cue, by form and by list; names without capitals by cue, and
    bare ones only where the name is an ordinary word in no language.
    """
    yield from arabic_names.find_arabic_names(text)
    tokens = _tokens(text)
    at = {token.start: index for index, token in enumerate(tokens)}
    for match in CUE.finditer(text):
        first = at.get(match.end())
        if first is None:
            continue
        if _follows_cue(tokens, first, match, language):
            yield _whole_name(text, tokens, first, language)
        elif (last := _surname_after_joiners(tokens, first, match)) is not None:
            yield Span(tokens[first].start, tokens[last].end, Kind.NAME)
    for pattern in (INITIALS, _VAN_DER):
        yield from (Span(*match.span(), Kind.NAME) for match in pattern.finditer(text))
    if language == "nl":
        yield from _bare_surnames(text)
    yield from _dutch_surnames(text, tokens, language)
    for index in range(len(tokens)):
        if _stands_alone(text, tokens, index, language):
            yield _whole_name(text, tokens, index, language)


def _bare_surnames(text: str) -> Iterator[Span]:
    """Give "van der meer", "de vries" and the like without capitals."""
    for match in _BARE_SURNAME.finditer(text):
        words = match[0].split(" ")
        name = " ".join(words) if len(words) > 1 else f"bij {match[0]}"
        if words[1:2] in (["der"], ["den"]) or name in name_lists.sure_surnames():
            yield Span(*match.span(), Kind.NAME)


def _dutch_surnames(text: str, tokens: list[_Token], language: str) -> Iterator[Span]:
    """Give "Van Dam" and "De Bruijn" inside a sentence, and first in it if a list has the name."""
    first = {token.start for token in tokens if token.is_first}
    for match in _DUTCH_SURNAME.finditer(text):
        is_listed = fold(match[0].split()[-1]) in name_lists.surnames()
        if language in _NO_DE:
            is_name = is_listed or match.start() not in first
        else:
            is_name = is_listed and match.start() not in first
        if is_name:
            yield Span(*match.span(), Kind.NAME)


def _tokens(text: str) -> list[_Token]:
    has_case = any(letter.islower() for letter in text)
    return [
        _Token(
            match.start(),
            match.end(),
            match[0],
            is_capital=has_case and match[0][0].isupper(),
            is_first=_SENTENCE_START.search(text, max(0, match.start() - _NEAR), match.start())
            is not None,
        )
        for match in _WORD.finditer(_CALLED_SO_TOO.sub(_blank, _ELISION.sub(_blank, text)))
    ]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


# --- After a cue -----------------------------------------------------------------------------


def _follows_cue(tokens: list[_Token], index: int, match: re.Match[str], language: str) -> bool:
    token = tokens[index]
    word = token.word.lower()
    if token.is_capital and _is_listed(token.word, language):
        return True
    if token.is_capital and fold(_stem(token.word)) in name_lists.cued_names():
        return (match["title"] or "").lower() not in _TEACHES
    if word in FUNCTION_WORDS:
        return False
    if token.is_capital:
        return match["being"] is None and not _is_acronym_or_noun(token.word, language)
    is_listed = _is_listed(token.word, language)
    if match["being"]:
        return is_listed and (word in name_lists.dutch_sure() or not _is_word(word, language))
    if is_listed or word in name_lists.surnames():
        return True
    if match["naming"]:
        return not is_no_person(word) and not _is_word(word, language)
    if language != "nl" or not _VOWEL.search(word) or len(word) < 3 or _is_word(word, "nl"):
        return False
    return match["title"] is not None or _next_word(tokens, index) in PERSON_DOES


def _surname_after_joiners(tokens: list[_Token], first: int, match: re.Match[str]) -> int | None:
    """Give the place of the surname in "Van Leeuwen" or "de vries" after a title."""
    last = first
    while last < len(tokens) - 1 and tokens[last].word.lower() in _JOINERS:
        last += 1
    if last == first or match["title"] is None:
        return None
    token = tokens[last]
    is_name = token.is_capital and not _is_acronym_or_noun(token.word, "nl")
    is_name = is_name or fold(token.word) in name_lists.surnames()
    is_foreign = tokens[first].word.lower() in {"el", "al", "ait", "van", "ben", "ten", "ter"}
    return last if is_name or (is_foreign and not is_word(token.word, "nl")) else None


def _is_acronym_or_noun(word: str, language: str) -> bool:
    return _is_acronym(word) or _is_thing(word, language)


def _is_thing(word: str, language: str) -> bool:
    """Tell whether nobody is called so: a day, a brand, a country that is no surname either."""
    if is_no_person(word):
        return True
    return is_named_thing(word, language) and fold(_stem(word)) not in name_lists.surnames()


def _is_acronym(word: str) -> bool:
    return word.isupper() and 1 < len(word) < 6


def _next_word(tokens: list[_Token], index: int) -> str:
    return tokens[index + 1].word.lower() if index + 1 < len(tokens) else ""


# --- Without a cue ---------------------------------------------------------------------------


def _stands_alone(text: str, tokens: list[_Token], index: int, language: str) -> bool:
    token = tokens[index]
    is_listed = _is_listed(token.word, language)
    if token.is_capital and is_listed and TITLE_AFTER.match(text, token.end):
        return True
    if token.is_capital and is_listed and not _is_acronym(token.word):
        return _is_listed_name_here(text, tokens, index, language)
    if token.word.lower() in FUNCTION_WORDS:
        return False
    if TITLE_AFTER.match(text, token.end) and (token.is_capital or is_listed):
        return not is_no_person(token.word)
    if not token.is_capital:
        return _is_bare_lower_case(text, tokens, index, language)
    if _is_acronym_or_noun(token.word, language):
        return False
    return _is_unlisted_name_here(text, tokens, index, language)


def _is_bare_lower_case(text: str, tokens: list[_Token], index: int, language: str) -> bool:
    word = tokens[index].word
    name = fold(_stem(word))
    if language in _BENDING_LANGUAGES:
        return _is_bare_form(text, tokens[index], language)
    if language not in _BARE_LANGUAGES or not _is_listed(word, language):
        return False
    if language == "nl" and name in name_lists.dutch_sure() and not is_word(word, "nl"):
        return True
    if not _is_word_too(word, language):
        is_strange = not _is_word(word, language)
        if len(name) > 3 if name in name_lists.first_names() else is_strange:
            return True
    if _is_beside_name(text, tokens[index]):
        return True
    if language == "nl" and _is_told_of(text, tokens, index):
        return True
    before = tokens[index - 1].word.lower() if index else ""
    is_some_name = name in name_lists.first_names() or name in name_lists.turkish_names()
    is_met = language == "nl" and before in _BEFORE_PERSON
    return is_met and is_some_name and not is_word(word, "nl")


def _is_bare_form(text: str, token: _Token, language: str) -> bool:
    """Tell whether a word without a capital is a form of a name: `aliny`, `sashkovi`, `kereme`."""
    lower = token.word.lower().partition("'")[0]
    if _is_beside_name(text, token) and lower in all_forms_of_names(language):
        return True
    if lower not in forms_of_names(language):
        return False
    return language != "uk" or lower in names_themselves(language) or not is_word(lower, language)


def _is_beside_name(text: str, token: _Token) -> bool:
    """Tell whether "and" joins a word to a name that was found; an article makes it a thing."""
    before = text[max(0, token.start - _NEAR) : token.start]
    if _HIDDEN_AND.search(before):
        return True
    return _JOINED_TO_HIDDEN.match(text, token.end) is not None and not _ARTICLE.search(before)


def _is_told_of(text: str, tokens: list[_Token], index: int) -> bool:
    """Tell whether a word does what only people do: "roos gooit", "floor zn moeder"."""
    end = tokens[index].end
    if _OWNING.match(text, end) or _OUT_OF_CLASS.match(text, end):
        return True
    if _BELONGS_TO.search(text, 0, tokens[index].start) or _IS_MY.match(text, end):
        return True
    return tokens[index].is_first and _next_word(tokens, index) in ONLY_PEOPLE_DO


def _is_listed_name_here(text: str, tokens: list[_Token], index: int, language: str) -> bool:
    token = tokens[index]
    needs_more = token.is_first or (language == "de" and fold(token.word) in _GERMAN_NOUNS)
    if not needs_more or not _is_word_too(token.word, language):
        return True
    if language == "tr" and "'" in token.word:
        return True
    if index + 1 == len(tokens):
        return False
    if _AND_HIDDEN.match(text, token.end) or _OWNING.match(text, token.end):
        return True
    after = tokens[index + 1]
    if _is_joined_name(tokens, index, language):
        return True
    doings = PERSON_DOES if language in _BEING_NAMED else PERSON_DOES - BEING
    does = after.word.lower() in doings
    return (does and language != "de") or (
        after.is_capital and fold(after.word) in name_lists.surnames()
    )


def _is_joined_name(tokens: list[_Token], index: int, language: str) -> bool:
    """Tell whether "and" and another listed name follow: "Deniz ve Umut"."""
    if index + 2 >= len(tokens) or tokens[index + 1].word not in _ANDS:
        return False
    other = tokens[index + 2]
    is_near = other.start - tokens[index].end == len(tokens[index + 1].word) + 2
    return is_near and other.is_capital and _is_listed(other.word, language)


def _is_unlisted_name_here(text: str, tokens: list[_Token], index: int, language: str) -> bool:
    token = tokens[index]
    name = fold(_stem(token.word))
    if (
        _AFTER_HIDDEN_AND.search(text, max(0, token.start - _NEAR), token.start)
        and language != "de"
    ):
        return not _is_word(token.word, language)
    if token.is_first:
        return _is_unlisted_first(tokens, index, language)
    if language == "de":
        return not _is_word(token.word, language) and not is_compound(token.word, language)
    if _SURNAME_ENDING.fullmatch(token.word.lower()) or name in name_lists.turkish_names():
        return True
    if name in name_lists.surnames():
        return len(name) > 3
    if language == "tr" and "'" in token.word:
        return True
    is_strange = not _is_word(token.word, language) and not is_compound(token.word, language)
    return language in _CAPITALS_TELL and len(name) > 1 and is_strange


def _is_unlisted_first(tokens: list[_Token], index: int, language: str) -> bool:
    word = tokens[index].word
    if language in {"pl", "uk"} and _SURNAME_ENDING.fullmatch(word.lower()):
        return not is_word(word, language)
    if language == "tr":
        return "'" in word and not is_word(_stem(word), "tr") and not _is_acronym(_stem(word))
    if _next_word(tokens, index) in PERSON_DOES - BEING:
        if language == "pl":
            return word.lower() not in POLISH_DOERS | FUNCTION_WORDS
        if language == "uk":
            return not is_word(word, language)
    return language in _FIRST_WORDS_TELL and _is_strange_first(word, language)


def _is_strange_first(word: str, language: str) -> bool:
    """Tell whether a first word is none in its language nor in Dutch, nor nearly one."""
    codes = dict.fromkeys((*_DICTIONARIES[language], "nl"))
    is_strange = not any(is_word(word, code) for code in codes)
    return (
        len(word) > 4
        and "'" not in word
        and is_strange
        and not any(is_compound(word, code) or is_misspelt(word, code) for code in codes)
    )


# --- The whole name --------------------------------------------------------------------------


def _whole_name(text: str, tokens: list[_Token], first: int, language: str) -> Span:
    """Give the name that begins at a token: with "van der", surnames and initials."""
    last = first
    ahead = first + 1
    while ahead < len(tokens) and ahead - first <= _LONGEST_NAME:
        if not _is_near(text, tokens[ahead - 1], tokens[ahead]):
            break
        if _continues(text, tokens, first, ahead, language):
            last = ahead
        elif tokens[ahead].word.lower() not in _JOINERS:
            break
        ahead += 1
    end = tokens[last].start + len(_stem(tokens[last].word))
    return Span(tokens[first].start, end, Kind.NAME)


def _is_bare_surname(tokens: list[_Token], index: int, language: str) -> bool:
    word, before = tokens[index].word.lower(), tokens[index - 1].word.lower()
    if language == "nl" and (before in {"der", "den"} or word in name_lists.after_joiner(before)):
        return True
    if _is_word(word, language):
        return False
    is_odd = language == "nl" and before not in _JOINERS and _is_strange_first(word, language)
    return fold(word) in name_lists.surnames() or is_odd


def _is_near(text: str, before: _Token, after: _Token) -> bool:
    """Tell whether two words may be one name: with a space, a hyphen or an initial's point."""
    gap = text[before.end : after.start]
    return gap in {" ", "-"} or (gap in {". ", "."} and len(before.word) < _LONGEST_INITIAL)


def _continues(text: str, tokens: list[_Token], first: int, index: int, language: str) -> bool:
    token = tokens[index]
    word = token.word.lower()
    name = fold(_stem(token.word))
    if word in FUNCTION_WORDS or word in _JOINERS:
        return False
    if not tokens[first].is_capital:
        return _is_bare_surname(tokens, index, language)
    if not token.is_capital or is_no_person(token.word):
        return False
    if language != "de":
        return True
    if not _GAP.match(text, token.end):
        return True
    if not _is_word(token.word, "de") and not is_compound(token.word, "de"):
        return True
    is_surname = name in name_lists.surnames() or name in name_lists.first_names()
    return is_surname or _GERMAN_SURNAME_ENDING.fullmatch(word) is not None


# --- Words and lists -------------------------------------------------------------------------


def _stem(word: str) -> str:
    """Give a word without an apostrophe and what hangs on it: Ayşe'nin is Ayşe."""
    stem = word.partition("'")[0]
    return stem if len(stem) > 2 else word


@lru_cache(REMEMBERED)
def _is_word(word: str, language: str) -> bool:
    lower = word.lower()
    return any(is_word(lower, code) for code in _DICTIONARIES.get(language, ()))


def _lower(word: str, language: str) -> str:
    stem = _stem(word)
    return (stem.replace("I", "ı").replace("İ", "i") if language == "tr" else stem).lower()


def _is_listed(word: str, language: str) -> bool:
    if fold(_stem(word)) in name_lists.seldom_names():
        return False
    if _lower(word, language) in all_forms_of_names(language):
        return True
    return any(form in name_lists.first_names() for form in _forms(word, language))


def _is_word_too(word: str, language: str) -> bool:
    lower = _lower(word, language)
    if lower in forms_of_names(language):
        is_itself = language != "uk" or lower in names_themselves(language)
        return not is_itself and is_word(word, language)
    if language in _BENDING_LANGUAGES and (
        lower in all_forms_of_names(language)
        or lower in FUNCTION_WORDS
        or fold(lower) not in name_lists.first_names()
        or is_word(lower, language)
    ):
        return True
    names = [form for form in _forms(word, language) if form in name_lists.first_names()]
    return all(name in name_lists.words_too() for name in names)


@lru_cache(REMEMBERED)
def _forms(word: str, language: str) -> tuple[str, ...]:
    """Give what a word may be an inflected form of, itself first, folded."""
    name = fold(_stem(word))
    parts = name.split("-") if "-" in name else []
    bases = [
        name[: -len(ending)]
        for ending in _ENDINGS.get(language, ())
        if name.endswith(ending) and len(name) - len(ending) > 2
    ]
    shifted = [
        name.removesuffix(ending) + base
        for ending, base in _SHIFTS.get(language, ())
        if name.endswith(ending)
    ]
    endings = _BASE_ENDINGS if language in _SHIFTS else ("",)
    return (name, *parts, *shifted, *(base + ending for base in bases for ending in endings))
