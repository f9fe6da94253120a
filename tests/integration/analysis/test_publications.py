import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from analysis.publications import (
    load_cells,
    load_units,
    stream_cells,
    verify,
)
from feedback.audit import record
from tests.factories import now

PUBLISHED = ["publication", "published_unit", "published_block", "published_cell"]
CHANGES = {
    "publication": "digest = 'x'",
    "published_unit": "name = 'x'",
    "published_block": "counts = '{}'",
    "published_cell": "n = '3'",
}


def refused(session, statement):
    with pytest.raises(DBAPIError, match="never changes"):
        session.execute(text(statement))
    session.rollback()


@pytest.mark.parametrize("table", PUBLISHED)
def test_the_database_refuses_to_change_what_is_published(session, publication, table):
    refused(session, f"UPDATE {table} SET {CHANGES[table]}")


@pytest.mark.parametrize("table", PUBLISHED)
def test_the_database_refuses_to_delete_what_is_published(session, publication, table):
    refused(session, f"DELETE FROM {table}")


def test_a_publication_that_nobody_touched_is_intact(session, publication):
    [verdict] = verify(session)

    assert verdict.is_intact


@pytest.mark.parametrize("table", PUBLISHED[1:])
def test_a_change_behind_the_back_of_the_database_is_noticed(session, publication, table):
    with_triggers_dropped(session, table)
    session.execute(text(f"UPDATE {table} SET {CHANGES[table]}"))
    session.expire_all()

    [verdict] = verify(session)

    assert not verdict.is_intact


def test_a_figure_that_was_taken_away_is_noticed(session, publication):
    with_triggers_dropped(session, "published_cell")
    session.execute(text("DELETE FROM published_cell WHERE measure = 'cijfer'"))
    session.expire_all()

    [verdict] = verify(session)

    assert not verdict.is_intact


def test_a_figure_that_was_added_is_noticed(session, publication):
    columns = "publication_id, unit_kind, unit_key, respondent_group"
    rest = "status, n, coverage, mean, favourable, shares"
    session.execute(text(f"INSERT INTO published_cell ({columns}, measure, {rest}) SELECT "
                         f"{columns}, 'nieuw', {rest} FROM published_cell LIMIT 1"))  # fmt: skip

    [verdict] = verify(session)

    assert not verdict.is_intact


def with_triggers_dropped(session, table):
    where = f" ON {table}" if session.get_bind().dialect.name == "postgresql" else ""
    for deed in ("update", "delete"):
        session.execute(text(f"DROP TRIGGER {table}_never_{deed}{where}"))


def test_the_database_refuses_to_change_what_was_recorded(session):
    record(session, None, "published", thing="wave", thing_id=7, now=now())
    session.commit()

    refused(session, "UPDATE audit_event SET action = 'looked'")


def test_the_figures_of_one_unit_are_only_its_own(session, publication, town):
    key = str(town.schools["De Brug"].id)

    cells = load_cells(session, publication.id, [("school", key)])

    assert {(cell.unit_kind, cell.unit_key) for cell in cells} == {("school", key)}
    assert len(cells) == 4


def test_streamed_figures_are_those_of_the_units_in_one_order(session, publication):
    keys = [("school", unit.key) for unit in load_units(session, publication.id)]

    streamed = [place_of(cell) for cell in stream_cells(session, publication.id, keys)]

    assert streamed == sorted(place_of(cell) for cell in load_cells(session, publication.id, keys))


def place_of(cell):
    return cell.unit_kind, cell.unit_key, cell.respondent_group, cell.measure
