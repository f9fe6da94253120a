import re

import pytest
from sqlalchemy import select

from analysis.comments import Decision
from analysis.interpretations import Interpretation, Standpoint
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from surveys.items import RespondentGroup
from surveys.organisations import School
from tests.cast import post, signed_in
from tests.factories import (
    a_closed_wave,
    a_pilot,
    a_publication,
    a_reviewed_comment,
    a_school,
    a_theme,
    an_interpretation,
    make_links,
)
from tests.page import check_page

KIND = OrganisationKind
MEANING = "Ouders weten niet wie zij kunnen bellen. De folder is te moeilijk."
STORY = "Een moeder belde drie keer. Zij kreeg pas na de vakantie antwoord."


@pytest.fixture
def school(session):
    return a_school(session, "De Brug")


@pytest.fixture
def publication(session, wave_keys, school):
    few = a_school(session, "Het Anker", municipality="Hulst", board="Anders")
    counts = {school: {"yes": 8, "partly": 6, "no": 4}, few: {"yes": 3}}
    publication = a_publication(session, a_closed_wave(session, wave_keys, counts))
    session.commit()
    return publication


@pytest.fixture
def region(publication):
    return publication.wave.campaign.region_id


@pytest.fixture
def panel(app, region):
    return signed_in(app, Role.PANEL_MEMBER, KIND.REGION, region)


@pytest.fixture
def coordinator(app, publication, school):
    return signed_in(app, Role.SCHOOL_COORDINATOR, KIND.SCHOOL, school.id)


@pytest.fixture
def page(publication, school):
    return address(publication, school)


@pytest.fixture
def theme(session, publication, school):
    [link] = make_links(session, publication.wave, [school], [RespondentGroup.PARENT], ["nl"])
    comments = [a_reviewed_comment(session, link, decision=Decision.RELEASED) for _ in range(10)]
    theme = a_theme(session, publication.wave, comments, name="Lang wachten")
    session.commit()
    return theme


def address(publication, school, measure="dichtbij"):
    return f"/interpretations/{publication.id}/school/parent/{measure}/{school.id}"


def say(client, page, **answers):
    form = {"giver": "parent", "text": MEANING, "story": ""} | answers
    return post(client, page, page=page, **{f"new-{name}": text for name, text in form.items()})


def stand(client, page, said, stance, text="", giver="teacher"):
    form = {"stance": stance, "text": text, "giver": giver}
    return post(
        client,
        f"/interpretations/{said.id}/standpoint",
        page=page,
        **{f"to-{said.id}-{name}": given for name, given in form.items()},
    )


def only(session, model=Interpretation):
    session.expire_all()
    return session.scalars(select(model)).one()


def words(response):
    return " ".join(response.text.split())


def test_a_coordinator_says_what_a_figure_means_and_is_shown_as_the_group(
    session, coordinator, page
):
    saved = say(coordinator, page, story=STORY)

    assert saved.status_code == 303
    assert saved.location == page
    said = only(session)
    assert (said.giver, said.text, said.story) == ("parent", MEANING, STORY)
    shown = coordinator.get(page)
    check_page(shown)
    assert "Parent, " in shown.text
    assert STORY in shown.text
    assert "Noor" not in shown.text


def test_the_results_of_a_unit_show_what_was_said_and_lead_to_it(
    session, publication, school, coordinator, panel, page
):
    say(coordinator, page)

    results = panel.get(f"/results/{publication.id}/school/{school.id}?group=parent")

    check_page(results)
    assert MEANING in results.text
    assert f'href="{page}"' in results.text
    assert "Say what this means, or answer" in results.text


def test_who_only_reads_results_reads_what_was_said_and_gets_no_form(
    app, session, publication, school, page
):
    an_interpretation(session, publication, MEANING, unit=("school", school.id))
    session.commit()
    board = signed_in(app, Role.BOARD_VIEWER, KIND.BOARD, school.board_id)

    shown = board.get(page)

    check_page(shown)
    assert MEANING in shown.text
    assert "<textarea" not in shown.text
    assert "Read all of it" in board.get(f"/results/{publication.id}/school/{school.id}").text


def test_only_the_klankbordgroep_speaks_as_the_klankbordgroep(session, coordinator, panel, page):
    refused = say(coordinator, page, giver="panel")
    assert refused.status_code == 422
    assert 'value="panel"' not in refused.text

    assert say(panel, page, giver="panel").status_code == 303
    assert only(session).giver == "panel"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": ""}, "Write what it means."),
        ({"giver": ""}, "Choose who says this."),
        ({"text": "Bel Jan de Vries op 06-12345678."}, "“Jan de Vries”, “06-12345678”"),
        ({"text": "ouders weten niet wie zij kunnen bellen"}, "Begin sentences and names"),
        ({"story": "Een jongen uit groep 8 van De Brug bleef thuis."}, "“groep 8”, “De Brug”"),
    ],
)
def test_what_cannot_stand_there_is_refused_with_what_was_found_and_kept_in_the_form(
    session, coordinator, page, wrong, told
):
    refused = say(coordinator, page, **{"story": STORY} | wrong)

    assert refused.status_code == 422
    check_page(refused)
    assert told in refused.text
    for text in ({"text": MEANING, "story": STORY} | wrong).values():
        assert text in refused.text
    assert session.scalars(select(Interpretation)).all() == []


def test_outside_a_case_a_school_and_a_class_may_be_named(coordinator, page):
    text = "Op De Brug kent groep 8 de hulpverlener sinds maart 2026."

    assert say(coordinator, page, text=text).status_code == 303


def test_others_agree_or_say_why_not_and_may_change_that(
    session, publication, school, panel, coordinator, page
):
    say(coordinator, page)
    said = only(session)

    refused = stand(panel, page, said, "dissent")
    assert refused.status_code == 422
    check_page(refused)
    assert "Say why you see it otherwise." in refused.text
    stand(panel, page, said, "dissent", "Wij bellen wel terug.")
    stand(panel, page, said, "nuance", "Soms lukt het.", giver="panel")

    shown = coordinator.get(page)
    check_page(shown)
    assert "Agrees in part</strong> (Klankbordgroep): <span" in words(shown)
    assert "Wij bellen wel terug." not in shown.text
    assert only(session, Standpoint).text == "Soms lukt het."
    results = coordinator.get(f"/results/{publication.id}/school/{school.id}")
    assert "Agrees in part: 1" in words(results)


def test_nobody_takes_a_standpoint_on_their_own_words(session, coordinator, page):
    say(coordinator, page)

    assert "Say how you see this" not in coordinator.get(page).text
    assert stand(coordinator, page, only(session), "agree").status_code == 404


def test_a_writer_takes_it_back_and_somebody_else_does_not(session, panel, coordinator, page):
    say(coordinator, page)
    said = only(session)
    remove = f"/interpretations/{said.id}/remove"

    assert post(panel, remove, page=page).status_code == 404
    assert post(coordinator, remove, page=page).status_code == 303

    assert session.scalars(select(Interpretation.id)).all() == []
    deeds = session.scalars(select(AuditEvent.action)).all()
    assert deeds.count("interpreted") == deeds.count("took back") == 1


def test_an_administrator_takes_away_what_should_not_stand_there(
    app, session, publication, school, page
):
    said = an_interpretation(session, publication, unit=("school", school.id))
    session.commit()
    administrator = signed_in(app, Role.ADMINISTRATOR)

    post(administrator, f"/interpretations/{said.id}/remove", page=page)

    assert session.scalars(select(Interpretation.id)).all() == []


def test_a_figure_that_is_not_shown_has_no_meaning_either(app, session, publication):
    few = session.scalars(select(School).where(School.name == "Het Anker")).one()
    administrator = signed_in(app, Role.ADMINISTRATOR)

    assert administrator.get(address(publication, few)).status_code == 404


def test_an_indicator_has_a_meaning_too(session, publication, school, coordinator):
    page = address(publication, school, "indicator~nabijheid")

    assert say(coordinator, page).status_code == 303
    check_page(coordinator.get(page))
    results = coordinator.get(f"/results/{publication.id}/school/{school.id}")
    assert MEANING in results.text


def test_after_a_correction_the_words_stand_beside_the_new_figures_with_their_day(
    session, publication, school, coordinator, panel, page
):
    say(coordinator, page)
    # A new proeftuin is something new to publish.
    a_pilot(session, publication.wave.campaign.region, [school])
    again = a_publication(session, publication.wave)
    session.commit()

    shown = panel.get(address(again, school))

    check_page(shown)
    assert MEANING in shown.text
    assert "Said beside the publication of" in shown.text
    assert "Said beside" not in panel.get(page).text
    # Who answers lands on the figures that hold now.
    assert stand(panel, page, only(session), "agree").location == address(again, school)


def test_somebody_of_another_school_finds_no_such_page(app, publication, page):
    elsewhere = signed_in(app, Role.SCHOOL_COORDINATOR, KIND.SCHOOL, 999)

    assert elsewhere.get(page).status_code == 404


def test_the_klankbordgroep_says_what_a_theme_means(app, session, publication, panel, theme):
    page = f"/interpretations/themes/{theme.id}"
    check_page(panel.get(page))

    say(panel, page, giver="youth")

    said = only(session)
    assert (said.theme_id, said.publication_id) == (theme.id, publication.id)
    shown = panel.get(page)
    check_page(shown)
    assert "Lang wachten" in shown.text
    assert re.search(r"Young person, .*?<blockquote lang=\"nl\">Ouders weten", words(shown))
    themes = panel.get("/comments/themes")
    check_page(themes)
    assert MEANING in themes.text


def test_a_theme_of_too_few_people_has_no_page(session, publication, panel):
    theme = a_theme(session, publication.wave, name="Een ding")
    session.commit()

    assert panel.get(f"/interpretations/themes/{theme.id}").status_code == 404


def test_the_form_speaks_of_no_address_in_the_url(coordinator, page):
    refused = say(coordinator, page, text="Mail jan@school.nl.")

    assert "“jan@school.nl”" in refused.text
    assert refused.request.query_string == b""
