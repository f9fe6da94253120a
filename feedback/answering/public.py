"""What everybody may read: what was said in a region and at a school, and what is done with it."""

from collections.abc import Mapping, Sequence

from flask import abort, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from analysis.publications import Publication, Unit, UnitKind, load_current, load_units
from feedback.answering import pages
from feedback.answering.results import LEVELS, find_results, load_shown_actions, title
from feedback.answering.story import KEEP_SECONDS, RESULTS_STYLE
from feedback.database import db
from feedback.i18n import LOCALES, browser_locale, use_locale
from feedback.security import RespondentBlueprint
from surveys.distribution import Link
from surveys.items import RespondentGroup
from surveys.organisations import School
from surveys.questionnaires import Questions, load_questions

bp = RespondentBlueprint("public", __name__)


@bp.get("/r/<int:region_id>")
def choose(region_id: int) -> ResponseReturnValue:
    """Send somebody to the page of a region in the language of their browser."""
    return redirect(url_for(".region", region_id=region_id, language=browser_locale(LOCALES)), 303)


@bp.get("/r/<int:region_id>/<language>")
def region(region_id: int, language: str) -> ResponseReturnValue:
    """Tell what was said in a region, and which schools have a page of their own."""
    publication = _newest(region_id, language)
    units = load_units(db.session(), publication.id)
    own = {UnitKind(unit.kind): unit for unit in units if unit.kind == UnitKind.REGION}
    ids = [int(unit.key) for unit in units if unit.kind == UnitKind.SCHOOL]
    schools = db.session.scalars(select(School).where(School.id.in_(ids)).order_by(School.name))
    return _page(publication, language, own, "", schools=schools.all())


@bp.get("/r/<int:region_id>/<language>/<code>")
@bp.get("/R/<int:region_id>/<language>/<code>")
def school(region_id: int, language: str, code: str) -> ResponseReturnValue:
    """Tell what was said at a school, and what the school does with it."""
    # A QR code holds it in capitals.
    language = language.lower()
    publication = _newest(region_id, language)
    found = db.session.scalar(select(School).where(School.location_code == code.upper()))
    units = {
        UnitKind(unit.kind): unit
        for unit in load_units(db.session(), publication.id)
        if found and unit.kind in LEVELS and found.id in unit.school_ids
    }
    if found is None or UnitKind.SCHOOL not in units:
        abort(404)
    return _page(publication, language, units, code, school_id=found.id)


def _newest(region_id: int, language: str) -> Publication:
    """Give what was published last about a region, or answer 404."""
    own = [
        one
        for one in load_current(db.session())
        if one.wave.campaign.region_id == region_id and one.wave.closed_at is not None
    ]
    if not own or language not in LOCALES:
        abort(404)
    use_locale(language)
    return max(own, key=lambda one: one.published_at)


def _page(
    publication: Publication,
    language: str,
    units: Mapping[UnitKind, Unit],
    code: str,
    *,
    school_id: int | None = None,
    schools: Sequence[School] = (),
) -> ResponseReturnValue:
    region_id = publication.wave.campaign.region_id
    asked = _asked(publication, units, language)
    page = pages.simple_page(
        "public",
        language,
        more_style=RESULTS_STYLE,
        name=next(units[level].name for level in LEVELS if level in units),
        publication=publication,
        groups=[
            (title(group), results)
            for group, results in find_results(
                db.session(), publication, units, asked, school_id
            ).items()
        ],
        here="/" + code if code else "",
        region_id=region_id,
        languages=LOCALES,
        actions=load_shown_actions(db.session(), publication, school_id),
        schools=schools,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    return response


def _asked(
    publication: Publication, units: Mapping[UnitKind, Unit], language: str
) -> Sequence[tuple[RespondentGroup, Questions]]:
    """Give the groups that were asked there, with their questions in a language that they have."""
    version = publication.wave.version
    spoken = language if language in version.languages else version.languages[0]
    smallest = next(units[level] for level in LEVELS if level in units)
    asked = set(
        db.session.scalars(
            select(Link.respondent_group).where(
                Link.wave_id == publication.wave_id, Link.school_id.in_(smallest.school_ids)
            )
        )
    )
    return [
        (group, load_questions(db.session(), version, group, spoken))
        for group in RespondentGroup
        if group.value in asked
    ]
