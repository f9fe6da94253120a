"""Letting the matrix of a file take the place of the agenda of a region."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy.orm import Session

from surveys.agenda import Domain, Goal, HandValue, Indicator, load_domains
from surveys.agenda_comparing import Change, changes_between
from surveys.agenda_layout import OF_AN_INDICATOR, Column
from surveys.agenda_reading import Matrix
from surveys.organisations import Region


def changes_by(session: Session, region: Region, matrix: Matrix) -> list[Change]:
    """Give what of the agenda of a region would be gone or change if this matrix took its place."""
    old = load_domains(session, region.id)
    _keep_what_is_known(old, matrix)
    return changes_between(old, matrix.domains)


def replace_agenda(session: Session, region: Region, matrix: Matrix) -> None:
    """Let this matrix take the place of the agenda of a region.

    What the file has no column for, such as targets, stays with indicators of the same words at
    the same goal.
    """
    old = load_domains(session, region.id)
    _keep_what_is_known(old, matrix)
    ids = {domain.name: domain.id for domain in old}
    for domain in old:
        session.delete(domain)
    session.flush()
    for position, domain in enumerate(matrix.domains):
        domain.region_id, domain.position = region.id, position
        # A page that somebody kept still leads to the domain of this name.
        if domain.name in ids:
            domain.id = ids[domain.name]
        session.add(domain)
    session.flush()


def _keep_what_is_known(old: Iterable[Domain], matrix: Matrix) -> None:
    """Give the new indicators and goals what the file has no column for."""
    domains = {domain.name: domain for domain in old}
    silent = [column for column in OF_AN_INDICATOR if column not in matrix.columns]
    for domain in matrix.domains:
        if domain.name not in domains:
            continue
        before = {goal.text: goal for goal in domains[domain.name].goals}
        for goal in domain.goals:
            known = (
                {one.text: one for one in before[goal.text].indicators}
                if goal.text in before
                else {}
            )
            for indicator in goal.indicators:
                if indicator.text in known:
                    for column in silent:
                        _KEEP[column](known[indicator.text], indicator)
        if Column.PART_OF not in matrix.columns:
            _keep_parents(before, domain.goals)


def _keep_parents(before: Mapping[str, Goal], goals: Iterable[Goal]) -> None:
    new = {goal.text: goal for goal in goals}
    for text, goal in new.items():
        parent = before[text].parent if text in before else None
        goal.parent = new.get(parent.text) if parent else None


def _copy(name: str) -> Callable[[Indicator, Indicator], None]:
    return lambda old, new: setattr(new, name, getattr(old, name))


def _copy_values(old: Indicator, new: Indicator) -> None:
    new.values = [HandValue(day=one.day, value=one.value) for one in old.values]


_KEEP: Mapping[Column, Callable[[Indicator, Indicator], None]] = {
    Column.SOURCE: _copy("source"),
    Column.UNIT: _copy("unit"),
    Column.DIRECTION: _copy("direction"),
    Column.BASELINE: _copy("baseline"),
    Column.TARGET: _copy("target"),
    Column.EVALUATION: _copy("evaluate_on"),
    Column.VALUES: _copy_values,
}
