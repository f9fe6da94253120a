import pytest
from flask import Flask

from analysis.publications import ALL_GROUPS, UnitKind
from analysis.themes import Firmness
from feedback.comments.firmness import firmness_name
from feedback.i18n import use_locale
from feedback.naming import group_name, mean_text, unit_kind_name
from surveys.items import RespondentGroup


@pytest.fixture(autouse=True, params=["nl", "en"])
def locale(request):
    with Flask(__name__).app_context():
        use_locale(request.param)
        yield request.param


def test_every_group_has_a_name_of_its_own():
    groups = [*(group.value for group in RespondentGroup), ALL_GROUPS]

    assert len({group_name(group) for group in groups}) == len(groups)


def test_every_kind_of_unit_has_a_name_of_its_own():
    assert len({unit_kind_name(kind) for kind in UnitKind}) == len(UnitKind)


def test_every_firmness_has_a_name_of_its_own():
    assert len({firmness_name(firmness) for firmness in Firmness}) == len(Firmness)


def test_a_mean_is_written_as_people_of_the_language_do(locale):
    assert mean_text("7.3") == {"nl": "7,3", "en": "7.3"}[locale]


@pytest.mark.parametrize("mean", ["low", "middle", "high"])
def test_a_mean_of_very_few_people_is_a_word(mean):
    assert mean_text(mean).isalpha()


def test_a_measure_without_a_mean_has_none():
    assert mean_text("") == ""
