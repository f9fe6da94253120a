"""Stretches of a text that point at somebody, and a text from which they are taken out in turn."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_SPACES = re.compile(r"[^\S\n]+")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_TATWEEL = "ـ"
# One private-use letter per hidden character: lengths stay, and no pattern can match it again.
HIDDEN = "\ue000"


class Kind(StrEnum):
    """What a stretch of text says about somebody; the value is the word of its placeholder."""

    LINK = "link"
    EMAIL = "e-mail"
    ACCOUNT = "account"
    IBAN = "iban"
    PHONE = "telefoon"
    BSN = "bsn"
    DATE = "datum"
    AGE = "leeftijd"
    POSTCODE = "postcode"
    ADDRESS = "adres"
    TOWN = "plaats"
    SCHOOL = "school"
    CLASS = "klas"
    NAME = "naam"
    NUMBER = "nummer"

    @property
    def placeholder(self) -> str:
        """The text that takes the place of such a stretch."""
        return f"[{self.value}]"


@dataclass(frozen=True, order=True)
class Span:
    """Where something was found: text[start:end] is of this kind."""

    start: int
    end: int
    kind: Kind


PLACEHOLDER = re.compile("|".join(re.escape(kind.placeholder) for kind in Kind))

# A finder sees a text with ASCII digits and with earlier findings hidden, and its language.
Finder = Callable[[str, str], Iterator[Span]]


def hide(text: str, span: Span) -> str:
    """Give the text with a span's characters made unmatchable, as long as before."""
    return text[: span.start] + HIDDEN * (span.end - span.start) + text[span.end :]


def normalise(text: str) -> str:
    """Give a text composed (NFC), with plain spaces and apostrophes and nothing invisible."""
    composed = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    visible = "".join(letter for letter in composed if _is_visible(letter))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", visible)).strip()


def _is_visible(letter: str) -> bool:
    return letter in "\n\t" or (unicodedata.category(letter)[0] != "C" and letter != _TATWEEL)
