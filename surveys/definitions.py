"""A questionnaire as a TOML file: read, checked whole, and stored as a version.

docs/definitions.md describes the format. Every mistake is named with its place and its cure.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from surveys.errors import InvalidDefinition, Mistake
from surveys.items import FAVOURABLE_FROM, FORM_KEY, NUMBER_RANGES, Kind, RespondentGroup
from surveys.questionnaires import (
    Choice,
    Item,
    Questionnaire,
    Translation,
    Version,
    find_version,
)

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_ITEMS = 12
GROUPS = tuple(group.value for group in RespondentGroup)
KINDS = tuple(kind.value for kind in Kind)
# The answer of who would rather not say: the last option of a sensitive item.
NOT_SAID = "not-said"
# The parts of an item that are text; `text` is the one that must be there.
ITEM_TEXTS = ("text", "hint", "low", "high")
_ANY_TEXT = dict.fromkeys(ITEM_TEXTS, dict)
# What each table may hold, and of which type.
KEYS: Mapping[str, Mapping[str, type | tuple[type, ...]]] = {
    "definition": {
        "code": str, "number": int, "languages": list, "groups": list, "sources": list,
        "checked": dict, "title": dict, "introduction": dict, "not_said": dict, "scale": list,
        "item": list,
    },
    "scale": {"code": str, "faces": bool, "option": list},
    "option": {
        "code": str, "value": (int, float), "favourable": bool, "missing": bool, "text": dict,
    },
    "item": {
        "code": str, "kind": str, "scale": str, "groups": list, "measures": str,
        "sensitive": bool, "source": str, "change": str, "reading_note": str, "shown_if": dict,
        "minimum": int, "maximum": int,
        "option": list, **_ANY_TEXT,
    },
}  # fmt: skip
# What a later version does to an item: nothing, other words, or another meaning.
CHANGES = ("same", "wording", "new-meaning")
TYPE_NAMES = {
    str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "a table",
    (int, float): "a number",
}  # fmt: skip

Table = Mapping[str, Any]


@dataclass
class _Reader:
    """Walks one definition, collecting texts and mistakes as it goes."""

    table: Table
    mistakes: list[Mistake] = field(default_factory=list)
    texts: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def fault(self, place: str, fault: str, cure: str) -> None:
        mistake = Mistake(place, fault, cure)
        # Words that many items share are read with each of them.
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)

    @property
    def languages(self) -> list[str]:
        return _strings(self.table.get("languages"))

    @property
    def groups(self) -> list[str]:
        return _strings(self.table.get("groups"))

    def version(self) -> Version:
        """Give the version, complete only when no mistake was found."""
        self.table = self.keys("definition", self.table, "definition")
        self.code("definition", self.table.get("code"))
        number = self.table.get("number")
        if not isinstance(number, int) or number < 1:
            self.fault("definition", f"number is {number!r}", "count versions from 1")
        if not self.languages:
            self.fault("definition", "no languages", 'add languages = ["nl"]')
        self.known_groups("definition", self.groups)
        self.read_texts("title", "title", self.table.get("title"), self.groups)
        self.read_texts("introduction", "introduction", self.table.get("introduction"), self.groups)
        scales = self.scales()
        items = list(self.items(scales))
        self.check_lengths(items)
        checked = self.table.get("checked", {})
        version = Version(
            number=number,
            languages=self.languages,
            groups=self.groups,
            sources=_strings(self.table.get("sources")),
            digest=_digest(self.table),
            items=items,
        )
        version.translations = [
            Translation(
                subject=subject,
                respondent_group=group,
                language=language,
                text=text,
                checked_by=checked.get(language),
            )
            for (subject, group, language), text in self.texts.items()
        ]
        return version

    def keys(self, kind: str, table: Table, place: str) -> Table:
        """Give the keys of a table that are known and of the right type."""
        known = KEYS[kind]
        right = {}
        for key, value in table.items():
            if key not in known:
                self.fault(place, f'unknown key "{key}"', f"use {', '.join(sorted(known))}")
            elif not isinstance(value, known[key]) or (
                isinstance(value, bool) and known[key] is not bool
            ):
                self.fault(place, f"{key} is {value!r}", f"write {TYPE_NAMES[known[key]]}")
            else:
                right[key] = value
        return right

    def code(self, place: str, code: Any) -> str:
        if not isinstance(code, str) or not CODE.fullmatch(code) or len(code) > 40:
            self.fault(
                place, f"code is {code!r}", "write at most 40 lower-case letters, digits, dashes"
            )
            return ""
        return code

    def known_groups(self, place: str, groups: list[str]) -> None:
        if not groups:
            self.fault(place, "no groups", f"add groups, of {', '.join(GROUPS)}")
        for group in sorted(set(groups) - set(GROUPS)):
            self.fault(place, f'unknown group "{group}"', f"use {', '.join(GROUPS)}")

    def read_texts(self, place: str, subject: str, table: Any, groups: list[str]) -> None:
        """Take a text in every language, and the variants for single groups."""
        if not isinstance(table, Mapping):
            self.fault(place, "no text", f"add a text in {', '.join(self.languages)}")
            return
        variants = {"": {key: text for key, text in table.items() if key not in GROUPS}}
        variants |= {key: text for key, text in table.items() if key in GROUPS}
        if set(variants) - {""} >= set(groups) and not variants[""]:
            del variants[""]
        for group, translations in variants.items():
            where = f"{place} for {group}" if group else place
            self.read_translations(where, (subject, group), translations)

    def read_translations(self, place: str, key: tuple[str, str], translations: Any) -> None:
        if not isinstance(translations, Mapping):
            self.fault(place, "no texts", f"add a text in {', '.join(self.languages)}")
            return
        for language in self.languages:
            text = translations.get(language)
            if not isinstance(text, str) or not text.strip():
                self.fault(
                    place,
                    f'no text in "{language}"',
                    f'add it, or drop "{language}" from languages',
                )
                continue
            self.texts[(*key, language)] = text.strip()
        for language in sorted(set(translations) - set(self.languages)):
            self.fault(
                place, f'text in "{language}"', f'add "{language}" to languages, or drop the text'
            )

    def scales(self) -> dict[str, Table]:
        scales = {}
        for position, table in enumerate(_tables(self.table.get("scale")), start=1):
            place = f'scale {position} "{table.get("code", "")}"'
            scale = self.keys("scale", table, place)
            code = self.code(place, scale.get("code"))
            if code in scales:
                self.fault(place, "the code is taken", "give each scale its own code")
            if not _tables(scale.get("option")):
                self.fault(place, "no options", "add [[scale.option]] tables")
            scales[code] = scale
        return scales

    def items(self, scales: Mapping[str, Table]) -> Iterator[Item]:
        earlier: dict[str, Item] = {}
        for position, written in enumerate(_tables(self.table.get("item")), start=1):
            place = f'item {position} "{written.get("code", "")}"'
            table = self.keys("item", written, place)
            code = self.code(place, table.get("code"))
            if code in earlier or code == FORM_KEY:
                self.fault(place, "the code is taken", "give each item its own code")
            if table.get("kind") not in KINDS:
                self.fault(place, f"kind is {table.get('kind')!r}", f"use {', '.join(KINDS)}")
                continue
            item = self.item(place, code, position, table, scales)
            self.condition(place, table.get("shown_if"), item, earlier)
            earlier[code] = item
            yield item

    def item(
        self, place: str, code: str, position: int, table: Table, scales: Mapping[str, Table]
    ) -> Item:
        kind = Kind(table["kind"])
        groups = _strings(table.get("groups")) or self.groups
        self.known_groups(place, groups)
        for group in sorted((set(groups) & set(GROUPS)) - set(self.groups)):
            self.fault(
                place, f'group "{group}"', "add it to the groups of the definition, or drop it"
            )
        for part in ITEM_TEXTS:
            if part == "text" or part in table:
                self.read_texts(f"{place} {part}", f"item.{code}.{part}", table.get(part), groups)
        if kind is Kind.NUMBER and not (
            isinstance(table.get("minimum"), int)
            and isinstance(table.get("maximum"), int)
            and table["minimum"] < table["maximum"]
        ):
            self.fault(place, "no range", "add minimum and maximum, both whole numbers")
        if table.get("change", "same") not in CHANGES:
            self.fault(place, f"change is {table['change']!r}", f"use {', '.join(CHANGES)}")
        scale = scales.get(table.get("scale", ""), {})
        return Item(
            position=position,
            code=code,
            kind=kind.value,
            groups=groups,
            measures=table.get("measures", ""),
            source=table.get("source", ""),
            sensitive=table.get("sensitive", False),
            change=table.get("change", "same"),
            faces=scale.get("faces", False),
            minimum=table.get("minimum"),
            maximum=table.get("maximum"),
            choices=self.choices(place, code, kind, table, scale),
        )

    def choices(
        self, place: str, item: str, kind: Kind, table: Table, scale: Table
    ) -> list[Choice]:
        if kind.has_numbers:
            low, high = NUMBER_RANGES[kind]
            numbers = [
                Choice(
                    position=number, code=str(number), value=number,
                    favourable=number >= FAVOURABLE_FROM,
                )
                for number in range(low, high + 1)
            ]  # fmt: skip
            return [*numbers, *self.not_said(item, table, numbers)]
        if not kind.has_options:
            return []
        if "scale" in table and not scale:
            self.fault(place, f'no scale "{table["scale"]}"', "add it as [[scale]]")
            return []
        options = _tables(scale.get("option") if scale else table.get("option"))
        if len([option for option in options if not option.get("missing")]) < 2:
            self.fault(place, "fewer than two options", "name a scale, or add [[item.option]]")
        choices = [
            self.choice(f"{place} option {position}", item, position, option)
            for position, option in enumerate(options, start=1)
        ]
        return [*choices, *self.not_said(item, table, choices)]

    def not_said(self, item: str, table: Table, choices: list[Choice]) -> list[Choice]:
        """Give a sensitive item the option not to say, where the definition has words for it."""
        has_one = any(choice.code == NOT_SAID for choice in choices)
        if has_one or not table.get("sensitive") or "not_said" not in self.table:
            return []
        words = self.table["not_said"]
        self.read_texts("not_said", f"item.{item}.choice.{NOT_SAID}", words, self.groups)
        return [Choice(position=len(choices) + 1, code=NOT_SAID, favourable=False, missing=True)]

    def choice(self, place: str, item: str, position: int, written: Table) -> Choice:
        option = self.keys("option", written, place)
        code = self.code(place, option.get("code"))
        self.read_texts(place, f"item.{item}.choice.{code}", option.get("text"), [])
        return Choice(
            position=position,
            code=code,
            value=option.get("value"),
            favourable=option.get("favourable", False),
            missing=option.get("missing", False),
        )

    def condition(self, place: str, table: Any, item: Item, earlier: Mapping[str, Item]) -> None:
        if table is None:
            return
        asked = earlier.get(table.get("item", ""))
        if asked is None:
            self.fault(
                place,
                f'shown_if names "{table.get("item", "")}"',
                "name an item that is asked earlier",
            )
            return
        if not set(item.groups) <= set(asked.groups):
            self.fault(
                place,
                f'shown_if names "{asked.code}", which not all its groups are asked',
                f'ask "{asked.code}" of {", ".join(item.groups)}, or name another item',
            )
        codes = _strings(table.get("codes"))
        unknown = sorted(set(codes) - {choice.code for choice in asked.choices})
        if unknown or not codes:
            self.fault(
                place,
                f"shown_if names {', '.join(unknown) or 'no codes'}",
                f'use codes of "{asked.code}"',
            )
        item.shown_if_item = asked.code
        item.shown_if_codes = codes

    def check_lengths(self, items: list[Item]) -> None:
        for group in self.groups:
            n_items = sum(group in item.groups for item in items)
            if n_items == 0:
                self.fault("definition", f"no items for {group}", "add items, or drop the group")
            if n_items > MOST_ITEMS:
                self.fault(
                    "definition",
                    f"{n_items} items for {group}",
                    f"ask at most {MOST_ITEMS}, so that answering takes under three minutes",
                )


def read_toml(text: str) -> Table:
    """Give the table that this TOML text holds. Raises InvalidDefinition."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidDefinition(
            [Mistake("definition", f"not TOML: {error}", "mend it there")]
        ) from None


def read_definition(text: str) -> tuple[str, Version]:
    """Give the questionnaire's code and the version that this TOML text defines.

    Raises InvalidDefinition with every mistake.
    """
    return read_table(read_toml(text))


def read_table(table: Table) -> tuple[str, Version]:
    """Give the questionnaire's code and the version that this table defines.

    Raises InvalidDefinition with every mistake.
    """
    reader = _Reader(table)
    version = reader.version()
    if reader.mistakes:
        raise InvalidDefinition(reader.mistakes)
    return table["code"], version


def read_roughly(table: Table) -> Version:
    """Give what can be made of a table that may be incomplete, to look at and never to store."""
    return _Reader(table).version()


def store_definition(session: Session, text: str) -> Version:
    """Store the version that this TOML text defines, as `store_table` does."""
    return store_table(session, read_toml(text))


def store_table(session: Session, table: Table) -> Version:
    """Store the version that this table defines; the same table twice is one version.

    Raises InvalidDefinition with every mistake, also when the number was given to other contents:
    a version never changes, a change is a new version.
    """
    code, version = read_table(table)
    stored = find_version(session, code, version.number)
    if stored is not None:
        if stored.digest != version.digest:
            cure = "number the changed definition as the next version"
            raise InvalidDefinition(
                [Mistake("definition", f"version {stored.number} exists and differs", cure)]
            )
        return stored
    any_version = find_version(session, code)
    version.questionnaire = any_version.questionnaire if any_version else Questionnaire(code=code)
    session.add(version)
    session.flush()
    return version


def _strings(value: Any) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def _tables(value: Any) -> list[Table]:
    return (
        [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
    )


def _digest(table: Table) -> str:
    canonical = json.dumps(table, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
