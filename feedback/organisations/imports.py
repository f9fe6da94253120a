"""Files of schools and of their sizes: looked at first, then stored whole or not at all."""

import csv
from io import StringIO

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select

from feedback import audit
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now, today
from feedback.long_jobs import JobKind, JobState, LongJob, draft_job, find_job, start_job
from feedback.organisations.forms import FileForm, ImportForm
from feedback.organisations.views import requires_setter
from surveys.errors import InvalidFile, InvalidRegister
from surveys.headcounts import CODE_COLUMN, COLUMNS, import_headcounts, load_headcounts
from surveys.organisations import Municipality, School
from surveys.register import Imported, Register, import_register, read_register

bp = Blueprint("imports", __name__, url_prefix="/schools/import")
headcounts_bp = Blueprint("headcounts", __name__, url_prefix="/schools/headcounts")

MOST_LISTED = 200


@bp.route("/", methods=["GET", "POST"])
@requires_setter
def upload() -> ResponseReturnValue:
    """Take a register file in, to look at before anything is stored."""
    form = FileForm()
    mistakes: tuple[object, ...] = ()
    if form.validate_on_submit():
        data = form.file.data.read()
        try:
            read_register(data)
        except InvalidRegister as refusal:
            mistakes = refusal.mistakes
        else:
            job = draft_job(
                db.session(), current_user.id, JobKind.IMPORT_SCHOOLS, now=now(), upload=data
            )
            db.session.commit()
            return redirect(url_for(".preview", job_id=job.id), 303)
    page = render_template("organisations/upload.html", form=form, mistakes=mistakes)
    return page, 422 if form.errors or mistakes else 200


@bp.get("/<int:job_id>")
@requires_setter
def preview(job_id: int) -> ResponseReturnValue:
    """Show what an import would add, change and miss; nothing is stored yet."""
    job = _draft(job_id)
    register = read_register(job.upload or b"")
    done = import_register(db.session(), register, skip_invalid=True)
    db.session.rollback()
    names = {school.location_code: school for school in register.schools}
    return render_template(
        "organisations/preview.html",
        job=_draft(job_id),
        done=done,
        new=[names[code] for code in done.new[:MOST_LISTED]],
        changed=[(names[code], fields) for code, fields in _first(done)],
        missing=_schools(done.missing[:MOST_LISTED]),
        field_name=field_name,
        form=ImportForm(formdata=None),
        is_partial=_is_partial(register),
        most=MOST_LISTED,
    )


@bp.post("/<int:job_id>")
@requires_setter
def go(job_id: int) -> ResponseReturnValue:
    """Let the worker import a file that was looked at."""
    job = _draft(job_id)
    form = ImportForm()
    job.arguments = {
        "close_missing": form.close_missing.data,
        "skip_invalid": form.skip_invalid.data,
    }
    audit.record(
        db.session(), current_user.id, "asked to import", thing="register", thing_id=job.id,
        now=now(),
    )  # fmt: skip
    start_job(db.session(), job)
    return redirect(url_for("long_jobs.job", job_id=job.id), 303)


@headcounts_bp.route("/", methods=["GET", "POST"])
@requires_setter
def file() -> ResponseReturnValue:
    """Take in a file of headcounts: all of it, or nothing and every mistake."""
    form = FileForm()
    mistakes: tuple[object, ...] = ()
    if form.validate_on_submit():
        try:
            n = import_headcounts(db.session(), form.file.data.read(), today=today())
        except InvalidFile as refusal:
            db.session.rollback()
            mistakes = refusal.mistakes
        else:
            audit.record(
                db.session(), current_user.id, "counted the people of", thing="school",
                thing_id=n, now=now(),
            )  # fmt: skip
            db.session.commit()
            flash(_("That is saved, for %(n)s schools.", n=n))
            return redirect(url_for(".file"), 303)
    page = render_template(
        "organisations/headcounts.html", form=form, mistakes=mistakes, columns=COLUMNS.values()
    )
    return page, 422 if form.errors or mistakes else 200


@headcounts_bp.get("/headcounts.csv")
@requires_setter
def template() -> ResponseReturnValue:
    """Give the file to fill in: the schools of all regions, with what is known."""
    schools = db.session.scalars(
        select(School)
        .join(School.municipality)
        .where(School.closed_on.is_(None), Municipality.region_id.is_not(None))
        .order_by(School.location_code)
    ).all()
    known = load_headcounts(db.session(), [school.id for school in schools])
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([CODE_COLUMN, "naam", "gemeente", *COLUMNS.values()])
    for school in schools:
        counts = [known.get((school.id, group), "") for group in COLUMNS]
        writer.writerow(
            [school.location_code, _plain(school.name), _plain(school.municipality.name), *counts]
        )
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="headcounts.csv"'
    return response


def field_name(name: str) -> str:
    """Give what a column of the register is called."""
    return {
        "name": _("name"),
        "street": _("address"),
        "postcode": _("postcode"),
        "city": _("town"),
        "education_area": _("education area"),
        "n_pupils": _("number of pupils"),
        "municipality_id": _("municipality"),
        "board_id": _("school board"),
        "education_type": _("kind of education"),
    }[name]


def _plain(text: str) -> str:
    # A cell that begins like this is a formula to a spreadsheet.
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _first(done: Imported) -> list[tuple[str, tuple[str, ...]]]:
    return sorted(done.differences.items())[:MOST_LISTED]


def _schools(codes: tuple[str, ...]) -> list[School]:
    query = select(School).where(School.location_code.in_(codes)).order_by(School.name)
    return list(db.session.scalars(query))


def _is_partial(register: Register) -> bool:
    """Tell whether rows are wrong, so that what is missing cannot be known."""
    return bool(register.mistakes)


def _draft(job_id: int) -> LongJob:
    found = find_job(db.session(), job_id, current_user.id)
    if found is None or found.state != JobState.DRAFT or found.kind != JobKind.IMPORT_SCHOOLS:
        abort(404)
    return found
