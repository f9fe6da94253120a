"""The sheets of an XLSForm as rows with named columns, and the columns that only we add.

XLSForm has no place for who is asked, what an item measures and the like. That stands in columns of
our own, whose names start with `klankbord_`, and in a sheet of our own. Other programs skip those.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.errors import Mistake, say
from surveys.language_names import find_language_code
from surveys.workbooks import Sheet, place

OWN = "klankbord"
OWN_HEADER = ("what", "group", "language", "text")
GROUP_NAME = f"{OWN}_group"
# The parts of an item that stand in columns of XLSForm, by those columns; the others in our own.
TEXT_COLUMNS = {"label": "text", "hint": "hint", f"{OWN}_low": "low", f"{OWN}_high": "high"}
TRANSLATED = (
    *TEXT_COLUMNS, "guidance_hint", "constraint_message", "required_message",
    "image", "big-image", "audio", "video", "media::image", "media::audio", "media::video",
)  # fmt: skip
FROM_FILE = ("select_one_from_file", "select_multiple_from_file", "select_one_external")
_SELECT = re.compile(
    r"(?:add )?select[ _]?(?P<many>one|1|multiple|all that apply)(?: prompt)?"
    r"(?:[ _](?:from|using))?\s+(?P<list>.+?)(?P<other>\s+or[ _]other|\s+or specify other)?",
    re.IGNORECASE,
)
_OTHER_NAMES = {
    "caption": "label", "relevance": "relevant", "command": "type", "tag": "name",
    "value": "name", "calculate": "calculation", "list_name": "list_name", "readonly": "read_only",
    "count": "repeat_count", "set_form_title": "form_title", "set_form_id": "form_id",
}  # fmt: skip
_IN_PARTS = re.compile(r"\s*::\s*|\s*:\s*")
_OWN_TEXT = re.compile(rf"({OWN}_(?:low|high))_(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column: its place, its header as written, its name, and the language of its texts."""

    number: int
    header: str
    name: str
    language: str = ""


@dataclass(frozen=True)
class Row:
    """One row that is not empty: its cells by column name, and its texts by column and language."""

    number: int
    cells: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def own(self, name: str) -> str:
        """Give the cell of a column that only we add."""
        return self.cells.get(f"{OWN}_{name}", "")


@dataclass(frozen=True)
class Form:
    """One sheet of a form, and what is wrong with its header."""

    name: str
    columns: Sequence[Column] = ()
    rows: Sequence[Row] = ()
    mistakes: Sequence[Mistake] = ()

    def has(self, name: str) -> bool:
        """Tell whether there is such a column."""
        return any(column.name == name for column in self.columns)

    def header(self, name: str) -> str:
        """Give the header of a column as it is written."""
        return next((column.header for column in self.columns if column.name == name), name)

    def place(self, row: Row, name: str = "") -> str:
        """Say where a row, or a cell of it, stands."""
        return place(self.name, row.number, self.header(name) if name else "")

    @property
    def languages(self) -> list[str]:
        """Give the languages of the texts, in the order of the columns."""
        found = [column.language for column in self.columns if column.name in TEXT_COLUMNS]
        return list(dict.fromkeys(language for language in found if language))


def find_sheet(sheets: Sequence[Sheet], name: str) -> Sheet | None:
    """Give the sheet of this name, whatever its case and the spaces around it."""
    return next((sheet for sheet in sheets if sheet.name.strip().lower() == name), None)


def read_form(sheet: Sheet | None, plain_language: str) -> Form:
    """Give the rows of a sheet; `plain_language` is that of texts whose column names none."""
    filled = [row for row, cells in enumerate(sheet.rows, start=1) if any(cells)] if sheet else []
    if sheet is None or not filled:
        return Form(sheet.name if sheet else "")
    reader = _Header(sheet, filled[0], plain_language)
    reader.read()
    return Form(
        sheet.name,
        reader.columns,
        list(_rows(sheet, filled[1:], reader.columns)),
        reader.mistakes,
    )


@dataclass
class _Header:
    """Reads the header of one sheet."""

    sheet: Sheet
    row: int
    plain_language: str
    columns: list[Column] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def read(self) -> None:
        taken: set[tuple[str, str]] = set()
        columns = [
            self.column(number, header)
            for number, header in enumerate(self.sheet.rows[self.row - 1], start=1)
            if header
        ]
        # A column that names its language goes before one that does not.
        plain = [each for each in columns if each and each.header.lower() in TRANSLATED]
        for column in [*(each for each in columns if each and each not in plain), *plain]:
            if (column.name, column.language) in taken:
                self.fault(
                    column.header, say("the column is there twice"), say("keep one of the two")
                )
                continue
            taken.add((column.name, column.language))
            self.columns.append(column)
        self.columns.sort(key=lambda column: column.number)

    def column(self, number: int, header: str) -> Column | None:
        own = _OWN_TEXT.fullmatch(header)
        if own:
            return Column(number, header, own[1].lower(), own[2])
        name, *rest = _IN_PARTS.split(header)
        name = _name(name)
        if name in ("media", "bind", "control", "body") and rest:
            name, *rest = _name(rest[0]), *rest[1:]
        if name not in TRANSLATED:
            return Column(number, header, _name(header) if rest else name)
        if not rest:
            return Column(number, header, name, self.plain_language)
        language = find_language_code("::".join(rest))
        if language is None:
            cure = say('write it as "label::Nederlands (nl)"')
            self.fault(header, say("a language that is not known"), cure)
            return None
        return Column(number, header, name, language)

    def fault(self, header: str, fault: str, cure: str) -> None:
        self.mistakes.append(Mistake(place(self.sheet.name, self.row, header), fault, cure))


def _name(header: str) -> str:
    name = re.sub(r"\s+", "_", header.strip().lower())
    return _OTHER_NAMES.get(name, name)


def _rows(sheet: Sheet, numbers: Sequence[int], columns: Sequence[Column]) -> Iterator[Row]:
    for number in numbers:
        cells: dict[str, str] = {}
        texts: dict[str, dict[str, str]] = {}
        for column in columns:
            text = sheet.cell(number, column.number)
            if text and column.language:
                texts.setdefault(column.name, {})[column.language] = text
            elif text:
                cells[column.name] = text
        if cells or texts:
            yield Row(number, cells, texts)


def find_select(row: Row) -> re.Match[str] | None:
    """Give what the type of a row says of its options, or None when it has none."""
    written = " ".join(row["type"].split())
    return None if written.lower().startswith(FROM_FILE) else _SELECT.fullmatch(written)


def find_number(written: str) -> int | float | None:
    """Give the number that is written, or None."""
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", written):
        return None
    number = float(written)
    return int(number) if number.is_integer() else number


def is_yes(written: str) -> bool:
    """Tell whether somebody wrote yes."""
    return written.lower() in ("yes", "true", "1", "ja")
