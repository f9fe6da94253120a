"""Shares of a theme are counted once per closed wave, and hide who stands alone."""

from datetime import UTC, datetime
from random import Random

import pytest

from analysis.comments import Decision
from analysis.panel import PanelState
from analysis.theme_changes import change_state, move
from analysis.theme_shares import load_shares
from surveys.items import RespondentGroup
from tests.factories import a_link, a_region, a_reviewed_comment, a_school, a_theme, a_wave

NOW = datetime(2027, 3, 3, 19, 30, tzinfo=UTC)


@pytest.fixture
def school(session):
    return a_school(session, "De Brug", education_type="basisschool")


@pytest.fixture
def wave(session, wave_keys, school):
    return a_wave(session, wave_keys, region=a_region(session, schools=[school]))


@pytest.fixture
def write(session, wave, school):
    """Let so many people of a group write something; gives their comments."""
    links = {
        group: a_link(session, wave, school, group)
        for group in map(RespondentGroup, wave.version.groups)
    }

    def write(group, n, text):
        return [
            a_reviewed_comment(
                session, links[group], f"{text} {number}", decision=Decision.RELEASED
            )
            for number in range(n)
        ]  # fmt: skip

    return write


@pytest.fixture
def freeze(session, wave):
    def freeze():
        for state in (PanelState.VOTING, PanelState.FROZEN):
            change_state(session, wave.campaign, state, now=NOW, dice=Random(1))

    return freeze


@pytest.fixture
def theme(session, wave, write):
    return about_taxis(session, wave, write, n_teachers=4)


def about_taxis(session, wave, write, n_teachers):
    """A theme of which parents wrote 15 of 30 comments, youth 4 of 24, and teachers some of 40."""
    parts = {
        RespondentGroup.PARENT: (15, 15),
        RespondentGroup.TEACHER: (n_teachers, 40 - n_teachers),
        RespondentGroup.YOUTH: (4, 20),
    }
    of_theme = [one for group, (n, _rest) in parts.items() for one in write(group, n, "Taxi")]
    for group, (_n, rest) in parts.items():
        write(group, rest, "Iets anders")
    return a_theme(session, wave, of_theme, name="Vervoer")


def shares(session, wave, theme, dimension):
    return load_shares(session, wave.campaign)[1][str(theme.id)][dimension]


def test_shares_are_coarse_and_of_enough_people_in_and_out(session, wave, theme, freeze):
    wave.closed_at = NOW
    freeze()

    by_group = {"parent": "50", "teacher": "", "youth": ""}
    assert shares(session, wave, theme, "respondent_group") == by_group
    assert shares(session, wave, theme, "education_type") == {"basisschool": "25"}
    assert shares(session, wave, theme, "language") == {"nl": "25"}


def test_a_category_that_would_be_hidden_alone_takes_another_along(session, wave, write, freeze):
    theme = about_taxis(session, wave, write, n_teachers=12)
    wave.closed_at = NOW
    freeze()

    by_group = {"parent": "50", "teacher": "", "youth": ""}
    assert shares(session, wave, theme, "respondent_group") == by_group


def test_nothing_is_counted_while_the_wave_is_open(session, wave, theme, freeze):
    freeze()

    assert load_shares(session, wave.campaign) is None


def test_moving_comments_and_freezing_again_counts_nothing_anew(
    session, wave, write, theme, freeze
):
    wave.closed_at = NOW
    freeze()
    before = load_shares(session, wave.campaign)
    change_state(session, wave.campaign, PanelState.DISCUSSING, now=NOW, dice=Random(1))
    late = write(RespondentGroup.PARENT, 12, "Later")
    move(session, wave.campaign, [one.id for one in late], theme.id, now=NOW)

    freeze()

    assert load_shares(session, wave.campaign) == before
