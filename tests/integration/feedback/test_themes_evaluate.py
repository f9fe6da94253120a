import csv

import pytest
from click.testing import CliRunner

from feedback.cli import klankbord
from tests.databases import on_sqlite
from tests.unit.analysis.made_up_comments import some_comments

pytestmark = on_sqlite


@pytest.fixture
def run(app):
    return lambda file: CliRunner().invoke(
        klankbord, ["themes", "evaluate", str(file)], obj=lambda: app
    )


def write(file, rows):
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([("text", "label", "language"), *rows])
    return file


def test_a_labelled_file_tells_how_well_themes_are_found(run, tmp_path):
    made = some_comments(300)
    rows = list(zip(made.texts, made.themes, made.languages, strict=True))

    told = run(write(tmp_path / "labelled.csv", rows))

    assert told.exit_code == 0, told.output
    figures = dict(line.split("\t") for line in told.output.splitlines())
    assert figures["comments"] == "300"
    assert float(figures["v_measure"]) > 0.6
    assert float(figures["v_language"]) < 0.1
    # The same file gives the same themes.
    assert run(tmp_path / "labelled.csv").output == told.output


def test_every_empty_cell_is_told(run, tmp_path):
    told = run(write(tmp_path / "x.csv", [("Fijn.", "", "nl"), ("", "school", "nl")]))

    assert told.exit_code != 0
    assert told.output.count("a cell is empty") == 2


def test_a_file_without_the_columns_is_refused(run, tmp_path):
    (tmp_path / "y.csv").write_text("comment,theme\nFijn.,school\n")

    assert "use these columns: text, label, language" in run(tmp_path / "y.csv").output
