import pytest
from click.testing import CliRunner
from sqlalchemy import select

from feedback.cli import klankbord
from surveys.questionnaires import Item
from surveys.recordings import Recording
from tests.factories import a_version
from tests.sounds import SPOKEN_MP3, SPOKEN_OPUS


@pytest.fixture
def record(app, session, tmp_path):
    """Keep these files, by their names, as recordings of the questionnaire; gives the outcome."""
    a_version(session)
    session.commit()

    def run(files, code="nabijheid"):
        for name, content in files.items():
            (tmp_path / "sounds").mkdir(exist_ok=True)
            (tmp_path / "sounds" / name).write_bytes(content)
        words = ["questionnaire", "record", code, str(tmp_path / "sounds")]
        return CliRunner().invoke(klankbord, words, obj=lambda: app)

    return run


def kept(session):
    found = session.execute(
        select(Item.code, Recording.language, Recording.media_type).join(Item).order_by(Item.code)
    )
    return [tuple(row) for row in found]


def test_files_are_kept_as_what_their_names_say(session, record):
    result = record({"cijfer.nl.opus": SPOKEN_OPUS, "wie.en.mp3": SPOKEN_MP3})

    assert result.output == "nabijheid 1: 2 recordings.\n"
    assert kept(session) == [("cijfer", "nl", "audio/ogg"), ("wie", "en", "audio/mpeg")]


def test_nothing_is_kept_when_a_file_is_wrong_and_every_mistake_is_named(session, record):
    result = record(
        {
            "cijfer.nl.opus": SPOKEN_OPUS,
            "wie.en.mp3": SPOKEN_MP3[:900],
            "wie.youth.nl.mp3": SPOKEN_MP3,
            "nergens.mp3": SPOKEN_MP3,
        }
    )

    assert result.exit_code == 1
    assert "wie.en.mp3: The end of this file is missing" in result.output
    assert "wie.youth.nl.mp3: reads out nothing of this version" in result.output
    assert "nergens.mp3: reads out nothing of this version" in result.output
    assert kept(session) == []


def test_a_questionnaire_that_is_not_there_is_named(record):
    result = record({"cijfer.nl.opus": SPOKEN_OPUS}, code="nergens")

    assert result.exit_code == 1
    assert "there is no questionnaire nergens" in result.output
