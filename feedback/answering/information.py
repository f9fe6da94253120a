"""What a respondent can read about a wave, told from the configuration as it is now."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from feedback.answering import pages
from feedback.config import Settings
from feedback.i18n import use_locale
from surveys.campaigns import Wave, smallest_group
from surveys.distribution import Invitation
from surveys.items import RespondentGroup
from surveys.retention import KEEP_COMMENTS, KEEP_RESPONSES

_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Facts:
    """What the page says of the wave and of this installation."""

    region: str
    smallest_group: int
    months_of_answers: int
    days_of_words: int
    days_of_backups: int
    keeps_every_moment: bool
    contact: str | None


def facts_of(session: Session, invitation: Invitation, settings: Settings) -> Facts:
    """Gather what a respondent may know of a wave."""
    campaign = session.get_one(Wave, invitation.wave_id).campaign
    return Facts(
        region=campaign.region.name,
        smallest_group=smallest_group(campaign.threshold, invitation.group),
        months_of_answers=KEEP_RESPONSES // _MONTH,
        days_of_words=KEEP_COMMENTS.days,
        days_of_backups=settings.backup_days,
        keeps_every_moment=settings.point_in_time_recovery,
        contact=settings.support_email,
    )


def information_page(
    session: Session, invitation: Invitation, language: str, settings: Settings
) -> str:
    """Give the page about a wave: for a child, for a young person, or for an adult."""
    use_locale(language)
    template = "for_children" if invitation.group is RespondentGroup.CHILD else "information"
    return pages.simple_page(
        template,
        language,
        invitation=invitation,
        questions=pages.questions_of(invitation, language),
        facts=facts_of(session, invitation, settings),
        is_young=invitation.group is RespondentGroup.YOUTH,
    )
