"""Making regions of municipalities, and proeftuinen of schools."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import func, select
from wtforms import SelectChoice

from feedback import audit
from feedback.accounts.permissions import Permission, requires
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now, today
from feedback.regions.forms import PilotForm, RegionForm
from feedback.security import StaffForm
from surveys.organisations import (
    Municipality,
    MunicipalityTaken,
    Pilot,
    PilotSchool,
    Region,
    School,
    load_municipalities,
    load_schools,
    make_pilot,
    make_region,
)

bp = Blueprint("regions", __name__, url_prefix="/regions")
requires_setter = requires(Permission.SET_UP, everywhere=True)


@bp.route("/", methods=["GET", "POST"])
@requires_setter
def regions() -> ResponseReturnValue:
    """Show the regions and their proeftuinen, and make a region or add municipalities to one."""
    form = RegionForm()
    if form.validate_on_submit():
        try:
            municipalities = load_municipalities(db.session(), form.names)
            region = make_region(db.session(), (form.name.data or "").strip(), municipalities)
        except MunicipalityTaken as taken:
            db.session.rollback()
            form.municipalities.errors = [
                _(
                    "%(place)s belongs to %(region)s already.",
                    place=taken.municipality, region=taken.region,
                )
            ]  # fmt: skip
        except LookupError as unknown:
            form.municipalities.errors = [
                _("The register has no municipality of this name: %(names)s.", names=unknown)
            ]
        else:
            return _saved("set up", "region", region.id)
    shown = db.session().scalars(select(Region).order_by(Region.name)).all()
    page = render_template(
        "regions/regions.html", form=form, regions=shown, n_schools=_count_schools()
    )
    return page, 422 if form.errors else 200


@bp.route("/<int:region_id>/pilots/new", methods=["GET", "POST"])
@requires_setter
def new_pilot(region_id: int) -> ResponseReturnValue:
    """Make a proeftuin of schools of a region."""
    region = db.session().get(Region, region_id)
    if region is None:
        abort(404)
    schools = load_schools(db.session(), region.municipalities)
    form = PilotForm()
    form.municipalities.choices = [
        SelectChoice(one.id, one.name) for one in sorted(region.municipalities, key=_by_name)
    ]
    form.schools.choices = [
        SelectChoice(one.id, f"{one.name} ({one.city or one.municipality.name})")
        for one in sorted(schools, key=_by_name)
    ]
    if form.validate_on_submit():
        name = (form.name.data or "").strip()
        if name in {pilot.name for pilot in region.pilots}:
            form.name.errors = [_("There is a proeftuin of this name already.")]
        else:
            chosen = [
                one
                for one in schools
                if one.id in form.schools.data or one.municipality_id in form.municipalities.data
            ]
            pilot = make_pilot(
                db.session(), region, name, chosen,
                starts_on=form.starts_on.data, ends_on=form.ends_on.data,
            )  # fmt: skip
            return _saved("set up", "pilot", pilot.id)
    page = render_template("regions/new_pilot.html", form=form, region=region)
    return page, 422 if form.errors else 200


@bp.get("/pilots/<int:pilot_id>")
@requires_setter
def pilot(pilot_id: int) -> ResponseReturnValue:
    """Show the schools of a proeftuin."""
    shown = _pilot(pilot_id)
    members = sorted(shown.members, key=lambda member: member.school.name)
    return render_template("regions/pilot.html", pilot=shown, members=members, form=StaffForm())


@bp.post("/pilots/<int:pilot_id>/schools/<int:school_id>/leave")
@requires_setter
def leave(pilot_id: int, school_id: int) -> ResponseReturnValue:
    """Let a school leave a proeftuin as of today; what was measured with it stays."""
    member = db.session().get(PilotSchool, (_pilot(pilot_id).id, school_id))
    if member is None:
        abort(404)
    member.left_on = member.left_on or max(today(), member.joined_on)
    audit.record(
        db.session(), current_user.id, "left a proeftuin", thing="school", thing_id=school_id,
        now=now(),
    )  # fmt: skip
    db.session.commit()
    flash(_("That is saved."))
    return redirect(url_for(".pilot", pilot_id=pilot_id), 303)


def _pilot(pilot_id: int) -> Pilot:
    found = db.session().get(Pilot, pilot_id)
    if found is None:
        abort(404)
    return found


def _count_schools() -> dict[int, int]:
    rows = db.session().execute(
        select(Municipality.region_id, func.count(School.id))
        .join(School, School.municipality_id == Municipality.id)
        .where(Municipality.region_id.is_not(None))
        .group_by(Municipality.region_id)
    )
    return {region_id: n for region_id, n in rows if region_id is not None}


def _by_name(thing: Municipality | School) -> str:
    return thing.name


def _saved(deed: str, thing: str, thing_id: int) -> ResponseReturnValue:
    audit.record(db.session(), current_user.id, deed, thing=thing, thing_id=thing_id, now=now())
    db.session.commit()
    flash(_("That is saved."))
    return redirect(url_for(".regions"), 303)
