"""Where the agenda stands, in words and as the parts of a bar."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.agenda import Figure, Range, Standing, State
from feedback.i18n import format_number
from feedback.i18n import gettext as _
from feedback.naming import mean_text
from surveys.agenda import Indicator, Statistic

_WIDTH = 100.0
# From blue to red, as favourable and unfavourable answers are.
TONES = {
    State.REACHED: "tone-0",
    State.UNDER_WAY: "tone-1",
    State.UNJUDGED: "tone-2",
    State.NOT_BETTER: "tone-4",
    State.NO_FIGURE: "blank",
}


@dataclass(frozen=True)
class Part:
    """How many indicators are in one state, and where that is drawn in a bar 100 wide."""

    state: State
    n: int
    start: float
    width: float

    @property
    def tone(self) -> str:
        """Give the colour of this part."""
        return TONES[self.state]


def parts_of(standings: Iterable[Standing]) -> Sequence[Part]:
    """Give how many of these indicators are in each state, what is reached first."""
    counts = Counter(one.state for one in standings)
    parts: list[Part] = []
    start = 0.0
    for state in (one for one in TONES if counts[one]):
        width = _WIDTH * counts[state] / counts.total()
        parts.append(Part(state, counts[state], round(start, 2), round(width, 2)))
        start += width
    return parts


def state_name(state: State) -> str:
    """Say where an indicator stands."""
    return {
        State.REACHED: _("target reached"),
        State.UNDER_WAY: _("on the way"),
        State.NOT_BETTER: _("not yet better"),
        State.UNJUDGED: _("not to be said yet"),
        State.NO_FIGURE: _("no figure yet"),
    }[state]


def figure_text(indicator: Indicator, figure: Figure) -> str:
    """Write a figure as it may be shown; a hidden one says that it is."""
    if figure.is_hidden:
        return _("Too few (different) answers")
    source = indicator.follows
    if source is None:
        return _in_unit(indicator, format_number(float(figure.shown)))
    if not figure.shown:
        return _("Too few answers to say more.")
    return mean_text(figure.shown) if source.statistic is Statistic.MEAN else f"{figure.shown} %"


def aim_text(indicator: Indicator, value: float) -> str:
    """Write a baseline or target that was entered."""
    return _in_unit(indicator, format_number(value))


def range_text(indicator: Indicator, known: Range) -> str:
    """Write a baseline that was measured."""
    if known.lower == known.upper:
        return aim_text(indicator, known.lower)
    return _in_unit(indicator, f"{format_number(known.lower)}–{format_number(known.upper)}")


def _in_unit(indicator: Indicator, number: str) -> str:
    source = indicator.follows
    unit = indicator.unit if source is None else "%" * (source.statistic is Statistic.FAVOURABLE)
    return f"{number} {unit}".strip()
