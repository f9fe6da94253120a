"""Which earlier waves a figure goes on from, and what is said of those it does not."""

import re
from datetime import timedelta
from functools import cached_property
from io import BytesIO

import lxml.html
import pypdfium2
import pytest

from feedback.accounts.permissions import Role
from surveys.headcounts import save_headcounts
from surveys.items import RespondentGroup
from tests.cast import signed_in
from tests.factories import (
    QUESTIONNAIRE,
    a_link,
    a_publication,
    a_region,
    a_school,
    a_version,
    a_wave,
    close,
    now,
    respond,
)
from tests.page import check_page

PARENT, YOUTH = RespondentGroup.PARENT, RespondentGroup.YOUTH
OWN_WORDS = QUESTIONNAIRE.replace(
    'text = { nl = "Is er hulp op school?", en = "Is there help at school?" }',
    """[item.text]
parent = { nl = "Krijgt uw kind hulp?", en = "Does your child get help?" }
youth = { nl = "Krijg je hulp?", en = "Do you get help?" }
teacher = { nl = "Is er hulp?", en = "Is there help?" }
""",
)


class Campaign:
    """Waves of one campaign at one school, each a month after the one before."""

    def __init__(self, app, session, keys):
        self.app, self.session, self.keys = app, session, keys
        self.school = a_school(session)
        self.region = a_region(session, schools=[self.school])
        self.publications = []

    def hold(self, definition=QUESTIONNAIRE, *, yes, no, groups=(PARENT,)):
        version = a_version(self.session, definition)
        opens_at = now() - timedelta(days=300 - 30 * len(self.publications))
        wave = a_wave(
            self.session, self.keys, region=self.region, version=version, opens_at=opens_at
        )
        if self.publications:
            wave.campaign = self.publications[0].wave.campaign
        for group in groups:
            link = a_link(self.session, wave, self.school, group)
            for number in range(yes + no):
                near = "yes" if number < yes else "no"
                respond(self.session, link, {"dichtbij": [near], "cijfer": [str(4 + number % 6)]})
        self.publications.append(a_publication(self.session, close(self.session, self.keys, wave)))
        self.session.commit()

    @cached_property
    def reader(self):
        return signed_in(self.app, Role.ADMINISTRATOR)

    def get(self, page=""):
        """Read a page about the school in the last wave."""
        return self.reader.get(f"/results/{self.publications[-1].id}/school/{self.school.id}{page}")

    def told(self, page=""):
        """What is told on the page of the school, of its first question only."""
        answer = self.get(page)
        check_page(answer)
        section = lxml.html.fromstring(answer.text).xpath("//section[@class='figure']")[0]
        return " ".join(section.text_content().split())

    def printed(self):
        pages = pypdfium2.PdfDocument(BytesIO(self.get("/report.pdf").data))
        texts = (page.get_textpage().get_text_range() for page in pages)
        return " ".join(" ".join(texts).split())


@pytest.fixture
def campaign(app, session, wave_keys):
    return Campaign(app, session, wave_keys)


def next_version(change, number=2, text=QUESTIONNAIRE):
    return text.replace("number = 1", f"number = {number}").replace(
        'code = "dichtbij"\n', f'code = "dichtbij"\nchange = "{change}"\n'
    )


def shares_over_time(told):
    table = told.partition("Over time")[2]
    return re.findall(r"20\d\d (\d+) %", table)


def test_everybody_is_compared_though_each_group_has_its_own_words(campaign):
    for yes in (15, 30):
        campaign.hold(OWN_WORDS, yes=yes, no=45 - yes, groups=(PARENT, YOUTH))

    told = campaign.told("?group=all")

    assert "Since the first wave: higher" in told
    assert "in other words" not in told


def test_everybody_is_not_compared_when_one_group_was_asked_otherwise(campaign):
    reworded = OWN_WORDS.replace("number = 1", "number = 2").replace("Do you get", "Do you find")
    campaign.hold(OWN_WORDS, yes=15, no=30, groups=(PARENT, YOUTH))
    campaign.hold(reworded, yes=30, no=15, groups=(PARENT, YOUTH))

    assert "so the waves are not compared" in campaign.told("?group=all")
    assert "Since the first wave: higher" in campaign.told("?group=parent")


def test_a_language_that_was_added_later_is_no_other_wording(campaign):
    only_dutch = re.sub(r', en = "[^"]*"', "", QUESTIONNAIRE).replace(', "en"', "")
    campaign.hold(only_dutch, yes=15, no=30)
    campaign.hold(QUESTIONNAIRE.replace("number = 1", "number = 2"), yes=30, no=15)

    assert "Since the first wave: higher" in campaign.told()


def test_a_new_meaning_leaves_out_what_was_measured_before(campaign):
    campaign.hold(yes=15, no=30)
    campaign.hold(next_version("new-meaning"), yes=30, no=15)

    told = campaign.told()

    assert "Over time" not in told
    assert "This question got another meaning. Waves before that do not count." in told
    assert "This question got another meaning." in campaign.printed()


def test_after_a_new_meaning_a_trend_starts_again(campaign):
    campaign.hold(yes=40, no=5)
    campaign.hold(next_version("new-meaning"), yes=15, no=30)
    campaign.hold(next_version("same", 3), yes=30, no=15)

    told = campaign.told()

    assert shares_over_time(told) == ["35", "65"]
    assert "Since the first wave after that: higher" in told
    assert "Since the first wave after that: higher" in campaign.printed()


def test_questions_that_start_again_stand_without_a_drawing(campaign):
    campaign.hold(yes=15, no=30)
    campaign.hold(next_version("new-meaning"), yes=30, no=15)

    answer = campaign.get("/trends")

    check_page(answer)
    near, grade = lxml.html.fromstring(answer.text).xpath("//ul[@class='multiples']/li")
    assert "This question got another meaning." in near.text_content()
    assert not near.findall(".//svg")
    assert grade.findall(".//svg")


def test_another_wording_goes_on_marked_and_uncompared(campaign):
    campaign.hold(yes=15, no=30)
    campaign.hold(next_version("wording"), yes=30, no=15)

    told = campaign.told()

    assert shares_over_time(told) == ["35", "65"]
    assert "put in other words then" in told
    assert "so the waves are not compared" in told
    assert "so the waves are not compared" in campaign.printed()


def test_a_first_wave_of_few_people_is_not_taken_for_another_wording(campaign):
    campaign.hold(yes=4, no=4)
    campaign.hold(yes=30, no=15)

    told = campaign.told()

    assert "The first wave says too little to compare with." in told
    assert "other words" not in told


def test_a_difference_counts_how_many_people_there_are(campaign):
    """Of 100 out of 150 people 20 and 29 % differ; out of endlessly many they might not."""
    save_headcounts(campaign.session, campaign.school, {PARENT: 150}, today=now().date())
    campaign.hold(yes=20, no=80)
    campaign.hold(yes=29, no=71)

    assert "Since the first wave: higher" in campaign.told()
