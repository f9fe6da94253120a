"""One spelling for the many in which Arabic script writes the same word."""

import re

_MARKS = re.compile("[\u064c-\u0652\u0670]")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_SAME = str.maketrans("أإآٱىةئؤپڤگچیکہ", "اااااهيوبفكجيكه")
_SOUNDS = str.maketrans("خجقطصثضذظزش", "غغكتستدددسس")
_VOWELS = re.compile("[اويءع]")
_FOREIGN_LETTERS = frozenset("پڤگچژ")
_ARABIC = re.compile("[\u0600-\u06ff]")


def is_arabic(text: str) -> bool:
    """Tell whether there are Arabic letters in a text."""
    return _ARABIC.search(text) is not None


def plain(word: str) -> str:
    """Give a word without hamzas and marks: both أُسامة and اسامه are اسامه.

    The mark of an adverb (جدًا) stays, as no name has it.
    """
    return _DRAWN_OUT.sub(r"\1", _MARKS.sub("", word).translate(_SAME))


def skeleton(word: str) -> str:
    """Give the consonants by which a foreign name is known, whatever vowels are written."""
    return _VOWELS.sub("", plain(word).translate(_SOUNDS).removesuffix("ه"))


def has_foreign_letters(word: str) -> bool:
    """Tell whether a word has letters that only foreign words need."""
    return not _FOREIGN_LETTERS.isdisjoint(word)
