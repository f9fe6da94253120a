import re
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select

from analysis.comments import Decision
from analysis.quotes import Quote, Wording
from feedback.accounts.permissions import OrganisationKind, Role
from surveys.distribution import Link
from surveys.headcounts import save_headcounts
from surveys.items import RespondentGroup
from tests.cast import signed_in
from tests.factories import (
    QUESTIONNAIRE,
    a_link,
    a_publication,
    a_region,
    a_reviewed_comment,
    a_school,
    a_theme,
    a_version,
    a_wave,
    an_action,
    close,
    now,
    respond,
)

PARENT, YOUTH = RespondentGroup.PARENT, RespondentGroup.YOUTH


@pytest.fixture
def published(session, wave_keys):
    """Two waves of one campaign; in the second one De Brug does much better than the others."""
    schools = [a_school(session, name) for name in ("De Brug", "Het Anker", "De Ster")]
    region = a_region(session, schools=schools)
    for school in schools:
        save_headcounts(session, school, {PARENT: 100}, today=now().date())
    publications = []
    campaign = None
    for well in (("no",) * 3, ("yes", "no", "no")):
        wave = a_wave(session, wave_keys, region=region)
        wave.campaign = campaign = campaign or wave.campaign
        for school, answer in zip(schools, well, strict=True):
            link = a_link(session, wave, school)
            for number in range(60):
                near = answer if number % 5 else "partly"
                respond(session, link, {"dichtbij": [near], "cijfer": [str(4 + number % 6)]})
        publications.append(a_publication(session, close(session, wave_keys, wave)))
    session.commit()
    return publications, schools


@pytest.fixture
def coordinator(app, published):
    return signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, published[1][0].id)


@pytest.fixture
def analyst(app, published):
    publications, _ = published
    region = publications[0].wave.campaign.region_id
    return signed_in(app, Role.ANALYST, OrganisationKind.REGION, region)


def address(published):
    publications, schools = published
    return f"/results/{publications[1].id}/school/{schools[0].id}"


def words(pdf):
    pages = pypdfium2.PdfDocument(BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_a_result_says_how_sure_it_is_and_what_it_is_compared_with(analyst, published):
    page = " ".join(analyst.get(address(published)).text.split())

    assert "of 100 people (60 %)" in page
    assert re.search(r"likely between \d+ and \d+ %", page)
    assert re.search(r"Compared with [^:]+: higher", page)
    assert "Since the first wave: higher" in page


def test_the_report_says_what_the_page_says(analyst, published):
    page = " ".join(analyst.get(address(published)).text.split())

    report = analyst.get(f"{address(published)}/report.pdf")

    assert report.mimetype == "application/pdf"
    printed = words(report.data)
    with pikepdf.open(BytesIO(report.data)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en"
    for found in re.findall(r"of 100 people \(60 %\)|likely between \d+ and \d+ %", page):
        assert found in printed
    assert "De Brug" in printed
    assert analyst.get(f"{address(published)}/report.pdf").data == report.data


def test_the_poster_says_what_was_said_and_what_is_done(app, session, coordinator, published):
    publications, schools = published
    an_action(session, publications[1].wave, session.merge(schools[0]), "Een extra juf. 🎉")
    session.commit()

    made = coordinator.get(f"/results/{publications[1].id}/school/{schools[0].id}/said.pdf")

    printed = words(made.data)
    assert "You said this" in printed
    assert "Parents: " in printed
    assert "Een extra juf." in printed
    [code] = [
        square.text
        for page in pypdfium2.PdfDocument(BytesIO(made.data))
        for square in zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    ]
    path = code.removeprefix(app.extensions["settings"].public_url.upper())
    assert app.test_client().get(path).status_code == 200


def test_the_sheet_for_a_conversation_holds_quotes_by_rule_and_questions(
    session, coordinator, published
):
    publications, schools = published
    wave = publications[1].wave
    link = session.scalars(select(Link).where(Link.wave_id == wave.id)).first()
    comments = [
        a_reviewed_comment(
            session, link, text=f"Te lang wachten, {number} weken.", decision=Decision.RELEASED
        )
        for number in range(12)
    ]
    a_theme(session, wave, comments, name="Wachten")
    comments[0].may_quote = True
    session.add_all(
        Quote(comment_id=one.id, text=f"Zo lang: {place}.", wording=Wording.CHECKED.value)
        for place, one in enumerate(comments[:2])
    )
    session.commit()

    url = f"/results/{publications[1].id}/school/{schools[0].id}/conversation.pdf"
    printed = words(coordinator.get(url).data)

    assert "Wachten: “Zo lang: 0.”" in printed
    # Its writer did not tick that it may be quoted.
    assert "Zo lang: 1." not in printed
    assert "What can we do differently tomorrow" in printed


@pytest.mark.parametrize("paper", ["said", "report", "conversation"])
def test_on_paper_stands_how_far_each_action_is_and_nothing_that_was_given_up(
    session, coordinator, published, paper
):
    publications, schools = published
    wave, school = publications[1].wave, session.merge(schools[0])
    early, late = date(2020, 1, 2), date(2099, 1, 2)
    an_action(session, wave, school, "Een extra juf.", status="done", day=early)
    an_action(session, wave, school, "Een folder.", status="planned", due_on=late)
    an_action(session, wave, school, "Een gesprek.", status="busy", due_on=late)
    an_action(session, wave, school, "Een spreekuur.", status="busy", due_on=early)
    an_action(session, wave, school, "Een website.", status="planned")
    an_action(session, wave, school, "Een zorgboerderij.", status="dropped")
    session.commit()

    printed = words(coordinator.get(f"{address(published)}/{paper}.pdf").data)

    for told in (
        "Een extra juf. (Done: January 2, 2020)",
        "Een folder. (Planned: January 2, 2099)",
        "Een gesprek. (Busy with it, by January 2, 2099)",
        "Een spreekuur. (Too late: it should have been done on January 2, 2020)",
        "Een website. (Planned)",
    ):
        assert told in printed
    assert "zorgboerderij" not in printed


@pytest.mark.parametrize("paper", ["said", "report"])
def test_signs_keep_their_meaning_on_paper(session, coordinator, published, paper):
    publications, schools = published
    text = "Wachten: 9 → ≤ 6 weken, 2× per week ± <5 minuten, bij 20 °C. ∑🎉"
    an_action(session, publications[1].wave, session.merge(schools[0]), text)
    session.commit()

    printed = words(coordinator.get(f"{address(published)}/{paper}.pdf").data)

    told = "9 -> at most 6 weken, 2× per week ± less than 5 minuten, bij 20 °C. (Done)"
    assert told.replace(" ", "") in printed.replace(" ", "")


def test_the_report_of_a_region_says_what_the_region_does(session, analyst, published):
    publications, _ = published
    wave = publications[1].wave
    url = f"/results/{publications[1].id}/region/{wave.campaign.region_id}/report.pdf"
    assert "What the region does with it" not in words(analyst.get(url).data)
    an_action(session, wave, None, "Een vast gezicht.")
    session.commit()

    assert "What the region does with it" in words(analyst.get(url).data)
    assert "Een vast gezicht. (Done)" in words(analyst.get(url).data)


def test_the_report_of_another_school_is_not_there(coordinator, published):
    publications, schools = published
    url = f"/results/{publications[1].id}/school/{schools[1].id}/report.pdf"

    assert coordinator.get(url).status_code == 404


def test_the_first_wave_is_compared_with_none(analyst, published):
    publications, schools = published

    page = analyst.get(f"/results/{publications[0].id}/school/{schools[0].id}").text

    assert "Since the first wave" not in page


def test_a_question_that_was_put_otherwise_is_not_compared(app, session, wave_keys, published):
    publications, schools = published
    reworded = QUESTIONNAIRE.replace("Is there help at school?", "Do you find help at school?")
    wave = a_wave(
        session, wave_keys, region=publications[0].wave.campaign.region,
        version=a_version(session, reworded.replace("number = 1", "number = 2")),
    )  # fmt: skip
    wave.campaign = publications[0].wave.campaign
    link = a_link(session, wave, session.merge(schools[0]))
    for number in range(40):
        respond(session, link, {"dichtbij": [("yes", "no")[number % 2]]})
    later = a_publication(session, close(session, wave_keys, wave))
    session.commit()
    administrator = signed_in(app, Role.ADMINISTRATOR)

    page = administrator.get(f"/results/{later.id}/school/{schools[0].id}").text

    assert "put in other words then" in page
    assert "so the waves are not compared" in page
