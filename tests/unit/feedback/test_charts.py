from itertools import pairwise

import pytest

from analysis.publications import Cell
from feedback.charts import as_number, best_first, share_bar
from surveys.items import Option


def an_option(code, value=None, *, favourable=False):
    return Option(code, code.capitalize(), value, favourable=favourable, missing=False)


YES, PARTLY, NO = an_option("yes", 3, favourable=True), an_option("partly", 2), an_option("no", 1)


def a_cell(*, measure="dichtbij", favourable="", **shares):
    return Cell(measure=measure, favourable=favourable, shares=shares)


def drawn(bar):
    return [(segment.code, segment.share) for segment in bar]


@pytest.mark.parametrize(("share", "number"), [("40", 40), ("≤5", 5), ("≥95", 95)])
def test_a_coded_end_counts_as_its_limit(share, number):
    assert as_number(share) == number


def test_a_bar_runs_from_the_most_to_the_least_favourable_answer():
    bar = share_bar(a_cell(no="20", yes="50", partly="30"), [NO, PARTLY, YES], "the rest")

    assert drawn(bar) == [("yes", "50"), ("partly", "30"), ("no", "20")]
    assert [segment.tone for segment in bar] == ["tone-0", "tone-2", "tone-4"]


def test_a_low_value_comes_first_where_low_is_favourable():
    never, often = an_option("never", 0, favourable=True), an_option("often", 5)

    assert best_first([often, never]) == [never, often]


def test_answers_without_a_value_keep_the_order_in_which_they_were_asked():
    asked = [an_option("needed"), an_option("yes"), an_option("no", favourable=True)]

    assert best_first(asked) == asked


@pytest.mark.parametrize("shares", [("≤5", "≤5", "≥95"), ("35", "35", "35"), ("0", "0", "0")])
def test_a_bar_is_never_longer_than_its_place(shares):
    cell = a_cell(**dict(zip(("yes", "partly", "no"), shares, strict=True)))

    bar = share_bar(cell, [YES, PARTLY, NO], "the rest")

    assert sum(segment.width for segment in bar) <= 100.05
    assert all(0 <= segment.start <= 100 for segment in bar)


def test_each_part_starts_where_the_one_before_ends():
    bar = share_bar(a_cell(yes="50", partly="30", no="15"), [YES, PARTLY, NO], "")

    for before, after in pairwise(bar):
        assert after.start == pytest.approx(before.start + before.width, abs=0.02)


@pytest.mark.parametrize(("shown", "rest"), [("60", "40"), ("≤20", "≥80"), ("≥80", "≤20")])
def test_where_few_answered_a_bar_holds_the_favourable_part_and_the_rest(shown, rest):
    bar = share_bar(a_cell(favourable=shown), [YES, PARTLY, NO], "the rest")

    assert drawn(bar) == [("favourable", shown), ("rest", rest)]


def test_a_favourable_part_is_named_by_its_answers():
    good = [an_option("often", 4, favourable=True), an_option("always", 5, favourable=True)]

    assert share_bar(a_cell(favourable="60"), good, "the rest")[0].text == "Often + Always"


def test_a_hidden_figure_has_no_bar():
    assert share_bar(a_cell(), [YES, NO], "the rest") == []


def test_an_answer_that_the_cell_does_not_hold_is_not_drawn():
    unknown = an_option("na")

    assert "na" not in dict(drawn(share_bar(a_cell(yes="60", no="40"), [YES, NO, unknown], "")))


def test_answers_of_which_none_is_better_get_shades_of_one_colour():
    options = [an_option("morning"), an_option("evening")]

    bar = share_bar(a_cell(morning="60", evening="40"), options, "")

    assert [segment.tone for segment in bar] == ["shade-0", "shade-4"]


def test_picking_one_of_several_answers_is_neither_good_nor_bad():
    bar = share_bar(a_cell(measure="wie:leraar", yes="60", no="40"), [YES, NO], "")

    assert {segment.tone for segment in bar} == {"shade-0", "shade-4"}
