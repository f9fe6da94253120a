"""Changing the agenda of a region: its domains and goals, and what rows of goals cost."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from feedback.accounts.permissions import Permission, requires
from feedback.agenda.finding import domain_of, goal_of, own_region, row_of
from feedback.agenda.forms import (
    DomainForm,
    GoalForm,
    InvestmentForm,
)
from feedback.agenda.holding import changed_meanwhile, may_remove
from feedback.agenda.saving import (
    CHANGED,
    REMOVED,
    page,
    record,
    status_of,
    to_domain,
    to_goal,
)
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import today
from feedback.meanwhile import Meanwhile
from surveys.agenda import (
    MOST_DOMAINS,
    Domain,
    Goal,
    Row,
    drop_row_if_empty,
    in_short,
    load_domains,
    move_domain,
    move_goal,
    remove_goal,
    school_years_from,
    set_years,
    tidy,
    tidy_lines,
    years_in_use,
)
from surveys.agenda_editions import edition_of, whole_edition_of
from surveys.organisations import Region

bp = Blueprint("agenda_editing", __name__, url_prefix="/agenda/<int:region_id>")
requires_setter = requires(Permission.SET_UP)
bp.context_processor(lambda: {"whole_edition_of": whole_edition_of})

YEARS_AHEAD = 4


@bp.route("/domains/new", methods=["GET", "POST"])
@requires_setter
def new_domain(region_id: int) -> ResponseReturnValue:
    """Add a domain."""
    region = own_region(region_id)
    form = DomainForm(data={"years": ", ".join(school_years_from(today(), YEARS_AHEAD))})
    if form.validate_on_submit() and _check_domain(form, region):
        domain = Domain(
            region=region, position=len(load_domains(db.session(), region_id)), goals=[]
        )
        _fill_domain(domain, form)
        db.session.add(domain)
        return to_domain(domain)
    return page("agenda/domain_form.html", form, region=region)


@bp.route("/<int:domain_id>/edit", methods=["GET", "POST"])
@requires_setter
def edit_domain(region_id: int, domain_id: int) -> ResponseReturnValue:
    """Change the name, introduction and school years of a domain."""
    region = own_region(region_id)
    domain = domain_of(region, domain_id)
    form = DomainForm(data=_known_of_domain(domain))
    meanwhile: Meanwhile = ()
    if form.validate_on_submit() and _check_domain(form, region, domain):
        meanwhile = changed_meanwhile(
            form, domain, lambda: DomainForm(formdata=None, data=_known_of_domain(domain))
        )
        if not meanwhile:
            _fill_domain(domain, form)
            return to_domain(domain)
    return page("agenda/domain_form.html", form, region=region, domain=domain, meanwhile=meanwhile)


@bp.post("/<int:domain_id>/<any(up, down):way>")
@requires_setter
def arrange_domain(region_id: int, domain_id: int, way: str) -> ResponseReturnValue:
    """Move a domain one place up or down."""
    region = own_region(region_id)
    move_domain(db.session(), domain_of(region, domain_id), up=way == "up")
    record(CHANGED, region)
    address = url_for("agenda.region", region_id=region_id, _anchor=f"domain-{domain_id}")
    return redirect(address, 303)


@bp.post("/<int:domain_id>/remove")
@requires_setter
def remove_domain(region_id: int, domain_id: int) -> ResponseReturnValue:
    """Remove a domain with all that stands in it."""
    region = own_region(region_id)
    domain = domain_of(region, domain_id)
    if not may_remove(domain):
        return redirect(url_for(".edit_domain", region_id=region_id, domain_id=domain_id), 303)
    db.session.delete(domain)
    record(REMOVED, region)
    return redirect(url_for("agenda.region", region_id=region_id), 303)


@bp.route("/<int:domain_id>/goals/new", methods=["GET", "POST"])
@requires_setter
def new_goal(region_id: int, domain_id: int) -> ResponseReturnValue:
    """Add a goal to a domain."""
    region = own_region(region_id)
    domain = domain_of(region, domain_id)
    form = GoalForm()
    form.offer(domain.goals)
    if form.validate_on_submit():
        goal = Goal(text=tidy(form.text.data), parent_id=form.part_of.data or None)
        domain.goals.append(goal)
        return to_goal(region, goal)
    return page("agenda/goal_form.html", form, region=region, domain=domain)


@bp.route("/goals/<int:goal_id>", methods=["GET", "POST"])
@requires_setter
def goal(region_id: int, goal_id: int) -> ResponseReturnValue:
    """Show all that stands at a goal, to be changed; and change the goal itself."""
    region = own_region(region_id)
    shown = goal_of(region, goal_id)
    form = GoalForm(data=_known_of_goal(shown))
    form.offer(shown.domain.goals, shown)
    meanwhile: Meanwhile = ()
    if form.validate_on_submit():
        meanwhile = changed_meanwhile(form, shown, lambda: _goal_form(shown))
        if not meanwhile:
            shown.text, shown.parent_id = tidy(form.text.data), form.part_of.data or None
            return to_goal(region, shown)
    return _goal_page(region, shown, form, meanwhile=meanwhile)


@bp.post("/goals/<int:goal_id>/<any(up, down):way>")
@requires_setter
def arrange_goal(region_id: int, goal_id: int, way: str) -> ResponseReturnValue:
    """Move a goal one place up or down, among those that are part of the same goal."""
    region = own_region(region_id)
    moved = goal_of(region, goal_id)
    domain_id = moved.domain_id
    move_goal(moved, up=way == "up")
    record(CHANGED, region)
    address = url_for(
        "agenda.domain", region_id=region_id, domain_id=domain_id, _anchor=f"goal-{goal_id}"
    )
    return redirect(address, 303)


@bp.post("/goals/<int:goal_id>/remove")
@requires_setter
def remove(region_id: int, goal_id: int) -> ResponseReturnValue:
    """Remove a goal with its indicators and actions."""
    region = own_region(region_id)
    removed = goal_of(region, goal_id)
    if not may_remove(removed):
        return redirect(url_for(".goal", region_id=region_id, goal_id=goal_id), 303)
    domain = removed.domain
    remove_goal(db.session(), removed)
    return to_domain(domain, REMOVED)


@bp.post("/rows/<int:row_id>")
@requires_setter
def invest(region_id: int, row_id: int) -> ResponseReturnValue:
    """Say what a row of a goal costs."""
    region = own_region(region_id)
    row = row_of(region, row_id)
    goal = row.goal
    form = InvestmentForm(prefix=f"row-{row.id}", data=_known_of_row(row))
    if not form.validate_on_submit():
        return _goal_page(region, goal, investment_form=form, row=row)
    meanwhile = changed_meanwhile(form, row, lambda: _investment_form(row))
    if meanwhile:
        return _goal_page(region, goal, investment_form=form, row=row, meanwhile=meanwhile)
    row.investment = tidy(form.investment.data or "")
    drop_row_if_empty(row)
    return to_goal(region, goal)


def _check_domain(form: DomainForm, region: Region, domain: Domain | None = None) -> bool:
    others = [one for one in load_domains(db.session(), region.id) if one is not domain]
    if tidy(form.name.data) in {one.name for one in others}:
        form.name.errors = [_("There is a domain of this name already.")]
    elif len(others) >= MOST_DOMAINS:
        form.name.errors = [_("An agenda has at most %(most)s domains.", most=MOST_DOMAINS)]
    if dropped := _years_dropped(form, domain):
        form.years.errors = [
            _(
                "Actions are done in %(years)s. Keep it, or first take it off those actions.",
                years=", ".join(dropped),
            )
        ]
    return not form.errors


def _years_dropped(form: DomainForm, domain: Domain | None) -> list[str]:
    """Give the years that the form leaves out while actions still stand in them."""
    if domain is None:
        return []
    kept, used = {in_short(year) for year in form.school_years}, years_in_use(domain)
    return [year for year in domain.years if in_short(year) in used - kept]


def _fill_domain(domain: Domain, form: DomainForm) -> None:
    domain.name = tidy(form.name.data)
    domain.introduction = tidy_lines(form.introduction.data or "")
    set_years(domain, form.school_years)


def _goal_page(
    region: Region,
    goal: Goal,
    form: GoalForm | None = None,
    *,
    investment_form: InvestmentForm | None = None,
    row: Row | None = None,
    meanwhile: Meanwhile = (),
) -> tuple[str, int]:
    form = form or _goal_form(goal)
    text = render_template(
        "agenda/goal.html",
        form=form,
        region=region,
        goal=goal,
        rows=[(one, investment_form if one is row else _investment_form(one)) for one in goal.rows],
        meanwhile=meanwhile,
    )
    return text, status_of(investment_form if row is not None else form, meanwhile)


def _goal_form(goal: Goal) -> GoalForm:
    form = GoalForm(formdata=None, data=_known_of_goal(goal))
    form.offer(goal.domain.goals, goal)
    return form


def _investment_form(row: Row) -> InvestmentForm:
    return InvestmentForm(formdata=None, prefix=f"row-{row.id}", data=_known_of_row(row))


def _known_of_domain(domain: Domain) -> dict[str, str]:
    return {
        "name": domain.name,
        "introduction": domain.introduction,
        "years": ", ".join(domain.years),
        "seen": edition_of(domain),
    }


def _known_of_goal(goal: Goal) -> dict[str, object]:
    return {"text": goal.text, "part_of": goal.parent_id or 0, "seen": edition_of(goal)}


def _known_of_row(row: Row) -> dict[str, str]:
    return {"investment": row.investment, "seen": edition_of(row)}
