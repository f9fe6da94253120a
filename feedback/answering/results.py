"""What a poster's address says when its wave is over: what was answered, and what was done.

All of it is read from a publication.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from analysis.actions import Action, load_by_item_before, load_shown_actions
from analysis.precision import MOST_OF_ALL
from analysis.publications import (
    Cell,
    Publication,
    Status,
    Unit,
    UnitKind,
    latest,
    load_cells,
    load_units,
)
from feedback.charts import Segment, share_bar
from feedback.i18n import gettext as _
from feedback.sentences import sentence_of
from surveys.distribution import Invitation
from surveys.items import Kind, Option, Question, RespondentGroup
from surveys.questionnaires import Questions

# The first of these that has a figure to show speaks for a question.
LEVELS = (UnitKind.SCHOOL, UnitKind.MUNICIPALITY, UnitKind.REGION)

Cells = Mapping[tuple[UnitKind, str], Cell]


@dataclass(frozen=True)
class Result:
    """What was answered to one question: a sentence, and a bar where there are shares.

    `place` names the wider circle that the figure is about, when the school itself shows none.
    Without any figure there is no sentence. `coverage` says which part of who answered is counted,
    in percent, where that is not nearly everybody. `done_since` is what became of the question
    after the wave before.
    """

    question: str
    sentence: str = ""
    n: str = ""
    place: str = ""
    bar: Sequence[Segment] = ()
    coverage: str = ""
    done_since: Sequence[Action] = ()


@dataclass(frozen=True)
class Story:
    """What became of the answers that one poster asked for."""

    publication: Publication
    results: Sequence[Result]
    actions: Sequence[Action]


def find_story(session: Session, invitation: Invitation, questions: Questions) -> Story | None:
    """Find what became of the answers to a link, told in the language that is spoken now."""
    publication = latest(session, invitation.wave_id)
    if publication is None:
        return None
    units = {
        UnitKind(unit.kind): unit
        for unit in load_units(session, publication.id)
        if unit.kind in LEVELS and invitation.school_id in unit.school_ids
    }
    results = find_results(
        session, publication, units, [(invitation.group, questions)], invitation.school_id
    )
    actions = load_shown_actions(
        session, wave_id=publication.wave_id, school_id=invitation.school_id
    )
    return Story(publication, results[invitation.group], actions)


def find_results(
    session: Session,
    publication: Publication,
    units: Mapping[UnitKind, Unit],
    asked: Iterable[tuple[RespondentGroup, Questions]],
    school_id: int | None,
) -> Mapping[RespondentGroup, Sequence[Result]]:
    """Give what each group answered, from the smallest of these units that has a figure for it."""
    shown = [
        cell
        for cell in load_cells(
            session, publication.id, [(unit.kind, unit.key) for unit in units.values()]
        )
        if cell.status == Status.SHOWN
    ]
    since = load_by_item_before(session, publication.wave, school_id)
    return {
        group: [
            result
            for question in questions.questions
            if not question.kind.is_text
            for result in _told(
                question, _of_group(shown, group), units, since.get(question.code, ())
            )
        ]
        for group, questions in asked
    }


def _of_group(cells: Iterable[Cell], group: RespondentGroup) -> Cells:
    return {
        (UnitKind(cell.unit_kind), cell.measure): cell
        for cell in cells
        if cell.respondent_group == group
    }


def title(group: RespondentGroup) -> str:
    """Say whose answers these are."""
    return {
        RespondentGroup.PARENT: _("What parents said"),
        RespondentGroup.CHILD: _("What children said"),
        RespondentGroup.YOUTH: _("What young people said"),
        RespondentGroup.TEACHER: _("What people who work at this school said"),
        RespondentGroup.SUPPORTER: _("What people who support pupils here said"),
    }[group]


def _told(
    question: Question, cells: Cells, units: Mapping[UnitKind, Unit], since: Sequence[Action]
) -> Iterator[Result]:
    """Give what was answered to a question; what was done since stands with the first of it."""
    for number, result in enumerate(_results(question, cells, units)):
        yield replace(result, done_since=since) if number == 0 else result


def _results(question: Question, cells: Cells, units: Mapping[UnitKind, Unit]) -> Iterator[Result]:
    if question.kind is not Kind.MULTIPLE:
        yield _result(question.text, question.code, question.options, cells, units)
        return
    for option in question.options:
        if not option.missing:
            picked = Option("yes", option.text, None, favourable=True, missing=False)
            measure = f"{question.code}:{option.code}"
            yield _result(question.text, measure, (picked,), cells, units)


def _result(
    text: str,
    measure: str,
    options: Sequence[Option],
    cells: Cells,
    units: Mapping[UnitKind, Unit],
) -> Result:
    smallest = next(level for level in LEVELS if level in units)
    for level in LEVELS:
        cell = cells.get((level, measure))
        if cell is not None:
            return Result(
                text,
                sentence_of(cell, options),
                cell.n,
                "" if level is smallest else units[level].name,
                share_bar(cell, options, _("the rest")),
                "" if cell.coverage == MOST_OF_ALL else cell.coverage,
            )
    return Result(text)
