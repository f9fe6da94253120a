"""What goes over the line is packed where the browser takes it so, and says the same."""

import gzip
import re

import pytest

from tests.factories import a_link, a_wave

PACKED = {"Accept-Encoding": "gzip, deflate, br"}
WRONG = {"cijfer": "99", "toelichting": "Fijn weer"}
KEY = re.compile(rb'name="key" value="[^"]+"')


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


@pytest.mark.parametrize("path", ["", "/nl", "/nl/steps", "/nl/all", "/nl/info", "/nl/thanks"])
def test_a_page_unpacks_to_the_plain_one(client, link, path):
    # The first time the pages draw a form, the second time it goes straight out.
    for _ in range(2):
        plain = client.get(f"/v/{link.code}{path}")
        packed = client.get(f"/v/{link.code}{path}", headers=PACKED)

        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert packed.content_length == len(packed.data) < len(plain.data) / 2
        unpacked = gzip.decompress(packed.data)
        assert KEY.sub(b"", unpacked) == KEY.sub(b"", plain.data)


def test_a_form_that_comes_back_is_packed_too(client, link):
    sent = client.post(f"/v/{link.code}/nl/send", data=WRONG, headers=PACKED)

    assert sent.status_code == 422
    assert b"Fijn weer" in gzip.decompress(sent.data)


def test_a_tablet_gets_packed_pages(client, link):
    assert gzip.decompress(client.get(f"/k/{link.code}", headers=PACKED).data)


def test_what_is_no_page_stays_as_it_is(client):
    with client.get("/static/code.js", headers=PACKED) as answer:
        assert "Content-Encoding" not in answer.headers
