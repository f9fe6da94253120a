"""How answers were given in each language, over a whole wave, blurred on arrival.

A question that was translated badly is seen from many answers in that language. The language that
an answer is counted under is the form's half of the time, and any of the wave's languages drawn by
lot otherwise: no row says in which language anybody answered, and the sums still do for many.

Source: Warner (1965), "Randomized response: a survey technique for eliminating evasive answer
bias", JASA 60. docs/decisions/0021 says why it is kept at all.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ForeignKey, String, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base
from surveys.items import Kind, RespondentGroup
from surveys.questionnaires import Version

_WITHOUT_ROWID = {"sqlite_with_rowid": False}
# How often an answer is counted under its own language for certain.
KEPT = 0.5
# The kinds of which the answers stand in an order, so that their means can be compared.
ORDERED = (Kind.SCALE, Kind.YES_PARTLY_NO, Kind.GRADE, Kind.LADDER)


class LanguageAnswerCount(Base):
    """How often an option was picked under a language, by wave and respondent group."""

    __tablename__ = "language_answer_count"
    __table_args__ = _WITHOUT_ROWID

    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    respondent_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    n: Mapped[int]


_ADD = text(
    "INSERT INTO language_answer_count (wave_id, respondent_group, item, language, code, n) "
    "VALUES (:wave_id, :respondent_group, :item, :language, :code, :n) "
    "ON CONFLICT (wave_id, respondent_group, item, language, code) "
    "DO UPDATE SET n = language_answer_count.n + excluded.n"
)


def count_by_language(
    session: Session,
    wave_id: int,
    version: Version,
    group: RespondentGroup,
    forms: Iterable[tuple[str, Mapping[str, Sequence[str]]]],
    *,
    order: random.Random,
) -> None:
    """Count the answers of forms (language, option codes by item), each under a blurred language.

    Only of questions whose answers stand in an order, and where there is more than one language.
    """
    languages = sorted(version.languages)
    if len(languages) < 2:
        return
    ordered = {item.code for item in version.items if item.kind in ORDERED}
    counts = Counter(
        (item, language if order.random() < KEPT else order.choice(languages), code)
        for language, answers in forms
        for item, codes in answers.items()
        if item in ordered
        for code in codes
    )
    if counts:
        where = {"wave_id": wave_id, "respondent_group": group.value}
        session.execute(
            _ADD,
            [
                {**where, "item": item, "language": language, "code": code, "n": n}
                for (item, language, code), n in sorted(counts.items())
            ],
        )
