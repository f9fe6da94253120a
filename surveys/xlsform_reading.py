"""An XLSForm as a table: what our questionnaires can hold, and the rest as mistakes with places."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.codes import new_code
from surveys.definitions import GROUPS
from surveys.errors import InvalidDefinition, Mistake, say
from surveys.interchange import Imported
from surveys.items import FORM_KEY, Kind
from surveys.language_names import find_language_code
from surveys.workbooks import Sheet, place, read_workbook
from surveys.xlsform_choices import Lists, renamed
from surveys.xlsform_conditions import Wanted, read_relevant
from surveys.xlsform_kinds import how_asked, plain_type
from surveys.xlsform_sheets import (
    GROUP_NAME,
    OWN,
    TEXT_COLUMNS,
    Form,
    Row,
    find_select,
    find_sheet,
    is_yes,
    read_form,
)

INTRODUCTION = f"{OWN}_introduction"
_USUAL_LANGUAGE = "nl"
_BEGINS = ("begin group", "begin repeat", "begin loop")
_ENDS = ("end group", "end repeat", "end loop")
# What is said about a whole column, rather than once for each of its cells.
_CURES = {
    "required": "leave it so: every question may be skipped, and is asked about once more",
    "image": "describe it in the question", "big-image": "describe it in the question",
    "video": "describe it in the question", "audio": "record the question here",
    "appearance": "leave it so: the pages look the same for everybody",
    "guidance_hint": "put what people must know in the hint",
}  # fmt: skip
_PER_CELL = {
    "choice_filter": say("the question now has all options; leave out those that do not fit"),
    "calculation": say("nothing is worked out here; leave it out"),
    "default": say("nothing is filled in beforehand; leave it out"),
    "repeat_count": say("the questions are asked once; leave it out"),
}
_READ = {"type", "name", "label", "hint", "relevant", "constraint", "parameters", "read_only"}
_SAYS_NO = ("", "no", "false", "false()")


@dataclass(frozen=True)
class _Earlier:
    """A question that others may depend on: its code, and the codes of its options by name."""

    code: str
    options: Mapping[str, str]
    shown_if: Mapping[str, Any] | None


def read_xlsform(content: bytes) -> Imported:
    """Give what an XLSForm (.xlsx or .xls) holds as a table, and all that was left out.

    A form that we wrote gives the table it was written from. Raises InvalidDefinition when the file
    is no workbook or holds no form.
    """
    return read_sheets(read_workbook(content))


def read_sheets(sheets: Sequence[Sheet]) -> Imported:
    """Give what the sheets of an XLSForm hold, as `read_xlsform` does."""
    survey = find_sheet(sheets, "survey")
    if survey is None:
        names = ", ".join(sheet.name for sheet in sheets)[:200]
        raise InvalidDefinition(
            [
                Mistake(
                    "workbook",
                    say('no sheet "survey", but %(names)s', names=names),
                    say('name the sheet "survey"'),
                )
            ]
        )
    settings = read_form(find_sheet(sheets, "settings"), _USUAL_LANGUAGE)
    language = _plain_language(settings, survey)
    reading = _Reading(
        survey=read_form(survey, language),
        choices=read_form(find_sheet(sheets, "choices"), language),
        settings=settings,
        own=read_form(find_sheet(sheets, OWN), language),
        language=language,
    )
    if not reading.survey.has("type"):
        where = place(survey.name, 1)
        raise InvalidDefinition(
            [Mistake(where, say("no column type"), say('add the column "type"'))]
        )
    for name in ("external_choices", "entities", "osm"):
        if found := find_sheet(sheets, name):
            cure = say("put what matters in survey and choices")
            reading.fault(place(found.name), say("the sheet was not read"), cure)
    table = reading.read()
    return Imported(table, tuple(dict.fromkeys(reading.left_out)))


def _plain_language(settings: Form, survey: Sheet) -> str:
    """Give the language of texts that name none."""
    written = settings.rows[0]["default_language"] if settings.rows else ""
    if written.lower() != "default" and (code := find_language_code(written)):
        return code
    header = next((cells for cells in survey.rows if any(cells)), ())
    named = [cell for cell in header if cell.lower().startswith("label:")]
    codes = [find_language_code(cell.partition(":")[2].strip(": ")) for cell in named]
    return _USUAL_LANGUAGE if _USUAL_LANGUAGE not in codes else "en"


@dataclass
class _Reading:
    """Walks one form, collecting items and whatever is left out."""

    survey: Form
    choices: Form
    settings: Form
    own: Form
    language: str
    left_out: list[Mistake] = field(default_factory=list)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    earlier: dict[str, _Earlier] = field(default_factory=dict)
    introduction: dict[str, Any] = field(default_factory=dict)
    surroundings: list[str] = field(default_factory=list)
    skipped: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lists = Lists(self.survey, self.choices, self.languages())

    def fault(self, where: str, fault: str, cure: str) -> None:
        self.left_out.append(Mistake(where, fault, cure))

    def read(self) -> dict[str, Any]:
        for form in (self.survey, self.choices, self.settings, self.own):
            self.left_out += form.mistakes
        for row in self.survey.rows:
            self.row(row)
        self.left_out += self.lists.left_out
        self.say_what_columns_were_left_out()
        return self.table()

    # The definition

    def table(self) -> dict[str, Any]:
        settings = self.settings.rows[0] if self.settings.rows else Row(0, {}, {})
        title = self.own_texts("title")
        if not title and settings["form_title"]:
            title = {self.language: settings["form_title"]}
        code = self.own_value("code") or settings["form_id"] or settings["form_title"]
        table: dict[str, Any] = {
            "code": new_code(code, (), "xlsform"),
            "number": self.version(settings),
            "languages": self.languages(),
            "groups": self.groups(),
        }
        if sources := [row["text"] for row in self.own_rows("source")]:
            table["sources"] = sources
        if checked := {row["language"]: row["text"] for row in self.own_rows("checked")}:
            table["checked"] = checked
        table |= {"title": title, "introduction": self.introduction}
        if not_said := self.own_texts("not_said"):
            table["not_said"] = not_said
        if self.lists.scales:
            table["scale"] = list(self.lists.scales.values())
        return table | {"item": list(self.items.values())}

    def own_rows(self, what: str) -> list[Row]:
        return [row for row in self.own.rows if row["what"] == what]

    def own_value(self, what: str) -> str:
        return next((row["text"] for row in self.own_rows(what)), "")

    def own_texts(self, what: str) -> dict[str, Any]:
        texts: dict[str, Any] = {}
        for row in self.own_rows(what):
            variant = texts.setdefault(row["group"], {}) if row["group"] else texts
            if isinstance(variant, dict):
                variant[row["language"]] = row["text"]
        return texts

    def version(self, settings: Row) -> int:
        written = self.own_value("number") or settings["version"]
        if re.fullmatch(r"[1-9][0-9]{0,3}", written):
            return int(written)
        if written:
            where = place(self.settings.name, settings.number, "version")
            self.fault(
                where,
                say('version "%(written)s"', written=written),
                say("versions are counted from 1; it is now 1"),
            )
        return 1

    def languages(self) -> list[str]:
        named = [row["language"] for row in self.own_rows("language")]
        found = [*named, *self.survey.languages, *self.choices.languages]
        return list(dict.fromkeys(language for language in found if language)) or [self.language]

    def groups(self) -> list[str]:
        groups = [row["group"] for row in self.own_rows("group") if row["group"]]
        if not groups:
            cure = say('choose the groups; it is now "parent" for every question')
            self.fault("workbook", say("an XLSForm does not say who is asked"), cure)
        return groups or ["parent"]

    # Rows

    def row(self, row: Row) -> None:
        kind = plain_type(row)
        if row["name"] == GROUP_NAME or not (kind or row["name"] or row.texts):
            return
        if kind in _BEGINS or kind in _ENDS:
            self.surround(row, kind)
        elif row["name"].startswith(INTRODUCTION):
            self.introduce(row)
        elif row.own("group") and (item := self.items.get(row.own("code"))):
            self.take_texts(row, item)
        elif row["disabled"].lower() in ("yes", "true"):
            self.fault(self.survey.place(row, "disabled"), say("switched off"), say("leave it out"))
        elif kind == "note" and not self.items and not self.introduction:
            self.introduction = dict(row.texts.get("label", {}))
        else:
            self.question(row)

    def surround(self, row: Row, kind: str) -> None:
        if kind in _ENDS:
            del self.surroundings[-1:]
            return
        self.surroundings.append(row["relevant"])
        if kind != "begin group":
            cure = say("the questions in it are asked once")
            self.fault(self.survey.place(row, "type"), say("questions that are repeated"), cure)
        if row.texts.get("label"):
            cure = say("put what people must know in the questions")
            self.fault(self.survey.place(row, "label"), say("the heading of a group"), cure)

    def introduce(self, row: Row) -> None:
        texts = dict(row.texts.get("label", {}))
        if "text" not in _own_parts(row):
            return
        if row.own("group"):
            self.introduction[row.own("group")] = texts
        else:
            self.introduction |= texts

    def question(self, row: Row) -> None:
        asked = how_asked(self.survey, row, self.lists)
        self.left_out += asked.left_out
        if asked.kind is None:
            return
        code = self.code(row)
        item: dict[str, Any] = {"code": code, "kind": asked.kind.value, **asked.ends}
        select = find_select(row)
        codes = self.lists.give_options(row, select, item) if select else {}
        self.take_own_columns(row, item)
        shown_if = self.condition(row)
        if shown_if:
            item["shown_if"] = shown_if
        self.take_texts(row, item)
        self.items[code] = item
        self.earlier[row["name"]] = _Earlier(code, codes, shown_if)
        self.note_columns(row, item)

    def code(self, row: Row) -> str:
        written = row.own("code") or row["name"]
        code = new_code(written, {FORM_KEY, *self.items}, f"vraag-{len(self.items) + 1}")
        if code != written:
            self.left_out.append(renamed(self.survey, row, code))
        return code

    def take_own_columns(self, row: Row, item: dict[str, Any]) -> None:
        if groups := row.own("groups").split():
            item["groups"] = groups
        for key in ("measures", "source"):
            if row.own(key):
                item[key] = row.own(key)
        for end in ("minimum", "maximum"):
            if re.fullmatch(r"-?[0-9]{1,9}", row.own(end)):
                item[end] = int(row.own(end))
        if row.own("sensitive"):
            item["sensitive"] = is_yes(row.own("sensitive"))

    def take_texts(self, row: Row, item: dict[str, Any]) -> None:
        parts, group = _own_parts(row), row.own("group")
        for column, part in TEXT_COLUMNS.items():
            texts = dict(row.texts.get(column, {}))
            if part not in parts or (part != "text" and not texts):
                continue
            whole = item.setdefault(part, {})
            if group in GROUPS:
                whole[group] = texts
            else:
                whole |= texts
        item.setdefault("text", {})

    # Conditions

    def condition(self, row: Row) -> dict[str, Any] | None:
        """Give the condition of an item, from its own row and the groups around it."""
        own = row.own("shown_if_item")
        if row["relevant"] == row.own("relevant") and (own or row["relevant"]):
            codes = row.own("shown_if_codes").split()
            return {"item": own, "codes": codes} if own else None
        written = [*self.surroundings, row["relevant"]]
        read = [self.shown_if(row, each) for each in dict.fromkeys(written) if each]
        found = [each for each in read if each is not None]
        if not found:
            return None
        last = found[-1]
        asked = next((e for e in self.earlier.values() if e.code == last["item"]), None)
        # A question in a group often depends on another in it, which has the group's condition.
        if any(each not in (last, asked and asked.shown_if) for each in found):
            cure = say('it is now asked after answers to "%(item)s" only', item=last["item"])
            self.fault(self.survey.place(row, "relevant"), say("more than one condition"), cure)
        return last

    def shown_if(self, row: Row, written: str) -> dict[str, Any] | None:
        wanted = read_relevant(written)
        asked = self.earlier.get(wanted.name) if wanted else None
        where = self.survey.place(row, "relevant")
        if wanted is None or asked is None:
            fault = say('the condition "%(what)s"', what=written[:200])
            cure = say(
                "choose an earlier question with options, and the answers after which it is asked"
            )
            self.fault(where, fault, say("%(cure)s; it is now asked of everybody", cure=cure))
            return None
        codes = self.codes(wanted, asked)
        if codes is None:
            fault = say(
                'the condition names an answer that "%(code)s" does not have', code=asked.code
            )
            self.fault(where, fault, say("choose among its options; it is now asked of everybody"))
            return None
        return {"item": asked.code, "codes": codes}

    def codes(self, wanted: Wanted, asked: _Earlier) -> list[str] | None:
        codes = [asked.options.get(value) for value in wanted.values]
        return [code for code in codes if code is not None] if None not in codes else None

    # Columns

    def note_columns(self, row: Row, item: Mapping[str, Any]) -> None:
        """Say what stands in columns that mean nothing here."""
        for name, cure in _PER_CELL.items():
            if row[name] and not _is_ours(row, name):
                self.fault(
                    self.survey.place(row, name), say('"%(what)s"', what=row[name][:200]), cure
                )
        if row["constraint"] and item["kind"] != Kind.NUMBER:
            where = self.survey.place(row, "constraint")
            self.fault(
                where, say('the rule "%(what)s"', what=row["constraint"][:200]), say("leave it out")
            )
        if row["parameters"] and row["type"].lower() != "range":
            where = self.survey.place(row, "parameters")
            self.fault(where, say('"%(what)s"', what=row["parameters"][:200]), say("leave it out"))
        for name in [*row.cells, *row.texts]:
            said = name in _READ or name in _PER_CELL or name.startswith(f"{OWN}_")
            if said or row[name].lower() in _SAYS_NO[1:] or _is_carried(row, name, item):
                continue
            self.skipped.setdefault(name, []).append(row.number)

    def say_what_columns_were_left_out(self) -> None:
        for name, rows in self.skipped.items():
            shown = ", ".join(str(row) for row in rows[:20]) + (", …" if len(rows) > 20 else "")
            where = f'{place(self.survey.name)}, column "{self.survey.header(name)}", rows {shown}'
            cure = _CURES.get(name, "leave it out, or say it in the question")
            self.fault(where, say("there is no place for it here"), cure)


def _is_carried(row: Row, name: str, item: Mapping[str, Any]) -> bool:
    if name != "appearance":
        return False
    multiline = row[name] == "multiline" and item["kind"] == Kind.COMMENT
    return multiline or (row[name] == "likert" and item["kind"] == Kind.SCALE)


def _is_ours(row: Row, name: str) -> bool:
    return name == "choice_filter" and OWN in row[name]


def _own_parts(row: Row) -> Sequence[str]:
    """Give the parts of which the row holds the words; all of them where nothing says so."""
    return row.own("own").split() or tuple(TEXT_COLUMNS.values())
