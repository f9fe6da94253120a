"""Published cells as bars. A bar never says more than its cell: widths are the shown figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.publications import Cell
from surveys.items import Option

# Below this many percent a label would not fit in its part of the bar.
SMALLEST_LABEL = 8
WIDTH = 100.0


@dataclass(frozen=True)
class Segment:
    """One part of a bar: where it starts and how wide it is, out of 100; `tone` picks the colour.

    Tones run from 0 (the most favourable) to 4 (the least).
    """

    code: str
    text: str
    share: str
    start: float
    width: float
    tone: int

    @property
    def has_room(self) -> bool:
        """Tell whether the share can be written inside."""
        return self.width >= SMALLEST_LABEL


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
    return _laid_out(parts)


def best_first(options: Sequence[Option]) -> list[Option]:
    """Give options from the most favourable on; those without values as they were asked."""
    return sorted(options, key=lambda option: -(option.value or 0))


def _other(cell: Cell) -> str:
    other = str(100 - as_number(cell.favourable))
    return {"≤": f"≥{other}", "≥": f"≤{other}"}.get(cell.favourable[0], other)


def _laid_out(parts: Sequence[tuple[str, str, str]]) -> list[Segment]:
    total = sum(as_number(share) for _, _, share in parts) or 1
    segments: list[Segment] = []
    start = 0.0
    for position, (code, text, share) in enumerate(parts):
        width = WIDTH * as_number(share) / total
        tone = round(4 * position / max(len(parts) - 1, 1))
        segments.append(Segment(code, text, share, round(start, 2), round(width, 2), tone))
        start += width
    return segments
