"""Where to find help: shown to everybody who answers, whatever they answer.

Numbers are public; check them before each wave. Sources: 112.nl, kindertelefoon.nl, 113.nl,
veiligthuis.nl.
"""

from dataclasses import dataclass

from babel.support import LazyProxy

from feedback.i18n import lazy_gettext
from surveys.items import RespondentGroup


@dataclass(frozen=True)
class HelpLine:
    """A telephone number, as it is dialled, and what it is for."""

    name: str
    number: str
    purpose: LazyProxy


EMERGENCY = HelpLine("112", "112", lazy_gettext("in danger, right now"))
CHILD_LINE = HelpLine(
    "Kindertelefoon", "0800-0432", lazy_gettext("to talk about anything, 8 to 18 years")
)
SUICIDE_LINE = HelpLine("113", "0800-0113", lazy_gettext("when you think about suicide"))
SAFE_HOME = HelpLine("Veilig Thuis", "0800-2000", lazy_gettext("when home is not safe"))

_YOUNG = (CHILD_LINE, EMERGENCY, SUICIDE_LINE, SAFE_HOME)
_ADULT = (EMERGENCY, SAFE_HOME, SUICIDE_LINE)


def help_lines(group: RespondentGroup) -> tuple[HelpLine, ...]:
    """Give the help lines that suit a respondent group, the likeliest first."""
    return _YOUNG if group in (RespondentGroup.CHILD, RespondentGroup.YOUTH) else _ADULT
