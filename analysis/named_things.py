"""Countries, peoples, languages, months and days: words with a capital that nobody is called."""

import re
from functools import cache, lru_cache

from babel import Locale

from analysis.vocabulary import REMEMBERED

_PART = re.compile(r"[^\W\d_]+")
_SHORTEST = 4
# How long the beginning has to be by which another form is known, and the rest at most.
_SHORTEST_STEM = {"pl": 4, "uk": 4, "tr": 4}
_LONGEST_ENDING = 5
_SHORT_ENDINGS = frozenset("s se er ers sche isch ische aan aans aanse nen ans".split())  # noqa: SIM905
_CODE_LENGTH = 2
# What falls off before another ending: Polska is in Polsce, Italië has Italiaanse people.
_FALLS_OFF = re.compile(
    r"(?:[кk]а|ka|ia|ië|ie|ья|ія|ий|ька|ck[iy]|s?ki|[aeiouyëéœęąаеиіїоуюяь]|[cs]h|s)$"
)


@lru_cache(REMEMBERED)
def is_named_thing(word: str, language: str) -> bool:
    """Tell whether a word is a country, a people, a language, a month or a day, in any form.

    Looks in the language itself and in Dutch, among the names that Unicode's CLDR gives. Any
    part of a word with hyphens counts: `Oost-Indische`.
    """
    parts = _PART.findall(word.lower())
    codes = dict.fromkeys((language, "nl"))
    return any(_is_thing(part, code) for part in parts for code in codes)


def _is_thing(word: str, language: str) -> bool:
    things, stems = _things(language)
    if word in things:
        return True
    if word[:_SHORTEST] in stems and word[_SHORTEST:] in _SHORT_ENDINGS:
        return True
    shortest = max(_SHORTEST_STEM.get(language, 5), len(word) - _LONGEST_ENDING)
    return any(word[:length] in stems for length in range(shortest, len(word)))


@cache
def _things(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give the words, and what they begin with when another ending is to follow."""
    try:
        locale = Locale.parse(language)
    except (ValueError, LookupError):
        return frozenset(), frozenset()
    names = [*_regions(locale), *_languages(locale)]
    for width in ("format", "stand-alone"):
        names += [*locale.months[width]["wide"].values(), *locale.days[width]["wide"].values()]
    words = {part for name in names for part in _PART.findall(name.lower())}
    things = frozenset(word for word in words if len(word) >= _SHORTEST)
    stems = (_FALLS_OFF.sub("", word) for word in things)
    return things, frozenset(stem for stem in stems if len(stem) >= _SHORTEST)


def _languages(locale: Locale) -> list[str]:
    """Give the languages of which people have heard, which have a code of two letters."""
    return [name for code, name in locale.languages.items() if len(code) == _CODE_LENGTH]


def _regions(locale: Locale) -> list[str]:
    """Give countries and continents of one word: Saint Helena is somebody's name too."""
    return [name for name in locale.territories.values() if " " not in name and "." not in name]
