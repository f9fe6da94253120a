"""What a theme is about: label words for the people who name it, and comments as examples."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from simplemma import lemmatize

from analysis.clustering import Labels, LanguageMeans, Rows, Vectors, language_means
from analysis.embedding import Embedder, stop_words, unit_rows
from analysis.words import words_of

LANGUAGE = "nl"
MINIMUM_DUTCH_COMMENTS = 10

_LONGEST_PHRASE = 3
_SHORTEST_WORD = 3
# A placeholder or a comma parts words that would else look like a phrase.
_CLAUSE_END = re.compile(r"\[[^\[\]]*\]|[^\w\s'’-]+")
_ARTICLES = "de het een één geen mijn onze ons je jouw uw hun haar zijn deze dit elke ieder"
_DETERMINERS = frozenset(_ARTICLES.split())
# Of the best phrase's score; what is lower is there because nothing else was.
_LEAST_SCORE = 0.2


@dataclass(frozen=True)
class _Phrase:
    """One to three words in a row, as most people wrote them.

    `comments` are the rows that hold it in any form. `noun_share` (0–1) tells how often it, and
    its last word, stand after an article or the like: a noun does, a verb does not.
    """

    text: str
    lemmas: tuple[str, ...]
    comments: NDArray[np.intp]
    noun_share: float


def label_words(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: Vectors,
    labels: Labels,
    embedder: Embedder,
    *,
    words: int = 3,
    minimum_respondents: int = 5,
) -> list[tuple[str, ...]]:
    """Propose up to `words` Dutch words or phrases for each theme, the best first.

    `texts` are redacted; `embedder` made `vectors`. A phrase counts for a theme as far as it is
    typical of it (c-TF-IDF), near to it in meaning, and used as a noun. A theme with few Dutch
    comments gets the Dutch phrases nearest to it in meaning. Nothing is proposed that fewer than
    `minimum_respondents` Dutch comments hold in exactly that form.

    Source: Grootendorst, BERTopic (2022), for c-TF-IDF.
    """
    dutch = [row for row, language in enumerate(languages) if language == LANGUAGE]
    # In a large wave, phrases that hardly anyone uses name no theme and would cost time.
    least = max(minimum_respondents, len(dutch) // 4_000)
    phrases = list(_phrases(texts, dutch, least))
    themes = int(labels.max(initial=-1)) + 1
    if not phrases:
        return [()] * themes

    means = language_means(vectors, languages)
    meanings = means.centre(
        embedder.embed([phrase.text for phrase in phrases]), [LANGUAGE] * len(phrases)
    )
    nearness = np.maximum(_centroids(vectors, languages, labels, means) @ meanings.T, 0)
    typical = np.sqrt(_typical(phrases, labels, themes))
    few_dutch = np.bincount(labels[dutch] + 1, minlength=themes + 1)[1:] < MINIMUM_DUTCH_COMMENTS
    typical[few_dutch] = 1
    scores = nearness * typical * np.array([phrase.noun_share for phrase in phrases])
    return [_best(phrases, row, words) for row in scores]


def example_rows(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: Vectors,
    labels: Labels,
    *,
    examples: int = 3,
    shortest: int = 4,
    longest: int = 14,
) -> list[tuple[int, ...]]:
    """Give for each theme the rows of the comments nearest its middle that read at a glance.

    A comment has `shortest` to `longest` words, and no two examples are the same text. To be
    shown only when redacted and released.
    """
    means = language_means(vectors, languages)
    centroids = _centroids(vectors, languages, labels, means)
    found = []
    for theme, centroid in enumerate(centroids):
        members = np.flatnonzero(labels == theme).tolist()
        rows = means.centre(vectors[members], [languages[row] for row in members])
        chosen: dict[str, int] = {}
        for place in np.argsort(-(rows @ centroid), kind="stable").tolist():
            text = texts[members[place]]
            if shortest <= len(words_of(text)) <= longest and len(chosen) < examples:
                chosen.setdefault(text, members[place])
        found.append(tuple(chosen.values()))
    return found


def almost_rows(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: Vectors,
    labels: Labels,
    *,
    most: int = 3,
    shortest: int = 4,
    longest: int = 14,
) -> list[tuple[int, ...]]:
    """Give for each theme the rows of the comments outside it that lie nearest its middle.

    They show where a theme ends. Only what reads at a glance, as with `example_rows`; each comment
    with the theme that it is nearest to but for its own.
    """
    means = language_means(vectors, languages)
    centroids = _centroids(vectors, languages, labels, means)
    if not len(centroids):
        return []
    cosines = means.centre(vectors, languages) @ centroids.T
    inside = np.flatnonzero(labels >= 0)
    cosines[inside, labels[inside]] = -np.inf
    nearest = cosines.argmax(axis=1)
    found = []
    for theme in range(len(centroids)):
        beside = np.flatnonzero((nearest == theme) & (labels != theme))
        chosen: dict[str, int] = {}
        for row in beside[np.argsort(-cosines[beside, theme], kind="stable")].tolist():
            if shortest <= len(words_of(texts[row])) <= longest and len(chosen) < most:
                chosen.setdefault(texts[row], row)
        found.append(tuple(chosen.values()))
    return found


def _phrases(texts: Sequence[str], rows: Sequence[int], least: int) -> Iterator[_Phrase]:
    written: defaultdict[tuple[str, ...], defaultdict[str, set[int]]] = defaultdict(
        lambda: defaultdict(set)
    )
    places: Counter[tuple[str, ...]] = Counter()
    nouns: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        for is_noun, phrase in _runs(texts[row]):
            lemmas = tuple(lemmatize(word, LANGUAGE) for word in phrase)
            written[lemmas][" ".join(phrase)].add(row)
            places[lemmas] += 1
            nouns[lemmas] += is_noun
    noun_share = {lemmas: (nouns[lemmas] + 0.5) / (places[lemmas] + 1) for lemmas in written}
    for lemmas, forms in written.items():
        text = max(forms, key=lambda form: (len(forms[form]), form))
        if len(forms[text]) >= least:
            comments = np.array(sorted(set().union(*forms.values())), dtype=np.intp)
            share = sqrt(noun_share[lemmas] * noun_share[lemmas[-1:]])
            yield _Phrase(text, lemmas, comments, share)


def _runs(text: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Give every run of one to three telling words, and whether it stands where a noun does."""
    for clause in _CLAUSE_END.split(text):
        words = words_of(clause)
        after_article = False
        for start, word in enumerate(words):
            for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1):
                if not _is_telling(words[end - 1]):
                    break
                yield after_article and not _is_inflected(words[end - 1]), tuple(words[start:end])
            after_article = word in _DETERMINERS or (after_article and _is_inflected(word))


def _is_telling(word: str) -> bool:
    return len(word) >= _SHORTEST_WORD and word not in stop_words(LANGUAGE)


def _is_inflected(word: str) -> bool:
    """Tell an adjective such as "lange" from a noun: it too stands after an article."""
    return word.endswith("e") and word != lemmatize(word, LANGUAGE)


def _typical(phrases: Sequence[_Phrase], labels: Labels, themes: int) -> NDArray[np.float64]:
    """Give the c-TF-IDF of each phrase (column) in each theme (row)."""
    counts = np.array(
        [np.bincount(labels[phrase.comments] + 1, minlength=themes + 1) for phrase in phrases],
        dtype=np.float64,
    ).T
    in_all = counts.sum(axis=0)
    of_theme = counts[1:]
    frequency = of_theme / np.maximum(of_theme.sum(axis=1, keepdims=True), 1)
    rarity = np.log(1 + counts.sum() / len(counts) / in_all)
    typical: NDArray[np.float64] = frequency * rarity
    return typical


def _centroids(
    vectors: Vectors, languages: Sequence[str], labels: Labels, means: LanguageMeans
) -> Rows:
    middles = [np.zeros((0, vectors.shape[1]), dtype=np.float32)]
    for theme in range(int(labels.max(initial=-1)) + 1):
        members = np.flatnonzero(labels == theme).tolist()
        rows = means.centre(vectors[members], [languages[row] for row in members])
        middles.append(rows.sum(axis=0, keepdims=True))
    return unit_rows(np.vstack(middles))


def _best(phrases: Sequence[_Phrase], scores: NDArray[np.float64], words: int) -> tuple[str, ...]:
    chosen: list[str] = []
    said: set[str] = set()
    for place in np.argsort(-scores, kind="stable"):
        phrase = phrases[place]
        if len(chosen) == words or scores[place] <= _LEAST_SCORE * scores.max():
            break
        if said.isdisjoint(phrase.lemmas):
            chosen.append(phrase.text)
            said.update(phrase.lemmas)
    return tuple(chosen)
