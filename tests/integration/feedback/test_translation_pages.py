from random import Random

import pytest
from sqlalchemy import select, update

from analysis.comments import CommentTranslation, Decision, decide
from analysis.panel import PanelState, begin_round, get_session
from analysis.themes import CommentTheme, Theme
from feedback import work
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.i18n import today
from surveys.items import RespondentGroup
from tests.argos import install_stand_in
from tests.cast import signed_in
from tests.factories import a_link, a_region, a_reviewed_comment, a_school, a_theme, a_wave
from tests.page import check_page

MARK = "Machine translation, may be wrong"
HINT = "docs/operations.md"


@pytest.fixture
def link(session, wave_keys):
    school = a_school(session, "De Brug")
    wave = a_wave(session, wave_keys, region=a_region(session, schools=[school]))
    link = a_link(session, wave, school, RespondentGroup.TEACHER)
    session.commit()
    return link


@pytest.fixture
def comments(session, link):
    """Ten that were released, of which one in Turkish."""
    comments = [
        a_reviewed_comment(session, link, f"Wij wachten {n} weken.", decision=Decision.RELEASED)
        for number, n in enumerate(range(2, 12))
    ]
    comments[3].text, comments[3].language = "Uzun zaman bekledik", "tr"
    a_theme(session, link.wave, comments, name="Wachten")
    session.commit()
    return comments


@pytest.fixture
def waiting(session, link):
    comment = a_reviewed_comment(session, link, "Okul çok yavaş geldi")
    comment.language = "tr"
    session.commit()
    return comment


@pytest.fixture
def open_as(app, link):
    def open_as(role, path):
        region = link.wave.campaign.region_id
        response = signed_in(app, role, OrganisationKind.REGION, region).get(path)
        check_page(response)
        return response.text

    return open_as


def translated(session, comment, text="Wij wachtten lang"):
    session.add(CommentTranslation(comment_id=comment.id, text=text, model="m"))
    session.commit()


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.MODERATOR])
def test_a_translation_stands_marked_beside_the_original(session, link, comments, open_as, role):
    translated(session, comments[3])

    text = open_as(role, f"/comments/campaigns/{link.wave.campaign_id}")

    assert text.count(MARK) == 1
    assert text.index("Uzun zaman bekledik") < text.index(MARK) < text.index("Wij wachtten lang")
    assert HINT not in text


def test_a_translation_stands_wherever_the_klankbordgroep_reads(app, session, link, comments):
    for comment in comments:
        comment.language = "tr"
        translated(session, comment, f"Vertaald {comment.text}")
    campaign, theme = link.wave.campaign_id, session.scalars(select(Theme.id)).one()
    session.execute(update(CommentTheme).values(is_example=True))
    begin_round(session, link.wave.campaign, dice=Random(1))
    get_session(session, campaign).state = PanelState.CODING.value
    session.commit()
    region = link.wave.campaign.region_id
    member = signed_in(app, Role.PANEL_MEMBER, OrganisationKind.REGION, region)
    for path in (
        "/comments/themes",
        f"/comments/themes/{theme}",
        f"/comments/campaigns/{campaign}/present/1",
        f"/comments/campaigns/{campaign}/code/1",
    ):
        response = member.get(path)
        check_page(response)
        text = response.text
        assert 1 <= text.count(MARK) == text.count("Vertaald"), path


def test_a_moderator_reads_the_translation_of_what_waits(session, waiting, open_as):
    translated(session, waiting, "De hulp kwam <traag>")

    text = open_as(Role.MODERATOR, f"/comments/{waiting.id}")

    assert MARK in text
    assert "De hulp kwam &lt;traag&gt;" in text
    assert "Okul çok" in text


def test_the_page_says_once_how_translations_are_added(session, link, comments, open_as):
    comments[5].language = "pl"
    session.commit()

    text = open_as(Role.PANEL_MEMBER, f"/comments/campaigns/{link.wave.campaign_id}")

    assert text.count(HINT) == 1
    assert MARK not in text


def test_where_all_is_dutch_nothing_is_said_of_translations(session, link, comments, open_as):
    comments[3].language = "nl"
    session.commit()

    text = open_as(Role.PANEL_MEMBER, f"/comments/campaigns/{link.wave.campaign_id}")

    assert HINT not in text


def test_with_the_extra_nothing_is_said_of_adding_it(waiting, open_as, tmp_path, monkeypatch):
    install_stand_in(tmp_path / "stand_in", monkeypatch)

    assert HINT not in open_as(Role.MODERATOR, f"/comments/{waiting.id}")


@pytest.fixture
def argos(tmp_path, monkeypatch):
    install_stand_in(tmp_path / "stand_in", monkeypatch)
    work.translator.cache_clear()
    yield
    work.translator.cache_clear()


@pytest.mark.usefixtures("argos")
def test_the_worker_translates_what_waits_and_what_was_released(app, session, comments, waiting):
    with app.app_context():
        work.translate_comments()

    session.expire_all()
    found = session.scalars(select(CommentTranslation.text).order_by(CommentTranslation.text))
    assert found.all() == [
        "Okul çok yavaş geldi (en) (nl)",
        "Uzun zaman bekledik (en) (nl)",
    ]
    model = session.scalars(select(CommentTranslation.model).distinct()).one()
    assert model == "argostranslate 1.11.0, tr-en 1.5, en-nl 1.8"


@pytest.mark.usefixtures("argos")
def test_after_a_change_the_worker_translates_anew(app, session, waiting):
    with app.app_context():
        work.translate_comments()
    session.expire_all()
    decide(session, waiting.id, Decision.RELEASED, text="Çok yavaş geldi", today=today())
    session.commit()
    with app.app_context():
        work.translate_comments()

    session.expire_all()
    assert session.scalars(select(CommentTranslation.text)).all() == ["Çok yavaş geldi (en) (nl)"]


def test_without_the_extra_the_worker_translates_nothing(app, session, waiting):
    work.translator.cache_clear()
    with app.app_context():
        work.translate_comments()

    assert session.scalars(select(CommentTranslation)).all() == []


class Stumbling:
    """Stands in for a translator that one text is too much for."""

    def model_of(self, language):
        return "m"

    def translate(self, text, language):
        if "slow" in text:
            raise RuntimeError(text)
        return "Goed"


def test_a_text_that_cannot_be_translated_does_not_hold_up_the_others(
    app, session, link, monkeypatch, caplog
):
    for text in ("Too slow for me", "Help was good"):
        a_reviewed_comment(session, link, text).language = "en"
    session.commit()
    monkeypatch.setattr(work, "translator", Stumbling)

    for _ in range(2):
        with app.app_context():
            work.translate_comments()

    assert sorted(session.scalars(select(CommentTranslation.text))) == ["", "Goed"]
    # It is not tried again and again.
    assert [record.msg for record in caplog.records] == ["comment not translated"]
