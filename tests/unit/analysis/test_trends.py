import pytest

from analysis.trends import Change, change_of
from surveys.questionnaires import Item, Questionnaire, Version


def versions(*changes, code="dichtbij"):
    """Versions of a questionnaire, each with what it did to its one question."""
    questionnaire = Questionnaire(id=1, code="nabijheid")
    for number, change in enumerate(changes, start=1):
        item = Item(code=code, measures="nabijheid", change=change)
        questionnaire.versions.append(Version(number=number, questionnaire_id=1, items=[item]))
    return questionnaire.versions


@pytest.mark.parametrize(
    ("changes", "change"),
    [
        (["same", "same"], Change.SAME),
        (["same", "wording"], Change.WORDING),
        (["same", "new-meaning"], Change.NEW_MEANING),
        (["same", "wording", "same"], Change.WORDING),
        (["same", "new-meaning", "wording"], Change.NEW_MEANING),
        # What a version did to the one before it says nothing of what came after.
        (["new-meaning", "same"], Change.SAME),
    ],
)
@pytest.mark.parametrize("measure", ["dichtbij", "dichtbij:leraar", "indicator~nabijheid"])
def test_the_most_that_happened_between_two_versions_counts(changes, change, measure):
    first, *_, last = versions(*changes)

    assert change_of(measure, first, last) is change
    assert change_of(measure, last, first) is change


def test_what_happened_to_another_question_does_not_count():
    first, last = versions("same", "new-meaning", code="wie")

    assert change_of("dichtbij", first, last) is Change.SAME


def test_another_questionnaire_does_not_say_what_changed():
    last = versions("same", "new-meaning")[-1]
    other = Version(number=1, questionnaire_id=2)

    assert change_of("dichtbij", other, last) is Change.SAME
