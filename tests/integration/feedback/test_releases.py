from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

import surveys
from analysis import disclosure
from analysis.previews import find_preview
from analysis.publications import UnitKind, latest, load_units
from analysis.publishing import UnsafePublication
from feedback import work
from feedback.accounts.permissions import Role
from feedback.audit import AuditEvent
from tests.cast import do_jobs, post, signed_in
from tests.factories import (
    a_closed_wave,
    a_link,
    a_region,
    a_school,
    a_version,
    a_wave,
    close,
    respond,
)
from tests.page import check_page

CATALOGUE = Path(surveys.__file__).parent / "catalogue"
SCHOOLS = {
    "De Brug": {"yes": 9, "partly": 7, "no": 6},
    "Het Anker": {"yes": 2, "no": 2},
    "De Linde": {"yes": 1, "no": 3},
    "De Wilg": {"yes": 3, "partly": 1},
    "De Ster": {"yes": 9},
}


@pytest.fixture
def wave(session, wave_keys):
    schools = {
        a_school(session, name, municipality="Hulst" if name == "De Ster" else "Terneuzen"): counts
        for name, counts in SCHOOLS.items()
    }
    wave = a_closed_wave(session, wave_keys, schools)
    session.commit()
    return wave


@pytest.fixture
def administrator(app, wave):
    return signed_in(app, Role.ADMINISTRATOR)


def press(client, wave, button, **form):
    """Press a button on the preview; gives the page that follows."""
    answer = post(client, f"/waves/{wave.id}/{button}", page=f"/waves/{wave.id}/preview", **form)
    return client.get(answer.location)


def look(app, client, wave):
    press(client, wave, "preview")
    do_jobs(app)
    response = client.get(f"/waves/{wave.id}/preview")
    check_page(response)
    return response.text


@pytest.fixture
def careless(monkeypatch):
    """Rules that were loosened by mistake."""
    monkeypatch.setattr(disclosure, "_is_safe_pool", lambda counts, threshold: len(counts) > 0)


def test_a_preview_tells_what_is_shown_pooled_and_left_out(app, administrator, wave):
    text = look(app, administrator, wave)

    assert "safe to publish" in text
    assert "On their own: 1 times" in text
    assert "all agreed: 3 times" in text
    assert "Left out, because no safe company was near: 1 times" in text


def test_a_preview_tells_what_each_level_costs(session, app, administrator, wave):
    look(app, administrator, wave)

    plans = {plan.name: plan for plan in find_preview(session, wave.id).outlook.plans}
    now = {level.kind: level for level in plans["now"].levels}
    # De Ster's nine, all the same, are counted nowhere: 34 of 43 is too small a part.
    assert (now[UnitKind.REGION].counted, now[UnitKind.SCHOOL].n_shown) == (0, 1)
    assert plans["wait"].n_shown == 0
    assert UnitKind.SCHOOL not in {level.kind for level in plans["larger units"].levels}
    assert plans["longer wave"].n_shown >= plans["now"].n_shown


def test_a_preview_holds_no_answer(session, app, administrator, wave):
    look(app, administrator, wave)

    contents = find_preview(session, wave.id).contents
    assert set(contents) == {"broken", "n_alone", "n_pooled", "n_left_out", "plans", "flags"}
    assert "De Brug" not in str(contents)
    assert "yes" not in str(contents)


def test_nobody_publishes_before_looking(app, session, administrator, wave):
    page = press(administrator, wave, "publish")

    assert "First look" in page.text
    do_jobs(app)
    assert latest(session, wave.id) is None


def test_results_appear_once_the_worker_has_published_them(app, administrator, wave):
    look(app, administrator, wave)

    assert "being published" in press(administrator, wave, "publish").text
    do_jobs(app)

    assert "De Brug" in administrator.get("/results/").text
    assert "See the results" in administrator.get(f"/waves/{wave.id}").text


def test_publishing_twice_is_refused_kindly(app, administrator, wave):
    look(app, administrator, wave)
    press(administrator, wave, "publish")
    do_jobs(app)

    assert "published already" in press(administrator, wave, "publish").text
    assert app.extensions["queue"].pending_count() == 0


def test_schools_can_be_left_out(app, session, administrator, wave):
    look(app, administrator, wave)
    press(administrator, wave, "publish", plan="larger units")
    do_jobs(app)

    kinds = {unit.kind for unit in load_units(session, latest(session, wave.id).id)}
    assert UnitKind.SCHOOL not in kinds
    assert UnitKind.REGION in kinds


def test_what_can_single_people_out_is_refused_with_the_reason(
    app, session, administrator, wave, careless
):
    text = look(app, administrator, wave)

    assert "This cannot be published" in text
    assert "nearly everybody gave the same answer" in text
    assert "Publish the results" not in text
    assert "First look" in press(administrator, wave, "publish").text
    assert latest(session, wave.id) is None


def test_what_is_refused_at_the_last_moment_is_told_too(app, session, wave, careless):
    with app.app_context(), pytest.raises(UnsafePublication):
        work.publish_wave(wave.id)

    assert not find_preview(session, wave.id).outlook.is_safe
    assert latest(session, wave.id) is None


def test_an_open_wave_has_no_preview(app, session, wave_keys, administrator):
    open_wave = a_wave(session, wave_keys)
    session.commit()

    assert "Close the wave first" in press(administrator, open_wave, "preview").text
    assert "Close the wave first" in press(administrator, open_wave, "publish").text
    assert app.extensions["queue"].pending_count() == 0


def test_who_asked_for_publishing_is_written_down(app, session, administrator, wave):
    look(app, administrator, wave)
    press(administrator, wave, "publish")

    deeds = session.scalars(select(AuditEvent.action).where(AuditEvent.thing == "wave")).all()
    assert deeds == ["asked to publish"]


def test_a_preview_names_the_school_where_one_form_came_forty_times(app, session, wave_keys):
    school = a_school(session, "De Brug")
    version = a_version(session, (CATALOGUE / "welbevinden-1.toml").read_text(encoding="utf-8"))
    wave = a_wave(session, wave_keys, region=a_region(session, schools=[school]), version=version)
    link = a_link(session, wave, school)
    items = ("plezier", "veilig", "erbij-horen", "praten", "werk-voor-school", "slapen", "thuis")
    dice = Random(3)
    for _ in range(30):
        respond(session, link, {item: [dice.choice("12345")] for item in (*items, "ladder")})
    for _ in range(40):
        respond(session, link, dict(zip((*items, "ladder"), (*"5342514", "7"), strict=True)))
    close(session, wave_keys, wave)
    session.commit()

    text = look(app, signed_in(app, Role.ADMINISTRATOR), wave)

    assert "De Brug – Parents: many forms are exactly the same" in text
    assert "40" not in str(find_preview(session, wave.id).contents["flags"])
