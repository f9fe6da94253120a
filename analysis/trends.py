"""Version against version: whether the figures of a measure go on from an earlier wave."""

from enum import StrEnum

from surveys.questionnaires import Item, Version

_INDICATOR = "indicator~"


class Change(StrEnum):
    """What a later version did to a question: the values of `surveys.definitions.CHANGES`."""

    SAME = "same"
    WORDING = "wording"
    NEW_MEANING = "new-meaning"


def change_of(measure: str, before: Version, after: Version) -> Change:
    """Give the most that happened to the questions of a measure between two versions.

    Figures go on after another wording, and start again after a new meaning; the order of the
    versions does not matter. Between two questionnaires no version says what changed.
    """
    first, last = sorted((before.number, after.number))
    if first == last or before.questionnaire_id != after.questionnaire_id:
        return Change.SAME
    changes = {
        item.change
        for version in after.questionnaire.versions
        if first < version.number <= last
        for item in version.items
        if _is_in(item, measure)
    }
    return next(
        (one for one in (Change.NEW_MEANING, Change.WORDING) if one in changes), Change.SAME
    )


def _is_in(item: Item, measure: str) -> bool:
    if measure.startswith(_INDICATOR):
        return item.measures == measure.removeprefix(_INDICATOR)
    return item.code == measure.partition(":")[0]
