import pytest
from flask import Flask

from analysis.publications import Cell
from feedback.i18n import use_locale
from feedback.sentences import sentence_of
from surveys.items import Option


@pytest.fixture(autouse=True)
def english():
    with Flask(__name__).app_context():
        use_locale("en")
        yield


def said_of(share):
    yes = Option("yes", "Yes", 1, favourable=True, missing=False)
    return sentence_of(Cell(favourable=share, mean="", shares={}), [yes])


@pytest.mark.parametrize(
    ("share", "tenths"),
    [
        ("5", "About 1 in 10"),
        ("14", "About 1 in 10"),
        ("15", "About 2 in 10"),
        ("45", "About 5 in 10"),
        ("54", "About 5 in 10"),
        ("55", "About 6 in 10"),
        ("65", "About 7 in 10"),
        ("85", "About 9 in 10"),
        ("95", "More than 9 in 10"),
        ("4", "Fewer than 1 in 10"),
    ],
)
def test_halves_of_a_tenth_go_up(share, tenths):
    assert said_of(share) == f"{tenths} people answered: Yes"


@pytest.mark.parametrize(
    ("share", "tenths"),
    [
        ("≤5", "Fewer than 1 in 10"),
        ("≥95", "More than 9 in 10"),
        ("≤20", "At most 2 in 10"),
        ("≥80", "At least 8 in 10"),
    ],
)
def test_an_end_is_told_as_one(share, tenths):
    assert said_of(share) == f"{tenths} people answered: Yes"
