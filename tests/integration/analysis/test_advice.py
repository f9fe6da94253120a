from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from analysis.advice import (
    AdviceClosed,
    AdviceState,
    Verdict,
    advise,
    answer,
    ask,
    give,
    load_advice,
)
from tests.factories import a_region, a_school, an_advice

MONDAY, TUESDAY, FRIDAY = (date(2027, 3, day) for day in (1, 2, 5))


@pytest.fixture
def region(session):
    return a_region(session, schools=[a_school(session)])


@pytest.fixture
def asked(session, region):
    return ask(session, region.id, title="Wachten", question="Wat helpt?", today=MONDAY)


def test_advice_goes_from_question_to_answer(asked):
    assert (asked.state, asked.is_asked) == (AdviceState.ASKED, True)

    give(asked, "Bel terug.", today=TUESDAY)
    assert (asked.state, asked.given_on) == (AdviceState.GIVEN, TUESDAY)

    answer(
        asked, Verdict.PARTLY, reason="Per wijk.", owner="regisseur", due_on=FRIDAY, today=TUESDAY
    )
    assert (asked.state, asked.due_on, asked.owner) == (AdviceState.ANSWERED, FRIDAY, "regisseur")


def test_advice_is_also_given_unasked(session, region):
    given = advise(session, region.id, title="Folder", text="Schrijf korter.", today=MONDAY)

    assert (given.state, given.is_asked) == (AdviceState.GIVEN, False)


def test_advice_is_put_in_other_words_until_it_is_answered(asked):
    give(asked, "Bel terug.", today=MONDAY)
    give(asked, "Bel binnen een week terug.", today=TUESDAY)
    assert (asked.text, asked.given_on) == ("Bel binnen een week terug.", MONDAY)
    answer(asked, Verdict.YES, reason="Goed idee.", due_on=FRIDAY, today=FRIDAY)

    with pytest.raises(AdviceClosed):
        give(asked, "Toch niet.", today=FRIDAY)


def test_what_was_not_advised_is_not_answered(asked):
    with pytest.raises(ValueError, match="nothing"):
        answer(asked, Verdict.NO, reason="Nee.", today=TUESDAY)


def test_what_is_not_followed_has_no_term(asked):
    give(asked, "Bel terug.", today=MONDAY)

    answer(asked, Verdict.NO, reason="Te duur.", owner="regisseur", due_on=FRIDAY, today=TUESDAY)

    assert (asked.due_on, asked.owner) == (None, "")


def test_what_waits_longest_stands_first_and_the_newest_answer_before_older_ones(session, region):
    done = {"verdict": "no", "reason": "Nee."}
    an_advice(session, region, title="oud", **done, answered_on=MONDAY)
    an_advice(session, region, title="nieuw", **done, answered_on=FRIDAY)
    an_advice(session, region, title="wacht kort", given_on=TUESDAY)
    an_advice(session, region, title="wacht lang", text="", given_on=None, asked_on=MONDAY)
    an_advice(session, a_region(session, "Zwolle"), title="elders")

    shown = [advice.title for advice in load_advice(session, [region.id], today=FRIDAY)]

    assert shown == ["wacht lang", "wacht kort", "nieuw", "oud"]
    assert len(load_advice(session, today=FRIDAY)) == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"given_on": None},
        {"verdict": "yes"},
        {"answered_on": MONDAY},
        {"verdict": "maybe", "answered_on": MONDAY},
        {"given_on": None, "asked_on": MONDAY, "verdict": "yes", "answered_on": MONDAY},
    ],
)
def test_the_database_refuses_an_advice_that_cannot_be(session, region, wrong):
    with pytest.raises(IntegrityError):
        an_advice(session, region, **wrong)
