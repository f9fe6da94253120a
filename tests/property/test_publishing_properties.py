"""Whatever the region looks like, what is published about it gives nobody away."""

from collections import Counter
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import disclosure, figures, precision
from analysis.aggregate import sum_inside
from analysis.disclosure import SafeBlock, form_blocks
from analysis.gate import Edition, attack_editions, edition_of
from analysis.publications import ALL_GROUPS
from tests.property.made_up_regions import made_up_region, regions, threshold

# `pytest --hypothesis-profile=many` tries many more.
thorough = settings(max_examples=max(200, settings().max_examples))
WAVES = 3
seeds = st.integers(0, 2**32 - 1)
SEEDS = range(0, 36, 3)


def blocks_with_counts(region):
    """Every block with the true answers of its schools, whatever the block says of itself."""
    for one in region.blocks():
        for block in one.blocks:
            yield one.group, block, region.answers[one.group].loc[list(block.schools)]


@thorough
@given(regions)
def test_every_block_has_enough_respondents_who_differ(region):
    for group, block, counts in blocks_with_counts(region):
        n = counts.to_numpy().sum()
        assert n >= threshold(group) * (1 if len(block.schools) == 1 else 2)
        assert counts.sum().max() <= n - 2


@thorough
@given(regions)
def test_every_block_counts_all_respondents_of_its_schools(region):
    for _, block, counts in blocks_with_counts(region):
        assert dict(block.counts) == {code: n for code, n in counts.sum().items() if n}


@thorough
@given(regions)
def test_no_school_is_counted_in_two_blocks(region):
    for one in region.blocks():
        schools = [school for block in one.blocks for school in block.schools]
        assert len(schools) == len(set(schools))


@thorough
@given(regions)
def test_a_pool_hides_each_of_its_schools(region):
    for group, block, counts in blocks_with_counts(region):
        if len(block.schools) == 1:
            continue
        of_school = counts.sum(axis=1)
        largest, n = of_school.max(), of_school.sum()
        assert (of_school > 0).sum() >= 3
        assert 3 * largest <= 2 * n
        assert n - largest >= threshold(group)


@thorough
@given(regions)
def test_a_school_that_can_stand_alone_is_never_pooled_or_left_out(region):
    for one in region.blocks():
        n, most = one.counts.sum(axis=1), one.counts.max(axis=1)
        can = set(one.counts.index[(n >= one.threshold) & (most <= n - 2)])
        assert {block.schools[0] for block in one.blocks if len(block.schools) == 1} == can


@thorough
@given(regions)
def test_at_most_one_pool_crosses_the_border_of_a_municipality(region):
    for one in region.blocks():
        homes = [set(region.places.loc[list(b.schools), "municipality"]) for b in one.blocks]
        assert sum(len(municipalities) > 1 for municipalities in homes) <= 1


@thorough
@given(regions)
def test_the_order_of_schools_and_answers_changes_nothing(region):
    for one in region.blocks():
        turned = form_blocks(
            one.counts.iloc[::-1, ::-1], region.places.iloc[::-1].loc[one.counts.index[::-1]],
            threshold=one.threshold,
        )  # fmt: skip
        assert turned == one.blocks


@thorough
@given(regions, st.integers(0, 2**32 - 1))
def test_one_more_respondent_moves_no_other_school_that_stands_alone(region, pick):
    for one in region.blocks():
        school = one.counts.index[pick % len(one.counts)]
        more = one.counts.copy()
        more.loc[school, more.columns[pick % len(more.columns)]] += 1
        later = form_blocks(more, region.places.loc[more.index], threshold=one.threshold)

        alone = [block for block in one.blocks if len(block.schools) == 1]
        assert all(block in later for block in alone if block.schools != (school,))


@given(regions)
def test_every_figure_is_the_sum_of_the_blocks_inside_its_unit(region):
    blocks = region.blocks()
    for figure in region.figures():
        inside = [
            (one.group, block)
            for one in blocks
            for block in one.blocks
            if figure.group in (one.group, ALL_GROUPS)
            and set(block.schools) <= set(figure.unit.school_ids)
        ]
        assert sum(figure.counted.counts.values()) == sum(block.n for _, block in inside)
        assert figure.counted.pairs == {(s, group) for group, b in inside for s in b.schools}


@given(regions)
def test_a_figure_is_shown_exactly_when_it_counts_four_in_five_of_its_respondents(region):
    for figure in region.figures():
        everyone = sum(
            int(counts.loc[figure.unit.school_ids].to_numpy().sum())
            for group, counts in region.answers.items()
            if figure.group in (group, ALL_GROUPS)
        )
        counted = sum(figure.counted.counts.values())
        assert (figure.shown is not None) == (counted > 0 and 5 * counted >= 4 * everyone)


@given(regions)
def test_no_figure_says_that_all_or_none_gave_an_answer(region):
    said = {"0", "100", "≤0", "≥100"}
    for shown in filter(None, (figure.shown for figure in region.figures())):
        assert said.isdisjoint({shown.favourable, *shown.shares.values()})


@thorough
@given(regions)
def test_the_outsider_finds_nobody(region):
    report = region.attacked()

    assert report.is_safe, report.summary()


def story(region, seed) -> list[Edition]:
    """All that is published of a wave: at first, after corrections, and grouped anew."""
    first = region.blocks()
    later = region.after(seed)
    second = later.later_blocks(first)
    return [
        edition_of(1, region.units(), first),
        edition_of(2, region.units(), second),
        edition_of(3, region.with_a_later_pilot(seed), second),
    ]


@settings(max_examples=thorough.max_examples // WAVES + 1)
@given(st.lists(regions, min_size=WAVES, max_size=WAVES), seeds)
def test_in_three_waves_no_later_publication_gives_anybody_away(waves, seed):
    for region in waves:
        report = attack_editions(story(region, seed))

        assert report.is_safe, report.summary()


@thorough
@given(regions, seeds)
def test_a_block_stays_whole_and_only_enough_people_come_or_go(region, seed):
    first = region.blocks()
    for before, after in zip(first, region.after(seed).later_blocks(first), strict=True):
        then = {block.schools: Counter(block.counts) for block in before.blocks}
        now = {block.schools: Counter(block.counts) for block in after.blocks}
        assert then.keys() <= now.keys()
        for schools, counts in then.items():
            for moved in (now[schools] - counts, counts - now[schools]):
                n = moved.total()
                assert n == 0 or (n >= before.threshold and max(moved.values()) <= n - 2)


def found_by_the_outsider_later() -> set[str]:
    reports = [attack_editions(story(made_up_region(s, 4 + s, 1 + s % 4), s)) for s in SEEDS[:6]]
    return {finding.rule for report in reports for finding in report.findings}


def test_a_block_that_follows_every_newcomer_is_found(monkeypatch):
    assert not found_by_the_outsider_later()
    monkeypatch.setattr(disclosure, "_may_move", lambda then, now, threshold: True)

    assert "A6" in found_by_the_outsider_later()


def test_blocks_that_are_formed_anew_are_found(monkeypatch):
    def anew(frozen, then, now, places, *, threshold):
        return form_blocks(now, places.loc[now.index], threshold=threshold), now

    monkeypatch.setattr("tests.property.made_up_regions.carry_on", anew)

    assert {"A2", "A6"} & found_by_the_outsider_later()


def found_by_the_outsider() -> set[str]:
    """The rules that the outsider finds broken, over regions of all sizes."""
    reports = [made_up_region(seed, 4 + seed, 1 + seed % 4).attacked() for seed in SEEDS]
    return {finding.rule for report in reports for finding in report.findings}


def test_without_a_mistake_the_outsider_finds_nothing_in_these_regions():
    assert not found_by_the_outsider()


def test_a_lowered_threshold_is_found(monkeypatch):
    def lowered(counts, places, *, threshold):
        return form_blocks(counts, places, threshold=3)

    monkeypatch.setattr("tests.property.made_up_regions.form_blocks", lowered)

    assert "A2" in found_by_the_outsider()


def test_a_pool_of_two_schools_is_found(monkeypatch):
    monkeypatch.setattr(disclosure, "SMALLEST_POOL", 2)

    assert "A2" in found_by_the_outsider()


def test_a_pool_that_is_mostly_one_school_is_found(monkeypatch):
    monkeypatch.setattr(disclosure, "LARGEST_PART_OF_POOL", Fraction(1))

    assert "A2" in found_by_the_outsider()


def test_a_pool_without_any_rule_is_found(monkeypatch):
    monkeypatch.setattr(disclosure, "_is_safe_pool", lambda counts, threshold: len(counts) > 0)

    assert {"A2", "A8"} <= found_by_the_outsider()


def test_a_school_where_all_but_one_agree_is_found(monkeypatch):
    def every_school_of_five(counts, places, *, threshold):
        enough = counts.index[counts.sum(axis=1) >= threshold]
        return [SafeBlock((school,), counts.loc[school].to_dict()) for school in enough]

    monkeypatch.setattr("tests.property.made_up_regions.form_blocks", every_school_of_five)

    assert "A8" in found_by_the_outsider()


def test_a_small_school_that_is_added_to_totals_only_is_found(monkeypatch):
    def with_everybody(counts, places, *, threshold):
        blocks = form_blocks(counts, places, threshold=threshold)
        counted = {school for block in blocks for school in block.schools}
        rest = [school for school in counts.index if school not in counted]
        return [*blocks, *(SafeBlock((s,), counts.loc[s].to_dict()) for s in rest)]

    def in_totals(*arguments):
        sums = sum_inside(*arguments)
        return {unit: each for unit, each in sums.items() if sum(each.counts.values()) >= 10}

    monkeypatch.setattr("tests.property.made_up_regions.form_blocks", with_everybody)
    monkeypatch.setattr(figures, "sum_inside", in_totals)

    assert "A2" in found_by_the_outsider()


def test_a_total_that_counts_a_pool_across_its_border_is_found(monkeypatch):
    def wherever_a_school_is(blocks, group, units_of):
        home = {school: units_of[block.schools[0]] for block in blocks for school in block.schools}
        return sum_inside(blocks, group, dict(units_of) | home)

    monkeypatch.setattr(figures, "sum_inside", wherever_a_school_is)

    assert "A1" in found_by_the_outsider()


def test_an_exact_percentage_is_found(monkeypatch):
    monkeypatch.setattr(precision, "share_text", lambda percent, n: f"{float(percent):.0f}")

    assert "display" in found_by_the_outsider()


def test_a_mean_at_the_end_of_its_scale_is_found(monkeypatch):
    monkeypatch.setattr(precision, "_clip", lambda value, low, high: value)

    assert "display" in found_by_the_outsider()


def test_a_figure_that_speaks_for_too_few_is_found(monkeypatch):
    monkeypatch.setattr(precision, "LOWEST_COVERAGE", Fraction(0))

    assert "display" in found_by_the_outsider()
