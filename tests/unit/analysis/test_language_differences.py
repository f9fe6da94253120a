"""What a translation does to answers, on people who are made up by lot."""

import random
from collections import Counter, defaultdict

import pytest

from analysis.language_differences import FEWEST, Gap, gap_of, stand_out
from surveys.language_counts import KEPT

LANGUAGES = ["ar", "de", "en", "fr", "nl", "pl", "tr", "uk"]
VALUES = {str(value): float(value) for value in range(1, 6)}
N_ITEMS = 8


def blurred_counts(dice, n_turkish, n_dutch, *, planted=0.0, mood=0.0):
    """Count answers to eight questions, of which the first one is put otherwise in Turkish."""
    counts = [defaultdict(Counter) for _ in range(N_ITEMS)]
    for language in ["tr"] * n_turkish + ["nl"] * n_dutch:
        person = dice.gauss(mood if language == "tr" else 0, 0.6)
        for item, of_item in enumerate(counts):
            middle = 3.5 + person + (planted if (language, item) == ("tr", 0) else 0)
            code = str(min(5, max(1, round(dice.gauss(middle, 1)))))
            label = language if dice.random() < KEPT else dice.choice(LANGUAGES)
            of_item[label][code] += 1
    return counts


def found_in(counts, language="tr"):
    gaps = {
        str(item): gap
        for item, of_item in enumerate(counts)
        if (gap := gap_of(of_item, VALUES, language, n_languages=len(LANGUAGES)))
    }
    return stand_out(gaps, n_tests=len(gaps))


def test_a_gap_is_as_large_as_it_was_before_the_blurring():
    counts = blurred_counts(random.Random(1), 20_000, 20_000, planted=-1)

    gap = gap_of(counts[0], VALUES, "tr", n_languages=len(LANGUAGES))

    # A whole point, cut off at both ends, on answers that spread by 1.2.
    assert gap.size == pytest.approx(-0.72, abs=0.05)
    assert gap.size / gap.variance**0.5 < -30


def test_a_question_that_was_translated_otherwise_is_found_and_no_other():
    hits = [
        list(found_in(blurred_counts(random.Random(seed), 400, 1600, planted=-0.8, mood=-0.4)))
        for seed in range(20)
    ]

    assert sum("0" in found for found in hits) >= 19
    # Another one by chance, in one of twenty on average.
    assert sum(len(found) for found in hits) <= 20 + 2


def test_people_who_are_less_content_with_everything_make_no_question_stand_out():
    alarms = sum(
        bool(found_in(blurred_counts(random.Random(seed), 150, 850, mood=-0.8)))
        for seed in range(60)
    )

    # With 95 % certainty there are three on average.
    assert alarms <= 6


def test_nothing_is_said_of_a_language_in_which_few_answered():
    few, many = FEWEST // 2, 20 * FEWEST
    counts = blurred_counts(random.Random(1), few, many, planted=-3)

    assert gap_of(counts[0], VALUES, "tr", n_languages=len(LANGUAGES)) is None
    assert gap_of(counts[0], VALUES, "fr", n_languages=len(LANGUAGES)) is None


def test_nothing_is_said_where_everybody_says_the_same():
    counts = {"tr": {"5": 200}, "nl": {"5": 900}}

    assert gap_of(counts, VALUES, "tr", n_languages=2) is None


def test_answers_that_are_not_on_the_scale_do_not_count():
    counts = {"tr": {"5": 100, "na": 900}, "nl": {"1": 900}}
    without = {"tr": {"5": 100}, "nl": {"1": 900}}

    assert gap_of(counts, VALUES, "tr", n_languages=2) == gap_of(
        without, VALUES, "tr", n_languages=2
    )


def test_a_question_has_to_be_held_against_three_others():
    gaps = {"a": Gap(-2.0, 0.001), "b": Gap(0.0, 0.001), "c": Gap(0.0, 0.001)}

    assert stand_out(gaps, n_tests=3) == {}
    assert list(stand_out({**gaps, "d": Gap(0.0, 0.001)}, n_tests=4)) == ["a"]


def test_one_that_stands_out_does_not_make_others_stand_out():
    """Five that lie together, and one far from them that pulls the mean of the rest."""
    gaps = {str(item): Gap(0.1, 0.004) for item in range(5)} | {"far": Gap(-3.0, 0.004)}

    assert list(stand_out(gaps, n_tests=6)) == ["far"]


def test_a_small_difference_is_none_however_sure_it_is():
    gaps = {str(item): Gap(0.0, 1e-8) for item in range(5)} | {"near": Gap(-0.2, 1e-8)}

    assert stand_out(gaps, n_tests=6) == {}
