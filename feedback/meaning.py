"""The words on screen for what people say of figures, and for what is done with them."""

from datetime import date

from flask import Flask

from analysis.actions import Action, ActionStatus
from analysis.advice import Verdict
from analysis.interpretations import Giver, Stance
from feedback.i18n import format_date
from feedback.i18n import gettext as _


def init_app(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.globals |= {
        "action_status_name": action_status_name,
        "verdict_name": verdict_name,
        "giver_name": giver_name,
        "stance_name": stance_name,
    }


def giver_name(giver: str) -> str:
    """Give what somebody is called on whose behalf something was said."""
    return {
        Giver.PARENT: _("Parent"),
        Giver.YOUTH: _("Young person"),
        Giver.TEACHER: _("Teacher"),
        Giver.PROFESSIONAL: _("Professional"),
        Giver.PANEL: _("Klankbordgroep"),
    }[Giver(giver)]


def stance_name(stance: str) -> str:
    """Say how somebody stands towards what another said."""
    return {
        Stance.AGREE: _("Agrees"),
        Stance.NUANCE: _("Agrees in part"),
        Stance.DISSENT: _("Disagrees"),
    }[Stance(stance)]


def action_status_name(status: str) -> str:
    """Say how far an action is."""
    return {
        ActionStatus.PLANNED: _("Planned"),
        ActionStatus.BUSY: _("Busy with it"),
        ActionStatus.DONE: _("Done"),
        ActionStatus.DROPPED: _("Given up"),
    }[ActionStatus(status)]


def action_progress(action: Action, today: date) -> str:
    """Say how far an action is, with the day that goes with that, if there is one."""
    day = action.day if action.is_done else action.due_on
    if day is None:
        return action_status_name(action.status)
    if action.is_overdue(today):
        return _("Too late: it should have been done on %(day)s", day=format_date(day))
    return {
        ActionStatus.PLANNED: _("Planned: %(day)s", day=format_date(day)),
        ActionStatus.BUSY: _("Busy with it, by %(day)s", day=format_date(day)),
        ActionStatus.DONE: _("Done: %(day)s", day=format_date(day)),
        ActionStatus.DROPPED: _("Given up"),
    }[ActionStatus(action.status)]


def verdict_name(verdict: str) -> str:
    """Say whether an advice is followed."""
    return {
        Verdict.YES: _("Yes"),
        Verdict.PARTLY: _("Partly"),
        Verdict.NO: _("No"),
    }[Verdict(verdict)]
