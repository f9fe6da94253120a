"""Waves for staff: how many took part so far, posters, closing and publishing."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)  # fmt: skip
from flask.typing import ResponseReturnValue
from flask_security import current_user

from analysis.progress import Participation, load_progress
from analysis.publications import latest
from feedback import audit, jobs
from feedback.accounts.permissions import Permission, has, requires, scope_for
from feedback.campaigns.poster_texts import poster_of
from feedback.campaigns.posters import posters_pdf
from feedback.campaigns.slips import slips_of, slips_pdf
from feedback.campaigns.visibility import load_own_links, load_own_waves
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import current_locale, now, today, use_locale
from feedback.i18n import gettext as _
from feedback.security import StaffForm
from surveys.access_codes import MOST_CODES, count_printed, issue_codes
from surveys.campaigns import Wave, get_wave
from surveys.distribution import Link, LinkMode, choose_mode
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.organisations import School
from surveys.planning import count_schools_without_contact, load_changes

bp = Blueprint("campaigns", __name__, url_prefix="/waves")


@bp.get("/")
@requires(Permission.SEE_PARTICIPATION)
def waves() -> ResponseReturnValue:
    """List the waves in which schools of the reader take part."""
    scope = scope_for(Permission.SEE_PARTICIPATION)
    own = load_own_waves(db.session(), scope)
    return render_template(
        "campaigns/waves.html", waves=own, may_set_up=has(Permission.SET_UP), now=now()
    )


@bp.get("/<int:wave_id>")
@requires(Permission.SEE_PARTICIPATION)
def wave(wave_id: int) -> ResponseReturnValue:
    """Show how many took part so far, per school and group, in coarse steps."""
    shown = get_wave(db.session(), wave_id)
    links = load_own_links(db.session(), scope_for(Permission.SEE_PARTICIPATION), shown)
    if not links:
        abort(404)
    own = {(link.school_id, link.respondent_group) for link in links}
    counted = [
        row
        for row in load_progress(db.session(), wave_id)
        if (row.school_id, row.respondent_group) in own
    ]
    spoken_for = load_own_links(db.session(), scope_for(Permission.SPEAK_FOR_SCHOOL), shown)
    printable = load_own_links(db.session(), scope_for(Permission.PRINT_POSTERS), shown)
    return render_template(
        "campaigns/wave.html",
        wave=shown,
        groups=[group.value for group in RespondentGroup if group in {g for _, g in own}],
        progress=_by_school(counted),
        counted_on=counted[0].counted_on if counted else None,
        printable={
            school: list(links) for school, links in groupby(printable, lambda link: link.school)
        },
        own_schools=list(dict.fromkeys(link.school for link in spoken_for)),
        printed=count_printed(db.session(), wave_id),
        most_codes=MOST_CODES,
        publication=latest(db.session(), wave_id),
        may_publish=scope_for(Permission.PUBLISH).everything,
        may_change_days=_is_set_up_by_reader(shown),
        changes=load_changes(db.session(), wave_id),
        n_without_contact=count_schools_without_contact(db.session(), wave_id),
        form=StaffForm(),
        now=now(),
    )


@bp.get("/<int:wave_id>/schools/<int:school_id>/posters.pdf")
@requires(Permission.PRINT_POSTERS)
def posters(wave_id: int, school_id: int) -> ResponseReturnValue:
    """Give the posters of one school, a page per respondent group."""
    shown = get_wave(db.session(), wave_id)
    own = load_own_links(db.session(), scope_for(Permission.PRINT_POSTERS), shown)
    links = [link for link in own if link.school_id == school_id]
    if not links:
        abort(404)
    locale = current_locale()
    pdf = posters_pdf([poster_of(link, current_settings().public_url) for link in links])
    use_locale(locale)
    response = Response(pdf, mimetype="application/pdf")
    code = links[0].school.location_code
    response.headers["Content-Disposition"] = f'inline; filename="posters-{code}.pdf"'
    return response


@bp.post("/<int:wave_id>/links/<int:link_id>/mode")
@requires(Permission.PRINT_POSTERS)
def mode(wave_id: int, link_id: int) -> ResponseReturnValue:
    """Let anybody answer through a link, or only people with a code."""
    link = _own_link(wave_id, link_id)
    chosen = request.form.get("mode", "")
    if link.wave.closed_at is not None:
        flash(_("This wave is closed already."))
    elif chosen in set(LinkMode):
        choose_mode([link], LinkMode(chosen))
        _record(f"link set to {chosen}", link)
        db.session.commit()
    return redirect(url_for(".wave", wave_id=wave_id), 303)


@bp.post("/<int:wave_id>/links/<int:link_id>/slips.pdf")
@requires(Permission.PRINT_POSTERS)
def slips(wave_id: int, link_id: int) -> ResponseReturnValue:
    """Make one-time codes for a link and give them on slips, this once."""
    link = _own_link(wave_id, link_id)
    n = request.form.get("n", type=int, default=0)
    if link.wave.closed_at is not None:
        flash(_("This wave is closed already."))
        return redirect(url_for(".wave", wave_id=wave_id), 303)
    if link.mode != LinkMode.CODE or not 1 <= n <= MOST_CODES:
        flash(_("Choose from 1 to %(most)s slips.", most=MOST_CODES))
        return redirect(url_for(".wave", wave_id=wave_id), 303)
    locale = current_locale()
    keys = WaveKeys(current_settings().key_directory)
    codes = issue_codes(db.session(), link, n, keys=keys, today=today())
    pdf = slips_pdf(slips_of(link, codes, current_settings().public_url))
    use_locale(locale)
    _record("codes printed", link)
    db.session.commit()
    response = Response(pdf, mimetype="application/pdf")
    name = f"codes-{link.school.location_code}-{link.respondent_group}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("/<int:wave_id>/close")
@requires(Permission.PUBLISH)
def close(wave_id: int) -> ResponseReturnValue:
    """Ask the worker to close a wave."""
    wave = _wave_of_publisher(wave_id)
    if wave.closed_at is not None:
        flash(_("This wave is closed already."))
    elif now() < wave.opens_at:
        flash(_("This wave has not opened yet, so it cannot be closed."))
    else:
        _ask_worker("close_wave", wave, "asked to close")
        flash(_("The wave is being closed. Reload this page in a minute."))
    return redirect(url_for(".wave", wave_id=wave_id), 303)


def _own_link(wave_id: int, link_id: int) -> Link:
    """Give a link that the reader prints for, or answer 404."""
    shown = get_wave(db.session(), wave_id)
    own = load_own_links(db.session(), scope_for(Permission.PRINT_POSTERS), shown)
    found = [link for link in own if link.id == link_id]
    if not found:
        abort(404)
    return found[0]


def _record(action: str, link: Link) -> None:
    audit.record(db.session(), current_user.id, action, thing="link", thing_id=link.id, now=now())


def _by_school(counted: Iterable[Participation]) -> Mapping[School, Mapping[str, int]]:
    """Give what at least took part, by school and group."""
    by_school: dict[School, dict[str, int]] = {}
    for row in counted:
        by_school.setdefault(row.school, {})[row.respondent_group] = row.at_least
    return by_school


def _is_set_up_by_reader(wave: Wave) -> bool:
    scope = scope_for(Permission.SET_UP)
    return scope.everything or wave.campaign.region_id in scope.region_ids


def _wave_of_publisher(wave_id: int) -> Wave:
    if not scope_for(Permission.PUBLISH).everything:
        abort(404)
    return get_wave(db.session(), wave_id)


def _ask_worker(job: str, wave: Wave, action: str) -> None:
    audit.record(db.session(), current_user.id, action, thing="wave", thing_id=wave.id, now=now())
    db.session.commit()
    jobs.enqueue(job, wave.id)
