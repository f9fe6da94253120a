"""Changing the indicators, values and actions of a goal."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from feedback.accounts.permissions import Permission, requires
from feedback.agenda.finding import action_of, goal_of, indicator_of, own_region
from feedback.agenda.forms import ActionForm, DayForm, IndicatorForm, ValueForm, known_of
from feedback.agenda.holding import changed_meanwhile, may_remove
from feedback.agenda.offering import load_offers
from feedback.agenda.saving import REMOVED, page, status_of, to_goal, to_indicator
from feedback.agenda.words import aim_text
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import today
from feedback.meanwhile import Meanwhile
from surveys.agenda import (
    Goal,
    Indicator,
    PlannedAction,
    Row,
    drop_row_if_empty,
    set_value,
    tidy,
)
from surveys.agenda_editions import edition_of, whole_edition_of
from surveys.organisations import Region

bp = Blueprint("agenda_parts", __name__, url_prefix="/agenda/<int:region_id>")
requires_setter = requires(Permission.SET_UP)
bp.context_processor(lambda: {"whole_edition_of": whole_edition_of})


@bp.route("/goals/<int:goal_id>/indicators/new", methods=["GET", "POST"])
@requires_setter
def new_indicator(region_id: int, goal_id: int) -> ResponseReturnValue:
    """Add an indicator to a goal."""
    region = own_region(region_id)
    goal = goal_of(region, goal_id)
    form = IndicatorForm()
    form.offer_rows(goal)
    form.offer(*load_offers(db.session()))
    if form.validate_on_submit():
        indicator = Indicator(values=[])
        _fill_indicator(indicator, form)
        _row(goal, form.row.data).indicators.append(indicator)
        return to_goal(region, goal)
    return page("agenda/indicator_form.html", form, region=region, goal=goal)


@bp.route("/indicators/<int:indicator_id>", methods=["GET", "POST"])
@requires_setter
def indicator(region_id: int, indicator_id: int) -> ResponseReturnValue:
    """Change an indicator."""
    region = own_region(region_id)
    shown = indicator_of(region, indicator_id)
    form = IndicatorForm(data=known_of(shown))
    form.offer_rows(shown.row.goal, shown)
    form.offer(*load_offers(db.session()), shown)
    meanwhile: Meanwhile = ()
    if form.validate_on_submit():
        meanwhile = changed_meanwhile(form, shown, lambda: _indicator_form(shown))
        if not meanwhile:
            _fill_indicator(shown, form)
            _move(shown, form.row.data)
            return to_goal(region, shown.row.goal)
    return _indicator_page(region, shown, form, meanwhile=meanwhile)


@bp.post("/indicators/<int:indicator_id>/remove")
@requires_setter
def remove_indicator(region_id: int, indicator_id: int) -> ResponseReturnValue:
    """Remove an indicator with its values."""
    region = own_region(region_id)
    removed = indicator_of(region, indicator_id)
    if not may_remove(removed):
        address = url_for(".indicator", region_id=region_id, indicator_id=indicator_id)
        return redirect(address, 303)
    row = removed.row
    goal = row.goal
    row.indicators.remove(removed)
    drop_row_if_empty(row)
    return to_goal(region, goal, REMOVED)


@bp.post("/indicators/<int:indicator_id>/values")
@requires_setter
def measure(region_id: int, indicator_id: int) -> ResponseReturnValue:
    """Enter what an indicator stood at on a day."""
    region = own_region(region_id)
    shown = indicator_of(region, indicator_id)
    form = ValueForm(prefix="value")
    if form.validate_on_submit() and form.day.data > today():
        form.day.errors = [_("This day is still to come.")]
    if form.errors or not form.is_submitted():
        return _indicator_page(region, shown, value_form=form)
    set_value(shown, form.day.data, form.value.data)
    return to_indicator(region, shown)


@bp.post("/indicators/<int:indicator_id>/values/remove")
@requires_setter
def forget(region_id: int, indicator_id: int) -> ResponseReturnValue:
    """Take back what was entered for a day."""
    region = own_region(region_id)
    shown = indicator_of(region, indicator_id)
    form = DayForm()
    if not form.validate_on_submit():
        return _indicator_page(region, shown)[0], 422
    set_value(shown, form.day.data, None)
    return to_indicator(region, shown, REMOVED)


@bp.route("/goals/<int:goal_id>/actions/new", methods=["GET", "POST"])
@requires_setter
def new_action(region_id: int, goal_id: int) -> ResponseReturnValue:
    """Add an action to a goal."""
    region = own_region(region_id)
    goal = goal_of(region, goal_id)
    form = ActionForm()
    _offer_years(form, goal)
    if form.validate_on_submit():
        action = PlannedAction()
        _fill_action(action, form)
        _row(goal, form.row.data).actions.append(action)
        return to_goal(region, goal)
    return page("agenda/action_form.html", form, region=region, goal=goal)


@bp.route("/actions/<int:planned_id>", methods=["GET", "POST"])
@requires_setter
def action(region_id: int, planned_id: int) -> ResponseReturnValue:
    """Change an action."""
    region = own_region(region_id)
    shown = action_of(region, planned_id)
    goal = shown.row.goal
    form = ActionForm(data=_known_of_action(shown))
    _offer_years(form, goal, shown)
    meanwhile: Meanwhile = ()
    if form.validate_on_submit():
        meanwhile = changed_meanwhile(form, shown, lambda: _action_form(shown))
        if not meanwhile:
            _fill_action(shown, form)
            _move(shown, form.row.data)
            return to_goal(region, goal)
    return page(
        "agenda/action_form.html", form, region=region, goal=goal, action=shown,
        meanwhile=meanwhile,
    )  # fmt: skip


@bp.post("/actions/<int:planned_id>/remove")
@requires_setter
def remove_action(region_id: int, planned_id: int) -> ResponseReturnValue:
    """Remove an action."""
    region = own_region(region_id)
    removed = action_of(region, planned_id)
    if not may_remove(removed):
        return redirect(url_for(".action", region_id=region_id, planned_id=planned_id), 303)
    row = removed.row
    goal = row.goal
    row.actions.remove(removed)
    drop_row_if_empty(row)
    return to_goal(region, goal, REMOVED)


def _fill_indicator(indicator: Indicator, form: IndicatorForm) -> None:
    indicator.text = tidy(form.text.data)
    indicator.source = form.source
    indicator.unit = tidy(form.unit.data or "")
    indicator.direction = form.direction.data
    indicator.baseline = form.baseline.data
    indicator.target = form.target.data
    indicator.evaluate_on = form.evaluate_on.data


def _offer_years(form: ActionForm, goal: Goal, action: PlannedAction | None = None) -> None:
    form.offer_rows(goal, action)
    form.years.choices = [SelectChoice(year, year) for year in goal.domain.years]


def _fill_action(action: PlannedAction, form: ActionForm) -> None:
    action.text = tidy(form.text.data or "")
    action.actors = tidy(form.actors.data or "")
    action.years = list(form.years.data or ())


def _row(goal: Goal, row_id: int) -> Row:
    """Give the row of this number, or a new one below the others."""
    found = next((row for row in goal.rows if row.id == row_id), None)
    if found is None:
        found = Row(investment="")
        goal.rows.append(found)
    return found


def _move(part: Indicator | PlannedAction, row_id: int) -> None:
    """Let an indicator or action stand in this row of its goal."""
    old = part.row
    if old.id == row_id:
        return
    new = _row(old.goal, row_id)
    if isinstance(part, Indicator):
        old.indicators.remove(part)
        part.position = len(new.indicators)
        new.indicators.append(part)
    else:
        old.actions.remove(part)
        part.position = len(new.actions)
        new.actions.append(part)
    drop_row_if_empty(old)


def _indicator_page(
    region: Region,
    indicator: Indicator,
    form: IndicatorForm | None = None,
    *,
    value_form: ValueForm | None = None,
    meanwhile: Meanwhile = (),
) -> tuple[str, int]:
    form = form or _indicator_form(indicator)
    text = render_template(
        "agenda/indicator_form.html",
        form=form,
        region=region,
        goal=indicator.row.goal,
        indicator=indicator,
        value_form=value_form or ValueForm(formdata=None, prefix="value", data={"day": today()}),
        aim_text=aim_text,
        meanwhile=meanwhile,
    )
    return text, status_of(value_form or form, meanwhile)


def _indicator_form(indicator: Indicator) -> IndicatorForm:
    form = IndicatorForm(formdata=None, data=known_of(indicator))
    form.offer_rows(indicator.row.goal, indicator)
    form.offer(*load_offers(db.session()), indicator)
    return form


def _action_form(action: PlannedAction) -> ActionForm:
    form = ActionForm(formdata=None, data=_known_of_action(action))
    _offer_years(form, action.row.goal, action)
    return form


def _known_of_action(action: PlannedAction) -> dict[str, object]:
    names = ("text", "actors", "years")
    known = {name: getattr(action, name) for name in names}
    return known | {"row": action.row_id, "seen": edition_of(action)}
