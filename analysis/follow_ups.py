"""Which actions follow from which advice: what became of what the klankbordgroep said."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, contains_eager, joinedload, mapped_column

from analysis.actions import Action, ActionStatus
from analysis.advice import Advice, AdviceState
from surveys.base import Base
from surveys.campaigns import Campaign, Wave


class NotToBeLinked(Exception):
    """Somebody would link an action of another region, or to what was not advised yet."""


class FollowUp(Base):
    """One action that follows from one advice; it goes with either of them."""

    __tablename__ = "follow_up"

    advice_id: Mapped[int] = mapped_column(
        ForeignKey("advice.id", ondelete="CASCADE"), primary_key=True
    )
    action_id: Mapped[int] = mapped_column(
        ForeignKey("action.id", ondelete="CASCADE"), primary_key=True, index=True
    )


def link(session: Session, advice: Advice, action: Action) -> None:
    """Say that an action follows from an advice; saying it again changes nothing.

    Raises NotToBeLinked when they are of different regions, or nothing was advised yet.
    """
    is_given = advice.state is not AdviceState.ASKED
    if not is_given or action.wave.campaign.region_id != advice.region_id:
        raise NotToBeLinked(advice.id, action.id)
    if session.get(FollowUp, (advice.id, action.id)) is None:
        session.add(FollowUp(advice_id=advice.id, action_id=action.id))
        session.flush()


def unlink(session: Session, advice_id: int, action_id: int) -> None:
    """Say no longer that an action follows from an advice."""
    found = session.get(FollowUp, (advice_id, action_id))
    if found is not None:
        session.delete(found)
        session.flush()


def load_following(session: Session, advice: Advice, *, today: date) -> Sequence[Action]:
    """Give the actions that follow from an advice: what is late first, then what is to be done."""
    linked = _linked_to(session, advice)
    return sorted(
        (one for one in _of_region(session, advice.region_id) if one.id in linked),
        key=lambda one: (
            not one.is_overdue(today), not one.is_open, one.due_on or date.max, one.id,
        ),
    )  # fmt: skip


def load_linkable(session: Session, advice: Advice) -> Sequence[Action]:
    """Give the actions in the region of an advice that may yet be linked to it, the newest first.

    What was given up is left out.
    """
    linked = _linked_to(session, advice)
    return [
        one
        for one in _of_region(session, advice.region_id)
        if one.id not in linked and one.status != ActionStatus.DROPPED
    ]


def load_advice_behind(
    session: Session, actions: Collection[Action], region_ids: Collection[int] | None = None
) -> Mapping[int, Sequence[Advice]]:
    """Give the advice that each of these actions follows from, by the number of the action.

    Of these regions, or of all.
    """
    query = (
        select(FollowUp.action_id, Advice)
        .join(Advice, Advice.id == FollowUp.advice_id)
        .where(FollowUp.action_id.in_([one.id for one in actions]))
        .order_by(Advice.id)
    )
    if region_ids is not None:
        query = query.where(Advice.region_id.in_(region_ids))
    behind: dict[int, list[Advice]] = {}
    for action_id, advice in session.execute(query):
        behind.setdefault(action_id, []).append(advice)
    return behind


def _linked_to(session: Session, advice: Advice) -> set[int]:
    return set(session.scalars(select(FollowUp.action_id).where(FollowUp.advice_id == advice.id)))


def _of_region(session: Session, region_id: int) -> Sequence[Action]:
    return session.scalars(
        select(Action)
        .join(Action.wave)
        .join(Wave.campaign)
        .where(Campaign.region_id == region_id)
        .order_by(Action.id.desc())
        .options(
            contains_eager(Action.wave).contains_eager(Wave.campaign), joinedload(Action.school)
        )
    ).all()
