"""How long it takes to count a million responses, and to publish a region, attack test included."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import insert, text

from analysis.aggregate import tabulate
from analysis.measures import measures_of
from analysis.microdata import count_wave
from analysis.publishing import publish
from analysis.signing import SigningKey
from bench import results
from bench.figures import Figure, at_most
from bench.installation import Installation
from feedback.database import db
from surveys.campaigns import Wave, WaveKind, make_campaign, make_wave
from surveys.distribution import Link, make_links
from surveys.items import Kind, RespondentGroup
from surveys.keys import WaveKeys
from surveys.organisations import Municipality, School, SchoolBoard, make_region
from surveys.questionnaires import Choice, Item, Questionnaire, Version
from surveys.responses import Answer, Response

N_SCHOOLS, N_ITEMS = 100, 30
GROUPS = (
    *(RespondentGroup.PARENT, RespondentGroup.YOUTH),
    *(RespondentGroup.TEACHER, RespondentGroup.SUPPORTER),
)
CODES = ("5", "4", "3", "2", "1")
N_RESPONSES = 1_000_000
MOST_SECONDS, MOST_TIMES = 30, 3.0
TURNS = 3
# The statement of `analysis.microdata`, as somebody would type it.
BARE = text(
    "SELECT r.school_id, r.respondent_group, a.item, a.code, count(*) FROM response r "
    "JOIN answer a ON a.response_id = r.id WHERE r.wave_id = :wave "
    "GROUP BY r.school_id, r.respondent_group, a.item, a.code"
)


def measure(place: Installation) -> list[Figure]:
    """Publish a region, and count a million responses, in this installation."""
    name = db.engine.dialect.name
    region = _wave(place, N_ITEMS, "Publish")
    _answer(region, Random(1))
    started = time.perf_counter()
    publication = publish(
        db.session(), region.id, now=datetime.now(UTC), software_version="bench",
        key=SigningKey(bytes(32)),
    )  # fmt: skip
    db.session.commit()
    seconds = time.perf_counter() - started
    about = publication.id, region.campaign.region_id
    pages = [results.measure(place, *about, "ten thousand")]
    large = _wave(place, 3, "Count")
    _answer_by_the_million(large)
    pages.append(results.measure(place, *about, "a million"))
    # A first count reads the tables into memory for both.
    _count(large)
    ours, bare = zip(
        *((_timed(_count, large), _timed(_bare, large)) for _ in range(TURNS)), strict=True
    )
    times = min(ours) / min(bare)
    what = f"{N_SCHOOLS} schools × {len(GROUPS)} groups × {N_ITEMS} items"
    return [
        at_most(f"publish {what}, {name}", round(seconds, 1), MOST_SECONDS, "s"),
        at_most(
            f"count {N_RESPONSES:,} responses, {name}", round(times, 2), MOST_TIMES,
            "× the bare GROUP BY", f" ({min(ours):.1f} s of {min(bare):.1f} s)",
        ),
        *pages,
    ]  # fmt: skip


def _timed(what: Callable[[Wave], None], wave: Wave) -> float:
    started = time.perf_counter()
    what(wave)
    return time.perf_counter() - started


def _count(wave: Wave) -> None:
    """Count as publishing does, as far as a table of schools and answers per measure and group."""
    counted = count_wave(db.session(), wave)
    for each in measures_of(wave.version):
        for group in GROUPS:
            tabulate(counted.answers, counted.respondents, each, group.value)


def _bare(wave: Wave) -> None:
    db.session.execute(BARE, {"wave": wave.id}).all()


def _wave(place: Installation, n_items: int, name: str) -> Wave:
    """Make a closed wave of so many items in a region of its own."""
    session, now = db.session(), datetime.now(UTC)
    towns = [Municipality(name=f"{name} {number}", province="Zeeland") for number in range(5)]
    boards = [
        SchoolBoard(number=f"{name[0]}{number}", name=f"{name} {number}") for number in range(7)
    ]
    schools = [
        School(
            location_code=f"{name[0]}{number:05}", name=f"{name} {number}",
            municipality=towns[number % 5], board=boards[number % 7],
        )
        for number in range(N_SCHOOLS)
    ]  # fmt: skip
    session.add_all(schools)
    session.flush()
    region = make_region(session, name, towns)
    version = _version(name.lower(), n_items)
    session.add(version)
    session.flush()
    wave = make_wave(
        session, make_campaign(session, region, name), version, kind=WaveKind.BASELINE,
        opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1),
        keys=WaveKeys(place.settings.key_directory), now=now,
    )  # fmt: skip
    wave.closed_at = now
    make_links(session, wave, schools, GROUPS, ["nl"])
    session.commit()
    return wave


def _version(code: str, n_items: int) -> Version:
    """Give a version of so many five-point items that every group is asked."""
    groups = [group.value for group in GROUPS]
    return Version(
        questionnaire=Questionnaire(code=code), number=1, languages=["nl"], groups=groups,
        sources=[], digest="", translations=[],
        items=[
            Item(
                position=number, code=f"vraag-{number}", kind=Kind.SCALE.value, groups=groups,
                choices=[
                    Choice(position=6 - int(c), code=c, value=int(c), favourable=c > "3")
                    for c in CODES
                ],
            )
            for number in range(n_items)
        ],
    )  # fmt: skip


def _answer(wave: Wave, order: Random) -> None:
    """Let small and large schools answer all items."""
    responses, answers = [], []
    for link in db.session.query(Link).filter_by(wave_id=wave.id):
        for _ in range(min(200, round(order.lognormvariate(2.6, 0.9)))):
            response = {
                "id": _id(order), "wave_id": wave.id, "school_id": link.school_id,
                "respondent_group": link.respondent_group,
            }  # fmt: skip
            responses.append(response)
            codes = order.choices(CODES, (5, 8, 4, 2, 1), k=N_ITEMS)
            answers += [
                {"response_id": response["id"], "item": item.code, "code": code}
                for item, code in zip(wave.version.items, codes, strict=True)
            ]
    db.session.execute(insert(Response), responses)
    for start in range(0, len(answers), 50_000):
        db.session.execute(insert(Answer), answers[start : start + 50_000])
    db.session.commit()


def _id(order: Random) -> UUID:
    return UUID(int=order.getrandbits(128), version=4)


def _answer_by_the_million(wave: Wave) -> None:
    """Let the database itself make a million responses that each answer every item."""
    schools = sorted({link.school_id for link in db.session.query(Link).filter_by(wave_id=wave.id)})
    is_sqlite = db.engine.dialect.name == "sqlite"
    random_id = "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()"
    numbers = (
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :last) "
        if is_sqlite
        else "WITH n(i) AS (SELECT * FROM generate_series(0, :last)) "
    )
    group = "CASE i % 4 " + "".join(
        f"WHEN {place} THEN '{each.value}' " for place, each in enumerate(GROUPS)
    )
    db.session.execute(
        text(
            "INSERT INTO response (id, wave_id, school_id, respondent_group) "
            f"{numbers} SELECT {random_id}, :wave, :first + (i / 4) % :schools, {group} END FROM n"
        ),
        {
            "wave": wave.id, "last": N_RESPONSES - 1, "first": schools[0], "schools": len(schools),
        },
    )  # fmt: skip
    dice = "abs(random()) % 5 + 1" if is_sqlite else "floor(random() * 5)::int + 1"
    for item in wave.version.items:
        db.session.execute(
            text(
                "INSERT INTO answer (response_id, item, code) "
                f"SELECT id, :item, CAST({dice} AS VARCHAR(1)) FROM response WHERE wave_id = :wave"
            ),
            {"item": item.code, "wave": wave.id},
        )
    db.session.commit()
    if not is_sqlite:
        db.session.execute(text("ANALYZE response, answer"))
        db.session.commit()
