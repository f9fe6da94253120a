"""The story of the demo: a wave a year ago, one just published, and one that is open now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from importlib.resources import files
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.comments import Decision, ReviewedComment, decide, forget_words
from analysis.preparation import prepare
from analysis.progress import refresh
from analysis.publishing import publish
from analysis.themes import load_themes, name_theme, show_themes
from feedback import work
from feedback.accounts.models import load_demo_users
from feedback.config import current_settings
from feedback.database import db
from feedback.demo.agenda import make_agenda
from feedback.demo.answers import Climate, choose_language, count_people, draw_answers
from feedback.demo.meaning import give_meaning
from feedback.demo.region import (
    COORDINATORS_SCHOOL,
    Period,
    add_people,
    make_organisations,
    open_wave,
)
from feedback.demo.writing import Writing
from surveys import responses, retention
from surveys.campaigns import TIME_ZONE, Campaign, Wave, WaveKind, make_campaign
from surveys.definitions import store_definition
from surveys.distribution import Link, address, load_links
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.organisations import Region, School
from surveys.questionnaires import Version, find_version, load_questions
from surveys.responses import Form, LanguageCount, Sender, Submission, submit
from surveys.withdrawals import end_withdrawals

DEFAULT_SEED = 2026

_BASELINE_DAYS, _FOLLOW_UP_DAYS, _OPEN_DAYS = -400, -45, -8
_OPEN_TURNOUT = 0.4
_MAY_QUOTE = 0.6
# Comments that still wait for a moderator, of the wave just published and of the open one.
_LEFT_OF_FOLLOW_UP, _LEFT_OF_OPEN_WAVE = 25, 15
# What the klankbordgroep called the themes in which it read these words.
_NAMES = {
    "wachtlijst": "Te lang wachten op hulp",
    "formulier": "Minder papierwerk",
}


@dataclass(frozen=True)
class _Tools:
    """What every wave is made with."""

    session: Session
    keys: WaveKeys
    dice: Random
    # Of its own: how often mixing draws depends on the order in which a database gives rows.
    order: Random
    writing: Writing


def fill(*, now: datetime, seed: int = DEFAULT_SEED) -> None:
    """Fill this installation, which has to be empty, with the region and its waves.

    The same seed gives the same answers, figures and themes. Commits after each step.
    """
    dice = Random(seed)  # noqa: S311 - made-up data has to be the same each time
    order = Random(seed)  # noqa: S311 - as above
    keys = WaveKeys(current_settings().key_directory)
    tools = _Tools(db.session(), keys, dice, order, Writing.load())
    baseline = Period.beginning(now, _BASELINE_DAYS)
    region = make_organisations(tools.session, first_wave=baseline.opens_at)
    add_people(tools.session, region)
    make_agenda(tools.session, region, today=now.astimezone(TIME_ZONE).date())
    tools.session.commit()
    schools = tools.session.scalars(select(School).order_by(School.location_code)).all()
    climate = Climate.draw(schools, dice)
    campaign = _hold_baseline(tools, region, schools, climate, baseline)
    in_pilots = {member.school_id for pilot in region.pilots for member in pilot.members}
    climate = climate.after_a_year(in_pilots, dice)
    _hold_follow_up(tools, campaign, schools, climate, Period.beginning(now, _FOLLOW_UP_DAYS))
    _hold_open_wave(tools, region, schools, climate, now)
    own = next(school for school in schools if school.name == COORDINATORS_SCHOOL)
    give_meaning(tools.session, campaign, own, now=now)
    forget_words(tools.session, today=now.astimezone(TIME_ZONE).date())
    tools.session.commit()
    work.forget_order()


def describe(session: Session, *, public_url: str) -> list[str]:
    """Give the lines that tell what is in the demo, who can sign in and where to answer."""
    counts = [
        f"{session.scalar(select(func.count()).select_from(School))} schools in "
        f"{', '.join(session.scalars(select(Region.name)))}"
    ]
    for campaign in session.scalars(select(Campaign).order_by(Campaign.id)):
        counts += [_describe_wave(session, wave) for wave in campaign.waves]
        shown = [theme for theme in show_themes(session, campaign) if theme.theme]
        if shown:
            counts.append(f"{campaign.name} {len(shown)} themes in what people wrote")
    people = [
        f"  {user.name}, {user.assignments[0].role.value.replace('_', ' ')}"
        for user in load_demo_users(session)
    ]
    return [
        *counts,
        f"Sign in with one click at {public_url}/login as:",
        *people,
        "Answer as a parent; the QR code holds the first address:",
        *(f"  {url}" for url in _answering_addresses(session, public_url)),
    ]


def _hold_baseline(
    tools: _Tools, region: Region, schools: Sequence[School], climate: Climate, period: Period
) -> Campaign:
    campaign = make_campaign(tools.session, region, "Helpt de hulp?")
    helps = _version(tools.session, "helpt-de-hulp")
    _hold_closed_wave(tools, campaign, helps, WaveKind.BASELINE, period, schools, climate)
    for theme in load_themes(tools.session, campaign.id):
        name = next((name for word, name in _NAMES.items() if word in " ".join(theme.words)), "")
        name_theme(tools.session, theme.id, name)
    tools.session.commit()
    return campaign


def _hold_follow_up(
    tools: _Tools, campaign: Campaign, schools: Sequence[School], climate: Climate, period: Period
) -> None:
    helps = _version(tools.session, "helpt-de-hulp")
    _hold_closed_wave(
        tools,
        campaign,
        helps,
        WaveKind.FOLLOW_UP,
        period,
        schools,
        climate,
        left=_LEFT_OF_FOLLOW_UP,
    )


def _hold_closed_wave(
    tools: _Tools,
    campaign: Campaign,
    questionnaire: Version,
    kind: WaveKind,
    period: Period,
    schools: Sequence[School],
    climate: Climate,
    *,
    left: int = 0,
) -> None:
    """Hold a wave from its opening to its themes; `left` comments still wait for a moderator."""
    session = tools.session
    wave, links = open_wave(
        session, campaign, questionnaire, kind, period, schools, keys=tools.keys
    )
    _answer(tools, wave, links, climate)
    retention.close_wave(wave, now=period.closes_at)
    responses.mix(session, wave.id, smallest=1, order=tools.order)
    session.commit()
    work.close_wave(wave.id)
    publish(
        session,
        wave.id,
        now=period.published_at,
        software_version=version("klankbord"),
        key=work.signing_key(),
    )
    end_withdrawals(session, wave.id)
    tools.keys.of_withdrawals.destroy(wave.id)
    _moderate(tools, wave, today=period.published_at.date(), left=left)
    session.commit()
    work.find_themes(campaign.id)


def _hold_open_wave(
    tools: _Tools, region: Region, schools: Sequence[School], climate: Climate, now: datetime
) -> None:
    session = tools.session
    campaign = make_campaign(session, region, "Tevredenheid")
    satisfaction = _version(session, "tevredenheid")
    period = Period.beginning(now, _OPEN_DAYS)
    wave, links = open_wave(
        session, campaign, satisfaction, WaveKind.BASELINE, period, schools, keys=tools.keys
    )
    _answer(tools, wave, links, climate, turnout=_OPEN_TURNOUT)
    responses.mix(session, wave.id, order=tools.order)
    session.commit()
    prepare(session, wave, work.embedder())
    today = now.astimezone(TIME_ZONE).date()
    _moderate(tools, wave, today=today, left=_LEFT_OF_OPEN_WAVE)
    refresh(session, wave.id, today=today)
    session.commit()


def _answer(
    tools: _Tools, wave: Wave, links: Iterable[Link], climate: Climate, *, turnout: float = 1
) -> None:
    """Let people answer at each link, through the door that every answer takes."""
    dice = tools.dice
    questions = {
        group: load_questions(tools.session, wave.version, group, "nl").questions
        for group in map(RespondentGroup, wave.version.groups)
    }
    for link in links:
        group = RespondentGroup(link.respondent_group)
        sender = Sender(wave.id, link.school_id, group)
        n = round(turnout * count_people(link.school, group, climate, dice))
        for number in range(n):
            language = choose_language(group, dice)
            form = Form(
                answers=draw_answers(questions[group], link.school, group, climate, dice),
                comments=tools.writing.comments(group, language, dice),
                language=language,
                may_quote=dice.random() < _MAY_QUOTE,
            )
            tag = tools.keys.tag(wave.id, f"{link.code} {number}")
            submit(tools.session.connection(), Submission(sender, form, tag))
    tools.session.commit()


def _moderate(tools: _Tools, wave: Wave, *, today: date, left: int) -> None:
    """Release what can be released; what worries is held, or waits in a queue that has others."""
    comments = sorted(
        tools.session.scalars(select(ReviewedComment).where(ReviewedComment.wave_id == wave.id)),
        # Not by id, which is another one each time.
        key=lambda c: (c.school_id, c.respondent_group, c.item, c.text, c.may_quote),
    )
    waiting = {comment.id for comment in tools.dice.sample(comments, left)}
    for comment in comments:
        if comment.id in waiting or (left and comment.care_signals):
            continue
        decision = Decision.HELD if comment.care_signals else Decision.RELEASED
        decide(tools.session, comment.id, decision, text=comment.text, today=today)


def _version(session: Session, code: str) -> Version:
    definition = files("surveys") / "catalogue" / f"{code}-1.toml"
    return find_version(session, code, 1) or store_definition(
        session, definition.read_text(encoding="utf-8")
    )


def _describe_wave(session: Session, wave: Wave) -> str:
    n_forms = session.scalar(
        select(func.sum(LanguageCount.n)).where(LanguageCount.wave_id == wave.id)
    )
    by_decision = Counter(
        session.scalars(select(ReviewedComment.decision).where(ReviewedComment.wave_id == wave.id))
    )
    state = "closed" if wave.closed_at else "open"
    return (
        f"{wave.campaign.name} {wave.kind}, {state}: {n_forms or 0} answers, "
        f"{by_decision.total()} comments of which {by_decision[Decision.WAITING]} wait"
    )


def _answering_addresses(session: Session, public_url: str) -> list[str]:
    wave = session.scalars(select(Wave).where(Wave.closed_at.is_(None)).limit(1)).one()
    link = next(
        link
        for link in load_links(session, wave.id)
        if link.respondent_group == RespondentGroup.PARENT
    )
    of_languages = [f"{public_url}/v/{link.code}/{language}" for language in link.languages]
    return [address(public_url, link.code), *of_languages]
