"""A definition from a stranger, made so that the editor can show it: known keys, right types.

What it says may still be wrong; `surveys.definitions` tells. Only its shape is sure.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from surveys.codes import new_code
from surveys.definitions import CHANGES, GROUPS, ITEM_TEXTS, KEYS, KINDS, Table
from surveys.items import FORM_KEY
from surveys.wordings import SOURCE_LANGUAGE

MOST_ITEMS, MOST_OPTIONS, LONGEST_TEXT, MOST_LANGUAGES = 500, 200, 4000, 60
_LONGEST_NAME = 300


def tidied(table: Table) -> dict[str, Any]:
    """Give a definition in which every part is what its key says, and every code is there once."""
    known = _known("definition", table)
    languages = _strings(known.get("languages"))[:MOST_LANGUAGES]
    if SOURCE_LANGUAGE not in languages:
        languages = [SOURCE_LANGUAGE, *languages]
    given = dict.fromkeys(_strings(known.get("groups")))
    groups = [group for group in given if group in GROUPS] or [GROUPS[0]]
    number = known.get("number", 1)
    scales = list(_coded("scale", known.get("scale")))
    return {
        "code": new_code(str(known.get("code", "")), (), "vragenlijst"),
        "number": number if 1 <= number < 10_000 else 1,
        "languages": list(dict.fromkeys(languages)),
        "groups": groups,
        "sources": [each[:_LONGEST_NAME] for each in _strings(known.get("sources"))],
        "title": _texts(known.get("title")),
        "introduction": _texts(known.get("introduction")),
        **({"not_said": _texts(known["not_said"])} if "not_said" in known else {}),
        "scale": [{**scale, "option": _options(scale.get("option"))} for scale in scales],
        "item": [
            _item(item, {scale["code"] for scale in scales}, groups)
            for item in list(_coded("item", known.get("item")))[:MOST_ITEMS]
        ],
    }


def _item(item: Table, scales: set[str], groups: Sequence[str]) -> dict[str, Any]:
    tidy = {key: value for key, value in item.items() if key not in ("shown_if", "option")}
    tidy["kind"] = item.get("kind") if item.get("kind") in KINDS else "comment"
    tidy["text"] = _texts(item.get("text"))
    for part in ITEM_TEXTS:
        if part in item:
            tidy[part] = _texts(item[part])
    if item.get("scale") not in scales:
        tidy.pop("scale", None)
    if "scale" not in tidy and "option" in item:
        tidy["option"] = _options(item["option"])
    if "groups" in item:
        tidy["groups"] = [group for group in _strings(item["groups"]) if group in groups]
        if not tidy["groups"]:
            del tidy["groups"]
    if item.get("change", "same") not in CHANGES:
        del tidy["change"]
    condition = item.get("shown_if", {})
    if isinstance(condition.get("item"), str) and _strings(condition.get("codes")):
        tidy["shown_if"] = {"item": condition["item"], "codes": _strings(condition["codes"])}
    for key in ("measures", "source", "reading_note"):
        if key in tidy:
            tidy[key] = tidy[key][:_LONGEST_NAME]
    return tidy


def _options(written: Any) -> list[dict[str, Any]]:
    options = list(_coded("option", written))[:MOST_OPTIONS]
    return [{**option, "text": _texts(option.get("text"))} for option in options]


def _coded(kind: str, written: Any) -> Iterator[dict[str, Any]]:
    """Give tables of a kind, each with a code that no other has."""
    taken = {FORM_KEY} if kind == "item" else set()
    for each in written if isinstance(written, list) else ():
        if isinstance(each, Mapping):
            table = _known(kind, each)
            code = new_code(str(table.get("code", "")), taken, "vraag")
            taken.add(code)
            yield {**table, "code": code}


def _known(kind: str, table: Table) -> dict[str, Any]:
    """Give the keys that there are, as far as they hold what they should."""
    return {
        key: value
        for key, value in table.items()
        if key in KEYS[kind]
        and isinstance(value, KEYS[kind][key])
        and (not isinstance(value, bool) or KEYS[kind][key] is bool)
    }


def _texts(written: Any) -> dict[str, Any]:
    """Give a text in its languages, and the wordings that groups have of their own."""
    if not isinstance(written, Mapping):
        return {}
    texts: dict[str, Any] = {
        str(key): text[:LONGEST_TEXT] for key, text in written.items() if isinstance(text, str)
    }
    for group in GROUPS:
        if isinstance(written.get(group), Mapping):
            texts[group] = {k: v for k, v in _texts(written[group]).items() if isinstance(v, str)}
    return texts


def _strings(written: Any) -> list[str]:
    return [each for each in written if isinstance(each, str)] if isinstance(written, list) else []
