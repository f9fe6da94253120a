from io import BytesIO

import pytest
from sqlalchemy import select

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from surveys.recordings import Recording
from tests.cast import post, signed_in
from tests.factories import QUESTIONNAIRE, a_version, a_wave
from tests.page import check_page
from tests.sounds import SPOKEN_MP3, SPOKEN_OPUS


@pytest.fixture
def version(session, wave_keys):
    """A version that is in use."""
    version = a_wave(session, wave_keys).version
    session.commit()
    return version


@pytest.fixture
def administrator(app, version):
    return signed_in(app, Role.ADMINISTRATOR)


@pytest.fixture
def place(version):
    return f"/questionnaires/{version.id}/dichtbij"


def upload(client, place, content, name="vraag.mp3", language="nl"):
    return post(
        client,
        f"{place}/{language}/everybody",
        page=place,
        **{f"{language}-everybody-sound": (BytesIO(content), name)},
    )


def kept(session):
    session.expire_all()
    return session.scalars(select(Recording).order_by(Recording.language)).all()


def test_a_recording_is_added_replaced_and_removed(session, administrator, place):
    assert upload(administrator, place, SPOKEN_MP3).status_code == 303
    assert upload(administrator, place, SPOKEN_OPUS).status_code == 303
    [recording] = kept(session)
    assert recording.media_type == "audio/ogg"
    [player] = check_page(administrator.get(place)).all("audio")
    assert player["src"] == f"/audio/{recording.digest}"

    removed = post(administrator, f"{place}/nl/everybody/remove", page=place)

    assert removed.status_code == 303
    assert kept(session) == []


def test_a_version_tells_which_items_can_be_listened_to(administrator, version, place):
    upload(administrator, place, SPOKEN_MP3, language="en")

    page = administrator.get(f"/questionnaires/{version.id}")

    check_page(page)
    row = page.text.split("Is there help at school?")[1].split("</tr>")[0]
    assert [cell.split("</td>")[0] for cell in row.split('<td class="short">')[1:]] == ["no", "yes"]


def test_every_version_is_listed(session, administrator, version):
    page = administrator.get("/questionnaires/")

    check_page(page)
    assert f'href="/questionnaires/{version.id}"' in page.text
    assert "nabijheid, version 1" in page.text
    assert "in use" in page.text


@pytest.mark.parametrize(
    ("content", "name", "advice"),
    [
        (b"RIFF....WAVEfmt ", "vraag.mp3", "This is not an Opus or MP3 file"),
        (SPOKEN_MP3[:3000], "vraag.mp3", "The end of this file is missing"),
        (SPOKEN_OPUS + b"<script>", "vraag.opus", "that is not sound"),
        (SPOKEN_OPUS + bytes(300_000), "vraag.opus", "larger than 300 KB"),
    ],
)
def test_a_wrong_file_is_refused_with_a_cure_and_nothing_is_kept(
    session, administrator, place, content, name, advice
):
    page = upload(administrator, place, content, name)

    check_page(page)
    assert page.status_code == 422
    assert advice in page.text
    assert kept(session) == []


def test_a_form_without_a_file_is_refused(session, administrator, place):
    page = post(administrator, f"{place}/nl/everybody", page=place)

    assert page.status_code == 422
    assert "Choose a sound file first." in page.text


@pytest.mark.parametrize(
    "address", ["/questionnaires/999", "/questionnaires/999/dichtbij", "{}/nergens"]
)
def test_what_is_not_there_is_not_found(administrator, version, address):
    page = administrator.get(address.format(f"/questionnaires/{version.id}"))

    assert page.status_code == 404


@pytest.mark.parametrize("passage", ["tr/everybody", "nl/child", "nl/nobody"])
def test_only_what_stands_in_the_version_can_be_recorded(administrator, place, passage):
    assert post(administrator, f"{place}/{passage}", page=place).status_code == 404


def test_who_recorded_and_removed_what_is_written_down(session, administrator, place, version):
    upload(administrator, place, SPOKEN_MP3)
    post(administrator, f"{place}/nl/everybody/remove", page=place)

    item = next(item for item in version.items if item.code == "dichtbij")
    events = session.execute(
        select(AuditEvent.action, AuditEvent.thing, AuditEvent.thing_id)
        .where(AuditEvent.thing == "item")
        .order_by(AuditEvent.id)
    )
    assert events.all() == [
        ("recorded nl-everybody", "item", str(item.id)),
        ("removed recording of nl-everybody", "item", str(item.id)),
    ]


def test_an_administrator_of_one_region_does_not_change_what_all_regions_hear(app, session, place):
    session.commit()
    client = signed_in(app, Role.ADMINISTRATOR, OrganisationKind.REGION, 1)

    assert client.get(place).status_code == 404
    assert "/questionnaires/" not in client.get("/staff").text


def test_a_questionnaire_that_nobody_uses_yet_says_so(session, administrator):
    a_version(session, QUESTIONNAIRE.replace('"nabijheid"', '"concept"'))
    session.commit()

    assert "not in use yet" in administrator.get("/questionnaires/").text
