"""What roles, organisations and deeds are called on screen."""

from flask import Flask

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.i18n import gettext as _
from feedback.mail import MailFailure


def init_app(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.globals |= {
        "role_name": role_name,
        "organisation_kind_name": organisation_kind_name,
        "deed_name": deed_name,
        "thing_name": thing_name,
        "mail_failure": mail_failure,
    }


def role_name(role: str) -> str:
    """Give what somebody in this role is called."""
    return {
        Role.ADMINISTRATOR: _("Administrator"),
        Role.MODERATOR: _("Moderator"),
        Role.PANEL_MEMBER: _("Member of the klankbordgroep"),
        Role.SCHOOL_COORDINATOR: _("School coordinator"),
        Role.PILOT_LEAD: _("Lead of a proeftuin"),
        Role.BOARD_VIEWER: _("School board, reads results"),
        Role.MUNICIPALITY_VIEWER: _("Municipality, reads results"),
        Role.ANALYST: _("Analyst"),
    }[Role(role)]


def organisation_kind_name(kind: str) -> str:
    """Give what a kind of organisation is called."""
    return {
        OrganisationKind.INSTALLATION: _("Everything here"),
        OrganisationKind.REGION: _("Region"),
        OrganisationKind.MUNICIPALITY: _("Municipality"),
        OrganisationKind.BOARD: _("School board"),
        OrganisationKind.SCHOOL: _("School"),
        OrganisationKind.PILOT: _("Proeftuin"),
    }[OrganisationKind(kind)]


def deed_name(action: str) -> str:
    """Give a deed of the audit log in the reader's language; what follows a known one stays."""
    names = _deeds()
    known = max((name for name in names if action.startswith(name)), key=len, default="")
    return names.get(known, "") + action.removeprefix(known)


def thing_name(thing: str) -> str:
    """Give what a thing in the audit log is called."""
    return {
        "action": _("action"),
        "advice": _("advice"),
        "alliance": _("school alliance"),
        "campaign": _("campaign"),
        "comment": _("comment"),
        "delivery": _("delivery"),
        "draft": _("draft"),
        "interpretation": _("interpretation"),
        "item": _("question"),
        "link": _("link"),
        "pilot": _("proeftuin"),
        "region": _("region"),
        "register": _("school register"),
        "publication": _("publication"),
        "questionnaire": _("questionnaire"),
        "school": _("school"),
        "board": _("school board"),
        "municipality": _("municipality"),
        "theme": _("theme"),
        "token": _("token"),
        "user": _("person"),
        "version": _("version"),
        "wave": _("wave"),
    }.get(thing, thing)


def mail_failure(failure: str) -> str:
    """Give what went wrong with a letter, and what helps."""
    return {
        MailFailure.UNREACHABLE: _("The mail server does not answer."),
        MailFailure.NOT_SAFE: _("There is no safe connection with the mail server."),
        MailFailure.NOT_LET_IN: _("The mail server does not let Klankbord in."),
        MailFailure.ADDRESS: _("The mail server does not take mail for this address."),
        MailFailure.REFUSED: _("The mail server did not take the mail."),
    }[MailFailure(failure)]


def _deeds() -> dict[str, str]:
    return {
        "opened again": _("opened again"),
        "counted the people of": _("counted the people of"),
        "closed the school": _("closed the school"),
        "chose the languages of": _("chose the languages of"),
        "changed the school": _("changed the school"),
        "asked to import": _("asked to import"),
        "added a delivery": _("added a delivery"),
        "added a passkey": _("added a passkey"),
        "answered": _("answered"),
        "archived": _("archived"),
        "asked for": _("asked for"),
        "began anew to code": _("let members code alone from the beginning:"),
        "began anew to vote on": _("began anew to vote on"),
        "began to code": _("let members code alone:"),
        "began to vote on": _("began to vote on"),
        "asked to close": _("asked to close"),
        "adopted": _("took in as a theme"),
        "asked to publish": _("asked to publish"),
        "brought back": _("brought back"),
        "changed draft": _("changed"),
        "changed the agenda of": _("changed the agenda of"),
        "changed the days of": _("changed the days of"),
        "changed second factor": _("changed the code from the phone of"),
        "codes printed": _("codes printed"),
        "downloaded as ": _("downloaded as") + " ",
        "ended all other visits": _("ended all other visits"),
        "described": _("described"),
        "dropped": _("dropped"),
        "ended all sessions": _("ended all sessions"),
        "ended one other visit": _("ended one other visit"),
        "ended the access of": _("ended the access of"),
        "exported": _("exported"),
        "gave": _("gave"),
        "found anew the themes of": _("had found anew the themes of"),
        "froze the themes of": _("froze the themes of"),
        "gave back the access of": _("gave back the access of"),
        "gave the role ": _("gave the role") + " ",
        "held": _("held back"),
        "interpreted": _("said what it means:"),
        "invited": _("invited"),
        "link set to ": _("set to") + " ",
        "left a proeftuin": _("let leave a proeftuin:"),
        "linked an action to": _("linked an action to"),
        "linked the sign-in at ": _("linked the sign-in at") + " ",
        "made a token": _("made a token"),
        "made version": _("made a version"),
        "merged": _("merged"),
        "moved comments of": _("moved comments of"),
        "named": _("named"),
        "opened the themes of": _("opened the themes of"),
        "read draft from file": _("read from a file"),
        "read the audit log": _("read the audit log"),
        "read translations from file": _("read translations from a file"),
        "recorded": _("recorded"),
        "released": _("released"),
        "read from a file the agenda of": _("read from a file the agenda of"),
        "removed from the agenda of": _("removed something from the agenda of"),
        "refused": _("said that it is no theme:"),
        "released a quote of": _("released a quote of"),
        "removed a delivery": _("removed a delivery"),
        "removed a passkey": _("removed a passkey"),
        "removed draft": _("removed"),
        "removed house style": _("removed the house style"),
        "removed recording of": _("removed the recording of"),
        "revoked a token": _("revoked a token"),
        "said what was done": _("said what was done"),
        "saw a care signal: talked with child safety": _(
            "saw a care signal and talked with the person for child safety:"
        ),
        "saw a care signal: asked Veilig Thuis": _(
            "saw a care signal and asked Veilig Thuis for advice:"
        ),
        "saw a care signal: no danger": _("saw a care signal and found no danger:"),
        "saw a care signal: something else": _("saw a care signal and did something else:"),
        "said whom to turn to": _("said whom to turn to"),
        "set house style": _("set the house style"),
        "set up": _("set up"),
        "signed in": _("signed in"),
        "split a theme of": _("split a theme of"),
        "started a lesson": _("started a lesson"),
        "started draft": _("started"),
        "started draft of next version": _("started the next version"),
        "took a standpoint on": _("took a standpoint on"),
        "took an action away from": _("took an action away from"),
        "took back a quote of": _("took back a quote of"),
        "took away a view on": _("took away a different view on"),
        "took back the decision about": _("took back the decision about"),
        "took away the second factor of": _("took away the code from the phone of"),
        "took back": _("took back"),
        "took back what was done": _("took back what was done"),
        "took away the sign-in elsewhere of": _("took away the sign-in elsewhere of"),
        "took the role ": _("took away the role") + " ",
        "undid a change of": _("undid a change of"),
        "wrote texts in ": _("wrote texts in") + " ",
    }
