"""Words in a comment that say a child or somebody else may be in danger.

The words stand in care_phrases, a file per language. A phrase is written without marks, in lower
case. Between two of its words one other word may stand, four at "..", ten at "...". At a place are
alternatives, as in "cut/cuts"; {name} is a list of them, "_" joins the words of one, "*" is any
letters and "#" a number. Around "&" either part may come first, with four words between them, and
around "&&" with ten; "." ends a sentence. In Arabic "~" stands for what comes before a verb to say
who acts and when; `elided` are words that lose their vowel before another, as in "l'école". A line
that starts with "# " is a comment. What touches one of the `sayings` is no signal.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import permutations, product, takewhile
from threading import Lock
from typing import TypeAlias


class SignalKind(StrEnum):
    """What a signal is about."""

    DANGER = "danger"
    ABUSE = "abuse"
    SELF_HARM = "self_harm"
    SUICIDE = "suicide"


@dataclass(frozen=True, order=True)
class CareSignal:
    """Where a text, as given, speaks of danger."""

    start: int
    end: int
    kind: SignalKind


@dataclass(frozen=True)
class Phrases:
    """Phrases as patterns: by the two letters that their first word starts with, or one.

    `anywhere` holds those before which something may be written onto their first word.
    """

    by_start: dict[str, str]
    anywhere: str

    def find(self, read: str, words: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
        """Give where phrases begin and end, none within another.

        `words` are the places where words start, each with its first letters.
        """
        done = 0
        for place, start in words:
            if place < done or start not in self.by_start:
                continue
            if found := _compile(self.by_start[start]).match(read, place):
                done = found.end()
                yield found.span()
        if self.anywhere:
            yield from (found.span() for found in _compile(self.anywhere).finditer(read))


@dataclass(frozen=True)
class _Rules:
    """What one language says: how danger sounds, and what only sounds like it."""

    signals: dict[SignalKind, Phrases]
    sayings: Phrases


# Patterns by what they start with, and so on.
_Branches: TypeAlias = "dict[str, _Branches]"

LANGUAGES = ("ar", "de", "en", "fr", "nl", "pl", "tr", "uk")

# What may stand between two words of a phrase: by itself one other word, by these marks more.
_GAPS = {"..": r" (?:\w+ ){0,4}", "...": r" (?:\w+ ){0,10}"}
_GAP = r" (?:\w+ )?"
# What stands for any word, for a number, and for the end of a sentence.
_MARKS = {"*": r"\w+", "#": r"\d+", ".": r"(?= ?(?:\.|$))"}
_WORD_START = re.compile(r"(?<!\w)\w")
# So many patterns are ready to be used: all of four languages, about 30 MB.
MOST_COMPILED = 2_000
_LOADING = Lock()
# In Arabic "and", "with", "the" and signs of tense are written onto the next word.
_BEFORE_ARABIC = "(?:[وف]?[بلكحع]?(?:ال?)?)"
# A verb starts with who acts: I, you, she, we; before it may stand that it is so, or will be.
_VERB_ARABIC = "(?:[وف]?[سهح]?ب?[ايتن]?)"
_LETTERS = str.maketrans("łøıßأإآٱىةؤئ", "loisاااايهوي")


def find_signals(text: str, language: str) -> tuple[CareSignal, ...]:
    """Give the places where a text speaks of danger, abuse, self-harm or suicide, in order.

    Reads the phrases of the language and of Dutch; of all languages when it is not one of ours.
    Recall goes before precision: a moderator reads what is found, and nobody reads what is not.
    """
    read, origin = _read(text)
    words = _word_starts(read)
    own = sorted({language, "nl"}) if language in LANGUAGES else LANGUAGES
    found = [
        (start, end, kind)
        for code in own
        for kind, phrases in _load(code).signals.items()
        for start, end in phrases.find(read, words)
    ]
    # Most texts speak of no danger, and need no look at the sayings.
    sayings = (
        [place for code in own for place in _load(code).sayings.find(read, words)] if found else []
    )
    signals = {
        CareSignal(origin[start], origin[end - 1] + 1, kind)
        for start, end, kind in found
        if not any(start < finish and begin < end for begin, finish in sayings)
    }
    return tuple(sorted(signals))


def words_of_danger(text: str, language: str) -> dict[SignalKind, tuple[str, ...]]:
    """Give the words in which a text speaks of danger, by what they may be about, each once."""
    words: dict[SignalKind, dict[str, None]] = {}
    for signal in find_signals(text, language):
        words.setdefault(signal.kind, {})[text[signal.start : signal.end]] = None
    return {kind: tuple(words[kind]) for kind in SignalKind if kind in words}


def _word_starts(read: str) -> list[tuple[int, str]]:
    """Give where words start, with their first two letters, and with the first one alone."""
    return [
        (place, read[place : place + n])
        for place in (match.start() for match in _WORD_START.finditer(read))
        for n in (2, 1)
    ]


def _read(text: str) -> tuple[str, list[int]]:
    """Give a text as the phrases are written, and of each of its letters the place in the text.

    Lower case, no marks, no apostrophes, no doubled letters (spelling errors are mostly there),
    one space for what is no word, and a full stop for what ends a sentence.
    """
    letters: list[str] = []
    origin: list[int] = []
    last = ""
    for place, character in enumerate(text):
        for letter in _plain(character):
            if letter != last:
                letters.append(letter)
                origin.append(place)
                last = letter
    return "".join(letters), origin


@lru_cache(maxsize=2_048)
def _plain(character: str) -> str:
    if character in ".!?":
        return "."
    if character in "'’ʼ‘`":
        return ""
    if not character.isalnum():
        return "" if unicodedata.combining(character) else " "
    if character in "йї":
        return character
    parts = unicodedata.normalize("NFKD", character.lower())
    kept = (part for part in parts if part.isalnum())
    return "".join(kept).translate(_LETTERS)


def _load(language: str) -> _Rules:
    # Several threads that come first would each need the memory to read all of it.
    with _LOADING:
        return _loaded(language)


@cache
def _loaded(language: str) -> _Rules:
    file = files("analysis") / "care_phrases" / f"{language}.toml"
    stored = tomllib.loads(file.read_text(encoding="utf-8"))
    words = stored["words"]
    signals = {SignalKind(kind): _phrases(text, words) for kind, text in stored["signals"].items()}
    return _Rules(signals, _phrases(stored["sayings"], words))


@lru_cache(maxsize=MOST_COMPILED)
def _compile(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _phrases(text: str, words: dict[str, str]) -> Phrases:
    """Turn phrases into patterns, in which what starts alike is looked for at once."""
    separate = (phrase.strip() for phrase in re.split(r"^# .*$|[|\n]", text, flags=re.MULTILINE))
    branches: _Branches = {}
    for phrase in filter(None, separate):
        for order in _orders(phrase):
            _grow(branches, order, words)
    by_start = {
        one + two: f"{one}{two}(?:{_alternatives(ends)})(?!\\w)"
        for one, further in branches.get("", {}).items()
        for two, ends in further.items()
        if one
    }
    rest = {before: further for before, further in branches.items() if before}
    if "" in branches.get("", {}):
        rest[""] = {"": branches[""][""]}
    anywhere = rf"(?<!\w)(?:{_alternatives(rest)})(?!\w)" if rest else ""
    return Phrases(by_start, anywhere)


def _grow(branches: _Branches, phrase: str, words: dict[str, str]) -> None:
    """Put a phrase where it starts: at what stands before its first word, and two letters."""
    first, *others = phrase.split()
    beginnings: dict[tuple[str, str, str], list[str]] = {}
    for before, stem in _slot(first, words):
        letters = "".join(takewhile(str.isalnum, stem[:2]))
        start = (before, letters[:1], letters[1:])
        beginnings.setdefault(start, []).append(stem[len(letters) :])
    rest = _rest(others, words)
    for (before, one, two), stems in beginnings.items():
        ends = branches.setdefault(before, {}).setdefault(one, {}).setdefault(two, {})
        ends.setdefault(f"(?:{'|'.join(stems)})", {})[rest] = {}


def _alternatives(branches: _Branches) -> str:
    return "|".join(
        f"{start}(?:{_alternatives(further)})" if further else start
        for start, further in branches.items()
    )


def _orders(phrase: str) -> Iterator[str]:
    """Give a phrase once for each order in which the parts around its "&" and "&&" may stand."""
    if " && " in phrase:
        wide = permutations(map(tuple, map(_orders, phrase.split(" && "))))
        return (" ... ".join(parts) for order in wide for parts in product(*order))
    return map(" .. ".join, permutations(phrase.split(" & ")))


def _rest(parts: Iterable[str], words: dict[str, str]) -> str:
    """Turn what follows the first words of a phrase into a pattern."""
    pattern, gap = "", _GAP
    for part in parts:
        if part in _GAPS:
            gap = _GAPS[part]
        else:
            stems: dict[str, list[str]] = {}
            for before, stem in _slot(part, words):
                stems.setdefault(before, []).append(stem)
            slot = "|".join(f"{before}(?:{'|'.join(some)})" for before, some in stems.items())
            pattern += f"(?:{slot})" if part == "." else f"{gap}(?:{slot})"
            gap = _GAP
    return pattern


def _slot(part: str, words: dict[str, str]) -> list[tuple[str, str]]:
    """Give the alternatives for one place in a phrase as patterns, with what may stand before."""
    written = part
    while "{" in written:
        written = re.sub(r"\{(\w+)\}", lambda name: "/".join(words[name[1]].split()), written)
    elided = words.get("elided", "")
    return [_word_pattern(word, elided) for word in written.split("/")]


def _word_pattern(word: str, elided: str) -> tuple[str, str]:
    if word in _MARKS:
        return "", _MARKS[word]
    stem = word.removeprefix("~")
    pattern = r"\w*".join(_read(piece.replace("_", " "))[0] for piece in stem.split("*"))
    if "\u0600" <= stem[0] <= "\u06ff":
        return _BEFORE_ARABIC if word == stem else _VERB_ARABIC, pattern
    if elided and stem[0] in "aeiouhéêœ":
        return f"(?:{'|'.join(elided.split())})?", pattern
    return "", pattern
