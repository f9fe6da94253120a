import numpy as np
import pytest

from analysis.clustering import OVERIG
from analysis.embedding import unit_rows
from analysis.teaching import LEAST_TAUGHT, propose


def rows_near(*middles, seed=3):
    dice = np.random.default_rng(seed)
    wide = np.array([np.eye(4)[middle] for middle in middles])
    return unit_rows(wide + dice.normal(0, 0.1, wide.shape))


def test_what_people_confirmed_moves_the_others_like_it():
    rows = rows_near(*[0] * 12, *[1] * 12, 1)
    labels = np.array([0] * 12 + [1] * 12 + [0])

    assert propose(rows, labels, range(24))[-1] == 1


def test_what_people_confirmed_stands():
    rows = rows_near(*[0] * 12, *[1] * 12, 1)
    labels = np.array([0] * 12 + [1] * 12 + [0])

    assert propose(rows, labels, range(25))[-1] == 0


@pytest.mark.parametrize("elsewhere", [2, OVERIG])
def test_what_lies_near_another_theme_or_none_stays(elsewhere):
    rows = rows_near(*[0] * 12, *[1] * 12, 1)
    labels = np.array([0] * 12 + [1] * 12 + [elsewhere])

    assert propose(rows, labels, range(24))[-1] == elsewhere


def test_fewer_than_ten_confirmed_comments_teach_nothing():
    n = LEAST_TAUGHT - 1
    rows = rows_near(*[0] * 12, *[1] * n, 1)
    labels = np.array([0] * 12 + [1] * n + [0])

    assert propose(rows, labels, range(12 + n))[-1] == 0


def test_the_labels_that_were_given_are_left_alone():
    rows = rows_near(*[0] * 12, *[1] * 12, 1)
    labels = np.array([0] * 12 + [1] * 12 + [0])
    propose(rows, labels, range(24))

    assert labels[-1] == 0


def test_a_row_listens_to_its_neighbours():
    """Of one theme only an end is confirmed; where it goes over in the other there is a gap."""
    angles = np.radians([*np.linspace(0, 70, 120), *np.linspace(110, 125, 60)])
    rows = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    themes = np.array([0] * 120 + [1] * 60)
    confirmed = [*range(0, 60, 3), *range(120, 180, 3)]
    wrong = np.where(angles < np.radians(60), 0, 1)

    proposed = propose(rows, np.where(np.isin(np.arange(180), confirmed), themes, wrong), confirmed)

    assert proposed.tolist() == themes.tolist()
