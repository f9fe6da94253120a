from collections import Counter

from bench.clients import Round
from bench.figures import at_most, share_of_bare, table, wait_beside_bare


def rounds(*rates):
    return [Round(rate, Counter({200: 1}), cpu_ms_each=1, p99_ms=1) for rate in rates]


def waits(*p99s):
    return [Round(100, Counter({200: 1}), cpu_ms_each=1, p99_ms=p99) for p99 in p99s]


def test_a_figure_on_its_budget_keeps_it():
    assert at_most("form", 6, 6, "KB").is_kept


def test_a_figure_above_its_budget_misses_it():
    assert not at_most("form", 6.1, 6, "KB").is_kept


def test_a_share_is_the_median_of_rounds_that_alternated():
    figure = share_of_bare("form", rounds(80, 10, 70), rounds(100, 100, 100), least=0.7)

    assert figure.is_kept
    assert figure.figure.startswith("70% (10%–80%;")


def test_a_wait_is_held_beside_that_of_the_same_round():
    figure = wait_beside_bare("p99", waits(10, 90, 14), waits(10, 10, 10), most=1.5)

    assert figure.is_kept
    assert figure.figure.startswith("1.40 × (1.00–9.00;")


def test_a_table_says_which_budget_is_missed():
    [_, line] = table([at_most("form", 7, 6, "KB")]).splitlines()

    assert line.split() == ["form", "7", "KB", "≤", "6", "KB", "MISSED"]
