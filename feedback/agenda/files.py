"""Reading a file into the agenda of a region: all of it, or nothing and every mistake."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from feedback import audit
from feedback.accounts.permissions import Permission, requires
from feedback.agenda.finding import own_region
from feedback.agenda.forms import AgendaFileForm
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import ngettext, now
from surveys.agenda import load_domains
from surveys.agenda_comparing import Change, mark_of_changes, without_details
from surveys.agenda_layout import Column
from surveys.agenda_reading import Matrix, read_agenda
from surveys.agenda_replacing import changes_by, replace_agenda
from surveys.errors import InvalidAgenda, Mistake
from surveys.organisations import Region

bp = Blueprint("agenda_files", __name__, url_prefix="/agenda/<int:region_id>/file")


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.SET_UP)
def upload(region_id: int) -> ResponseReturnValue:
    """Take in a file with the matrix of a region."""
    region = own_region(region_id)
    has_agenda = bool(load_domains(db.session(), region_id))
    form = AgendaFileForm()
    mistakes: tuple[Mistake, ...] = ()
    changes: list[Change] = []
    if form.validate_on_submit():
        try:
            matrix = read_agenda(form.file.data.read())
        except InvalidAgenda as refusal:
            mistakes = refusal.mistakes
        else:
            changes = changes_by(db.session(), region, matrix)
            if not has_agenda or _is_agreed(form, changes):
                return _keep(region, matrix)
    page = render_template(
        "agenda/upload.html",
        form=form,
        region=region,
        mistakes=mistakes,
        has_agenda=has_agenda,
        changes=without_details(changes),
        columns=tuple(Column),
    )
    return page, 422 if form.errors or mistakes else 200


def _is_agreed(form: AgendaFileForm, changes: list[Change]) -> bool:
    """Tell whether the agenda may be replaced: somebody said so, and saw what that changes."""
    mark = mark_of_changes(changes)
    was_shown = not changes or form.seen.data == mark
    form.seen.data = mark
    if not form.replace.data:
        form.replace.errors = [_("There is an agenda already. Tick this, and send it again.")]
    elif not was_shown:
        form.file.errors = [
            _("Look at what would disappear or change. Is it right? Then choose the file again.")
        ]
    return not form.errors


def _keep(region: Region, matrix: Matrix) -> ResponseReturnValue:
    replace_agenda(db.session(), region, matrix)
    audit.record(
        db.session(), current_user.id, "read from a file the agenda of", thing="region",
        thing_id=region.id, now=now(),
    )  # fmt: skip
    db.session.commit()
    flash(ngettext("%(num)s goal was read.", "%(num)s goals were read.", matrix.n_goals))
    return redirect(url_for("agenda.region", region_id=region.id), 303)
