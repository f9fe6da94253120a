import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from surveys.definitions import store_definition
from surveys.errors import InvalidDefinition, InvalidWave, LanguageNotOffered
from surveys.items import RespondentGroup
from surveys.questionnaires import find_version, load_questions
from tests.factories import QUESTIONNAIRE, a_version, a_wave, now

FIRST_ITEM = "(SELECT min(id) FROM item)"
CHANGES = [
    "UPDATE version SET digest = 'x'",
    "UPDATE version SET frozen_at = NULL",
    "DELETE FROM version",
    "UPDATE item SET position = 9 WHERE code = 'cijfer'",
    "DELETE FROM item WHERE code = 'toelichting'",
    "INSERT INTO item (version_id, position, code, kind, groups, measures, source, sensitive, "
    "faces, shown_if_codes) SELECT version_id, 9, 'nieuw', kind, groups, measures, source, "
    "sensitive, faces, shown_if_codes FROM item WHERE code = 'cijfer'",
    "UPDATE choice SET value = 5 WHERE code = 'no'",
    "DELETE FROM choice WHERE code = 'no'",
    f"INSERT INTO choice (item_id, position, code, favourable, missing) "
    f"SELECT item_id, 9, 'nieuw', favourable, missing FROM choice WHERE item_id = {FIRST_ITEM} "
    f"AND code = 'no'",
    "UPDATE translation SET text = 'Anders' WHERE subject = 'title'",
    "DELETE FROM translation WHERE subject = 'title'",
    "INSERT INTO translation (version_id, subject, respondent_group, language, text) "
    "SELECT version_id, 'nieuw', '', 'nl', 'x' FROM translation WHERE subject = 'title' "
    "AND language = 'nl'",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_to_change_a_version_that_a_wave_uses(session, wave_keys, statement):
    a_wave(session, wave_keys)
    session.commit()

    with pytest.raises(DBAPIError, match="never changes"):
        session.execute(text(statement))


@pytest.mark.parametrize("statement", [s for s in CHANGES if "DELETE FROM version" not in s
                                       and "DELETE FROM item" not in s])  # fmt: skip
def test_a_version_that_no_wave_uses_yet_may_change(session, statement):
    a_version(session)
    session.commit()

    assert session.execute(text(statement)).rowcount > 0


def test_the_wording_of_a_frozen_version_cannot_move_to_another(session, wave_keys):
    a_wave(session, wave_keys)
    draft = a_version(session, QUESTIONNAIRE.replace("number = 1", "number = 2"))
    session.commit()

    with pytest.raises(DBAPIError, match="never changes"):
        session.execute(text(f"UPDATE item SET version_id = {draft.id} WHERE code = 'cijfer'"))


def test_an_item_cannot_be_slipped_into_a_frozen_version(session, wave_keys):
    frozen = a_wave(session, wave_keys).version
    draft = a_version(session, QUESTIONNAIRE.replace("number = 1", "number = 2")
                      .replace('code = "cijfer"', 'code = "anders"'))  # fmt: skip
    session.commit()
    move = (
        f"UPDATE item SET version_id = {frozen.id} WHERE code = 'anders' "
        f"AND version_id = {draft.id}"
    )

    with pytest.raises(DBAPIError, match="never changes"):
        session.execute(text(move))


def test_the_same_definition_twice_is_one_version(session):
    assert store_definition(session, QUESTIONNAIRE) is store_definition(session, QUESTIONNAIRE)


def test_a_number_that_was_given_to_other_contents_is_refused(session):
    a_version(session)

    with pytest.raises(InvalidDefinition, match="version 1 exists and differs"):
        a_version(session, QUESTIONNAIRE.replace("Ja", "Jazeker"))


def test_the_newest_version_is_found_first(session):
    a_version(session, QUESTIONNAIRE.replace("number = 1", "number = 2"))
    a_version(session)

    assert find_version(session, "nabijheid").number == 2
    assert find_version(session, "nabijheid", 1).number == 1


def test_a_language_that_the_version_does_not_speak_is_refused(session):
    with pytest.raises(LanguageNotOffered):
        load_questions(session, a_version(session), RespondentGroup.PARENT, "tr")


def test_a_group_reads_its_own_wording_where_there_is_one(session):
    definition = QUESTIONNAIRE.replace(
        'text = { nl = "Is er hulp op school?", en = "Is there help at school?" }',
        'text = { nl = "Is er hulp?", en = "Is there help?", '
        'youth = { nl = "Krijg jij hulp?", en = "Do you get help?" } }',
    )
    version = a_version(session, definition)

    texts = [
        load_questions(session, version, group, "nl").questions[0].text
        for group in (RespondentGroup.PARENT, RespondentGroup.YOUTH)
    ]

    assert texts == ["Is er hulp?", "Krijg jij hulp?"]


def test_what_was_put_away_is_asked_no_more(session, wave_keys):
    version = a_version(session)
    version.questionnaire.archived_at = now()

    with pytest.raises(InvalidWave, match="put away"):
        a_wave(session, wave_keys, version=version)
