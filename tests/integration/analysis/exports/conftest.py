"""One publication for all formats, with names that a spreadsheet would like to calculate."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from analysis.exports.formats import Form, write
from analysis.exports.indicators import with_indicators
from analysis.publications import Cell, Publication, Unit, load_units, stream_cells
from analysis.publishing import publish
from surveys.keys import WaveKeys
from tests import databases
from tests.factories import SIGNING_KEY, a_closed_wave, a_school, now

NASTY_NAMES = ("=1+1", "+31", "-2", "@SUM(A1)", "\tTab", 'De "Brug"; =1', "De Linde")


@dataclass(frozen=True)
class Published:
    publication: Publication
    units: list[Unit]
    cells: list[Cell]
    folder: Path

    @property
    def figures(self) -> list[Cell]:
        """Give all that is told: the cells, and the indicators that are worked out from them."""
        return list(with_indicators(self.publication.wave.version, self.cells))

    def written(self, form: Form, **wishes: object) -> Path:
        """Write the publication in a form, and give the file."""
        ending = {Form.DATA_PACKAGE: "zip", Form.DDI: "xml"}.get(form, form.value)
        file = self.folder / f"publication.{ending}"
        write(form, file, self.publication, self.units, self.cells, **wishes)
        return file


@pytest.fixture(scope="session")
def published(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    folder = tmp_path_factory.mktemp("exports")
    url = databases.copy_sqlite(sqlite_template, folder / "klankbord.db")
    engine = databases.open_engine(url)
    with Session(engine) as session:
        answers = {
            a_school(session, name): {"yes": 3 + 4 * place, "partly": place, "no": 2 + place}
            for place, name in enumerate(NASTY_NAMES)
        }
        wave = a_closed_wave(session, WaveKeys(folder / "keys"), answers)
        publication = publish(
            session, wave.id, now=now(), software_version="1.2.3", key=SIGNING_KEY
        )
        session.commit()
        units = list(load_units(session, publication.id))
        keys = [(unit.kind, unit.key) for unit in units]
        cells = list(stream_cells(session, publication.id, keys))
        yield Published(publication, units, cells, folder)
    engine.dispose()
