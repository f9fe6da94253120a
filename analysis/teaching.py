"""What people decided about comments teaches where others like them belong."""

from collections.abc import Collection

import numpy as np
from sklearn.linear_model import LogisticRegression

from analysis.clustering import OVERIG, Labels, Rows

# From so many comments on, people have shown what a theme is about.
LEAST_TAUGHT = 10

_LEAST_PROBABILITY = 0.5


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
    lessons = np.isin(labels, taught) & is_confirmed
    model = LogisticRegression(C=10, class_weight="balanced", max_iter=1_000)
    model.fit(rows[lessons], labels[lessons])
    probabilities = model.predict_proba(rows[in_question])
    is_sure = probabilities.max(axis=1) >= _LEAST_PROBABILITY
    proposed = labels.copy()
    likeliest = model.classes_[probabilities.argmax(axis=1)]
    proposed[in_question] = np.where(is_sure, likeliest, labels[in_question])
    return proposed
