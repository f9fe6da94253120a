"""The words of a text in their places, as far as they bear on being a name."""

import re
from dataclasses import dataclass

from analysis.spans import HIDDEN

_LETTER = r"[^\W\d_\u0600-\u06ff]"
_WORD = re.compile(rf"{_LETTER}+(?:['\-]{_LETTER}+)*")
_SENTENCE_START = re.compile(rf"(?:^|[.!?:…•\n{HIDDEN}])[\s\"'«»„“”()\-–]*$")
# Shops, books, feasts and famous people that are called like somebody at school.
_CALLED_SO_TOO = re.compile(
    r"\b(?:albert heijn|jan linders|harry potter|anne frank|van gogh|mees kees|pippi langkous"
    r"|dolfje weerwolfje|sint[ -]maarten|sint[ -]nicolaas|saint[ -]nicolas|lionel messi|super mario"
    r"|cristiano ronaldo|taylor swift|martin luther king|johan cruijff|dirk van den broek"
    r"|max verstappen|nelson mandela|stephen hawking|the voice|roald dahl|paul van loon"
    r"|(?:на|святкували|святого|день|до|свято)\s(?:святого\s)?миколая)\b",
    re.IGNORECASE,
)
_ELISION = re.compile(r"(?<![^\W_])(?:[dlDL]|[Qq]u)'(?=[A-ZÀ-Þ])")
NEAR = 10
_LONGEST_INITIAL = 4


@dataclass(frozen=True)
class Token:
    """A word in its place, as far as it bears on being a name."""

    start: int
    end: int
    word: str
    is_capital: bool
    is_first: bool


def split_words(text: str) -> list[Token]:
    """Give the words of a text, without those of shops, books and feasts."""
    has_case = any(letter.islower() for letter in text)
    return [
        Token(
            match.start(),
            match.end(),
            match[0],
            is_capital=has_case and match[0][0].isupper(),
            is_first=_SENTENCE_START.search(text, max(0, match.start() - NEAR), match.start())
            is not None,
        )
        for match in _WORD.finditer(_CALLED_SO_TOO.sub(_blank, _ELISION.sub(_blank, text)))
    ]


def next_word(tokens: list[Token], index: int) -> str:
    """Give the word that follows, in lower case, or nothing."""
    return tokens[index + 1].word.lower() if index + 1 < len(tokens) else ""


def is_near(text: str, before: Token, after: Token) -> bool:
    """Tell whether two words may be one name: with a space, a hyphen or an initial's point."""
    gap = text[before.end : after.start]
    return gap in {" ", "-"} or (gap in {". ", "."} and len(before.word) < _LONGEST_INITIAL)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
