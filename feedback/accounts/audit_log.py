"""The audit log, for the administrator: on a page and as a file, with whether it is whole."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select
from wtforms import SelectChoice, SelectField

from analysis.exports.as_csv import csv_lines
from analysis.exports.layouts import Table
from feedback import audit
from feedback.accounts.models import User
from feedback.accounts.permissions import Permission, requires
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext, now
from feedback.security import StaffForm

bp = Blueprint("audit_log", __name__, url_prefix="/audit-log")
requires_reader = requires(Permission.SEE_AUDIT, everywhere=True)

ON_A_PAGE = 100
COLUMNS = ("line", "at", "user", "action", "thing", "thing_id", "seal")


class FilterForm(StaffForm):
    """Whose deeds are shown."""

    class Meta(StaffForm.Meta):
        """Nothing changes, so no token is needed."""

        csrf = False

    user = SelectField(lazy_gettext("Whose"), coerce=str, validate_choice=False)


@bp.get("/")
@requires_reader
def lines() -> ResponseReturnValue:
    """Show deeds, the latest first."""
    names = _names()
    form = FilterForm(request.args)
    form.user.choices = [
        SelectChoice("", _("Everybody")),
        *(SelectChoice(str(number), name) for number, name in names.items()),
    ]
    deeds = audit.load_deeds(
        db.session(),
        user_id=request.args.get("user", type=int),
        before_id=request.args.get("before", type=int),
        most=ON_A_PAGE + 1,
    )
    broken_at, is_whole = _check()
    return render_template(
        "accounts/audit_log.html",
        deeds=deeds[:ON_A_PAGE],
        older=deeds[ON_A_PAGE - 1].id if len(deeds) > ON_A_PAGE else None,
        names=names,
        form=form,
        broken_at=broken_at,
        is_whole=is_whole,
        seal=audit.last_seal(db.session()),
    )


@bp.get("/deeds.csv")
@requires_reader
def as_csv() -> ResponseReturnValue:
    """Give all deeds as a file, in the order of the chain, with their seals."""
    names = _names()
    rows = [
        (
            deed.id,
            deed.at.isoformat(),
            names[deed.user_id] if deed.user_id else "",
            deed.action,
            deed.thing,
            deed.thing_id,
            deed.seal.hex() if deed.seal else "",
        )
        for deed in reversed(audit.load_deeds(db.session()))
    ]
    audit.record(
        db.session(), current_user.id, "read the audit log", thing="user",
        thing_id=current_user.id, now=now(),
    )  # fmt: skip
    db.session.commit()
    return Response(
        "".join(csv_lines(Table(COLUMNS, rows), ",")),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="audit-log.csv"'},
    )


def _check() -> tuple[audit.AuditEvent | None, bool]:
    try:
        broken_at = audit.find_break(db.session())
    except audit.AuditCutOff:
        return None, False
    return broken_at, broken_at is None


def _names() -> dict[int, str]:
    rows = db.session().execute(select(User.id, User.name).order_by(User.name))
    return {row.id: row.name for row in rows}
