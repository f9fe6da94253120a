"""Somebody who saw in which order people answered, and has the whole database, links nobody.

The attacker saw 40 forms being sent, one by one, and looks for them by every order that the
database keeps. By chance alone one of 40 is linked; more than 11, or a rank correlation beyond
0.75, happens by chance less than once in a million.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from scipy.stats import rankdata
from sqlalchemy import Engine

from feedback import work
from surveys.responses import RESPONDENT_TABLES, withdrawal_tag
from tests.databases import on_postgresql, on_sqlite
from tests.factories import a_link, a_region, a_school, a_wave, respond

N = 40
MOST_LINKED_BY_CHANCE = 11
HIGHEST_CORRELATION_BY_CHANCE = 0.75
# By what each form can be recognised in each table, followed by its number.
MARKS = {"inbox": "form-", "answer": "form-", "comment": "zei-", "spent": "tag-"}
MIXED = ["answer", "comment", "spent"]
AS_HANDED_IN = b'["form-'

# Gives the position of each form, from the first one that was sent to the last.
Attack = Callable[[Engine, str], Sequence[float]]


def by_query(engine: Engine, table: str) -> Sequence[float]:
    return _position_of_each(enumerate(_rows(engine, f"SELECT * FROM {table}")), table)


def by_ctid(engine: Engine, table: str) -> Sequence[float]:
    place = "(ctid::text::point)[0] * 1000 + (ctid::text::point)[1]"
    rows = _rows(engine, f"SELECT {place}, {table}.* FROM {table}")
    return _position_of_each(((row[0], row[1:]) for row in rows), table)


def by_xmin(engine: Engine, table: str) -> Sequence[float]:
    rows = _rows(engine, f"SELECT xmin::text::bigint, {table}.* FROM {table}")
    return _position_of_each(((row[0], row[1:]) for row in rows), table)


def by_place_in_the_file(engine: Engine, table: str) -> Sequence[float]:
    _rows(engine, "PRAGMA wal_checkpoint(PASSIVE)")
    return _places_in(Path(engine.url.database), table)


def by_place_in_the_log(engine: Engine, table: str) -> Sequence[float]:
    return _places_in(_log_of(engine), table)


def _rows(engine: Engine, query: str) -> Sequence[Sequence]:
    with engine.connect() as connection:
        return connection.exec_driver_sql(query).all()


def _position_of_each(rows: Iterable[tuple[float, object]], table: str) -> Sequence[float]:
    mark = re.compile(rf"{MARKS[table]}(\d\d)")
    places = {int(mark.search(str(row))[1]): position for position, row in rows}
    return [places[number] for number in range(N)]


def _places_in(file: Path, table: str) -> Sequence[float]:
    contents = file.read_bytes()
    return [contents.index(f"{MARKS[table]}{number:02}".encode()) for number in range(N)]


def _log_of(engine: Engine) -> Path:
    return Path(f"{engine.url.database}-wal")


def links(positions: Sequence[float], known: Sequence[float] = range(N)) -> bool:
    """Tell whether these positions go with what is known of the same forms."""
    if 1 in (len(set(positions)), len(set(known))):
        return False
    found, order = rankdata(positions, "min"), rankdata(known, "min")
    n_linked = max((found == order).sum(), (found == N + 1 - order).sum())
    product = (rankdata(positions) - (N + 1) / 2) @ (rankdata(known) - (N + 1) / 2)
    correlation = product / (N * (N * N - 1) / 12)
    return n_linked > MOST_LINKED_BY_CHANCE or abs(correlation) > HIGHEST_CORRELATION_BY_CHANCE


def _withdrawal_of(number: int) -> bytes:
    return f"{number:02}".encode()


def places_of_tags(engine: Engine, item: str) -> Sequence[float]:
    """Where, among all that can be withdrawn, stands what each form has at an item."""
    tags = [row[0] for row in _rows(engine, "SELECT tag FROM withdrawal")]
    return [tags.index(withdrawal_tag(_withdrawal_of(number), item)) for number in range(N)]


def send(session, wave_keys, *, n_schools):
    """Send 40 forms, one by one, to these schools in turn."""
    schools = [a_school(session, f"School {number}") for number in range(n_schools)]
    wave = a_wave(session, wave_keys, region=a_region(session, schools=schools))
    ways_in = [a_link(session, wave, school) for school in schools]
    session.commit()
    # Short codes: all forms fit on one page of SQLite's file, which keeps their order.
    for number in range(N):
        respond(
            session,
            ways_in[number % n_schools],
            {"c": [f"form-{number:02}"]},
            comments={"t": f"zei-{number:02}"},
            tag=secrets.token_bytes(26) + f"tag-{number:02}".encode(),
            withdrawal=_withdrawal_of(number),
        )
        session.commit()
    return wave


@pytest.fixture
def sent(session, wave_keys):
    return send(session, wave_keys, n_schools=1)


@pytest.fixture
def mixed(sent, app):
    with app.app_context():
        work.mix_waves()
        work.forget_order()
    return sent


@pytest.fixture
def waiting(session, wave_keys, app):
    """The forms of schools where too few people answered to mix them."""
    wave = send(session, wave_keys, n_schools=5)
    with app.app_context():
        work.mix_waves()
        work.forget_order()
    return wave


@on_sqlite
@pytest.mark.parametrize("attack", [by_place_in_the_file, by_place_in_the_log])
def test_before_mixing_sqlite_links_everybody(sent, engine, attack):
    assert links(attack(engine, "inbox"))


@on_postgresql
@pytest.mark.parametrize("attack", [by_ctid, by_xmin, by_query])
def test_before_mixing_postgresql_links_everybody(sent, engine, attack):
    assert links(attack(engine, "inbox"))


SQLITE = [by_query, by_place_in_the_file]
POSTGRESQL = [by_query, by_ctid, by_xmin]


@on_sqlite
@pytest.mark.parametrize("attack", SQLITE)
def test_after_mixing_no_order_in_sqlite_is_that_of_sending(mixed, engine, attack):
    assert not [table for table in MIXED if links(attack(engine, table))]


@on_postgresql
@pytest.mark.parametrize("attack", POSTGRESQL)
def test_after_mixing_no_order_in_postgresql_is_that_of_sending(mixed, engine, attack):
    assert not [table for table in MIXED if links(attack(engine, table))]


@on_sqlite
@pytest.mark.parametrize("attack", SQLITE)
@pytest.mark.parametrize("other", ["comment", "spent"])
def test_no_order_in_sqlite_ties_an_answer_to_its_comment_or_tag(mixed, engine, attack, other):
    assert not links(attack(engine, "answer"), attack(engine, other))


@on_postgresql
@pytest.mark.parametrize("attack", POSTGRESQL)
@pytest.mark.parametrize("other", ["comment", "spent"])
def test_no_order_in_postgresql_ties_an_answer_to_its_comment_or_tag(mixed, engine, attack, other):
    assert not links(attack(engine, "answer"), attack(engine, other))


def test_what_withdraws_answers_and_comments_has_no_order_and_is_not_tied_together(mixed, engine):
    of_responses, of_comments = places_of_tags(engine, ""), places_of_tags(engine, "t")

    assert not links(of_responses)
    assert not links(of_comments)
    assert not links(of_responses, of_comments)


@on_sqlite
@pytest.mark.parametrize("attack", SQLITE)
def test_forms_that_still_wait_in_sqlite_have_no_order(waiting, engine, attack):
    assert not links(attack(engine, "inbox"))


@on_postgresql
@pytest.mark.parametrize("attack", POSTGRESQL)
def test_forms_that_still_wait_in_postgresql_have_no_order(waiting, engine, attack):
    assert not links(attack(engine, "inbox"))


@on_postgresql
def test_after_mixing_all_rows_of_postgresql_were_written_at_one_moment(mixed, engine):
    moments = {moment for table in MIXED for moment in by_xmin(engine, table)}

    assert len(moments) == 1


@on_sqlite
def test_before_mixing_the_files_of_sqlite_hold_the_forms(sent, engine):
    assert AS_HANDED_IN in _log_of(engine).read_bytes()


@on_sqlite
def test_after_mixing_the_files_of_sqlite_hold_no_form_and_the_log_is_empty(mixed, engine):
    assert AS_HANDED_IN not in Path(engine.url.database).read_bytes()
    assert _log_of(engine).stat().st_size == 0


def files_of_postgresql(engine: Engine) -> bytes:
    with engine.connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")
    tables = [table.__tablename__ for table in RESPONDENT_TABLES]
    query = "SELECT pg_read_binary_file(pg_relation_filepath('{}'))"
    return b"".join(_rows(engine, query.format(table))[0][0] for table in tables)


@on_postgresql
def test_before_mixing_the_files_of_postgresql_hold_the_forms(sent, engine):
    assert AS_HANDED_IN in files_of_postgresql(engine)


@on_postgresql
def test_after_mixing_the_files_of_postgresql_hold_no_form(mixed, engine):
    assert AS_HANDED_IN not in files_of_postgresql(engine)


def test_a_closed_wave_has_no_tags_and_no_key(sent, session, app, wave_keys):
    with app.app_context():
        work.close_wave(sent.id)

    assert not session.connection().exec_driver_sql("SELECT tag FROM spent").all()
    with pytest.raises(FileNotFoundError):
        wave_keys.tag(sent.id, "a form")


def test_closing_a_wave_leaves_no_order_behind(waiting, app, engine):
    with app.app_context():
        work.close_wave(waiting.id)

    assert not [table for table in ("answer", "comment") if links(by_query(engine, table))]
