from collections import Counter
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from analysis.actions import Action
from analysis.advice import AdviceState, load_advice
from analysis.agenda import State, load_standings
from analysis.comments import Decision, ReviewedComment
from analysis.editions import verify
from analysis.follow_ups import load_following
from analysis.interpretations import Interpretation
from analysis.publications import Publication
from analysis.redaction import find_personal
from analysis.signing import SigningKey
from analysis.themes import SMALLEST_THEME, load_released, load_themes, show_themes
from feedback import work
from feedback.accounts.models import load_demo_users
from feedback.accounts.permissions import Role
from feedback.app import create_app
from feedback.cli import klankbord
from feedback.config import Settings
from feedback.database import db
from feedback.demo.answers import LANGUAGES
from feedback.i18n import LOCALES, today
from surveys.agenda import load_domains
from surveys.campaigns import Campaign, Wave
from surveys.organisations import Municipality, Pilot, Region, School, SchoolBoard
from surveys.responses import Inbox, LanguageCount, Response
from tests.databases import copy_sqlite, on_sqlite


def a_demo(folder, database_url) -> Flask:
    SigningKey.create(folder)
    app = create_app(
        Settings(
            database_url=database_url,
            secret_key="a secret that only tests may know",
            password_salt="a salt for tests",
            key_directory=folder,
            queue=str(folder / "queue.db"),
            public_url="http://localhost",
            demo=True,
        )
    )
    app.extensions["printed"] = CliRunner().invoke(klankbord, ["demo"], obj=lambda: app).output
    return app


@pytest.fixture(scope="module")
def demo(sqlite_template, tmp_path_factory) -> Iterator[Flask]:
    """The one demo that these tests look at."""
    folder = tmp_path_factory.mktemp("demo")
    app = a_demo(folder, copy_sqlite(sqlite_template, folder / "klankbord.db"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(demo):
    with demo.app_context():
        yield db.session()


def helps(session) -> Campaign:
    return session.scalars(select(Campaign).where(Campaign.name == "Helpt de hulp?")).one()


def what_came_of(app):
    with app.app_context():
        session = db.session()
        digests = session.scalars(select(Publication.digest).order_by(Publication.id)).all()
        themes = [(theme.words, theme.name) for theme in load_themes(session, helps(session).id)]
        return digests, themes


def test_a_second_demo_in_another_database_is_the_same(demo, tmp_path, postgresql_url):
    again = a_demo(tmp_path, postgresql_url)

    came = what_came_of(again)
    with again.app_context():
        db.engine.dispose()
    assert came == what_came_of(demo)


def test_a_region_has_all_kinds_of_schools(session):
    n_pupils = session.scalars(select(School.n_pupils)).all()

    assert len(n_pupils) == 40
    assert min(n_pupils) < 40
    assert max(n_pupils) > 1000
    assert len(session.scalars(select(Municipality)).all()) == 3
    assert len(session.scalars(select(SchoolBoard)).all()) == 5


def test_no_school_has_a_code_that_could_be_real(session):
    codes = session.scalars(select(School.location_code)).all()

    assert all(code.startswith("99") for code in codes)


def test_the_pilots_overlap_and_last_five_years(session):
    pilots = session.scalars(select(Pilot)).all()

    members = Counter(member.school_id for pilot in pilots for member in pilot.members)
    assert len(pilots) == 3
    assert members.most_common(1)[0][1] > 1
    assert {pilot.ends_on.year - pilot.starts_on.year for pilot in pilots} == {5}


def test_two_waves_are_over_and_one_is_open(session):
    waves = session.scalars(select(Wave).order_by(Wave.opens_at)).all()

    assert [wave.closed_at is None for wave in waves] == [False, False, True]
    assert [wave.kind for wave in waves[:2]] == ["0-meting", "vervolgmeting"]


def test_the_agenda_follows_what_people_answered_and_what_was_counted(session):
    region = session.scalars(select(Region)).one()
    indicators = [one for each in load_domains(session, region.id) for one in each.indicators]

    standings = load_standings(session, region.id, indicators, today=today())

    assert {one.text for one in indicators if not standings[one].last} == set()
    assert {one.state for one in standings.values()} >= {State.UNDER_WAY, State.NOT_BETTER}
    assert [one for one in standings.values() if one.state is State.NO_FIGURE] == []
    assert sum(one.is_overdue for one in standings.values()) == 1


def test_both_publications_are_intact(session):
    assert [verdict.is_intact for verdict in verify(session, work.signing_key())] == [True, True]


def test_about_four_thousand_people_answered_the_waves_that_are_over(session):
    over = select(Wave.id).where(Wave.closed_at.is_not(None))

    n = session.scalar(select(func.count()).select_from(Response).where(Response.wave_id.in_(over)))

    assert 3000 < n < 5000


def test_some_groups_of_a_school_are_small_and_some_large(session):
    sizes = session.scalars(
        select(func.count())
        .select_from(Response)
        .where(Response.wave_id == helps(session).waves[0].id)
        .group_by(Response.school_id, Response.respondent_group)
    ).all()

    assert sum(size < 5 for size in sizes) > len(sizes) / 4
    assert max(sizes) > 100


def test_of_a_wave_that_is_over_nothing_waits_to_be_mixed(session):
    over = select(Wave.id).where(Wave.closed_at.is_not(None))

    assert session.scalars(select(Inbox.id).where(Inbox.wave_id.in_(over))).all() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_answered_and_wrote_in_every_language(session, language):
    of_language = select(ReviewedComment).where(ReviewedComment.language == language)

    assert len(session.scalars(of_language).all()) >= 20
    assert session.scalar(
        select(func.sum(LanguageCount.n)).where(LanguageCount.language == language)
    )


def test_the_moderator_has_some_work_left(session):
    of_decision = Counter(session.scalars(select(ReviewedComment.decision)))

    assert 40 <= of_decision[Decision.WAITING] <= 80
    assert of_decision[Decision.RELEASED] > 1000


def test_what_worries_is_never_released(session):
    alarming = [c for c in session.scalars(select(ReviewedComment)) if c.care_signals]

    assert alarming
    assert all(comment.decision != Decision.RELEASED for comment in alarming)


def test_no_made_up_name_or_number_is_released(session):
    texts = " ".join(comment.text for comment in load_released(session, helps(session)))

    for secret in ("Vlietstra", "Kalkhoven", "Ottens", "Yıldız", "Fatima", "06-1234", "@"):
        assert secret not in texts


def test_every_theme_shown_has_ten_people_or_more(session):
    shown = [each for each in show_themes(session, helps(session)) if each.theme]

    assert len(shown) >= 8
    assert all(each.n_respondents >= SMALLEST_THEME for each in shown)


def test_the_klankbordgroep_named_a_theme_or_two(session):
    names = [theme.name for theme in load_themes(session, helps(session).id) if theme.name]

    assert 1 <= len(names) <= 3


def test_there_is_somebody_for_every_role(session):
    users = load_demo_users(session)

    assert {given.role for user in users for given in user.assignments} == set(Role)
    assert all(user.email.endswith(".example") for user in users)


def test_people_said_what_figures_and_a_theme_mean_without_naming_anybody(session):
    said = session.scalars(select(Interpretation)).all()

    assert {one.unit_kind for one in said} == {"region", "school", None}
    assert sum(len(one.standpoints) for one in said) == 2
    for one in said:
        assert find_personal(f"{one.text} {one.story}", "nl") == ()


def test_something_is_late_something_done_and_something_waits_for_an_answer(session):
    actions = session.scalars(select(Action)).all()

    assert {one.status for one in actions} == {"planned", "busy", "done"}
    assert sum(one.is_overdue(today()) for one in actions) == 1
    advice = load_advice(session, today=today())
    assert {one.state for one in advice} == set(AdviceState)
    assert [one.is_overdue(today()) for one in advice] == [True, False, False]
    assert [len(load_following(session, one, today=today())) for one in advice] == [0, 0, 1]


def test_the_command_prints_where_to_answer_in_each_language(demo):
    for language in LOCALES:
        address = next(
            line.strip()
            for line in demo.extensions["printed"].splitlines()
            if line.endswith(f"/{language}")
        )
        assert demo.test_client().get(address).status_code == 200


def test_an_installation_with_schools_is_left_alone(demo):
    result = CliRunner().invoke(klankbord, ["demo"], obj=lambda: demo)

    assert result.exit_code == 1
    assert "schools already" in result.output


def test_an_installation_with_schools_can_be_told_about(demo):
    result = CliRunner().invoke(klankbord, ["demo", "--if-empty"], obj=lambda: demo)

    assert result.output == demo.extensions["printed"]


@on_sqlite
def test_an_installation_for_real_people_is_left_alone(app, settings):
    assert not settings.demo

    result = CliRunner().invoke(klankbord, ["demo"], obj=lambda: app)

    assert result.exit_code == 1
    assert "FEEDBACK_DEMO" in result.output
