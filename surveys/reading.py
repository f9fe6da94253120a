"""What may hinder readers of a text: long sentences, rare words, "not", two questions in one.

Hints for whoever writes, never a refusal. Word frequencies are Zipf values (log10 of uses in a
billion words) of the package wordfreq; limits and rules: docs/definitions.md.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from surveys.definitions import Table
from surveys.items import RespondentGroup
from surveys.lazily import Lazily
from surveys.wordings import Wording, wordings_of

if TYPE_CHECKING:
    import wordfreq
else:
    wordfreq = Lazily("wordfreq")

LONGEST_SENTENCE = 12
LONGEST_FOR_CHILDREN = 10
RAREST_WORD = 3.3
# In these languages words have many forms, each of them rarer.
RAREST_FORM: Mapping[str, float] = {"tr": 3.0, "uk": 3.0, "pl": 3.0, "ar": 3.0}
# A long Dutch word of two common ones is as easy as they are.
_SHORTEST_PART, _COMMON_PART = 4, 3.9
_SHORTEST_STEM = 3
_LINKS = ("", "s", "en", "e")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'/][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_JUDGING = frozenset(
    {
        "begrijp", "begrijpt", "ben", "bent", "doe", "doet", "gaat", "heeft", "help", "helpt", "is",
        "kan", "krijg", "krijgt", "kunt", "luister", "luistert", "past", "vind", "vindt", "voel",
        "voelt", "weet", "werkt", "wordt", "zijn",
    }
)  # fmt: skip


class Sort(StrEnum):
    """What kind of hurdle it is."""

    LONG_SENTENCE = auto()
    RARE_WORD = auto()
    NEGATION = auto()
    DOUBLE_QUESTION = auto()
    JARGON = auto()


# An answer may say no, and a hint may ask for two things; a question should do neither.
_OF_QUESTIONS = frozenset({Sort.NEGATION, Sort.DOUBLE_QUESTION})


@dataclass(frozen=True)
class Hurdle:
    """One hurdle: the part of the text from `start` to `end`, and what is known of it.

    `fact` is the number of words of a long sentence, a plainer word for jargon, or empty.
    """

    sort: Sort
    start: int
    end: int
    fact: str = ""

    def marked(self, text: str) -> str:
        """Give the part of the text that it is about."""
        return text[self.start : self.end]


def find_hurdles(text: str, language: str, group: str = "") -> list[Hurdle]:
    """Give what may hinder a group of readers in a text, in its order."""
    longest = LONGEST_FOR_CHILDREN if group == RespondentGroup.CHILD else LONGEST_SENTENCE
    words = list(_WORD.finditer(text))
    found = [
        *_long_sentences(text, longest),
        *_negations(words, language),
        *_double_questions(words, language),
        *_hard_words(words, text, language, group),
    ]
    return sorted(found, key=lambda hurdle: (hurdle.start, hurdle.sort))


def hurdles_in(table: Table) -> Iterator[tuple[Wording, str, Hurdle]]:
    """Give the hurdles in a definition: the text, the language and what hinders."""
    for wording in wordings_of(table):
        group = wording.group or _only_group(table, wording.subject)
        for language in table.get("languages", ()):
            for hurdle in find_hurdles(wording.text(language), language, group):
                if _is_question(wording) or hurdle.sort not in _OF_QUESTIONS:
                    yield wording, language, hurdle


def _is_question(wording: Wording) -> bool:
    return wording.subject.startswith("item.") and wording.subject.endswith(".text")


def _only_group(table: Table, subject: str) -> str:
    """Give the one group that a text is for: texts for several are read by adults too."""
    groups = table.get("groups", [])
    for item in table.get("item", ()):
        if subject.startswith(f"item.{item.get('code')}."):
            groups = item.get("groups", groups)
    return str(groups[0]) if len(groups) == 1 else ""


def _long_sentences(text: str, longest: int) -> Iterator[Hurdle]:
    for sentence in _SENTENCE.finditer(text):
        n = len(_WORD.findall(sentence[0]))
        if n > longest:
            start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
            yield Hurdle(Sort.LONG_SENTENCE, start, sentence.end(), str(n))


def _negations(words: Sequence[re.Match[str]], language: str) -> Iterator[Hurdle]:
    saying_no = _lists()["negation"].get(language, ())
    for word in words:
        if word[0].casefold() in saying_no:
            yield Hurdle(Sort.NEGATION, word.start(), word.end())


def _double_questions(words: Sequence[re.Match[str]], language: str) -> Iterator[Hurdle]:
    joining = _lists()["joining"].get(language, ())
    spoken = [word[0].casefold() for word in words]
    for at, word in enumerate(words):
        if spoken[at] not in joining:
            continue
        both = "/" in word[0]
        if language == "nl":
            before, after = spoken[:at], spoken[at + 1 :]
            both |= not _JUDGING.isdisjoint(before) and not _JUDGING.isdisjoint(after)
        if both:
            yield Hurdle(Sort.DOUBLE_QUESTION, word.start(), word.end())


def _hard_words(
    words: Sequence[re.Match[str]], text: str, language: str, group: str
) -> Iterator[Hurdle]:
    jargon = _lists()["jargon"] if language == "nl" else {}
    known = set(_lists()["knows"].get(group, ()))
    for word in words:
        plain = _small(word[0], language)
        if plain in jargon and plain not in known:
            yield Hurdle(Sort.JARGON, word.start(), word.end(), jargon[plain])
        elif plain not in known and not _is_name(word, text) and _is_rare(plain, language):
            yield Hurdle(Sort.RARE_WORD, word.start(), word.end())


def _small(word: str, language: str) -> str:
    """Give a word in small letters; Turkish has an i with and one without a dot."""
    return (word.replace("İ", "i").replace("I", "ı") if language == "tr" else word).casefold()


def _is_name(word: re.Match[str], text: str) -> bool:
    """Tell whether a word with a capital does not begin a sentence; German nouns are no names."""
    before = text[: word.start()].rstrip(" “„«'\"(")
    return word[0][0].isupper() and bool(before) and before[-1] not in ".!?…:"


@cache
def _is_rare(word: str, language: str) -> bool:
    limit = RAREST_FORM.get(language, RAREST_WORD)
    if _zipf(word, language) >= limit:
        return False
    parts = [part for part in re.split(r"[-’'/]", word) if part]
    if len(parts) > 1:
        return any(_is_rare(part, language) for part in parts)
    if language == "nl" and any(_zipf(stem, language) >= limit for stem in _stems(word)):
        return False
    return language not in ("nl", "de") or not _is_compound(word, language)


def _stems(word: str) -> Iterator[str]:
    """Give what a Dutch word may be a form of: "juffen" of "juf", "lessen" of "les"."""
    for ending in ("en", "e", "s"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            yield stem
            if stem[-1] == stem[-2]:
                yield stem[:-1]


def _is_compound(word: str, language: str) -> bool:
    """Tell whether a word is made of two common ones, such as "buurtplein"."""
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        head, tail = word[:at], word[at:]
        if _zipf(tail, language) < _COMMON_PART:
            continue
        for link in _LINKS:
            first = head.removesuffix(link)
            if len(first) >= _SHORTEST_PART and _zipf(first, language) >= _COMMON_PART:
                return True
    return False


def _zipf(word: str, language: str) -> float:
    return wordfreq.zipf_frequency(word, language, wordlist="small")


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads((files("surveys") / "reading.toml").read_text(encoding="utf-8"))
