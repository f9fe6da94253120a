"""A made-up region: its schools, its pilots, its people, and the waves it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.accounts.models import User, assign
from feedback.accounts.permissions import OrganisationKind, Role
from surveys.campaigns import TIME_ZONE, Campaign, Wave, WaveKind, make_wave
from surveys.distribution import Link, make_links, suits
from surveys.headcounts import save_headcounts
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.organisations import (
    Pilot,
    Region,
    School,
    SchoolAlliance,
    Sector,
    load_municipalities,
    load_schools,
    make_pilot,
    make_region,
)
from surveys.questionnaires import Version
from surveys.register import Register, RegisterSchool, import_register

REGION = "Waterrijk"
MUNICIPALITIES = ("Rietmeer", "Oeverdam", "Plassenveen")
YEARS_OF_A_PILOT = 5
ADDRESSES = "demo.klankbord.example"

# No location code of the register begins with 99.
_CODE = "99{letters}00"
_BOARDS = {
    "1": "Stichting De Waterlijn",
    "2": "Vereniging Scholen op Koers",
    "3": "Stichting Voortgezet Onderwijs Waterrijk",
    "4": "Stichting Speciaal aan het Water",
    "5": "Vereniging Jenaplanschool De Wilgenkring",
}
# Name | municipality | board | education | pupils
_SCHOOLS = """
De Rietvink | Rietmeer | 1 | basisschool | 312
Het Kompas | Rietmeer | 1 | basisschool | 224
De Waterhoen | Rietmeer | 1 | basisschool | 468
De Lisdodde | Rietmeer | 1 | basisschool | 187
Het Schrijvertje | Rietmeer | 1 | basisschool | 241
De Zwanebloem | Rietmeer | 1 | basisschool | 96
De Meerkoet | Rietmeer | 1 | basisschool | 355
Het Veerhuis | Rietmeer | 2 | basisschool | 203
De Ankerplaats | Rietmeer | 2 | basisschool | 278
De Vuurbaak | Rietmeer | 2 | basisschool | 164
Het Zeilschip | Rietmeer | 2 | basisschool | 412
De Sterrenboot | Rietmeer | 2 | basisschool | 131
Jenaplanschool De Wilgenkring | Rietmeer | 5 | basisschool | 149
De Oeverzwaluw | Oeverdam | 1 | basisschool | 266
Het Dijkhuis | Oeverdam | 1 | basisschool | 118
De Kluut | Oeverdam | 1 | basisschool | 83
De Sluiswachter | Oeverdam | 1 | basisschool | 204
Het Houten Roer | Oeverdam | 2 | basisschool | 172
De Loods | Oeverdam | 2 | basisschool | 230
De Ponton | Oeverdam | 2 | basisschool | 61
De Turfsteker | Plassenveen | 1 | basisschool | 145
Het Pluisveen | Plassenveen | 1 | basisschool | 38
De Veenmol | Plassenveen | 1 | basisschool | 29
De Grutto | Plassenveen | 2 | basisschool | 190
Het Petgat | Plassenveen | 2 | basisschool | 72
De Zonnedauw | Plassenveen | 2 | basisschool | 107
Waterrijk College | Rietmeer | 3 | VBO/MAVO/HAVO/VWO | 1684
Lyceum De Schans | Rietmeer | 3 | HAVO/VWO | 842
Het Vlot | Rietmeer | 3 | VBO/MAVO | 533
Oeverdam College | Oeverdam | 3 | VBO/MAVO/HAVO/VWO | 918
Scholengemeenschap De Brink | Plassenveen | 3 | MAVO/HAVO/VWO | 427
Het Palet | Rietmeer | 3 | PRO | 168
De Werkschuit | Oeverdam | 3 | PRO | 94
De Aalscholver | Rietmeer | 4 | SBAO | 126
De Klipper | Oeverdam | 4 | SBAO | 74
Het Sleutelkruid | Rietmeer | 4 | (V)SO | 143
De Vlinderboom | Rietmeer | 4 | SO | 88
De Kring aan Zee | Oeverdam | 4 | (V)SO | 97
Het Wad | Plassenveen | 4 | (V)SO | 51
De Boeg | Rietmeer | 4 | VSO | 112
"""
_PILOTS = {
    "Samen in de wijk": (
        "De Rietvink", "Het Kompas", "De Waterhoen", "De Meerkoet", "De Ankerplaats",
        "Het Zeilschip", "Jenaplanschool De Wilgenkring", "Het Vlot", "De Aalscholver",
    ),
    "Hulp bij speciaal onderwijs": (
        "De Aalscholver", "De Klipper", "Het Sleutelkruid", "De Vlinderboom", "De Kring aan Zee",
        "Het Wad", "De Boeg", "Het Palet", "De Werkschuit",
    ),
    "School en jeugdhulp samen": (
        "Waterrijk College", "Oeverdam College", "Het Vlot", "De Oeverzwaluw", "De Sluiswachter",
        "De Waterhoen", "De Loods", "Het Palet",
    ),
}  # fmt: skip
_ALLIANCES = {
    Sector.PRIMARY: "Samenwerkingsverband primair onderwijs Waterrijk",
    Sector.SECONDARY: "Samenwerkingsverband voortgezet onderwijs Waterrijk",
}
_PER_PUPIL = {
    RespondentGroup.PARENT: 0.75,
    RespondentGroup.TEACHER: 0.09,
    RespondentGroup.SUPPORTER: 0.02,
}
COORDINATORS_SCHOOL = "De Rietvink"


@dataclass(frozen=True)
class Period:
    """When a wave opens and closes, and when its results come out."""

    opens_at: datetime
    closes_at: datetime
    published_at: datetime

    @classmethod
    def beginning(cls, now: datetime, days: int) -> "Period":
        """Give three weeks from so many days from now, and the results two weeks later."""
        today = now.astimezone(TIME_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        opens_at = today + timedelta(days=days)
        closes_at = opens_at + timedelta(weeks=3)
        return cls(opens_at, closes_at, closes_at + timedelta(weeks=2, hours=10))


def make_organisations(session: Session, *, first_wave: datetime) -> Region:
    """Make the schools of the region, and pilots that began in the school year of `first_wave`."""
    schools = tuple(_read_schools())
    given = frozenset({"name", "city", "n_pupils", "education_area", "board_number", "board_name"})
    import_register(session, Register(schools, given | {"education_type"}))
    region = make_region(session, REGION, load_municipalities(session, MUNICIPALITIES))
    starts_on = _school_year_of(first_wave.date())
    _count_people(session, region, starts_on)
    for sector, name in _ALLIANCES.items():
        session.add(
            SchoolAlliance(
                number=f"{sector.upper()}9900", name=name, sector=sector.value,
                municipalities=list(region.municipalities),
            )
        )  # fmt: skip
    for name, members in _PILOTS.items():
        in_pilot = session.scalars(
            select(School).where(School.name.in_(members)).order_by(School.location_code)
        )
        make_pilot(
            session, region, name, in_pilot,
            starts_on=starts_on, ends_on=starts_on.replace(year=starts_on.year + YEARS_OF_A_PILOT),
        )  # fmt: skip
    return region


def _count_people(session: Session, region: Region, day: date) -> None:
    """Say how many parents and professionals belong to the pupils of each school."""
    for school in load_schools(session, region.municipalities):
        pupils = school.n_pupils or 0
        counts = {group: max(1, round(pupils * each)) for group, each in _PER_PUPIL.items()}
        save_headcounts(session, school, counts, today=day)


def open_wave(
    session: Session,
    campaign: Campaign,
    version: Version,
    kind: WaveKind,
    period: Period,
    schools: Sequence[School],
    *,
    keys: WaveKeys,
) -> tuple[Wave, list[Link]]:
    """Make a wave for all groups of its questionnaire, each at the schools that have it."""
    wave = make_wave(
        session, campaign, version, kind=kind, opens_at=period.opens_at,
        closes_at=period.closes_at, keys=keys, now=period.opens_at,
    )  # fmt: skip
    links = []
    for group in map(RespondentGroup, version.groups):
        of_age = [school for school in schools if suits(school, group)]
        links += make_links(session, wave, of_age, [group], version.languages)
    return wave, links


def add_people(session: Session, region: Region) -> list[User]:
    """Add somebody for each role, who signs in with one click."""
    school = session.scalars(select(School).where(School.name == COORDINATORS_SCHOOL)).one()
    pilot = session.scalars(select(Pilot).where(Pilot.name == next(iter(_PILOTS)))).one()
    in_region = (OrganisationKind.REGION, region.id)
    people = (
        ("Noor van Dam", Role.ADMINISTRATOR, OrganisationKind.INSTALLATION, None),
        ("Karim Haddou", Role.MODERATOR, *in_region),
        ("Elif Aydın", Role.PANEL_MEMBER, *in_region),
        ("Bo Rietveld", Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, school.id),
        ("Sanne Visser", Role.PILOT_LEAD, OrganisationKind.PILOT, pilot.id),
        ("Wim Oosterling", Role.BOARD_VIEWER, OrganisationKind.BOARD, school.board_id),
        (
            "Fatima Bouzid", Role.MUNICIPALITY_VIEWER,
            OrganisationKind.MUNICIPALITY, school.municipality_id,
        ),
        ("Joris Meerman", Role.ANALYST, *in_region),
    )  # fmt: skip
    users = []
    for name, role, kind, organisation_id in people:
        user = User(email=f"{role.value}@{ADDRESSES}", name=name, is_demo=True)
        assign(user, role, kind, organisation_id)
        users.append(user)
    session.add_all(users)
    session.flush()
    return users


def _read_schools() -> Sequence[RegisterSchool]:
    schools = []
    for number, line in enumerate(_SCHOOLS.strip().splitlines()):
        name, municipality, board, education_type, n_pupils = line.split(" | ")
        letters = f"{chr(65 + number // 26)}{chr(65 + number % 26)}"
        schools.append(
            RegisterSchool(
                location_code=_CODE.format(letters=letters),
                name=name,
                municipality=municipality,
                city=municipality,
                education_area=REGION,
                n_pupils=int(n_pupils),
                board_number=f"9900{board}",
                board_name=_BOARDS[board],
                education_types=frozenset({education_type}),
            )
        )
    return schools


def _school_year_of(day: date) -> date:
    return date(day.year if day.month >= 8 else day.year - 1, 8, 1)
