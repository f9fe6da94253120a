"""docs/export.md describes the files as they are, and every change of them has a version."""

import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pyarrow.parquet as pq
import pyreadstat

from analysis.exports.formats import ENDINGS, Form
from analysis.exports.layouts import LONG_LABELS, VOCABULARIES, WIDE_LABELS, Layout
from analysis.exports.observations import COLUMNS, CONTRACT

DOCUMENT = Path("docs/export.md").read_text(encoding="utf-8")


def tables():
    """The rows of every table, by the heading above it."""
    rows, heading = {}, ""
    for line in DOCUMENT.splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        if line.startswith("|") and not line.startswith("|---"):
            rows.setdefault(heading, []).append([cell.strip() for cell in line.split("|")[1:-1]])
    return rows


def codes(text):
    return tuple(re.findall(r"`([^`]*)`", text))


def columns_under(heading):
    return [codes(row[0])[0] for row in tables()[heading] if row[1] != "holds" and len(row) == 2]


def shapes(published):
    """What a program that reads our files relies on."""
    sav, about = pyreadstat.read_sav(published.written(Form.SAV), user_missing=True)
    document = json.loads(published.written(Form.JSON).read_text(encoding="utf-8"))
    with ZipFile(published.written(Form.DATA_PACKAGE)) as package:
        descriptor = json.loads(package.read("datapackage.json"))
    tree = ElementTree.fromstring(published.written(Form.DDI).read_bytes())
    wide = published.written(Form.CSV, layout=Layout.WIDE, language="nl")
    return {
        "endings": ENDINGS,
        "codes": VOCABULARIES,
        "csv": csv_header(published.written(Form.CSV, language="nl")),
        "wide csv": csv_header(wide),
        "xlsx": [sheet.title for sheet in openpyxl.load_workbook(published.written(Form.XLSX))],
        "json": [list(document), list(document["publication"]), list(document["codebook"]),
                 list(document["codebook"]["measures"][0])],
        "parquet": str(pq.read_schema(published.written(Form.PARQUET)).remove_metadata()),
        "sav": [list(sav), about.missing_ranges, about.readstat_variable_types],
        "package": [[resource["path"], fields(resource)] for resource in descriptor["resources"]],
        "ddi": [tree.tag, sorted({each.tag for each in tree.iter()})],
    }  # fmt: skip


def fields(resource):
    of_schema = resource.get("schema", {"fields": ()})["fields"]
    return [(field["name"], field["type"]) for field in of_schema]


def csv_header(file):
    """The columns, with one for all answers: which there are depends on the questionnaire."""
    names = file.read_text(encoding="utf-8-sig").splitlines()[0].split(";")
    return list(dict.fromkeys(re.sub("^share_.*", "share_<option>", name) for name in names))


def fingerprint(published):
    shape = json.dumps(shapes(published), sort_keys=True, default=list)
    return hashlib.sha256(shape.encode()).hexdigest()[:16]


def test_a_change_of_any_file_needs_a_new_contract(published):
    contract, _, promised = tables()["Versions"][-1]

    assert (contract, promised) == (CONTRACT, f"`{fingerprint(published)}`"), (
        "the files changed: give them a new CONTRACT, and a row in docs/export.md"
    )


def test_the_page_says_which_contract_it_describes():
    assert f"This is contract {CONTRACT}." in DOCUMENT


def test_every_column_of_long_is_described_in_its_order():
    assert tuple(columns_under("Long: a row per figure and statistic")) == COLUMNS


def test_every_column_of_wide_is_described_in_its_order(published):
    header = csv_header(published.written(Form.CSV, layout=Layout.WIDE))

    described = columns_under("Wide: a row per figure")

    assert described == header[header.index("measure") + 1 :]


def test_every_code_is_described():
    described = {codes(row[0])[0]: codes(row[1]) for row in tables()["Codes"][1:]}

    assert described == VOCABULARIES


def test_every_ending_is_described():
    assert {codes(row[2])[0] for row in tables()["Which file"][1:]} == set(ENDINGS)


def test_every_label_column_is_described():
    [paragraph] = [line for line in DOCUMENT.splitlines() if "Long has `unit_kind_label`" in line]
    long, wide = paragraph.split("wide has")

    assert codes(long) == tuple(f"{column}_label" for column in LONG_LABELS)
    assert codes(wide) == tuple(f"{column}_label" for column in WIDE_LABELS)
