import pytest

from analysis.comments import Decision
from analysis.themes import Theme
from feedback.accounts.permissions import OrganisationKind, Role
from surveys.items import RespondentGroup
from tests.cast import post, signed_in
from tests.factories import (
    a_link,
    a_region,
    a_reviewed_comment,
    a_school,
    a_theme,
    a_wave,
)
from tests.page import check_page

WAITING = "/comments/waiting"
THEMES = "/comments/themes"


@pytest.fixture
def link(session, wave_keys):
    school = a_school(session, "De Brug")
    wave = a_wave(session, wave_keys, region=a_region(session, schools=[school]))
    link = a_link(session, wave, school, RespondentGroup.TEACHER)
    session.commit()
    return link


@pytest.fixture
def region(link):
    return link.wave.campaign.region_id


@pytest.fixture
def moderator(app, region):
    return signed_in(app, Role.MODERATOR, OrganisationKind.REGION, region)


@pytest.fixture
def panel(app, region):
    return signed_in(app, Role.PANEL_MEMBER, OrganisationKind.REGION, region)


@pytest.fixture
def waiting(session, link):
    comment = a_reviewed_comment(session, link, "De hulp van [naam] was er snel.")
    session.commit()
    return comment


def released(session, link, n, text="Wij wachten al {} maanden."):
    return [
        a_reviewed_comment(session, link, text.format(number), decision=Decision.RELEASED)
        for number in range(n)
    ]


def in_section(page, heading):
    """The part of a page under a heading, up to the end of its section."""
    return page.split(heading)[1].split("</section>")[0]


def test_a_signal_of_danger_is_read_first(session, link, waiting, moderator):
    a_reviewed_comment(session, link, "Hij wordt geslagen.", care_signals=["geweld"])
    session.commit()

    text = moderator.get(WAITING).text

    assert "This may be about danger" in text
    assert text.index("Hij wordt geslagen.") < text.index("was er snel.")


def test_a_moderator_of_another_region_reads_nothing_here(app, session, waiting):
    other = a_region(session, "Zwolle").id
    session.commit()
    client = signed_in(app, Role.MODERATOR, OrganisationKind.REGION, other)

    assert "was er snel" not in client.get(WAITING).text


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MODERATOR}))
def test_only_a_moderator_reads_what_waits(app, waiting, role):
    assert signed_in(app, role).get(WAITING).status_code == 404


def test_a_theme_is_read_from_ten_different_people_on(session, link, panel):
    enough, few = released(session, link, 10), released(session, link, 9, "Te weinig {}.")
    a_theme(session, link.wave, enough, name="Lang wachten")
    a_theme(session, link.wave, few, name="Klein thema")
    session.commit()

    response = panel.get(THEMES)

    check_page(response)
    assert "Lang wachten" in response.text
    assert "Klein thema" not in response.text
    assert "Te weinig" not in response.text


def test_two_comments_in_one_form_do_not_make_two_people(session, link, panel):
    comments = released(session, link, 5) + released(session, link, 5)
    for comment in comments[:5]:
        comment.item = "goed"
    a_theme(session, link.wave, comments, name="Lang wachten")
    session.commit()

    assert "Lang wachten" not in panel.get(THEMES).text


def test_a_small_theme_is_read_among_the_other_comments(session, link, panel):
    released(session, link, 10)
    a_theme(session, link.wave, released(session, link, 3, "Klein {}."), name="Klein thema")
    session.commit()

    text = panel.get(THEMES).text

    assert "Klein 2." in in_section(text, "Other comments")
    assert "Klein thema" not in text


def test_the_klankbordgroep_does_not_learn_who_wrote(session, link, panel):
    a_theme(session, link.wave, released(session, link, 12), name="Lang wachten")
    session.commit()

    text = panel.get(THEMES).text

    for told in ("De Brug", "teacher", "Teachers"):
        assert told not in in_section(text, "Lang wachten")


def test_the_klankbordgroep_reads_released_comments_only(session, link, panel):
    comments = released(session, link, 12)
    comments[0].decision = Decision.HELD.value
    comments[1].decision = Decision.WAITING.value
    a_theme(session, link.wave, comments, name="Lang wachten")
    session.commit()

    text = panel.get(THEMES).text

    assert "Wij wachten al 2 maanden." in text
    assert "Wij wachten al 0 maanden." not in text
    assert "Wij wachten al 1 maanden." not in text


def test_the_klankbordgroep_gives_a_theme_its_name(session, link, panel):
    theme = a_theme(session, link.wave, released(session, link, 10))
    session.commit()

    response = post(panel, f"/comments/themes/{theme.id}/name", page=THEMES, name=" Wachten ")

    assert response.location.endswith(f"#theme-{theme.id}")
    assert "Wachten" in panel.get(THEMES).text
    session.expire_all()
    assert session.get(Theme, theme.id).name == "Wachten"


def test_who_only_reads_themes_gets_no_field_to_name_them(app, session, link):
    a_theme(session, link.wave, released(session, link, 10))
    session.commit()

    assert "Save the name" not in signed_in(app, Role.ADMINISTRATOR).get(THEMES).text


def test_a_klankbordgroep_of_another_region_neither_reads_nor_names(app, session, link):
    theme = a_theme(session, link.wave, released(session, link, 10), name="Lang wachten")
    theme_id, other = theme.id, a_region(session, "Zwolle").id
    session.commit()
    client = signed_in(app, Role.PANEL_MEMBER, OrganisationKind.REGION, other)

    assert "Lang wachten" not in client.get(THEMES).text
    named = post(client, f"/comments/themes/{theme_id}/name", page="/staff", name="x")
    assert named.status_code == 404


def test_what_people_wrote_is_shown_as_text(session, link, panel):
    a_theme(session, link.wave, released(session, link, 10, "<b>vet</b> {}"), name="<i>")
    session.commit()

    text = panel.get(THEMES).text

    assert "&lt;b&gt;vet" in text
    assert "<b>vet" not in text
