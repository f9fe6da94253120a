import datetime
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.errors import InvalidDefinition
from surveys.workbooks import NewSheet, read_workbook, write_workbook


def a_workbook(fill=lambda sheet: sheet.append(["a"])):
    book = openpyxl.Workbook()
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_members(content, **members):
    """The same workbook, with other bytes in some of its members."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, members.pop(name, None) or old.read(name))
        for name, data in members.items():
            new.writestr(name, data)
    return file.getvalue()


def fault(content):
    with pytest.raises(InvalidDefinition) as refused:
        read_workbook(content)
    (mistake,) = refused.value.mistakes
    assert mistake.cure
    return mistake.fault


def test_cells_come_as_text_at_the_place_where_they_stand():
    def fill(sheet):
        sheet["B2"], sheet["C2"], sheet["D2"] = 1.0, 1.5, True
        sheet["B3"] = datetime.date(2026, 3, 1)
        sheet["C3"] = datetime.datetime.fromisoformat("2026-03-01T09:30")
        sheet["A4"] = "  de vraag \r\n tweede regel "

    (sheet,) = read_workbook(a_workbook(fill))

    assert sheet.rows[1] == ("", "1", "1.5", "true")
    assert sheet.rows[2] == ("", "2026-03-01", "2026-03-01T09:30:00")
    assert sheet.cell(4, 1) == "de vraag \n tweede regel"
    assert sheet.cell(9, 9) == sheet.cell(0, 0) == ""


def test_a_formula_gives_what_is_stored_and_is_pointed_out():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("eerste").write_formula("B2", "=1+1", None, 7)

    (sheet,) = read_workbook(file.getvalue())

    assert sheet.cell(2, 2) == "7"
    assert sheet.formulas == {(2, 2)}


def test_text_that_begins_as_a_formula_stays_text():
    texts = ["=1+1", "+31", "@SUM(A1)", "-2", '=HYPERLINK("http://x")', "{=1}", "http://x.example"]

    content = write_workbook([NewSheet("a", [texts])])

    (sheet,) = read_workbook(content)
    assert list(sheet.rows[0]) == texts
    assert not sheet.formulas
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")
        assert not [name for name in archive.namelist() if "sheet1.xml.rels" in name]


def test_the_same_texts_give_the_same_file():
    sheets = [NewSheet("a", [["kop"], ["tekst"]])]

    assert write_workbook(sheets) == write_workbook(sheets)


def test_a_text_that_no_cell_holds_is_refused():
    with pytest.raises(InvalidDefinition, match="40000 characters"):
        write_workbook([NewSheet("a", [["x" * 40_000]])])


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
@settings(max_examples=25, deadline=None)
def test_any_text_comes_back_as_it_was_written(text):
    (sheet,) = read_workbook(write_workbook([NewSheet("a", [["kop"], [text]])]))

    assert sheet.cell(2, 1) == text.replace("\r\n", "\n").replace("\r", "\n").strip()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"<html><table><tr><td>type</td></tr></table></html>", b"type,name\ntext,a\n"],
)
def test_what_is_no_workbook_is_refused(content):
    assert "neither .xlsx nor .xls" in fault(content)


def test_a_file_over_five_megabytes_is_refused():
    assert fault(b"PK\x03\x04" + bytes(5_000_000)) == "larger than 5 MB"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
def test_a_workbook_that_is_cut_short_is_refused(share):
    content = a_workbook()

    assert "damaged" in fault(content[: int(len(content) * share)])


def test_a_zip_file_of_something_else_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")

    assert fault(file.getvalue()) == "not a workbook"


def test_a_zip_bomb_is_refused_whatever_sizes_it_declares():
    content = with_members(a_workbook(), **{"xl/media/a.bin": bytes(70_000_000)})
    lying = content.replace((70_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert len(content) < 200_000
    assert "60 MB" in fault(content)
    assert fault(lying)


def test_a_zip_file_of_very_many_files_is_refused():
    many = {f"xl/{number}.xml": "<a/>" for number in range(600)}

    assert "files within" in fault(with_members(a_workbook(), **many))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="100001"><c r="A100001" t="n"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        "<row><c><v>1</v></c></row>" * 10_001,
        "<row>" + "<c><v>1</v></c>" * 201 + "</row>",
    ],
)
def test_a_sheet_that_is_too_large_is_refused(rows):
    content = a_workbook()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    before, _, rest = xml.partition("<sheetData>")
    large = f"{before}<sheetData>{rows}</sheetData>{rest.partition('</sheetData>')[2]}"

    assert "more than" in fault(with_members(content, **{"xl/worksheets/sheet1.xml": large}))


def test_a_hundred_thousand_rows_are_refused():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(100_000):
            sheet.write_string(row, 0, "x")

    assert "more than 10000 rows" in fault(file.getvalue())


def test_more_than_twenty_sheets_are_refused():
    content = write_workbook([NewSheet(f"blad {number}", [["a"]]) for number in range(21)])

    assert "21 sheets" in fault(content)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>',
        '<!doctype a SYSTEM "http://127.0.0.1/a.dtd">',
    ],
)
@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_workbook_with_entities_of_its_own_is_refused(declaration, member):
    content = a_workbook()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(member).decode()
    body = xml.partition("?>")[2] if xml.startswith("<?") else xml

    assert "declares" in fault(with_members(content, **{member: declaration + body}))


def test_entities_hidden_in_another_encoding_are_refused():
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a/>'
    content = with_members(a_workbook(), **{"xl/workbook.xml": hidden.encode("utf-16")})

    assert "declares" in fault(content)


def test_macros_are_refused():
    assert "macros" in fault(with_members(a_workbook(), **{"xl/vbaProject.bin": b"x"}))


def test_a_locked_workbook_is_refused():
    compound = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)

    assert "password" in fault(compound + "EncryptedPackage".encode("utf-16-le"))


def test_a_damaged_old_workbook_is_refused():
    assert fault(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))


def test_one_long_text_that_very_many_cells_share_is_refused():
    def fill(sheet):
        for _ in range(70):
            sheet.append(["x" * 30_000] * 10)

    assert fault(a_workbook(fill))


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_a_workbook_with_damaged_bytes_is_read_or_refused(at, damage):
    content = a_workbook()
    at %= len(content)

    try:
        read_workbook(content[:at] + damage + content[at + len(damage) :])
    except InvalidDefinition:
        return
