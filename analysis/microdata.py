"""The one door out for answers: the database counts them, and only counts come through."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.campaigns import Wave
from surveys.items import Kind
from surveys.responses import Answer, HastyCount, Inbox, Response

# All that one form answered: item and code, in one order.
Vector = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Counted:
    """All that figures of a wave are made of: counts of respondents, never a row per answer.

    `answers` is by school, group, item and code; `respondents`, who answered, and `asked`, who was
    led to it, by school, group and item.
    """

    answers: pd.DataFrame
    respondents: pd.DataFrame
    asked: pd.DataFrame


def count_wave(session: Session, wave: Wave) -> Counted:
    """Let the database count a wave."""
    multiple = [item.code for item in wave.version.items if item.kind == Kind.MULTIPLE]
    return Counted(
        count_answers(session, wave.id),
        count_respondents(session, wave.id, multiple),
        _asked_of(session, wave),
    )


def _asked_of(session: Session, wave: Wave) -> pd.DataFrame:
    asked: dict[tuple[str | None, tuple[str, ...]], pd.DataFrame] = {}
    frames = []
    for item in wave.version.items:
        condition = (item.shown_if_item, tuple(item.shown_if_codes or ()))
        if condition not in asked:
            asked[condition] = count_asked(session, wave.id, *condition)
        frames.append(asked[condition].assign(item=item.code))
    return pd.concat(frames)


def count_answers(session: Session, wave_id: int) -> pd.DataFrame:
    """Count the answers of a wave: school_id, respondent_group, item, code, n (respondents)."""
    query = (
        select(
            Response.school_id, Response.respondent_group, Answer.item, Answer.code, func.count()
        )
        .join(Answer, Answer.response_id == Response.id)
        .where(Response.wave_id == wave_id)
        .group_by(Response.school_id, Response.respondent_group, Answer.item, Answer.code)
    )
    columns = ["school_id", "respondent_group", "item", "code", "n"]
    return pd.DataFrame(session.execute(query).all(), columns=columns)


def count_respondents(session: Session, wave_id: int, items: Sequence[str]) -> pd.DataFrame:
    """Count who answered each of these items at all: school_id, respondent_group, item, n.

    Only a multiple choice needs it: elsewhere each answer is a respondent.
    """
    columns = ["school_id", "respondent_group", "item", "n"]
    if not items:
        return pd.DataFrame([], columns=columns)
    query = (
        select(
            Response.school_id,
            Response.respondent_group,
            Answer.item,
            func.count(Response.id.distinct()),
        )
        .join(Answer, Answer.response_id == Response.id)
        .where(Response.wave_id == wave_id, Answer.item.in_(items))
        .group_by(Response.school_id, Response.respondent_group, Answer.item)
    )
    return pd.DataFrame(session.execute(query).all(), columns=columns)


def count_asked(
    session: Session, wave_id: int, earlier: str | None, codes: Sequence[str]
) -> pd.DataFrame:
    """Count who gave one of these answers to an earlier item: school_id, respondent_group, n.

    Without an earlier item that is everybody who handed in a form.
    """
    query = (
        select(Response.school_id, Response.respondent_group, func.count(Response.id.distinct()))
        .where(Response.wave_id == wave_id)
        .group_by(Response.school_id, Response.respondent_group)
    )
    if earlier is not None:
        query = query.join(Answer, Answer.response_id == Response.id).where(
            Answer.item == earlier, Answer.code.in_(codes)
        )
    rows = session.execute(query).all()
    return pd.DataFrame(rows, columns=["school_id", "respondent_group", "n"])


def count_vectors(session: Session, wave_id: int) -> dict[tuple[int, str], Counter[Vector]]:
    """Count, by school and group, the forms that gave exactly the same answers to everything."""
    query = (
        select(
            Response.school_id,
            Response.respondent_group,
            Answer.response_id,
            Answer.item,
            Answer.code,
        )
        .join(Answer, Answer.response_id == Response.id)
        .where(Response.wave_id == wave_id)
        .order_by(Answer.response_id, Answer.item, Answer.code)
        .execution_options(yield_per=10_000)
    )
    counts: dict[tuple[int, str], Counter[Vector]] = defaultdict(Counter)
    for (school_id, group, _), rows in groupby(session.execute(query), lambda row: row[:3]):
        counts[school_id, group][tuple((row.item, row.code) for row in rows)] += 1
    return counts


def count_hasty(session: Session, wave_id: int) -> dict[tuple[int, str], int]:
    """Give, by school and group, how many forms came too fast for a person, where any did."""
    counts = session.scalars(select(HastyCount).where(HastyCount.wave_id == wave_id))
    return {(count.school_id, count.respondent_group): count.n for count in counts}


def has_answers(session: Session, wave_id: int) -> bool:
    """Tell whether the answers of a wave are still there."""
    return (
        session.scalar(select(Response.id).where(Response.wave_id == wave_id).limit(1)) is not None
    )


def has_waiting(session: Session, wave_id: int) -> bool:
    """Tell whether forms of a wave still wait to be mixed."""
    return session.scalar(select(Inbox.id).where(Inbox.wave_id == wave_id).limit(1)) is not None
