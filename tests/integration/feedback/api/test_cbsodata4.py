"""The public client of Statistics Netherlands reads the feed as it reads theirs."""

from dataclasses import replace
from threading import Thread

import cbsodata4
import pytest
from cbsodata4.datasets import get_datasets
from cbsodata4.httpx_client import fetch_json
from werkzeug.serving import make_server

from feedback.api import odata
from feedback.api.published import get_publication
from feedback.database import db
from tests.factories import figures_of

CATALOG = "Klankbord"


@pytest.fixture
def base_url(app, give_token):
    """The feed over real HTTP, with the token in the address as that client takes it."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(
        settings, public_url=f"http://127.0.0.1:{server.server_port}"
    )
    thread = Thread(target=server.serve_forever)
    thread.start()
    # That client remembers what an address answered.
    fetch_json.cache_clear()
    get_datasets.cache_clear()
    yield f"http://klankbord:{give_token()}@127.0.0.1:{server.server_port}/odata/v1"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["settings"] = settings


@pytest.fixture
def read(base_url, town, tmp_path):
    def read(**filters):
        return cbsodata4.get_observations(
            f"W{town.wave_id}", catalog=CATALOG, base_url=base_url, download_dir=tmp_path / "o",
            overwrite=True, **filters,
        )  # fmt: skip

    return read


def test_it_finds_the_catalog_and_the_dataset(base_url, town):
    catalogs = cbsodata4.get_catalogs(base_url=base_url)["value"]
    datasets = cbsodata4.get_datasets(catalog=CATALOG, base_url=base_url)

    assert [catalog["Identifier"] for catalog in catalogs] == [CATALOG]
    assert list(datasets["Identifier"]) == [f"W{town.wave_id}"]


def test_it_reads_the_metadata(base_url, town):
    meta = cbsodata4.get_metadata(f"W{town.wave_id}", catalog=CATALOG, base_url=base_url)

    assert meta.identifier == f"W{town.wave_id}"
    assert meta.dimension_identifiers == ["Unit", "Respondents", "Periods"]
    assert meta.time_dimension_identifiers == ["Periods"]
    assert meta.get_dimension_mapping("Unit")[f"school:{town.school_ids['De Brug']}"] == "De Brug"
    assert meta.measurecode_mapping["dichtbij.mean"].startswith("Is er hulp op school?")


def test_it_reads_the_numbers_of_the_cells(read, town, monkeypatch):
    monkeypatch.setattr(odata, "PAGE_SIZE", 60)
    means = {
        (f"{cell.unit_kind}:{cell.unit_key}", cell.respondent_group, cell.measure): cell.mean
        for cell in figures_of(db.session(), get_publication(town.publication_id))
        if cell.mean.replace(".", "").isdigit()
    }

    rows = read().query("Measure.str.endswith('.mean') and ValueAttribute == 'None'")

    assert {
        (row.Unit, row.Respondents, row.Measure.removesuffix(".mean")): f"{row.Value:.1f}"
        for row in rows.itertuples()
    } == means
    assert len(means) > 9


def test_it_filters(read):
    rows = read(Measure=["dichtbij.n", "cijfer.n"], Unit="region:1")

    assert set(rows["Measure"]) == {"dichtbij.n", "cijfer.n"}
    assert set(rows["Unit"]) == {"region:1"}


def test_it_adds_labels_units_and_dates(read, town):
    rows = cbsodata4.add_label_columns(read(Measure="dichtbij.n"))
    rows = cbsodata4.add_date_column(cbsodata4.add_unit_column(rows))

    assert "De Brug" in set(rows["UnitLabel"])
    assert set(rows["Periods_freq"]) == {"M"}
    assert set(rows["Periods_date"].dt.day) == {1}


# The client's own way of renaming columns is on its way out of pandas.
@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_it_pivots_to_a_row_per_unit(base_url, town, tmp_path):
    wide = cbsodata4.get_wide_data(
        f"W{town.wave_id}", catalog=CATALOG, base_url=base_url, download_dir=tmp_path / "wide"
    )

    assert len(wide) == len(wide.drop_duplicates(["Unit", "Respondents", "Periods"])) > 5
