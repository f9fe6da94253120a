import io
from importlib.resources import files

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert
from test_interchange import CATALOGUE, contents, stored

from surveys.definitions import read_toml
from surveys.errors import InvalidDefinition
from surveys.interchange import table_of
from surveys.workbooks import NewSheet, Sheet, read_workbook, write_workbook
from surveys.xlsform import read_sheets, read_xlsform, write_xlsform

SURVEY = ["type", "name", "label::Nederlands (nl)"]
YES_NO = [
    ["list_name", "name", "label::Nederlands (nl)"],
    ["yn", "yes", "Ja"],
    ["yn", "no", "Nee"],
    ["yn", "Weet niet", "Weet ik niet"],
]


def read(survey, choices=YES_NO, settings=(), **others):
    """What we make of the form with these rows."""
    sheets = {"survey": survey, "choices": choices, "settings": settings, **others}
    rows = {name: tuple(tuple(row) for row in each) for name, each in sheets.items()}
    return read_sheets([Sheet(name, each) for name, each in rows.items()])


def item(*row, header=SURVEY, **others):
    """The one item that we make of a row, and what is left out."""
    imported = read([header, list(row)], **others)
    (made,) = imported.table["item"]
    return made, faults(imported)


def faults(imported):
    return [str(mistake) for mistake in imported.left_out if mistake.place != "workbook"]


def a_table(**changes):
    """A table with something of everything."""
    two = {"nl": "Ja", "en": "Yes"}, {"nl": "Nee", "en": "No"}
    options = [
        {"code": "1-yes", "value": 2.5, "favourable": True, "text": two[0]},
        {"code": "no", "value": 1, "favourable": False, "missing": False, "text": two[1]},
    ]
    words = {"nl": "Vraag", "en": "Question"}
    ends = {"low": {"nl": "Laag", "en": "Low"}, "high": {"nl": "Hoog", "en": "High"}}
    table = {
        "code": "alles", "number": 3, "languages": ["nl", "en"], "groups": ["youth", "parent"],
        "sources": ["Eigen werk", "=1+1"], "checked": {"en": "A. de Vries"},
        "title": {"nl": "Alles", "en": "All", "youth": {"nl": "Alles!", "en": "All!"}},
        "introduction": {"youth": words, "parent": words},
        "not_said": {"nl": "Zeg ik niet", "en": "Rather not", "youth": words},
        "scale": [{"code": "gezicht", "faces": True, "option": options},
                  {"code": "los", "option": options}],
        "item": [
            {"code": "1-eerst", "kind": "scale", "scale": "gezicht", "text": words,
             "sensitive": True, "measures": "nabijheid", "source": "bron",
             "hint": {"nl": "Let op", "en": "Mind", "youth": words}},
            {"code": "keus", "kind": "multiple", "scale": "gezicht", "text": words,
             "shown_if": {"item": "1-eerst", "codes": ["1-yes", "not-said"]}},
            {"code": "cijfer", "kind": "grade", "sensitive": True,
             "text": words | {"youth": words, "parent": words}} | ends,
            {"code": "trap", "kind": "ladder", "text": words, "groups": ["youth"],
             "shown_if": {"item": "keus", "codes": ["no", "1-yes"]}} | ends,
            {"code": "aantal", "kind": "number", "minimum": -1, "maximum": 30, "text": words,
             "shown_if": {"item": "cijfer", "codes": ["7", "8"]}},
            {"code": "kort", "kind": "short-text", "text": words, "hint": words},
            {"code": "lang", "kind": "comment", "text": {"youth": words, "parent": words}},
            {"code": "drie", "kind": "yes-partly-no", "option": options, "text": words},
            {"code": "een", "kind": "single", "option": options, "text": words,
             "sensitive": False},
        ],
    }  # fmt: skip
    return table | changes


@pytest.mark.parametrize("file", CATALOGUE, ids=lambda file: file.name)
def test_a_definition_comes_back_as_it_was_written(file):
    table = read_toml(file.read_text(encoding="utf-8"))

    imported = read_xlsform(write_xlsform(table))

    assert imported.left_out == ()
    assert imported.table == table
    assert contents(stored(imported.table)) == contents(stored(table))


@pytest.mark.parametrize("file", CATALOGUE, ids=lambda file: file.name)
def test_a_stored_version_comes_back_as_it_was_written(file):
    version = stored(read_toml(file.read_text(encoding="utf-8")))

    again = stored(read_xlsform(write_xlsform(table_of(version))).table)

    assert contents(again) == contents(version)


def test_something_of_everything_comes_back():
    imported = read_xlsform(write_xlsform(a_table()))

    assert imported.left_out == ()
    assert imported.table == a_table()
    stored(imported.table)


@given(st.text(min_size=1, max_size=40).map(str.strip).filter(bool))
@example("=1+1")
@example("${klankbord_group}")
@settings(max_examples=20, deadline=None)
def test_any_words_come_back(words):
    words = " ".join(words.split("\r"))
    table = a_table(title={"nl": words, "en": words}, sources=[words])
    table["item"][0]["text"] = {"nl": words, "en": words, "youth": {"nl": words, "en": words}}
    table["item"][0]["measures"] = words

    assert read_xlsform(write_xlsform(table)).table == table


def test_a_draft_that_is_not_whole_can_be_written():
    draft = {"languages": ["nl", "en"], "item": [{"code": "a", "kind": "scale", "scale": "weg"}]}

    table = read_xlsform(write_xlsform(draft)).table

    assert table["languages"] == ["nl", "en"]
    assert (table["item"][0]["code"], table["item"][0]["kind"]) == ("a", "scale")


def test_every_item_without_a_code_or_a_kind_is_named():
    draft = {"scale": [{}], "item": [{"code": "a"}, {"kind": "scale"}]}

    with pytest.raises(InvalidDefinition) as refused:
        write_xlsform(draft)

    assert [each.place for each in refused.value.mistakes] == ["item 1", "item 2", "scale 1"]


def test_one_group_needs_no_question_about_who_answers():
    one = a_table(groups=["youth"])

    sheets = {sheet.name: sheet for sheet in read_workbook(write_xlsform(one))}

    assert "klankbord_group" not in [row[1] for row in sheets["survey"].rows]
    assert read_xlsform(write_xlsform(one)).table == one


@pytest.mark.parametrize(
    "table",
    [
        *(read_toml(file.read_text(encoding="utf-8")) for file in CATALOGUE),
        a_table(),
        a_table(groups=["youth"]),
    ],
    ids=lambda table: f"{table['code']} for {len(table['groups'])}",
)
def test_other_programs_make_a_form_of_it_without_a_warning(table):
    form = convert(io.BytesIO(write_xlsform(table)), file_type=".xlsx")

    assert form.warnings == []
    assert "klankbord_measures" not in form.xform


def test_what_is_asked_after_an_answer_is_so_in_other_programs():
    xform = convert(io.BytesIO(write_xlsform(a_table())), file_type=".xlsx").xform

    assert "selected( /alles/keus , 'no') or selected( /alles/keus , '1-yes')" in xform.replace(
        "/data/", "/alles/"
    )
    assert "/data/klankbord_group  = 'youth'" in xform


def rewritten(content, change):
    """A workbook in which a person changed the cells of the sheet survey."""
    sheets = [
        NewSheet(each.name, change([list(row) for row in each.rows]))
        if each.name == "survey" else NewSheet(each.name, each.rows)
        for each in read_workbook(content)
    ]  # fmt: skip
    return write_workbook(sheets)


def test_a_condition_that_a_person_changed_is_read_anew():
    def change(rows):
        column = rows[0].index("relevant")
        for row in rows:
            if "keus" in row[:2]:
                row[column] = "${_1-eerst} = 'no'"
        return rows

    table = read_xlsform(rewritten(write_xlsform(a_table()), change)).table

    assert table["item"][1]["shown_if"] == {"item": "1-eerst", "codes": ["no"]}


def test_a_language_that_a_person_added_comes_along():
    def change(rows):
        width = len(rows[0])
        texts = ["label::Español (es)", *["¿?"] * len(rows)]
        return [
            [*row, *[""] * (width - len(row)), text] for row, text in zip(rows, texts, strict=False)
        ]

    table = read_xlsform(rewritten(write_xlsform(a_table()), change)).table

    assert table["languages"] == ["nl", "en", "es"]
    assert table["item"][0]["text"]["es"] == "¿?"


# Forms that others made


@pytest.mark.parametrize(
    ("kind", "ours"),
    [
        ("select_one yn", "single"), ("select one yn", "single"), ("Select1 yn", "single"),
        ("select one from yn", "single"), ("select_multiple yn", "multiple"),
        ("add select multiple prompt using yn", "multiple"), ("text", "short-text"),
        ("string", "short-text"), ("integer", "number"), ("decimal", "number"), ("range", "number"),
    ],
)  # fmt: skip
def test_a_kind_of_question_that_we_have_is_taken(kind, ours):
    made, _ = item(kind, "a", "Wat?")

    assert made["kind"] == ours
    assert made["text"] == {"nl": "Wat?"}


@pytest.mark.parametrize(
    "kind",
    [
        "date", "time", "dateTime", "geopoint", "geotrace", "image", "audio", "video", "file",
        "barcode", "rank yn", "acknowledge", "trigger", "calculate", "hidden", "start", "end",
        "today", "deviceid", "username", "audit", "select_one_from_file a.csv", "osm",
        "select_one_external yn", "xml-external", "iets", "", "csv-external",
    ],
)  # fmt: skip
def test_a_kind_of_question_that_we_lack_is_left_out_with_its_place(kind):
    imported = read([SURVEY, ["text", "b", "Wat?"], [kind, "a", "Wat?"]])

    assert [each["code"] for each in imported.table["item"]] == ["b"]
    (fault,) = faults(imported)
    assert fault.startswith('sheet "survey", row 3, column "type": ')


def test_a_form_of_others_is_for_parents_until_somebody_chooses():
    imported = read([SURVEY, ["text", "b", "Wat?"]])

    assert imported.table["groups"] == ["parent"]
    assert any("who is asked" in each.fault for each in imported.left_out)


def test_names_become_codes_of_their_own_and_are_reported():
    rows = [["text", name, "?"] for name in ("Eén naam", "een_naam", "key", "", "een-naam")]

    imported = read([SURVEY, *rows])

    codes = [each["code"] for each in imported.table["item"]]
    assert codes == ["een-naam", "een-naam-2", "key-2", "vraag-4", "een-naam-3"]
    assert 'sheet "survey", row 2, column "name"' in faults(imported)[0]
    assert len(faults(imported)) == 5


def test_a_list_that_several_questions_use_becomes_a_scale():
    imported = read([SURVEY, ["select_one yn", "a", "?"], ["select_multiple yn", "b", "?"]])

    (scale,) = imported.table["scale"]
    assert [each["scale"] for each in imported.table["item"]] == ["yn", "yn"]
    assert [each["code"] for each in scale["option"]] == ["yes", "no", "weet-niet"]
    assert any('"Weet niet"' in fault and "row 4" in fault for fault in faults(imported))


@pytest.mark.parametrize(
    ("names", "appearance", "kind"),
    [
        ("12345", "likert", "scale"), ("4321", "likert", "scale"), ("12345", "", "single"),
        ("123", "likert", "single"), ("13245", "likert", "single"),
    ],
)  # fmt: skip
def test_a_scale_is_numbered_in_order_and_shown_as_one(names, appearance, kind):
    choices = [["list name", "Name", "Label"], *(["s", each, each] for each in names)]
    header = [*SURVEY, "appearance"]

    made, _ = item("select_one s", "a", "?", appearance, header=header, choices=choices)

    assert made["kind"] == kind
    values = [option.get("value") for option in made["option"]]
    assert values == ([int(each) for each in names] if kind == "scale" else [None] * len(names))


def test_room_for_other_answers_becomes_an_option_and_is_reported():
    made, said = item("select_one yn or_other", "a", "?")

    assert made["option"][-1] == {"code": "other", "text": {"nl": "Anders"}}
    assert any("own words" in fault for fault in said)


@pytest.mark.parametrize(
    ("constraint", "ends"),
    [
        (". >= 0 and . <= 18", (0, 18)), (".>0 and .<18", (1, 17)), ("(. >= 4)", (4, None)),
        (". < 18 or . > 20", (None, None)), ("regex(., '[0-9]')", (None, None)),
    ],
)  # fmt: skip
def test_a_rule_that_is_a_range_gives_the_ends_of_a_number(constraint, ends):
    made, said = item("integer", "a", "?", constraint, header=[*SURVEY, "constraint"])

    assert (made.get("minimum"), made.get("maximum")) == ends
    assert (said == []) == (ends != (None, None))


def test_parameters_of_a_range_give_its_ends():
    header = [*SURVEY, "parameters"]

    made, said = item("range", "a", "?", "start=1 end=10 step=1", header=header)

    assert (made["kind"], made["minimum"], made["maximum"]) == ("number", 1, 10)
    assert said == []
    assert item("range", "a", "?", "start=0;end=1;step=0.1", header=header)[1]


CONDITIONAL = [*SURVEY, "relevant"]
ASKED = ["select_one yn", "een_vraag", "?", ""]


def conditional(relevant, asked=ASKED):
    imported = read([CONDITIONAL, asked, ["text", "b", "?", relevant]])
    said = [fault for fault in faults(imported) if 'column "relevant"' in fault]
    return imported.table["item"][-1].get("shown_if", {}).get("codes"), said


@pytest.mark.parametrize(
    ("relevant", "codes"),
    [
        ("${een_vraag} = 'yes'", ["yes"]), ('${een_vraag}="no"', ["no"]),
        ("'no' = ${ een_vraag }", ["no"]), ("selected(${een_vraag}, 'Weet niet')", ["weet-niet"]),
        ("(${een_vraag}='yes') or selected( ${een_vraag},'no' )", ["yes", "no"]),
        ("((${een_vraag}='yes'))", ["yes"]),
    ],
)  # fmt: skip
def test_answers_to_one_earlier_question_are_a_condition(relevant, codes):
    assert conditional(relevant) == (codes, [])


@pytest.mark.parametrize(
    "relevant",
    [
        "not(selected(${een_vraag}, 'yes'))", "${een_vraag} != 'yes'", "${een_vraag} = 'maybe'",
        "${een_vraag} = 'yes' and ${een_vraag} = 'no'", "${b} = 'yes'", "${later} = 'yes'",
        "${een_vraag} = 'yes' or ${b} = 'no'", "today() > 3", "1", "${een_vraag}", "= 'yes'",
        "selected(${een_vraag}", "(" * 500, "(" * 5000, "${een_vraag} = ", "'a' = 'b'", "'",
    ],
)  # fmt: skip
def test_any_other_condition_is_left_out_with_its_place(relevant):
    codes, (said,) = conditional(relevant)

    assert codes is None
    assert said.startswith('sheet "survey", row 3, column "relevant": ')


def test_the_condition_of_a_group_holds_for_the_questions_in_it():
    imported = read(
        [
            CONDITIONAL, ASKED, ["begin_group", "g", "", "${een_vraag} = 'yes'"],
            ["select_one yn", "c", "?", ""], ["text", "d", "?", "${c} = 'no'"],
            ["end_group", "", "", ""], ["text", "e", "?", ""],
        ]
    )  # fmt: skip

    conditions = [each.get("shown_if") for each in imported.table["item"]]
    inside, within = {"item": "een-vraag", "codes": ["yes"]}, {"item": "c", "codes": ["no"]}
    assert conditions == [None, inside, within, None]
    assert not [fault for fault in faults(imported) if "condition" in fault]


def test_two_conditions_that_do_not_follow_from_each_other_are_reported():
    imported = read(
        [
            CONDITIONAL, ASKED, ["select_one yn", "c", "?", ""],
            ["begin group", "g", "Kop", "${een_vraag} = 'yes'"], ["text", "d", "?", "${c} = 'no'"],
            ["begin repeat", "r", "", ""], ["text", "e", "?", ""],
        ]
    )  # fmt: skip

    said = "\n".join(faults(imported))
    assert 'row 5, column "relevant": more than one condition' in said
    assert "the heading of a group" in said
    assert "repeated" in said


def test_columns_that_mean_nothing_here_are_reported_with_their_rows():
    header = [
        *SURVEY, "required", "constraint", "choice_filter", "calculation", "default", "parameters",
        "media::image", "appearance", "eigen kolom", "guidance_hint::nl",
    ]  # fmt: skip
    row = [
        "select_one yn",
        "a",
        "?",
        "yes",
        ". > 1",
        "x=1",
        "1+1",
        "yes",
        "randomize=true",
        "p.png",
    ]

    _, said = item(*row, "minimal", "iets", "uitleg", header=header)

    for column in header[3:]:
        assert any(f'column "{column}"' in fault for fault in said), column
    assert all('sheet "survey"' in fault for fault in said if "Weet niet" not in fault)


def test_a_question_that_is_not_required_is_no_news():
    _, said = item("text", "a", "?", "no", header=[*SURVEY, "required"])

    assert said == []


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("label::Dutch (nl)", "nl"), ("label::nl", "nl"), ("Label :: Nederlands", "nl"),
        ("label::Français (fr)", "fr"), ("label::Français", "fr"), ("label::English", "en"),
        ("label::Arabic", "ar"), ("label::العربية", "ar"), ("label::Español (es)", "es"),
        ("label::pt-BR", "pt-BR"), ("label:German", "de"), ("label::Türkçe", "tr"),
        ("label::Украïнська (uk)", "uk"), ("label::Polski", "pl"), ("label::українська", "uk"),
        ("label", "nl"), ("caption", "nl"), ("label::Somali", "so"), ("label::Tigrinya", "ti"),
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_code_or_its_name(header, language):
    imported = read([["type", "name", header], ["text", "a", "?"]], choices=())

    assert imported.table["languages"] == [language]
    assert imported.table["item"][0]["text"] == {language: "?"}


def test_text_without_a_language_is_in_the_default_language():
    settings = [
        ["Default_Language", "form_title", "form_id", "version"],
        ["Polski (pl)", "T", "Mijn_form", "2"],
    ]

    table = read([["type", "name", "label"], ["text", "a", "?"]], (), settings).table

    assert table["languages"] == ["pl"]
    assert (table["code"], table["number"], table["title"]) == ("mijn-form", 2, {"pl": "T"})


def test_a_language_that_nobody_knows_is_reported():
    imported = read([[*SURVEY, "label::Klingonees"], ["text", "a", "?", "x"]])

    (said,) = faults(imported)
    assert 'row 1, column "label::Klingonees"' in said


def test_a_note_before_the_first_question_is_the_introduction():
    imported = read([SURVEY, ["note", "n", "Welkom"], ["text", "a", "?"], ["note", "m", "Let op"]])

    assert imported.table["introduction"] == {"nl": "Welkom"}
    (said,) = faults(imported)
    assert "row 4" in said


def test_a_long_form_is_read_whole():
    imported = read([SURVEY, *(["text", f"v{n}", "?"] for n in range(40))])

    assert len(imported.table["item"]) == 40


def test_scripts_in_labels_are_text():
    script = "<script>alert(1)</script>=cmd|'/c calc'!A1"

    made, _ = item("text", "a", script)

    assert made["text"] == {"nl": script}


@pytest.mark.parametrize(
    "sheets",
    [{}, {"vragen": [["a"]]}, {"survey": []}, {"survey": [["naam", "label"], ["a", "b"]]}],
)
def test_a_workbook_that_is_no_form_is_refused_with_the_reason(sheets):
    with pytest.raises(InvalidDefinition, match=r"survey|type"):
        read_sheets([Sheet(name, tuple(map(tuple, rows))) for name, rows in sheets.items()])


def test_sheets_are_known_whatever_their_case():
    content = write_workbook(
        [NewSheet(" Survey", [["Type", "NAME", "Label::NL"], ["text", "a", "?"]])]
    )

    assert read_xlsform(content).table["item"][0]["text"] == {"nl": "?"}


WORDS = st.sampled_from(
    [
        "", "type", "name", "label", "label::nl", "label::Dutch (nl)", "hint", "relevant",
        "select_one", "select_one yn", "select_multiple yn or_other", "begin group", "end repeat",
        "integer",
        "range", "note", "text", "yn", "list_name", "constraint", "parameters", "appearance",
        "${a} = 'x'", "selected(${a}, 'yes')", ". >= 1", "start=1 end=x", "likert", "yes", "1", "-",
        "klankbord_kind", "klankbord_own", "klankbord_group", "klankbord_code", "klankbord_low_nl",
        "klankbord_scale", "klankbord_value", "klankbord_added", "klankbord_introduction",
        "klankbord_shown_if_item", "klankbord_groups", "grade", "scale", "youth", "what", "group",
        "language", "title", "code", "number", "media::image::nl", "bind::relevant", "label::",
        "::",         "nan", "1e400", "9" * 400, "²",
    ]
)  # fmt: skip
CELLS = st.one_of(WORDS, st.text(max_size=12))
ROWS = st.lists(st.lists(CELLS, max_size=8).map(tuple), max_size=8).map(tuple)


@given(ROWS, ROWS, ROWS, ROWS)
@settings(max_examples=300, deadline=None)
@example((("type", "label::"), ("select_one ", "x")), (), (), ())
def test_whatever_is_in_the_cells_is_read_or_refused(survey, choices, own_settings, own):
    names = ("survey", "choices", "settings", "klankbord")
    headed = (
        ("type", "name", "label::nl", "relevant", "klankbord_kind", "klankbord_group"),
        *survey,
    )
    for rows in (survey, headed):
        sheets = [
            Sheet(*each) for each in zip(names, (rows, choices, own_settings, own), strict=True)
        ]
        try:
            table = read_sheets(sheets).table
        except InvalidDefinition:
            continue
        try:
            stored(table)
        except InvalidDefinition:
            continue


def test_every_form_of_the_catalogue_is_tested():
    assert len(CATALOGUE) == len(list(files("surveys").joinpath("catalogue").iterdir())) > 2
