"""Names of people: after a cue ("mijn zoon", "juf"), by form, and by lists."""

import re
from collections.abc import Iterator

from analysis import arabic_names, name_lists
from analysis.bare_names import JOINED_TO_HIDDEN, OWNING, is_bare_name
from analysis.dutch_surnames import find_dutch_surnames
from analysis.name_cues import CUE, FUNCTION_WORDS, INITIALS, TITLE_AFTER, is_no_person
from analysis.name_doings import BEING, PERSON_DOES, POLISH_DOERS
from analysis.name_lists import fold
from analysis.name_tokens import NEAR, Token, is_near, next_word, split_words
from analysis.name_words import (
    BENDING_LANGUAGES,
    is_acronym,
    is_acronym_or_thing,
    is_listed,
    is_own_word,
    is_strange,
    is_word_too,
    stem,
)
from analysis.named_things import is_named_thing
from analysis.spans import HIDDEN, Kind, Span
from analysis.vocabulary import is_compound, is_misspelt, is_word

_AFTER_HIDDEN_AND = re.compile(
    rf"{HIDDEN}(?:'?\w{{0,3}})?(?:,| en| and| und| et| i| ve| ile| та| і)\s$"
)
_VOWEL = re.compile(r"[aeiouyà-ÿ]")
_GAP = re.compile(r"\.?\s|-")
_JOINERS = frozenset(
    """
    van de der den het 't ter ten te el al ben bin von zu da di du des la le ван де дер ден тер
    """.split()  # noqa: SIM905
)
# "Leraar Frans" teaches French; "meester Frans" is called so.
_TEACHES = frozenset("leraar lerares leerkracht docent docente prof".split())  # noqa: SIM905
_SURNAME_ENDING = re.compile(
    r".{3,}(?:(?:sk|ck|dzk)(?:i|a|iego|iej|im|iemu|ą)|wicz\w{0,4}|czyk\w{0,3}|czak(?:a|owi|iem)?"
    r"|owsk\w+|енк(?:о|а|ом|у|ові|ів|ових)|(?:ч|щ|л|н|т|р|с|м|д|ж|в)ук(?:а|у|ом|ові)?|юк(?:а|у|ом|ові)?"
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
# Where a capital inside a sentence says that a word is a name, if it is no word of the language.
_CAPITALS_TELL = frozenset({"nl", "en", "fr", "uk", "tr", "pl", "de"})
# At the start of a sentence this takes a dictionary that lacks no forms.
_FIRST_WORDS_TELL = frozenset({"nl", "en", "fr"})
_AND_HIDDEN = re.compile(rf"(?:,|\s(?:en|and|und|et|ve|ile|i|і|й|та|з))\s{HIDDEN}")
# Where a noun has its article, so that a bare one before "is" is somebody.
_BEING_NAMED = frozenset({"nl"})
# After these a country is one, also where somebody may be called so: "from Jordan".
_TO_AND_FROM = frozenset(
    """
    uit naar from in into au aux en des depuis aus nach z do w ze we з до в у із
    """.split()  # noqa: SIM905
)
_ANDS = frozenset({"en", "and", "et", "ve", "i", "і", "та"})
_LONGEST_NAME = 4


def find_names(text: str, language: str) -> Iterator[Span]:
    """Give the names of people.

    Names in capitals are found by cue, by form and by list; names without capitals by cue, and
    bare ones only where the name is an ordinary word in no language.
    """
    yield from arabic_names.find_arabic_names(text)
    tokens = split_words(text)
    at = {token.start: index for index, token in enumerate(tokens)}
    for match in CUE.finditer(text):
        first = at.get(match.end())
        if first is None:
            continue
        if _follows_cue(tokens, first, match, language):
            yield _whole_name(text, tokens, first, language)
        elif (last := _surname_after_joiners(tokens, first, match)) is not None:
            yield Span(tokens[first].start, tokens[last].end, Kind.NAME)
    yield from (Span(*match.span(), Kind.NAME) for match in INITIALS.finditer(text))
    yield from find_dutch_surnames(text, tokens, language)
    for index in range(len(tokens)):
        if _stands_alone(text, tokens, index, language):
            yield _whole_name(text, tokens, index, language)


# --- After a cue -----------------------------------------------------------------------------


def _follows_cue(tokens: list[Token], index: int, match: re.Match[str], language: str) -> bool:
    token = tokens[index]
    word = token.word.lower()
    if token.is_capital and is_listed(token.word, language):
        return True
    if token.is_capital and fold(stem(token.word)) in name_lists.cued_names():
        return (match["title"] or "").lower() not in _TEACHES
    if word in FUNCTION_WORDS:
        return False
    if token.is_capital:
        return match["being"] is None and not is_acronym_or_thing(token.word, language)
    is_on_list = is_listed(token.word, language)
    if match["being"]:
        return is_on_list and (word in name_lists.dutch_sure() or not is_own_word(word, language))
    if is_on_list or word in name_lists.surnames():
        return True
    if match["naming"]:
        return not is_no_person(word) and not is_own_word(word, language)
    if language != "nl" or not _VOWEL.search(word) or len(word) < 3 or is_own_word(word, "nl"):
        return False
    return match["title"] is not None or next_word(tokens, index) in PERSON_DOES


def _surname_after_joiners(tokens: list[Token], first: int, match: re.Match[str]) -> int | None:
    """Give the place of the surname in "Van Leeuwen" or "de vries" after a title."""
    last = first
    while last < len(tokens) - 1 and tokens[last].word.lower() in _JOINERS:
        last += 1
    if last == first or not (match["title"] or match["naming"]):
        return None
    token = tokens[last]
    is_name = token.is_capital and not is_acronym_or_thing(token.word, "nl")
    is_name = is_name or fold(token.word) in name_lists.surnames()
    is_foreign = tokens[first].word.lower() in {"el", "al", "ait", "van", "ben", "ten", "ter"}
    return last if is_name or (is_foreign and not is_word(token.word, "nl")) else None


# --- Without a cue ---------------------------------------------------------------------------


def _stands_alone(text: str, tokens: list[Token], index: int, language: str) -> bool:
    token = tokens[index]
    if _is_plainly_no_name(tokens, index, language):
        return False
    is_on_list = is_listed(token.word, language)
    if token.is_capital and is_on_list and TITLE_AFTER.match(text, token.end):
        return True
    if token.is_capital and is_on_list and not is_acronym(token.word):
        return _is_listed_name_here(text, tokens, index, language)
    if token.word.lower() in FUNCTION_WORDS:
        return False
    if TITLE_AFTER.match(text, token.end) and (token.is_capital or is_on_list):
        return not is_no_person(token.word)
    if not token.is_capital:
        return is_bare_name(text, tokens, index, language)
    if is_acronym_or_thing(token.word, language):
        return False
    return _is_unlisted_name_here(text, tokens, index, language)


def _is_plainly_no_name(tokens: list[Token], index: int, language: str) -> bool:
    """Tell whether this is one letter, words that a hyphen joins, or a country one comes from."""
    word = tokens[index].word
    if len(word) < 2:
        return True
    first, *others = word.split("-")
    if others and all(part.islower() for part in others):
        return all(_is_known(part, language) for part in (first, *others))
    before = tokens[index - 1].word.lower() if index else ""
    return before in _TO_AND_FROM and is_named_thing(word, language)


def _is_known(word: str, language: str) -> bool:
    return len(word) < 3 or word.lower() in FUNCTION_WORDS or is_own_word(word, language)


def _is_listed_name_here(text: str, tokens: list[Token], index: int, language: str) -> bool:
    token = tokens[index]
    needs_more = (
        token.is_first
        or (language == "de" and fold(token.word) in _GERMAN_NOUNS)
        or (language == "tr" and text.endswith(", ", 0, token.start))
    )
    if not needs_more or not is_word_too(token.word, language):
        return True
    if language == "tr" and "'" in token.word:
        return True
    if index + 1 == len(tokens):
        return False
    if _AND_HIDDEN.match(text, token.end) or OWNING.match(text, token.end):
        return True
    after = tokens[index + 1]
    if _is_joined_name(tokens, index, language):
        return True
    doings = PERSON_DOES if language in _BEING_NAMED else PERSON_DOES - BEING
    does = after.word.lower() in doings
    return (does and language != "de") or (
        after.is_capital and fold(after.word) in name_lists.surnames()
    )


def _is_joined_name(tokens: list[Token], index: int, language: str) -> bool:
    """Tell whether "and" and another listed name follow: "Deniz ve Umut"."""
    if index + 2 >= len(tokens) or tokens[index + 1].word not in _ANDS:
        return False
    other = tokens[index + 2]
    is_near = other.start - tokens[index].end == len(tokens[index + 1].word) + 2
    return is_near and other.is_capital and is_listed(other.word, language)


def _is_unlisted_name_here(text: str, tokens: list[Token], index: int, language: str) -> bool:
    token = tokens[index]
    name = fold(stem(token.word))
    if _AFTER_HIDDEN_AND.search(text, max(0, token.start - NEAR), token.start) and language != "de":
        return not is_own_word(token.word, language)
    if token.is_first:
        return _is_unlisted_first(text, tokens, index, language)
    if language == "de":
        return not is_own_word(token.word, language) and not is_compound(token.word, language)
    if _SURNAME_ENDING.fullmatch(token.word.lower()) or name in name_lists.turkish_names():
        return True
    if name in name_lists.surnames():
        return len(name) > 3
    if language == "tr" and "'" in token.word:
        return True
    is_strange = not is_own_word(token.word, language) and not is_compound(token.word, language)
    return language in _CAPITALS_TELL and len(name) > 1 and is_strange


def _is_unlisted_first(text: str, tokens: list[Token], index: int, language: str) -> bool:
    word = tokens[index].word
    if JOINED_TO_HIDDEN.match(text, tokens[index].end) and language in BENDING_LANGUAGES:
        return word.lower() not in POLISH_DOERS | FUNCTION_WORDS and not is_word(word, language)
    if language in {"pl", "uk"} and _SURNAME_ENDING.fullmatch(word.lower()):
        return not is_word(word, language)
    if language == "tr":
        return "'" in word and not is_word(stem(word), "tr") and not is_acronym(stem(word))
    if next_word(tokens, index) in PERSON_DOES - BEING:
        if language == "pl":
            return word.lower() not in POLISH_DOERS | FUNCTION_WORDS
        if language == "uk":
            return not is_word(word, language)
    if language not in _FIRST_WORDS_TELL:
        return False
    return is_strange(word, language) or _are_both_strange(text, tokens, index, language)


def _are_both_strange(text: str, tokens: list[Token], index: int, language: str) -> bool:
    """Tell whether two words with a capital are none in the language: "Xin Yi"."""
    pair = tokens[index : index + 2]
    if len(pair) < 2 or text[pair[0].end : pair[1].start] != " " or not pair[1].is_capital:
        return False
    return not any(
        len(token.word) < 2
        or is_acronym_or_thing(token.word, language)
        or is_own_word(token.word, language)
        or is_word(token.word, "nl")
        or "'" in token.word
        or is_compound(token.word, language)
        or is_misspelt(token.word, language)
        for token in pair
    )


# --- The whole name --------------------------------------------------------------------------


def _whole_name(text: str, tokens: list[Token], first: int, language: str) -> Span:
    """Give the name that begins at a token: with "van der", surnames and initials."""
    last = first
    ahead = first + 1
    while ahead < len(tokens) and ahead - first <= _LONGEST_NAME:
        if not is_near(text, tokens[ahead - 1], tokens[ahead]):
            break
        if _continues(text, tokens, first, ahead, language):
            last = ahead
        elif tokens[ahead].word.lower() not in _JOINERS:
            break
        ahead += 1
    end = tokens[last].start + len(stem(tokens[last].word))
    return Span(tokens[first].start, end, Kind.NAME)


def _is_bare_surname(tokens: list[Token], index: int, language: str) -> bool:
    word, before = tokens[index].word.lower(), tokens[index - 1].word.lower()
    if language == "nl" and (before in {"der", "den"} or word in name_lists.after_joiner(before)):
        return True
    if is_own_word(word, language):
        return False
    is_odd = language == "nl" and before not in _JOINERS and is_strange(word, language)
    return fold(word) in name_lists.surnames() or is_odd


def _continues(text: str, tokens: list[Token], first: int, index: int, language: str) -> bool:
    token = tokens[index]
    word = token.word.lower()
    name = fold(stem(token.word))
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
    if not is_own_word(token.word, "de") and not is_compound(token.word, "de"):
        return True
    is_surname = name in name_lists.surnames() or name in name_lists.first_names()
    return is_surname or _GERMAN_SURNAME_ENDING.fullmatch(word) is not None
