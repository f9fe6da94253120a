import pytest

from analysis.themes import Theme


@pytest.mark.parametrize(
    ("stability", "word"), [(1.0, "stevig"), (0.75, "stevig"), (0.6, "redelijk"), (0.59, "los")]
)
def test_how_firm_a_theme_is_is_said_in_a_word(stability: float, word: str):
    assert Theme(stability=stability).firmness == word
