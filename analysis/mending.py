"""A comment as a moderator mends it: placeholders that can be put back, words that can be hidden.

Nothing here is kept: the page of a comment carries its whole state, and only the text that a
moderator releases or holds is written down.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from analysis.spans import PLACEHOLDER, Kind, normalise

_RUN = re.compile(r"\S+")
# What may stand between two words that are hidden as one.
_JOINT = re.compile(r"[ '’\-–/]{1,3}")
_AFTER_INITIAL = re.compile(r"\. ?")


@dataclass(frozen=True)
class Draft:
    """A text, and the words that each of its placeholders stands for: "" when nobody knows."""

    text: str
    was: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A stretch of a draft.

    A word has its `place` among the words; a placeholder has its `place` among the placeholders,
    and what it `was`. What stands between them has no place.
    """

    text: str
    place: int | None = None
    is_placeholder: bool = False
    was: str = ""


def start_draft(text: str, raw: str | None, replaced: Sequence[Sequence[int]]) -> Draft:
    """Give the draft of a redacted text, whose placeholders stand for these places of the raw text.

    Without the raw text, or when the two do not fit, nobody knows what was replaced.
    """
    n = len(PLACEHOLDER.findall(text))
    original = normalise(raw or "")
    was: list[str] = []
    done = at = 0
    for start, end in replaced:
        kept = original[done:start]
        match = PLACEHOLDER.match(text, at + len(kept))
        if not text.startswith(kept, at) or match is None:
            return Draft(text, ("",) * n)
        # A writer may have written "[naam]": that stands for nothing else.
        was += [""] * len(PLACEHOLDER.findall(kept))
        was.append(original[start:end])
        at, done = match.end(), end
    if text[at:] != original[done:]:
        return Draft(text, ("",) * n)
    return Draft(text, (*was, *[""] * (n - len(was))))


def resume_draft(text: str, was: Sequence[str]) -> Draft:
    """Give a draft back as a page carried it, however its parts were tampered with."""
    n = len(PLACEHOLDER.findall(text))
    return Draft(text, (*was, *[""] * n)[:n])


def parts_of(draft: Draft) -> list[Part]:
    """Give a draft in parts: placeholders, words, and what stands between them."""
    parts: list[Part] = []
    done = n_words = 0
    for place, match in enumerate(PLACEHOLDER.finditer(draft.text)):
        words = list(_words(draft.text[done : match.start()], n_words))
        n_words += sum(part.place is not None for part in words)
        parts += [*words, Part(match[0], place, is_placeholder=True, was=draft.was[place])]
        done = match.end()
    return [*parts, *_words(draft.text[done:], n_words)]


def put_back(draft: Draft, place: int) -> Draft:
    """Put the words back that a placeholder stands for; nothing changes when nobody knows them."""
    parts = parts_of(draft)
    return _joined(
        [
            Part(part.was) if part.is_placeholder and part.place == place and part.was else part
            for part in parts
        ]
    )


def hide_words(draft: Draft, places: Collection[int], kind: Kind) -> Draft:
    """Put a placeholder of this kind instead of these words: one for words that belong together."""
    hidden: list[Part] = []
    parts = parts_of(draft)
    for index, part in enumerate(parts):
        is_ticked = not part.is_placeholder and part.place in places
        if not is_ticked:
            hidden.append(part)
        elif _continues(hidden, parts[:index]):
            between = hidden.pop()
            before = hidden.pop()
            hidden.append(_placeholder(kind, before.was + between.text + part.text))
        else:
            hidden.append(_placeholder(kind, part.text))
    return _joined(hidden)


def rewrite(draft: Draft, text: str) -> Draft:
    """Give the draft with a text that somebody typed over it.

    Placeholders keep their words when they are still the same ones in the same order, or when a
    word beside them stayed. Of others nobody knows any more what they stand for.
    """
    if PLACEHOLDER.findall(draft.text) == PLACEHOLDER.findall(text):
        return Draft(text, draft.was)
    old, new = parts_of(draft), parts_of(resume_draft(text, ()))
    known: dict[int, str] = {}
    for before, after, size in _matches(old, new):
        block = new[after : after + size]
        if any(part.place is not None and not part.is_placeholder for part in block):
            known |= {
                part.place: old[before + step].was
                for step, part in enumerate(block)
                if part.is_placeholder and part.place is not None
            }
    return Draft(text, tuple(known.get(n, "") for n in range(len(PLACEHOLDER.findall(text)))))


def follow(
    draft: Draft, places: Collection[int], text: str, *, placeholders: bool = False
) -> frozenset[int]:
    """Give where words, or else placeholders, of a draft are in a text that took its place.

    Those that are not there any more are left out.
    """
    old, new = parts_of(draft), parts_of(resume_draft(text, ()))
    pairs = (
        (old[before + step], new[after + step].place)
        for before, after, size in _matches(old, new)
        for step in range(size)
    )
    return frozenset(
        place
        for part, place in pairs
        if part.place in places and part.is_placeholder is placeholders and place is not None
    )


def _matches(old: Sequence[Part], new: Sequence[Part]) -> Sequence[tuple[int, int, int]]:
    matcher = SequenceMatcher(
        None, [part.text for part in old], [part.text for part in new], autojunk=False
    )
    return matcher.get_matching_blocks()


def _words(text: str, first_place: int) -> Iterator[Part]:
    """Split a text without placeholders into words and what stands between them."""
    done, place = 0, first_place
    for run in _RUN.finditer(text):
        start, end = run.span()
        while start < end and _is_punctuation(text[start]):
            start += 1
        while end > start and _is_punctuation(text[end - 1]):
            end -= 1
        if start == end:
            continue
        if done < start:
            yield Part(text[done:start])
        yield Part(text[start:end], place)
        done, place = end, place + 1
    if done < len(text):
        yield Part(text[done:])


def _is_punctuation(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _placeholder(kind: Kind, was: str) -> Part:
    # Without a place yet: `_joined` counts anew.
    return Part(kind.placeholder, is_placeholder=True, was=was)


def _continues(hidden: Sequence[Part], before: Sequence[Part]) -> bool:
    """Tell whether a word goes on where a word was hidden just now: "J. de Vries" is one name."""
    if len(hidden) < 2 or not hidden[-2].is_placeholder or hidden[-2].place is not None:
        return False
    between, last_word = hidden[-1], before[-2].text
    if between.place is not None or between.is_placeholder:
        return False
    is_initial = (
        len(last_word.rpartition(".")[2]) == 1
        and _AFTER_INITIAL.fullmatch(between.text) is not None
    )
    return is_initial or _JOINT.fullmatch(between.text) is not None


def _joined(parts: Sequence[Part]) -> Draft:
    was: list[str] = []
    for part in parts:
        if part.is_placeholder:
            was.append(part.was)
        else:
            # Words that were put back may hold what looks like a placeholder.
            was += [""] * len(PLACEHOLDER.findall(part.text))
    return resume_draft("".join(part.text for part in parts), was)
