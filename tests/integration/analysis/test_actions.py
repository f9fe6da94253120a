from datetime import date, timedelta

import pytest
from sqlalchemy import select

from analysis.actions import (
    Action,
    load_actions,
    load_by_item,
    load_by_item_before,
    load_of_places,
    load_shown_actions,
)
from surveys.campaigns import WaveKind, make_wave
from tests.factories import a_region, a_school, a_wave, an_action

TODAY = date(2027, 3, 3)
DAY = timedelta(days=1)


@pytest.fixture
def school(session):
    return a_school(session, "De Brug")


@pytest.fixture
def wave(session, wave_keys, school):
    return a_wave(session, wave_keys, region=a_region(session, schools=[school]))


def texts(actions):
    return [action.text for action in actions]


def of_places(session, schools=(), regions=()):
    return load_of_places(
        session,
        school_ids=[school.id for school in schools],
        region_ids=[region.id for region in regions],
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("status", "due_on", "late"),
    [
        ("planned", TODAY - DAY, True),
        ("busy", TODAY - DAY, True),
        ("busy", TODAY, False),
        ("planned", None, False),
        ("done", TODAY - DAY, False),
        ("dropped", TODAY - DAY, False),
    ],
)
def test_what_should_have_been_done_by_now_and_is_not_is_overdue(status, due_on, late):
    assert Action(status=status, due_on=due_on).is_overdue(TODAY) is late


def test_what_is_overdue_stands_first_then_what_is_due_soonest(session, wave, school):
    for text, facts in {
        "gedaan": {"status": "done"},
        "ooit": {"status": "planned"},
        "later": {"status": "planned", "due_on": TODAY + 9 * DAY},
        "eerder": {"status": "busy", "due_on": TODAY + DAY},
        "te laat": {"status": "planned", "due_on": TODAY - DAY},
    }.items():
        an_action(session, wave, school, text, **facts)

    shown = texts(of_places(session, [school]))

    assert shown == ["te laat", "eerder", "later", "ooit", "gedaan"]


def test_a_region_has_actions_of_its_own_beside_those_of_its_schools(session, wave, school):
    an_action(session, wave, school, "school")
    an_action(session, wave, None, "regio")

    assert texts(of_places(session, [school])) == ["school"]
    assert texts(of_places(session, [], [wave.campaign.region])) == ["regio"]
    assert texts(load_actions(session, wave_id=wave.id, school_id=school.id)) == ["school"]
    assert texts(load_actions(session, wave_id=wave.id, school_id=None)) == ["regio"]


def test_what_was_given_up_is_not_told(session, wave, school):
    an_action(session, wave, school, "moestuin", status="planned")
    an_action(session, wave, school, "klimrek", status="dropped")

    assert texts(load_shown_actions(session, wave_id=wave.id, school_id=school.id)) == ["moestuin"]


def test_beside_a_question_stands_what_school_and_region_do_about_it(session, wave, school):
    an_action(session, wave, school, "spreekuur", item="dichtbij")
    an_action(session, wave, None, "vast gezicht", item="dichtbij")
    an_action(session, wave, school, "moestuin")
    an_action(session, wave, school, "klimrek", item="dichtbij", status="dropped")
    an_action(session, wave, a_school(session, "Het Anker"), "ander", item="dichtbij")

    beside = load_by_item(session, wave.id, school.id)

    assert {item: texts(of_item) for item, of_item in beside.items()} == {
        "dichtbij": ["spreekuur", "vast gezicht"]
    }
    assert texts(load_by_item(session, wave.id, None)["dichtbij"]) == ["vast gezicht"]


def test_the_wave_before_is_the_last_one_of_the_same_campaign(session, wave_keys, wave, school):
    a_wave_of_another = a_wave(
        session, wave_keys, region=wave.campaign.region, version=wave.version,
        opens_at=wave.opens_at - DAY,
    )  # fmt: skip
    an_action(session, a_wave_of_another, school, "ander onderzoek", item="dichtbij")
    for days in (200, 100):
        earlier = make_wave(
            session, wave.campaign, wave.version, kind=WaveKind.BASELINE, keys=wave_keys,
            opens_at=wave.opens_at - days * DAY, closes_at=wave.opens_at - 90 * DAY,
            now=wave.opens_at,
        )  # fmt: skip
        an_action(session, earlier, school, f"{days} dagen eerder", item="dichtbij")

    since = load_by_item_before(session, wave, school.id)

    assert texts(since["dichtbij"]) == ["100 dagen eerder"]


def test_whether_something_is_done_is_asked_of_the_database_too(session, wave, school):
    an_action(session, wave, school, "gedaan", is_done=True)
    an_action(session, wave, school, "gepland", is_done=False)

    assert texts(session.scalars(select(Action).where(Action.is_done))) == ["gedaan"]
