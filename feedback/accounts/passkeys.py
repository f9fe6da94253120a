"""Passkeys: a device that asks for a finger, a face or a PIN, beside or instead of a password."""

from typing import Any
from urllib.parse import urlsplit

from babel.support import LazyProxy
from flask import Flask
from flask_security import (
    WebAuthnDeleteForm,
    WebAuthnRegisterForm,
    WebAuthnSigninForm,
    WebauthnUtil,
    current_user,
)
from flask_security.signals import wan_deleted, wan_registered
from flask_security.webauthn import WebAuthnSigninResponseForm
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from wtforms import HiddenField

from feedback import audit
from feedback.accounts.models import User
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext, now

NAME = "Klankbord"
LONGEST_NAME = 64
# One for whatever is wrong: it tells nobody which passkeys are known, or whose they are.
_REFUSED = lazy_gettext("This passkey does not let you in. Use your password.")
MESSAGES: dict[str, LazyProxy | str] = {
    "API_ERROR": _REFUSED,
    "DISABLED_ACCOUNT": _REFUSED,
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": _REFUSED,
    "WEBAUTHN_MISMATCH_USER_HANDLE": _REFUSED,
    "WEBAUTHN_NO_VERIFY": _REFUSED,
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": _REFUSED,
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": _REFUSED,
    "INVALID_INPUT_LENGTH": lazy_gettext(
        "Write a name of at most %(length)s characters.", length=LONGEST_NAME
    ),
    "WEBAUTHN_CREDENTIAL_DELETED": lazy_gettext("The passkey is removed."),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": lazy_gettext("This passkey is here already."),
    "WEBAUTHN_EXPIRED": lazy_gettext("That took too long. Please start again."),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": lazy_gettext("Use letters, digits and hyphens only."),
    "WEBAUTHN_NAME_INUSE": lazy_gettext("You have a passkey of this name already."),
    "WEBAUTHN_NAME_NOT_FOUND": lazy_gettext("You have no passkey of this name."),
    "WEBAUTHN_NAME_REQUIRED": lazy_gettext("Write a name, such as the kind of device."),
    "WEBAUTHN_REGISTER_SUCCESSFUL": lazy_gettext("From now on you can sign in with this passkey."),
}


class Passkeys(WebauthnUtil):
    """Asks that a passkey is found without a name, and that its owner unlocks it each time.

    So each is two things at once, what somebody has and what they know or are.
    """

    def origin(self) -> str:
        """Give the address that browsers see, which a proxy may hide from us."""
        parts = urlsplit(current_settings().public_url)
        return f"{parts.scheme}://{parts.netloc}"

    def authenticator_selection(
        self, user: object, usage: object
    ) -> AuthenticatorSelectionCriteria:
        """Tell what a new passkey must be able to do."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(self, user: object, usage: object) -> UserVerificationRequirement:
        """Tell what a passkey has to do now."""
        return UserVerificationRequirement.REQUIRED


class AddForm(WebAuthnRegisterForm):
    """The name of a new passkey; each may be used beside a password and instead of it."""

    usage = HiddenField()


class RemoveForm(WebAuthnDeleteForm):
    """The name of a passkey, which may not be all that somebody in their role has."""

    def validate(self, **kwargs: Any) -> bool:
        """Look whether it is there, and whether something is left without it."""
        if not super().validate(**kwargs):
            # They are shown on the next page, and only a text travels there.
            self.name.errors = [str(error) for error in self.name.errors]
            return False
        is_needed = current_user.check_tf_required_setup() and not current_user.tf_primary_method
        if is_needed and len(current_user.webauthn) == 1:
            self.name.errors.append(
                _("Your role needs this passkey. Add another, or a code from your phone, first.")
            )
            return False
        return True


class StartForm(WebAuthnSigninForm):
    """Asks for nothing: a passkey knows whose it is."""

    def validate(self, **kwargs: Any) -> bool:
        """Remember nobody on a computer in a staff room."""
        self.remember.data = False
        return bool(super().validate(**kwargs))


class UseForm(WebAuthnSigninResponseForm):
    """What a passkey answered."""

    def validate(self, **kwargs: Any) -> bool:
        """Check the signature, and that its owner still has access."""
        self.remember.data = ""
        # Each passkey does both, and is kept as one that stands beside a password.
        self.is_secondary = True
        return bool(super().validate(**kwargs)) and not self.errors


def passkey_settings() -> dict[str, object]:
    """Give the settings of Flask-Security."""
    return {
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": NAME,
        "SECURITY_WAN_ALLOW_USER_HINTS": False,
        "SECURITY_WAN_NAME_MAX_LENGTH": LONGEST_NAME,
    } | {f"SECURITY_MSG_{name}": (text, "info") for name, text in MESSAGES.items()}


def init_app(app: Flask) -> None:
    """Record who adds and removes a passkey."""
    wan_registered.connect(_record_added, app)
    wan_deleted.connect(_record_removed, app)


def _record_added(_app: Flask, user: User, **_signal: object) -> None:
    _record("added a passkey", user)


def _record_removed(_app: Flask, user: User, **_signal: object) -> None:
    _record("removed a passkey", user)


def _record(deed: str, user: User) -> None:
    audit.record(db.session(), user.id, deed, thing="user", thing_id=user.id, now=now())
