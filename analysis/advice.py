"""Advice of the klankbordgroep to the regiegroep, asked or unasked, and what was answered to it."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base
from surveys.editions import hold_row, mark_of
from surveys.organisations import Region

LONGEST_TITLE = 120
LONGEST_ADVICE = 3000
LONGEST_REASON = 1500
LONGEST_OWNER = 80
# Within which the regiegroep usually answers: what a page proposes.
USUALLY_ANSWERED_WITHIN = timedelta(weeks=6)


_WRITTEN = ("text", "answer_by", "verdict", "reason", "owner", "due_on", "given_on", "answered_on")


class AdviceClosed(Exception):
    """Somebody would change an advice that was answered already."""


class Verdict(StrEnum):
    """Whether the regiegroep follows an advice."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class AdviceState(StrEnum):
    """For whom an advice waits, if for anybody."""

    GIVEN = "given"
    ASKED = "asked"
    ANSWERED = "answered"


class Advice(Base):
    """One advice, from its question (if it was asked for) to its answer.

    It is the klankbordgroep's and the answer the regiegroep's: nobody's name is kept. `owner` is
    the role that sees to what was promised, by `due_on`. `answer_by` is the day by which the
    klankbordgroep wants an answer.
    """

    __tablename__ = "advice"
    __table_args__ = (
        CheckConstraint("asked_on IS NOT NULL OR given_on IS NOT NULL", name="asked_or_given"),
        CheckConstraint("verdict IS NULL OR given_on IS NOT NULL", name="given_before_answered"),
        CheckConstraint("(verdict IS NULL) = (answered_on IS NULL)", name="an_answer_has_its_day"),
        CheckConstraint("verdict IN ('yes', 'partly', 'no')", name="verdict_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    question: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    asked_on: Mapped[date | None]
    text: Mapped[str] = mapped_column(String(LONGEST_ADVICE), default="")
    given_on: Mapped[date | None]
    answer_by: Mapped[date | None]
    verdict: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    owner: Mapped[str] = mapped_column(String(LONGEST_OWNER), default="")
    due_on: Mapped[date | None]
    answered_on: Mapped[date | None]

    region: Mapped[Region] = relationship()

    @property
    def is_asked(self) -> bool:
        """Tell whether the regiegroep asked for it."""
        return self.asked_on is not None

    @property
    def state(self) -> AdviceState:
        """Tell for whom it waits: the regiegroep when given, the klankbordgroep when asked."""
        if self.answered_on is not None:
            return AdviceState.ANSWERED
        return AdviceState.GIVEN if self.given_on is not None else AdviceState.ASKED

    def is_overdue(self, today: date) -> bool:
        """Tell whether the regiegroep should have answered by now, and did not."""
        is_late = self.answer_by is not None and self.answer_by < today
        return is_late and self.state is AdviceState.GIVEN


def hold_advice(session: Session, advice: Advice) -> None:
    """Keep others from changing an advice until this is committed, and read how it stands now.

    Raises NotFound when it was taken back.
    """
    hold_row(session, advice, _WRITTEN)


def edition_of_text(advice: Advice) -> str:
    """Give a short mark of what is advised, and by when an answer is wanted."""
    return mark_of([advice.text, advice.answer_by])


def edition_of_answer(advice: Advice) -> str:
    """Give a short mark of what is answered."""
    return mark_of([advice.verdict, advice.reason, advice.owner, advice.due_on])


def load_advice(
    session: Session, region_ids: Collection[int] | None = None, *, today: date
) -> Sequence[Advice]:
    """Give the advice of these regions, or of all.

    First what should have been answered by now, then what waits, then the newest answer.
    """
    query = select(Advice).order_by(Advice.id)
    if region_ids is not None:
        query = query.where(Advice.region_id.in_(region_ids))
    found = session.scalars(query).all()
    answered = [one for one in found if one.state is AdviceState.ANSWERED]
    waiting = [one for one in found if one.state is not AdviceState.ANSWERED]
    waiting.sort(
        key=lambda one: (not one.is_overdue(today), one.given_on or one.asked_on or date.min)
    )
    answered.sort(key=lambda one: (one.answered_on or date.min, one.id), reverse=True)
    return [*waiting, *answered]


def ask(session: Session, region_id: int, *, title: str, question: str, today: date) -> Advice:
    """Ask the klankbordgroep of a region for advice."""
    advice = Advice(region_id=region_id, title=title, question=question, asked_on=today)
    session.add(advice)
    session.flush()
    return advice


def advise(
    session: Session,
    region_id: int,
    *,
    title: str,
    text: str,
    answer_by: date | None = None,
    today: date,
) -> Advice:
    """Give advice that nobody asked for, with the day by which an answer is wanted."""
    advice = Advice(
        region_id=region_id, title=title, text=text, given_on=today, answer_by=answer_by
    )
    session.add(advice)
    session.flush()
    return advice


def give(advice: Advice, text: str, *, answer_by: date | None = None, today: date) -> None:
    """Give the advice that was asked for, or put it in other words until it is answered.

    Raises AdviceClosed when it was answered already.
    """
    if advice.state is AdviceState.ANSWERED:
        raise AdviceClosed(advice.id)
    advice.text, advice.answer_by = text, answer_by
    advice.given_on = advice.given_on or today


def answer(
    advice: Advice,
    verdict: Verdict,
    *,
    reason: str,
    owner: str = "",
    due_on: date | None = None,
    today: date,
) -> None:
    """Answer an advice, or answer it anew. Raises ValueError when none was given yet.

    What is not followed has no term.
    """
    if advice.given_on is None:
        raise ValueError("nothing was advised yet")
    is_followed = verdict is not Verdict.NO
    advice.verdict, advice.reason, advice.answered_on = verdict.value, reason, today
    advice.owner = owner if is_followed else ""
    advice.due_on = due_on if is_followed else None
