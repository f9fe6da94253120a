"""Campaigns and their waves: one opening and closing of a frozen version."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base
from surveys.errors import InvalidWave, WaveNotFound
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.organisations import Region
from surveys.questionnaires import Version, freeze

# Fewer than five respondents are never shown: a programme may ask for more, never for less.
SMALLEST_THRESHOLD = 5
# Children and young people, and items marked sensitive, need twice as many.
YOUNG_THRESHOLD = 10
_YOUNG = (RespondentGroup.CHILD, RespondentGroup.YOUTH)


# Days are Dutch days.
TIME_ZONE = ZoneInfo("Europe/Amsterdam")


class WaveKind(StrEnum):
    """Why a wave is held."""

    BASELINE = "0-meting"
    FOLLOW_UP = "vervolgmeting"
    QUARTERLY = "kwartaalvraag"


class Campaign(Base):
    """The waves that a region holds about one questionnaire."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("region_id", "name"),
        CheckConstraint(f"threshold >= {SMALLEST_THRESHOLD}", name="threshold_never_lowered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    name: Mapped[str] = mapped_column(String(120))
    threshold: Mapped[int] = mapped_column(default=SMALLEST_THRESHOLD)

    region: Mapped[Region] = relationship()
    waves: Mapped[list["Wave"]] = relationship(back_populates="campaign", order_by="Wave.opens_at")


class Wave(Base):
    """One opening and closing of a frozen version.

    `closed_at` is the moment that the answers were mixed and the wave's key was destroyed.
    """

    __tablename__ = "wave"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="opens_before_closing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    kind: Mapped[str] = mapped_column(String(20))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship(back_populates="waves")
    version: Mapped[Version] = relationship()

    @property
    def opens_on(self) -> date:
        """Give the first day on which people can answer."""
        return self.opens_at.astimezone(TIME_ZONE).date()

    @property
    def last_on(self) -> date:
        """Give the last day on which people can answer."""
        return last_day(self.closes_at)


def last_day(closes_at: datetime) -> date:
    """Give the last day on which people can answer before this moment."""
    return (closes_at - timedelta(seconds=1)).astimezone(TIME_ZONE).date()


def smallest_group(threshold: int, group: str, *, is_sensitive: bool = False) -> int:
    """Give how many respondents a figure needs at least, in a campaign with this threshold."""
    return max(threshold, YOUNG_THRESHOLD) if group in _YOUNG or is_sensitive else threshold


def make_campaign(
    session: Session, region: Region, name: str, *, threshold: int = SMALLEST_THRESHOLD
) -> Campaign:
    """Make a campaign. Raises InvalidWave when the threshold is below five."""
    if threshold < SMALLEST_THRESHOLD:
        raise InvalidWave(f"a threshold of {threshold} is below {SMALLEST_THRESHOLD}")
    campaign = Campaign(region=region, name=name, threshold=threshold)
    session.add(campaign)
    session.flush()
    return campaign


def find_campaign(session: Session, region: Region, name: str) -> Campaign | None:
    """Find the campaign of this name in a region."""
    return session.scalar(
        select(Campaign).where(Campaign.region_id == region.id, Campaign.name == name)
    )


def make_wave(
    session: Session,
    campaign: Campaign,
    version: Version,
    *,
    kind: WaveKind,
    opens_at: datetime,
    closes_at: datetime,
    keys: WaveKeys,
    now: datetime,
) -> Wave:
    """Make a wave of this version, which freezes, and the wave's key.

    Raises InvalidWave when the wave would close before it opens, or asks what was put away.
    """
    if version.questionnaire.archived_at:
        raise InvalidWave(f"questionnaire {version.questionnaire.code} was put away")
    if closes_at <= opens_at:
        raise InvalidWave("a wave closes after it opens")
    freeze(version, now=now)
    wave = Wave(
        campaign=campaign, version=version, kind=kind.value, opens_at=opens_at, closes_at=closes_at
    )
    session.add(wave)
    session.flush()
    keys.create(wave.id)
    keys.of_withdrawals.create(wave.id)
    return wave


def get_wave(session: Session, wave_id: int) -> Wave:
    """Give a wave. Raises WaveNotFound."""
    wave = session.get(Wave, wave_id)
    if wave is None:
        raise WaveNotFound(f"there is no wave {wave_id}")
    return wave


def find_previous_wave(session: Session, wave: Wave) -> Wave | None:
    """Find the wave before this one in its campaign."""
    return session.scalar(
        select(Wave)
        .where(Wave.campaign_id == wave.campaign_id, Wave.opens_at < wave.opens_at)
        .order_by(Wave.opens_at.desc())
        .limit(1)
    )


def load_waves(session: Session) -> Sequence[Wave]:
    """Give all waves, the newest first."""
    return session.scalars(select(Wave).order_by(Wave.opens_at.desc(), Wave.id.desc())).all()
