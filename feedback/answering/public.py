"""What everybody may read: what was said in a region and at a school, and what is done with it."""

from collections.abc import Mapping, Sequence

from flask import abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from analysis.actions import load_shown_actions
from analysis.publications import Publication, Unit, UnitKind, load_current, load_units
from feedback.answering import pages
from feedback.answering.results import LEVELS, find_results, title
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
    current = _current(region_id, language)
    publication = _asked_for(current)
    units = {
        UnitKind(unit.kind): unit
        for unit in load_units(db.session(), publication.id)
        if unit.kind == UnitKind.REGION
    }
    return _page(publication, language, units, "", current=current, schools=_schools(current))


@bp.get("/r/<int:region_id>/<language>/<code>")
@bp.get("/R/<int:region_id>/<language>/<code>")
def school(region_id: int, language: str, code: str) -> ResponseReturnValue:
    """Tell what was said at a school, and what the school does with it."""
    # A QR code holds it in capitals.
    language = language.lower()
    current = _current(region_id, language)
    found = db.session.scalar(select(School).where(School.location_code == code.upper()))
    if found is None:
        abort(404)
    current = _of_school(current, found.id)
    publication = _asked_for(current)
    units = {
        UnitKind(unit.kind): unit
        for unit in load_units(db.session(), publication.id)
        if unit.kind in LEVELS and found.id in unit.school_ids
    }
    return _page(publication, language, units, code, current=current, school_id=found.id)


def _current(region_id: int, language: str) -> Sequence[Publication]:
    """Give what is published about a region, the newest wave first, or answer 404.

    A wave that is published again stays where it was.
    """
    own = [
        one
        for one in load_current(db.session())
        if one.wave.campaign.region_id == region_id and one.wave.closed_at is not None
    ]
    if not own or language not in LOCALES:
        abort(404)
    use_locale(language)
    return sorted(own, key=lambda one: (one.wave.opens_at, one.wave_id), reverse=True)


def _asked_for(current: Sequence[Publication]) -> Publication:
    """Give the publication of the wave in the address, or else of the newest; or answer 404."""
    wave_id = request.args.get("wave", type=int)
    found = next((one for one in current if wave_id in (None, one.wave_id)), None)
    if found is None:
        abort(404)
    return found


def _of_school(current: Sequence[Publication], school_id: int) -> Sequence[Publication]:
    """Give the publications in which a school has figures of its own."""
    ids = set(
        db.session.scalars(
            select(Unit.publication_id).where(
                Unit.kind == UnitKind.SCHOOL, Unit.key == str(school_id)
            )
        )
    )
    return [one for one in current if one.id in ids]


def _schools(current: Sequence[Publication]) -> Sequence[School]:
    """Give the schools that have a page, by name."""
    keys = db.session.scalars(
        select(Unit.key).where(
            Unit.kind == UnitKind.SCHOOL, Unit.publication_id.in_([one.id for one in current])
        )
    )
    ids = {int(key) for key in keys}
    return db.session.scalars(select(School).where(School.id.in_(ids)).order_by(School.name)).all()


def _page(
    publication: Publication,
    language: str,
    units: Mapping[UnitKind, Unit],
    code: str,
    *,
    current: Sequence[Publication],
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
        chosen=f"?wave={publication.wave_id}" if publication is not current[0] else "",
        others=[one for one in current if one is not publication],
        actions=load_shown_actions(db.session(), wave_id=publication.wave_id, school_id=school_id),
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
