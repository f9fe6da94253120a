"""What a school sends to parents before their children are asked: what for, and how to say no."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.i18n import format_date, format_number, use_locale
from feedback.i18n import gettext as _
from surveys.campaigns import smallest_group
from surveys.distribution import Link
from surveys.items import RespondentGroup

YOUNG = (RespondentGroup.CHILD, RespondentGroup.YOUTH)


@dataclass(frozen=True)
class ParentText:
    """A message in one language, ready to copy into the school's own app."""

    language: str
    text: str


def parent_texts(link: Link, public_url: str) -> Sequence[ParentText]:
    """Give the message about the link of a young group, in each of the link's languages.

    The languages are spoken one by one.
    """
    return [ParentText(language, _text(link, language, public_url)) for language in link.languages]


def _text(link: Link, language: str, public_url: str) -> str:
    use_locale(language)
    day = format_date(link.wave.opens_on)
    n = format_number(smallest_group(link.wave.campaign.threshold, link.respondent_group))
    return " ".join(
        [
            _("Dear parents,"),
            _("From %(day)s we ask our pupils what they think of school and of help.", day=day),
            _("They fill in a short list of questions. They may skip every question."),
            _("Nobody can see who answered."),
            _("We only show what at least %(n)s pupils said together.", n=n),
            _("Do you not want your child to take part? Tell us before %(day)s.", day=day),
            _("Read more:"),
            f"{public_url}/v/{link.code}/{language}/info",
        ]
    )
