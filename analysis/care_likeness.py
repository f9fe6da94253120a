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

# How bent the line may be, and how far an example reaches; docs/moderation.md has the figures.
_C, _GAMMA = 10, 2
# How near to the line, on the other side, a comment sounds like danger already.
_LIMIT = -0.25


@dataclass(frozen=True)
class Example:
    """A comment that was made up; without a kind when it holds no danger."""

    text: str
    kind: SignalKind | None


def sound_like(texts: Sequence[str], embedder: Embedder) -> list[SignalKind | None]:
    """Give for each text, redacted or not, which danger it sounds like; None for no danger."""
    if not texts:
        return []
    line, kinds = _learn(embedder)
    vectors = embedder.embed(texts)
    return [
        SignalKind(kind) if is_danger else None
        for is_danger, kind in zip(is_beyond(line, vectors), kinds.predict(vectors), strict=True)
    ]


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


def draw_line(vectors: NDArray[np.float32], sides: Sequence[object]) -> SVC:
    """Give what tells the sides apart, learnt from a row and its side per example."""
    return SVC(C=_C, gamma=_GAMMA, class_weight="balanced").fit(vectors, sides)


def is_beyond(line: SVC, vectors: NDArray[np.float32]) -> list[bool]:
    """Give for each row whether it lies on the side of danger, or almost."""
    return [distance > _LIMIT for distance in line.decision_function(vectors).tolist()]


@cache
def _learn(embedder: Embedder) -> tuple[SVC, SVC]:
    """Give the line around danger, and the lines between its kinds."""
    examples = [example for language in LANGUAGES for example in load_examples(language)]
    vectors = embedder.embed([example.text for example in examples])
    is_danger = [example.kind is not None for example in examples]
    kinds = [example.kind.value for example in examples if example.kind]
    return draw_line(vectors, is_danger), draw_line(vectors[is_danger], kinds)
