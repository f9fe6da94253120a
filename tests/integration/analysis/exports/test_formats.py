"""Each file is opened with the tool it is for, and says what was published: no more, no less."""

import json
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
from frictionless import Package

from analysis.exports.as_sav import HIDDEN, NOT_ONE_NUMBER
from analysis.exports.formats import Form, form_of
from analysis.exports.layouts import Layout
from analysis.exports.observations import COLUMNS, CONTRACT
from surveys.errors import LanguageNotOffered

PLACE = (
    "unit_kind", "unit_key", "respondent_group", "measure",
    "statistic", "option", "value", "status",
)  # fmt: skip
NUMBERS = ("value_number", "lower", "upper")


def rows_of(frame):
    """The rows of a table as texts and numbers, whatever its tool calls a text or nothing."""
    return [
        tuple(map(plain, frame.columns, row)) for row in frame.itertuples(index=False, name=None)
    ]


def plain(column, value):
    if pd.isna(value) or value == "":
        return None
    return float(value) if column in NUMBERS else str(value)


def without_apostrophes(frame):
    """What only CSV needs, taken away again."""
    return frame.apply(lambda texts: texts.str.replace(r"(^|(?<=[;\t]))'", "", regex=True))


def read_csv(published, **wishes):
    file = published.written(Form.CSV, **wishes)
    frame = pd.read_csv(file, sep=wishes.get("delimiter", ";"), dtype=str, encoding="utf-8-sig")
    return without_apostrophes(frame)


def read_xlsx(published):
    sheet = openpyxl.load_workbook(published.written(Form.XLSX))["Rekenen"]
    header, *rows = sheet.iter_rows(values_only=True)
    frame = pd.DataFrame(rows, columns=header, dtype=object)[list(COLUMNS)]
    return frame.assign(value=[shown(value) for value in frame["value"]])


def shown(value):
    return str(value) if value is not None else None


def read_json(published):
    return pd.DataFrame(
        json.loads(published.written(Form.JSON).read_text(encoding="utf-8"))["rows"]
    )


def read_parquet(published):
    return pd.read_parquet(published.written(Form.PARQUET)).astype(object)


def read_sav(published):
    frame, _ = pyreadstat.read_sav(published.written(Form.SAV))
    return frame.assign(publication=frame["publication"].astype(int))


def read_data_package(published):
    with ZipFile(published.written(Form.DATA_PACKAGE)) as package, package.open("figures.csv") as f:
        return without_apostrophes(pd.read_csv(f, dtype=str))


def expected(published):
    """What is shown, straight from the cells: place → value."""
    for cell in published.figures:
        place = (cell.unit_kind, cell.unit_key, cell.respondent_group, cell.measure)
        if cell.status == "hidden":
            yield (*place, "n", None, None, "hidden")
            continue
        for statistic in ("n", "coverage", "mean", "favourable"):
            if getattr(cell, statistic):
                yield (*place, statistic, None, getattr(cell, statistic), "shown")
        for option, share in cell.shares.items():
            yield (*place, "share", option, share, "shown")


READERS = [read_csv, read_xlsx, read_json, read_parquet, read_sav, read_data_package]


@pytest.mark.parametrize("read", READERS)
def test_a_file_says_exactly_what_was_published(published, read):
    assert rows_of(read(published)[list(PLACE)]) == list(expected(published))


@pytest.mark.parametrize("read", READERS[1:])
def test_every_file_says_the_same_as_the_csv(published, read):
    assert rows_of(read(published)) == rows_of(read_csv(published))


@pytest.mark.parametrize("read", READERS)
def test_what_is_hidden_has_no_number_in_any_file(published, read):
    frame = read(published)
    hidden = frame[frame["status"] == "hidden"]

    assert len(hidden) > 0
    assert {row[-3:] for row in rows_of(hidden)} == {(None, None, None)}


@pytest.mark.parametrize("read", READERS)
def test_names_come_through_as_they_are(published, read):
    names = {unit.name for unit in published.units}

    assert set(read(published)["unit_name"]) == names


def test_no_cell_of_the_workbook_is_a_formula(published):
    book = openpyxl.load_workbook(published.written(Form.XLSX))

    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}

    assert kinds <= {"s", "n"}


def test_the_sheet_to_read_has_a_line_per_figure(published):
    sheet = openpyxl.load_workbook(published.written(Form.XLSX))["Lezen"]
    header, *lines = sheet.iter_rows(values_only=True)

    assert header[1:5] == ("Naam van de eenheid", "Groep", "Vraag", "Aantal antwoorden")
    assert len(lines) == len(published.figures)
    hidden = [line for line in lines if line[-1]]
    assert {line[4:] for line in hidden} == {
        (None, None, None, None, None, "te weinig (verschillende) antwoorden")
    }


def test_spss_knows_which_numbers_are_missing_and_why(published):
    file = published.written(Form.SAV)
    frame, about = pyreadstat.read_sav(file, user_missing=True)

    declared = [each["lo"] for each in about.missing_ranges["value_number"]]
    assert declared == [HIDDEN, NOT_ONE_NUMBER]
    assert set(frame[frame["status"] == "hidden"]["value_number"]) == {HIDDEN}
    assert set(frame[frame["value"] == "5–9"]["value_number"]) <= {NOT_ONE_NUMBER}
    assert about.column_names_to_labels["unit_name"] == "Naam van de eenheid"
    assert about.variable_value_labels["respondent_group"]["parent"] == "Ouders"
    assert about.variable_value_labels["measure"]["dichtbij"] == "Is er hulp op school?"


def test_parquet_has_types_and_names_its_contract(published):
    schema = pq.read_schema(published.written(Form.PARQUET))

    types = [str(schema.field(name).type) for name in ("publication", "first_day", "lower")]
    assert types == ["int64", "date32[day]", "double"]
    assert schema.metadata[b"contract"] == CONTRACT.encode()


def test_json_carries_the_rules_the_digest_and_the_codebook(published):
    document = json.loads(published.written(Form.JSON).read_text(encoding="utf-8"))

    assert document["publication"]["digest"] == published.publication.digest
    assert document["rules"] == published.publication.rules
    measures = {each["measure"]: each for each in document["codebook"]["measures"]}
    assert measures["dichtbij"]["wordings"]["en"]["all"] == "Is there help at school?"


def test_frictionless_accepts_the_data_package(published):
    report = Package(str(published.written(Form.DATA_PACKAGE))).validate()

    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_the_same_publication_gives_the_same_package(published):
    first = published.written(Form.DATA_PACKAGE).read_bytes()

    assert published.written(Form.DATA_PACKAGE).read_bytes() == first


@pytest.mark.parametrize("form", [Form.CSV, Form.JSON, Form.PARQUET, Form.SAV])
def test_wide_has_a_row_per_figure(published, form):
    file = published.written(form, layout=Layout.WIDE)
    frame = {
        Form.CSV: lambda: pd.read_csv(file, sep=";", dtype=str, encoding="utf-8-sig"),
        Form.JSON: lambda: pd.DataFrame(json.loads(file.read_text(encoding="utf-8"))["rows"]),
        Form.PARQUET: lambda: pd.read_parquet(file).astype(object),
        Form.SAV: lambda: pyreadstat.read_sav(file)[0],
    }[form]()
    columns = ["unit_key", "measure", "n", "mean", "share_yes", "status"]
    empty = frame[columns].astype(object).where(frame[columns].notna(), "")

    assert list(empty.itertuples(index=False, name=None)) == [
        (cell.unit_key, cell.measure, cell.n, cell.mean, cell.shares.get("yes", ""), cell.status)
        for cell in published.figures
    ]


def test_labels_are_in_the_language_that_was_asked_for(published):
    labels = [name for name in read_csv(published, language="en") if name.endswith("_label")]
    first = read_csv(published, language="en").iloc[-1]

    assert labels == ["unit_kind_label", "respondent_group_label", "measure_label",
                      "statistic_label", "option_label", "status_label"]  # fmt: skip
    assert first["unit_kind_label"] == "School"
    assert first["respondent_group_label"] == "Parents"


def test_a_language_without_a_questionnaire_is_refused(published):
    with pytest.raises(LanguageNotOffered):
        published.written(Form.CSV, language="fr")


def test_a_comma_can_part_the_columns(published):
    comma = read_csv(published, delimiter=",")

    assert rows_of(comma) == rows_of(read_csv(published))


@pytest.mark.parametrize("form", [Form.XLSX, Form.DATA_PACKAGE, Form.DDI])
def test_a_form_without_a_wide_layout_refuses_one(published, form):
    with pytest.raises(ValueError, match="has no wide layout"):
        published.written(form, layout=Layout.WIDE)


def test_the_ending_of_a_file_tells_its_form(tmp_path):
    assert form_of(tmp_path / "Cijfers.XLSX") is Form.XLSX
    with pytest.raises(ValueError, match=r"\.doc"):
        form_of(tmp_path / "cijfers.doc")
