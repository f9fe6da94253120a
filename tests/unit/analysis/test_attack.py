import pandas as pd
import pytest

from analysis.attack import attack

SHOWN = [
    *("publication", "wave", "unit", "respondent_group", "item"),
    *("schools", "n", "coverage", "shares", "mean"),
]
HIDDEN = ["publication", "wave", "unit", "respondent_group", "item", "status"]

REGION = {
    "De Brug": [8, 7, 8],
    "Het Anker": [6, 6, 4],
    "De Vlieger": [2, 2, 1],
    "De Linde": [1, 1, 2],
    "De Wilg": [1, 2, 1],
}
SMALL = ("De Vlieger", "De Linde", "De Wilg")


def the_truth(schools, group="ouder", **more):
    """Rows of truth: per school the respondents who chose option 1, 2, 3 …"""
    return pd.DataFrame(
        {"wave": "0-meting", "respondent_group": group, "item": "welbevinden", **more}
        | {"school": school, "option": str(option), "n": n}
        for school, counts in schools.items()
        for option, n in enumerate(counts, start=1)
    )


def a_figure(unit, schools, n, *, group="ouder", groups=("ouder",), publication=1, **shown):
    """A shown figure that counts these schools whole."""
    pairs = frozenset((school, each) for school in schools for each in groups)
    figure = {"publication": publication, "wave": "0-meting", "item": "welbevinden"}
    figure |= {"unit": unit, "respondent_group": group, "schools": pairs, "n": str(n)}
    return figure | {"coverage": None, "shares": {}, "mean": None} | shown


def a_hidden(unit, status="te weinig", **values):
    figure = {"publication": 1, "wave": "0-meting", "unit": unit, "respondent_group": "ouder"}
    return figure | {"item": "welbevinden", "status": status} | values


def attacked(*figures, truth=None, hidden=(), members=None, t=5):
    """Attack these figures; each unit has the schools its figures count, unless told otherwise."""
    truth = the_truth(REGION) if truth is None else truth
    counted = {(figure["unit"], school) for figure in figures for school, _ in figure["schools"]}
    groups = truth["respondent_group"].unique()
    return attack(
        truth,
        pd.DataFrame(figures, columns=SHOWN),
        pd.DataFrame(hidden, columns=None if hidden else HIDDEN),
        pd.DataFrame(sorted(members or counted), columns=["unit", "school"]),
        pd.DataFrame({"respondent_group": groups, "item": "welbevinden", "t": t}),
    )


def rules(report):
    return {finding.rule for finding in report.findings}


def details(report):
    return [finding.detail for finding in report.findings]


def test_publishing_nothing_is_safe():
    report = attacked(hidden=[a_hidden("school:De Brug")])

    assert report.is_safe
    assert (report.smallest_class, report.narrowest_interval) == (None, None)


def test_a_region_of_safe_schools_and_a_pool_is_safe():
    report = attacked(
        a_figure("school:De Brug", ["De Brug"], 23),
        a_figure("school:Het Anker", ["Het Anker"], 16),
        a_figure("gemeente:1", REGION, 52),
    )

    assert report.is_safe, report.summary()
    assert (report.smallest_class, report.narrowest_interval) == (13, 13)


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        attacked(truth=the_truth({"De Brug": [-1, 5]}))


def test_a_figure_that_leaves_out_part_of_a_school_is_found():
    report = attacked(a_figure("school:De Brug", ["De Brug"], 21))

    assert details(report) == ["n is no sum of whole schools"]


def test_a_figure_without_a_readable_number_is_found():
    assert "A1" in rules(attacked(a_figure("school:De Brug", ["De Brug"], "veel")))


def test_a_figure_that_counts_a_school_outside_its_unit_is_found():
    members = {("gemeente:1", school) for school in REGION if school != "Het Anker"}

    report = attacked(a_figure("gemeente:1", REGION, 52), members=members)

    assert [(finding.rule, finding.schools) for finding in report.findings] == [
        ("A1", ("Het Anker",))
    ]


def test_a_figure_of_parents_that_counts_teachers_is_found():
    truth = the_truth({"De Brug": [9, 8]}, group="leraar")

    report = attacked(a_figure("school:De Brug", ["De Brug"], 17, groups=["leraar"]), truth=truth)

    assert rules(report) == {"A1"}


def test_a_school_below_the_threshold_is_found():
    report = attacked(a_figure("school:De Linde", ["De Linde"], "4"))

    assert "a class of fewer than 5" in details(report)
    assert report.smallest_class == 4


def test_a_school_below_the_threshold_of_youth_is_found():
    figure = a_figure("school:Het Anker", ["Het Anker"], 16)

    assert attacked(figure, t=10).is_safe
    assert not attacked(figure, t=20).is_safe


def test_a_threshold_below_five_counts_as_five():
    assert "A2" in rules(attacked(a_figure("school:De Linde", ["De Linde"], "5–9"), t=1))


def test_a_total_minus_its_schools_is_found_and_told():
    schools = {name: REGION[name] for name in ("De Brug", "Het Anker", "De Linde")}

    report = attacked(
        a_figure("school:De Brug", ["De Brug"], 23),
        a_figure("school:Het Anker", ["Het Anker"], 16),
        a_figure("gemeente:1", schools, 43),
    )

    by_sums = next(found for found in report.findings if found.rule == "A2 by sums")
    assert by_sums.schools == ("De Linde",)
    assert by_sums.detail == (
        "fewer than 5 by gemeente:1 (ouder, 1) − school:De Brug (ouder, 1)"
        " − school:Het Anker (ouder, 1)"
    )


def test_the_school_by_which_two_pilots_differ_is_found():
    report = attacked(
        a_figure("proeftuin:noord", ["De Brug", "Het Anker"], 39),
        a_figure("proeftuin:zuid", ["De Brug", "Het Anker", "De Linde"], 43),
    )

    assert {finding.schools for finding in report.findings} == {("De Linde",)}
    assert rules(report) == {"A2", "A2 by sums", "A3"}


def test_two_pilots_that_overlap_in_safe_schools_are_safe():
    report = attacked(
        a_figure("proeftuin:noord", ["De Brug", "Het Anker"], 39),
        a_figure("proeftuin:zuid", ["Het Anker", *SMALL], 29),
    )

    assert report.is_safe, report.summary()


def test_a_chain_of_overlapping_pilots_is_unravelled():
    report = attacked(
        a_figure("proeftuin:1", ["De Brug", "De Linde"], 27),
        a_figure("proeftuin:2", ["De Brug", "De Wilg"], 27),
        a_figure("proeftuin:3", ["De Linde", "De Wilg"], "5–9"),
    )

    found = [finding for finding in report.findings if finding.rule == "A2 by sums"]
    assert {finding.schools for finding in found} == {("De Linde",), ("De Wilg",)}
    assert all("1/2 × proeftuin:1" in finding.detail for finding in found)


def test_two_publications_that_differ_by_one_small_school_are_found():
    report = attacked(
        a_figure("gemeente:1", ["De Brug", "Het Anker"], 39),
        a_figure("gemeente:1", ["De Brug", "Het Anker", "De Wilg"], 43, publication=2),
    )

    assert "A2 by sums" in rules(report)


@pytest.mark.parametrize("third", [{}, {"De Vlieger": [0, 0]}])
def test_a_pool_of_two_schools_with_respondents_is_found(third):
    truth = the_truth({"De Linde": [7, 0], "De Wilg": [0, 6]} | third)

    report = attacked(a_figure("gemeente:1", ["De Linde", "De Wilg", *third], 13), truth=truth)

    assert details(report) == ["an insider can take the own school out of the class"]


def test_a_pool_below_twice_the_threshold_is_found():
    truth = the_truth({"De Vlieger": [1, 2], "De Linde": [2, 1], "De Wilg": [1, 2]})

    report = attacked(a_figure("gemeente:1", SMALL, "5–9"), truth=truth)

    assert rules(report) == {"A2", "A3"}


def test_a_pool_that_is_mostly_one_school_is_found():
    truth = the_truth({"De Vlieger": [10, 1], "De Linde": [1, 1], "De Wilg": [1, 1]})

    report = attacked(a_figure("gemeente:1", SMALL, 15), truth=truth)

    assert rules(report) == {"A2"}


def test_a_pool_beside_a_large_safe_school_is_safe():
    report = attacked(a_figure("gemeente:1", ["De Brug", *SMALL], 36))

    assert report.is_safe, report.summary()


def test_two_schools_that_could_each_be_shown_need_no_pool():
    assert attacked(a_figure("gemeente:1", ["De Brug", "Het Anker"], 39)).is_safe


def test_two_small_groups_of_one_school_are_no_pool():
    truth = pd.concat(
        [the_truth({"De Brug": [2, 2]}), the_truth({"De Brug": [2, 2]}, group="leraar")]
    )
    groups = ("ouder", "leraar")

    report = attacked(
        a_figure("school:De Brug", ["De Brug"], "5–9", group="all", groups=groups), truth=truth
    )

    assert ("A2", "all") in {(found.rule, found.respondent_group) for found in report.findings}


def test_a_hidden_school_that_figures_squeeze_without_deriving_it_is_found():
    truth = the_truth({"De Brug": [2, 1], "De Linde": [1, 2], "De Wilg": [1, 2]})

    report = attacked(
        a_figure("proeftuin:1", ["De Brug", "De Linde"], "5–9"),
        a_figure("proeftuin:2", ["De Linde", "De Wilg"], "5–9"),
        truth=truth,
    )

    assert "A2 by sums" not in rules(report)
    assert "A3" in rules(report)
    assert report.narrowest_interval == 6


def test_a_school_singled_out_but_left_wide_open_is_no_narrow_interval():
    truth = the_truth({"De Brug": [9, 9], "De Linde": [2, 2], "Het Anker": [9, 9]})

    report = attacked(
        a_figure("proeftuin:1", ["De Brug", "De Linde"], 22),
        a_figure("proeftuin:2", ["De Linde", "Het Anker"], 22),
        truth=truth,
    )

    assert rules(report) == {"A2"}
    assert report.narrowest_interval == 22


@pytest.mark.parametrize("counts", [[12, 0], [11, 1]])
def test_a_school_of_which_all_or_all_but_one_agree_is_found(counts):
    report = attacked(
        a_figure("school:De Brug", ["De Brug"], 12), truth=the_truth({"De Brug": counts})
    )

    assert rules(report) == {"A8"}


def test_a_school_with_two_who_differ_is_safe():
    truth = the_truth({"De Brug": [10, 2]})

    assert attacked(a_figure("school:De Brug", ["De Brug"], 12), truth=truth).is_safe


def test_hidden_figures_with_one_status_are_safe():
    hidden = [a_hidden("school:De Linde"), a_hidden("school:De Wilg")]

    assert attacked(a_figure("gemeente:1", REGION, 52), hidden=hidden).is_safe


def test_a_second_status_is_found():
    hidden = [a_hidden("a"), a_hidden("b"), a_hidden("c", status="iedereen zei hetzelfde")]

    report = attacked(hidden=hidden)

    assert [finding.units for finding in report.findings] == [("c",)]


def test_a_hidden_figure_with_a_number_beside_it_is_found():
    report = attacked(hidden=[a_hidden("school:De Linde", n="5–9")])

    assert details(report) == ["hidden with a value beside it"]


def test_a_figure_both_hidden_and_shown_is_found():
    report = attacked(
        a_figure("school:De Brug", ["De Brug"], 23), hidden=[a_hidden("school:De Brug")]
    )

    assert details(report) == ["hidden and shown at once"]


@pytest.mark.parametrize(
    ("later", "is_safe"),
    [([8, 7, 8], True), ([9, 7, 8], False), ([11, 9, 8], True), ([7, 7, 8], False)],
)
def test_between_publications_a_school_changes_by_none_or_many(later, is_safe):
    truth = pd.concat(
        [
            the_truth({"De Brug": [8, 7, 8]}, publication=1),
            the_truth({"De Brug": later}, publication=2),
        ]
    )

    report = attacked(
        a_figure("school:De Brug", ["De Brug"], 23),
        a_figure("school:De Brug", ["De Brug"], sum(later), publication=2),
        truth=truth,
    )

    assert rules(report) == (set() if is_safe else {"A6"})


def test_a_changed_school_that_is_shown_once_gives_no_difference():
    truth = pd.concat(
        [
            the_truth(REGION, publication=1),
            the_truth(REGION | {"Het Anker": [7, 6, 4]}, publication=2),
        ]
    )

    report = attacked(
        a_figure("school:De Brug", ["De Brug"], 23),
        a_figure("school:Het Anker", ["Het Anker"], 17, publication=2),
        truth=truth,
    )

    assert report.is_safe, report.summary()


@pytest.mark.parametrize(
    ("counts", "shown", "detail"),
    [
        ([3, 2, 2], {"n": "7"}, "n is finer than 5–9"),
        ([3, 2, 2], {"n": "5–9", "shares": {"1": "40"}}, "shares of fewer than 10"),
        ([3, 2, 2], {"n": "5–9", "mean": "1,9"}, "mean '1,9' is finer than its n allows"),
        ([3, 2, 2], {"n": "5–9", "mean": "hoog"}, "mean 'hoog' is not true"),
        ([4, 4, 4], {"shares": {"1": "35"}}, "share '35' is finer than its n allows"),
        (
            [4, 4, 4],
            {"shares": {"1": "30", "2": "30", "3": "30"}},
            "more than two sides of fewer than 20",
        ),
        ([4, 4, 4], {"mean": "2.1"}, "mean '2.1' is finer than its n allows"),
        ([10, 10, 10], {"shares": {"1": "33"}}, "share '33' is finer than its n allows"),
        ([10, 10, 10], {"shares": {"1": "45"}}, "share '45' is not true"),
        ([10, 10, 10], {"shares": {"1": "een derde"}}, "share 'een derde' cannot be read"),
        ([28, 2, 0], {"shares": {"1": "95"}}, "share '95' is finer than its n allows"),
        ([28, 2, 0], {"shares": {"2": "≤ 2"}}, "share '≤ 2' is finer than its n allows"),
        ([28, 2, 0], {"mean": "1.0"}, "mean '1.0' shows an end of the scale"),
        ([10, 10, 10], {"mean": "2.3"}, "mean '2.3' is not true"),
        ([10, 10, 10], {"coverage": "97"}, "coverage is not one of the bands"),
        ([10, 10, 10], {"coverage": "80–90"}, "coverage is not true"),
    ],
)
def test_a_display_too_fine_or_untrue_is_found(counts, shown, detail):
    figure = a_figure("school:De Brug", ["De Brug"], sum(counts)) | shown

    assert details(attacked(figure, truth=the_truth({"De Brug": counts}))) == [detail]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([3, 2, 2], {"n": "5–9", "mean": "midden", "coverage": "≥ 95"}),
        ([4, 4, 4], {"shares": {("1", "2"): "70", "3": "30"}, "mean": "2,0"}),
        ([10, 2, 0], {"shares": {"1": "≥ 80", "2": "≤ 20"}, "mean": "1,5"}),
        ([10, 10, 10], {"shares": {"1": "35", "2": "35 %", "3": None}, "mean": "2,0"}),
        ([28, 2, 0], {"shares": {"1": "≥ 95", "2": "≤ 5", "3": "≤ 5"}, "mean": "1,1"}),
        ([100, 60, 40], {"shares": {"1": "50", "2": "30", "3": "20"}, "mean": "1.7"}),
        ([990, 400, 10], {"n": "1.400", "shares": {"1": "71", "2": "29", "3": "≤ 1"}}),
    ],
)
def test_a_display_as_coarse_as_its_number_asks_is_safe(counts, shown):
    figure = a_figure("school:De Brug", ["De Brug"], sum(counts)) | shown

    report = attacked(figure, truth=the_truth({"De Brug": counts}))

    assert report.is_safe, report.summary()


def test_a_mean_of_answers_without_a_value_cannot_be_checked():
    truth = the_truth({"De Brug": [10, 10]}, value=None)

    report = attacked(a_figure("school:De Brug", ["De Brug"], 20, mean="1.5"), truth=truth)

    assert details(report) == ["mean '1.5' cannot be checked"]


def test_coverage_counts_the_schools_that_were_left_out():
    figure = a_figure("gemeente:1", ["De Brug", "Het Anker", *SMALL[:2]], 48, coverage="90–95")
    members = {("gemeente:1", school) for school in REGION}

    assert "display" not in rules(attacked(figure, members=members))


def test_the_summary_tells_each_rule_once_and_no_small_number():
    report = attacked(
        a_figure("school:De Linde", ["De Linde"], "5"),
        a_figure("school:De Wilg", ["De Wilg"], "5"),
    )

    assert report.summary().splitlines() == [
        "refused, 6 findings: smallest class 4, narrowest interval None",
        "A1 (2): 0-meting × welbevinden × ouder: school:De Linde: n is no sum of whole schools",
        "A2 (2): 0-meting × welbevinden × ouder: school:De Linde: a class of fewer than 5",
        "display (2): 0-meting × welbevinden × ouder: school:De Linde: n is finer than 5–9",
    ]
