"""The long jobs of whoever is signed in: how far they are, what they made, calling one off."""

from io import BytesIO
from mimetypes import guess_type

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.campaigns.visibility import load_own_links
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now
from feedback.long_jobs import JobKind, JobState, LongJob, cancel, find_job, load_jobs
from surveys.campaigns import get_wave

bp = Blueprint("long_jobs", __name__, url_prefix="/jobs")


@bp.get("/")
@requires(Permission.PRINT_POSTERS)
def jobs() -> ResponseReturnValue:
    """List one's own jobs of today and yesterday."""
    own = [job for job in load_jobs(db.session(), current_user.id) if _may_see(job)]
    return render_template("jobs/jobs.html", jobs=own, now=now())


@bp.get("/<int:job_id>")
@requires(Permission.PRINT_POSTERS)
def job(job_id: int) -> ResponseReturnValue:
    """Show how far a job is."""
    return render_template("jobs/job.html", job=_own(job_id), now=now())


@bp.get("/<int:job_id>/file")
@requires(Permission.PRINT_POSTERS)
def file(job_id: int) -> ResponseReturnValue:
    """Give what a job made."""
    made = _own(job_id)
    if made.file is None:
        abort(404)
    return send_file(
        BytesIO(made.file),
        mimetype=guess_type(made.file_name)[0],
        as_attachment=True,
        download_name=made.file_name,
    )


@bp.post("/<int:job_id>/cancel")
@requires(Permission.PRINT_POSTERS)
def stop(job_id: int) -> ResponseReturnValue:
    """Call a job off."""
    if cancel(db.session(), _own(job_id)):
        flash(_("The job is called off. Nothing was changed."))
    else:
        flash(_("The job had ended already."))
    db.session.commit()
    return redirect(url_for(".job", job_id=job_id), 303)


def _own(job_id: int) -> LongJob:
    found = find_job(db.session(), job_id, current_user.id)
    if found is None or found.state == JobState.DRAFT or not _may_see(found):
        abort(404)
    return found


def _may_see(job: LongJob) -> bool:
    """Tell whether the reader still is who may have what this job makes."""
    if job.kind == JobKind.IMPORT_SCHOOLS:
        return scope_for(Permission.SET_UP).everything
    wave = get_wave(db.session(), job.arguments["wave_id"])
    own = load_own_links(db.session(), scope_for(Permission.PRINT_POSTERS), wave)
    return set(job.arguments["links"]) <= {link.id for link in own}
