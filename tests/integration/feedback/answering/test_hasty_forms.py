"""A form that no person can have filled in counts as any other; only how many there are is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from analysis.microdata import count_hasty
from surveys.keys import FormKeys
from surveys.responses import Response, mix
from tests.factories import a_link, a_wave, close, now
from tests.page import check_page

WHOLE = {"dichtbij": "yes", "wie": "leraar", "cijfer": "8", "toelichting": "Fijn"}


@pytest.fixture
def link(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


@pytest.fixture
def send(client, link, settings):
    client.get(f"/v/{link.code}/nl")

    def send(seconds, **more):
        opened = now() - timedelta(seconds=seconds)
        key = FormKeys(settings.secret_key).make(link.code, now=opened)
        answer = client.post(f"/v/{link.code}/nl/send", data=WHOLE | {"key": key} | more)
        assert answer.status_code == 303

    return send


@pytest.mark.parametrize("beside", [{}, {"nobody-asked": "1"}])
def test_too_fast_for_a_person_is_counted(session, link, wave_keys, send, beside):
    for _ in range(3):
        send(seconds=1, **beside)
    for _ in range(4):
        send(seconds=30, **beside)

    close(session, wave_keys, link.wave)

    assert count_hasty(session, link.wave_id) == {(link.school_id, link.respondent_group): 3}
    assert len(session.scalars(select(Response.id)).all()) == 7


@pytest.mark.parametrize("beside", [{}, {"nobody-asked": "1"}])
def test_what_only_a_program_fills_in_is_counted(session, link, wave_keys, send, beside):
    send(seconds=30, web_site="https://example.org", **beside)
    send(seconds=30, web_site="", **beside)

    close(session, wave_keys, link.wave)

    assert count_hasty(session, link.wave_id) == {(link.school_id, link.respondent_group): 1}


def test_counts_of_two_mixes_add_up(session, link, send):
    for _ in range(2):
        for _ in range(10):
            send(seconds=1)
        mix(session, link.wave_id)
        session.commit()

    assert count_hasty(session, link.wave_id) == {(link.school_id, link.respondent_group): 20}


def test_until_ten_forms_wait_there_is_no_count(session, link, send):
    for _ in range(9):
        send(seconds=1)

    mix(session, link.wave_id)

    assert count_hasty(session, link.wave_id) == {}


def test_a_person_never_meets_the_field_for_programs(client, link):
    page = check_page(client.get(f"/v/{link.code}/nl"), respondent=True)

    [trap] = [given for given in page.all("input") if given.get("name") == "web_site"]

    assert "hidden" in trap
    assert trap["autocomplete"] == "off"
