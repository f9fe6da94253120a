import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from surveys.agenda import Goal
from surveys.agenda_editions import edition_of, hold
from surveys.errors import NotFound
from tests.factories import a_region, an_agenda


@pytest.fixture
def goal(session):
    [goal] = an_agenda(session, a_region(session)).goals
    session.commit()
    return goal


def test_another_text_is_another_edition_and_another_place_is_not(goal):
    before = edition_of(goal)

    goal.position = 7
    assert edition_of(goal) == before
    goal.text = "Elk kind leert."
    assert edition_of(goal) != before


def test_what_is_held_is_as_it_stands_now(session, engine, goal):
    before = edition_of(goal)
    with Session(engine) as other:
        other.get_one(Goal, goal.id).text = "Elk kind leert."
        other.commit()

    hold(session, goal)

    assert goal.text == "Elk kind leert."
    assert edition_of(goal) != before


def test_what_is_gone_cannot_be_held(session, engine):
    domain = an_agenda(session, a_region(session))
    empty = Goal(text="Elk kind hoort erbij.")
    domain.goals.append(empty)
    session.commit()
    assert empty.text
    session.commit()
    with Session(engine) as other:
        other.execute(delete(Goal).where(Goal.id == empty.id))
        other.commit()

    with pytest.raises(NotFound):
        hold(session, empty)
