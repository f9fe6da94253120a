"""The questions that come with Klankbord, each to be taken into a questionnaire on its own."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from surveys.definitions import Table


@dataclass(frozen=True)
class LibraryItem:
    """One question as a definition has it, with the scale that it names, if it names one."""

    origin: str
    table: Table
    languages: tuple[str, ...]
    groups: tuple[str, ...]
    scale: Table | None = None

    @property
    def code(self) -> str:
        """Give the code of the item."""
        return str(self.table["code"])

    @property
    def key(self) -> str:
        """Give what tells this question from all others: questionnaires may share codes."""
        return f"{self.origin}:{self.code}"


@cache
def load_library() -> Sequence[LibraryItem]:
    """Give all questions, those about the same thing together."""
    found: list[LibraryItem] = []
    for folder in ("bank", "catalogue"):
        for file in sorted((files("surveys") / folder).iterdir(), key=str):
            found += _items(tomllib.loads(file.read_text(encoding="utf-8")))
    found.sort(key=lambda item: str(item.table.get("measures") or "~"))
    return found


def _items(table: dict[str, Any]) -> Sequence[LibraryItem]:
    scales = {scale["code"]: scale for scale in table.get("scale", ())}
    return [
        LibraryItem(
            table["code"],
            item,
            tuple(table["languages"]),
            tuple(item.get("groups", table["groups"])),
            scales.get(item.get("scale")),
        )
        for item in table["item"]
    ]
