from datetime import date, timedelta

import pytest

from analysis.agenda import State, load_figures, load_standings, offers_of
from analysis.publishing import regroup
from surveys.agenda import Direction, HandValue, Indicator, Source, Statistic
from tests.factories import (
    QUESTIONNAIRE,
    SIGNING_KEY,
    a_closed_wave,
    a_pilot,
    a_publication,
    a_school,
    a_version,
    now,
)

TODAY = date(2026, 11, 28)
NEAR = Source("nabijheid", "dichtbij", "parent", Statistic.FAVOURABLE)
MEAN = Source("nabijheid", "dichtbij", "parent", Statistic.MEAN)


@pytest.fixture
def school(session):
    return a_school(session)


@pytest.fixture
def hold(session, wave_keys, school):
    """Hold a wave at the school, and publish it; gives the publication."""
    versions = []

    def hold(version=None, **counts):
        version = version or next(iter(versions), None)
        wave = a_closed_wave(session, wave_keys, {school: counts}, version=version)
        versions.append(wave.version)
        return a_publication(session, wave)

    return hold


def next_version(session, change):
    text = QUESTIONNAIRE.replace("number = 1", "number = 2").replace(
        'code = "dichtbij"\n', f'code = "dichtbij"\nchange = "{change}"\n'
    )
    return a_version(session, text)


def an_indicator(source="", *, values=(), **facts):
    return Indicator(
        text="Thuiszitters",
        source=str(source),
        direction=facts.pop("direction", Direction.UP.value),
        values=[
            HandValue(day=date(2020 + number, 1, 1), value=value)
            for number, value in enumerate(values)
        ],
        **facts,
    )


def standing_of(session, region_id, indicator):
    return load_standings(session, region_id, [indicator], today=TODAY)[indicator]


def test_an_indicator_follows_what_is_published_about_the_region(session, hold):
    publication = hold(yes=24, partly=8, no=8)

    figures = load_figures(session, publication.wave.campaign.region_id, {NEAR, MEAN})

    [near], [mean] = figures[NEAR], figures[MEAN]
    assert (near.shown, near.wave, near.publication_id) == ("60", "0-meting", publication.id)
    assert mean.shown == "2.4"


def test_the_figure_is_the_one_that_is_shown_and_no_other(session, hold):
    publication = hold(yes=12, partly=5)

    region_id = publication.wave.campaign.region_id
    [figure] = load_figures(session, region_id, {NEAR})[NEAR]

    # Of 17 people only tens are told: 70.6 percent is "70".
    assert figure.shown == "70"
    assert figure.range.lower == figure.range.upper == 70


def test_a_hidden_figure_says_so_and_nothing_else(session, hold):
    publication = hold(yes=12)
    region_id = publication.wave.campaign.region_id

    standing = standing_of(session, region_id, an_indicator(NEAR, target=50))

    assert (standing.last.is_hidden, standing.last.shown, standing.last.range) == (True, "", None)
    assert standing.state is State.NO_FIGURE


def test_a_mean_of_few_people_is_a_word_that_nothing_is_counted_with(session, hold):
    publication = hold(yes=4, partly=4)
    region_id = publication.wave.campaign.region_id

    standing = standing_of(session, region_id, an_indicator(MEAN, baseline=1, target=2))

    assert standing.last.shown in {"low", "middle", "high"}
    assert standing.state is State.NO_FIGURE


def test_an_end_is_only_good_enough_when_all_of_it_is(session, hold):
    publication = hold(yes=39, no=2)
    region_id = publication.wave.campaign.region_id
    [figure] = load_figures(session, region_id, {NEAR})[NEAR]
    assert figure.shown == "≥95"

    assert standing_of(session, region_id, an_indicator(NEAR, target=95)).state is State.REACHED
    assert standing_of(session, region_id, an_indicator(NEAR, target=97)).state is State.UNJUDGED


def test_the_first_wave_is_the_baseline_of_the_next(session, hold):
    hold(yes=20, partly=10, no=10)
    publication = hold(yes=24, partly=8, no=8)
    region_id = publication.wave.campaign.region_id

    standing = standing_of(session, region_id, an_indicator(NEAR, target=70))

    assert [one.shown for one in standing.figures] == ["50", "60"]
    assert (standing.state, standing.share) == (State.UNDER_WAY, 0.5)


def test_another_publication_of_a_wave_takes_the_place_of_the_one_before(session, hold, school):
    publication = hold(yes=24, partly=8, no=8)
    a_pilot(session, publication.wave.campaign.region, [school])
    again = regroup(session, publication.wave_id, now=now(), software_version="2", key=SIGNING_KEY)

    figures = load_figures(session, publication.wave.campaign.region_id, {NEAR})

    assert [one.publication_id for one in figures[NEAR]] == [again.id]


def test_what_was_measured_before_a_question_got_a_new_meaning_is_left_out(session, hold):
    hold(yes=20, partly=10, no=10)
    publication = hold(next_version(session, "new-meaning"), yes=24, partly=8, no=8)

    figures = load_figures(session, publication.wave.campaign.region_id, {NEAR})

    assert [one.shown for one in figures[NEAR]] == ["60"]


def test_another_wording_goes_on_with_what_was_measured(session, hold):
    hold(yes=20, partly=10, no=10)
    publication = hold(next_version(session, "wording"), yes=24, partly=8, no=8)

    figures = load_figures(session, publication.wave.campaign.region_id, {NEAR})

    assert len(figures[NEAR]) == 2


def test_another_region_has_no_part_in_it(session, hold):
    publication = hold(yes=24, partly=8, no=8)

    figures = load_figures(session, publication.wave.campaign.region_id + 1, {NEAR})

    assert figures == {NEAR: []}


def test_an_indicator_of_several_questions_can_be_followed(session, hold):
    publication = hold(yes=24, partly=8, no=8)
    source = Source("nabijheid", "indicator~nabijheid", "parent", Statistic.FAVOURABLE)

    figures = load_figures(session, publication.wave.campaign.region_id, {source})

    assert [one.shown for one in figures[source]] == ["60"]


@pytest.mark.parametrize(
    ("values", "facts", "state", "share"),
    [
        ((), {"target": 10}, State.NO_FIGURE, None),
        ((12,), {}, State.UNJUDGED, None),
        ((12,), {"target": 20}, State.UNJUDGED, None),
        ((20,), {"target": 20}, State.REACHED, None),
        ((12,), {"baseline": 10, "target": 20}, State.UNDER_WAY, 0.2),
        ((10,), {"baseline": 10, "target": 20}, State.NOT_BETTER, 0),
        ((8,), {"baseline": 10, "target": 20}, State.NOT_BETTER, 0),
        ((25,), {"baseline": 10, "target": 20}, State.REACHED, 1),
        ((10, 15), {"target": 20}, State.UNDER_WAY, 0.5),
        ((15,), {"baseline": 10}, State.UNDER_WAY, None),
        ((30,), {"baseline": 40, "target": 10, "direction": "down"}, State.UNDER_WAY, 1 / 3),
        ((10,), {"baseline": 40, "target": 10, "direction": "down"}, State.REACHED, 1),
        ((41,), {"baseline": 40, "target": 10, "direction": "down"}, State.NOT_BETTER, 0),
        # The target is where it began: going on like this is not better.
        ((5,), {"baseline": 10, "target": 10}, State.NOT_BETTER, 0),
    ],
)
def test_the_last_value_is_held_against_baseline_and_target(session, values, facts, state, share):
    standing = standing_of(session, 1, an_indicator(values=values, **facts))

    assert standing.state is state
    assert standing.share == (share if share is None else pytest.approx(share))


@pytest.mark.parametrize(("days", "is_overdue"), [(-1, True), (0, False), (1, False)])
def test_an_evaluation_is_overdue_from_the_day_after(session, days, is_overdue):
    indicator = an_indicator(evaluate_on=TODAY + timedelta(days=days))

    assert standing_of(session, 1, indicator).is_overdue is is_overdue


def test_what_is_offered_is_what_publications_say_as_one_number(session):
    offers = offers_of(a_version(session))

    both = (Statistic.FAVOURABLE, Statistic.MEAN)
    assert [(one.measure, one.statistics) for one in offers] == [
        ("indicator~nabijheid", both),
        ("dichtbij", both),
        ("cijfer", both),
    ]
