"""Comments that sound like danger, though no word in them says so.

Half of what people write about danger only hints at it: "I always wear long sleeves". So a comment
is held, as a vector, against comments that were made up: some of danger, and others that hold none
and mostly look like it (care_examples, a file per language). A support vector machine draws the
line between the two, and others the lines between the kinds of danger.

Source: Cortes & Vapnik (1995), "Support-vector networks", Machine Learning 20.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

from analysis.care_signals import LANGUAGES, SignalKind
from analysis.embedding import Embedder
from analysis.words import sentences_of, words_of

# How bent the line may be, and how far an example reaches; docs/moderation.md has the figures.
_C, _GAMMA = 10, 2
# How near to the line, on the other side, a comment sounds like danger already; of a sentence among
# others more is asked, since every one is a chance to be mistaken.
LIMIT = -0.25
_LIMIT_OF_A_SENTENCE = -0.1
# A sentence of fewer words says too little by itself.
_FEWEST_WORDS = 4


@dataclass(frozen=True)
class Example:
    """A comment that was made up; without a kind when it holds no danger."""

    text: str
    kind: SignalKind | None


def sound_like(texts: Sequence[str], embedder: Embedder) -> list[SignalKind | None]:
    """Give for each text, redacted or not, which danger it sounds like; None for no danger.

    A text is heard as a whole, and each of its sentences by itself: what is hinted at in one of
    five drowns in the others.
    """
    if not texts:
        return []
    line, kinds = _learn(embedder)
    parts = [
        (number, part, limit)
        for number, text in enumerate(texts)
        for part, limit in _parts(plain(text))
    ]
    vectors = embedder.embed([part for _, part, _ in parts])
    found: dict[int, tuple[float, SignalKind]] = {}
    for (number, _, limit), beyond, kind in zip(
        parts, distances(line, vectors), kinds.predict(vectors), strict=True
    ):
        if beyond > max(limit, found.get(number, (limit,))[0]):
            found[number] = (beyond, SignalKind(kind))
    return [found[number][1] if number in found else None for number in range(len(texts))]


@cache
def load_examples(language: str) -> tuple[Example, ...]:
    """Give the comments that were made up in a language."""
    file = files("analysis") / "care_examples" / f"{language}.toml"
    stored = tomllib.loads(file.read_text(encoding="utf-8"))
    of_danger = (
        Example(text, SignalKind(kind))
        for kind, texts in stored["signals"].items()
        for text in texts
    )
    return (*of_danger, *(Example(text, None) for text in stored["ordinary"]))


def plain(text: str) -> str:
    """Give a text without what says more about who writes than about what is written."""
    return text.lower().rstrip(" .!?")


def draw_line(vectors: NDArray[np.float32], sides: Sequence[object]) -> SVC:
    """Give what tells the sides apart, learnt from a row and its side per example."""
    return SVC(C=_C, gamma=_GAMMA, class_weight="balanced").fit(vectors, sides)


def distances(line: SVC, vectors: NDArray[np.float32]) -> list[float]:
    """Give for each row how far it lies beyond the line, on the side of danger."""
    beyond: list[float] = line.decision_function(vectors).tolist()
    return beyond


def _parts(text: str) -> list[tuple[str, float]]:
    """Give a text and its sentences, each with how far it may lie from the line."""
    sentences = [one for one in sentences_of(text) if len(words_of(one)) >= _FEWEST_WORDS]
    if sentences in ([], [text]):
        return [(text, LIMIT)]
    return [(text, LIMIT), *((plain(one), _LIMIT_OF_A_SENTENCE) for one in sentences)]


@cache
def _learn(embedder: Embedder) -> tuple[SVC, SVC]:
    """Give the line around danger, and the lines between its kinds."""
    examples = [example for language in LANGUAGES for example in load_examples(language)]
    vectors = embedder.embed([plain(example.text) for example in examples])
    is_danger = [example.kind is not None for example in examples]
    kinds = [example.kind.value for example in examples if example.kind]
    return draw_line(vectors, is_danger), draw_line(vectors[is_danger], kinds)
