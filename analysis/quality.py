"""Signs that a link was answered more than once by somebody, looked for after closing.

Nothing ties forms to a person, so a sign is never proof, and no form is ever dropped for it:
a person talks to the school. The rules are in docs/disclosure.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from scipy.stats import binom

from analysis.microdata import Vector
from analysis.previews import Flag, Sign
from surveys.items import RespondentGroup

# Shorter forms are honestly the same too often to tell anything.
FEWEST_ANSWERS = 8
# Somebody who gives one answer to four in five items is in a hurry, or simply content.
STRAIGHT = 0.8
FEWEST_COPIES = 10
UNLIKELY = 1e-6
# Of fewer forms elsewhere nobody can tell what is usual.
FEWEST_ELSEWHERE = 50
# A register is of last October; a school may have grown since.
GROWTH = 1.1
_PUPILS = {RespondentGroup.CHILD, RespondentGroup.YOUTH}


def find_flags(
    vectors: Mapping[tuple[int, str], Mapping[Vector, int]],
    n_pupils: Mapping[int, int | None],
    n_hasty: Mapping[tuple[int, str], int],
) -> Iterator[Flag]:
    """Compare each unit with the others of its group.

    `vectors` counts by unit (school id and group) how many forms gave exactly the same answers
    (item and code, in one order), `n_hasty` how many came too fast; `n_pupils` is by school id.
    """
    of_group: dict[str, Counter[Vector]] = defaultdict(Counter)
    hasty_of_group: Counter[str] = Counter()
    for unit, counts in vectors.items():
        of_group[unit[1]].update(counts)
        hasty_of_group[unit[1]] += n_hasty.get(unit, 0)
    for unit, counts in vectors.items():
        school_id, group = unit
        elsewhere = of_group[group] - Counter(counts)
        if _has_copies(counts, elsewhere):
            yield Flag(*unit, Sign.COPIES)
        n, n_elsewhere = sum(counts.values()), elsewhere.total()
        straight, straight_elsewhere = _count_straight(counts), _count_straight(elsewhere)
        if _is_unusual(straight, n, straight_elsewhere, n_elsewhere):
            yield Flag(*unit, Sign.STRAIGHT)
        hasty = n_hasty.get(unit, 0)
        if _is_unusual(hasty, n, hasty_of_group[group] - hasty, n_elsewhere):
            yield Flag(*unit, Sign.HASTY)
        most = n_pupils.get(school_id)
        if group in _PUPILS and most and n > GROWTH * most:
            yield Flag(*unit, Sign.TOO_MANY)


def _has_copies(counts: Mapping[Vector, int], elsewhere: Counter[Vector]) -> bool:
    n = sum(counts.values())
    return any(
        n_copies >= FEWEST_COPIES
        and len(vector) >= FEWEST_ANSWERS
        and not _is_straight(vector)
        and binom.sf(n_copies - 1, n, _chance(vector, counts, elsewhere)) < UNLIKELY
        for vector, n_copies in counts.items()
    )


def _chance(vector: Vector, counts: Mapping[Vector, int], elsewhere: Counter[Vector]) -> float:
    """Give how probable exactly these answers are, by others elsewhere and by others here."""
    here = {other: n for other, n in counts.items() if other != vector}
    n_here = sum(here.values())
    by_answer: Counter[tuple[str, str]] = Counter()
    for other, n in here.items():
        by_answer.update(dict.fromkeys(other, n))
    apart = 1.0
    for answer in vector:
        apart *= (by_answer[answer] + 1) / (n_here + 2)
    n_elsewhere = elsewhere.total()
    if n_elsewhere < FEWEST_ELSEWHERE:
        return apart
    return max(apart, (elsewhere[vector] + 1) / (n_elsewhere + 1))


def _is_unusual(n_odd: int, n: int, n_odd_elsewhere: int, n_elsewhere: int) -> bool:
    """Tell whether so many odd forms are hardly chance, by how many there are elsewhere."""
    if n_odd < FEWEST_COPIES or n_elsewhere < FEWEST_ELSEWHERE:
        return False
    usual = min(1.0, (n_odd_elsewhere + 1) / (n_elsewhere + 1))
    return bool(binom.sf(n_odd - 1, n, usual) < UNLIKELY)


def _count_straight(counts: Mapping[Vector, int]) -> int:
    return sum(n for vector, n in counts.items() if _is_straight(vector))


def _is_straight(vector: Vector) -> bool:
    if len(vector) < FEWEST_ANSWERS:
        return False
    [(_, most)] = Counter(code for _, code in vector).most_common(1)
    return most >= STRAIGHT * len(vector)
