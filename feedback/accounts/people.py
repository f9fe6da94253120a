"""Who can sign in, for the administrator: inviting people, and giving and taking roles."""

import segno
from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length, Optional

from feedback import audit
from feedback.accounts import mailing, second_factor
from feedback.accounts.models import User, assign, find_user, load_users
from feedback.accounts.organisations import (
    KINDS_OF_ROLE,
    Organisation,
    find_organisations,
    name_assignments,
)
from feedback.accounts.permissions import Permission, Role, requires
from feedback.accounts.signing_in import INVITED_FOR, end_sessions, invitation_link
from feedback.accounts.wording import organisation_kind_name, role_name
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext, now
from feedback.jobs import enqueue
from feedback.security import StaffForm

bp = Blueprint("people", __name__, url_prefix="/people")
requires_manager = requires(Permission.MANAGE_USERS, everywhere=True)


class RoleForm(StaffForm):
    """A role, and of which organisation; when several are meant, they are offered to choose."""

    role = SelectField(lazy_gettext("What they are here"), coerce=str)
    wanted = StringField(
        lazy_gettext("Of which organisation"),
        description=lazy_gettext(
            "A name or a part of it, or the code of a school or board. "
            "Leave this empty for an administrator of everything."
        ),
        validators=[Length(max=120)],
    )
    organisation = RadioField(
        lazy_gettext("Which one do you mean?"), validators=[Optional()], choices=[]
    )

    def __init__(self) -> None:
        super().__init__()
        self.role.choices = [SelectChoice(role.value, role_name(role)) for role in Role]
        self.chosen: Organisation | None = None

    def validate(self, extra_validators: object = None) -> bool:
        """Find the organisation that is meant."""
        # What can be chosen depends on what is looked for, and is looked up below.
        self.organisation.validate_choice = False
        if not super().validate(extra_validators):
            return False
        kinds = KINDS_OF_ROLE[Role(self.role.data)]
        found = list(find_organisations(db.session(), kinds, self.wanted.data or ""))
        self.organisation.choices = [SelectChoice(one.key, _called(one)) for one in found]
        chosen = [one for one in found if one.key == self.organisation.data]
        if not chosen and len(found) > 1:
            self.organisation.errors = [_("Choose which one you mean.")]
            return False
        if not found:
            kind = organisation_kind_name(kinds[-1])
            self.wanted.errors = [_("Nothing of this name was found: %(kind)s.", kind=kind)]
            return False
        self.chosen = (chosen or found)[0]
        return True


class InviteForm(RoleForm):
    """Somebody new."""

    name = StringField(
        lazy_gettext("Name"),
        description=lazy_gettext("As colleagues know them."),
        validators=[DataRequired(lazy_gettext("Write a name.")), Length(max=100)],
    )
    email = StringField(
        lazy_gettext("E-mail address"),
        description=lazy_gettext("They sign in with it."),
        validators=[
            DataRequired(lazy_gettext("Write an e-mail address.")),
            Length(max=254),
            Email(message=lazy_gettext("Write an address such as name@school.nl.")),
        ],
    )
    by_mail = BooleanField(lazy_gettext("Send the invitation by mail"), default=True)

    def __init__(self) -> None:
        super().__init__()
        if current_settings().mail is None:
            del self.by_mail


@bp.get("/")
@requires_manager
def people() -> ResponseReturnValue:
    """Show everybody who can sign in."""
    users = load_users(db.session())
    assignments = [given for user in users for given in user.assignments]
    return render_template(
        "accounts/people.html", users=users, places=name_assignments(db.session(), assignments)
    )


@bp.route("/new", methods=["GET", "POST"])
@requires_manager
def invite() -> ResponseReturnValue:
    """Invite somebody: give a role to who is known already, add who is not."""
    form = InviteForm()
    if not form.validate_on_submit() or form.chosen is None:
        return render_template("accounts/invite.html", form=form), 422 if form.errors else 200
    user = find_user(db.session(), form.email.data or "")
    if user is not None and user.is_demo:
        form.email.errors = [_("This is somebody of the demo, who has a role already.")]
        return render_template("accounts/invite.html", form=form), 422
    is_new = user is None
    if user is None:
        user = User(email=(form.email.data or "").strip().lower(), name=form.name.data or "")
        db.session.add(user)
        db.session.flush()
        _record("invited", user)
    _give(user, Role(form.role.data), form.chosen)
    if is_new and form.by_mail and form.by_mail.data:
        return _mail(user)
    db.session.commit()
    if not is_new:
        flash(_("This person can sign in already, and has this role now too."))
    return redirect(url_for(".person", user_id=user.id), 303)


@bp.get("/<int:user_id>")
@requires_manager
def person(user_id: int) -> ResponseReturnValue:
    """Show somebody with their roles, and what can be done."""
    return _page(_user(user_id), RoleForm())


@bp.post("/<int:user_id>/roles")
@requires_manager
def give(user_id: int) -> ResponseReturnValue:
    """Give somebody one more role."""
    user, form = _user(user_id), RoleForm()
    if not form.validate_on_submit() or form.chosen is None:
        return _page(user, form), 422
    _give(user, Role(form.role.data), form.chosen)
    return _saved(user)


@bp.post("/<int:user_id>/roles/<int:assignment_id>/remove")
@requires_manager
def take(user_id: int, assignment_id: int) -> ResponseReturnValue:
    """Take a role from somebody; nobody takes their own power away by accident."""
    user = _user(user_id)
    given = next((each for each in user.assignments if each.id == assignment_id), None)
    if given is None:
        abort(404)
    if user.id == current_user.id and given.role is Role.ADMINISTRATOR:
        return _refused(user, _("You cannot take this role from yourself. Ask a colleague."))
    user.assignments.remove(given)
    _record(f"took the role {given.role}", user)
    end_sessions(user)
    return _saved(user)


@bp.post("/<int:user_id>/invitation")
@requires_manager
def invitation(user_id: int) -> ResponseReturnValue:
    """Show a link with which somebody chooses a password, this once, to hand over or print."""
    user = _user(user_id)
    if not user.active:
        return _refused(user, _("This person has no access any more. Give that back first."))
    _record("invited", user)
    mailing.forget(db.session(), user)
    db.session.commit()
    link = invitation_link(user)
    image = segno.make_qr(link, error="m").svg_data_uri(scale=4)
    return render_template(
        "accounts/invitation.html", user=user, link=link, image=image, until=now() + INVITED_FOR
    )


@bp.post("/<int:user_id>/invitation/mail")
@requires_manager
def invitation_by_mail(user_id: int) -> ResponseReturnValue:
    """Send somebody a link with which they choose a password, where there is a mail server."""
    user = _user(user_id)
    if current_settings().mail is None:
        abort(404)
    if not user.active:
        return _refused(user, _("This person has no access any more. Give that back first."))
    _record("invited", user)
    return _mail(user)


@bp.post("/<int:user_id>/sessions/end")
@requires_manager
def end(user_id: int) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    user = _user(user_id)
    end_sessions(user)
    _record("ended all sessions", user)
    return _saved(user)


@bp.post("/<int:user_id>/second-factor/remove")
@requires_manager
def start_again(user_id: int) -> ResponseReturnValue:
    """Let somebody who lost their phone and their codes start again."""
    user = _user(user_id)
    second_factor.take_away(user)
    end_sessions(user)
    _record("took away the second factor of", user)
    return _saved(user)


@bp.post("/<int:user_id>/identities/<int:identity_id>/remove")
@requires_manager
def unlink(user_id: int, identity_id: int) -> ResponseReturnValue:
    """Forget how another organisation knows somebody, so that they can be linked anew."""
    user = _user(user_id)
    known = next((each for each in user.identities if each.id == identity_id), None)
    if known is None:
        abort(404)
    user.identities.remove(known)
    end_sessions(user)
    _record("took away the sign-in elsewhere of", user)
    return _saved(user)


@bp.post("/<int:user_id>/access")
@requires_manager
def access(user_id: int) -> ResponseReturnValue:
    """End somebody's access, or give it back."""
    user = _user(user_id)
    if user.id == current_user.id:
        return _refused(user, _("You cannot end your own access. Ask a colleague."))
    user.active = not user.active
    end_sessions(user)
    _record("gave back the access of" if user.active else "ended the access of", user)
    return _saved(user)


def _user(user_id: int) -> User:
    user = db.session().scalar(select(User).where(User.id == user_id, ~User.is_demo))
    if user is None:
        abort(404)
    return user


def _page(user: User, form: RoleForm) -> str:
    places = name_assignments(db.session(), user.assignments)
    mail = mailing.find_mail(db.session(), user)
    return render_template("accounts/person.html", user=user, form=form, places=places, mail=mail)


def _mail(user: User) -> ResponseReturnValue:
    # The queue learns that there is something to send: the link is made when it is sent.
    mailing.ask(db.session(), user, inviter_id=current_user.id, now=now())
    db.session.commit()
    enqueue("send_invitations")
    return redirect(url_for(".person", user_id=user.id), 303)


def _give(user: User, role: Role, organisation: Organisation) -> None:
    assign(user, role, organisation.kind, organisation.id)
    _record(f"gave the role {role}", user)


def _called(organisation: Organisation) -> str:
    parts = [organisation_kind_name(organisation.kind), organisation.name, organisation.detail]
    return " · ".join(part for part in parts if part)


def _record(deed: str, user: User) -> None:
    audit.record(db.session(), current_user.id, deed, thing="user", thing_id=user.id, now=now())


def _saved(user: User) -> ResponseReturnValue:
    db.session.commit()
    flash(_("That is saved."))
    return redirect(url_for(".person", user_id=user.id), 303)


def _refused(user: User, why: str) -> ResponseReturnValue:
    flash(why)
    return redirect(url_for(".person", user_id=user.id), 303)
