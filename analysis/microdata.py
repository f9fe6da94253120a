"""The one door out for answers: the database counts them, and only counts come through."""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.campaigns import Wave
from surveys.responses import Answer, Inbox, Response


@dataclass(frozen=True)
class Counted:
    """All that figures of a wave are made of: counts of respondents, never a row per answer.

    `answers` is by school, group, item and code; `respondents` by school, group and item.
    """

    answers: pd.DataFrame
    respondents: pd.DataFrame


def count_wave(session: Session, wave: Wave) -> Counted:
    """Let the database count a wave."""
    return Counted(count_answers(session, wave.id), count_respondents(session, wave.id))


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


def count_respondents(session: Session, wave_id: int) -> pd.DataFrame:
    """Count who answered each item at all: school_id, respondent_group, item, n."""
    query = (
        select(
            Response.school_id,
            Response.respondent_group,
            Answer.item,
            func.count(Response.id.distinct()),
        )
        .join(Answer, Answer.response_id == Response.id)
        .where(Response.wave_id == wave_id)
        .group_by(Response.school_id, Response.respondent_group, Answer.item)
    )
    columns = ["school_id", "respondent_group", "item", "n"]
    return pd.DataFrame(session.execute(query).all(), columns=columns)


def has_answers(session: Session, wave_id: int) -> bool:
    """Tell whether the answers of a wave are still there."""
    return (
        session.scalar(select(Response.id).where(Response.wave_id == wave_id).limit(1)) is not None
    )


def has_waiting(session: Session, wave_id: int) -> bool:
    """Tell whether forms of a wave still wait to be mixed."""
    return session.scalar(select(Inbox.id).where(Inbox.wave_id == wave_id).limit(1)) is not None
