import pytest

from analysis.exports.as_csv import harmless
from analysis.exports.observations import in_numbers


@pytest.mark.parametrize(
    ("statistic", "value", "numbers"),
    [
        ("n", "23", (23, 23, 23)),
        ("n", "5–9", (None, 5, 9)),
        ("coverage", "90–95", (None, 90, 95)),
        ("coverage", "≥95", (None, 95, 100)),
        ("share", "≤5", (None, 0, 5)),
        ("share", "40", (40, 40, 40)),
        ("mean", "3.4", (3.4, 3.4, 3.4)),
        ("mean", "-0.5", (-0.5, -0.5, -0.5)),
        ("mean", "high", (None, None, None)),
        ("n", "", (None, None, None)),
    ],
)
def test_a_shown_value_has_its_ends_in_numbers(statistic, value, numbers):
    assert in_numbers(statistic, value) == numbers


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", " =1", "＝1", 'De Linde; "=1"', "a,+1"]
)
def test_no_text_can_be_a_formula(text):
    assert "'" in harmless(text)


@pytest.mark.parametrize("text", ["De Brug", "Wat vindt u? (ja/nee)", "Terneuzen-Zuid", "≤5", ""])
def test_an_ordinary_text_stays_as_it_is(text):
    assert harmless(text) == text
