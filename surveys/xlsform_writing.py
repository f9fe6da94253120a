"""A table as an XLSForm: a form that ODK and KoboToolbox show, from which the table can be read.

Who is asked becomes a question of its own, and a wording of one group a row of its own. What
XLSForm has no place for stands in our own columns and sheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.codes import new_code
from surveys.definitions import GROUPS, ITEM_TEXTS, KINDS, NOT_SAID, Table
from surveys.errors import InvalidDefinition, Mistake, say
from surveys.items import NUMBER_RANGES, Kind
from surveys.language_names import language_name
from surveys.workbooks import NewSheet, write_workbook
from surveys.xlsform_reading import INTRODUCTION
from surveys.xlsform_sheets import GROUP_NAME, OWN, OWN_HEADER

_GROUP_LIST = f"{OWN}_groups"
_NEVER = "false()"
_NONE = "-"
_WHO = {
    "nl": "Wie vult dit in?", "en": "Who is answering?", "tr": "Kim yanıtlıyor?",
    "ar": "من الذي يجيب؟", "pl": "Kto odpowiada?", "uk": "Хто відповідає?", "fr": "Qui répond ?",
    "de": "Wer antwortet?",
}  # fmt: skip
_GROUP_WORDS = {
    "parent": {
        "nl": "Ouder", "en": "Parent", "tr": "Veli", "ar": "ولي أمر", "pl": "Rodzic",
        "uk": "Один із батьків", "fr": "Parent", "de": "Elternteil",
    },
    "child": {
        "nl": "Kind (8–12)", "en": "Child (8–12)", "tr": "Çocuk (8–12)", "ar": "طفل (8–12)",
        "pl": "Dziecko (8–12)", "uk": "Дитина (8–12)", "fr": "Enfant (8–12)", "de": "Kind (8–12)",
    },
    "youth": {
        "nl": "Jongere (12–18)", "en": "Young person (12–18)", "tr": "Genç (12–18)",
        "ar": "شاب أو شابة (12–18)", "pl": "Młoda osoba (12–18)", "uk": "Підліток (12–18)",
        "fr": "Jeune (12–18)", "de": "Jugendlicher oder Jugendliche (12–18)",
    },
    "teacher": {
        "nl": "Leraar of andere schoolmedewerker", "en": "Teacher or other school staff",
        "tr": "Öğretmen ya da okul çalışanı", "ar": "معلّم أو موظف في المدرسة",
        "pl": "Nauczyciel lub pracownik szkoły", "uk": "Учитель або працівник школи",
        "fr": "Enseignant ou personnel de l’école", "de": "Lehrkraft oder Schulpersonal",
    },
    "supporter": {
        "nl": "Begeleider", "en": "Supporter", "tr": "Destek görevlisi", "ar": "موظف دعم",
        "pl": "Opiekun", "uk": "Помічник", "fr": "Accompagnant", "de": "Begleitperson",
    },
}  # fmt: skip

Texts = Mapping[str, Any]
Cells = dict[str, str]


@dataclass(frozen=True)
class _Asked:
    """The rows of one item: by name, the groups that see each, and how its answers are named."""

    rows: Mapping[str, Sequence[str]]
    is_multiple: bool


def write_xlsform(table: Table) -> bytes:
    """Give the .xlsx of an XLSForm that holds all that the table holds.

    Texts may be missing. Raises InvalidDefinition where an item or a scale lacks what it is.
    """
    _check(table)
    return write_workbook(_Writing(table).sheets())


@dataclass
class _Writing:
    """Walks one table, collecting the rows of a form."""

    table: Table
    names: dict[str, str] = field(default_factory=dict)
    asked: dict[str, _Asked] = field(default_factory=dict)
    choices: list[Cells] = field(default_factory=list)
    survey: list[Cells] = field(default_factory=list)

    @property
    def languages(self) -> list[str]:
        return list(self.table.get("languages", []))

    @property
    def groups(self) -> list[str]:
        return list(self.table.get("groups", []))

    def sheets(self) -> list[NewSheet]:
        self.write_scales()
        if len(self.groups) > 1:
            self.ask_who()
        self.introduce()
        for item in self.table.get("item", []):
            self.write_item(item)
        settings = {
            "form_title": self.first(self.table.get("title", {})),
            "form_id": str(self.table.get("code", "")),
            "version": str(self.table.get("number", "")),
            "default_language": self.language_header(self.languages[0]) if self.languages else "",
        }
        return [
            _sheet("survey", ["type", "name"], self.survey),
            _sheet("choices", ["list_name", "name"], self.choices),
            _sheet("settings", [], [settings]),
            _sheet(OWN, OWN_HEADER, list(self.own_rows())),
        ]

    # What XLSForm has no place for

    def own_rows(self) -> Iterator[Cells]:
        for key in ("code", "number"):
            yield {"what": key, "text": str(self.table.get(key, ""))}
        yield from ({"what": "language", "language": each} for each in self.languages)
        yield from ({"what": "group", "group": each} for each in self.groups)
        yield from ({"what": "source", "text": each} for each in self.table.get("sources", []))
        for language, name in self.table.get("checked", {}).items():
            yield {"what": "checked", "language": language, "text": name}
        for what in ("title", "not_said"):
            for group, texts in _variants(self.table.get(what, {})).items():
                for language, text in texts.items():
                    yield {"what": what, "group": group, "language": language, "text": text}

    # Texts

    def language_header(self, language: str) -> str:
        return f"{language_name(language)} ({language})"

    def labels(self, texts: Mapping[str, str], column: str = "label") -> Cells:
        own = column.startswith(OWN)
        return {
            f"{column}_{language}" if own else f"{column}::{self.language_header(language)}": text
            for language, text in texts.items()
        }

    def first(self, texts: Texts) -> str:
        plain = _plain(texts) or next(iter(_variants(texts).values()), {})
        return next((plain[each] for each in self.languages if each in plain), "")

    def words(self, words: Mapping[str, str]) -> Cells:
        return self.labels({each: words.get(each, words["en"]) for each in self.languages})

    # Lists of options

    def write_scales(self) -> None:
        for scale in self.table.get("scale", []):
            own = {f"{OWN}_scale": scale["code"]}
            if "faces" in scale:
                own[f"{OWN}_faces"] = _yes(scale["faces"])
            name = f"scale_{scale['code']}"
            rows = [self.option(name, option) | own for option in scale.get("option", [])]
            users = [each for each in self.items() if each.get("scale") == scale["code"]]
            if any(self.adds_not_said(each, scale) for each in users):
                rows.append(self.not_said(name))
            self.choices += rows

    def items(self) -> Sequence[Table]:
        return list(self.table.get("item", []))

    def option(self, name: str, option: Table) -> Cells:
        cells = {"list_name": name, "name": str(option.get("code", ""))}
        cells |= self.labels(_plain(option.get("text", {})))
        if "value" in option:
            cells[f"{OWN}_value"] = str(option["value"])
        for flag in ("favourable", "missing"):
            if flag in option:
                cells[f"{OWN}_{flag}"] = _yes(option[flag])
        return cells | {f"{OWN}_added": "no"}

    def not_said(self, name: str) -> Cells:
        texts = self.table["not_said"]
        plain = _plain(texts) or next(iter(_variants(texts).values()), {})
        cells = {"list_name": name, "name": NOT_SAID} | self.labels(plain)
        return cells | {f"{OWN}_added": "yes", f"{OWN}_missing": "yes"}

    def adds_not_said(self, item: Table, options: Table) -> bool:
        has_one = any(each.get("code") == NOT_SAID for each in options.get("option", []))
        return bool(item.get("sensitive") and self.table.get("not_said")) and not has_one

    def scale(self, item: Table) -> Table | None:
        scales = self.table.get("scale", [])
        return next((each for each in scales if each["code"] == item.get("scale")), None)

    def list_of(self, item: Table, kind: Kind) -> Cells:
        """Write the options of an item, and give the cells that name them."""
        scale = self.scale(item)
        if scale is not None and not kind.has_numbers:
            name = f"scale_{scale['code']}"
            listed = [each for each in self.choices if each["list_name"] == name]
            is_added = any(each[f"{OWN}_added"] == "yes" for each in listed)
            cells = {"list": name}
            if is_added and not self.adds_not_said(item, scale):
                cells["choice_filter"] = f"{OWN}_added = 'no'"
            return cells
        name = f"options_{self.names[item['code']]}"
        rows = [self.option(name, each) for each in item.get("option", [])]
        if kind.has_numbers:
            rows = list(self.numbers(name, item, kind))
        if self.adds_not_said(item, item):
            rows.append(self.not_said(name))
        self.choices += rows
        return {"list": name}

    def numbers(self, name: str, item: Table, kind: Kind) -> Iterator[Cells]:
        low, high = NUMBER_RANGES[kind]
        ends = {low: _plain(item.get("low", {})), high: _plain(item.get("high", {}))}
        for number in range(low, high + 1):
            words = ends.get(number, {})
            texts = {
                each: f"{number} – {words[each]}" if each in words else str(number)
                for each in self.languages
            }
            cells = {"list_name": name, "name": str(number)} | self.labels(texts)
            yield cells | {f"{OWN}_added": "no"}

    # Rows

    def ask_who(self) -> None:
        self.survey.append(
            {"type": f"select_one {_GROUP_LIST}", "name": GROUP_NAME, "required": "yes"}
            | self.words(_WHO)
        )
        for group in self.groups:
            words = _GROUP_WORDS.get(group, {"en": group})
            cells = {"list_name": _GROUP_LIST, "name": group} | self.words(words)
            self.choices.append(cells | {f"{OWN}_added": "no"})

    def introduce(self) -> None:
        texts = {"text": self.table.get("introduction", {})}
        base = {"type": "note", f"{OWN}_kind": "introduction"}
        for name, groups, cells in self.wordings(INTRODUCTION, self.groups, texts):
            self.survey.append(base | {"name": name} | cells | self.relevant(groups, self.groups))

    def write_item(self, item: Table) -> None:
        code, kind = str(item["code"]), Kind(item["kind"])
        self.names[code] = self.new_name(code)
        groups = item.get("groups") or self.groups
        base = self.question(item, kind)
        rows: dict[str, Sequence[str]] = {}
        own = self.own_columns(item)
        for name, seen_by, cells in self.wordings(self.names[code], groups, item):
            rows[name] = seen_by
            relevant = self.relevant(seen_by, self.groups, item.get("shown_if"))
            self.survey.append(base | {"name": name} | cells | relevant | own)
            own = {}
        self.asked[code] = _Asked(rows, kind is Kind.MULTIPLE)

    def new_name(self, code: str) -> str:
        # XML allows no digit in front, and no code of ours begins with a line.
        name = new_code(code, self.names.values(), "vraag")
        return f"_{name}" if name[0].isdigit() else name

    def question(self, item: Table, kind: Kind) -> Cells:
        cells = {f"{OWN}_code": str(item["code"]), f"{OWN}_kind": kind.value}
        if kind.has_options:
            named = self.list_of(item, kind)
            select = "select_multiple" if kind is Kind.MULTIPLE else "select_one"
            return cells | {"type": f"{select} {named.pop('list')}"} | named
        if kind is Kind.NUMBER:
            bounds = [("minimum", ">="), ("maximum", "<=")]
            rules = [f". {sign} {item[end]}" for end, sign in bounds if end in item]
            return cells | {"type": "integer", "constraint": " and ".join(rules)}
        appearance = "multiline" if kind is Kind.COMMENT else ""
        return cells | {"type": "text", "appearance": appearance}

    def own_columns(self, item: Table) -> Cells:
        cells = {f"{OWN}_groups": " ".join(item.get("groups", []))}
        for key in ("measures", "source"):
            cells[f"{OWN}_{key}"] = str(item.get(key, ""))
        if "sensitive" in item:
            cells[f"{OWN}_sensitive"] = _yes(item["sensitive"])
        for end in ("minimum", "maximum"):
            if end in item and item["kind"] != Kind.NUMBER:
                cells[f"{OWN}_{end}"] = str(item[end])
        if shown_if := item.get("shown_if"):
            cells[f"{OWN}_shown_if_item"] = str(shown_if.get("item", ""))
            cells[f"{OWN}_shown_if_codes"] = " ".join(shown_if.get("codes", []))
        return cells

    def wordings(
        self, name: str, groups: Sequence[str], texts: Mapping[str, Any]
    ) -> Iterator[tuple[str, Sequence[str], Cells]]:
        """Give a row of texts for everybody and one for each group with words of its own.

        With each comes its name and who sees it.
        """
        variants = {part: _variants(texts[part]) for part in ITEM_TEXTS if part in texts}
        own_groups = [
            each for each in GROUPS if any(each in variant for variant in variants.values())
        ]
        others = [group for group in groups if group not in own_groups]
        yield name, others, self.wording(variants, "")
        for group in own_groups:
            seen_by = [group] if group in groups else []
            cells = self.wording(variants, group) | {f"{OWN}_group": group}
            yield f"{name}_{group}", seen_by, cells

    def wording(self, variants: Mapping[str, Mapping[str, dict[str, str]]], group: str) -> Cells:
        cells: Cells = {}
        for part, variant in variants.items():
            # A row needs a label, also where only groups have words.
            anybody = next(iter(variant.values())) if variant and part == "text" else {}
            texts = variant.get(group, variant.get("", anybody))
            column = {"text": "label", "hint": "hint"}.get(part, f"{OWN}_{part}")
            cells |= self.labels(texts, column)
        own = [part for part, variant in variants.items() if group in variant]
        return cells | {f"{OWN}_own": " ".join(own) or _NONE}

    # Conditions

    def relevant(
        self, groups: Sequence[str], all_groups: Sequence[str], shown_if: Table | None = None
    ) -> Cells:
        conditions = []
        if not groups:
            conditions.append(_NEVER)
        elif set(groups) != set(all_groups):
            conditions.append(" or ".join(f"${{{GROUP_NAME}}} = '{each}'" for each in groups))
        if shown_if and (asked := self.asked.get(shown_if.get("item", ""))):
            conditions.append(_answered(asked, shown_if.get("codes", []), groups))
        relevant = " and ".join(
            f"({each})" if len(conditions) > 1 else each for each in conditions if each
        )
        return {"relevant": relevant, f"{OWN}_relevant": relevant}


def _check(table: Table) -> None:
    mistakes = [
        Mistake(
            f"item {number}",
            say("no code, or no kind that is known"),
            say("use %(what)s", what=", ".join(KINDS)),
        )
        for number, item in enumerate(table.get("item", []), start=1)
        if not item.get("code") or item.get("kind") not in KINDS
    ]
    mistakes += [
        Mistake(f"scale {number}", say("no code"), say("give each scale its own code"))
        for number, scale in enumerate(table.get("scale", []), start=1)
        if not scale.get("code")
    ]
    if mistakes:
        raise InvalidDefinition(mistakes)


def _answered(asked: _Asked, codes: Sequence[str], groups: Sequence[str]) -> str:
    """Give the condition that one of these answers was given, in a row that these groups see."""
    names = [name for name, seen_by in asked.rows.items() if set(seen_by) & set(groups)]
    pattern = "selected(${{{}}}, '{}')" if asked.is_multiple else "${{{}}} = '{}'"
    return " or ".join(pattern.format(name, code) for name in names for code in codes)


def _variants(texts: Any) -> dict[str, dict[str, str]]:
    """Give the texts by group, those of everybody under the empty name when there are any."""
    if not isinstance(texts, Mapping):
        return {}
    variants = {"": _plain(texts)} if _plain(texts) else {}
    return variants | {group: dict(own) for group, own in texts.items() if group in GROUPS and own}


def _plain(texts: Any) -> dict[str, str]:
    return {key: text for key, text in texts.items() if key not in GROUPS} if texts else {}


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _sheet(name: str, first: Sequence[str], rows: Sequence[Cells]) -> NewSheet:
    """Give a sheet with a column for every key of the rows, ours last."""
    keys = dict.fromkeys([*first, *(key for row in rows for key, text in row.items() if text)])
    header = sorted(keys, key=lambda key: key.startswith(f"{OWN}_"))
    widths = {
        number: 40 if key.startswith(("label", "hint")) else 16
        for number, key in enumerate(header, start=1)
    }
    body = [[row.get(key, "") for key in header] for row in rows]
    return NewSheet(name, [header, *body], widths)
