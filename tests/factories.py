"""The town of the tests: plain functions whose defaults read like it. They flush, never commit."""

import random
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.actions import Action
from analysis.advice import Advice
from analysis.comments import Decision, ReviewedComment
from analysis.exports.indicators import with_indicators
from analysis.interpretations import Giver, Interpretation
from analysis.publications import Cell, Publication, load_cells
from analysis.publishing import publish
from analysis.signing import SigningKey
from analysis.themes import CommentTheme, Theme, ThemeState
from surveys import retention
from surveys.access_codes import issue_codes
from surveys.agenda import Domain, Goal, Indicator, PlannedAction, Row
from surveys.campaigns import Wave, WaveKind, make_campaign, make_wave
from surveys.definitions import store_definition
from surveys.distribution import Link, LinkMode, make_links
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.organisations import (
    Municipality,
    Pilot,
    Region,
    School,
    SchoolBoard,
    SchoolEducationType,
    make_pilot,
    make_region,
)
from surveys.questionnaires import Version
from surveys.responses import Form, Sender, Submission, mix, submit

QUESTIONNAIRE = """
code = "nabijheid"
number = 1
languages = ["nl", "en"]
groups = ["parent", "youth", "teacher"]
title = { nl = "Is hulp dichtbij?", en = "Is help near?" }
introduction = { nl = "Drie korte vragen.", en = "Three short questions." }

[[item]]
code = "dichtbij"
kind = "yes-partly-no"
measures = "nabijheid"
text = { nl = "Is er hulp op school?", en = "Is there help at school?" }
[[item.option]]
code = "yes"
value = 3
favourable = true
text = { nl = "Ja", en = "Yes" }
[[item.option]]
code = "partly"
value = 2
text = { nl = "Een beetje", en = "A little" }
[[item.option]]
code = "no"
value = 1
text = { nl = "Nee", en = "No" }
[[item.option]]
code = "na"
missing = true
text = { nl = "Weet ik niet", en = "I don't know" }

[[item]]
code = "wie"
kind = "multiple"
shown_if = { item = "dichtbij", codes = ["yes", "partly"] }
text = { nl = "Wie helpt er?", en = "Who helps?" }
[[item.option]]
code = "leraar"
text = { nl = "De leraar", en = "The teacher" }
[[item.option]]
code = "wijkteam"
text = { nl = "Het wijkteam", en = "The neighbourhood team" }

[[item]]
code = "cijfer"
kind = "grade"
text = { nl = "Welk cijfer geeft u de hulp?", en = "How do you grade the help?" }

[[item]]
code = "toelichting"
kind = "comment"
text = { nl = "Wat wilt u nog zeggen?", en = "What else would you like to say?" }
"""

# What a signature is under does not matter to most tests.
SIGNING_KEY = SigningKey(bytes(32))
_numbers = count(1)


def now() -> datetime:
    return datetime.now(UTC)


def a_school(
    session: Session,
    name: str = "De Brug",
    *,
    municipality: str = "Terneuzen",
    board: str | None = "Stichting Samen",
    education_type: str = "basisschool",
    education_area: str = "",
) -> School:
    school = School(
        location_code=f"{next(_numbers):06}",
        name=name,
        municipality=_municipality(session, municipality),
        board=_board(session, board) if board else None,
        education_types=[SchoolEducationType(education_type=education_type)],
        education_area=education_area,
    )
    session.add(school)
    session.flush()
    return school


def _municipality(session: Session, name: str) -> Municipality:
    found = session.scalar(select(Municipality).where(Municipality.name == name))
    return found or Municipality(name=name, province="Zeeland")


def _board(session: Session, name: str) -> SchoolBoard:
    found = session.scalar(select(SchoolBoard).where(SchoolBoard.name == name))
    return found or SchoolBoard(number=f"{next(_numbers):05}", name=name)


def a_region(
    session: Session, name: str = "Zeeuws-Vlaanderen", *, schools: Iterable[School] = ()
) -> Region:
    return make_region(session, name, {school.municipality for school in schools})


def a_pilot(
    session: Session, region: Region, schools: Iterable[School], name: str = "Hulp om de hoek"
) -> Pilot:
    return make_pilot(
        session, region, name, schools, starts_on=date(2020, 8, 1), ends_on=date(2099, 8, 1)
    )


def a_version(session: Session, definition: str = QUESTIONNAIRE) -> Version:
    return store_definition(session, definition)


def a_wave(
    session: Session,
    keys: WaveKeys,
    *,
    region: Region | None = None,
    version: Version | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Wave:
    """A wave that is open now, in a campaign of its own."""
    opens_at = opens_at or now() - timedelta(days=7)
    campaign = make_campaign(session, region or a_region(session), f"Meting {next(_numbers)}")
    return make_wave(
        session,
        campaign,
        version or a_version(session),
        kind=WaveKind.BASELINE,
        opens_at=opens_at,
        closes_at=closes_at or opens_at + timedelta(days=21),
        keys=keys,
        now=opens_at,
    )


def a_link(
    session: Session,
    wave: Wave,
    school: School | None = None,
    group: RespondentGroup = RespondentGroup.PARENT,
) -> Link:
    school = school or a_school(session)
    school.municipality.region = school.municipality.region or wave.campaign.region
    return make_links(session, wave, [school], [group], wave.version.languages)[0]


def an_action(
    session: Session,
    wave: Wave,
    school: School | None,
    text: str = "Een extra juf.",
    **facts: Any,
) -> Action:
    """Something that a school did, or the whole region when there is no school."""
    facts = facts if "status" in facts else {"is_done": True} | facts
    action = Action(wave_id=wave.id, school_id=school.id if school else None, text=text, **facts)
    session.add(action)
    session.flush()
    return action


def an_agenda(session: Session, region: Region, name: str = "Thuiszitters") -> Domain:
    """A domain with one goal, which has an indicator by hand and an action."""
    row = Row(
        investment="0,5 fte",
        indicators=[Indicator(text="Thuiszitters van 5 tot 16 jaar", unit="leerlingen")],
        actions=[PlannedAction(text="Melden.", actors="Leerplicht", years=["26-27"])],
    )
    domain = Domain(region_id=region.id, position=0, name=name, years=["26-27", "27-28"])
    domain.goals.append(Goal(text="Elk kind gaat naar school.", rows=[row]))
    session.add(domain)
    session.flush()
    return domain


def a_link_with_codes(
    session: Session, wave: Wave, keys: WaveKeys, n: int = 1
) -> tuple[Link, list[str]]:
    """A link that asks for a code, and n codes that were printed for it."""
    link = a_link(session, wave)
    link.mode = LinkMode.CODE.value
    return link, list(issue_codes(session, link, n, keys=keys, today=now().date()))


def sender_of(link: Link) -> Sender:
    return Sender(link.wave_id, link.school_id, RespondentGroup(link.respondent_group))


def respond(
    session: Session,
    link: Link,
    answers: Mapping[str, Sequence[str]] | None = None,
    *,
    comments: Mapping[str, str] | None = None,
    language: str = "nl",
    may_quote: bool = False,
    tag: bytes | None = None,
    withdrawal: bytes | None = None,
) -> None:
    """Hand in one form: by default somebody new who says that help is near."""
    answers = {"dichtbij": ["yes"]} if answers is None else answers
    form = Form(answers, comments or {}, language, may_quote)
    session.flush()
    submission = Submission(
        sender_of(link),
        form,
        tag or secrets.token_bytes(32),
        withdrawal or secrets.token_bytes(32),
    )
    submit(session.connection(), submission)


def close(session: Session, keys: WaveKeys, wave: Wave, *, seed: int | None = None) -> Wave:
    """Close a wave now, with all that belongs to it."""
    order = None if seed is None else random.Random(seed)
    retention.close_wave(wave, now=now())
    mix(session, wave.id, smallest=1, order=order)
    retention.forget_tags(session, wave)
    session.commit()
    keys.destroy(wave.id)
    return wave


def a_closed_wave(
    session: Session,
    keys: WaveKeys,
    answers: Mapping[School, Mapping[str, int]],
    *,
    item: str = "dichtbij",
    group: RespondentGroup = RespondentGroup.PARENT,
    version: Version | None = None,
) -> Wave:
    """A closed wave in which, per school, so many respondents gave each answer to one item."""
    wave = a_wave(session, keys, region=a_region(session, schools=answers), version=version)
    for school, counts in answers.items():
        link = a_link(session, wave, school, group)
        for code, n in counts.items():
            for _ in range(n):
                respond(session, link, {item: [code]})
    return close(session, keys, wave)


def a_publication(session: Session, wave: Wave) -> Publication:
    """The publication of a closed wave."""
    return publish(session, wave.id, now=now(), software_version="test", key=SIGNING_KEY)


def a_reviewed_comment(
    session: Session,
    link: Link,
    text: str = "De hulp was er snel.",
    *,
    decision: Decision = Decision.WAITING,
    care_signals: Sequence[str] = (),
) -> ReviewedComment:
    """A comment from which names are gone, without the raw one it was made of."""
    comment = ReviewedComment(
        id=uuid4(),
        wave_id=link.wave_id,
        school_id=link.school_id,
        respondent_group=link.respondent_group,
        item="toelichting",
        text=text,
        language="nl",
        may_quote=False,
        care_signals=list(care_signals),
        is_uncertain=False,
        is_empty=False,
        decision=decision.value,
    )
    session.add(comment)
    session.flush()
    return comment


def a_theme(
    session: Session,
    wave: Wave,
    comments: Iterable[ReviewedComment] = (),
    *,
    name: str = "",
    state: ThemeState = ThemeState.STANDS,
) -> Theme:
    """A theme that these comments are about."""
    theme = Theme(
        campaign_id=wave.campaign_id,
        position=next(_numbers),
        name=name,
        state=state.value,
        words=["wachten"],
        stability=0.8,
        centroid=b"",
        floor=0.0,
    )
    session.add(theme)
    session.flush()
    place = "theme_id" if state is ThemeState.STANDS else "proposal_id"
    session.add_all(CommentTheme(comment_id=each.id, **{place: theme.id}) for each in comments)
    session.flush()
    return theme


def an_interpretation(
    session: Session,
    publication: Publication,
    text: str = "Ouders weten niet wie zij kunnen bellen.",
    *,
    unit: tuple[str, object],
    **facts: Any,
) -> Interpretation:
    """What a parent says that the figure of one question for parents means, in a unit."""
    kind, key = unit
    said = Interpretation(
        publication_id=publication.id,
        unit_kind=kind,
        unit_key=str(key),
        text=text,
        **{
            "respondent_group": "parent",
            "measure": "dichtbij",
            "giver": Giver.PARENT.value,
            "written_on": date(2027, 3, 3),
        }
        | facts,
    )
    session.add(said)
    session.flush()
    return said


def an_advice(session: Session, region: Region, **facts: Any) -> Advice:
    """Something that the klankbordgroep advises unasked, and that waits for an answer."""
    advice = Advice(
        region_id=region.id,
        **{
            "title": "Een vast gezicht",
            "text": "Geef ouders één vaste persoon.",
            "given_on": date(2027, 3, 3),
        }
        | facts,
    )
    session.add(advice)
    session.flush()
    return advice


def figures_of(session: Session, publication: Publication, units: Any = None) -> list[Cell]:
    """All that is told of a publication: its cells, and the indicators worked out from them."""
    cells = load_cells(session, publication.id, units)
    return list(with_indicators(publication.wave.version, cells))
