"""Two people who change the same part of an agenda: neither loses what they wrote."""

from collections.abc import Callable, Sequence
from datetime import date

from flask import flash, request
from wtforms import Field

from feedback.agenda.forms import HeldForm
from feedback.database import db
from feedback.i18n import format_date
from feedback.i18n import gettext as _
from surveys.agenda_editions import Part, edition_of, hold, whole_edition_of

_NOT_SHOWN = frozenset({"seen", "csrf_token"})
# What somebody else wrote meanwhile: the label of a field, and what stands in it now.
Meanwhile = Sequence[tuple[str, str]]


def changed_meanwhile(form: HeldForm, part: Part, stored: Callable[[], HeldForm]) -> Meanwhile:
    """Give what stands there otherwise than in a form that was begun before somebody changed it.

    Empty when nobody did, or when they wrote the same: then the form may be kept, and nobody else
    changes the part until it is. Otherwise the form goes on from what stands there now.
    """
    hold(db.session(), part)
    edition = edition_of(part)
    if form.seen.data == edition:
        return []
    form.seen.data = edition
    return [
        (str(field.label.text), _text(field))
        for field in stored()
        if field.short_name not in _NOT_SHOWN and _text(field) != _text(form[field.short_name])
    ]


def may_remove(part: Part) -> bool:
    """Tell whether a part is as its remover read it; otherwise ask to read it again.

    Then nobody else changes it until it is gone.
    """
    hold(db.session(), part)
    if request.form.get("whole") == whole_edition_of(part):
        return True
    db.session.rollback()
    flash(_("Somebody else changed this meanwhile. Read it again before you remove it."))
    return False


def _text(field: Field) -> str:
    """Give what a field holds, in words."""
    if hasattr(field, "iter_choices"):
        return ", ".join(str(one.label) for one in field.iter_choices() if one.selected)
    if isinstance(field.data, date):
        return format_date(field.data)
    return str(field._value())
