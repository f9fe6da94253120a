"""The first page, the language of the staff pages, and the one-click sign-in of a demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.support import LazyProxy
from flask import Blueprint, Flask, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user, login_user, logout_user

from feedback.accounts.models import User, load_demo_users
from feedback.accounts.permissions import Permission, has
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import SESSION_KEY, STAFF_LOCALES
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
    return render_template("accounts/home.html")


@bp.get("/account")
@auth_required("session")
def own() -> ResponseReturnValue:
    """Show somebody how they sign in, and let them change it."""
    n_codes = len(current_user.mf_recovery_codes or ())
    return render_template("accounts/own.html", n_codes=n_codes)


@bp.post("/account/sign-out-everywhere")
@auth_required("session")
def sign_out_everywhere() -> ResponseReturnValue:
    """End all sessions of who is signed in, this one too; a demo's people stay, they are shared."""
    logout_user()
    return redirect(url_for("security.login"), 303)


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
