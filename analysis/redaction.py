"""Takes out of a comment what points at a person: each find becomes a typed placeholder."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from analysis import identifiers, names, places
from analysis.spans import HIDDEN, PLACEHOLDER, Finder, Kind, Span, hide, normalise

_FINDERS: tuple[Finder, ...] = (
    identifiers.find_identifiers,
    *places.FINDERS,
    names.find_names,
    identifiers.find_numbers,
)
# What points at one person wherever it stands. A town, a school or a day does so in a story only.
DIRECT = frozenset(
    {
        Kind.LINK, Kind.EMAIL, Kind.ACCOUNT, Kind.IBAN, Kind.PHONE, Kind.BSN, Kind.POSTCODE,
        Kind.ADDRESS, Kind.NAME, Kind.NUMBER,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Redaction:
    """A comment without names and numbers, and where in the normalised original they stood."""

    text: str
    spans: tuple[Span, ...]
    is_uncertain: bool


def redact(text: str, language: str) -> Redaction:
    """Replace names, places, contact data and numbers by placeholders such as [naam].

    `language` is an ISO 639-1 code or "und"; names are found best when it is right. The spans
    point into `normalise(text)` and never overlap. `is_uncertain` says that the text has no
    capitals to go by, so that a person has to read it first.
    """
    original = normalise(text)
    spans = _find(original, language)
    return Redaction(_replace(original, spans), spans, _lacks_capitals(original))


def find_personal(
    text: str, language: str, kinds: Collection[Kind] = frozenset(Kind)
) -> tuple[str, ...]:
    """Give the stretches of a text that point at a person, each once, in the order of the text."""
    original = normalise(text)
    spans = _find(original, language)
    found = (original[span.start : span.end] for span in spans if span.kind in kinds)
    return tuple(dict.fromkeys(found))


def lacks_capitals(text: str) -> bool:
    """Tell whether a text has no capitals to go by, so that names in it are easily missed."""
    return _lacks_capitals(normalise(text))


def _find(original: str, language: str) -> tuple[Span, ...]:
    """Search again until nothing is found, so that what is handed on has nothing left to find."""
    hidden = PLACEHOLDER.sub(lambda match: HIDDEN * len(match[0]), _with_ascii_digits(original))
    spans: list[Span] = []
    while True:
        found = len(spans)
        for finder in _FINDERS:
            for span in finder(hidden, language):
                if HIDDEN not in hidden[span.start : span.end]:
                    hidden = hide(hidden, span)
                    spans.append(span)
        if len(spans) == found:
            return tuple(sorted(spans))


def _with_ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)


def _replace(original: str, spans: tuple[Span, ...]) -> str:
    parts: list[str] = []
    done = 0
    for span in spans:
        parts += [original[done : span.start], span.kind.placeholder]
        done = span.end
    return "".join([*parts, original[done:]])


def _lacks_capitals(text: str) -> bool:
    """Tell whether a text has letters, but no difference between capitals and others."""
    letters = [letter for letter in text if letter.isalpha()]
    has_both = any(letter.isupper() for letter in letters) and any(
        letter.islower() for letter in letters
    )
    return bool(letters) and not has_both
