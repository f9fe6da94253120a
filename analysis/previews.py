"""Previews: what a publication would show, before somebody decides to release it.

A preview counts figures, blocks and parts of answers. It never holds an answer, nor a figure.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base


@dataclass(frozen=True)
class Level:
    """One kind of unit: how many figures there are, how many are shown, which part is counted.

    `counted` is the whole percentage, rounded down and never above 99, of the answers in its units
    that are counted in a figure that is shown.
    """

    kind: str
    n_units: int
    n_figures: int
    n_shown: int
    counted: int


@dataclass(frozen=True)
class Plan:
    """One way to go on, and what it costs per level."""

    name: str
    levels: tuple[Level, ...]

    @property
    def n_shown(self) -> int:
        """Give how many figures it shows."""
        return sum(level.n_shown for level in self.levels)


class Sign(StrEnum):
    """What is odd about the forms of a school and group."""

    COPIES = "copies"
    STRAIGHT = "straight"
    HASTY = "hasty"
    TOO_MANY = "too many"


@dataclass(frozen=True)
class Flag:
    """One sign at one school and group. It has no number: a count of copies would be a figure."""

    school_id: int
    respondent_group: str
    sign: str

    @property
    def is_red(self) -> bool:
        """Tell whether chance cannot explain it; otherwise there may be a good reason."""
        return self.sign == Sign.COPIES


@dataclass(frozen=True)
class Outlook:
    """All that a preview says.

    `broken` names the rules by which the outsider would refuse it. `n_alone` schools × groups ×
    questions stand on their own, `n_pooled` are counted with others, `n_left_out` nowhere. `flags`
    are signs that forms were handed in more than once.
    """

    broken: tuple[str, ...]
    n_alone: int
    n_pooled: int
    n_left_out: int
    plans: tuple[Plan, ...]
    flags: tuple[Flag, ...]

    @property
    def is_safe(self) -> bool:
        """Tell whether it may be released."""
        return not self.broken

    def as_json(self) -> dict[str, Any]:
        """Give the same as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Read what `as_json` gave."""
        plans = [
            Plan(plan["name"], tuple(Level(**level) for level in plan["levels"]))
            for plan in written["plans"]
        ]
        flags = tuple(Flag(**flag) for flag in written["flags"])
        return cls(
            **{
                **written,
                "broken": tuple(written["broken"]),
                "plans": tuple(plans),
                "flags": flags,
            }
        )


class Preview(Base):
    """The last preview of a wave; a new one takes its place."""

    __tablename__ = "publication_preview"

    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    made_at: Mapped[datetime]
    contents: Mapped[dict[str, Any]] = mapped_column(JSON)

    @property
    def outlook(self) -> Outlook:
        """Give what it says."""
        return Outlook.from_json(self.contents)


def keep_preview(session: Session, wave_id: int, outlook: Outlook, *, now: datetime) -> Preview:
    """Keep this preview in place of an earlier one."""
    preview = session.get(Preview, wave_id) or Preview(wave_id=wave_id)
    preview.made_at, preview.contents = now, outlook.as_json()
    session.add(preview)
    session.flush()
    return preview


def find_preview(session: Session, wave_id: int) -> Preview | None:
    """Find the last preview of a wave."""
    return session.get(Preview, wave_id)
