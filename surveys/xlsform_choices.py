"""The options of an XLSForm: its sheet of choices as scales and as options of single items."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from surveys.codes import new_code
from surveys.definitions import NOT_SAID
from surveys.errors import Mistake, say
from surveys.items import NUMBER_RANGES, Kind
from surveys.workbooks import place
from surveys.xlsform_sheets import OWN, Form, Row, find_number, find_select, is_yes

# What forms call the option that leaves room for other answers.
_OTHER = {
    "nl": "Anders", "en": "Other", "tr": "Diğer", "ar": "غير ذلك", "pl": "Inne", "uk": "Інше",
    "fr": "Autre", "de": "Anderes",
}  # fmt: skip
_LIKERT_LENGTHS = (4, 5)


@dataclass(frozen=True)
class _Options:
    """The options of one list: as our table has them, and their codes by name."""

    options: list[dict[str, Any]]
    codes: Mapping[str, str]


@dataclass
class Lists:
    """The lists of one form; `valued` are those whose names are the values of a scale."""

    survey: Form
    choices: Form
    languages: Sequence[str]
    left_out: list[Mistake] = field(default_factory=list)
    scales: dict[str, dict[str, Any]] = field(default_factory=dict)
    valued: set[str] = field(default_factory=set)
    _read: dict[str, _Options] = field(default_factory=dict)
    _uses: Counter[str] = field(default_factory=Counter)
    _scale_of_list: dict[str, str] = field(default_factory=dict)
    _rows: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.choices.rows:
            self._rows.setdefault(row["list_name"], []).append(row)
        self._count()
        self._read_scales()

    def give_options(
        self, row: Row, select: re.Match[str], item: dict[str, Any]
    ) -> Mapping[str, str]:
        """Give the item that this row asks its options; return their codes by name."""
        name = select["list"]
        if item["kind"] in NUMBER_RANGES:
            return {each["name"]: each["name"] for each in self._rows.get(name, [])}
        read = self._options(name)
        codes = dict(read.codes)
        if any(_is_added(each) for each in self._rows.get(name, [])):
            codes[NOT_SAID] = NOT_SAID
        if select["other"]:
            item["option"] = [*deepcopy(read.options), self._other(row, codes)]
        elif code := self._scale(row, name):
            item["scale"] = code
        else:
            item["option"] = deepcopy(read.options)
        return codes

    def _scale(self, row: Row, name: str) -> str:
        """Give the scale of a list: one that was written as such, or that several items use."""
        if name not in self._scale_of_list:
            if self._uses[name] < 2 or row.own("kind") or not self._options(name).options:
                return ""
            self._add_scale(name, new_code(name, self.scales, "scale"), {})
        return self._scale_of_list[name]

    def _add_scale(self, name: str, code: str, faces: Mapping[str, bool]) -> None:
        self._scale_of_list[name] = code
        options = deepcopy(self._options(name).options)
        self.scales[code] = {"code": code, **faces, "option": options}

    def _read_scales(self) -> None:
        for name, (row, *_) in self._rows.items():
            if row.own("scale"):
                code = new_code(row.own("scale"), self.scales, "scale")
                faces = {"faces": is_yes(row.own("faces"))} if row.own("faces") else {}
                self._add_scale(name, code, faces)

    def _count(self) -> None:
        for row in self.survey.rows:
            select = find_select(row)
            if select is None or select["other"]:
                continue
            self._uses[select["list"]] += 1
            if _is_likert(row, [each["name"] for each in self._rows.get(select["list"], [])]):
                self.valued.add(select["list"])

    def _options(self, name: str) -> _Options:
        if name in self._read:
            return self._read[name]
        options: dict[str, dict[str, Any]] = {}
        codes: dict[str, str] = {}
        for row in self._rows.get(name, []):
            if _is_added(row):
                continue
            code = new_code(row["name"], options, f"option-{len(options) + 1}")
            if code != row["name"]:
                self.left_out.append(renamed(self.choices, row, code))
            codes.setdefault(row["name"], code)
            options[code] = {"code": code} | self._option(row, name)
        if not options:
            fault = say('no options in the list "%(name)s"', name=name)
            self.left_out.append(Mistake(place("choices"), fault, say("add options")))
        self._read[name] = _Options(list(options.values()), codes)
        return self._read[name]

    def _option(self, row: Row, name: str) -> dict[str, Any]:
        option: dict[str, Any] = {}
        value = row.own("value") or (row["name"] if name in self.valued else "")
        number = find_number(value)
        if number is not None:
            option["value"] = number
        elif value:
            self._fault(row, f"{OWN}_value", f'the value "{value}"', "write a number")
        for flag in ("favourable", "missing"):
            if row.own(flag):
                option[flag] = is_yes(row.own(flag))
        for column in ("image", "big-image", "audio", "video"):
            if row.texts.get(column):
                self._fault(row, column, "an option is words only", "describe it in the label")
        return option | {"text": dict(row.texts.get("label", {}))}

    def _other(self, row: Row, codes: dict[str, str]) -> dict[str, Any]:
        cure = say('ask for it in a question of its own, after the answer "other"')
        where = self.survey.place(row, "type")
        self.left_out.append(Mistake(where, say("own words beside the options"), cure))
        codes["other"] = new_code("other", codes.values(), "other")
        words = {each: _OTHER[each] for each in self.languages if each in _OTHER}
        return {"code": codes["other"], "text": words}

    def _fault(self, row: Row, column: str, fault: str, cure: str) -> None:
        self.left_out.append(Mistake(self.choices.place(row, column), fault, cure))


def renamed(form: Form, row: Row, code: str) -> Mistake:
    """Say that a name became another code."""
    fault = (
        say('the name "%(what)s" is no code, or is taken', what=row["name"][:80])
        if row["name"]
        else say("no name")
    )
    return Mistake(form.place(row, "name"), fault, say('it is now "%(code)s"', code=code))


def _is_added(row: Row) -> bool:
    """Tell whether we added the option, for who would rather not say."""
    return is_yes(row.own("added"))


def _is_likert(row: Row, names: Sequence[str]) -> bool:
    upwards = [str(number) for number in range(1, len(names) + 1)]
    is_numbered = list(names) in (upwards, upwards[::-1]) and len(names) in _LIKERT_LENGTHS
    return is_numbered and "likert" in row["appearance"].lower()


def find_kind_of_select(row: Row, select: re.Match[str], valued: set[str]) -> Kind:
    """Give the kind of a question with options: ours where it fits, or the usual one."""
    is_multiple = select["many"].lower() in ("multiple", "all that apply")
    own = next((kind for kind in Kind if kind.value == row.own("kind")), None)
    if own is not None and own.has_options and (own is Kind.MULTIPLE) == is_multiple:
        return own
    if is_multiple:
        return Kind.MULTIPLE
    return Kind.SCALE if select["list"] in valued else Kind.SINGLE
