from datetime import date

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from analysis.interpretations import (
    Giver,
    Interpretation,
    Stance,
    load_of_themes,
    load_of_unit,
    take_standpoint,
)
from feedback.accounts.models import User
from tests.factories import (
    a_closed_wave,
    a_pilot,
    a_publication,
    a_school,
    a_theme,
    an_interpretation,
)

FIGURE = ("parent", "dichtbij")


@pytest.fixture
def school(session):
    return a_school(session, "De Brug")


@pytest.fixture
def publication(session, wave_keys, school):
    wave = a_closed_wave(session, wave_keys, {school: {"yes": 8, "partly": 6, "no": 4}})
    return a_publication(session, wave)


@pytest.fixture
def people(session):
    people = [User(email=f"{name}@klankbord.example", name=name) for name in ("Noor", "Bo")]
    session.add_all(people)
    session.flush()
    return people


def said_of(session, publication, school):
    return load_of_unit(session, publication, "school", str(school.id))


def agree(session, said, user, stance=Stance.AGREE, text=""):
    return take_standpoint(session, said, user.id, stance=stance, giver=Giver.TEACHER, text=text)


def test_what_is_said_stands_beside_its_figure_only(session, publication, school):
    said = an_interpretation(session, publication, unit=("school", school.id))
    an_interpretation(session, publication, unit=("region", publication.wave.campaign.region_id))

    assert said_of(session, publication, school) == {FIGURE: [said]}


def test_what_was_said_beside_a_figure_goes_along_to_its_next_publication(
    session, publication, school
):
    early = an_interpretation(session, publication, unit=("school", school.id))
    # A new proeftuin is something new to publish.
    a_pilot(session, publication.wave.campaign.region, [school])
    again = a_publication(session, publication.wave)
    late = an_interpretation(session, again, unit=("school", school.id))

    assert said_of(session, again, school) == {FIGURE: [early, late]}
    assert said_of(session, publication, school) == {FIGURE: [early]}


def test_a_unit_that_was_not_published_means_nothing(session, publication):
    with pytest.raises(IntegrityError):
        an_interpretation(session, publication, unit=("school", 999))


@pytest.mark.parametrize("measure", ["dichtbij", None])
def test_what_is_said_is_about_a_figure_or_a_theme_and_never_both(session, publication, measure):
    theme = a_theme(session, publication.wave) if measure else None

    with pytest.raises(IntegrityError):
        an_interpretation(
            session,
            publication,
            unit=("region", publication.wave.campaign.region_id),
            measure=measure,
            theme_id=theme.id if theme else None,
        )


def test_what_is_said_of_a_theme_is_found_by_its_theme(session, publication):
    theme, other = (a_theme(session, publication.wave) for _ in range(2))
    said = Interpretation(
        theme_id=theme.id, giver="panel", text="Wachten is eng.", written_on=date(2027, 3, 3)
    )
    session.add(said)
    session.flush()

    assert load_of_themes(session, [theme.id, other.id]) == {theme.id: [said]}


def test_somebody_stands_in_one_way_and_may_change_it(session, publication, school, people):
    said = an_interpretation(session, publication, unit=("school", school.id))
    agree(session, said, people[0])

    agree(session, said, people[0], Stance.DISSENT, "Bij ons niet.")
    agree(session, said, people[1])

    session.expire_all()
    assert [(one.stance, one.text) for one in said.standpoints] == [
        ("dissent", "Bij ons niet."),
        ("agree", ""),
    ]


def test_nobody_agrees_with_themselves(session, publication, school, people):
    said = an_interpretation(session, publication, unit=("school", school.id), user_id=people[0].id)

    with pytest.raises(ValueError, match="writer"):
        agree(session, said, people[0])


def test_what_somebody_said_stays_when_they_are_deleted(session, publication, school, people):
    said = an_interpretation(session, publication, unit=("school", school.id), user_id=people[0].id)
    agree(session, said, people[1])
    session.commit()

    session.execute(delete(User))
    session.commit()

    assert said.text == "Ouders weten niet wie zij kunnen bellen."
    assert [said.user_id, *(one.user_id for one in said.standpoints)] == [None, None]
    assert len(said.standpoints) == 1


def test_what_is_taken_back_takes_its_standpoints_along(session, publication, school, people):
    said = an_interpretation(session, publication, unit=("school", school.id))
    agree(session, said, people[0])

    session.delete(said)
    session.commit()

    assert said_of(session, publication, school) == {}
