"""The school register: reading the file that a user downloads, and storing its schools."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from sqlalchemy import String, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from surveys.base import Base
from surveys.errors import InvalidRegister, Mistake, say
from surveys.organisations import Municipality, School, SchoolBoard, SchoolEducationType
from surveys.place_names import municipality_name, readable, spelling
from surveys.register_layouts import find_columns

_LOCATION_CODE = re.compile(r"[0-9]{2}[A-Z]{2}[0-9A-Z]{2}")
_POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")
_PUPILS = re.compile(r"[0-9]{1,6}")
# Control characters, invisible signs that turn or split text, and what could not be decoded.
_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]")


_LONGEST = {
    name: cast(String, column.type).length or 0
    for name, column in {
        "name": School.name,
        "municipality": Municipality.name,
        "province": Municipality.province,
        "street": School.street,
        "city": School.city,
        "education_area": School.education_area,
        "education_type": SchoolEducationType.education_type,
        "board_number": SchoolBoard.number,
        "board_name": SchoolBoard.name,
    }.items()
}


@dataclass(frozen=True)
class RegisterSchool:
    """One school location as the register describes it."""

    location_code: str
    name: str
    municipality: str
    province: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    education_area: str = ""
    n_pupils: int | None = None
    board_number: str = ""
    board_name: str = ""
    education_types: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Register:
    """What a register file holds: its right rows as schools, its wrong rows as mistakes.

    `given` names what the file has columns for: an import leaves the rest as it was.
    """

    schools: tuple[RegisterSchool, ...]
    given: frozenset[str]
    mistakes: tuple[Mistake, ...] = ()
    n_wrong_rows: int = 0


@dataclass(frozen=True)
class Imported:
    """What an import did: schools added, changed and unchanged, rows skipped and why.

    `new` holds the location codes of what was added; `differences` those of what changed, with
    the names of what changed about them; `missing` those of schools that are not in the register,
    while it does hold their kind of education.
    """

    added: int
    changed: int
    unchanged: int
    skipped: int
    mistakes: tuple[Mistake, ...]
    new: tuple[str, ...] = ()
    differences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Header:
    """The columns of the file, and where in them each thing that we read stands."""

    delimiter: str
    columns: list[str]
    places: Mapping[str, int]


@dataclass(frozen=True)
class _Row:
    """One line of the file, its cells by what they hold, and what is wrong with it."""

    line: int
    header: _Header
    cells: Mapping[str, str]
    mistakes: list[Mistake] = field(default_factory=list)

    def refuse(self, name: str, fault: str, cure: str) -> None:
        """Note a mistake in the cell of this name."""
        column = self.header.columns[self.header.places[name]]
        place = say("line %(line)s, %(column)s", line=self.line, column=column)
        self.mistakes.append(Mistake(place, fault, cure))


def read_register(data: bytes) -> Register:
    """Give the schools in a register file, and every mistake with its place and cure.

    The file is UTF-8 or windows-1252, in one of the known layouts, separated by `;` or `,`. Rows
    with the same location code are one school: the first row describes it, each adds its education
    type. Raises InvalidRegister when the header fits no layout.
    """
    # A line is a row: an unclosed quote spoils its own line, not the rest of the file.
    first, *lines = re.split(r"\r\n|\n|\r", decode(data))
    header = _read_header(first)
    schools: dict[str, RegisterSchool] = {}
    education_types: defaultdict[str, set[str]] = defaultdict(set)
    first_rows: dict[str, tuple[int, RegisterSchool]] = {}
    wrong: list[_Row] = []
    for number, line in enumerate(lines, start=2):
        if not line.strip(f"{header.delimiter} \t"):
            continue
        row = _read_row(number, line, header)
        if not row.mistakes:
            school = _read_school(row)
            _refuse_contradiction(row, school, first_rows)
        if row.mistakes:
            wrong.append(row)
            continue
        schools.setdefault(school.location_code, school)
        education_types[school.location_code] |= school.education_types
    return Register(
        schools=tuple(
            replace(school, education_types=frozenset(education_types[code]))
            for code, school in schools.items()
        ),
        given=frozenset(header.places),
        mistakes=tuple(mistake for row in wrong for mistake in row.mistakes),
        n_wrong_rows=len(wrong),
    )


def decode(data: bytes) -> str:
    """Give the text in one normal form; bytes that mean nothing become U+FFFD."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        has_mark = data.startswith(b"\xef\xbb\xbf")
        text = data.decode("utf-8-sig" if has_mark else "windows-1252", errors="replace")
    return unicodedata.normalize("NFC", text)


def _read_header(line: str) -> _Header:
    delimiter = max(";,", key=line.count)
    columns = [column.strip() for column in _split(line, delimiter) or []]
    return _Header(delimiter, columns, find_columns(columns))


def _split(line: str, delimiter: str) -> list[str] | None:
    """Give the cells of one line, or None when its quotes do not match."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _read_row(number: int, line: str, header: _Header) -> _Row:
    """Give the cells of a line, or the mistake in how it is divided."""
    cells = _split(line, header.delimiter)
    if cells is None:
        fault = say("the quotes do not match, or a field never ends")
        cure = say('close every ", and double a " within a field')
    elif len(cells) != len(header.columns):
        fault = say(
            "%(n)s columns where the header has %(wanted)s",
            n=len(cells), wanted=len(header.columns),
        )  # fmt: skip
        cure = say("put a field that holds the separator between quotes")
    else:
        return _Row(number, header, {name: cells[place] for name, place in header.places.items()})
    return _Row(number, header, {}, [Mistake(say("line %(line)s", line=number), fault, cure)])


def _read_school(row: _Row) -> RegisterSchool:
    """Give the school of a row; what is wrong with it is noted on the row."""
    texts = {name: _read_text(row, name) for name in row.cells}
    if "street" in texts:
        texts["street"] = f"{texts['street']} {texts.get('house_number', '')}".strip()
    for name, longest in _LONGEST.items():
        if len(texts.get(name, "")) > longest:
            fault = say(
                "%(n)s characters, where at most %(most)s fit", n=len(texts[name]), most=longest
            )
            row.refuse(name, fault, say("shorten it"))
    for name in ("name", "municipality"):
        if not row.cells[name].strip():
            row.refuse(name, say("empty"), say("fill it in: every school has one"))
    education_type = texts.get("education_type")
    return RegisterSchool(
        location_code=_read_location_code(row, texts),
        name=texts["name"],
        municipality=municipality_name(texts["municipality"]),
        province=readable(texts.get("province", "")),
        street=texts.get("street", ""),
        postcode=_read_postcode(row, texts.get("postcode", "")),
        city=readable(texts.get("city", "")),
        education_area=texts.get("education_area", ""),
        n_pupils=_read_pupils(row, texts.get("n_pupils", "")),
        board_number=texts.get("board_number", ""),
        board_name=texts.get("board_name", ""),
        education_types=frozenset({education_type} if education_type else ()),
    )


def _read_text(row: _Row, name: str) -> str:
    """Give a cell with single spaces and without signs that nobody can see."""
    text, n_unreadable = _UNREADABLE.subn("", row.cells[name])
    if n_unreadable:
        fault = say("%(text)s holds characters that cannot be shown", text=_quoted(row.cells[name]))
        cure = say("type the text again, and save as UTF-8 or windows-1252")
        row.refuse(name, fault, cure)
    return " ".join(text.split())


def _read_location_code(row: _Row, texts: Mapping[str, str]) -> str:
    code = texts["location_code"].upper()
    if 0 < len(code) <= 2:
        code = texts.get("institution", "").upper() + code.zfill(2)
    if not _LOCATION_CODE.fullmatch(code):
        cure = say(
            "write four characters of the institution and two of the location, such as 00AH00"
        )
        fault = say("%(text)s is not a location code", text=_quoted(code))
        row.refuse("location_code", fault, cure)
        return ""
    return code


def _read_postcode(row: _Row, text: str) -> str:
    postcode = text.replace(" ", "").upper()
    if postcode and not _POSTCODE.fullmatch(postcode):
        cure = say("write four digits and two letters, such as 4531 AB")
        row.refuse("postcode", say("%(text)s is not a postcode", text=_quoted(text)), cure)
    return postcode


def _read_pupils(row: _Row, text: str) -> int | None:
    if not text:
        return None
    if not _PUPILS.fullmatch(text):
        cure = say("write a whole number such as 210, or leave it empty")
        row.refuse("n_pupils", say("%(text)s is not a number of pupils", text=_quoted(text)), cure)
        return None
    return int(text)


def _quoted(text: str) -> str:
    """Give a short text between quotes, with what cannot be seen written out."""
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def _refuse_contradiction(
    row: _Row, school: RegisterSchool, first_rows: dict[str, tuple[int, RegisterSchool]]
) -> None:
    """Refuse a row whose school has another name or municipality on an earlier line."""
    code = school.location_code
    if not (code and school.name and school.municipality):
        return
    line, first = first_rows.setdefault(code, (row.line, school))
    cure = say("keep the right one, or give each school its own location code")
    if school.name.casefold() != first.name.casefold():
        fault = say(
            "%(code)s is %(here)s here and %(there)s on line %(line)s",
            code=code, here=_quoted(school.name), there=_quoted(first.name), line=line,
        )  # fmt: skip
        row.refuse("name", fault, cure)
    if spelling(school.municipality) != spelling(first.municipality):
        here, there = _quoted(school.municipality), _quoted(first.municipality)
        fault = say(
            "%(code)s is in %(here)s here and in %(there)s on line %(line)s",
            code=code, here=here, there=there, line=line,
        )  # fmt: skip
        row.refuse("municipality", fault, cure)


def import_register(
    session: Session, register: Register, *, skip_invalid: bool = False
) -> Imported:
    """Store the schools of a register: new ones are added, known ones brought up to date.

    Schools are known by their location code; those that the register does not name stay as they
    are, and so does what the file has no column for. Raises InvalidRegister, and stores nothing,
    when rows are wrong, unless `skip_invalid` leaves those rows out.
    """
    if register.mistakes and not skip_invalid:
        raise InvalidRegister(register.mistakes)
    session.flush()
    municipality_ids = _store_municipalities(session, register.schools)
    board_ids = _store_boards(session, register.schools)
    names = register.given & {"name", "street", "postcode", "city", "education_area", "n_pupils"}
    wanted: dict[str, dict[str, Any]] = {}
    for school in register.schools:
        columns = {name: getattr(school, name) for name in names}
        columns["municipality_id"] = municipality_ids[spelling(school.municipality)]
        if "board_number" in register.given:
            columns["board_id"] = board_ids.get(school.board_number)
        wanted[school.location_code] = columns
    stored = _store(session, School, "location_code", wanted)
    differences = dict(stored.differences)
    if "education_type" in register.given:
        for code in _store_education_types(session, register.schools, stored.ids) - stored.added:
            differences[code] = (*differences.get(code, ()), "education_type")
    # The bulk statements went past the objects that this session had loaded.
    session.expire_all()
    return Imported(
        added=len(stored.added),
        changed=len(differences),
        unchanged=len(wanted) - len(stored.added) - len(differences),
        skipped=register.n_wrong_rows,
        mistakes=register.mistakes,
        new=tuple(sorted(stored.added)),
        differences=differences,
        missing=() if register.mistakes else _find_missing(session, register),
    )


def _find_missing(session: Session, register: Register) -> tuple[str, ...]:
    """Give the codes of open schools whose kinds of education the register has, but not them."""
    types = frozenset().union(*(school.education_types for school in register.schools))
    named = {school.location_code for school in register.schools}
    of_these_types = select(SchoolEducationType.school_id).where(
        SchoolEducationType.education_type.in_(types)
    )
    codes = session.scalars(
        select(School.location_code).where(
            School.closed_on.is_(None), School.id.in_(of_these_types)
        )
    )
    return tuple(sorted(code for code in set(codes) - named if _LOCATION_CODE.fullmatch(code)))


@dataclass(frozen=True)
class _Stored:
    """The ids of what was to be stored, and what was added or changed, by key."""

    ids: Mapping[str, int]
    added: frozenset[str]
    differences: Mapping[str, tuple[str, ...]]


def _store(
    session: Session, model: type[Base], key: str, wanted: Mapping[str, Mapping[str, Any]]
) -> _Stored:
    """Bring the table to the wanted columns of each key, with one statement of each kind."""
    names = next(iter(wanted.values()), {})
    columns = [getattr(model, name) for name in ("id", key, *names)]
    rows = {getattr(row, key): row for row in session.execute(select(*columns))}
    ids = {value: rows[value].id for value in wanted if value in rows}
    differences = {
        value: tuple(n for n, new in wanted[value].items() if getattr(rows[value], n) != new)
        for value in ids
    }
    changed = [value for value, names_of_columns in differences.items() if names_of_columns]
    added = [value for value in wanted if value not in rows]
    if changed:
        session.execute(update(model), [{"id": ids[value], **wanted[value]} for value in changed])
    if added:
        returning = insert(model).returning(getattr(model, key), columns[0])
        values = [{key: value, **wanted[value]} for value in added]
        ids |= dict(session.execute(returning, values).all())
    return _Stored(ids, frozenset(added), {value: differences[value] for value in changed})


def _store_municipalities(session: Session, schools: Iterable[RegisterSchool]) -> dict[str, int]:
    """Give the ids of the schools' municipalities, by the spelling of their names."""
    provinces = dict(session.execute(select(Municipality.name, Municipality.province)).all())
    names = {spelling(name): name for name in provinces}
    wanted: dict[str, dict[str, str]] = {}
    for school in schools:
        name = names.setdefault(spelling(school.municipality), school.municipality)
        province = school.province or provinces.get(name, "")
        wanted.setdefault(name, {"province": province})
    ids = _store(session, Municipality, "name", wanted).ids
    return {spelling(name): id_ for name, id_ in ids.items()}


def _store_boards(session: Session, schools: Iterable[RegisterSchool]) -> Mapping[str, int]:
    """Give the ids of the schools' boards, by number; one without a name gets its number."""
    names: dict[str, str] = {}
    for school in schools:
        if school.board_number:
            names[school.board_number] = names.get(school.board_number) or school.board_name
    known = dict(session.execute(select(SchoolBoard.number, SchoolBoard.name)).all())
    wanted = {
        number: {"name": name or known.get(number, f"Bestuur {number}")}
        for number, name in names.items()
    }
    return _store(session, SchoolBoard, "number", wanted).ids


def _store_education_types(
    session: Session, schools: Iterable[RegisterSchool], ids: Mapping[str, int]
) -> frozenset[str]:
    """Give every school the types that the register has for it; tell which schools changed."""
    codes = {ids[school.location_code]: school.location_code for school in schools}
    wanted = {
        (ids[school.location_code], education_type)
        for school in schools
        for education_type in school.education_types
    }
    columns = select(SchoolEducationType.school_id, SchoolEducationType.education_type)
    stored = {(id_, type_) for id_, type_ in session.execute(columns) if id_ in codes}
    gone, new = stored - wanted, wanted - stored
    if gone:
        statement = delete(SchoolEducationType).where(
            SchoolEducationType.school_id == bindparam("id"),
            SchoolEducationType.education_type == bindparam("type"),
        )
        rows = [{"id": id_, "type": education_type} for id_, education_type in gone]
        session.connection().execute(statement, rows)
    if new:
        rows = [{"school_id": id_, "education_type": type_} for id_, type_ in new]
        session.execute(insert(SchoolEducationType), rows)
    return frozenset(codes[id_] for id_, _ in gone | new)
