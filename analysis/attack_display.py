"""Whether every shown text is as coarse as its number of respondents asks, and true."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from analysis.attack_scene import ALL_GROUPS, FLOOR, Figure, Finding, Key, Scene


@dataclass(frozen=True)
class _Precision:
    """How finely a figure over fewer than `below` respondents may be shown.

    Shares, in percent, are multiples of `step`; from `end` and its mirror image outwards they only
    read "≤" and "≥". Means are multiples of `mean_step` and stay `margin` away from the ends of a
    scale of 1 to 5, or that part of a smaller range.
    """

    below: float
    step: int
    end: int
    mean_step: Fraction
    margin: float


_PRECISION = (
    _Precision(20, 10, 20, Fraction(1, 2), 0.5),
    _Precision(100, 5, 5, Fraction(1, 10), 0.2),
    _Precision(300, 1, 2, Fraction(1, 10), 0.2),
    _Precision(math.inf, 1, 1, Fraction(1, 10), 0.2),
)
_NO_SHARES_BELOW = 10
_TWO_SIDES_BELOW = 20
_COVERAGE_BANDS = ((80, 90), (90, 95), (95, 100))
_MEAN_WORDS = {"laag": (0.0, 0.375), "midden": (0.375, 0.625), "hoog": (0.625, 1.0)}
_SLACK = 1e-9


def displayed_coarsely(scene: Scene, members: Mapping[Key, frozenset[Key]]) -> Iterator[Finding]:
    """Display: every text is as coarse as its n asks, and true of the pairs that are counted."""
    for figure in scene.figures:
        n = scene.n(figure.pairs)
        counts = scene.answers.chosen(figure.pairs)
        faults = [
            *_n_faults(figure.n, n),
            *_coverage_faults(figure, scene, members.get(figure.unit, frozenset())),
            *_share_faults(figure.shares, counts, n),
            *_mean_faults(figure.mean, counts, scene.answers.values),
        ]
        for detail in faults:
            yield scene.finding("display", figure.pairs, [figure], detail)


def _n_faults(text: str | None, n: int) -> Iterator[str]:
    least, most = read_range(text) or (n, n)
    if n < _NO_SHARES_BELOW and (least > FLOOR or most < _NO_SHARES_BELOW - 1):
        yield "n is finer than 5–9"


def _coverage_faults(figure: Figure, scene: Scene, schools: frozenset[Key]) -> Iterator[str]:
    if figure.coverage is None:
        return
    band = read_range(figure.coverage, limit=100)
    if band is None or band not in _COVERAGE_BANDS:
        yield "coverage is not one of the bands"
        return
    groups = {group for _, group in scene.sizes}
    if figure.respondent_group != ALL_GROUPS:
        groups = {figure.respondent_group}
    everyone = scene.n((school, group) for school in schools for group in groups)
    if not band[0] * everyone <= 100 * scene.n(figure.pairs) <= band[1] * everyone:
        yield "coverage is not true"


def _share_faults(shares: Mapping[Any, str], counts: Mapping[Key, int], n: int) -> Iterator[str]:
    if shares and n < _NO_SHARES_BELOW:
        yield "shares of fewer than 10"
        return
    if len(shares) > 2 and n < _TWO_SIDES_BELOW:
        yield "more than two sides of fewer than 20"
    precision = _precision(n)
    step, end = precision.step, precision.end
    for side, text in shares.items():
        options = side if isinstance(side, tuple) else (side,)
        share = 100 * sum(counts.get(option, 0) for option in options) / n
        sign, value = _number(text)
        if value is None:
            yield f"share {text!r} cannot be read"
            continue
        least = end if sign == "≤" else end + step
        most = 100 - (end if sign == "≥" else end + step)
        if value % step or not least <= value <= most:
            yield f"share {text!r} is finer than its n allows"
        elif not _is_true(sign, value, share, step):
            yield f"share {text!r} is not true"


def _mean_faults(
    text: str | None, counts: Mapping[Key, int], values: tuple[float, ...]
) -> Iterator[str]:
    if text is None:
        return
    n = sum(counts.values())
    least, most = min(values, default=math.nan), max(values, default=math.nan)
    if not n or any(map(math.isnan, values)) or not least < most:
        yield f"mean {text!r} cannot be checked"
        return
    mean = sum(value * count for value, count in zip(values, counts.values(), strict=True)) / n
    if n < _NO_SHARES_BELOW:
        low, high = _MEAN_WORDS.get(text, (math.inf, -math.inf))
        if low > high:
            yield f"mean {text!r} is finer than its n allows"
        elif not low - _SLACK <= (mean - least) / (most - least) <= high + _SLACK:
            yield f"mean {text!r} is not true"
        return
    sign, value = _number(text)
    precision = _precision(n)
    half = precision.mean_step / 2
    margin = precision.margin * (most - least) / 4
    kept = min(margin, precision.margin)
    if value is None or value % precision.mean_step:
        yield f"mean {text!r} is finer than its n allows"
    elif not least + kept - half <= value <= most - kept + half:
        yield f"mean {text!r} shows an end of the scale"
    else:
        # On a short scale the margin may be a larger part of it.
        cut = precision.margin + half
        is_cut_off = mean <= value <= least + cut or most - cut <= value <= mean
        if not is_cut_off and not _is_true(sign, value, mean, precision.mean_step):
            yield f"mean {text!r} is not true"


def _precision(n: int) -> _Precision:
    return next(precision for precision in _PRECISION if n < precision.below)


def _is_true(sign: str, shown: Fraction, actual: float, step: Fraction | int) -> bool:
    """Tell whether a shown number, '≤' or '≥' if signed, is the actual one within half a step."""
    half = step / 2 + _SLACK
    is_low_enough = actual <= shown + half
    is_high_enough = actual >= shown - half
    return (sign == "≥" or is_low_enough) and (sign == "≤" or is_high_enough)


_RANGE = re.compile(r"([≤≥]?)\s*(\d+)(?:\s*[–-]\s*(\d+))?\s*%?")
_NUMBER = re.compile(r"([≤≥]?)\s*(\d+(?:[.,]\d+)?)\s*%?")
_THOUSANDS = re.compile(r"(?<=\d)[.\s](?=\d{3}(?:\D|$))")


@lru_cache(maxsize=4096)
def read_range(text: str | None, limit: float = math.inf) -> tuple[float, float] | None:
    """Read '23', '5–9', '≥ 95' (up to the limit) or '≤ 5' as least and most, or give None."""
    found = _RANGE.fullmatch(_THOUSANDS.sub("", (text or "").strip()))
    if not found:
        return None
    sign, first, last = found.groups()
    least = 0 if sign == "≤" else int(first)
    return least, (limit if sign == "≥" else int(last or first))


@lru_cache(maxsize=4096)
def _number(text: str) -> tuple[str, Fraction | None]:
    """Read '35', '≤ 5' or '3,5' as its sign and number; the number is None if it is none."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return "", None
    return found[1], Fraction(found[2].replace(",", "."))
