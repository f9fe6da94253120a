"""What the people of the demo say that the figures mean, what they do about it, and advise."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.actions import Action, ActionStatus
from analysis.advice import Verdict, advise, answer, ask, give
from analysis.follow_ups import link, load_linkable
from analysis.interpretations import Giver, Interpretation, Stance, Standpoint
from analysis.publications import Cell, Publication, Status, UnitKind, latest
from analysis.themes import show_themes
from feedback.accounts.models import User, load_demo_users
from feedback.accounts.permissions import Role
from surveys.campaigns import TIME_ZONE, Campaign, Wave
from surveys.organisations import School

_WEEK = timedelta(weeks=1)
# About which question | on behalf of whom | what it means
_OF_REGION = (
    (
        "snel", Giver.PARENT,
        "Wachten is niet het ergste. Niet weten hoe lang het nog duurt, dat is het ergste. "
        "Ouders willen elke twee weken iets horen, ook als er nog niets is.",
    ),
    (
        "snel", Giver.PROFESSIONAL,
        "Sinds de jeugdhulp in de school zit, begint lichte hulp eerder. De zware hulp wacht nog "
        "even lang als vorig jaar. Dit cijfer telt die twee bij elkaar op.",
    ),
    (
        "samenwerken", Giver.TEACHER,
        "Waar een vast gezicht komt, weten wij wie wij kunnen bellen. Op scholen zonder vast "
        "gezicht begint iedereen elke keer opnieuw.",
    ),
)  # fmt: skip
_OF_SCHOOL = (
    "dichtbij", Giver.TEACHER,
    "De hulpverlener is er nu twee dagen in de week. Ouders lopen makkelijker binnen dan zij "
    "bellen.",
    "Een moeder kwam eerst nooit op gesprek. Zij kwam koffie drinken, en vertelde toen dat het "
    "thuis niet ging. Een week later was er hulp.",
)  # fmt: skip
_OF_THEME = "Wie wacht, denkt dat hij vergeten is. Een korte wachtlijst begint met een telefoontje."


def give_meaning(session: Session, campaign: Campaign, school: School, *, now: datetime) -> None:
    """Let the people of the demo interpret, act and advise, about a campaign of two waves."""
    today = now.astimezone(TIME_ZONE).date()
    baseline, follow_up = campaign.waves
    people = {given.role: user for user in load_demo_users(session) for given in user.assignments}
    publication = latest(session, follow_up.id)
    if publication is not None:
        _interpret(session, campaign, publication, school, people, today)
    _act(session, baseline, follow_up, school, today)
    _advise(session, campaign, today)


def _interpret(
    session: Session,
    campaign: Campaign,
    publication: Publication,
    school: School,
    people: dict[Role, User],
    today: date,
) -> None:
    panel, coordinator = people[Role.PANEL_MEMBER], people[Role.SCHOOL_COORDINATOR]
    region = (UnitKind.REGION.value, str(campaign.region_id))
    for item, giver, text in _OF_REGION:
        said = _pin(session, publication, region, item, giver, text, panel, today - _WEEK)
        if said and giver is Giver.PROFESSIONAL:
            said.standpoints = [
                _standpoint(
                    Stance.NUANCE, Giver.TEACHER,
                    "Bij ons is ook de lichte hulp soms vol.", coordinator,
                ),
                _standpoint(Stance.AGREE, Giver.PROFESSIONAL, "", people[Role.PILOT_LEAD]),
            ]  # fmt: skip
    item, giver, text, story = _OF_SCHOOL
    place = (UnitKind.SCHOOL.value, str(school.id))
    said = _pin(session, publication, place, item, giver, text, coordinator, today)
    if said:
        said.story = story
    named = [one.theme for one in show_themes(session, campaign) if one.theme and one.theme.name]
    for theme in named[:1]:
        session.add(
            Interpretation(
                theme_id=theme.id, publication_id=publication.id, giver=Giver.PANEL.value,
                text=_OF_THEME, written_on=today, user_id=panel.id,
            )
        )  # fmt: skip


def _pin(
    session: Session,
    publication: Publication,
    unit: tuple[str, str],
    item: str,
    giver: Giver,
    text: str,
    writer: User,
    day: date,
) -> Interpretation | None:
    """Let something stand beside the first figure of a question that the unit shows."""
    kind, key = unit
    groups: Sequence[str] = session.scalars(
        select(Cell.respondent_group)
        .where(
            Cell.publication_id == publication.id,
            Cell.unit_kind == kind,
            Cell.unit_key == key,
            Cell.measure == item,
            Cell.status == Status.SHOWN.value,
        )
        .order_by(Cell.respondent_group)
    ).all()
    if not groups:
        return None
    said = Interpretation(
        publication_id=publication.id, unit_kind=kind, unit_key=key, measure=item,
        respondent_group="parent" if "parent" in groups else groups[0],
        giver=giver.value, text=text, written_on=day, user_id=writer.id,
    )  # fmt: skip
    session.add(said)
    return said


def _standpoint(stance: Stance, giver: Giver, text: str, user: User) -> Standpoint:
    return Standpoint(stance=stance.value, giver=giver.value, text=text, user_id=user.id)


def _act(session: Session, baseline: Wave, follow_up: Wave, school: School, today: date) -> None:
    done, busy, planned = ActionStatus.DONE, ActionStatus.BUSY, ActionStatus.PLANNED
    for wave, place, item, text, owner, status, due_on, day in (
        (
            baseline, school, "dichtbij", "De hulpverlener zit twee dagen per week op school.",
            "directeur", done, None, baseline.last_on + 9 * _WEEK,
        ),
        (
            baseline, None, "snel", "Elk wijkteam belt binnen twee weken terug.",
            "regisseur jeugd", done, None, baseline.last_on + 20 * _WEEK,
        ),
        (
            follow_up, school, "een-plan", "Ouders, school en hulp schrijven samen één plan.",
            "intern begeleider", busy, today + 8 * _WEEK, None,
        ),
        (
            follow_up, school, "", "Op het plein hangt wie je kunt vragen om hulp.",
            "schoolcoördinator", planned, today - _WEEK, None,
        ),
        (
            follow_up, None, "samenwerken", "Elke school krijgt één vast gezicht voor jeugdhulp.",
            "projectleider", planned, today + 20 * _WEEK, None,
        ),
    ):  # fmt: skip
        session.add(
            Action(
                wave_id=wave.id, school_id=place.id if place else None, item=item, text=text,
                owner=owner, status=status.value, due_on=due_on, day=day,
            )
        )  # fmt: skip


def _advise(session: Session, campaign: Campaign, today: date) -> None:
    region_id = campaign.region_id
    waiting = ask(
        session, region_id, title="Ouders die wachten", today=today - 12 * _WEEK,
        question="Veel ouders wachten lang. Wat helpt hen zolang de hulp nog niet begint?",
    )  # fmt: skip
    give(
        waiting,
        "Bel elke twee weken, ook zonder nieuws. Geef ouders één naam en één nummer.",
        today=today - 8 * _WEEK,
    )
    answer(
        waiting, Verdict.PARTLY, owner="regisseur jeugd", due_on=today + 10 * _WEEK,
        reason="Het vaste nummer komt er voor elke school. Elke twee weken bellen lukt de teams "
        "nog niet: zij beginnen met elke maand.",
        today=today - 5 * _WEEK,
    )  # fmt: skip
    for action in load_linkable(session, waiting):
        if action.school_id is None and action.is_open:
            link(session, waiting, action)
    advise(
        session, region_id, title="Jongeren praten mee", today=today - 8 * _WEEK,
        answer_by=today - 2 * _WEEK,
        text="Praat niet over jongeren zonder jongeren. Nodig er bij elk overleg twee uit.",
    )  # fmt: skip
    ask(
        session, region_id, title="De brief aan ouders", today=today - _WEEK,
        question="Is de brief die bij de vragenlijst hoort voor iedereen te lezen?",
    )  # fmt: skip
