import base64
import gzip
import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from feedback.answering import links
from surveys.house_styles import OURS, remove_style, save_style, style_sheet
from tests.factories import a_link, a_school, a_wave, now
from tests.page import check_page

PURPLE = replace(OURS, brand="#8a3a9f")


@pytest.fixture
def link(session, wave_keys, monkeypatch):
    monkeypatch.setattr(links, "KEEP_SECONDS", 0)
    link = a_link(session, a_wave(session, wave_keys))
    session.commit()
    return link


def wear(session, link, tokens=PURPLE):
    save_style(session, link.school.board, tokens)
    session.commit()


def styles_of(response):
    """Give the styles of a page; fails unless the policy allows each of them, and no other."""
    check_page(response, respondent=True)
    found = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(css.encode()).digest()).decode() for css in found]
    policy = response.headers["Content-Security-Policy"]
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == set(digests)
    return found


@pytest.mark.parametrize("path", ["", "/nl", "/nl/thanks"])
def test_every_page_behind_a_link_wears_the_style(session, client, link, path):
    wear(session, link)

    styles = styles_of(client.get(f"/v/{link.code}{path}"))

    assert styles[1:] == [style_sheet(PURPLE)]


def test_a_form_that_is_given_back_wears_the_style(session, client, link):
    wear(session, link)

    page = client.post(f"/v/{link.code}/nl/send", data={"dichtbij": "nonsense"})

    assert styles_of(page)[1:] == [style_sheet(PURPLE)]


@pytest.mark.parametrize("days", [-30, 30])
def test_a_page_of_a_closed_or_early_form_wears_the_style(session, wave_keys, client, days):
    link = a_link(session, a_wave(session, wave_keys, opens_at=now() + timedelta(days=days)))
    wear(session, link)

    assert styles_of(client.get(f"/v/{link.code}"))[1:] == [style_sheet(PURPLE)]


def test_a_page_that_is_kept_follows_the_style(session, client, link):
    assert styles_of(client.get(f"/v/{link.code}/nl"))[1:] == []
    wear(session, link)
    assert styles_of(client.get(f"/v/{link.code}/nl"))[1:] == [style_sheet(PURPLE)]
    remove_style(session, link.school.board)
    session.commit()
    assert styles_of(client.get(f"/v/{link.code}/nl"))[1:] == []


def test_a_form_that_is_given_out_again_wears_the_style(session, client, link, monkeypatch):
    monkeypatch.setattr(links, "KEEP_SECONDS", 60)
    wear(session, link)

    for _ in range(2):
        styles = styles_of(client.get(f"/v/{link.code}/nl"))
        assert styles[1:] == [style_sheet(PURPLE)]


def test_two_schools_with_one_questionnaire_wear_their_own_styles(session, client, link):
    other = a_link(session, link.wave, a_school(session, "Het Anker", board="Stichting Anders"))
    green = replace(OURS, brand="#00652e")
    wear(session, link)
    wear(session, other, green)

    for each, tokens in ((link, PURPLE), (other, green), (link, PURPLE)):
        styles = styles_of(client.get(f"/v/{each.code}/nl"))
        assert styles[1:] == [style_sheet(tokens)]


def test_a_page_that_belongs_to_no_school_wears_ours(session, client, link):
    wear(session, link)

    client.get(f"/v/{link.code}")

    assert len(styles_of(client.get("/"))) == 1
    assert len(styles_of(client.get("/v/00000000"))) == 1


def test_a_house_style_takes_little_of_a_bad_line(session, client, link):
    plain = len(gzip.compress(client.get(f"/v/{link.code}/nl").data, 9))
    wear(session, link)

    assert len(gzip.compress(client.get(f"/v/{link.code}/nl").data, 9)) - plain < 250
