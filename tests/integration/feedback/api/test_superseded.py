"""A feed follows the latest publication of a wave; an earlier one stays at its own address."""

import pytest

from analysis.publications import Cell, Publication, Unit, load_cells, load_units
from feedback.api import odata
from feedback.database import db
from tests.factories import now
from tests.integration.feedback.api.conftest import a_town


@pytest.fixture
def town(sqlite_template, tmp_path):
    with a_town(sqlite_template, tmp_path) as town:
        yield town


def supersede(publication_id: int) -> int:
    """Publish the same units again, with all but one of the figures hidden."""
    before = db.session.get(Publication, publication_id)
    after = Publication(
        wave_id=before.wave_id, number=2, published_at=now(), rules=before.rules,
        software_version="1.2.4", digest="f" * 64,
    )  # fmt: skip
    after.units = [
        Unit(kind=unit.kind, key=unit.key, name=unit.name, school_ids=unit.school_ids)
        for unit in load_units(db.session(), publication_id)
    ]
    db.session.add(after)
    db.session.flush()
    after.cells = [
        Cell(
            unit_kind=cell.unit_kind, unit_key=cell.unit_key, measure=cell.measure,
            respondent_group=cell.respondent_group, status="hidden", shares={},
        )
        for cell in load_cells(db.session(), publication_id)
    ]  # fmt: skip
    db.session.commit()
    return after.id


def test_the_address_of_a_wave_follows_its_latest_publication(ask, town):
    supersede(town.publication_id)

    rows = ask(f"/odata/v1/Klankbord/W{town.wave_id}/Observations").json["value"]

    assert {row["ValueAttribute"] for row in rows} == {"Confidential"}


def test_an_earlier_publication_stays_at_its_own_address(ask, town):
    address = f"/odata/v1/Klankbord/P{town.publication_id}"
    before = ask(f"{address}/Observations").json["value"]

    supersede(town.publication_id)

    assert ask(f"{address}/Observations").json["value"] == before
    assert ask(f"{address}/Properties").json["Status"] == "Superseded"


def test_only_the_latest_is_listed(ask, town):
    second = supersede(town.publication_id)

    assert [one["id"] for one in ask("/api/v1/publications").json["items"]] == [second]
    assert [one["Publication"] for one in ask("/odata/v1/Datasets").json["value"]] == [second]


@pytest.mark.parametrize("door", ["/api/v1/publications", "/api/v1/publications/{id}"])
def test_who_polls_hears_of_it(ask, give_token, town, door):
    token, address = give_token(), door.format(id=town.publication_id)
    etag = ask(address, token).headers["ETag"]

    supersede(town.publication_id)

    assert ask(address, token, **{"If-None-Match": etag}).status_code == 200


def test_it_does_not_come_between_two_pages(ask, give_token, town, monkeypatch):
    monkeypatch.setattr(odata, "PAGE_SIZE", 120)
    token = give_token()
    first = ask(f"/odata/v1/Klankbord/W{town.wave_id}/Observations", token).json

    supersede(town.publication_id)

    second = ask(first["@odata.nextLink"], token).json["value"]
    assert "None" in {row["ValueAttribute"] for row in second}
