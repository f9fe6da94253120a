"""The page about a wave says what holds here and now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feedback.answering import information
from surveys.items import RespondentGroup
from tests.factories import QUESTIONNAIRE, a_link, a_version, a_wave
from tests.page import check_page

CHILDREN = QUESTIONNAIRE.replace('"youth"', '"child"')


@pytest.fixture
def invite(session, wave_keys):
    def invite(group=RespondentGroup.PARENT, *, threshold=5):
        text = CHILDREN if group is RespondentGroup.CHILD else QUESTIONNAIRE
        wave = a_wave(session, wave_keys, version=a_version(session, text))
        wave.campaign.threshold = threshold
        link = a_link(session, wave, group=group)
        session.commit()
        return link

    return invite


def read(client, link, language="nl"):
    return check_page(client.get(f"/v/{link.code}/{language}/info"), respondent=True), client.get(
        f"/v/{link.code}/{language}/info"
    ).text


def test_the_form_leads_to_it(client, invite):
    link = invite()

    assert f"/v/{link.code}/nl/info" in client.get(f"/v/{link.code}/nl").text


@pytest.mark.parametrize(
    ("group", "threshold", "said"),
    [
        (RespondentGroup.PARENT, 5, "minstens 5 mensen"),
        (RespondentGroup.PARENT, 8, "minstens 8 mensen"),
        (RespondentGroup.YOUTH, 5, "minstens 10 mensen"),
        (RespondentGroup.CHILD, 12, "minstens 12 kinderen"),
    ],
)
def test_it_says_how_many_people_a_figure_needs(client, invite, group, threshold, said):
    assert said in read(client, invite(group, threshold=threshold))[1]


def test_it_says_how_long_things_are_kept(client, invite, monkeypatch):
    link = invite()
    assert "tot 12 maanden" in read(client, link)[1]

    monkeypatch.setattr(information, "KEEP_RESPONSES", timedelta(days=180))
    monkeypatch.setattr(information, "KEEP_COMMENTS", timedelta(days=1))

    page = read(client, link)[1]
    assert "tot 6 maanden" in page
    assert "tot 1 dag" in page


def test_it_says_how_long_others_may_read_a_comment(client, invite):
    link = invite()

    assert "without names: as long as answers" in read(client, link, "en")[1]


def test_it_says_what_copies_can_tell(app, client, invite):
    link = invite()
    assert "Kopieën voor noodgevallen: 30 dagen." in read(client, link)[1]
    assert "hoe laat" not in read(client, link)[1]

    app.extensions["settings"] = replace(
        app.extensions["settings"],
        backup_days=7,
        point_in_time_recovery=True,
        support_email="hulp@zeeland.example",
    )

    page = read(client, link)[1]
    assert "Kopieën voor noodgevallen: 7 dagen." in page
    assert "hoe laat" in page
    assert "hulp@zeeland.example" in page


def test_a_child_reads_a_page_of_its_own(client, invite):
    page = read(client, invite(RespondentGroup.CHILD))[1]

    assert "Je hoeft niet mee te doen." in page
    assert "Autoriteit" not in page


def test_somebody_young_reads_who_decides(client, invite):
    assert "jonger dan 16" in read(client, invite(RespondentGroup.YOUTH))[1]
    assert "jonger dan 16" not in read(client, invite(RespondentGroup.TEACHER))[1]
