"""The figures of a unit in the order and the words of its questionnaire, for a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.exports.indicators import indicators_of, with_indicators
from analysis.publications import (
    ALL_GROUPS,
    Cell,
    Publication,
    Status,
    answering_code,
    load_cells,
)
from feedback.charts import Segment, share_bar
from feedback.database import db
from feedback.i18n import current_locale
from feedback.i18n import gettext as _
from surveys.items import Kind, Option, Question, RespondentGroup
from surveys.questionnaires import Version, load_questions, load_texts


@dataclass(frozen=True)
class Row:
    """One measure on a results page."""

    text: str
    cell: Cell
    options: tuple[Option, ...]
    bar: Sequence[Segment]
    answering: Cell | None = None

    @property
    def missing(self) -> Mapping[str, str]:
        """Give which part did not know or skipped this, in percent, by the words for it."""
        if self.answering is None:
            return {}
        words = {option.code: option.text for option in self.options if option.missing}
        words["skipped"] = _("skipped")
        shares = self.answering.shares
        return {text: shares[code] for code, text in words.items() if code in shares}


@dataclass(frozen=True)
class UnitFigures:
    """What a publication says of one unit, for one respondent group at a time."""

    groups: Sequence[str]
    group: str
    rows: Sequence[Row]
    indicators: Sequence[tuple[str, Cell]]

    def find(self, measure: str) -> Row | None:
        """Find the figure of a measure, an indicator too, when it is shown."""
        named = [Row(name.capitalize(), cell, (), ()) for name, cell in self.indicators]
        found = (row for row in [*self.rows, *named] if row.cell.measure == measure)
        return next((row for row in found if row.cell.status == Status.SHOWN), None)


def load_figures(
    publication: Publication, kind: str, key: str, group: str | None
) -> UnitFigures | None:
    """Give the figures of a unit for a group, or for its first; None when the group has none."""
    version = publication.wave.version
    cells = list(with_indicators(version, load_cells(db.session(), publication.id, [(kind, key)])))
    groups = _groups(cells)
    if group is None:
        group = groups[0] if groups else ""
    if group not in groups:
        return None
    of_group = [cell for cell in cells if cell.respondent_group == group]
    asked = [one for one in groups if group in (one, ALL_GROUPS) and one != ALL_GROUPS]
    return UnitFigures(
        groups, group, _rows(version, asked, of_group), _indicators(version, of_group)
    )


def question_texts(version: Version) -> Mapping[str, str]:
    """Give the words of each question by its code, in the reader's language if they are there."""
    texts = load_texts(db.session(), version.id, _language(version))
    words = {}
    for item in version.items:
        own = (texts.get((f"item.{item.code}.text", group)) for group in ("", *item.groups))
        words[item.code] = next(filter(None, own), item.code)
    return words


def _language(version: Version) -> str:
    spoken = current_locale()
    return spoken if spoken in version.languages else version.languages[0]


def _groups(cells: Iterable[Cell]) -> list[str]:
    present = {cell.respondent_group for cell in cells}
    order = [*(group.value for group in RespondentGroup), ALL_GROUPS]
    return [group for group in order if group in present]


def _rows(version: Version, groups: Iterable[str], cells: Iterable[Cell]) -> list[Row]:
    """Give the cells in the order of the questionnaire, with the words that groups were asked."""
    by_measure = {cell.measure: cell for cell in cells}
    asked = [_asked(version, group) for group in groups]
    rows = []
    for item in version.items:
        wordings = [of_group[item.code] for of_group in asked if item.code in of_group]
        if not wordings:
            continue
        question = wordings[0]
        text = " / ".join(dict.fromkeys(wording.text for wording in wordings))
        if item.code in by_measure:
            row = _row(text, by_measure[item.code], _options(question, by_measure))
            rows.append(replace(row, answering=by_measure.get(answering_code(item.code))))
        for option in question.options:
            cell = by_measure.get(f"{item.code}:{option.code}")
            if cell is not None:
                rows.append(_row(f"{text} {option.text}", cell, _yes_and_no()))
    return rows


def _indicators(version: Version, cells: Iterable[Cell]) -> list[tuple[str, Cell]]:
    """Give what the questions measure together, by the words for it."""
    by_measure = {cell.measure: cell for cell in cells}
    return [
        (indicator.name.replace("-", " "), by_measure[indicator.code])
        for indicator in indicators_of(version)
        if indicator.code in by_measure
    ]


def _row(text: str, cell: Cell, options: Sequence[Option]) -> Row:
    return Row(text, cell, tuple(options), share_bar(cell, options, _("the rest")))


def _options(question: Question, by_measure: Mapping[str, Cell]) -> Sequence[Option]:
    """Give the answers to a question; to one that asks a number, the numbers that are shown."""
    if question.kind is not Kind.NUMBER:
        return question.options
    numbers = by_measure[question.code].shares
    return [Option(n, n, float(n), favourable=False, missing=False) for n in numbers]


def _asked(version: Version, group: str) -> Mapping[str, Question]:
    questions = load_questions(db.session(), version, RespondentGroup(group), _language(version))
    return {question.code: question for question in questions.questions}


def _yes_and_no() -> tuple[Option, ...]:
    return (
        Option("yes", _("Yes"), None, favourable=True, missing=False),
        Option("no", _("No"), None, favourable=False, missing=False),
    )
