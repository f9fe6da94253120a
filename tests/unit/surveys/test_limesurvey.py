"""Surveys of LimeSurvey in both layouts, and ours on their way there and back."""

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from surveys.definitions import read_toml
from surveys.errors import InvalidDefinition
from surveys.limesurvey import read_lss, write_lss
from tests.unit.surveys.test_interchange import contents, stored

CATALOGUE = sorted((files("surveys") / "catalogue").iterdir(), key=str)


def cells(**values):
    return "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in values.items())


def rows(table, *each):
    inside = "".join(f"<row>{cells(**row)}</row>" for row in each)
    return f"<{table}><fields/><rows>{inside}</rows></{table}>"


def document(*tables, languages=("nl", "en")):
    spoken = "".join(f"<language>{each}</language>" for each in languages)
    settings_rows = [
        {
            "surveyls_language": each,
            "surveyls_title": f"School ({each})",
            "surveyls_welcometext": "<p>Welkom &amp; <b>dank</b></p>",
        }
        for each in languages
    ]
    titles = rows("surveys_languagesettings", *settings_rows)
    whole = f"<languages>{spoken}</languages>{titles}{''.join(tables)}"
    kind = "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>418</DBVersion>"
    return f'<?xml version="1.0" encoding="UTF-8"?><document>{kind}{whole}</document>'.encode()


def new_layout(*questions, subs=(), answers=(), attributes=()):
    """A survey as version 4 and later write it: texts apart."""
    every = [*questions, *subs]
    return document(
        rows("groups", {"gid": 1, "group_order": 1}),
        rows("questions", *({**BARE, **question} for question in questions)),
        rows("subquestions", *({**BARE, **sub} for sub in subs)),
        rows(
            "question_l10ns",
            *(
                {
                    "qid": each["qid"],
                    "question": f"{each['title']} in {language}?",
                    "help": "",
                    "language": language,
                }
                for each in every
                for language in ("nl", "en")
            ),
        ),
        rows(
            "answers",
            *(
                {"aid": n, "qid": qid, "code": code, "sortorder": n, "scale_id": 0}
                for n, (qid, code) in enumerate(answers, start=1)
            ),
        ),
        rows(
            "answer_l10ns",
            *(
                {"aid": n, "answer": f"{code} in {language}", "language": language}
                for n, (_qid, code) in enumerate(answers, start=1)
                for language in ("nl", "en")
            ),
        ),
        rows("question_attributes", *attributes),
    )


BARE = {
    "parent_qid": 0,
    "gid": 1,
    "mandatory": "N",
    "other": "N",
    "question_order": 1,
    "relevance": "1",
}


def faults(imported):
    return [str(mistake.fault) for mistake in imported.left_out]


def items(imported):
    return {item["code"]: item for item in imported.table["item"]}


def test_the_new_layout_comes_with_its_languages_answers_and_branching():
    imported = read_lss(
        new_layout(
            {"qid": 1, "type": "L", "title": "Hulp"},
            {
                "qid": 2,
                "type": "T",
                "title": "Hoe",
                "question_order": 2,
                "relevance": '((Hulp.NAOK == "A1")) or ((Hulp.NAOK == "A2"))',
            },
            answers=[(1, "A1"), (1, "A2"), (1, "A3")],
        )
    )

    found = items(imported)
    assert imported.table["languages"] == ["nl", "en"]
    assert imported.table["title"] == {"nl": "School (nl)", "en": "School (en)"}
    assert imported.table["introduction"]["nl"] == "Welkom & dank"
    assert found["hulp"]["kind"] == "single"
    assert [option["code"] for option in found["hulp"]["option"]] == ["a1", "a2", "a3"]
    assert found["hulp"]["option"][0]["text"] == {"nl": "A1 in nl", "en": "A1 in en"}
    assert found["hoe"]["kind"] == "comment"
    assert found["hoe"]["shown_if"] == {"item": "hulp", "codes": ["a1", "a2"]}
    assert faults(imported) == ["LimeSurvey does not say who is asked"]


def test_the_old_layout_has_a_row_per_language():
    imported = read_lss(
        document(
            rows("groups", {"gid": 1, "group_order": 1, "group_name": "G", "language": "nl"}),
            rows(
                "questions",
                *(
                    {
                        **BARE,
                        "qid": qid,
                        "type": kind,
                        "title": title,
                        "question": f"{title} {language}",
                        "help": f"Hulp {language}",
                        "language": language,
                        "question_order": qid,
                    }
                    for qid, kind, title in ((1, "Y", "Naar"), (2, "M", "Wat"))
                    for language in ("nl", "en")
                ),
            ),
            rows(
                "subquestions",
                *(
                    {
                        **BARE,
                        "parent_qid": 2,
                        "qid": 2 + n,
                        "type": "T",
                        "title": f"SQ{n}",
                        "question": f"{n} {language}",
                        "language": language,
                        "question_order": n,
                    }
                    for n in (1, 2)
                    for language in ("nl", "en")
                ),
            ),
            rows(
                "conditions",
                {"qid": 2, "cqid": 1, "cfieldname": "1X1X1", "method": "==", "value": "Y"},
            ),
        )
    )

    found = items(imported)
    assert found["naar"]["text"] == {"nl": "Naar nl", "en": "Naar en"}
    assert found["naar"]["hint"] == {"nl": "Hulp nl", "en": "Hulp en"}
    assert [option["text"]["nl"] for option in found["naar"]["option"]] == ["Ja", "Nee"]
    assert found["wat"]["kind"] == "multiple"
    assert found["wat"]["option"] == [
        {"code": "sq1", "text": {"nl": "1 nl", "en": "1 en"}},
        {"code": "sq2", "text": {"nl": "2 nl", "en": "2 en"}},
    ]
    assert found["wat"]["shown_if"] == {"item": "naar", "codes": ["yes"]}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("L", "single"),
        ("!", "single"),
        ("O", "single"),
        ("5", "scale"),
        ("Y", "single"),
        ("N", "number"),
        ("S", "short-text"),
        ("T", "comment"),
        ("U", "comment"),
    ],
)
def test_each_kind_of_one_question_has_its_own(kind, expected):
    imported = read_lss(
        new_layout({"qid": 1, "type": kind, "title": "Q"}, answers=[(1, "A1"), (1, "A2")])
    )

    assert [item["kind"] for item in imported.table["item"]] == [expected]


@pytest.mark.parametrize(
    ("kind", "expected", "n"),
    [
        ("A", "scale", 5),
        ("B", "scale", 10),
        ("C", "scale", 3),
        ("E", "scale", 3),
        ("F", "scale", 2),
        ("H", "scale", 2),
        ("K", "number", 0),
        ("Q", "short-text", 0),
    ],
)
def test_an_array_becomes_a_question_per_row_with_shared_answers(kind, expected, n):
    imported = read_lss(
        new_layout(
            {"qid": 1, "type": kind, "title": "Rij"},
            subs=[
                {"qid": 1 + n, "parent_qid": 1, "type": "T", "title": f"SQ{n}", "question_order": n}
                for n in (1, 2)
            ],
            answers=[(1, "A1"), (1, "A2")],
        )
    )

    first, second = imported.table["item"]
    assert (first["code"], second["code"]) == ("rij-sq1", "rij-sq2")
    assert first["text"]["nl"] == "Rij in nl? SQ1 in nl?"
    assert first["kind"] == expected
    if n:
        [scale] = imported.table["scale"]
        assert first["scale"] == second["scale"] == scale["code"]
        assert len(scale["option"]) == n


def test_bounds_of_a_number_come_along():
    imported = read_lss(
        new_layout(
            {"qid": 1, "type": "N", "title": "Kinderen"},
            attributes=[
                {"qid": 1, "attribute": "min_num_value_n", "value": "0"},
                {"qid": 1, "attribute": "max_num_value_n", "value": "20"},
            ],
        )
    )

    assert {key: items(imported)["kinderen"][key] for key in ("minimum", "maximum")} == {
        "minimum": 0,
        "maximum": 20,
    }


def test_what_cannot_come_along_is_told_with_its_place():
    imported = read_lss(
        new_layout(
            {
                "qid": 1,
                "type": "L",
                "title": "Een_Vraag!",
                "mandatory": "Y",
                "other": "Y",
                "preg": "/x/",
            },
            {"qid": 2, "type": "|", "title": "Foto"},
            {"qid": 3, "type": "T", "title": "Weg", "relevance": "age() > 12"},
            answers=[(1, "A1"), (1, "A2")],
            attributes=[{"qid": 1, "attribute": "array_filter", "value": "Q7"}],
        )
    )

    told = " / ".join(faults(imported))
    for part in (
        "must be answered",
        'an answer "other"',
        "must have a form",
        "file upload",
        "asked only if: age() > 12",
        "array_filter = Q7",
        'becomes "een-vraag"',
    ):
        assert part in told
    assert all(each.place and each.cure for each in imported.left_out)
    assert list(items(imported)) == ["een-vraag", "weg"]


def test_what_is_around_the_questions_is_told_too():
    imported = read_lss(
        document(
            rows(
                "groups",
                {
                    "gid": 1,
                    "group_order": 1,
                    "group_name": "Over u",
                    "language": "nl",
                    "grelevance": "q1 > 2",
                    "randomization_group": "r",
                },
            ),
            rows(
                "questions",
                {**BARE, "qid": 1, "type": "M", "title": "Q", "question": "Wat?", "language": "nl"},
            ),
            rows(
                "subquestions",
                {
                    **BARE,
                    "parent_qid": 1,
                    "qid": 2,
                    "type": "T",
                    "title": "S",
                    "question": "Dit",
                    "language": "nl",
                    "relevance": "q0 == 1",
                },
            ),
            rows("quota", {"id": 1}),
            rows("defaultvalues", {"qid": 1}),
        )
    )

    told = " / ".join(faults(imported))
    for part in (
        "heading of a group",
        "a group is asked only if: q1 > 2",
        "random order",
        "asked only if: q0 == 1",
        "quotas, scores",
    ):
        assert part in told


def test_markup_and_scripts_become_plain_text():
    file = new_layout({"qid": 1, "type": "T", "title": "Q"}).replace(
        b"Q in nl?", b"<p>Gaat het <b>goed</b>?</p><script>alert(1)</script>{TOKEN:FIRSTNAME}"
    )
    imported = read_lss(file)

    assert items(imported)["q"]["text"]["nl"] == "Gaat het goed?{TOKEN:FIRSTNAME}"
    assert any("holds an expression" in fault for fault in faults(imported))


@pytest.mark.parametrize("file", CATALOGUE, ids=lambda file: file.name)
def test_ours_comes_back_as_it_went(file):
    table = read_toml(file.read_text(encoding="utf-8"))

    imported = read_lss(write_lss(table))

    assert imported.left_out == ()
    assert contents(stored(imported.table)) == contents(stored(table))


def test_what_was_changed_in_limesurvey_comes_back_changed():
    table = read_toml((files("surveys") / "catalogue" / "tevredenheid-1.toml").read_text("utf-8"))
    sent = write_lss(table)
    before = table["item"][0]["text"]["nl"]

    changed = sent.replace(f"<question><![CDATA[{before}".encode(), b"<question><![CDATA[Anders?")
    imported = read_lss(changed)

    again = imported.table["item"][0]["text"]
    assert again["nl"] == "Anders?"
    assert again["youth"] == table["item"][0]["text"]["youth"]


def test_limesurvey_would_find_all_it_needs():
    table = read_toml((files("surveys") / "catalogue" / "helpt-de-hulp-1.toml").read_text("utf-8"))
    root = etree.fromstring(write_lss(table))
    titles = [each.text for each in root.iterfind("questions/rows/row/title")]
    codes = [each.text for each in root.iterfind("answers/rows/row/code")]

    assert all(title.isalnum() and title[0].isalpha() for title in titles)
    assert len(set(titles)) == len(table["item"])
    assert max(map(len, codes)) <= 5
    relevances = {each.text for each in root.iterfind("questions/rows/row/relevance")}
    assert any("NAOK" in each for each in relevances - {"1"})
    languages = {each.text for each in root.iterfind("question_l10ns/rows/row/language")}
    assert languages == set(table["languages"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text",
        b"<document/>",
        b"<document><LimeSurveyDocType>Label set</LimeSurveyDocType></document>",
        document(),
        document(rows("questions", {"qid": 1, "type": "X", "title": "Q"})),
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>',
        document()[:-30],
    ],
    ids=range(8),
)
def test_a_file_without_a_survey_is_refused(content):
    with pytest.raises(InvalidDefinition) as refusal:
        read_lss(content)

    assert refusal.value.mistakes


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                ["qid", "type", "title", "parent_qid", "gid", "relevance", "question", "language"]
            ),
            st.sampled_from(
                ["", "0", "1", "2", "L", "M", "F", "Q", "nl", '(Q.NAOK == "1")', "é", "x" * 99]
            ),
        ),
        max_size=6,
    ),
    st.sampled_from(["{", "[]", '{"code": 1}', '{"code": "a", "text": {}}', "null"]),
)
def test_mangled_rows_are_read_or_refused(mangled, own):
    content = document(
        rows("questions", *mangled),
        rows("subquestions", *mangled),
        rows("answers", *mangled),
        rows("question_attributes", {"qid": "1", "attribute": "klankbord", "value": own}),
    )

    try:
        imported = read_lss(content)
    except InvalidDefinition:
        return
    assert imported.table["item"]
