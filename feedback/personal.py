"""Keeps out of a form what points at a person: such a text is refused, with what was found."""

from collections.abc import Collection

from wtforms import Field, Form
from wtforms.validators import StopValidation

from analysis.redaction import find_personal, lacks_capitals
from analysis.spans import Kind
from feedback.i18n import gettext as _

# What staff write for one another and for the public is in Dutch.
LANGUAGE = "nl"


class NothingPersonal:
    """Refuses a text in which these kinds of things are found, or in which they would be missed.

    A few words, such as a role, need no capitals.
    """

    def __init__(self, kinds: Collection[Kind], *, needs_capitals: bool = True) -> None:
        self.kinds = kinds
        self.needs_capitals = needs_capitals

    def __call__(self, _form: Form, field: Field) -> None:
        """Check one field. Raises StopValidation."""
        text = field.data or ""
        if found := find_personal(text, LANGUAGE, self.kinds):
            raise StopValidation(
                _(
                    "This may point at somebody: %(found)s. Take it out or say it in another way.",
                    found=", ".join(f"“{part}”" for part in found),
                )
            )
        if self.needs_capitals and lacks_capitals(text):
            raise StopValidation(
                _("Begin sentences and names with a capital: without them we cannot find names.")
            )
