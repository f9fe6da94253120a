import pytest

from analysis.exports.indicators import indicators_of, with_indicators
from analysis.publications import Cell
from surveys.items import Kind
from surveys.questionnaires import Choice, Item, Version


def an_item(code, measures="steun", groups=("parent",), highest=4, kind=Kind.SCALE):
    choices = [
        Choice(code=str(value), value=value, favourable=value > highest / 2, missing=False)
        for value in range(1, highest + 1)
    ]
    unknown = Choice(code="na", value=None, favourable=False, missing=True)
    return Item(
        code=code, kind=kind.value, measures=measures, groups=list(groups),
        choices=[*choices, unknown],
    )  # fmt: skip


def a_cell(measure, favourable="80", mean="3.2", n="120", **more):
    told = {"coverage": "≥95", "status": "shown", "respondent_group": "parent"} | more
    return Cell(
        unit_kind="school", unit_key="1", measure=measure, n=n, favourable=favourable, mean=mean,
        shares={}, **told,
    )  # fmt: skip


def a_hidden_cell(measure):
    return a_cell(measure, favourable="", mean="", n="", coverage="", status="hidden")


def indicator_of(items, cells):
    *figures, found = with_indicators(Version(items=items), cells)
    assert figures == cells
    return found


TWO = [an_item("a"), an_item("b")]


def test_an_indicator_is_the_mean_of_its_items():
    found = indicator_of(TWO, [a_cell("a"), a_cell("b", favourable="70", mean="2.6", n="110")])

    assert (found.unit_kind, found.unit_key, found.respondent_group) == ("school", "1", "parent")
    assert (found.measure, found.status) == ("indicator~steun", "shown")
    assert (found.favourable, found.mean, found.n) == ("75", "2.9", "110")
    assert found.shares == {}


@pytest.mark.parametrize(
    ("a", "b", "n", "favourable"),
    [
        ("80", "≥98", "120", "90"),
        ("80", "≥95", "60", "90"),
        ("50", "≤20", "15", "30"),
        ("≥99", "≥99", "300", "≥99"),
        ("≤5", "≤5", "50", "≤5"),
        ("80", "75", "50", "80"),
    ],
)
def test_it_is_no_more_precise_than_the_item_that_fewest_answered(a, b, n, favourable):
    found = indicator_of(TWO, [a_cell("a", a, n="400"), a_cell("b", b, n=n)])

    assert found.favourable == favourable


def test_the_lowest_coverage_holds_for_the_whole():
    found = indicator_of(TWO, [a_cell("a", coverage="90–95"), a_cell("b", coverage="80–90")])

    assert found.coverage == "80–90"


@pytest.mark.parametrize("other", [a_hidden_cell("b"), a_cell("b", "", "low", n="5–9")])
def test_where_an_item_says_nothing_in_numbers_the_indicator_is_hidden(other):
    found = indicator_of(TWO, [a_cell("a"), other])

    assert found.status == "hidden"
    assert not any((found.n, found.coverage, found.mean, found.favourable, found.shares))


def test_items_on_different_scales_have_no_mean_together():
    found = indicator_of([an_item("a"), an_item("b", highest=10)], [a_cell("a"), a_cell("b")])

    assert (found.favourable, found.mean) == ("80", "")


def test_a_group_has_the_items_that_it_was_asked():
    items = [an_item("a", groups=("parent", "youth")), an_item("b", groups=("youth",))]
    cells = [
        a_cell("a"),
        a_cell("a", "40", respondent_group="youth"),
        a_cell("b", "60", respondent_group="youth"),
    ]

    found = list(with_indicators(Version(items=items), cells))

    assert [(cell.respondent_group, cell.favourable) for cell in found if "~" in cell.measure] == [
        ("parent", "80"),
        ("youth", "50"),
    ]


def test_all_groups_together_have_no_indicator():
    cells = [a_cell("a", respondent_group="all"), a_cell("b", respondent_group="all")]

    assert list(with_indicators(Version(items=TWO), cells)) == cells


def test_what_has_no_favourable_answer_or_several_answers_measures_nothing_together():
    number = Item(code="c", kind=Kind.NUMBER.value, measures="uren", groups=["parent"], choices=[])
    items = [an_item("a", kind=Kind.MULTIPLE), an_item("b", measures=""), number]

    assert indicators_of(Version(items=items)) == []
