"""The texts of a definition as a workbook for translators, and what they made of it.

There is a row per text and a column per language. Only texts come back: whatever else somebody
changes in the workbook changes nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from surveys import workbooks
from surveys.definitions import GROUPS, ITEM_TEXTS, Table
from surveys.errors import InvalidDefinition, Mistake, say
from surveys.language_names import find_language_code, language_name
from surveys.workbooks import NewSheet, Sheet, place

LONGEST_TEXT = 500
_SOURCE = "nl"
_SHEET = "teksten"
_KEY = "Sleutel (niet wijzigen)"
_HEADINGS = (_KEY, "Waar", "Onderdeel", "Voor wie")
_PARTS = {"text": "vraag", "hint": "toelichting", "low": "laagste", "high": "hoogste"}
_GROUPS = {
    "": "iedereen", "parent": "ouders", "child": "kinderen (8–12)", "youth": "jongeren (12–18)",
    "teacher": "leraren en andere schoolmedewerkers", "supporter": "begeleiders",
}  # fmt: skip
_DEFINITION = {"title": "titel", "introduction": "inleiding", "not_said": "wil ik niet zeggen"}
# What is filled in later, in any of the notations in which forms write it.
_PLACEHOLDER = re.compile(r"\$?\{[^{}]*\}|%\([^()]*\)[sd]|%[sd]\b")


@dataclass(frozen=True)
class _Text:
    """One text: its key, where people find it, and its words by language."""

    key: str
    where: str
    part: str
    group: str
    words: dict[str, Any]

    def in_language(self, language: str) -> str:
        text = self.words.get(language)
        plain = text if isinstance(text, str) else ""
        return plain.replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True)
class _Column:
    number: int
    header: str
    language: str


def write_workbook(table: Table, languages: Sequence[str]) -> bytes:
    """Give an .xlsx with every text of the table, and a column for each of these languages.

    The language to translate from, Dutch where there is any, comes first and always.
    """
    source = _source(table)
    shown = [source, *(each for each in dict.fromkeys(languages) if each != source)]
    header = [*_HEADINGS, *(f"{language_name(each)} ({each})" for each in shown)]
    rows = [
        [text.key, text.where, text.part, _GROUPS.get(text.group, text.group)]
        + [text.in_language(each) for each in shown]
        for text in _texts(table)
    ]
    widths = {2: 22, 3: 14, 4: 18} | {len(_HEADINGS) + 1 + n: 50 for n in range(len(shown))}
    sheet = NewSheet(_SHEET, [header, *rows], widths, hidden=frozenset([1]))
    return workbooks.write_workbook([sheet])


def read_workbook(table: Table, content: bytes) -> tuple[dict[str, Any], list[Mistake]]:
    """Give the table with the texts of a translators' workbook, and what was not taken from it.

    A text that was not taken stays as it was. Raises InvalidDefinition when the file is not such a
    workbook.
    """
    changed = dict(deepcopy(table))
    reading = _Reading(changed, _source(table), _find_sheet(workbooks.read_workbook(content)))
    reading.read()
    new = [each.language for each in reading.columns if each.language in reading.filled]
    known = changed.get("languages", [])
    changed["languages"] = [*known, *(each for each in new if each not in known)]
    return changed, reading.mistakes


@dataclass
class _Reading:
    """Takes the texts of one sheet into a table."""

    table: dict[str, Any]
    source: str
    sheet: Sheet
    mistakes: list[Mistake] = field(default_factory=list)
    columns: list[_Column] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)

    def fault(self, row: int, column: str, fault: str, cure: str) -> None:
        self.mistakes.append(Mistake(place(self.sheet.name, row, column), fault, cure))

    def read(self) -> None:
        self.read_header()
        texts = {text.key: text for text in _texts(self.table)}
        seen: set[str] = set()
        for row in range(2, len(self.sheet.rows) + 1):
            key = self.sheet.cell(row, self.key_column)
            if key in texts and key not in seen:
                self.read_row(row, texts[key])
            elif any(self.sheet.cell(row, column.number) for column in self.columns):
                fault = (
                    say("no key")
                    if not key
                    else say('the key "%(what)s" is unknown, or there twice', what=key[:80])
                )
                self.fault(row, _KEY, fault, say("put the text in the row that was made for it"))
            seen.add(key)
        missing = [key for key in texts if key not in seen]
        if missing:
            shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
            where, fault = (
                place(self.sheet.name),
                say("%(what)s rows are gone: %(shown)s", what=len(missing), shown=shown),
            )
            self.mistakes.append(
                Mistake(where, fault, say("leave all rows in; the texts stay as now"))
            )

    @property
    def key_column(self) -> int:
        return self.sheet.rows[0].index(_KEY) + 1

    def read_header(self) -> None:
        for number, header in enumerate(self.sheet.rows[0], start=1):
            if not header or header in _HEADINGS:
                continue
            language = find_language_code(header)
            if language is None:
                cure = say('name it after its language, such as "Español (es)"')
                self.fault(1, header, say("a column of no known language"), cure)
            elif any(column.language == language for column in self.columns):
                self.fault(
                    1, header, say("a second column of this language"), say("keep one of the two")
                )
            else:
                self.columns.append(_Column(number, header, language))
        if not any(column.language == self.source for column in self.columns):
            header = f"{language_name(self.source)} ({self.source})"
            fault = say("no column with the texts to translate from")
            where = place(self.sheet.name, 1)
            raise InvalidDefinition(
                [Mistake(where, fault, say('put the column "%(header)s" back', header=header))]
            )

    def read_row(self, row: int, text: _Text) -> None:
        now = text.in_language(self.source)
        (source,) = (column for column in self.columns if column.language == self.source)
        if self.sheet.cell(row, source.number) != now:
            fault = say("outdated: this is not the text as it is now")
            cure = say(
                'translate "%(what)s", or change it in the questionnaire itself',
                what=now[:LONGEST_TEXT],
            )
            self.fault(row, source.header, fault, cure)
            return
        for column in self.columns:
            if column is not source:
                self.read_cell(row, column, text)

    def read_cell(self, row: int, column: _Column, text: _Text) -> None:
        written, old = self.sheet.cell(row, column.number), text.in_language(column.language)
        if (row, column.number) in self.sheet.formulas:
            self.fault(row, column.header, say("a formula"), say("write the text itself"))
        elif written == old:
            return
        elif not written:
            self.fault(
                row, column.header, say("empty, and it was filled in"), say("fill it in again")
            )
        elif len(written) > LONGEST_TEXT:
            fault = say("%(what)s characters", what=len(written))
            self.fault(
                row,
                column.header,
                fault,
                say("write at most %(longest_text)s", longest_text=LONGEST_TEXT),
            )
        elif differing := _differing(text.in_language(self.source), written):
            fault = say("%(what)s is not as in the text to translate", what=", ".join(differing))
            self.fault(row, column.header, fault, say("take over what is in braces as it is"))
        else:
            text.words[column.language] = written
            self.filled.add(column.language)


def _find_sheet(sheets: Sequence[Sheet]) -> Sheet:
    for sheet in sheets:
        if sheet.rows and _KEY in sheet.rows[0]:
            return sheet
    fault = say('no sheet with the column "%(_key)s"', _key=_KEY)
    cure = say("fill in the workbook that was made for translators")
    raise InvalidDefinition([Mistake("workbook", fault, cure)])


def _source(table: Table) -> str:
    languages = table.get("languages") or [_SOURCE]
    return _SOURCE if _SOURCE in languages else str(languages[0])


def _differing(source: str, written: str) -> list[str]:
    """Give the placeholders that two texts do not share."""
    asked, given = (Counter(_PLACEHOLDER.findall(text)) for text in (source, written))
    return sorted((asked - given) + (given - asked))


def _texts(table: Table) -> Iterator[_Text]:
    """Give every text of a table, each under a key of its own, in the order of the form."""
    keys: Counter[str] = Counter()
    for text in _all_texts(table):
        keys[text.key] += 1
        n = keys[text.key]
        # A draft may give two items one code.
        key = text.key if n == 1 else f"{text.key}#{n}"
        yield _Text(key, text.where, text.part, text.group, text.words)


def _all_texts(table: Table) -> Iterator[_Text]:
    for key, words in _DEFINITION.items():
        yield from _variants(key, "vragenlijst", words, table.get(key))
    for scale in _tables(table.get("scale")):
        code = scale.get("code", "")
        yield from _options(f"scale/{code}", f"antwoorden {code}", scale)
    for number, item in enumerate(_tables(table.get("item")), start=1):
        key, where = f"item/{item.get('code', '')}", f"{number}. {item.get('code', '')}"
        for part in ITEM_TEXTS:
            yield from _variants(f"{key}/{part}", where, _PARTS[part], item.get(part))
        yield from _options(key, where, item)


def _options(key: str, where: str, holder: Table) -> Iterator[_Text]:
    for number, option in enumerate(_tables(holder.get("option")), start=1):
        code = option.get("code", "")
        yield from _variants(
            f"{key}/option/{code}", where, f"antwoord {number}", option.get("text")
        )


def _variants(key: str, where: str, part: str, texts: Any) -> Iterator[_Text]:
    """Give the words for everybody and those for single groups, of which there are any."""
    if not isinstance(texts, dict):
        return
    if any(isinstance(text, str) for text in texts.values()):
        yield _Text(key, where, part, "", texts)
    for group in GROUPS:
        if isinstance(texts.get(group), dict):
            yield _Text(f"{key}/{group}", where, part, group, texts[group])


def _tables(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
