"""From forms in two languages to what a publication says of the translation."""

import random
import re

import pytest
from sqlalchemy import func, select

from analysis.editions import verify
from analysis.language_differences import find_differences
from analysis.publishing import regroup
from feedback.accounts.permissions import OrganisationKind, Role
from surveys.language_counts import LanguageAnswerCount
from surveys.organisations import School
from surveys.responses import mix
from tests.cast import signed_in
from tests.factories import (
    SIGNING_KEY,
    a_link,
    a_pilot,
    a_publication,
    a_region,
    a_school,
    a_version,
    a_wave,
    close,
    now,
    respond,
)

ITEMS = ["welkom", "rust", "uitleg", "contact", "angst"]
HEAD = """
code = "talen"
languages = ["nl", "en"]
groups = ["parent"]
number = 1
title = { nl = "Talen", en = "Languages" }
introduction = { nl = "Hallo", en = "Hello" }
"""
ITEM = """
[[item]]
code = "{code}"
kind = "yes-partly-no"
text = {{ nl = "Vraag over {code}?", en = "Question on {code}?" }}
[[item.option]]
code = "yes"
value = 3
favourable = {yes}
text = {{ nl = "Ja", en = "Yes" }}
[[item.option]]
code = "partly"
value = 2
text = {{ nl = "Een beetje", en = "A little" }}
[[item.option]]
code = "no"
value = 1
favourable = {no}
text = {{ nl = "Nee", en = "No" }}
"""
# The last question asks for what is bad: "no" is the good answer.
DEFINITION = HEAD + "".join(
    ITEM.format(code=code, yes=str(code != "angst").lower(), no=str(code == "angst").lower())
    for code in ITEMS
)


@pytest.fixture
def town(session, wave_keys):
    """A region of one school, where "welkom" works differently in English."""
    school = a_school(session)
    region = a_region(session, schools=[school])
    wave = a_wave(session, wave_keys, region=region, version=a_version(session, DEFINITION))
    link = a_link(session, wave, school)
    dice = random.Random(1)
    for language in ["nl", "en"] * 250:
        # Who answers in English is less content with everything.
        good = 0.7 if language == "nl" else 0.6
        answers = {}
        for item in ITEMS:
            chance = 0.02 if (item, language) == ("welkom", "en") else good
            is_good = dice.random() < chance
            answers[item] = ["no" if is_good == (item == "angst") else "yes"]
        respond(session, link, answers, language=language)
    mix(session, wave.id, order=random.Random(2))
    close(session, wave_keys, wave)
    return wave


def test_the_translation_is_told_in_the_publication_and_signed_with_it(session, town):
    publication = a_publication(session, town)

    # The lot may have one more question stand out, in one wave of twenty.
    assert ["parent", "welkom", "en", False] in publication.language_differences
    assert publication.languages_apart("parent", "welkom") == {"en": False}
    for item in ITEMS:
        told = [one[2:] for one in publication.language_differences if one[1] == item]
        assert publication.languages_apart("parent", item) == dict(told)
    assert all(one.is_intact for one in verify(session, SIGNING_KEY))


def test_a_grouping_made_later_keeps_what_was_told(session, town):
    first = a_publication(session, town)
    a_pilot(session, town.campaign.region, [session.scalars(select(School)).one()])
    again = regroup(session, town.id, now=now(), software_version="test", key=SIGNING_KEY)

    assert again.language_differences == first.language_differences


def test_every_answer_is_counted_once_and_under_no_language_for_certain(session, town):
    n = func.sum(LanguageAnswerCount.n)
    by_item = select(LanguageAnswerCount.item, n).group_by(LanguageAnswerCount.item)
    by_language = (
        select(LanguageAnswerCount.language, n)
        .where(LanguageAnswerCount.item == "welkom")
        .group_by(LanguageAnswerCount.language)
    )
    english_and_good = select(n).where(
        LanguageAnswerCount.item == "welkom",
        LanguageAnswerCount.language == "en",
        LanguageAnswerCount.code == "yes",
    )

    assert dict(session.execute(by_item).all()) == dict.fromkeys(ITEMS, 500)
    assert set(dict(session.execute(by_language).all())) == {"en", "nl"}
    # Some five said so; a quarter of the 175 Dutch ones is counted there too.
    assert 25 < session.scalar(english_and_good) < 70


def test_where_there_is_one_language_nothing_is_counted(session, wave_keys):
    one = re.sub(', en = "[^"]*"', "", DEFINITION).replace('"nl", "en"', '"nl"')
    wave = a_wave(session, wave_keys, version=a_version(session, one))
    link = a_link(session, wave)
    for _ in range(10):
        respond(session, link, {"welkom": ["yes"]})
    mix(session, wave.id)

    assert session.scalars(select(LanguageAnswerCount)).all() == []
    assert find_differences(session, wave) == []


def test_whoever_sees_the_region_reads_that_the_translation_may_be_wrong(app, session, town):
    publication = a_publication(session, town)
    session.commit()
    region, version = town.campaign.region_id, town.version_id
    analyst = signed_in(app, Role.ANALYST, OrganisationKind.REGION, region)
    results = analyst.get(f"/results/{publication.id}/region/{region}").text
    school = analyst.get(
        f"/results/{publication.id}/school/{session.scalars(select(School.id)).one()}"
    ).text

    told = [positive for *_, positive in publication.language_differences]
    assert results.count("less positive here than on the other questions") == told.count(False)
    assert results.count("more positive here than on the other questions") == told.count(True)
    assert "“English”" in results
    assert "than on the other questions" not in school

    administrator = signed_in(app, Role.ADMINISTRATOR)
    assert (
        "Question on welkom?"
        in administrator.get(f"/questionnaires/{version}")
        .text.split("Translations to read again")[1]
        .split("</ul>")[0]
    )
