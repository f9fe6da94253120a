"""A link as a poster: the words around the QR code, in the languages of the link."""

from feedback.campaigns.posters import Poster, PosterText
from feedback.i18n import format_date, use_locale
from feedback.i18n import gettext as _
from surveys.distribution import Link, address
from surveys.items import RespondentGroup


def invitation(group: RespondentGroup) -> str:
    """Say to a respondent group, in the language that is spoken now, what is asked of it."""
    return {
        RespondentGroup.PARENT: _("Is your child at this school? Tell us what you think."),
        RespondentGroup.CHILD: _("What do you think of your school? Tell us."),
        RespondentGroup.YOUTH: _("Do you go to this school? Tell us what you think."),
        RespondentGroup.TEACHER: _("Do you work at this school? Tell us what you think."),
        RespondentGroup.SUPPORTER: _("Do you support pupils here? Tell us what you think."),
    }[group]


def poster_of(link: Link, public_url: str) -> Poster:
    """Give the poster of a link, in its languages. The link's languages are spoken one by one."""
    group = RespondentGroup(link.respondent_group)
    texts = tuple(_text(group, language) for language in link.languages)
    use_locale(link.languages[0])
    return Poster(
        school=link.school.name,
        url=address(public_url, link.code),
        code=link.code,
        texts=texts,
        footer=_("You can answer up to and including %(day)s.", day=format_date(link.wave.last_on)),
    )


def _text(group: RespondentGroup, language: str) -> PosterText:
    use_locale(language)
    return PosterText(
        language=language,
        title=_("Have your say"),
        invitation=invitation(group),
        scan=_("Point the camera of your phone at the square."),
        type_in=_("Or type this in on your phone:"),
        anonymous=_("Nobody can see that it was you. It takes three minutes."),
    )
