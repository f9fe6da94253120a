"""The first page, the language of the staff pages, and the one-click sign-in of a demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel.support import LazyProxy
from flask import (
    Blueprint,
    Flask,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user, login_user, logout_user

from feedback import audit
from feedback.accounts import mailing, visits
from feedback.accounts.models import User, load_demo_users
from feedback.accounts.permissions import Permission, has
from feedback.accounts.signing_in import current_visit, end_sessions
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import SESSION_KEY, STAFF_LOCALES, now
from feedback.i18n import gettext as _
from feedback.security import may_keep_session, own_path

bp = Blueprint("accounts", __name__)


@dataclass(frozen=True)
class MenuItem:
    """One entry of the main menu, for who has its permission: somewhere, or everywhere."""

    label: LazyProxy
    endpoint: str
    permission: Permission
    everywhere: bool = False


def init_app(app: Flask, *, menu: Sequence[MenuItem]) -> None:
    """Add these pages, and what every staff page shows of who is signed in."""
    app.register_blueprint(bp)

    @app.context_processor
    def describe_reader() -> dict[str, Any]:
        if not may_keep_session():
            return {}
        signed_in = current_user.is_authenticated
        # A mistyped link lands on an error page too: its reader gets no form, so no cookie.
        is_door = request.blueprint in {bp.name, "security"}
        return {
            "signed_in": signed_in,
            "staff_locales": STAFF_LOCALES if signed_in or is_door else (),
            "navigation": [
                {
                    "label": item.label,
                    "url": url_for(item.endpoint),
                    "current": request.endpoint == item.endpoint,
                }
                for item in menu
                if has(item.permission, everywhere=item.everywhere)
            ],
        }

    @app.extensions["security"].login_context_processor  # type: ignore[untyped-decorator]
    def offer_demo_users() -> dict[str, Any]:
        return {"demo_users": load_demo_users(db.session()) if current_settings().demo else []}


@bp.get("/staff")
@auth_required("session")
def home() -> ResponseReturnValue:
    """Show somebody who signed in where to go."""
    failed = mailing.load_failed(db.session(), current_user.id)
    return render_template("accounts/home.html", failed=failed)


@bp.get("/account")
@auth_required("session")
def own() -> ResponseReturnValue:
    """Show somebody how they sign in, and let them change it."""
    # The people of a demo are shared: nobody sees or ends the visit of another.
    others = [] if current_user.is_demo else _other_visits()
    n_codes = len(current_user.mf_recovery_codes or ())
    return render_template("accounts/own.html", n_codes=n_codes, others=others)


@bp.post("/account/visits/<uuid:visit_id>/end")
@auth_required("session")
def end_visit(visit_id: UUID) -> ResponseReturnValue:
    """End one other visit of who is signed in."""
    if current_user.is_demo or visits.find_visit(db.session(), current_user, visit_id) is None:
        abort(404)
    visits.end(db.session(), visit_id)
    return _visits_ended("ended one other visit")


@bp.post("/account/visits/end-others")
@auth_required("session")
def end_other_visits() -> ResponseReturnValue:
    """End the visits of who is signed in, except this one."""
    if current_user.is_demo:
        abort(404)
    visits.end_all(db.session(), current_user, but=current_visit())
    return _visits_ended("ended all other visits")


@bp.post("/account/sign-out-everywhere")
@auth_required("session")
def sign_out_everywhere() -> ResponseReturnValue:
    """End all visits of who is signed in, this one too; of a demo only this one."""
    if not current_user.is_demo:
        end_sessions(current_user)
        _record("ended all sessions")
        db.session.commit()
    logout_user()
    return redirect(url_for("security.login"), 303)


def _other_visits() -> list[visits.Visit]:
    going_on = visits.load_visits(db.session(), current_user, now=now())
    return [visit for visit in going_on if visit.id != current_visit()]


def _visits_ended(deed: str) -> ResponseReturnValue:
    _record(deed)
    db.session.commit()
    flash(_("That is saved."))
    return redirect(url_for(".own"), 303)


def _record(deed: str) -> None:
    audit.record(
        db.session(), current_user.id, deed, thing="user", thing_id=current_user.id, now=now()
    )


@bp.post("/language")
def choose_language() -> ResponseReturnValue:
    """Speak another language from now on, also after the next sign-in."""
    code = request.form.get("locale")
    if code not in STAFF_LOCALES:
        abort(422)
    session[SESSION_KEY] = code
    if current_user.is_authenticated:
        current_user.locale = code
        db.session.commit()
    return redirect(own_path(request.form.get("next", "")) or url_for(".home"), 303)


@bp.post("/demo-sign-in")
def sign_in_to_demo() -> ResponseReturnValue:
    """Sign in as one of the made-up people of a demo; elsewhere there is no such page."""
    if not current_settings().demo:
        abort(404)
    user = db.session.get(User, request.form.get("user", type=int))
    if user is None or not user.is_demo or not user.active:
        abort(404)
    login_user(user, authn_via=["demo"])
    return redirect(url_for(".home"), 303)
