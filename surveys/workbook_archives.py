"""The zip file that an .xlsx is: looked through, within limits, before anything else reads it.

What a zip file says about its own sizes is not believed: every member is inflated and counted.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from surveys.errors import InvalidDefinition, Mistake, say
from surveys.workbook_cells import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS

MOST_MEMBERS = 500
MOST_INFLATED = 60_000_000
MOST_CELLS = 500_000
SAVE_AGAIN = say("open it in Excel or LibreOffice and save it as .xlsx")
_CHUNK = 1_000_000
_ENCRYPTED = 0x1
# No workbook declares its own entities, and none is written in anything but UTF-8.
_DECLARATIONS = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"+/v")
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_WORKBOOK = "xl/workbook.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Place = tuple[int, int]


@dataclass
class _Sheet:
    """Where the cells of one sheet are; counted from 1."""

    rows: int = 0
    columns: int = 0
    n_cells: int = 0
    formulas: set[Place] = field(default_factory=set)


def look_through(content: bytes) -> Mapping[str, frozenset[Place]]:
    """Give the places (row, column, counted from 1) of the formulas in each sheet, by its name.

    Raises InvalidDefinition for whatever is not a plain .xlsx within the limits.
    """
    try:
        return _look_through(content)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
        ValueError, OverflowError, etree.XMLSyntaxError,
    ):  # fmt: skip
        raise refusal(say("the file is damaged"), SAVE_AGAIN) from None


def refusal(fault: str, cure: str) -> InvalidDefinition:
    """Give the refusal of a whole file."""
    return InvalidDefinition([Mistake("workbook", fault, cure)])


def _look_through(content: bytes) -> Mapping[str, frozenset[Place]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_members(archive)
        sheets: dict[str, _Sheet] = {}
        kept: dict[str, bytes] = {}
        for name, data in _inflated(archive):
            if _DECLARATIONS.search(data) or _is_otherwise_encoded(name, data):
                raise refusal(
                    say('"%(name)s" declares what no workbook needs', name=name), SAVE_AGAIN
                )
            if b"sheetData" in data:
                sheets[name] = _sheet(data)
            elif name == _WORKBOOK or name.endswith(".rels"):
                kept[name] = data
    _check_sizes(sheets)
    return _formulas(sheets, kept)


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or len(set(names)) < len(names):
        raise refusal(say("%(what)s files within the file", what=len(members)), SAVE_AGAIN)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise refusal(say("locked with a password"), say("save it without a password"))
    if any(posixpath.basename(name).lower() == "vbaproject.bin" for name in names):
        raise refusal(say("it holds macros"), say("save it as .xlsx, which has none"))
    if _WORKBOOK not in names:
        raise refusal(say("not a workbook"), SAVE_AGAIN)


def _inflated(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    left = MOST_INFLATED
    for member in archive.infolist():
        data = bytearray()
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                data += chunk
                left -= len(chunk)
                if left < 0:
                    raise refusal(
                        say("larger than 60 MB when unpacked"),
                        say("keep only the sheets of the questionnaire, without pictures"),
                    )
        yield member.filename, bytes(data)


def _is_otherwise_encoded(name: str, data: bytes) -> bool:
    if not name.endswith((".xml", ".rels")):
        return False
    declared = re.match(rb"""[^>]{0,100}encoding\s*=\s*["']([^"']*)""", data[:200])
    return data.startswith(_OTHER_ENCODINGS) or (
        declared is not None and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")
    )


def _sheet(data: bytes) -> _Sheet:
    sheet = _Sheet()
    row = column = 0
    events = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip
    for event, element in events:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if event == "start" and name == "row":
            row, column = _number(element.get("r"), row + 1), 0
        elif event == "start" and name == "c":
            place = _PLACE.fullmatch(element.get("r") or "")
            row = int(place[2]) if place else row
            column = _column(place[1]) if place else column + 1
            sheet.n_cells += 1
        elif event == "start" and name == "f":
            sheet.formulas.add((row, column))
        elif event == "end":
            element.clear()
            if name == "row" and element.getparent() is not None:
                element.getparent().remove(element)
        sheet.rows, sheet.columns = max(sheet.rows, row), max(sheet.columns, column)
        if sheet.rows > MOST_ROWS or sheet.columns > MOST_COLUMNS or sheet.n_cells > MOST_CELLS:
            break
    return sheet


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 10 else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _check_sizes(sheets: Mapping[str, _Sheet]) -> None:
    if len(sheets) > MOST_SHEETS:
        raise refusal(
            say("%(what)s sheets", what=len(sheets)),
            say("keep at most %(most_sheets)s sheets", most_sheets=MOST_SHEETS),
        )
    for name, sheet in sheets.items():
        if sheet.rows > MOST_ROWS or sheet.columns > MOST_COLUMNS:
            raise refusal(
                say(
                    '"%(name)s" has more than %(most_rows)s rows or %(most_columns)s columns',
                    name=name,
                    most_rows=MOST_ROWS,
                    most_columns=MOST_COLUMNS,
                ),
                say("delete the rows and columns that are not part of the questionnaire"),
            )
    if sum(sheet.n_cells for sheet in sheets.values()) > MOST_CELLS:
        raise refusal(
            say("more than %(most_cells)s cells", most_cells=MOST_CELLS),
            say("keep only the sheets of the questionnaire"),
        )


def _formulas(
    sheets: Mapping[str, _Sheet], kept: Mapping[str, bytes]
) -> Mapping[str, frozenset[Place]]:
    """Give the formulas by the names that people see, which another member of the file holds."""
    relations = kept.get("xl/_rels/workbook.xml.rels", b"<none/>")
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("/xl", each.get("Target") or ""))[1:]
        for each in _root(relations)
    }
    return {
        each.get("name") or "": frozenset(sheets[target].formulas)
        for each in _root(kept[_WORKBOOK]).iter("{*}sheet")
        if (target := targets.get(each.get(_RELATION), "")) in sheets
    }


def _root(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)
