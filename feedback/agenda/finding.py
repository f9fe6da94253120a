"""Whose agenda somebody may read or change, and the parts of one by their numbers."""

from collections.abc import Sequence
from typing import NoReturn

from flask import abort, make_response, render_template, request

from feedback.accounts.permissions import Permission, scope_for
from feedback.accounts.visibility import load_visible_regions
from feedback.database import db
from surveys.agenda import Domain, Goal, Indicator, PlannedAction, Row
from surveys.organisations import Region

# What a form holds that nobody types.
_NOT_TYPED = frozenset(
    {"csrf_token", "seen", "whole", "row", "part_of", "group", "statistic", "direction", "measured"}
)


def readable_regions() -> Sequence[Region]:
    """Give the regions whose agenda the reader may see."""
    return load_visible_regions(db.session(), scope_for(Permission.SEE_RESULTS))


def readable_region(region_id: int) -> Region:
    """Give a region whose agenda the reader may see, or answer that there is none."""
    found = next((region for region in readable_regions() if region.id == region_id), None)
    return found or abort(404)


def may_change(region_id: int) -> bool:
    """Tell whether the reader may change the agenda of a region."""
    scope = scope_for(Permission.SET_UP)
    return scope.everything or region_id in scope.region_ids


def own_region(region_id: int) -> Region:
    """Give a region whose agenda the reader may change, or answer that there is none."""
    region = db.session().get(Region, region_id) if may_change(region_id) else None
    return region or abort(404)


def domain_of(region: Region, domain_id: int) -> Domain:
    """Give a domain of a region, or answer that there is none."""
    domain = db.session().get(Domain, domain_id)
    return domain if domain is not None and domain.region_id == region.id else gone()


def goal_of(region: Region, goal_id: int) -> Goal:
    """Give a goal of a region, or answer that there is none."""
    goal = db.session().get(Goal, goal_id)
    return goal if goal is not None and goal.domain.region_id == region.id else gone()


def row_of(region: Region, row_id: int) -> Row:
    """Give a row of a region's matrix, or answer that there is none."""
    row = db.session().get(Row, row_id)
    return row if row is not None and row.goal.domain.region_id == region.id else gone()


def indicator_of(region: Region, indicator_id: int) -> Indicator:
    """Give an indicator of a region, or answer that there is none."""
    found = db.session().get(Indicator, indicator_id)
    return found if found is not None and _region_id(found.row) == region.id else gone()


def action_of(region: Region, planned_id: int) -> PlannedAction:
    """Give a planned action of a region, or answer that there is none."""
    found = db.session().get(PlannedAction, planned_id)
    return found if found is not None and _region_id(found.row) == region.id else gone()


def gone() -> NoReturn:
    """Answer that a part is not there, with all that somebody wrote for it, so that it is not lost.

    Somebody else may have removed it, or another agenda was read in.
    """
    typed = [
        text
        for name, text in request.form.items(multi=True)
        if name.rpartition("-")[2] not in _NOT_TYPED and text.strip()
    ]
    if not typed:
        abort(404)
    abort(make_response(render_template("agenda/gone.html", typed=typed), 404))


def _region_id(row: Row) -> int:
    return row.goal.domain.region_id
