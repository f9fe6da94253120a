"""House styles (huisstijlen): the twelve tokens with which an organisation's forms are drawn.

A style is used only when everything on the page can be read in it: WCAG 2.2 AA, in light and dark.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    delete,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base
from surveys.colours import contrast, lighter_or_darker, with_lightness
from surveys.errors import TooLittleContrast
from surveys.organisations import Municipality, School, SchoolBoard

MOST_RADIUS = 24


class Font(StrEnum):
    """The letters of a form: always ones that the phone has already."""

    SYSTEM = "system"
    HUMANIST = "humanist"
    ROUNDED = "rounded"
    SERIF = "serif"


STACKS: Mapping[Font, str] = {
    Font.SYSTEM: "system-ui,sans-serif",
    Font.HUMANIST: "Verdana,Seravek,Calibri,sans-serif",
    Font.ROUNDED: "ui-rounded,'Arial Rounded MT Bold',Nunito,Quicksand,sans-serif",
    Font.SERIF: "Georgia,'Noto Serif',serif",
}


@dataclass(frozen=True)
class Tokens:
    """Ten colours as `#rrggbb`, the radius of corners in pixels, and a font."""

    bg: str
    fg: str
    mute: str
    line: str
    brand: str
    on: str
    sel: str
    err: str
    focus: str
    halo: str
    radius: int
    font: Font


COLOURS = ("bg", "fg", "mute", "line", "brand", "on", "sel", "err", "focus", "halo")
OURS = Tokens(
    bg="#ffffff", fg="#16202a", mute="#4a5663", line="#6f7d8b", brand="#0b5c6b", on="#ffffff",
    sel="#e0f1f3", err="#b3261e", focus="#16202a", halo="#ffd54a", radius=10, font=Font.SYSTEM,
)  # fmt: skip
OURS_IN_THE_DARK = Tokens(
    bg="#10171d", fg="#eef3f6", mute="#b3c0cb", line="#8a98a5", brand="#7fd3e0", on="#06262d",
    sel="#17343b", err="#ffb4ab", focus="#ffffff", halo="#a86f00", radius=10, font=Font.SYSTEM,
)  # fmt: skip

TEXT, SHAPE = 4.5, 3.0
# Which token must stand out against which other, and how far: text, or the shape of something.
# A ring of two colours is seen on any background.
PAIRS = (
    ("fg", "bg", TEXT),
    ("mute", "bg", TEXT),
    ("line", "bg", SHAPE),
    ("brand", "bg", TEXT),
    ("on", "brand", TEXT),
    ("sel", "fg", TEXT),
    ("sel", "brand", SHAPE),
    ("err", "bg", TEXT),
    ("focus", "halo", SHAPE),
)


@dataclass(frozen=True)
class LowContrast:
    """Two tokens that cannot be told apart, and a colour for the first with which they can be."""

    token: str
    other: str
    ratio: float
    needed: float
    suggestion: str


class HouseStyle(Base):
    """How forms look of the schools of one school board, or else of one municipality."""

    __tablename__ = "house_style"
    __table_args__ = (
        CheckConstraint("(board_id IS NULL) <> (municipality_id IS NULL)", name="of_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int | None] = mapped_column(ForeignKey("school_board.id"), unique=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), unique=True)
    tokens: Mapped[dict[str, Any]] = mapped_column(JSON)

    board: Mapped[SchoolBoard | None] = relationship()
    municipality: Mapped[Municipality | None] = relationship()


def low_contrasts(tokens: Tokens) -> list[LowContrast]:
    """Give the pairs of tokens that WCAG AA refuses; none when everything can be read.

    A pair that is mended by the suggestion for an earlier one is left out.
    """
    lows = []
    mended = tokens
    for token, other, needed in PAIRS:
        ratio = _ratio(tokens, token, other)
        if ratio < needed and _ratio(mended, token, other) < needed:
            suggestion = _suggestion(mended, token)
            lows.append(LowContrast(token, other, ratio, needed, suggestion))
            mended = Tokens(**asdict(mended) | {token: suggestion})
    return lows


def _ratio(tokens: Tokens, token: str, other: str) -> float:
    return contrast(getattr(tokens, token), getattr(tokens, other))


def _suggestion(tokens: Tokens, token: str) -> str:
    """Give the nearest colour for a token that passes each pair in which it comes first."""
    against = [(getattr(tokens, other), needed) for one, other, needed in PAIRS if one == token]
    # A chosen answer that looks like the rest of the page can be read at least.
    return lighter_or_darker(getattr(tokens, token), against) or tokens.bg


def with_visible_lines(tokens: Tokens) -> Tokens:
    """Give a style with its lines made as dark, or as light, as they must be."""
    if _ratio(tokens, "line", "bg") >= SHAPE:
        return tokens
    return replace(tokens, line=_suggestion(tokens, "line"))


def in_the_dark(tokens: Tokens) -> Tokens:
    """Give a style for somebody whose phone is dark: our dark page, in the colours of the style."""
    page = replace(OURS_IN_THE_DARK, radius=tokens.radius, font=tokens.font)
    brand = _moved(tokens.brand, (page.bg, TEXT))
    deep = with_lightness(tokens.brand, 0.3, most_chroma=0.05)
    return replace(
        page,
        brand=brand,
        on=_moved(deep, (brand, TEXT)),
        sel=_moved(deep, (page.fg, TEXT), (brand, SHAPE)),
        err=_moved(tokens.err, (page.bg, TEXT)),
    )


def _moved(colour: str, *against: tuple[str, float]) -> str:
    # On a dark page black always does, or white.
    return lighter_or_darker(colour, against) or OURS_IN_THE_DARK.bg


@cache
def style_sheet(tokens: Tokens) -> str:
    """Give the tokens as custom properties of a page, in light and dark."""
    light = f"{properties(tokens)};--radius:{tokens.radius}px;--font:{STACKS[tokens.font]}"
    dark = properties(in_the_dark(tokens))
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"


def properties(tokens: Tokens) -> str:
    """Give the colours as custom properties."""
    return ";".join(f"--{token}:{getattr(tokens, token)}" for token in COLOURS)


def load_wearers(session: Session) -> list[SchoolBoard | Municipality]:
    """Give who has a house style: school boards, then municipalities, by name."""
    boards = select(SchoolBoard).join(HouseStyle, HouseStyle.board_id == SchoolBoard.id)
    municipalities = select(Municipality).join(
        HouseStyle, HouseStyle.municipality_id == Municipality.id
    )
    return [
        *session.scalars(boards.order_by(SchoolBoard.name)),
        *session.scalars(municipalities.order_by(Municipality.name)),
    ]


def find_style(session: Session, of: SchoolBoard | Municipality) -> HouseStyle | None:
    """Find the house style of a school board or a municipality."""
    return session.scalar(select(HouseStyle).where(_belongs_to(of)))


def find_style_of_school(session: Session, school: School) -> Tokens | None:
    """Find how the forms of a school look: as its board wants, else as its municipality does."""
    wearers = [HouseStyle.municipality_id == school.municipality_id]
    if school.board_id is not None:
        wearers.append(HouseStyle.board_id == school.board_id)
    found = session.scalar(
        select(HouseStyle).where(or_(*wearers)).order_by(HouseStyle.board_id.is_(None)).limit(1)
    )
    return tokens_of(found) if found else None


def tokens_of(style: HouseStyle) -> Tokens:
    """Give the tokens of a house style."""
    return Tokens(**style.tokens | {"font": Font(style.tokens["font"])})


def save_style(session: Session, of: SchoolBoard | Municipality, tokens: Tokens) -> HouseStyle:
    """Give a school board or a municipality this house style. Raises TooLittleContrast."""
    if low_contrasts(tokens):
        raise TooLittleContrast
    style = find_style(session, of) or HouseStyle()
    if isinstance(of, SchoolBoard):
        style.board = of
    else:
        style.municipality = of
    style.tokens = asdict(tokens)
    session.add(style)
    session.flush()
    return style


def remove_style(session: Session, of: SchoolBoard | Municipality) -> None:
    """Let the forms of a school board or a municipality look as ours do."""
    session.execute(delete(HouseStyle).where(_belongs_to(of)))


def _belongs_to(of: SchoolBoard | Municipality) -> ColumnElement[bool]:
    if isinstance(of, SchoolBoard):
        return HouseStyle.board_id == of.id
    return HouseStyle.municipality_id == of.id
