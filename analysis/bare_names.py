"""Names in texts without capitals: by list, or by what is told of somebody."""

import re

from analysis import name_lists
from analysis.name_cues import FUNCTION_WORDS
from analysis.name_doings import BEING, ONLY_PEOPLE_DO, PERSON_DOES
from analysis.name_forms import all_forms_of_names, forms_of_names, names_themselves
from analysis.name_lists import fold
from analysis.name_tokens import NEAR, Token, next_word
from analysis.name_words import BENDING_LANGUAGES, is_listed, is_own_word, is_word_too, stem
from analysis.spans import HIDDEN
from analysis.vocabulary import is_word

OWNING = re.compile(
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
_FAR = 30
JOINED_TO_HIDDEN = re.compile(rf"\s(?:en|and|und|et|ve|ile|i|z|і|й|та|з)\s{HIDDEN}")
_HIDDEN_AND = re.compile(rf"{HIDDEN}(?:'?\w{{0,3}})?\s(?:en|and|und|et|ve|ile|i|z|і|й|та|з)\s$")
_ARTICLE = re.compile(r"\b(?:de|het|een|the|a|an|die|der|das|ein|eine|le|la|les|un|une)\s$")
_BARE_LANGUAGES = frozenset({"nl", "en", "fr", "de"})
_BEFORE_PERSON = frozenset(
    "met van door naast dat toen omdat als heeft vond vindt aan bij heet want dan".split()  # noqa: SIM905
)


def is_bare_name(text: str, tokens: list[Token], index: int, language: str) -> bool:
    """Tell whether a word without a capital is a name where it stands."""
    word = tokens[index].word
    name = fold(stem(word))
    if language in BENDING_LANGUAGES:
        return _is_bare_form(text, tokens, index, language)
    if language not in _BARE_LANGUAGES or not is_listed(word, language):
        return False
    if language == "nl" and name in name_lists.dutch_sure() and not is_word(word, "nl"):
        return True
    if not is_word_too(word, language):
        is_strange = not is_own_word(word, language)
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


def _is_bare_form(text: str, tokens: list[Token], index: int, language: str) -> bool:
    """Tell whether a word without a capital is a form of a name: `aliny`, `сашкові`, `kereme`."""
    token = tokens[index]
    lower = token.word.lower().partition("'")[0]
    if lower in all_forms_of_names(language):
        if lower in FUNCTION_WORDS:
            return False
        if "'" in token.word and language == "tr":
            return True
        does = token.is_first and next_word(tokens, index) in PERSON_DOES - BEING
        if does or _is_beside_name(text, token):
            return True
    if lower not in forms_of_names(language):
        return False
    return language != "uk" or lower in names_themselves(language) or not is_word(lower, language)


def _is_beside_name(text: str, token: Token) -> bool:
    """Tell whether "and" joins a word to a name that was found; an article makes it a thing."""
    before = text[max(0, token.start - NEAR) : token.start]
    if _HIDDEN_AND.search(before):
        return True
    return JOINED_TO_HIDDEN.match(text, token.end) is not None and not _ARTICLE.search(before)


def _is_told_of(text: str, tokens: list[Token], index: int) -> bool:
    """Tell whether a word does what only people do: "roos gooit", "floor zn moeder"."""
    end = tokens[index].end
    if OWNING.match(text, end) or _OUT_OF_CLASS.match(text, end):
        return True
    if _BELONGS_TO.search(
        text, max(0, tokens[index].start - _FAR), tokens[index].start
    ) or _IS_MY.match(text, end):
        return True
    return tokens[index].is_first and next_word(tokens, index) in ONLY_PEOPLE_DO
