"""Published cells as bars. A bar never says more than its cell: widths are the shown figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.publications import Cell
from surveys.items import Option

WIDTH = 100.0
DARKEST = 4


@dataclass(frozen=True)
class Segment:
    """One part of a bar: where it starts and how wide it is, out of 100; `tone` picks the colour.

    Tones run from "tone-0" (the most favourable) to "tone-4" (the least), or, where no answer is
    better than another, from "shade-0" to "shade-4".
    """

    code: str
    text: str
    share: str
    start: float
    width: float
    tone: str


def as_number(share: str) -> int:
    """Give the whole percentage that a shown share stands for; "≤5" counts as 5."""
    return int(share.lstrip("≤≥"))


def share_bar(cell: Cell, options: Sequence[Option], rest: str) -> list[Segment]:
    """Give the parts of a cell's bar: each answer, or the favourable ones against the `rest`.

    Empty when the cell shows no shares. Rounded shares rarely add up to 100, so the widths are
    made to.
    """
    if cell.shares:
        parts = [
            (option.code, option.text, cell.shares[option.code])
            for option in best_first(options)
            if option.code in cell.shares
        ]
    elif cell.favourable:
        favourable = " + ".join(option.text for option in options if option.favourable)
        parts = [("favourable", favourable, cell.favourable), ("rest", rest, _other(cell))]
    else:
        return []
    is_one_of_many = ":" in cell.measure
    is_judged = any(option.favourable for option in options) and not is_one_of_many
    return _laid_out(parts, "tone" if is_judged else "shade")


def best_first(options: Sequence[Option]) -> list[Option]:
    """Give options from the most favourable on; those without values as they were asked."""
    ordered = sorted(options, key=lambda option: -(option.value or 0))
    ends = [option for option in ordered if option.value is not None]
    is_best_last = bool(ends) and ends[-1].favourable and not ends[0].favourable
    return ordered[::-1] if is_best_last else ordered


def _other(cell: Cell) -> str:
    other = str(100 - as_number(cell.favourable))
    return {"≤": f"≥{other}", "≥": f"≤{other}"}.get(cell.favourable[0], other)


def _laid_out(parts: Sequence[tuple[str, str, str]], colours: str) -> list[Segment]:
    total = sum(as_number(share) for _, _, share in parts) or 1
    segments: list[Segment] = []
    start = 0.0
    for position, (code, text, share) in enumerate(parts):
        width = WIDTH * as_number(share) / total
        tone = f"{colours}-{round(DARKEST * position / max(len(parts) - 1, 1))}"
        segments.append(Segment(code, text, share, round(start, 2), round(width, 2), tone))
        start += width
    return segments
