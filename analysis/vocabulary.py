"""Which words belong to a language, kept small enough for a web process."""

from array import array
from bisect import bisect_left
from functools import cache, lru_cache
from zlib import crc32

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

# Polish has 3.7 million forms: they take ten seconds and 350 MB to read, for the least gain.
LANGUAGES = frozenset({"nl", "en", "fr", "de", "tr", "uk", "ar"})
# How many answers about words are kept in memory: people write new ones all the time.
REMEMBERED = 4_096

_SHORTEST_PART = 4
_LINKS = ("", "s", "en", "n", "e")
_COMPOUNDING = frozenset({"nl", "de"})
_LETTERS = {
    "nl": "abcdefghijklmnopqrstuvwxyzéë",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "fr": "abcdefghijklmnopqrstuvwxyzéèêàç",
    "de": "abcdefghijklmnopqrstuvwxyzäöüß",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
}
_LONG_ENOUGH_TO_MISSPELL = 5


@lru_cache(REMEMBERED)
def is_word(word: str, language: str) -> bool:
    """Tell whether a language has this word, in lower case (German nouns: with a capital).

    False for every word of a language that has no dictionary here.
    """
    return _is_known(word.lower(), language)


@lru_cache(REMEMBERED)
def is_compound(word: str, language: str) -> bool:
    """Tell whether a Dutch or German word is made of others, such as `handvaardigheid`."""
    if language not in _COMPOUNDING:
        return False
    lower = word.lower()
    return any(
        is_word(lower[:place], language)
        and any(
            _is_rest(lower[place:].removeprefix(link), language)
            for link in _LINKS
            if lower.startswith(link, place)
        )
        for place in range(_SHORTEST_PART, len(lower) - _SHORTEST_PART + 1)
    )


def _is_rest(rest: str, language: str) -> bool:
    if len(rest) < _SHORTEST_PART:
        return False
    return is_word(rest, language) or is_compound(rest, language)


@lru_cache(REMEMBERED)
def is_misspelt(word: str, language: str) -> bool:
    """Tell whether a word is one letter away from a word of the language."""
    lower = word.lower()
    if len(lower) < _LONG_ENOUGH_TO_MISSPELL or language not in _LETTERS:
        return False
    return any(_is_known(near, language) for near in _one_letter_away(lower, _LETTERS[language]))


def _one_letter_away(word: str, letters: str) -> set[str]:
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    dropped = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if right[1:]}
    changed = {left + c + right[1:] for left, right in halves if right for c in letters}
    added = {left + c + right for left, right in halves for c in letters}
    return dropped | swapped | changed | added


def _is_known(lower: str, language: str) -> bool:
    if language not in LANGUAGES:
        return False
    return _has(lower, language) or (language == "de" and _has(lower.capitalize(), language))


def _has(word: str, language: str) -> bool:
    marks = _marks(language)
    mark = crc32(word.encode("utf-8", "ignore"))
    place = bisect_left(marks, mark)
    return place < len(marks) and marks[place] == mark


@cache
def _marks(language: str) -> "array[int]":
    """Give a sorted mark of 32 bits per word: a tenth of the memory of the words themselves.

    One word in some 3,500 that is none passes for one.
    """
    return array("I", sorted(_unsorted_marks(language)))


def _unsorted_marks(language: str) -> "array[int]":
    """Give the marks in any order; the words themselves are forgotten before these are sorted."""
    words = DefaultDictionaryFactory(cache_max_size=0).get_dictionary(language)
    return array("I", (crc32(word.encode()) for word in words))
