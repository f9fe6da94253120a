import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis import publishing
from analysis.publications import Block, Status, UnitKind, latest, load_cells
from analysis.publishing import UnsafePublication, publish
from surveys.errors import InvalidWave
from surveys.keys import WaveKeys
from surveys.responses import Inbox
from tests import databases
from tests.factories import SIGNING_KEY, a_link, a_wave, close, now, respond
from tests.integration.analysis.conftest import build


def cell_of(session, publication, kind, key, measure="dichtbij"):
    cells = load_cells(session, publication.id, [(kind.value, str(key))])
    [cell] = [c for c in cells if c.measure == measure and c.respondent_group == "parent"]
    return cell


def school_cell(session, publication, town, name):
    return cell_of(session, publication, UnitKind.SCHOOL, town.schools[name].id)


@pytest.mark.parametrize(("name", "n"), [("De Brug", "22"), ("Het Anker", "10")])
def test_a_school_with_enough_answers_sees_its_own(session, publication, town, name, n):
    cell = school_cell(session, publication, town, name)

    assert (cell.status, cell.n) == (Status.SHOWN, n)


def test_a_figure_is_what_the_answers_say(session, publication, town):
    cell = school_cell(session, publication, town, "De Brug")

    assert (cell.mean, cell.favourable) == ("2.1", "40")
    assert cell.shares == {"yes": "40", "partly": "30", "no": "25"}


def test_every_hidden_figure_looks_the_same(session, publication, town):
    hidden = {
        (cell.status, cell.n, cell.coverage, cell.mean, cell.favourable, str(cell.shares))
        for name in ("De Vlieger", "De Wilg", "Eensgezind", "De Stilte")
        for cell in [school_cell(session, publication, town, name)]
    }

    assert hidden == {("hidden", "", "", "", "", "{}")}


def test_small_schools_are_heard_in_their_municipality(session, publication, town):
    hulst = town.schools["De Vlieger"].municipality_id
    cell = cell_of(session, publication, UnitKind.MUNICIPALITY, hulst)

    assert (cell.n, cell.coverage) == ("12", "≥95")


def test_a_unanimous_school_is_not_added_to_the_region(session, publication, town):
    region = town.wave.campaign.region_id
    cell = cell_of(session, publication, UnitKind.REGION, region)

    assert (cell.n, cell.coverage) == ("44", "80–90")


def test_a_board_of_which_a_pool_is_only_partly_a_member_has_no_figure(session, publication, town):
    schakel = town.schools["De Linde"].board_id

    assert cell_of(session, publication, UnitKind.BOARD, schakel).status == Status.HIDDEN


def test_the_blocks_are_kept_and_count_every_respondent_once(session, publication, town):
    query = select(Block).where(Block.measure == "dichtbij")
    sizes = {tuple(b.school_ids): sum(b.counts.values()) for b in session.scalars(query)}

    pool = sorted(town.schools[name].id for name in ("De Vlieger", "De Linde", "De Wilg"))
    assert sizes[tuple(pool)] == 12
    assert sum(sizes.values()) == 44


def test_each_option_of_a_multiple_choice_is_counted_among_who_answered_it(session, wave_keys):
    wave = a_wave(session, wave_keys)
    link = a_link(session, wave)
    for number in range(20):
        chosen = ["leraar"] if number < 8 else ["leraar", "wijkteam"]
        respond(session, link, {"dichtbij": ["yes"], "wie": chosen})
    for _ in range(5):
        respond(session, link, {"dichtbij": ["no"]})
    close(session, wave_keys, wave)

    done = publish(session, wave.id, now=now(), software_version="1", key=SIGNING_KEY)

    cell = cell_of(session, done, UnitKind.SCHOOL, link.school_id, "wie:wijkteam")
    assert (cell.n, cell.shares) == ("20", {"yes": "60", "no": "40"})


def test_who_did_not_answer_is_told_apart_and_of_wide_units_only(session, wave_keys):
    wave = a_wave(session, wave_keys)
    link = a_link(session, wave)
    for number in range(40):
        answers = {"dichtbij": ["yes" if number < 20 else "no"]} if number < 30 else {}
        answers = {"dichtbij": ["na"]} if number >= 34 else answers
        respond(session, link, answers)
    close(session, wave_keys, wave)

    done = publish(session, wave.id, now=now(), software_version="1", key=SIGNING_KEY)

    cell = cell_of(session, done, UnitKind.REGION, wave.campaign.region_id, "dichtbij~answered")
    assert (cell.n, cell.favourable) == ("40", "75")
    assert cell.shares == {"answered": "75", "na": "15", "skipped": "10"}
    measures = {c.measure for c in load_cells(session, done.id, [("school", str(link.school_id))])}
    assert "dichtbij" in measures
    assert not {measure for measure in measures if "~" in measure}


def test_a_question_that_was_not_asked_is_not_skipped(session, wave_keys):
    wave = a_wave(session, wave_keys)
    link = a_link(session, wave)
    for number in range(40):
        answers = {"dichtbij": ["yes"], "wie": ["leraar"]} if number < 15 else {"dichtbij": ["yes"]}
        respond(session, link, {"dichtbij": ["no"]} if number >= 20 else answers)
    close(session, wave_keys, wave)

    done = publish(session, wave.id, now=now(), software_version="1", key=SIGNING_KEY)

    cell = cell_of(session, done, UnitKind.REGION, wave.campaign.region_id, "wie~answered")
    assert (cell.n, cell.shares) == ("20", {"answered": "75", "skipped": "25"})


def test_an_open_wave_is_not_published(session, wave_keys):
    wave = a_wave(session, wave_keys)

    with pytest.raises(InvalidWave):
        publish(session, wave.id, now=now(), software_version="1", key=SIGNING_KEY)


def test_a_wave_with_forms_that_wait_is_not_published(session, town):
    link = a_link(session, town.wave, town.schools["De Brug"])
    # On its way when the wave closed: the door itself is shut by now.
    session.add(
        Inbox(
            wave_id=link.wave_id,
            school_id=link.school_id,
            respondent_group=link.respondent_group,
            form='[{}, {}, "nl", false]',
            withdrawal=bytes(32),
        )
    )
    session.flush()

    with pytest.raises(InvalidWave):
        publish(session, town.wave.id, now=now(), software_version="1", key=SIGNING_KEY)


def test_a_publication_that_the_outsider_can_use_is_refused(session, town, monkeypatch):
    form_blocks = publishing.disclosure.form_blocks
    monkeypatch.setattr(
        publishing.disclosure,
        "form_blocks",
        lambda counts, places, *, threshold: form_blocks(counts, places, threshold=3),
    )

    with pytest.raises(UnsafePublication):
        publish(session, town.wave.id, now=now(), software_version="1", key=SIGNING_KEY)

    assert latest(session, town.wave.id) is None


def digest_on(url, folder, *, backwards):
    engine = databases.open_engine(url)
    with Session(engine) as session:
        town = build(session, WaveKeys(folder), backwards=backwards)
        digest = publish(
            session, town.wave.id, now=now(), software_version="1", key=SIGNING_KEY
        ).digest
    engine.dispose()
    return digest


def test_every_database_and_order_of_answers_gives_the_same_publication(
    sqlite_url, postgresql_url, tmp_path
):
    one = digest_on(sqlite_url, tmp_path / "a", backwards=False)
    other = digest_on(postgresql_url, tmp_path / "b", backwards=True)

    assert one == other
