import io
from copy import deepcopy

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_interchange import CATALOGUE

from surveys.definitions import read_toml
from surveys.errors import InvalidDefinition
from surveys.translators_workbook import read_workbook, write_workbook
from surveys.workbooks import NewSheet
from surveys.workbooks import write_workbook as write_sheets

TABLE = {
    "code": "kort", "number": 1, "languages": ["nl", "en"], "groups": ["parent", "youth"],
    "checked": {"en": "A. de Vries"},
    "title": {"nl": "Kort", "en": "Short"},
    "introduction": {"nl": "Welkom {name}", "en": "Welcome {name}",
                     "youth": {"nl": "Hoi", "en": "Hi"}},
    "scale": [{"code": "ja-nee", "option": [
        {"code": "yes", "value": 2, "text": {"nl": "Ja", "en": "Yes"}},
        {"code": "no", "value": 1, "text": {"nl": "Nee", "en": "No"}}]}],
    "item": [{"code": "fijn", "kind": "scale", "scale": "ja-nee", "measures": "nabijheid",
              "text": {"nl": "Fijn?", "en": "Nice?", "youth": {"nl": "Vet?", "en": "Cool?"}},
              "hint": {"nl": "Denk na", "en": "Think"}}],
}  # fmt: skip


def changed(cells, languages=("en",), table=TABLE):
    """What comes back when a translator writes these cells, by place."""
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(table, languages)))
    for place, text in cells.items():
        book.active[place] = text
    file = io.BytesIO()
    book.save(file)
    return read_workbook(table, file.getvalue())


def place_of(key, column="F", languages=("en",)):
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(TABLE, languages)))
    keys = [cell.value for cell in book.active["A"]]
    return f"{column}{keys.index(key) + 1}"


@pytest.mark.parametrize("file", CATALOGUE, ids=lambda file: file.name)
def test_a_workbook_that_nobody_touched_changes_nothing(file):
    table = read_toml(file.read_text(encoding="utf-8"))

    again, mistakes = read_workbook(table, write_workbook(table, table["languages"]))

    assert again == table
    assert mistakes == []


def test_a_row_says_where_its_text_stands():
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(TABLE, ["en"])))

    rows = [[cell.value for cell in row] for row in book.active.rows]
    assert rows[0][1:] == ["Waar", "Onderdeel", "Voor wie", "Nederlands (nl)", "English (en)"]
    assert ["1. fijn", "vraag", "jongeren (12–18)", "Vet?", "Cool?"] in [row[1:] for row in rows]
    assert ["antwoorden ja-nee", "antwoord 2", "iedereen", "Nee", "No"] in [r[1:] for r in rows]
    assert len({row[0] for row in rows}) == len(rows) == 9
    assert book.active.column_dimensions["A"].hidden


def test_a_changed_translation_is_taken_and_nothing_else():
    before = deepcopy(TABLE)

    table, mistakes = changed({place_of("item/fijn/text/youth"): " Great? "})

    before["item"][0]["text"]["youth"]["en"] = "Great?"
    assert table == before
    assert mistakes == []
    assert TABLE["item"][0]["text"]["youth"]["en"] == "Cool?"


def test_a_language_that_is_new_is_added():
    table, mistakes = changed({place_of("title", "G"): "Kurz"}, ["en", "de"])

    assert table["languages"] == ["nl", "en", "de"]
    assert table["title"]["de"] == "Kurz"
    assert mistakes == []


def test_a_column_that_a_translator_added_is_a_language():
    table, mistakes = changed({"G1": "Español (es)", place_of("title", "G"): "Corto"})

    assert table["languages"] == ["nl", "en", "es"]
    assert table["title"]["es"] == "Corto"
    assert mistakes == []


def test_a_new_language_without_words_is_not_added():
    table, _ = changed({}, ["en", "de"])

    assert table["languages"] == ["nl", "en"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"), ("x" * 501, "501 characters"), ("Welcome", "{name}"),
        ("Welcome {naam}", "{naam}, {name}"), ("Welcome {name} {name}", "{name}"),
        ('=HYPERLINK("http://x","{name}")', "a formula"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_taken_stays_as_it_was(text, fault):
    place = place_of("introduction")

    table, (mistake,) = changed({place: text})

    assert table == TABLE
    assert mistake.place == f'sheet "teksten", row {place[1:]}, column "English (en)"'
    assert fault in mistake.fault
    assert mistake.cure


def test_a_translation_of_another_text_is_outdated():
    place = place_of("title", "E")

    table, (mistake,) = changed({place: "Kort!", place_of("title"): "Brief"})

    assert table == TABLE
    assert "outdated" in mistake.fault
    assert '"Kort"' in mistake.cure
    assert 'column "Nederlands (nl)"' in mistake.place


def test_unknown_and_double_keys_are_named():
    table, mistakes = changed({"A2": "item/weg/text", "A4": "introduction"})

    assert table == TABLE
    assert [mistake.fault for mistake in mistakes[:2]] == [
        'the key "item/weg/text" is unknown, or there twice',
        'the key "introduction" is unknown, or there twice',
    ]
    assert "2 rows are gone: title, introduction/youth" in mistakes[2].fault


def test_a_text_without_a_key_is_named():
    _, (mistake,) = changed({"F30": "Los"})

    assert (mistake.place, mistake.fault) == (
        'sheet "teksten", row 30, column "Sleutel (niet wijzigen)"',
        "no key",
    )


def test_columns_that_are_no_language_or_there_twice_are_named():
    table, mistakes = changed({"G1": "Opmerking", "H1": "Engels", place_of("title", "H"): "X"})

    assert table == TABLE
    assert [mistake.fault for mistake in mistakes] == [
        "a column of no known language",
        "a second column of this language",
    ]


def test_another_workbook_is_refused():
    with pytest.raises(InvalidDefinition, match="no sheet with the column"):
        read_workbook(TABLE, write_sheets([NewSheet("survey", [["type", "name"]])]))


def test_a_workbook_without_the_texts_to_translate_from_is_refused():
    with pytest.raises(InvalidDefinition, match="Nederlands"):
        changed({"E1": ""})


def test_a_text_that_begins_as_a_formula_does_is_text():
    table = deepcopy(TABLE)
    table["title"]["en"] = "=1+1"

    again, mistakes = read_workbook(table, write_workbook(table, ["en"]))

    assert (again, mistakes) == (table, [])


def test_two_items_of_one_code_keep_texts_of_their_own():
    table = deepcopy(TABLE)
    table["item"].append({"code": "fijn", "kind": "comment", "text": {"nl": "En?", "en": "And?"}})

    assert read_workbook(table, write_workbook(table, ["en"])) == (table, [])


def test_a_draft_that_is_not_whole_can_be_translated():
    draft = {"languages": ["nl"], "title": "x", "item": [{"text": {"nl": 3}}, "y"], "scale": None}

    again, mistakes = read_workbook(draft, write_workbook(draft, ["nl", "en"]))

    assert (again, mistakes) == (draft, [])


@given(st.dictionaries(st.sampled_from(["A2", "A5", "E3", "F3", "F7", "G1", "G4", "F1"]),
                       st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]),
                               max_size=12)))  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_whatever_is_in_the_cells_only_texts_change(cells):
    try:
        table, _ = changed(cells)
    except (InvalidDefinition, openpyxl.utils.exceptions.IllegalCharacterError):
        return

    assert {key: table[key] for key in ("code", "number", "groups", "checked")} == {
        key: TABLE[key] for key in ("code", "number", "groups", "checked")
    }
    assert table["item"][0].keys() == TABLE["item"][0].keys()
    assert table["languages"][:2] == ["nl", "en"]
