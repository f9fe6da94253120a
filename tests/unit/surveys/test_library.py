from collections import Counter
from importlib.resources import files

import pytest

from surveys.definitions import CODE, GROUPS, MOST_ITEMS, read_table, read_toml
from surveys.errors import InvalidDefinition
from surveys.items import Kind
from surveys.library import load_library
from surveys.ready_scales import ready_scales
from surveys.wordings import wordings_of

LANGUAGES = ["nl", "en", "tr", "ar", "pl", "uk", "fr", "de"]
BANK = sorted((files("surveys") / "bank").iterdir(), key=str)
CATALOGUE = sorted((files("surveys") / "catalogue").iterdir(), key=str)
# Names of offices and people are the same everywhere; some words are, too.
SAME_IN_TWO_LANGUAGES = {"Nee", "Ja", "Ladder", "Soms"}


def of_bank():
    return [item for item in load_library() if item.origin.startswith("bank")]


def mistakes_in(file):
    try:
        read_table(read_toml(file.read_text(encoding="utf-8")))
    except InvalidDefinition as error:
        return [each for each in error.mistakes if f"at most {MOST_ITEMS} " not in each.cure + " "]
    return []


@pytest.mark.parametrize("file", [*BANK, *CATALOGUE], ids=lambda file: file.name)
def test_every_text_is_there_in_every_language(file):
    table = read_toml(file.read_text(encoding="utf-8"))
    too_long = "ask at most"

    assert table["languages"] == LANGUAGES
    assert [each for each in mistakes_in(file) if too_long not in each.cure] == []


@pytest.mark.parametrize("file", [*BANK, *CATALOGUE], ids=lambda file: file.name)
def test_no_translation_is_the_dutch_by_accident(file):
    table = read_toml(file.read_text(encoding="utf-8"))

    same = {
        (wording.key, language)
        for wording in wordings_of(table)
        for language in LANGUAGES[1:]
        if wording.text(language) == wording.source and wording.source not in SAME_IN_TWO_LANGUAGES
    }
    assert same == set()


def test_the_bank_has_at_least_sixty_questions():
    assert len(of_bank()) >= 60


def test_no_code_of_the_bank_is_used_twice():
    codes = Counter(item.code for item in load_library())

    assert [item.code for item in of_bank() if codes[item.code] > 1] == []
    assert all(CODE.fullmatch(code) for code in codes)


@pytest.mark.parametrize("item", of_bank(), ids=lambda item: item.code)
def test_a_question_of_the_bank_says_whom_it_asks_what_and_after_whom(item):
    assert set(item.groups) <= set(GROUPS)
    assert item.table["measures"]
    assert item.table["source"]


def test_every_respondent_group_finds_questions():
    asked = Counter(group for item in load_library() for group in item.groups)

    assert set(asked) == set(GROUPS)
    assert min(asked.values()) >= 15


def test_children_pick_faces():
    scales = {
        item.scale["code"] for item in load_library() if item.groups == ("child",) and item.scale
    }

    assert all(ready_scales()[code]["faces"] for code in scales)


def test_satisfaction_can_become_a_grade():
    """Four points, so that 3 × mean − 2 lies from 1 to 10, as Vensters counts."""
    options = ready_scales()["satisfied4"]["option"]
    values = [option["value"] for option in options if not option.get("missing")]

    assert values == [4, 3, 2, 1]
    assert [3 * value - 2 for value in (min(values), max(values))] == [1, 10]


def test_kinds_of_question_are_known():
    assert {item.table["kind"] for item in load_library()} <= set(Kind)
