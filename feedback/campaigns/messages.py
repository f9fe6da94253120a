"""Ready-made texts that bring people to a link: to copy into the school's own app, or on paper."""

from collections.abc import Sequence
from enum import StrEnum

from feedback.campaigns.poster_texts import invitation
from feedback.i18n import format_date, format_number, use_locale
from feedback.i18n import gettext as _
from surveys.campaigns import smallest_group
from surveys.distribution import Link, LinkMode
from surveys.items import RespondentGroup


class MessageKind(StrEnum):
    """How much a message says, and when it is sent."""

    SHORT = "short"
    LONG = "long"
    REMINDER = "reminder"


def message(link: Link, kind: MessageKind, language: str, public_url: str) -> str:
    """Give a message about a link in one of its languages, which is spoken from then on."""
    use_locale(language)
    url = f"{public_url.rstrip('/')}/v/{link.code}"
    said = {
        MessageKind.SHORT: [_invitation(link), _ease(), _until(link)],
        MessageKind.LONG: [*paragraphs(link), _("Read more:") + f" {url}/{language}/info"],
        MessageKind.REMINDER: [
            _invitation(link),
            _until(link),
            _("Have you answered already? Thank you. Then you need not do anything."),
        ],
    }[kind]
    return "\n".join([*said, *_about_code(link), url])


def paragraphs(link: Link) -> Sequence[str]:
    """Give what a letter says, in the language that is spoken now."""
    campaign = link.wave.campaign
    n = format_number(smallest_group(campaign.threshold, link.respondent_group))
    return [
        _invitation(link),
        _(
            "%(school)s asks this, together with the other schools of %(region)s.",
            school=link.school.name,
            region=campaign.region.name,
        ),
        _ease() + " " + _("You may skip every question."),
        _(
            "Nobody sees the answers of one person. We show answers of at least %(n)s people"
            " together.",
            n=n,
        ),
        _until(link),
    ]


def about_code(link: Link) -> str:
    """Say that a link asks for a code, if it does."""
    return " ".join(_about_code(link))


def _about_code(link: Link) -> list[str]:
    if link.mode != LinkMode.CODE:
        return []
    return [_("You need the code on your slip of paper. It works once.")]


def _invitation(link: Link) -> str:
    return invitation(RespondentGroup(link.respondent_group))


def _ease() -> str:
    return _("Nobody can see that it was you. It takes three minutes.")


def _until(link: Link) -> str:
    return _("You can answer up to and including %(day)s.", day=format_date(link.wave.last_on))
