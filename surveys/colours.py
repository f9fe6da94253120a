"""Colours: read from what people write, compared as WCAG does, moved until they can be told apart.

Sources: CSS Color 4 for how they are written; WCAG 2.2, "contrast ratio", for how they compare.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from surveys.errors import InvalidColour
from surveys.lazily import Lazily

if TYPE_CHECKING:
    import coloraide
else:
    coloraide = Lazily("coloraide")

LONGEST = 60
# What people write and theme files hold; nothing that could hold a second thing.
_WRITTEN = re.compile(
    r"#[0-9a-f]{3,8}|[a-z]+|(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\([-+.,%/\w ]+\)"
)
_STEPS = 100


def read_colour(text: str) -> str:
    """Give a colour as `#rrggbb`, from that, `rgb()`, `hsl()`, a name and the like.

    Raises InvalidColour, also when one could see through it: then its contrast is not known.
    """
    written = text.strip().lower()
    if len(written) > LONGEST or not _WRITTEN.fullmatch(written):
        raise InvalidColour(text)
    try:
        colour = coloraide.Color(written)
    except ValueError:
        raise InvalidColour(text) from None
    if colour.alpha() != 1:
        raise InvalidColour(text)
    return _hex(colour)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours, from 1 (the same) to 21 (black and white)."""
    return float(coloraide.Color(one).contrast(coloraide.Color(other), method="wcag21"))


def lighter_or_darker(colour: str, against: Iterable[tuple[str, float]]) -> str | None:
    """Give the nearest lighter or darker colour that contrasts enough with each of the others.

    `against` holds colours with the ratio that each needs. The hue stays. None when there is none.
    """
    wanted = list(against)
    start = coloraide.Color(colour).convert("oklch")
    lightness = start["lightness"]
    for step in range(_STEPS + 1):
        for moved in (lightness - step / _STEPS, lightness + step / _STEPS):
            if 0 <= moved <= 1:
                candidate = _hex(start.clone().set("lightness", moved))
                if all(contrast(candidate, other) >= ratio for other, ratio in wanted):
                    return candidate
    # Between the steps lie black and white.
    return next(
        (
            end
            for end in ("#000000", "#ffffff")
            if all(contrast(end, other) >= ratio for other, ratio in wanted)
        ),
        None,
    )


def with_lightness(colour: str, lightness: float, *, most_chroma: float) -> str:
    """Give a colour of the same hue with this lightness (0–1), no stronger than `most_chroma`."""
    moved = coloraide.Color(colour).convert("oklch")
    return _hex(moved.set("lightness", lightness).set("chroma", lambda c: min(c, most_chroma)))


def _hex(colour: "coloraide.Color") -> str:
    return colour.convert("srgb").clip().to_string(hex=True, alpha=False)
