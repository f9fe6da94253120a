"""Ready-made answers: the scales of the shipped questionnaires, in all their languages."""

import copy
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from surveys.definitions import Table


@cache
def ready_scales() -> Mapping[str, Table]:
    """Give the scales by their code."""
    scales: dict[str, Table] = {}
    for file in sorted((files("surveys") / "catalogue").iterdir(), key=str):
        for scale in tomllib.loads(file.read_text(encoding="utf-8")).get("scale", ()):
            scales.setdefault(scale["code"], scale)
    return scales


def add_scale(table: dict[str, Any], code: str) -> None:
    """Put a ready-made scale into a definition that names it, unless it has one of that code."""
    scales = table.setdefault("scale", [])
    if code in ready_scales() and code not in {scale.get("code") for scale in scales}:
        scales.append(copy.deepcopy(dict(ready_scales()[code])))


def translate_scales(table: dict[str, Any]) -> None:
    """Fill in what ready-made scales say in the languages that a definition has by now."""
    for scale in table.get("scale", ()):
        ready = ready_scales().get(scale.get("code"), {})
        words = {option["code"]: option["text"] for option in ready.get("option", ())}
        for option in scale.get("option", ()):
            known = words.get(option.get("code"), {})
            if known.get("nl") == option["text"].get("nl"):
                option["text"] = {
                    **{each: known[each] for each in table["languages"] if each in known},
                    **option["text"],
                }
