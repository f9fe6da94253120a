"""When schools are asked what, over a year, so that nobody is asked too much."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.campaigns.visibility import is_own
from feedback.database import db
from feedback.i18n import today
from surveys.organisations import Municipality, School
from surveys.planning import load_calendar

bp = Blueprint("calendar", __name__, url_prefix="/waves")

LOOK_BACK = timedelta(days=180)


@bp.get("/calendar")
@requires(Permission.SEE_PARTICIPATION)
def calendar() -> ResponseReturnValue:
    """Show for each own school which groups are asked when, and what comes too soon."""
    scope = scope_for(Permission.SEE_PARTICIPATION)
    own = db.session.scalars(
        select(School.id)
        .join(Municipality, Municipality.id == School.municipality_id)
        .where(is_own(scope, today()))
    )
    schools = load_calendar(db.session(), own, since=today() - LOOK_BACK)
    n_too_soon = sum(any(one.too_soon for one in asked) for asked in schools.values())
    return render_template("campaigns/calendar.html", schools=schools, n_too_soon=n_too_soon)
