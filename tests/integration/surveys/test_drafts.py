from collections.abc import Mapping

import pytest

from surveys.definitions import read_toml
from surveys.drafts import (
    change,
    finish,
    get_draft,
    load_drafts,
    make_code,
    move_item,
    progress_of,
    put_item,
    remove_item,
    replace_table,
    start_draft,
    start_next_version,
    translate,
)
from surveys.errors import DraftChanged, DraftNotFound, InvalidDefinition, TextNotFound
from surveys.interchange import table_of
from surveys.questionnaires import find_version
from surveys.wordings import wordings_of
from tests.factories import QUESTIONNAIRE, a_version, now


@pytest.fixture
def draft(session):
    return start_draft(session, read_toml(QUESTIONNAIRE), now=now())


def write(session, draft, language, texts, checked: Mapping[str, str | None] | None = None):
    translate(session, draft, draft.revision, language, texts, checked or {}, now=now())


def codes(draft):
    return [item["code"] for item in draft.items]


def test_a_draft_becomes_the_version_that_its_definition_says(session, draft):
    table = draft.table

    version = finish(session, draft)

    assert find_version(session, table["code"]) is version
    assert load_drafts(session) == []
    assert [item.code for item in version.items] == [item["code"] for item in table["item"]]


def test_an_incomplete_draft_does_not(session, draft):
    write(session, draft, "en", {"title": ""})

    with pytest.raises(InvalidDefinition) as refusal:
        finish(session, draft)

    assert [(each.place, each.fault) for each in refusal.value.mistakes] == [
        ("title", 'no text in "en"')
    ]


def test_a_number_that_is_taken_makes_no_version(session, draft):
    a_version(session)

    with pytest.raises(InvalidDefinition, match="exists already"):
        finish(session, draft)


def test_nobody_overwrites_what_another_wrote(session, draft):
    seen = draft.revision
    change(session, draft, seen, lambda table: move_item(table, "cijfer", -1), now=now())
    moved = codes(draft)

    with pytest.raises(DraftChanged):
        change(session, draft, seen, lambda table: remove_item(table, "cijfer"), now=now())

    assert codes(get_draft(session, draft.id)) == moved


def test_an_unknown_draft_is_not_found(session):
    with pytest.raises(DraftNotFound):
        get_draft(session, 999)


def test_items_move_as_far_as_there_is_room(draft):
    table, first, last = draft.table, codes(draft)[0], codes(draft)[-1]

    move_item(table, first, -1)
    move_item(table, last, 1)
    assert (codes(draft)[0], codes(draft)[-1]) == (first, last)
    move_item(table, first, 1)
    assert codes(draft)[1] == first
    with pytest.raises(TextNotFound):
        move_item(table, "nowhere", 1)


def test_what_hung_on_an_item_that_goes_is_always_asked(draft):
    depending = next(item for item in draft.items if "shown_if" in item)

    remove_item(draft.table, depending["shown_if"]["item"])

    assert "shown_if" not in draft.item(depending["code"])


def test_a_new_question_comes_before_what_people_write(draft):
    put_item(draft.table, None, {"code": "nieuw", "kind": "grade"})

    assert codes(draft).index("nieuw") < codes(draft).index("toelichting")


def test_a_translation_is_outdated_once_the_dutch_changes(session, draft):
    write(session, draft, "nl", {"title": "Iets anders"})
    assert progress_of(draft)["en"].outdated == 1

    write(session, draft, "en", {"title": "Something else"})
    assert progress_of(draft)["en"].outdated == 0


def test_who_checks_an_outdated_translation_says_that_it_still_holds(session, draft):
    write(session, draft, "nl", {"title": "Iets anders"})

    write(session, draft, "en", {}, {"title": "A. de Wit"})

    done = progress_of(draft)["en"]
    assert (done.outdated, done.checked) == (0, 1)


def test_a_check_falls_when_its_text_changes(session, draft):
    write(session, draft, "en", {}, {"title": "A. de Wit"})

    write(session, draft, "en", {"title": "Another title"})

    assert progress_of(draft)["en"].checked == 0


def test_a_missing_text_is_counted(session, draft):
    write(session, draft, "en", {"title": " ", "introduction": ""})

    assert progress_of(draft)["en"].missing == 2
    assert not progress_of(draft)["en"].is_complete


def test_what_was_checked_stays_so_in_the_version_and_the_next_draft(session, draft):
    keys = [wording.key for wording in wordings_of(draft.table)]
    write(session, draft, "en", {}, dict.fromkeys(keys, "A. de Wit"))

    version = finish(session, draft)

    checked = {text.checked_by for text in version.translations if text.language == "en"}
    assert checked == {"A. de Wit"}
    following = start_next_version(session, version, now=now())
    assert progress_of(following)["en"].checked == progress_of(following)["en"].n
    assert progress_of(following)["nl"].checked == 0


def test_the_next_version_starts_as_the_last_one(session):
    version = a_version(session)

    draft = start_next_version(session, version, now=now())

    assert draft.table == table_of(version) | {"number": version.number + 1}
    assert draft.based_on is version


def test_a_translators_texts_count_as_made_of_todays_dutch(session, draft):
    write(session, draft, "nl", {"title": "Iets anders", "introduction": "Anders."})
    table = read_toml(QUESTIONNAIRE) | {"title": {"nl": "Iets anders", "en": "Something else"}}

    replace_table(session, draft, draft.revision, table, now=now())

    assert progress_of(draft)["en"].outdated == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Voelt u zich welkom op school?", "voelt-u-zich-welkom-op"),
        ("Één café", "een-cafe"),
        ("العربية", "vraag"),
        ("", "vraag"),
        ("x" * 90, "x" * 40),
    ],
)
def test_a_code_is_made_of_what_a_text_says(text, code):
    assert make_code(text) == code
    assert make_code(text, [code]) == f"{code[:38]}-2"


def test_a_text_that_each_group_has_for_itself_gets_words_for_everybody(session):
    table = read_toml(QUESTIONNAIRE)
    words = {"nl": "Voor ouders?", "en": "For parents?"}
    table["item"][0]["text"] = {"parent": words, "youth": {"nl": "Voor jou?", "en": "For you?"}}

    draft = start_draft(session, table, now=now())

    text = draft.items[0]["text"]
    assert text == {**words, "youth": {"nl": "Voor jou?", "en": "For you?"}}
