"""Two people who change the same: neither loses what they wrote, or overwrites the other unseen."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from wtforms import Field, HiddenField

from feedback.i18n import format_date
from feedback.security import StaffForm

# What somebody else wrote meanwhile: the label of a field, and what stands in it now.
Meanwhile = Sequence[tuple[str, str]]


class Seen(HiddenField):  # type: ignore[misc]
    """Carries a mark of what somebody read before they wrote; it is kept nowhere."""

    def populate_obj(self, obj: Any, name: str) -> None:
        """Leave what is filled from the form as it is."""


class HeldForm(StaffForm):
    """A form of something that others may change meanwhile: it carries the edition it is of."""

    seen = Seen()


def unlike(form: HeldForm, edition: str, stored: Callable[[], HeldForm]) -> Meanwhile:
    """Give what stands there otherwise than in a form that was begun before somebody changed it.

    Empty when nobody did, or when they wrote the same. Otherwise the form goes on from `edition`,
    which stands there now.
    """
    if form.seen.data == edition:
        return []
    form.seen.data = edition
    return [
        (str(field.label.text), _text(field))
        for field in stored()
        if not isinstance(field, HiddenField) and _text(field) != _text(form[field.short_name])
    ]


def _text(field: Field) -> str:
    """Give what a field holds, in words."""
    if hasattr(field, "iter_choices"):
        return ", ".join(str(one.label) for one in field.iter_choices() if one.selected)
    if isinstance(field.data, date):
        return format_date(field.data)
    return str(field._value()).strip()
