"""Schools: finding them, adding a place by hand, changing, closing, merging; alliances."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import or_, select
from wtforms import SelectChoice

from feedback import audit
from feedback.accounts.permissions import Permission, requires
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now, today
from feedback.organisations.forms import AllianceForm, CloseForm, HeadcountsForm, SchoolForm
from surveys.headcounts import Headcount, save_headcounts
from surveys.items import RespondentGroup
from surveys.organisations import (
    CHILDCARE,
    Municipality,
    School,
    SchoolAlliance,
    SchoolBoard,
    SchoolEducationType,
    close_school,
    load_municipalities,
    new_location_code,
    schools_of_alliance,
)

bp = Blueprint("organisations", __name__, url_prefix="/schools")
requires_setter = requires(Permission.SET_UP, everywhere=True)

SHOWN = 50
USUAL_TYPES = (CHILDCARE, "basisschool", "SBAO", "SO", "VSO", "VBO/MAVO/HAVO/VWO", "PRO")


@bp.get("/")
@requires_setter
def schools() -> ResponseReturnValue:
    """Find schools by name, place or code."""
    wanted = request.args.get("q", "").strip()
    page = max(1, request.args.get("page", type=int, default=1))
    found = (
        db.session()
        .scalars(
            select(School)
            .join(School.municipality)
            .where(
                or_(
                    School.name.icontains(wanted, autoescape=True),
                    School.city.icontains(wanted, autoescape=True),
                    Municipality.name.icontains(wanted, autoescape=True),
                    School.location_code == wanted.upper(),
                )
            )
            .order_by(School.name, School.location_code)
            .offset((page - 1) * SHOWN)
            .limit(SHOWN + 1)
        )
        .all()
    )
    return render_template(
        "organisations/schools.html",
        schools=found[:SHOWN],
        has_more=len(found) > SHOWN,
        wanted=wanted,
        page=page,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires_setter
def new() -> ResponseReturnValue:
    """Add a place that the register does not know."""
    form = SchoolForm()
    _offer_types(form)
    if form.validate_on_submit() and _check(form):
        school = School(location_code=new_location_code(db.session()))
        _fill(school, form)
        db.session.add(school)
        db.session.flush()
        return _saved("set up", school)
    page = render_template("organisations/new.html", form=form)
    return page, 422 if form.errors else 200


@bp.route("/<int:school_id>", methods=["GET", "POST"])
@requires_setter
def school(school_id: int) -> ResponseReturnValue:
    """Show a school, and change what is known of it."""
    shown = _school(school_id)
    form = SchoolForm(data=_known(shown))
    _offer_types(form)
    if form.validate_on_submit() and _check(form):
        _fill(shown, form)
        return _saved("changed the school", shown)
    return _page(shown, form), 422 if form.errors else 200


@bp.post("/<int:school_id>/headcounts")
@requires_setter
def headcounts(school_id: int) -> ResponseReturnValue:
    """Say how many people there are of each group."""
    shown = _school(school_id)
    form = HeadcountsForm()
    if not form.validate_on_submit():
        return _page(shown, headcounts_form=form), 422
    counts = {group: form[group.value].data for group in RespondentGroup}
    save_headcounts(db.session(), shown, counts, today=today())
    return _saved("counted the people of", shown)


@bp.post("/<int:school_id>/close")
@requires_setter
def close(school_id: int) -> ResponseReturnValue:
    """Close a school, or merge it into another one, as of today."""
    shown = _school(school_id)
    form = CloseForm()
    code = (form.merged_into.data or "").strip().upper()
    other = db.session().scalar(select(School).where(School.location_code == code))
    if code and other is None:
        form.merged_into.errors = [_("No school has this code.")]
        return _page(shown, close_form=form), 422
    try:
        close_school(db.session(), shown, on=today(), merged_into=other)
    except ValueError:
        form.merged_into.errors = [_("It can only merge into another school that is open.")]
        return _page(shown, close_form=form), 422
    return _saved("closed the school", shown)


@bp.post("/<int:school_id>/reopen")
@requires_setter
def reopen(school_id: int) -> ResponseReturnValue:
    """Open a school again that was closed by mistake; proeftuinen take it in anew."""
    shown = _school(school_id)
    shown.closed_on = shown.merged_into = None
    return _saved("opened again", shown)


@bp.route("/alliances", methods=["GET", "POST"])
@requires_setter
def alliances() -> ResponseReturnValue:
    """Show the alliances, and make one or change the one of that number."""
    form = AllianceForm()
    if form.validate_on_submit():
        names = [name for name in (form.municipalities.data or "").split(",") if name.strip()]
        try:
            municipalities = load_municipalities(db.session(), names)
        except LookupError as unknown:
            form.municipalities.errors = [
                _("The register has no municipality of this name: %(names)s.", names=unknown)
            ]
        else:
            return _keep_alliance(form, municipalities)
    shown = db.session().scalars(select(SchoolAlliance).order_by(SchoolAlliance.name)).all()
    page = render_template(
        "organisations/alliances.html",
        form=form,
        alliances=[(one, len(schools_of_alliance(db.session(), one))) for one in shown],
    )
    return page, 422 if form.errors else 200


def _keep_alliance(form: AllianceForm, municipalities: list[Municipality]) -> ResponseReturnValue:
    number = (form.number.data or "").strip().upper()
    alliance = db.session().scalar(
        select(SchoolAlliance).where(SchoolAlliance.number == number)
    ) or SchoolAlliance(number=number)
    alliance.name = (form.name.data or "").strip()
    alliance.sector = form.sector.data
    alliance.municipalities = municipalities
    db.session.add(alliance)
    db.session.flush()
    _record("set up", "alliance", alliance.id)
    flash(_("That is saved."))
    return redirect(url_for(".alliances"), 303)


def _page(
    school: School,
    form: SchoolForm | None = None,
    *,
    headcounts_form: HeadcountsForm | None = None,
    close_form: CloseForm | None = None,
) -> str:
    if form is None:
        form = SchoolForm(formdata=None, data=_known(school))
        _offer_types(form)
    stored = db.session.scalars(select(Headcount).where(Headcount.school_id == school.id))
    known = {row.respondent_group: row.n for row in stored}
    return render_template(
        "organisations/school.html",
        school=school,
        form=form,
        headcounts_form=headcounts_form or HeadcountsForm(formdata=None, data=known),
        groups=[group.value for group in RespondentGroup],
        close_form=close_form or CloseForm(formdata=None),
    )


def _known(school: School) -> dict[str, object]:
    """Give what is known of a school, as its form holds it."""
    names = ("name", "street", "postcode", "city", "education_area", "n_pupils")
    return {name: getattr(school, name) for name in names} | {
        "municipality": school.municipality.name,
        "board_number": school.board.number if school.board else "",
        "board_name": school.board.name if school.board else "",
        "education_types": [row.education_type for row in school.education_types],
    }


def _offer_types(form: SchoolForm) -> None:
    known = db.session.scalars(select(SchoolEducationType.education_type).distinct())
    form.education_types.choices = [
        SelectChoice(kind, _("childcare (kinderopvang)") if kind == CHILDCARE else kind)
        for kind in sorted({*known, *USUAL_TYPES}, key=str.casefold)
    ]


def _check(form: SchoolForm) -> bool:
    """Check that the municipality is one that is known."""
    try:
        load_municipalities(db.session(), [form.municipality.data or ""])
    except LookupError as unknown:
        form.municipality.errors = [
            _("The register has no municipality of this name: %(names)s.", names=unknown)
        ]
        return False
    return True


def _fill(school: School, form: SchoolForm) -> None:
    [school.municipality] = load_municipalities(db.session(), [form.municipality.data or ""])
    school.name = " ".join((form.name.data or "").split())
    school.street = (form.street.data or "").strip()
    school.postcode = "".join((form.postcode.data or "").split()).upper()
    school.city = (form.city.data or "").strip()
    school.education_area = (form.education_area.data or "").strip()
    school.n_pupils = form.n_pupils.data
    school.board = _board((form.board_number.data or "").strip(), form.board_name.data or "")
    kept = {row.education_type: row for row in school.education_types}
    school.education_types = [
        kept.get(kind) or SchoolEducationType(education_type=kind)
        for kind in form.education_types.data or ()
    ]


def _board(number: str, name: str) -> SchoolBoard | None:
    """Give the board of this number; a new one gets the name, and a known one keeps its own."""
    if not number:
        return None
    board = db.session().scalar(select(SchoolBoard).where(SchoolBoard.number == number))
    return board or SchoolBoard(number=number, name=name.strip() or f"Bestuur {number}")


def _school(school_id: int) -> School:
    found = db.session().get(School, school_id)
    if found is None:
        abort(404)
    return found


def _record(deed: str, thing: str, thing_id: int) -> None:
    audit.record(db.session(), current_user.id, deed, thing=thing, thing_id=thing_id, now=now())
    db.session.commit()


def _saved(deed: str, school: School) -> ResponseReturnValue:
    _record(deed, "school", school.id)
    flash(_("That is saved."))
    return redirect(url_for(".school", school_id=school.id), 303)
