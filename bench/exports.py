"""Files of national size: how much memory CSV takes, and how long Parquet takes.

The figures are made up one by one, without a database, so that only the writing is measured.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import NamedTuple

from analysis.exports.as_csv import as_csv
from analysis.exports.as_parquet import write_parquet
from analysis.publications import Publication, Unit, UnitKind
from bench.figures import Figure, at_most, peak_megabytes
from surveys.campaigns import Campaign, Wave, WaveKind
from surveys.items import Kind, RespondentGroup
from surveys.questionnaires import Choice, Item, Questionnaire, Version

SCHOOLS = 8_622
GROUPS = tuple(group.value for group in RespondentGroup)[:4]
MEASURES = tuple(f"vraag-{number}" for number in range(1, 31))
OPTIONS = ("helemaal-eens", "eens", "oneens", "helemaal-oneens")
WAVES = 3
MOST_SECONDS = 60
MOST_MEGABYTES = 300


def measure() -> list[Figure]:
    """Write three waves of the country in either format, each in a process of its own."""
    csv_seconds, csv_megabytes = _run("csv")
    parquet_seconds, parquet_megabytes = _run("parquet")
    waves = f"CSV of {WAVES} waves of the country"
    return [
        at_most(f"{waves}, memory", csv_megabytes, MOST_MEGABYTES, "MB", f" in {csv_seconds} s"),
        at_most(
            f"{waves.replace('CSV', 'Parquet')}, time",
            parquet_seconds,
            MOST_SECONDS,
            "s",
            f" in {parquet_megabytes} MB",
        ),
    ]


def a_publication(number: int) -> Publication:
    """A publication of thirty questions, in no database."""
    items = [
        Item(
            position=place,
            code=code,
            kind=Kind.SCALE.value,
            groups=list(GROUPS),
            choices=[_choice(place) for place in range(len(OPTIONS))],
        )
        for place, code in enumerate(MEASURES)
    ]
    version = Version(
        number=1, languages=["nl"], questionnaire=Questionnaire(code="landelijk"), items=items
    )
    wave = Wave(
        campaign=Campaign(name="Landelijke meting"),
        version=version,
        kind=WaveKind.FOLLOW_UP.value,
        opens_at=datetime(2026, 11, 2, tzinfo=UTC),
        closes_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    return Publication(id=number, wave=wave, digest="0" * 64)


def _choice(place: int) -> Choice:
    return Choice(
        position=place,
        code=OPTIONS[place],
        value=4 - place,
        favourable=place < 2,
        missing=False,
    )


def units() -> list[Unit]:
    """Every school of the country."""
    return [
        Unit(kind=UnitKind.SCHOOL.value, key=str(number), name=f"Basisschool De Brug {number}")
        for number in range(SCHOOLS)
    ]


class Made(NamedTuple):
    """What a cell of a publication says, without a database behind it."""

    unit_kind: str
    unit_key: str
    respondent_group: str
    measure: str
    status: str
    n: str = ""
    coverage: str = ""
    mean: str = ""
    favourable: str = ""
    shares: Mapping[str, str] = MappingProxyType({})


SAID = (
    ("hidden",),
    ("shown", "14", "≥95", "3.5", "60"),
    (
        "shown",
        "37",
        "90–95",
        "3.1",
        "≥95",
        dict(zip(OPTIONS, ("60", "35", "5", "≤5"), strict=True)),
    ),
)


def cells() -> Iterator[Made]:
    """A figure per school, group and question: a third hidden, a third with few respondents."""
    place = 0
    for number in range(SCHOOLS):
        for group in GROUPS:
            for code in MEASURES:
                yield Made(
                    UnitKind.SCHOOL.value, str(number), group, code, *SAID[place % len(SAID)]
                )
                place += 1


def write(form: str) -> None:
    """Write every wave in this form; print the seconds, and the most megabytes held."""
    started = time.perf_counter()
    with TemporaryDirectory() as folder:
        for number in range(WAVES):
            publication, file = a_publication(number), Path(folder, f"{number}.{form}")
            if form == "parquet":
                write_parquet(file, publication, units(), cells())
            else:
                with file.open("w", encoding="utf-8", newline="") as written:
                    written.writelines(as_csv(publication, units(), cells()))
            file.unlink()
    megabytes = peak_megabytes()
    print(f"{time.perf_counter() - started:.0f} {megabytes:.0f}")


def _run(form: str) -> tuple[int, int]:
    command = [sys.executable, "-m", "bench.exports", form]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = done.stdout.split()
    return int(seconds), int(megabytes)


if __name__ == "__main__":
    write(sys.argv[1])
