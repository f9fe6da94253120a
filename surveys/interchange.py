"""A definition on its way in or out: what it holds as a table, whatever it was written in.

The table is what docs/definitions.md describes, as Python's `tomllib` gives it. Each format has a
module that reads it into a table and writes it from one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomli_w

from surveys.definitions import ITEM_TEXTS, NOT_SAID, Table
from surveys.errors import Mistake
from surveys.items import Kind
from surveys.questionnaires import Choice, Item, Translation, Version

Texts = Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True)
class Imported:
    """A definition from elsewhere, and all that could not come along, with its place."""

    table: dict[str, Any]
    left_out: tuple[Mistake, ...] = ()


def table_of(version: Version) -> dict[str, Any]:
    """Give the table of a stored version, from which the same version can be made again.

    Options that several items share, or that have faces, come as a scale.
    """
    texts = _texts_of(version.translations)
    options = {item.code: _options_of(item, texts) for item in version.items}
    scales = _scales_of(version.items, options)
    table: dict[str, Any] = {
        "code": version.questionnaire.code,
        "number": version.number,
        "languages": version.languages,
        "groups": version.groups,
    }
    if version.sources:
        table["sources"] = version.sources
    checked = {each.language: each.checked_by for each in version.translations if each.checked_by}
    if checked:
        table["checked"] = checked
    for subject in ("title", "introduction"):
        table[subject] = _variants(texts[subject])
    # Only numbers, which have no options of their own, need the words once more.
    not_said = [
        texts[f"item.{item.code}.choice.{NOT_SAID}"]
        for item in version.items
        if Kind(item.kind).has_numbers and item.sensitive and item.choices[-1].code == NOT_SAID
    ]
    if not_said:
        table["not_said"] = _variants(not_said[0])
    table["scale"] = list(scales.values())
    table["item"] = [
        _item_of(item, texts, options[item.code], scales, version.groups) for item in version.items
    ]
    return table


def to_toml(table: Table) -> str:
    """Write a table as TOML."""
    return tomli_w.dumps(table)


def _texts_of(translations: Sequence[Translation]) -> dict[str, dict[str, dict[str, str]]]:
    """Give the texts by subject, respondent group and language."""
    texts: dict[str, dict[str, dict[str, str]]] = {}
    for each in translations:
        variants = texts.setdefault(each.subject, {})
        variants.setdefault(each.respondent_group, {})[each.language] = each.text
    return texts


def _variants(variants: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Give the texts of one subject: those of everybody, and beside them those of groups."""
    own = {group: dict(texts) for group, texts in variants.items() if group}
    return dict(variants.get("", {})) | own


def _options_of(item: Item, texts: Texts) -> list[dict[str, Any]]:
    kind = Kind(item.kind)
    if kind.has_numbers or not kind.has_options:
        return []
    return [
        _option_of(choice, texts[f"item.{item.code}.choice.{choice.code}"])
        for choice in item.choices
    ]


def _option_of(choice: Choice, variants: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    option: dict[str, Any] = {"code": choice.code}
    if choice.value is not None:
        option["value"] = choice.value
    for flag in ("favourable", "missing"):
        if getattr(choice, flag):
            option[flag] = True
    return option | {"text": _variants(variants)}


def _scales_of(
    items: Sequence[Item], options: Mapping[str, list[dict[str, Any]]]
) -> dict[str, dict[str, Any]]:
    """Give the scales, by what they hold."""
    used = Counter(_scale_key(item, options) for item in items if options[item.code])
    scales: dict[str, dict[str, Any]] = {}
    for item in items:
        key = _scale_key(item, options)
        if used[key] < 2 and not item.faces:
            continue
        scale: dict[str, Any] = {"code": f"scale-{len(scales) + 1}"}
        if item.faces:
            scale["faces"] = True
        scales.setdefault(key, scale | {"option": options[item.code]})
    return scales


def _scale_key(item: Item, options: Mapping[str, list[dict[str, Any]]]) -> str:
    return repr((item.faces, options[item.code]))


def _item_of(
    item: Item,
    texts: Texts,
    options: list[dict[str, Any]],
    scales: Mapping[str, Mapping[str, Any]],
    groups: Sequence[str],
) -> dict[str, Any]:
    table: dict[str, Any] = {"code": item.code, "kind": item.kind}
    if options:
        scale = scales.get(_scale_key(item, {item.code: options}))
        table |= {"scale": scale["code"]} if scale else {"option": options}
    if item.groups != groups:
        table["groups"] = item.groups
    for key in ("measures", "source", "sensitive", "change", "minimum", "maximum"):
        value = getattr(item, key)
        if value not in ("", "same", False, None):
            table[key] = value
    if item.shown_if_item:
        table["shown_if"] = {"item": item.shown_if_item, "codes": item.shown_if_codes}
    for part in ITEM_TEXTS:
        if variants := texts.get(f"item.{item.code}.{part}"):
            table[part] = _variants(variants)
    return table
