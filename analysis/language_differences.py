"""Questions that seem to work differently in one language, of a whole wave.

The sums are blurred (`surveys.language_counts`): what is counted under a language is a mixture of
it and of all others, in known parts, so that the difference of two means only has to be divided by
how far the mixtures are apart.

People who answer in another language may really be more, or less, content. So a question is held
against the other ones: what counts is how much more the languages differ on it than on the rest
(item-by-group interaction). The one that stands out most is put aside, and the rest is looked at
again, until none does.

Sources: Warner (1965) as there; Angoff & Ford (1973), "Item-race interaction on a test of
scholastic aptitude", Journal of Educational Measurement 10; Dorans & Schmitt (1991), "Constructed
response and differential item functioning", ETS RR-91-47, for means divided by the spread.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.measures import measures_of
from analysis.precision import Scale
from surveys.campaigns import Wave
from surveys.language_counts import KEPT, LanguageAnswerCount
from surveys.wordings import SOURCE_LANGUAGE

# So many answers in the language, and so many in the others, before anything is said.
FEWEST = 50
# So many other questions are needed to hold one against.
FEWEST_OTHERS = 3
# Less than a quarter of the spread of the answers is no difference that matters.
SMALLEST = 0.25
SURENESS = 0.95

# By option code, by the language that they are counted under.
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, order=True)
class LanguageDifference:
    """One question that one language answers otherwise than its other answers let expect."""

    respondent_group: str
    item: str
    language: str
    is_more_positive: bool


@dataclass(frozen=True)
class Gap:
    """How far a language lies above the others on one question, in standard deviations."""

    size: float
    variance: float


def find_differences(session: Session, wave: Wave) -> list[LanguageDifference]:
    """Give the questions of a wave that seem to work differently in a translation, in order.

    With 95 % certainty over all questions, groups and languages of the wave together.
    """
    languages = sorted(wave.version.languages)
    values = {
        measure.item: _oriented(measure.scale)
        for measure in measures_of(wave.version)
        if not measure.of_answering
    }
    gaps: dict[tuple[str, str], dict[str, Gap]] = {}
    for (group, item), counts in _load(session, wave.id).items():
        for language in set(languages) - {SOURCE_LANGUAGE}:
            if gap := gap_of(counts, values[item], language, n_languages=len(languages)):
                gaps.setdefault((group, language), {})[item] = gap
    n_tests = sum(map(len, gaps.values()))
    return sorted(
        LanguageDifference(group, item, language, gap.size > 0)
        for (group, language), by_item in gaps.items()
        for item, gap in stand_out(by_item, n_tests=n_tests).items()
    )


def gap_of(
    counts: Counts, values: Mapping[str, float], language: str, *, n_languages: int
) -> Gap | None:
    """Give how far a language lies above the others; None where too few people answered.

    `counts` are blurred; `values` are those of the options that are on the scale.
    """
    own = _by_value(counts.get(language, {}), values)
    rest = _by_value({}, values)
    for other, codes in counts.items():
        if other != language:
            for value, n in _by_value(codes, values).items():
                rest[value] = rest.get(value, 0) + n
    n_own, n_rest = sum(own.values()), sum(rest.values())
    by_lot = (1 - KEPT) / n_languages
    n_speakers = (n_own - by_lot * (n_own + n_rest)) / KEPT
    if min(n_speakers, n_own + n_rest - n_speakers) < FEWEST:
        return None
    apart = n_speakers * ((KEPT + by_lot) / n_own - (1 - KEPT - by_lot) / n_rest)
    together = {value: own.get(value, 0) + rest.get(value, 0) for value in {*own, *rest}}
    (mean_own, spread_own), (mean_rest, spread_rest) = _moments(own), _moments(rest)
    _, spread = _moments(together)
    if apart <= 0 or spread == 0:
        return None
    scale = apart * sqrt(spread)
    variance = spread_own / n_own + spread_rest / n_rest
    return Gap((mean_own - mean_rest) / scale, variance / scale**2)


def stand_out(gaps: Mapping[str, Gap], *, n_tests: int) -> dict[str, Gap]:
    """Give the questions on which a language differs more than on the others, and how much more."""
    # Both sides, and one error in all the tests together.
    limit = NormalDist().inv_cdf(1 - (1 - SURENESS) / (2 * max(n_tests, 1)))
    found: dict[str, Gap] = {}
    while farthest := max(
        _against_others({code: gap for code, gap in gaps.items() if code not in found}),
        key=lambda one: one[1].size ** 2 / one[1].variance,
        default=None,
    ):
        code, beyond = farthest
        if abs(beyond.size) < max(SMALLEST, limit * sqrt(beyond.variance)):
            break
        found[code] = beyond
    return found


def _against_others(gaps: Mapping[str, Gap]) -> Iterator[tuple[str, Gap]]:
    """Give how far each question lies from the mean of the others."""
    for code, gap in gaps.items():
        others = [one for other, one in gaps.items() if other != code]
        if len(others) < FEWEST_OTHERS:
            return
        weight = sum(1 / one.variance for one in others)
        usual = sum(one.size / one.variance for one in others) / weight
        yield code, Gap(gap.size - usual, gap.variance + 1 / weight)


def _oriented(scale: Scale) -> Mapping[str, float]:
    """Give the values so that more is better, also where a question asks for what is bad."""
    values = {code: value for code, value in scale.values.items() if value is not None}
    good = [value for code, value in values.items() if code in scale.favourable]
    other = [value for code, value in values.items() if code not in scale.favourable]
    is_reversed = bool(good and other) and max(good) < min(other)
    return {code: -value if is_reversed else value for code, value in values.items()}


def _load(session: Session, wave_id: int) -> dict[tuple[str, str], dict[str, dict[str, int]]]:
    found: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
    query = select(LanguageAnswerCount).where(LanguageAnswerCount.wave_id == wave_id)
    for row in session.scalars(query):
        of_item = found.setdefault((row.respondent_group, row.item), {})
        of_item.setdefault(row.language, {})[row.code] = row.n
    return found


def _by_value(codes: Mapping[str, int], values: Mapping[str, float]) -> dict[float, int]:
    return {values[code]: n for code, n in codes.items() if code in values}


def _moments(counts: Mapping[float, int]) -> tuple[float, float]:
    """Give mean and variance of a sample."""
    n = sum(counts.values())
    mean = sum(value * count for value, count in counts.items()) / n
    squares = sum((value - mean) ** 2 * count for value, count in counts.items())
    return mean, squares / max(n - 1, 1)
