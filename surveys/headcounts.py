"""How many people of a group there are at a school: from the register, by hand or from a file."""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from surveys.base import Base
from surveys.distribution import suits
from surveys.errors import InvalidFile, Mistake, Said, say
from surveys.items import RespondentGroup
from surveys.organisations import MIXED_TYPES, School
from surveys.register import decode

MOST_PEOPLE = 99_999
CODE_COLUMN = "vestigingscode"
COLUMNS = {
    RespondentGroup.PARENT: "ouders",
    RespondentGroup.CHILD: "kinderen",
    RespondentGroup.YOUTH: "jongeren",
    RespondentGroup.TEACHER: "leraren",
    RespondentGroup.SUPPORTER: "ondersteuners",
}
_PUPILS = (RespondentGroup.CHILD, RespondentGroup.YOUTH)
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


class Headcount(Base):
    """What somebody said about the size of a group at a school; it goes before the register."""

    __tablename__ = "headcount"
    __table_args__ = (CheckConstraint("n > 0", name="a_headcount_counts_people"),)

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    respondent_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    n: Mapped[int]
    counted_on: Mapped[date]


def load_headcounts(
    session: Session, school_ids: Iterable[int]
) -> Mapping[tuple[int, RespondentGroup], int]:
    """Give how many people there are, by school and group, as far as that is known.

    The register knows pupils, of whom a school with one age band has one group only.
    """
    ids = set(school_ids)
    schools = session.scalars(
        select(School).where(School.id.in_(ids)).options(joinedload(School.education_types))
    ).unique()
    known = {
        (school.id, group): school.n_pupils
        for school in schools
        if school.n_pupils and not _has_both_ages(school)
        for group in _PUPILS
        if suits(school, group)
    }
    said = session.scalars(select(Headcount).where(Headcount.school_id.in_(ids)))
    return known | {(row.school_id, RespondentGroup(row.respondent_group)): row.n for row in said}


def save_headcounts(
    session: Session,
    school: School,
    counts: Mapping[RespondentGroup, int | None],
    *,
    today: date,
) -> None:
    """Keep the sizes of these groups at a school; None goes back to what the register says."""
    for group, n in counts.items():
        stored = session.get(Headcount, (school.id, group.value))
        if stored is None:
            stored = Headcount(school_id=school.id, respondent_group=group.value)
        elif stored.n == n:
            continue
        if n is not None:
            stored.n, stored.counted_on = n, today
            session.add(stored)
        elif stored in session:
            session.delete(stored)
    session.flush()


def import_headcounts(session: Session, data: bytes, *, today: date) -> int:
    """Store the headcounts of a file, and give of how many schools.

    The file has a column of location codes and columns of groups, separated by `;` or `,`; an
    empty cell leaves what is known as it is. Raises InvalidFile with every mistake, and then
    stores nothing.
    """
    header, rows = _read_rows(decode(data))
    groups = {group: header.index(name) for group, name in COLUMNS.items() if name in header}
    if CODE_COLUMN not in header or not groups:
        wanted = ", ".join([CODE_COLUMN, *COLUMNS.values()])
        fault = say("this is not a file of headcounts")
        cure = say("use these columns: %(columns)s", columns=wanted)
        raise InvalidFile([Mistake(say("line %(line)s", line=1), fault, cure)])
    schools = {school.location_code: school for school in session.scalars(select(School))}
    counts: dict[School, dict[RespondentGroup, int | None]] = {}
    mistakes: list[Mistake] = []
    for line, cells in rows:
        code = cells[header.index(CODE_COLUMN)]
        school = schools.get(code.upper())
        if school is None:
            fault = say("%(text)s is not a location code", text=repr(code))
            cure = say("write the code of a school that is here")
            mistakes.append(_mistake(line, CODE_COLUMN, fault, cure))
            continue
        for group in (one for one, place in groups.items() if cells[place]):
            cell = cells[groups[group]]
            if _NUMBER.fullmatch(cell):
                counts.setdefault(school, {})[group] = int(cell)
            else:
                fault = say("%(text)s is not a number of people", text=repr(cell))
                cure = say("write a whole number such as 210, or leave it empty")
                mistakes.append(_mistake(line, COLUMNS[group], fault, cure))
    if mistakes:
        raise InvalidFile(mistakes)
    for school, known in counts.items():
        save_headcounts(session, school, known, today=today)
    return len(counts)


def _read_rows(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Give the names of the columns, and each line that holds something with its number."""
    lines = re.split(r"\r\n|\n|\r", text)
    delimiter = max(";,", key=lines[0].count)
    cells = [
        [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
        for line in lines
    ]
    header = [name.casefold() for name in cells[0]]
    rows = [
        (number, [*row, *[""] * (len(header) - len(row))])
        for number, row in enumerate(cells[1:], start=2)
        if any(row)
    ]
    return header, rows


def _mistake(line: int, column: str, fault: Said, cure: Said) -> Mistake:
    return Mistake(say("line %(line)s, %(column)s", line=line, column=column), fault, cure)


def _has_both_ages(school: School) -> bool:
    types = {row.education_type for row in school.education_types}
    return not types or bool(types & MIXED_TYPES)
