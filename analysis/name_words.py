"""Whether a word is on a list of names, in any of its forms, or is an ordinary word."""

from functools import lru_cache

from analysis import name_lists
from analysis.name_cues import FUNCTION_WORDS, is_no_person
from analysis.name_forms import all_forms_of_names, forms_of_names, names_themselves
from analysis.name_lists import fold
from analysis.named_things import is_named_thing
from analysis.vocabulary import REMEMBERED, is_compound, is_misspelt, is_word

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
_DICTIONARIES = {
    "nl": ("nl", "en"),
    "en": ("en",),
    "fr": ("fr",),
    "uk": ("uk",),
    "tr": ("tr",),
    "de": ("de",),
}
BENDING_LANGUAGES = frozenset({"pl", "uk", "tr"})


def stem(word: str) -> str:
    """Give a word without an apostrophe and what hangs on it: Ayşe'nin is Ayşe."""
    bare = word.partition("'")[0]
    return bare if len(bare) > 2 else word


@lru_cache(REMEMBERED)
def is_own_word(word: str, language: str) -> bool:
    """Tell whether a word is an ordinary one where this language is spoken."""
    lower = word.lower()
    return any(is_word(lower, code) for code in _DICTIONARIES.get(language, ()))


def lower(word: str, language: str) -> str:
    """Give a word in lower case without what hangs on it, as its language has it."""
    bare = stem(word)
    return (bare.replace("I", "ı").replace("İ", "i") if language == "tr" else bare).lower()


def is_listed(word: str, language: str) -> bool:
    """Tell whether a word is a first name of some list, in any of its forms."""
    if fold(stem(word)) in name_lists.seldom_names():
        return False
    if lower(word, language) in all_forms_of_names(language):
        return True
    return any(form in name_lists.first_names() for form in _forms(word, language))


def is_word_too(word: str, language: str) -> bool:
    """Tell whether a listed name is an ordinary word too, or only nearly on the list."""
    written = lower(word, language)
    if written in forms_of_names(language):
        is_itself = language != "uk" or written in names_themselves(language)
        return not is_itself and is_word(word, language)
    if language in BENDING_LANGUAGES and (
        written in all_forms_of_names(language)
        or written in FUNCTION_WORDS
        or fold(written) not in name_lists.first_names()
        or fold(written) != written
        or is_word(written, language)
    ):
        return True
    names = [form for form in _forms(word, language) if form in name_lists.first_names()]
    is_on_list = all(name in name_lists.words_too() for name in names)
    return is_on_list and (language not in _DICTIONARIES or is_own_word(word, language))


def is_acronym_or_thing(word: str, language: str) -> bool:
    """Tell whether a word with a capital is nobody."""
    return is_acronym(word) or is_thing(word, language)


def is_thing(word: str, language: str) -> bool:
    """Tell whether nobody is called so: a day, a brand, a country that is no surname either."""
    if is_no_person(word):
        return True
    return is_named_thing(word, language) and fold(stem(word)) not in name_lists.surnames()


def is_acronym(word: str) -> bool:
    """Tell whether a word is short and all in capitals."""
    return word.isupper() and 1 < len(word) < 6


def is_strange(word: str, language: str) -> bool:
    """Tell whether a first word is none in its language nor in Dutch, nor nearly one."""
    codes = dict.fromkeys((*_DICTIONARIES[language], "nl"))
    is_unknown = not any(is_word(word, code) for code in codes)
    return (
        len(word) > 4
        and "'" not in word
        and is_unknown
        and not any(is_compound(word, code) or is_misspelt(word, code) for code in codes)
    )


@lru_cache(REMEMBERED)
def _forms(word: str, language: str) -> tuple[str, ...]:
    """Give what a word may be an inflected form of, itself first, folded."""
    name = fold(stem(word))
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
