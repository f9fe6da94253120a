from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Date, DateTime, Time, func, inspect, select, text
from sqlalchemy.orm import Session

from surveys.distribution import find_invitation
from surveys.errors import AlreadyCounted, WaveClosed, WaveNotYetOpen
from surveys.items import RespondentGroup
from surveys.responses import (
    RESPONDENT_TABLES,
    Answer,
    Comment,
    Inbox,
    LanguageCount,
    Response,
    Spent,
    mix,
)
from tests.databases import on_postgresql, on_sqlite
from tests.factories import a_link, a_school, a_wave, close, now, respond

TAG = b"the tag of one form".ljust(32)
TABLE_NAMES = [table.__tablename__ for table in RESPONDENT_TABLES]
PARALLEL = 20


@pytest.fixture
def link(session, wave_keys):
    return a_link(session, a_wave(session, wave_keys))


def n_of(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_a_form_that_was_sent_before_is_refused(session, link):
    respond(session, link, tag=TAG)

    with pytest.raises(AlreadyCounted):
        respond(session, link, {"dichtbij": ["no"]}, tag=TAG)

    assert n_of(session, Inbox) == 1


def test_a_form_without_any_answer_counts_as_taking_part(session, link):
    respond(session, link, {})

    mix(session, link.wave_id, smallest=1)

    assert (n_of(session, Response), n_of(session, Answer)) == (1, 0)


def test_a_form_that_is_rolled_back_leaves_neither_tag_nor_answer(session, link):
    session.commit()
    respond(session, link, tag=TAG)

    session.rollback()

    assert (n_of(session, Spent), n_of(session, Inbox)) == (0, 0)


def test_a_tag_that_was_rolled_back_can_still_be_spent(session, link):
    session.commit()
    respond(session, link, tag=TAG)
    session.rollback()

    respond(session, link, tag=TAG)

    assert n_of(session, Inbox) == 1


def test_a_form_sent_many_times_at_once_counts_once(session, engine, link):
    session.commit()
    start = Barrier(PARALLEL)

    def send(_):
        with Session(engine) as own:
            start.wait()
            try:
                respond(own, own.merge(link, load=False), tag=TAG)
                own.commit()
            except AlreadyCounted:
                return "refused"
            return "counted"

    with ThreadPoolExecutor(PARALLEL) as people:
        outcomes = Counter(people.map(send, range(PARALLEL)))

    assert outcomes == {"counted": 1, "refused": PARALLEL - 1}
    assert n_of(session, Inbox) == 1


def test_nobody_can_answer_before_the_wave_opens(session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys, opens_at=now() + timedelta(minutes=1)))

    with pytest.raises(WaveNotYetOpen):
        find_invitation(session, link.code).require_open(now=now())


@pytest.mark.parametrize("seconds", [0, 1])
def test_nobody_can_answer_from_the_moment_the_wave_closes(session, link, seconds):
    invitation = find_invitation(session, link.code)

    with pytest.raises(WaveClosed):
        invitation.require_open(now=invitation.closes_at + timedelta(seconds=seconds))


def test_a_wave_that_was_closed_early_stays_closed(session, link, wave_keys):
    close(session, wave_keys, link.wave)
    invitation = find_invitation(session, link.code)

    with pytest.raises(WaveClosed):
        invitation.require_open(now=invitation.opens_at)


def test_nine_forms_of_a_school_and_group_wait_for_a_tenth(session, link):
    for _ in range(9):
        respond(session, link)
    assert mix(session, link.wave_id) == 0

    respond(session, link)

    assert mix(session, link.wave_id) == 10
    assert (n_of(session, Inbox), n_of(session, Response)) == (0, 10)


def test_ten_forms_of_two_groups_together_wait(session, link):
    youth = a_link(session, link.wave, link.school, RespondentGroup.YOUTH)
    for _ in range(5):
        respond(session, link)
        respond(session, youth)

    assert mix(session, link.wave_id) == 0


def test_the_forms_of_another_wave_stay_where_they_are(session, link, wave_keys):
    other = a_link(session, a_wave(session, wave_keys))
    respond(session, other)

    close(session, wave_keys, link.wave)

    assert n_of(session, Inbox) == 1


def test_mixing_loses_no_answer(session, link, wave_keys):
    given = [{"dichtbij": ["yes"], "wie": ["leraar", "wijkteam"], "cijfer": [str(n)]}
             for n in range(1, 11)]  # fmt: skip
    for answers in [*given, {}, {"dichtbij": ["na"]}]:
        respond(session, link, answers)

    close(session, wave_keys, link.wave)

    kept = session.execute(select(Response.id, Answer.item, Answer.code).outerjoin(Answer)).all()
    per_response = Counter(row.id for row in kept)
    assert sorted(per_response.values()) == [1, 1] + [4] * 10
    assert {row.code for row in kept if row.item == "cijfer"} == {str(n) for n in range(1, 11)}


def test_mixing_loses_no_comment_and_keeps_its_consent(session, link, wave_keys):
    for number in range(12):
        respond(session, link, comments={"toelichting": f"Nummer {number}"}, may_quote=number == 7)

    close(session, wave_keys, link.wave)

    kept = session.execute(select(Comment.text, Comment.may_quote)).all()
    assert Counter(text for text, _ in kept) == Counter(f"Nummer {n}" for n in range(12))
    assert [text for text, may_quote in kept if may_quote] == ["Nummer 7"]


def test_languages_are_counted_over_the_whole_wave(session, link, wave_keys):
    anker = a_link(session, link.wave, a_school(session, "Het Anker"))
    for where, language, times in [(link, "nl", 11), (link, "en", 2), (anker, "en", 3)]:
        for _ in range(times):
            respond(session, where, language=language)
    mix(session, link.wave_id)

    close(session, wave_keys, link.wave)

    counted = session.execute(select(LanguageCount.language, LanguageCount.n)).all()
    assert dict(tuple(row) for row in counted) == {"nl": 11, "en": 5}


def test_closing_moves_even_a_single_form_and_forgets_the_tags(session, link, wave_keys):
    respond(session, link, tag=TAG)

    close(session, wave_keys, link.wave)

    assert [n_of(session, table) for table in (Spent, Inbox, Response)] == [0, 0, 1]


def test_no_column_leads_from_a_comment_to_a_response():
    about = {"wave_id", "school_id", "respondent_group"}
    shared = set(Comment.__table__.c.keys()) & set(Response.__table__.c.keys())

    assert shared - {"id"} == about
    assert {key.column.table.name for key in Comment.__table__.foreign_keys} == {"wave", "school"}


def test_a_comment_has_an_id_that_no_response_has(session, link, wave_keys):
    for _ in range(20):
        respond(session, link, comments={"toelichting": "Fijn"})

    close(session, wave_keys, link.wave)

    responses = set(session.scalars(select(Response.id)))
    assert responses.isdisjoint(session.scalars(select(Comment.id)))


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_a_respondent_table_knows_no_moment_and_no_sequence(engine, table):
    for column in inspect(engine).get_columns(table):
        assert not isinstance(column["type"], Date | DateTime | Time), column["name"]
        assert not column.get("identity"), column["name"]
        assert column["default"] is None, column["name"]


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_the_only_numbers_in_a_respondent_table_are_the_wave_the_school_and_sums(engine, table):
    columns = {str(column["name"]): column["type"] for column in inspect(engine).get_columns(table)}

    numbers = {name for name, kind in columns.items() if kind.python_type in (int, float)}

    sums = {"n"} if table == "language_answer_count" else set()
    assert numbers <= {"wave_id", "school_id"} | sums


@pytest.mark.parametrize("table", RESPONDENT_TABLES)
def test_the_models_of_respondent_tables_count_no_versions(table):
    assert table.__mapper__.version_id_col is None


@on_sqlite
@pytest.mark.parametrize("name", TABLE_NAMES)
def test_sqlite_numbers_no_row_of_a_respondent_table(session, name):
    definition = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")

    assert "WITHOUT ROWID" in session.scalar(definition, {"name": name})


@on_postgresql
def test_postgresql_has_no_sequence_for_a_respondent_table(session):
    owners = (
        "SELECT refobjid::regclass::text FROM pg_depend WHERE deptype IN ('a', 'i') "
        "AND classid = 'pg_class'::regclass AND objid IN (SELECT seqrelid FROM pg_sequence)"
    )

    numbered = set(session.scalars(text(owners)))

    assert "wave" in numbered
    assert numbered.isdisjoint(TABLE_NAMES)


def test_ids_are_random_and_say_nothing_else(session, link, wave_keys):
    for _ in range(12):
        respond(session, link, comments={"toelichting": "Fijn"})
    waiting = session.scalars(select(Inbox.id)).all()

    close(session, wave_keys, link.wave)

    ids = [*waiting, *session.scalars(select(Response.id)), *session.scalars(select(Comment.id))]
    assert {each.version for each in ids} == {4}
    assert len(set(ids)) == 36
