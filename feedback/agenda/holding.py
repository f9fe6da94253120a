"""Two people who change the same part of an agenda: neither loses what they wrote."""

from collections.abc import Callable

from flask import flash, request

from feedback.database import db
from feedback.i18n import gettext as _
from feedback.meanwhile import HeldForm, Meanwhile, unlike
from surveys.agenda_editions import Part, edition_of, hold, whole_edition_of


def changed_meanwhile(form: HeldForm, part: Part, stored: Callable[[], HeldForm]) -> Meanwhile:
    """Give what of a part stands otherwise than in a form, if somebody changed it meanwhile.

    When it is empty the form may be kept, and nobody else changes the part until it is.
    """
    hold(db.session(), part)
    return unlike(form, edition_of(part), stored)


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
