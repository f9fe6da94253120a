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
from feedback.agenda.saving import REMOVED, page, record, to_domain, to_goal
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import today
from surveys.agenda import (
    MOST_DOMAINS,
    Domain,
    Goal,
    Row,
    drop_row_if_empty,
    load_domains,
    remove_goal,
    school_years_from,
    tidy,
    tidy_lines,
)
from surveys.organisations import Region

bp = Blueprint("agenda_editing", __name__, url_prefix="/agenda/<int:region_id>")
requires_setter = requires(Permission.SET_UP)

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
    form = DomainForm(
        data={
            "name": domain.name,
            "introduction": domain.introduction,
            "years": ", ".join(domain.years),
        }
    )
    if form.validate_on_submit() and _check_domain(form, region, domain):
        _fill_domain(domain, form)
        return to_domain(domain)
    return page("agenda/domain_form.html", form, region=region, domain=domain)


@bp.post("/<int:domain_id>/remove")
@requires_setter
def remove_domain(region_id: int, domain_id: int) -> ResponseReturnValue:
    """Remove a domain with all that stands in it."""
    region = own_region(region_id)
    db.session.delete(domain_of(region, domain_id))
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
    form = GoalForm(data={"text": shown.text, "part_of": shown.parent_id or 0})
    form.offer(shown.domain.goals, shown)
    if form.validate_on_submit():
        shown.text, shown.parent_id = tidy(form.text.data), form.part_of.data or None
        return to_goal(region, shown)
    return _goal_page(region, shown, form)


@bp.post("/goals/<int:goal_id>/remove")
@requires_setter
def remove(region_id: int, goal_id: int) -> ResponseReturnValue:
    """Remove a goal with its indicators and actions."""
    region = own_region(region_id)
    removed = goal_of(region, goal_id)
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
    form = InvestmentForm(prefix=f"row-{row.id}")
    if not form.validate_on_submit():
        return _goal_page(region, goal, investment_form=form, row=row)
    row.investment = tidy(form.investment.data or "")
    drop_row_if_empty(row)
    return to_goal(region, goal)


def _check_domain(form: DomainForm, region: Region, domain: Domain | None = None) -> bool:
    others = [one for one in load_domains(db.session(), region.id) if one is not domain]
    if tidy(form.name.data) in {one.name for one in others}:
        form.name.errors = [_("There is a domain of this name already.")]
    elif len(others) >= MOST_DOMAINS:
        form.name.errors = [_("An agenda has at most %(most)s domains.", most=MOST_DOMAINS)]
    return not form.errors


def _fill_domain(domain: Domain, form: DomainForm) -> None:
    domain.name = tidy(form.name.data)
    domain.introduction = tidy_lines(form.introduction.data or "")
    domain.years = form.school_years
    for goal in domain.goals:
        for row in goal.rows:
            for action in row.actions:
                action.years = [year for year in action.years if year in domain.years]


def _goal_page(
    region: Region,
    goal: Goal,
    form: GoalForm | None = None,
    *,
    investment_form: InvestmentForm | None = None,
    row: Row | None = None,
) -> tuple[str, int]:
    if form is None:
        form = GoalForm(formdata=None, data={"text": goal.text, "part_of": goal.parent_id or 0})
        form.offer(goal.domain.goals, goal)
    text = render_template(
        "agenda/goal.html",
        form=form,
        region=region,
        goal=goal,
        rows=[
            (
                one,
                investment_form
                if one is row
                else InvestmentForm(formdata=None, prefix=f"row-{one.id}", obj=one),
            )
            for one in goal.rows
        ],
    )
    has_errors = form.errors or (investment_form is not None and investment_form.errors)
    return text, 422 if has_errors else 200
