import csv

import pytest
from click.testing import CliRunner

from analysis.comments import CommentTranslation, Decision
from feedback.cli import klankbord
from surveys.responses import mix
from tests.databases import on_sqlite
from tests.factories import a_link, a_reviewed_comment, a_theme, a_wave, respond
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


def test_how_far_comments_are_is_counted_step_by_step(app, session, wave_keys):
    link = a_link(session, a_wave(session, wave_keys))
    for number in range(3):
        respond(session, link, comments={"toelichting": f"Nog te lezen {number}."})
    mix(session, link.wave_id, smallest=1)
    a_reviewed_comment(session, link)
    a_reviewed_comment(session, link, care_signals=["danger"])
    a_reviewed_comment(session, link, decision=Decision.HELD)
    released = [
        a_reviewed_comment(session, link, f"Wij wachten {n}.", decision=Decision.RELEASED)
        for n in range(4)
    ]
    a_theme(session, link.wave, released[:3])
    session.add(CommentTranslation(comment_id=released[0].id, text="Wij wachten.", model="m"))
    session.add(CommentTranslation(comment_id=released[1].id, text="", model="m"))
    session.commit()

    name = link.wave.campaign.name
    told = CliRunner().invoke(klankbord, ["themes", "steps", name], obj=lambda: app)

    assert told.exit_code == 0, told.output
    steps = dict(line.strip().split("\t") for line in told.output.splitlines()[1:])
    assert {step: int(n) for step, n in steps.items() if n != "0"} == {
        "to redact": 3,
        "to read by a moderator": 2,
        "of which with a care signal": 1,
        "held back": 1,
        "released": 4,
        "in a theme": 3,
        "translated": 1,
    }
    assert "wachten" not in told.output
