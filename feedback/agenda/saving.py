"""What every change of the agenda ends with: it is recorded, kept, and shown."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from feedback import audit
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now
from feedback.meanwhile import Meanwhile
from surveys.agenda import Domain, Goal, Indicator
from surveys.organisations import Region

CHANGED, REMOVED = "changed the agenda of", "removed from the agenda of"


def page(
    template: str, form: object, *, meanwhile: Meanwhile = (), **shown: object
) -> tuple[str, int]:
    """Give a page with a form, and the status that says whether the form can be kept."""
    text = render_template(template, form=form, meanwhile=meanwhile, **shown)
    return text, status_of(form, meanwhile)


def status_of(form: object, meanwhile: Meanwhile = ()) -> int:
    """Give the status of a page with a form: whether it is right, and still up to date."""
    if meanwhile:
        # What only locked the row is let go.
        db.session.rollback()
        return 409
    return 422 if getattr(form, "errors", None) else 200


def record(deed: str, region: Region) -> None:
    """Write down what was done, and keep it."""
    audit.record(db.session(), current_user.id, deed, thing="region", thing_id=region.id, now=now())
    db.session.commit()
    flash(_("That is saved."))


def to_domain(domain: Domain, deed: str = CHANGED) -> ResponseReturnValue:
    """Keep a change, and go on to its domain."""
    db.session.flush()
    address = url_for("agenda.domain", region_id=domain.region_id, domain_id=domain.id)
    record(deed, domain.region)
    return redirect(address, 303)


def to_goal(region: Region, goal: Goal, deed: str = CHANGED) -> ResponseReturnValue:
    """Keep a change, and go on to its goal."""
    db.session.flush()
    address = url_for("agenda_editing.goal", region_id=region.id, goal_id=goal.id)
    record(deed, region)
    return redirect(address, 303)


def to_indicator(region: Region, indicator: Indicator, deed: str = CHANGED) -> ResponseReturnValue:
    """Keep a change, and go on to its indicator."""
    record(deed, region)
    return redirect(
        url_for("agenda_parts.indicator", region_id=region.id, indicator_id=indicator.id), 303
    )
