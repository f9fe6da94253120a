"""Who takes part: regions, municipalities, school boards, schools and pilots (proeftuinen)."""

from collections.abc import Iterable
from datetime import date

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

    municipality: Mapped[Municipality] = relationship()
    board: Mapped[SchoolBoard | None] = relationship()

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
    """Give the schools of these municipalities, by location code."""
    ids = [municipality.id for municipality in municipalities]
    return list(
        session.scalars(
            select(School).where(School.municipality_id.in_(ids)).order_by(School.location_code)
        )
    )


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
