"""The question types of an XLSForm: which kind of item each is here, and why some are none."""

import re
from dataclasses import dataclass
from typing import Any

from surveys.errors import Mistake, say
from surveys.items import Kind
from surveys.xlsform_choices import Lists, find_kind_of_select
from surveys.xlsform_conditions import read_constraint
from surveys.xlsform_sheets import FROM_FILE, Form, Row, find_number, find_select

_NUMBERS = ("integer", "int", "decimal", "range")
_TEXTS = ("text", "string")
_TRACES = (
    "start", "end", "today", "deviceid", "device id", "imei", "phonenumber", "phone number",
    "username", "email", "simserial", "sim id", "subscriberid", "subscriber id", "audit",
    "start time", "end time", "start-geopoint", "background-audio", "background-geopoint",
)  # fmt: skip
_WORKED_OUT = ("calculate", "hidden", "csv-external", "xml-external")


@dataclass(frozen=True)
class Asked:
    """How a question is asked: its kind, none when there is no such kind here; and its range."""

    kind: Kind | None = None
    minimum: int | None = None
    maximum: int | None = None
    left_out: tuple[Mistake, ...] = ()

    @property
    def ends(self) -> dict[str, Any]:
        """Give the ends of the range that there are."""
        ends = {"minimum": self.minimum, "maximum": self.maximum}
        return {end: number for end, number in ends.items() if number is not None}


def plain_type(row: Row) -> str:
    """Give the type of a row, however it is spelled: `begin_group` is "begin group"."""
    return " ".join(row["type"].lower().replace("_", " ").split())


def how_asked(form: Form, row: Row, lists: Lists) -> Asked:
    """Give how the question of a row is asked here."""
    if select := find_select(row):
        return Asked(find_kind_of_select(row, select, lists.valued))
    kind = plain_type(row)
    if kind == "range":
        return _range_of_parameters(form, row)
    if kind in _NUMBERS:
        return _number(form, row, kind)
    if kind in _TEXTS:
        return Asked(_kind_of_text(row))
    where = form.place(row, "type")
    return Asked(left_out=(Mistake(where, *_why_not(row, kind)),))


def _kind_of_text(row: Row) -> Kind:
    own = next((each for each in Kind if each.value == row.own("kind") and each.is_text), None)
    is_long = "multiline" in row["appearance"].lower()
    return own or (Kind.COMMENT if is_long else Kind.SHORT_TEXT)


def _why_not(row: Row, kind: str) -> tuple[str, str]:
    written = row["type"][:80]
    if kind in _TRACES:
        cure = say("leave it so: nothing is kept about who answers, when and on what")
        return say('"%(written)s" records what nobody is asked', written=written), cure
    if kind in _WORKED_OUT:
        return say('"%(written)s" is worked out', written=written), say(
            "leave it so: nothing is worked out here"
        )
    if kind == "note":
        cure = say("put what people must know in the introduction or in the hint of a question")
        return say("a note between the questions"), cure
    if kind.replace(" ", "_").startswith(FROM_FILE):
        return say("options that stand in another file"), say(
            'put the options in the sheet "choices"'
        )
    fault = (
        say('"%(written)s" is not a kind of question here', written=written)
        if kind
        else say("no type")
    )
    return fault, say("ask it as options, a number or text, or leave it out")


def _number(form: Form, row: Row, kind: str) -> Asked:
    left_out = []
    if kind == "decimal":
        where = form.place(row, "type")
        left_out.append(Mistake(where, say("numbers with decimals"), say("ask for a whole number")))
    read = read_constraint(row["constraint"]) if row["constraint"] else None
    if row["constraint"] and read is None:
        fault = say('the rule "%(what)s"', what=row["constraint"][:200])
        cure = say("set a minimum and a maximum")
        left_out.append(Mistake(form.place(row, "constraint"), fault, cure))
    minimum, maximum = (read.minimum, read.maximum) if read else (None, None)
    return Asked(Kind.NUMBER, minimum, maximum, tuple(left_out))


def _range_of_parameters(form: Form, row: Row) -> Asked:
    given = dict(re.findall(r"([a-z]+)\s*=\s*([^\s,;]+)", row["parameters"].lower()))
    ends = [find_number(given.get("start", "1")), find_number(given.get("end", "10"))]
    minimum, maximum = (int(end) if end is not None and end == int(end) else None for end in ends)
    left_out: tuple[Mistake, ...] = ()
    if None in (minimum, maximum) or given.get("step", "1") != "1":
        where, fault = (
            form.place(row, "parameters"),
            say('steps of "%(what)s"', what=row["parameters"][:200]),
        )
        left_out = (Mistake(where, fault, say("answers are whole numbers")),)
    return Asked(Kind.NUMBER, minimum, maximum, left_out)
