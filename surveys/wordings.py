"""The texts in a definition table: each with its place, and how far its translations are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.definitions import GROUPS, ITEM_TEXTS, Table

SOURCE_LANGUAGE = "nl"


@dataclass(frozen=True)
class Wording:
    """One text in all its languages, for one respondent group or ("") for all.

    `subject` says what it is: `title`, `introduction`, `not_said`, `item.<code>.text` (or `hint`,
    `low`, `high`), `item.<code>.option.<code>`, `scale.<code>.<code>`.
    """

    subject: str
    group: str
    # The part of the table where it stands: a change there is a change of the definition.
    node: dict[str, Any]

    @property
    def key(self) -> str:
        """Give what this text is called: its subject, and its group when it has one."""
        return f"{self.subject}@{self.group}" if self.group else self.subject

    @property
    def source(self) -> str:
        """Give the Dutch text, of which the others are translations."""
        return self.text(SOURCE_LANGUAGE)

    def text(self, language: str) -> str:
        """Give the text in a language; empty where there is none."""
        text = self.node.get(language)
        return text.strip() if isinstance(text, str) else ""

    def write(self, language: str, text: str) -> None:
        """Put a text in the definition, or with an empty one take it out."""
        if text.strip():
            self.node[language] = text.strip()
        else:
            self.node.pop(language, None)


def wordings_of(table: Table) -> Iterator[Wording]:
    """Give all the texts of a definition, in its order."""
    for subject in ("title", "introduction", "not_said"):
        yield from _variants(subject, table.get(subject))
    for scale in table.get("scale", ()):
        for option in scale.get("option", ()):
            subject = f"scale.{scale.get('code', '')}.{option.get('code', '')}"
            yield from _variants(subject, option.get("text"))
    for item in table.get("item", ()):
        code = item.get("code", "")
        for part in ITEM_TEXTS:
            yield from _variants(f"item.{code}.{part}", item.get(part))
        for option in item.get("option", ()):
            subject = f"item.{code}.option.{option.get('code', '')}"
            yield from _variants(subject, option.get("text"))


def _variants(subject: str, node: Any) -> Iterator[Wording]:
    if not isinstance(node, dict):
        return
    if any(key not in GROUPS for key in node):
        yield Wording(subject, "", node)
    for group in GROUPS:
        if isinstance(node.get(group), dict):
            yield Wording(subject, group, node[group])


def say_for_all(node: dict[str, Any]) -> None:
    """Let a text that only groups have, each for itself, be the first one's for everybody."""
    own = [group for group in GROUPS if isinstance(node.get(group), dict)]
    if own and set(node) == set(own):
        node.update(node.pop(own[0]))


def say_all_for_all(table: dict[str, Any]) -> None:
    """Let every text of a definition have words for everybody, to be changed for single groups."""
    holders = [table, *table.get("item", ())]
    for holder in holders:
        for part in ("title", "introduction", "not_said", *ITEM_TEXTS):
            if isinstance(holder.get(part), dict):
                say_for_all(holder[part])


@dataclass(frozen=True)
class Progress:
    """How far the translation into one language is, in texts."""

    n: int
    missing: int
    outdated: int
    checked: int

    @property
    def is_complete(self) -> bool:
        """Tell whether a questionnaire can be offered in this language."""
        return not self.missing


def is_outdated(wording: Wording, language: str, translated_from: Mapping[str, str]) -> bool:
    """Tell whether the Dutch changed since this translation was made.

    `translated_from` is the Dutch text that translations were made of, by key and language.
    """
    seen = translated_from.get(f"{wording.key} {language}")
    return seen is not None and bool(wording.text(language)) and seen != wording.source
