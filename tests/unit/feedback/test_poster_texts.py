from datetime import UTC, datetime

import pytest
from flask import Flask

from feedback.campaigns.poster_texts import invitation, poster_of
from feedback.i18n import use_locale
from surveys.campaigns import Wave
from surveys.distribution import Link
from surveys.items import RespondentGroup
from surveys.organisations import School

PUBLIC_URL = "https://klankbord.example"


@pytest.fixture(autouse=True)
def spoken():
    with Flask(__name__).app_context():
        yield


def a_link(*languages, group=RespondentGroup.PARENT):
    # Midnight in the Netherlands is still the day before in UTC.
    wave = Wave(closes_at=datetime(2027, 1, 29, 23, 0, tzinfo=UTC))
    return Link(
        code="7KQ2M9XP",
        wave=wave,
        school=School(name="De Brug"),
        respondent_group=group.value,
        languages=list(languages),
    )


def test_a_poster_speaks_the_languages_of_its_link_in_order():
    poster = poster_of(a_link("en", "nl"), PUBLIC_URL)

    assert [text.language for text in poster.texts] == ["en", "nl"]
    assert poster.texts[0].title == "Have your say"


def test_a_poster_leads_to_its_link():
    assert poster_of(a_link("nl"), PUBLIC_URL).url == "HTTPS://KLANKBORD.EXAMPLE/V/7KQ2M9XP"


def test_a_poster_says_the_last_dutch_day_in_its_first_language():
    assert "January 29, 2027" in poster_of(a_link("en", "nl"), PUBLIC_URL).footer


def test_every_group_is_invited_in_its_own_words():
    use_locale("en")

    assert len({invitation(group) for group in RespondentGroup}) == len(RespondentGroup)
