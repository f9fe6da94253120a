"""What a definition changes in another: by item, in words and in what is measured."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from surveys.definitions import Table
from surveys.wordings import wordings_of


class Sort(StrEnum):
    """What kind of change it is."""

    ADDED = auto()
    REMOVED = auto()
    MOVED = auto()
    SETTING = auto()
    OPTION = auto()
    TEXT = auto()


@dataclass(frozen=True)
class Difference:
    """One change. `item` is empty for what belongs to the whole; `what` names the part.

    `before` and `after` are texts, numbers or codes as they are written; empty where there was
    nothing.
    """

    sort: Sort
    item: str
    what: str = ""
    language: str = ""
    group: str = ""
    before: str = ""
    after: str = ""


# What of an item is not its words. Some changes alone change what is measured.
SETTINGS = ("kind", "groups", "measures", "sensitive", "shown_if", "minimum", "maximum")


def differences(old: Table, new: Table) -> list[Difference]:
    """Give all that differs between two definitions, in the order of the new one."""
    before, after = _items(old), _items(new)
    stay = [code for code in before if code in after]
    order = [code for code in after if code in before]
    found = list(_texts("", old, new))
    for code, item in after.items():
        if code not in before:
            found.append(Difference(Sort.ADDED, code, after=_name(item)))
            continue
        if stay.index(code) != order.index(code):
            place, now = str(stay.index(code) + 1), str(order.index(code) + 1)
            found.append(Difference(Sort.MOVED, code, before=place, after=now))
        found += _settings(code, before[code], item, old, new)
        found += _options(code, before[code], item, old, new)
        found += _texts(code, old, new)
    found += [
        Difference(Sort.REMOVED, code, before=_name(item))
        for code, item in before.items()
        if code not in after
    ]
    return found


def _items(table: Table) -> Mapping[str, Mapping[str, Any]]:
    return {item["code"]: item for item in table.get("item", ())}


def _name(item: Mapping[str, Any]) -> str:
    text = item.get("text", {})
    return str(text.get("nl") or item["code"])


def _settings(
    code: str, before: Mapping[str, Any], after: Mapping[str, Any], old: Table, new: Table
) -> Iterator[Difference]:
    for key in SETTINGS:
        was, is_now = (
            _written(item.get(key) or (table.get("groups") if key == "groups" else None))
            for item, table in ((before, old), (after, new))
        )
        if was != is_now:
            yield Difference(Sort.SETTING, code, key, before=was, after=is_now)


def _written(value: Any) -> str:
    match value:
        case None | False | "":
            return ""
        case True:
            return "yes"
        case {"item": item, "codes": codes}:
            return f"{item}: {', '.join(codes)}"
        case list():
            return ", ".join(map(str, value))
    return str(value)


def _options(
    code: str, before: Mapping[str, Any], after: Mapping[str, Any], old: Table, new: Table
) -> Iterator[Difference]:
    was, is_now = (
        {option["code"]: _weight(option) for option in options_of(table, item)}
        for item, table in ((before, old), (after, new))
    )
    for option in was | is_now:
        if was.get(option) != is_now.get(option):
            yield Difference(
                Sort.OPTION, code, option, before=was.get(option, ""), after=is_now.get(option, "")
            )


def options_of(table: Table, item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the options of an item, its own or those of its scale."""
    if "scale" in item:
        scales = {scale.get("code"): scale for scale in table.get("scale", ())}
        return list(scales.get(item["scale"], {}).get("option", ()))
    return list(item.get("option", ()))


def _weight(option: Mapping[str, Any]) -> str:
    marks = [key for key in ("favourable", "missing") if option.get(key)]
    value = option.get("value")
    return ", ".join([*([f"{value:g}"] if value is not None else []), *marks]) or "–"


def _texts(code: str, old: Table, new: Table) -> Iterator[Difference]:
    before, after = _words(code, old), _words(code, new)
    for key in before | after:
        was, is_now = before.get(key, ""), after.get(key, "")
        if was != is_now:
            what, group, language = key
            yield Difference(Sort.TEXT, code, what, language, group, was, is_now)


def _words(code: str, table: Table) -> dict[tuple[str, str, str], str]:
    """Give the texts of an item, those of its scale among them; without a code, of the whole."""
    item = _items(table).get(code, {})
    whole, own, scale = ("title", "introduction"), f"item.{code}.", f"scale.{item.get('scale')}."
    words = {}
    for wording in wordings_of(table):
        if code and wording.subject.startswith(own):
            what = wording.subject.removeprefix(own)
        elif code and wording.subject.startswith(scale):
            what = f"option.{wording.subject.removeprefix(scale)}"
        elif not code and wording.subject in whole:
            what = wording.subject
        else:
            continue
        for language in table.get("languages", ()):
            words[what, wording.group, language] = wording.text(language)
    return words
