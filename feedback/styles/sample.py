"""The question that staff see in a house style before it is saved."""

from feedback.i18n import gettext as _
from surveys.items import Kind, Option, Question


def sample_question(code: str) -> Question:
    """Give a question of which the page can show every colour; `code` tells two of them apart."""
    texts = {"yes": _("Yes"), "partly": _("A little"), "no": _("No")}
    options = [
        Option(key, text, None, favourable=False, missing=False) for key, text in texts.items()
    ]
    unknown = Option("na", _("I do not know"), None, favourable=False, missing=True)
    return Question(
        code=code,
        kind=Kind.SINGLE,
        text=_("Do you feel welcome at school?"),
        hint=_("Think of the last few weeks."),
        low="",
        high="",
        options=(*options, unknown),
        faces=False,
        minimum=None,
        maximum=None,
        condition=None,
    )
