"""What a poster's address says when its wave is over: what was answered, and what was done.

All of it is read from a publication.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from analysis.actions import Action, ActionStatus, load_actions, load_by_item_before
from analysis.precision import HIGH, LOW, MIDDLE
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
from feedback.charts import Segment, as_number, share_bar
from feedback.i18n import format_mean, format_number
from feedback.i18n import gettext as _
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
    Without any figure there is no sentence. `done_since` is what became of the question after the
    wave before.
    """

    question: str
    sentence: str = ""
    n: str = ""
    place: str = ""
    bar: Sequence[Segment] = ()
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
    cells = {
        (UnitKind(cell.unit_kind), cell.measure): cell
        for cell in load_cells(
            session, publication.id, [(unit.kind, unit.key) for unit in units.values()]
        )
        if cell.respondent_group == invitation.group and cell.status == Status.SHOWN
    }
    actions = load_actions(session, wave_id=invitation.wave_id, school_id=invitation.school_id)
    since = load_by_item_before(session, publication.wave, invitation.school_id)
    return Story(
        publication,
        [
            result
            for question in questions.questions
            if not question.kind.is_text
            for result in _told(question, cells, units, since.get(question.code, ()))
        ],
        [action for action in actions if action.status != ActionStatus.DROPPED],
    )


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
    for level in LEVELS:
        cell = cells.get((level, measure))
        if cell is not None:
            return Result(
                text,
                _sentence(cell, options),
                cell.n,
                "" if level is UnitKind.SCHOOL else units[level].name,
                share_bar(cell, options, _("the rest")),
            )
    return Result(text)


def _sentence(cell: Cell, options: Sequence[Option]) -> str:
    favourable = " / ".join(option.text for option in options if option.favourable)
    averages = {
        HIGH: _("On average the answers were positive."),
        MIDDLE: _("On average the answers were in the middle."),
        LOW: _("On average the answers were not positive."),
    }
    numbers = [option for option in options if option.text == option.code]
    if cell.mean and cell.mean not in averages and (numbers or not options):
        return _("On average people gave: %(mean)s", mean=format_mean(float(cell.mean)))
    if cell.favourable and favourable:
        return _in_ten(cell.favourable, favourable)
    if cell.mean in averages and favourable:
        return averages[cell.mean]
    if cell.shares:
        texts = {option.code: option.text for option in options}
        most = max(cell.shares, key=lambda code: as_number(cell.shares[code]))
        return _("Most often people answered: %(answer)s", answer=texts.get(most, most))
    return _("Too few people answered to say more.")


def _in_ten(share: str, answer: str) -> str:
    """Say a shown share as people do: "About 7 in 10"."""
    n = round(as_number(share) / 10)
    if n == 0:
        return _("Fewer than 1 in 10 people answered: %(answer)s", answer=answer)
    if n == 10:
        return _("More than 9 in 10 people answered: %(answer)s", answer=answer)
    number = format_number(n)
    if share.startswith("≤"):
        return _("At most %(n)s in 10 people answered: %(answer)s", n=number, answer=answer)
    if share.startswith("≥"):
        return _("At least %(n)s in 10 people answered: %(answer)s", n=number, answer=answer)
    return _("About %(n)s in 10 people answered: %(answer)s", n=number, answer=answer)
