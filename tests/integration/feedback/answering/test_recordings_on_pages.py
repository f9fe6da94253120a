import re

import pytest

from feedback.answering import links
from surveys.recordings import get_passage, record
from tests.factories import a_link, a_wave
from tests.page import check_page
from tests.sounds import SPOKEN_MP3, SPOKEN_OPUS


@pytest.fixture
def link(session, wave_keys, monkeypatch):
    monkeypatch.setattr(links, "KEEP_SECONDS", 0)
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


def keep(session, link, content, language="nl"):
    """Record the first item; gives the address of the recording."""
    passage = get_passage(link.wave.version, "dichtbij", "", language)
    digest = record(session, passage, content).digest
    session.commit()
    return f"/audio/{digest}"


def players(client, link, language="nl"):
    page = client.get(f"/v/{link.code}/{language}")
    check_page(page, respondent=True)
    return [given["src"] for given in check_page(page, respondent=True).all("audio")]


def test_a_question_can_be_listened_to_where_it_was_recorded(session, client, link):
    address = keep(session, link, SPOKEN_OPUS)

    assert players(client, link) == [address]
    assert players(client, link, "en") == []


def test_nothing_is_loaded_before_somebody_listens(session, client, link):
    keep(session, link, SPOKEN_OPUS)

    [player] = check_page(client.get(f"/v/{link.code}/nl"), respondent=True).all("audio")

    assert player["preload"] == "none"
    assert "autoplay" not in player
    assert player["aria-label"] == "Luister naar de vraag"


def test_a_page_that_is_kept_follows_what_is_recorded(session, client, link):
    assert players(client, link) == []
    first = keep(session, link, SPOKEN_OPUS)
    assert players(client, link) == [first]
    second = keep(session, link, SPOKEN_MP3)
    assert players(client, link) == [second]
    assert first != second


def test_a_form_that_is_given_back_can_be_listened_to_as_well(session, client, link):
    address = keep(session, link, SPOKEN_OPUS)

    page = client.post(f"/v/{link.code}/nl/send", data={"dichtbij": "nonsense"})

    assert page.status_code == 422
    assert [given["src"] for given in check_page(page, respondent=True).all("audio")] == [address]


@pytest.mark.parametrize(
    ("content", "media_type"), [(SPOKEN_OPUS, "audio/ogg"), (SPOKEN_MP3, "audio/mpeg")]
)
def test_a_recording_is_given_as_what_it_is_and_kept_for_good(
    session, client, link, content, media_type
):
    response = client.get(keep(session, link, content))

    assert response.status_code == 200
    assert response.mimetype == media_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert re.search("media-src 'self';", response.headers["Content-Security-Policy"])
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_recording_can_be_fetched_in_parts(session, client, link):
    address = keep(session, link, SPOKEN_OPUS)
    whole = client.get(address).data

    part = client.get(address, headers={"Range": "bytes=100-199"})
    rest = client.get(address, headers={"Range": "bytes=6000-"})

    assert (part.status_code, part.data) == (206, whole[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole)}"
    assert rest.data == whole[6000:]
    assert client.get(address, headers={"Range": "bytes=900000-"}).status_code == 416


def test_who_has_a_recording_is_told_that_it_is_still_the_same(session, client, link):
    address = keep(session, link, SPOKEN_OPUS)
    tag = client.get(address).headers["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_a_recording_that_is_not_there_is_a_page_that_is_not_kept(client):
    response = client.get("/audio/0123456789")

    check_page(response, respondent=True)
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"
