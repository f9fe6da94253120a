"""A second publication of a wave: what changed, and what a difference may never tell."""

from itertools import pairwise

import pytest
from sqlalchemy import delete, select

from analysis.editions import attack_published
from analysis.publications import Status, UnitKind, latest, load_cells, load_units
from analysis.publishing import publish, regroup
from surveys import retention
from surveys.errors import InvalidWave
from surveys.responses import Answer, Response, mix
from tests.factories import SIGNING_KEY, a_link, a_pilot, a_region, a_school, a_wave, now, respond

AGAIN = {"software_version": "2", "key": SIGNING_KEY}


def figure_of(session, publication, kind, key):
    cells = load_cells(session, publication.id, [(kind.value, str(key))])
    [cell] = [c for c in cells if c.measure == "dichtbij" and c.respondent_group == "parent"]
    return cell


def answer(session, town, name, codes):
    """Let answers come in after all, as if they were on paper."""
    link = a_link(session, town.wave, town.schools[name])
    town.wave.closed_at = None
    for code in codes:
        respond(session, link, {"dichtbij": [code]})
    retention.close_wave(town.wave, now=now())
    mix(session, town.wave.id, smallest=1)
    session.commit()


def withdraw(session, town, name, n):
    """Take back the answers of so many respondents of a school who said that help is near."""
    ids = session.scalars(
        select(Response.id)
        .join(Answer, Answer.response_id == Response.id)
        .where(Response.school_id == town.schools[name].id, Answer.code == "yes")
        .limit(n)
    ).all()
    session.execute(delete(Answer).where(Answer.response_id.in_(ids)))
    session.execute(delete(Response).where(Response.id.in_(ids)))
    session.commit()


def test_what_did_not_change_is_not_published_again(session, town, publication):
    with pytest.raises(InvalidWave, match="nothing changed"):
        publish(session, town.wave.id, now=now(), **AGAIN)


@pytest.mark.parametrize("codes", [["no"], ["no"] * 4, ["no"] * 6, ["no"] * 5 + ["yes"]])
def test_too_few_or_too_equal_newcomers_change_no_figure(session, town, publication, codes):
    answer(session, town, "De Brug", codes)

    with pytest.raises(InvalidWave, match="nothing changed"):
        publish(session, town.wave.id, now=now(), **AGAIN)


def test_enough_newcomers_are_counted_and_supersede(session, town, publication):
    answer(session, town, "De Brug", ["no", "no", "no", "yes", "yes"])

    again = publish(session, town.wave.id, now=now(), **AGAIN)

    assert (again.number, latest(session, town.wave.id)) == (2, again)
    assert figure_of(session, again, UnitKind.SCHOOL, town.schools["De Brug"].id).n == "27"
    assert figure_of(session, again, UnitKind.REGION, town.wave.campaign.region_id).n == "49"


def test_one_withdrawal_waits_for_company(session, town, publication):
    withdraw(session, town, "De Brug", 1)

    with pytest.raises(InvalidWave, match="nothing changed"):
        publish(session, town.wave.id, now=now(), **AGAIN)


def test_a_pool_moves_only_when_newcomers_hide_each_of_its_schools(session, town, publication):
    answer(session, town, "De Vlieger", ["no"] * 5 + ["yes"] * 5)
    with pytest.raises(InvalidWave, match="nothing changed"):
        publish(session, town.wave.id, now=now(), **AGAIN)

    answer(session, town, "De Linde", ["no"] * 3 + ["yes"] * 3)
    answer(session, town, "De Wilg", ["no"] * 3 + ["yes"] * 3)
    again = publish(session, town.wave.id, now=now(), **AGAIN)

    hulst = town.schools["De Linde"].municipality_id
    assert figure_of(session, again, UnitKind.MUNICIPALITY, hulst).n == "34"
    # De Vlieger could stand alone by now, but its twelve were counted with the others'.
    school = figure_of(session, again, UnitKind.SCHOOL, town.schools["De Vlieger"].id)
    assert school.status == Status.HIDDEN


def test_publishing_after_every_form_moves_no_figure_by_fewer_than_five(session, wave_keys):
    school = a_school(session)
    wave = a_wave(session, wave_keys, region=a_region(session, schools=[school]))
    link = a_link(session, wave, school)
    shown = []
    for number in range(40):
        respond(session, link, {"dichtbij": ["yes" if number % 3 else "no"]})
        mix(session, wave.id, smallest=1)
        try:
            made = publish(session, wave.id, now=now(), interim=True, **AGAIN)
        except InvalidWave:
            continue
        shown.append(figure_of(session, made, UnitKind.SCHOOL, school.id).n)

    numbers = [0, *(int(n) for n in shown if n.isdigit())]
    assert len(numbers) > 3
    # Another question's figure may have moved meanwhile, and this one stayed.
    assert all(later - earlier == 0 or later - earlier >= 5 for earlier, later in pairwise(numbers))


def test_an_open_wave_has_no_publication_unless_in_the_interim(session, wave_keys):
    wave = a_wave(session, wave_keys)

    with pytest.raises(InvalidWave):
        publish(session, wave.id, now=now(), **AGAIN)
    assert publish(session, wave.id, now=now(), interim=True, **AGAIN).rules["interim"] == "yes"


def test_without_answers_nothing_is_published_again(session, town, publication):
    session.execute(delete(Answer))
    session.execute(delete(Response))

    with pytest.raises(InvalidWave, match="gone"):
        publish(session, town.wave.id, now=now(), **AGAIN)


def test_a_later_pilot_is_a_union_of_frozen_blocks_and_needs_no_answers(session, town, publication):
    session.execute(delete(Answer))
    session.execute(delete(Response))
    hulst = [town.schools[name] for name in ("De Vlieger", "De Linde", "De Wilg")]
    pilot = a_pilot(session, town.wave.campaign.region, hulst, name="Later begonnen")

    again = regroup(session, town.wave.id, now=now(), **AGAIN)

    assert figure_of(session, again, UnitKind.PILOT, pilot.id).n == "12"
    before = {(u.kind, u.key) for u in load_units(session, publication.id)}
    assert {(u.kind, u.key) for u in load_units(session, again.id)} - before == {
        ("pilot", str(pilot.id))
    }


def test_a_later_pilot_with_part_of_a_pool_shows_nothing_of_it(session, town, publication):
    part = [town.schools[name] for name in ("De Vlieger", "De Linde")]
    pilot = a_pilot(session, town.wave.campaign.region, part, name="Te klein")

    again = regroup(session, town.wave.id, now=now(), **AGAIN)

    assert figure_of(session, again, UnitKind.PILOT, pilot.id).status == Status.HIDDEN


def test_without_a_new_grouping_there_is_nothing_to_group_anew(session, town, publication):
    with pytest.raises(InvalidWave, match="nothing changed"):
        regroup(session, town.wave.id, now=now(), **AGAIN)


def test_the_outsider_needs_no_answers_to_judge_what_was_published(session, town, publication):
    answer(session, town, "De Brug", ["no", "no", "no", "yes", "yes"])
    publish(session, town.wave.id, now=now(), **AGAIN)
    session.execute(delete(Answer))
    session.execute(delete(Response))

    report = attack_published(session)[town.wave.id]

    assert report.is_safe, report.summary()
    assert report.smallest_class >= 5
