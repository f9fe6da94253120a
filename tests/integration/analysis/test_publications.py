import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from analysis.editions import verify
from analysis.publications import (
    digest,
    load_cells,
    load_units,
    stream_cells,
)
from analysis.signing import SigningKey
from feedback.audit import record
from tests.factories import SIGNING_KEY, now

PUBLISHED = [
    *("publication", "published_unit", "published_block", "published_turnout", "published_cell"),
]
CHANGES = {
    "publication": "digest = 'x'",
    "published_unit": "name = 'x'",
    "published_block": "counts = '{}'",
    "published_turnout": "threshold = 4",
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
    [verdict] = verify(session, SIGNING_KEY)

    assert verdict.is_intact


@pytest.mark.parametrize("table", PUBLISHED[1:])
def test_a_change_behind_the_back_of_the_database_is_noticed(session, publication, table):
    with_triggers_dropped(session, table)
    session.execute(text(f"UPDATE {table} SET {CHANGES[table]}"))
    session.expire_all()

    [verdict] = verify(session, SIGNING_KEY)

    assert not verdict.is_intact


def test_a_figure_that_was_taken_away_is_noticed(session, publication):
    with_triggers_dropped(session, "published_cell")
    session.execute(text("DELETE FROM published_cell WHERE measure = 'cijfer'"))
    session.expire_all()

    [verdict] = verify(session, SIGNING_KEY)

    assert not verdict.is_intact


def test_a_figure_that_was_added_is_noticed(session, publication):
    columns = "publication_id, unit_kind, unit_key, respondent_group"
    rest = "status, n, coverage, mean, favourable, shares"
    session.execute(text(f"INSERT INTO published_cell ({columns}, measure, {rest}) SELECT "
                         f"{columns}, 'nieuw', {rest} FROM published_cell LIMIT 1"))  # fmt: skip

    [verdict] = verify(session, SIGNING_KEY)

    assert not verdict.is_intact


def forged(session, publication, key=SIGNING_KEY):
    """Give a changed publication a digest that fits, and a signature under this key."""
    with_triggers_dropped(session, "publication")
    tables = (publication.units, publication.blocks, publication.turnouts, publication.cells)
    publication.digest = digest(publication.rules, *tables)
    publication.signature = key.sign(publication.signed_text)
    session.flush()


def test_who_changes_figures_and_digest_cannot_sign(session, publication):
    with_triggers_dropped(session, "published_cell")
    session.execute(text("UPDATE published_cell SET n = '400' WHERE measure = 'dichtbij'"))
    session.expire_all()
    forged(session, publication, SigningKey(b"x" * 32))

    [verdict] = verify(session, SIGNING_KEY)

    assert "signature" in verdict.fault


def test_figures_that_do_not_follow_from_the_blocks_are_noticed_under_any_signature(
    session, publication
):
    with_triggers_dropped(session, "published_cell")
    session.execute(text("UPDATE published_cell SET n = '400' WHERE status = 'shown'"))
    session.expire_all()
    forged(session, publication)

    [verdict] = verify(session, SIGNING_KEY)

    assert "blocks" in verdict.fault


def test_a_publication_that_is_dated_back_is_noticed(session, publication):
    with_triggers_dropped(session, "publication")
    session.execute(text("UPDATE publication SET software_version = '0.9'"))
    session.expire_all()

    [verdict] = verify(session, SIGNING_KEY)

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
