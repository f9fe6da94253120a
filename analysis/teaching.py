"""What people decided about comments teaches where others like them belong."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import diags_array
from sklearn.linear_model import LogisticRegression

from analysis.clustering import OVERIG, Labels, Rows, neighbour_graph

# From so many comments on, people have shown what a theme is about.
LEAST_TAUGHT = 10

# With fewer there are no neighbours to hear; with more it would take too long.
LEAST_ROWS, MOST_ROWS = 50, 20_000

Probabilities = NDArray[np.float64]

_HEED, _ROUNDS, _TINY = 0.8, 10, 1e-9


def propose(rows: Rows, labels: Labels, confirmed: Collection[int]) -> Labels:
    """Propose a theme for the rows that nobody confirmed, as people taught by those they did.

    `labels` has a theme or OVERIG per row; those of the rows in `confirmed` stand. Only between
    themes that people taught does a row change: what lies near another theme, or near none, stays.

    Source of the settings: our own comparison on labelled comments (DESIGN.md, section 6).
    """
    is_confirmed = np.zeros(len(labels), dtype=bool)
    is_confirmed[list(confirmed)] = True
    themes, counts = np.unique(labels[is_confirmed & (labels != OVERIG)], return_counts=True)
    taught = themes[counts >= LEAST_TAUGHT]
    in_question = np.isin(labels, taught) & ~is_confirmed
    if len(taught) < 2 or not in_question.any():
        return labels.copy()
    rows_of = np.flatnonzero(in_question | (np.isin(labels, taught) & is_confirmed))
    probabilities = _probabilities(rows[rows_of], labels[rows_of], is_confirmed[rows_of])
    proposed = labels.copy()
    proposed[rows_of] = taught[probabilities.argmax(axis=1)]
    return proposed


def _probabilities(rows: Rows, labels: Labels, is_lesson: NDArray[np.bool_]) -> Probabilities:
    """Give for each row how likely each of the taught themes is, in the order of their numbers.

    A regression on what people confirmed; then each row listens to its neighbours, and what is
    confirmed stands.

    Source: Zhou et al., Learning with local and global consistency (NIPS 2003), for the second
    step.
    """
    model = LogisticRegression(C=10, class_weight="balanced", max_iter=1_000)
    model.fit(rows[is_lesson], labels[is_lesson])
    first: Probabilities = model.predict_proba(rows)
    known = model.classes_ == labels[is_lesson][:, None]
    first[is_lesson] = known
    if not LEAST_ROWS <= len(rows) <= MOST_ROWS:
        return first
    graph = neighbour_graph(rows)
    neighbours = diags_array(1 / np.maximum(graph.sum(axis=1), _TINY)) @ graph
    heard = first
    for _ in range(_ROUNDS):
        heard = _HEED * (neighbours @ heard) + (1 - _HEED) * first
        heard[is_lesson] = known
    return heard
