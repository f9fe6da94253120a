"""Who takes part: regions, municipalities, school boards, schools and pilots (proeftuinen)."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base


class MunicipalityTaken(ValueError):
    """A municipality that belongs to another region already."""

    def __init__(self, municipality: str, region: str) -> None:
        self.municipality = municipality
        self.region = region
        super().__init__(f"{municipality} belongs to {region}")


class Region(Base):
    """A regio: the municipalities that work on one ontwikkelagenda together."""

    __tablename__ = "region"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)

    municipalities: Mapped[list["Municipality"]] = relationship(back_populates="region")
    pilots: Mapped[list["Pilot"]] = relationship(back_populates="region", order_by="Pilot.name")


class Municipality(Base):
    """A gemeente, under the name the register writes."""

    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    province: Mapped[str] = mapped_column(String(60), default="")
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)

    region: Mapped[Region | None] = relationship(back_populates="municipalities")


class SchoolBoard(Base):
    """A schoolbestuur (bevoegd gezag), under its number in the register."""

    __tablename__ = "school_board"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class School(Base):
    """A school location, under its location code (vestigingscode) in the register."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(6), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    education_area: Mapped[str] = mapped_column(String(120), default="")
    n_pupils: Mapped[int | None]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    board_id: Mapped[int | None] = mapped_column(ForeignKey("school_board.id"), index=True)
    # From this day on nobody is asked here any more; what was measured stays.
    closed_on: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))

    municipality: Mapped[Municipality] = relationship()
    board: Mapped[SchoolBoard | None] = relationship()
    merged_into: Mapped["School | None"] = relationship(remote_side="School.id")

    education_types: Mapped[list["SchoolEducationType"]] = relationship(
        cascade="all, delete-orphan", order_by="SchoolEducationType.education_type"
    )
    contact: Mapped["Contact | None"] = relationship(cascade="all, delete-orphan")


class Contact(Base):
    """Whom somebody can turn to at a school; the school itself says who."""

    __tablename__ = "contact"

    school_id: Mapped[int] = mapped_column(
        ForeignKey("school.id"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(30))
    email: Mapped[str] = mapped_column(String(120))


class SchoolEducationType(Base):
    """One kind of education that a school gives; a school may give several."""

    __tablename__ = "school_education_type"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    education_type: Mapped[str] = mapped_column(String(60), primary_key=True)


class Sector(StrEnum):
    """The two sectors in which schools work together on passend onderwijs."""

    PRIMARY = "po"
    SECONDARY = "vo"


# Kinds of education as the register writes them.
PRIMARY_TYPES = frozenset({"basisschool", "SBAO"})
MIXED_TYPES = frozenset({"SO", "(V)SO"})
CHILDCARE = "kinderopvang"


class SchoolAlliance(Base):
    """A samenwerkingsverband: the schools of one sector in some municipalities."""

    __tablename__ = "school_alliance"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sector: Mapped[str] = mapped_column(String(2))

    municipalities: Mapped[list[Municipality]] = relationship(
        secondary="alliance_municipality", order_by=Municipality.name
    )


class AllianceMunicipality(Base):
    """A municipality whose schools belong to an alliance."""

    __tablename__ = "alliance_municipality"

    alliance_id: Mapped[int] = mapped_column(ForeignKey("school_alliance.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(
        ForeignKey("municipality.id"), primary_key=True, index=True
    )


class Pilot(Base):
    """A proeftuin: a set of schools with a beginning and an end; pilots may overlap."""

    __tablename__ = "pilot"
    __table_args__ = (
        UniqueConstraint("region_id", "name"),
        CheckConstraint("ends_on > starts_on", name="starts_before_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    region: Mapped[Region] = relationship(back_populates="pilots")
    members: Mapped[list["PilotSchool"]] = relationship(cascade="all, delete-orphan")


class PilotSchool(Base):
    """A school taking part in a pilot, from one day to another (or to the pilot's end)."""

    __tablename__ = "pilot_school"

    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True, index=True)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    school: Mapped[School] = relationship()

    def takes_part(self, day: date) -> bool:
        """Tell whether the school takes part on this day."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


def load_municipalities(session: Session, names: Iterable[str]) -> list[Municipality]:
    """Give the municipalities of these names (any case), by name.

    Raises LookupError naming those that do not exist.
    """
    wanted = {name.strip().casefold(): name.strip() for name in names}
    found = [
        municipality
        for municipality in session.scalars(select(Municipality).order_by(Municipality.name))
        if wanted.pop(municipality.name.casefold(), None)
    ]
    if wanted:
        raise LookupError(", ".join(wanted.values()))
    return found


def load_schools(session: Session, municipalities: Iterable[Municipality]) -> list[School]:
    """Give the schools of these municipalities that are not closed, by location code."""
    ids = [municipality.id for municipality in municipalities]
    return list(
        session.scalars(
            select(School)
            .where(School.municipality_id.in_(ids), School.closed_on.is_(None))
            .order_by(School.location_code)
        )
    )


def sectors_of(school: School) -> frozenset[Sector]:
    """Give the sectors in which a school works: special education may be in both."""
    types = {row.education_type for row in school.education_types} - {CHILDCARE}
    if types & MIXED_TYPES:
        return frozenset(Sector)
    primary = {Sector.PRIMARY} if types & PRIMARY_TYPES else set()
    return frozenset(primary | ({Sector.SECONDARY} if types - PRIMARY_TYPES else set()))


def schools_of_alliance(session: Session, alliance: SchoolAlliance) -> list[School]:
    """Give the schools of an alliance that are not closed, by location code."""
    schools = load_schools(session, alliance.municipalities)
    return [school for school in schools if Sector(alliance.sector) in sectors_of(school)]


def close_school(
    session: Session, school: School, *, on: date, merged_into: School | None = None
) -> None:
    """Close a school as of a day, and end its part in pilots; what was measured stays.

    Raises ValueError when it would merge into itself or into a school that is closed.
    """
    if merged_into is not None and (merged_into is school or merged_into.closed_on is not None):
        raise ValueError(merged_into.location_code)
    school.closed_on = on
    school.merged_into = merged_into
    for member in session.scalars(select(PilotSchool).where(PilotSchool.school_id == school.id)):
        if member.left_on is None or member.left_on > on:
            member.left_on = max(on, member.joined_on)


def new_location_code(session: Session) -> str:
    """Give a code for a place that the register does not know: K and five digits."""
    codes = session.scalars(select(School.location_code).where(School.location_code.like("K%")))
    return f"K{max((int(code[1:]) for code in codes), default=0) + 1:05d}"


def make_region(session: Session, name: str, municipalities: Iterable[Municipality]) -> Region:
    """Make a region of these municipalities, or add them to the one of that name.

    Raises MunicipalityTaken when a municipality belongs to another region.
    """
    region = session.scalar(select(Region).where(Region.name == name)) or Region(name=name)
    session.add(region)
    for municipality in municipalities:
        if municipality.region not in (None, region):
            raise MunicipalityTaken(municipality.name, municipality.region.name)
        municipality.region = region
    session.flush()
    return region


def make_pilot(
    session: Session,
    region: Region,
    name: str,
    schools: Iterable[School],
    *,
    starts_on: date,
    ends_on: date,
) -> Pilot:
    """Make a pilot of these schools, all from its first day."""
    pilot = Pilot(region=region, name=name, starts_on=starts_on, ends_on=ends_on)
    pilot.members = [PilotSchool(school=school, joined_on=starts_on) for school in schools]
    session.add(pilot)
    session.flush()
    return pilot
