"""What can be counted of a version: every item but what people write."""

from collections.abc import Iterator

from analysis.aggregate import ANSWERED, NO, SKIPPED, YES, Measure
from analysis.precision import Scale
from surveys.items import Kind
from surveys.questionnaires import Item, Version


def measures_of(version: Version) -> list[Measure]:
    """Give the measures of a version, in the order of its items."""
    return [
        measure for item in version.items if not Kind(item.kind).is_text
        for measure in _of_item(item)
    ]  # fmt: skip


def _of_item(item: Item) -> Iterator[Measure]:
    def measure(option: str | None, scale: Scale, *, of_answering: bool = False) -> Measure:
        groups = tuple(item.groups)
        return Measure(item.code, option, scale, groups, item.sensitive, of_answering)

    choices = [choice for choice in item.choices if not choice.missing]
    if Kind(item.kind) is Kind.MULTIPLE:
        for choice in choices:
            yield measure(choice.code, Scale({YES: None, NO: None}, frozenset({YES})))
    elif Kind(item.kind) is Kind.NUMBER:
        numbers = range(item.minimum or 0, (item.maximum or 0) + 1)
        yield measure(None, Scale({str(number): number for number in numbers}, frozenset()))
    else:
        favourable = frozenset(choice.code for choice in choices if choice.favourable)
        yield measure(None, Scale({choice.code: choice.value for choice in choices}, favourable))
    ways = Scale(dict.fromkeys((ANSWERED, *missing_codes(item), SKIPPED)), frozenset({ANSWERED}))
    yield measure(None, ways, of_answering=True)


def missing_codes(item: Item) -> list[str]:
    """Give the answers to an item that are none, such as "don't know"; apart from skipping it."""
    if Kind(item.kind) is Kind.MULTIPLE:
        return []
    return [choice.code for choice in item.choices if choice.missing]
