"""The code that somebody reads off their phone after the password, and emergency codes."""

import base64
import hashlib
import re
from typing import Any

from babel.support import LazyProxy
from flask import Flask, abort, request
from flask_security import Totp, TwoFactorRescueForm, TwoFactorSetupForm
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.signals import tf_profile_changed
from wtforms import StringField

from feedback import audit
from feedback.accounts.models import User
from feedback.database import db
from feedback.i18n import lazy_gettext, now

ISSUER = "Klankbord"
N_RECOVERY_CODES = 8
CODE_PAGES = {"security.two_factor_token_validation", "security.mf_recovery"}
MESSAGES: dict[str, LazyProxy | str] = {
    "INVALID_CODE": lazy_gettext("This code is not right. Wait for the next one and try again."),
    "INVALID_RECOVERY_CODE": lazy_gettext("This code is not right, or was used before."),
    "NO_RECOVERY_CODES_SETUP": lazy_gettext("You have no emergency codes yet."),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": lazy_gettext(
        "From now on we ask for a code from your phone when you sign in."
    ),
    "TWO_FACTOR_DISABLED": lazy_gettext("From now on your password is enough."),
    "TWO_FACTOR_INVALID_TOKEN": lazy_gettext(
        "This code is not right. Wait for the next one and try again."
    ),
    # Nothing: the page that opens says enough.
    "TWO_FACTOR_LOGIN_SUCCESSFUL": "",
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": lazy_gettext("Your role asks for a code from your phone."),
    "TWO_FACTOR_PERMISSION_DENIED": lazy_gettext("Please sign in again."),
    "TWO_FACTOR_SETUP_EXPIRED": lazy_gettext("That took too long. Please start again."),
}


class OneTimePasswords(Totp):
    """Codes of six digits that each work once."""

    def get_last_counter(self, user: Any) -> int | None:
        """Give the step of the last code that somebody used."""
        counter: int | None = user.totp_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remember the step of the code that was just used."""
        user.totp_counter = tmatch.counter
        db.session.add(user)
        db.session.commit()


class SetupForm(TwoFactorSetupForm):
    """Asks for no choice: an app for codes is the only way."""

    setup = StringField()
    phone = StringField()


class NoRescueForm(TwoFactorRescueForm):
    """Offers nothing: there are emergency codes, and an administrator."""

    help_setup = StringField()


class RecoveryForm(MfRecoveryForm):
    """Takes an emergency code as somebody copies it from paper."""

    def validate(self, **kwargs: Any) -> bool:
        """Look for the code, whatever stands between its parts."""
        letters = re.sub(r"[^0-9a-z]", "", (self.code.data or "").lower())
        self.code.data = "-".join(re.findall(".{1,4}", letters))
        return bool(super().validate(**kwargs))


def second_factor_settings(secret_key: str) -> dict[str, object]:
    """Give the settings of Flask-Security; what it keeps is encrypted under the secret key."""
    encryption = hashlib.sha256(b"second factor\0" + secret_key.encode()).digest()
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "accounts.own",
        "SECURITY_TOTP_SECRETS": {"1": encryption.hex()},
        "SECURITY_TOTP_ISSUER": ISSUER,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": N_RECOVERY_CODES,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [base64.urlsafe_b64encode(encryption)],
    } | {f"SECURITY_MSG_{name}": (text, "info") for name, text in MESSAGES.items()}


def init_app(app: Flask) -> None:
    """Close the door that would mail, and record who changes a second factor."""

    @app.before_request
    def send_no_mail() -> None:
        if request.endpoint == "security.two_factor_rescue" and request.method != "OPTIONS":
            abort(404)

    tf_profile_changed.connect(_record_change, app)


def take_away(user: User) -> None:
    """Let somebody who lost their phone start again; passkeys and codes on paper go too."""
    user.tf_primary_method = user.tf_totp_secret = user.totp_counter = None
    user.mf_recovery_codes = None
    user.webauthn.clear()


def _record_change(_app: Flask, user: User, **_signal: object) -> None:
    audit.record(
        db.session(), user.id, "changed second factor", thing="user", thing_id=user.id, now=now()
    )
