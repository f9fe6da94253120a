import pytest
from sqlalchemy import func, select

from surveys.errors import InvalidSound, RecordingNotFound, TextNotFound
from surveys.items import RespondentGroup
from surveys.questionnaires import load_questions
from surveys.recordings import (
    Recording,
    get_passage,
    get_sound,
    load_heard,
    passages_of,
    record,
    remove_recording,
    with_recordings,
)
from tests.factories import QUESTIONNAIRE, a_version, a_wave
from tests.sounds import SPOKEN_MP3, SPOKEN_OPUS, an_mp3, an_opus

# Young people read another question at the first item, and another option at the second.
WORDED = QUESTIONNAIRE.replace(
    'en = "Is there help at school?"',
    'en = "Is there help at school?", youth = { nl = "Krijg jij hulp?", en = "Do you get help?" }',
).replace(
    'en = "The teacher"', 'en = "The teacher", youth = { nl = "De mentor", en = "The tutor" }'
)


def heard(session, version, group=RespondentGroup.PARENT):
    session.flush()
    return {(language, item) for language, item, _ in load_heard(session, version.id, group)}


def test_every_item_can_be_read_out_in_every_language(session):
    passages = passages_of(a_version(session))

    assert [(p.item, p.respondent_group, p.language) for p in passages] == [
        (item, "", language)
        for item in ("dichtbij", "wie", "cijfer", "toelichting")
        for language in ("nl", "en")
    ]


def test_a_group_with_words_of_its_own_has_a_passage_of_its_own(session):
    passages = passages_of(a_version(session, WORDED))

    assert [
        (passage.item, passage.text)
        for passage in passages
        if (passage.respondent_group, passage.language) == ("youth", "nl")
    ] == [("dichtbij", "Krijg jij hulp?"), ("wie", "Wie helpt er?")]


def test_a_recording_may_be_added_changed_and_removed_while_people_answer(session, wave_keys):
    version = a_wave(session, wave_keys).version
    passage = get_passage(version, "dichtbij", "", "nl")

    first = record(session, passage, SPOKEN_OPUS).digest
    session.commit()
    second = record(session, passage, SPOKEN_MP3).digest
    session.commit()

    assert get_sound(session, second)[0] == "audio/mpeg"
    with pytest.raises(RecordingNotFound):
        get_sound(session, first)
    remove_recording(session, passage)
    session.commit()
    assert heard(session, version) == set()


def test_a_recording_that_is_not_there_cannot_be_removed(session):
    with pytest.raises(RecordingNotFound):
        remove_recording(session, get_passage(a_version(session), "wie", "", "nl"))


def test_a_file_that_is_refused_changes_nothing(session):
    version = a_version(session)
    passage = get_passage(version, "dichtbij", "", "nl")
    kept = record(session, passage, SPOKEN_OPUS).digest

    with pytest.raises(InvalidSound):
        record(session, passage, b"no sound")

    assert session.scalars(select(Recording.digest)).all() == [kept]


@pytest.mark.parametrize(
    "wanted", [("nergens", "", "nl"), ("wie", "", "tr"), ("wie", "child", "nl")]
)
def test_only_what_stands_in_the_version_can_be_recorded(session, wanted):
    with pytest.raises(TextNotFound):
        get_passage(a_version(session, WORDED), *wanted)


def test_a_group_never_hears_words_that_it_does_not_read(session):
    version = a_version(session, WORDED)
    for item in ("dichtbij", "wie", "cijfer"):
        record(session, get_passage(version, item, "", "nl"), an_opus())

    assert heard(session, version) == {("nl", "dichtbij"), ("nl", "wie"), ("nl", "cijfer")}
    assert heard(session, version, RespondentGroup.YOUTH) == {("nl", "cijfer")}

    record(session, get_passage(version, "wie", "youth", "nl"), an_opus())
    assert heard(session, version, RespondentGroup.YOUTH) == {("nl", "wie"), ("nl", "cijfer")}


def test_a_question_knows_the_recording_in_its_language(session):
    version = a_version(session)
    digest = record(session, get_passage(version, "cijfer", "", "en"), an_mp3()).digest
    session.flush()
    known = load_heard(session, version.id, RespondentGroup.PARENT)

    said = {
        language: [
            question.recording
            for question in with_recordings(
                load_questions(session, version, RespondentGroup.PARENT, language), known
            ).questions
        ]
        for language in version.languages
    }

    assert said == {"nl": ["", "", "", ""], "en": ["", "", digest, ""]}


def test_a_recording_goes_with_its_item(session):
    version = a_version(session)
    record(session, get_passage(version, "cijfer", "", "nl"), an_mp3())
    session.commit()

    session.delete(next(item for item in version.items if item.code == "cijfer"))
    session.commit()

    assert session.scalar(select(func.count()).select_from(Recording)) == 0
