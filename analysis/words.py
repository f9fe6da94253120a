"""The words of a redacted comment, and whether it has enough of them to say something."""

import re

MINIMUM_WORDS = 3
MINIMUM_LETTERS = 12

_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,30}\]")
_SENTENCE_END = re.compile(r"(?<=[.!?…؟])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def without_placeholders(text: str) -> str:
    """Take out what redaction left, such as [naam], so that it cannot become a theme."""
    return " ".join(_PLACEHOLDER.sub(" ", text).split())


def words_of(text: str) -> list[str]:
    """Give the words in lower case, without placeholders, figures and punctuation."""
    return _WORD.findall(without_placeholders(text).lower())


def sentences_of(text: str) -> list[str]:
    """Give the sentences, as far as punctuation and new lines tell them."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def has_content(text: str) -> bool:
    """Tell whether a comment says enough to have a theme: three words and twelve letters."""
    words = words_of(text)
    letters = sum(character.isalpha() for word in words for character in word)
    return len(words) >= MINIMUM_WORDS and letters >= MINIMUM_LETTERS
