"""Published results, and the file they come in. Everything here is read from a publication."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import current_user

from analysis.exports.as_ddi import as_ddi
from analysis.exports.codebook import codebook_of
from analysis.exports.indicators import indicators_of, with_indicators
from analysis.exports.layouts import VOCABULARIES
from analysis.exports.names import column_name, name_of
from analysis.exports.observations import COLUMNS, CONTRACT
from analysis.publications import (
    ALL_GROUPS,
    Cell,
    Publication,
    Unit,
    UnitKind,
    answering_code,
    load_cells,
    load_publications,
    load_units,
)
from feedback import audit
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.accounts.visibility import visible
from feedback.charts import Segment, share_bar
from feedback.dashboard.files import Wish, figures_file
from feedback.database import db
from feedback.delivery.targets import Failure, Target, load_targets
from feedback.i18n import current_locale
from feedback.i18n import gettext as _
from surveys.items import Kind, Option, Question, RespondentGroup
from surveys.questionnaires import Version, load_questions

bp = Blueprint("dashboard", __name__, url_prefix="/results")


@dataclass(frozen=True)
class Row:
    """One measure on a results page."""

    text: str
    cell: Cell
    options: tuple[Option, ...]
    bar: Sequence[Segment]
    answering: Cell | None = None

    @property
    def missing(self) -> Mapping[str, str]:
        """Give which part did not know or skipped this, in percent, by the words for it."""
        if self.answering is None:
            return {}
        words = {option.code: option.text for option in self.options if option.missing}
        words["skipped"] = _("skipped")
        shares = self.answering.shares
        return {text: shares[code] for code, text in words.items() if code in shares}


@bp.get("/")
@requires(Permission.SEE_RESULTS)
def publications() -> ResponseReturnValue:
    """List the publications, each with the units that the reader may see."""
    scope = scope_for(Permission.SEE_RESULTS)
    shelves = [
        (publication, _by_kind(visible(load_units(db.session(), publication.id), scope)))
        for publication in load_publications(db.session())
    ]
    return render_template(
        "dashboard/publications.html",
        shelves=[(publication, kinds) for publication, kinds in shelves if kinds],
        may_export=bool(scope_for(Permission.EXPORT)),
        deliveries=_deliveries() if scope_for(Permission.SET_UP).everything else [],
    )


@bp.get("/<int:publication_id>/<kind>/<path:key>")
@requires(Permission.SEE_RESULTS)
def unit(publication_id: int, kind: str, key: str) -> ResponseReturnValue:
    """Show the figures of one unit, for one respondent group at a time.

    The key may hold slashes: a kind of education is called "VMBO/HAVO".
    """
    publication = _publication(publication_id)
    units = _visible_units(publication, Permission.SEE_RESULTS)
    shown = next((unit for unit in units if (unit.kind, unit.key) == (kind, key)), None)
    if shown is None:
        abort(404)
    version = publication.wave.version
    cells = list(with_indicators(version, load_cells(db.session(), publication.id, [(kind, key)])))
    groups = _groups(cells)
    group = request.args.get("group", groups[0] if groups else "")
    if group not in groups:
        abort(404)
    of_group = [cell for cell in cells if cell.respondent_group == group]
    asked = [one for one in groups if group in (one, ALL_GROUPS) and one != ALL_GROUPS]
    return render_template(
        "dashboard/unit.html",
        publication=publication,
        unit=shown,
        units=_by_kind(units),
        groups=groups,
        group=group,
        rows=_rows(version, asked, of_group),
        indicators=_indicators(version, of_group),
        may_export=bool(scope_for(Permission.EXPORT)),
    )


@bp.get("/<int:publication_id>/figures.<any(csv, xlsx, json):ending>")
@requires(Permission.EXPORT)
def figures(publication_id: int, ending: str) -> ResponseReturnValue:
    """Give the figures of the units that the reader may see, as a file; who took it is recorded."""
    publication = _publication(publication_id)
    units = _visible_units(publication, Permission.EXPORT)
    if not units:
        abort(404)
    try:
        wish = Wish.from_query(request.args)
    except ValueError:
        abort(404)
    response = figures_file(publication, units, wish, ending)
    # The one GET that writes: it changes nothing, and what leaves the house is written down.
    audit.record(
        db.session(),
        current_user.id,
        f"downloaded as {ending}",
        thing="publication",
        thing_id=publication_id,
        now=datetime.now(UTC),
    )
    db.session.commit()
    return response


@bp.get("/<int:publication_id>/codebook")
@requires(Permission.SEE_RESULTS)
def codebook(publication_id: int) -> ResponseReturnValue:
    """Explain the columns and codes of the files."""
    publication = _publication(publication_id)
    if not _visible_units(publication, Permission.SEE_RESULTS):
        abort(404)
    return render_template(
        "dashboard/codebook.html",
        publication=publication,
        contract=CONTRACT,
        codebook=codebook_of(publication),
        columns=[(column, column_name(column, current_locale())) for column in COLUMNS],
        vocabularies=VOCABULARIES,
        name_of=name_of,
    )


@bp.get("/<int:publication_id>/codebook.xml")
@requires(Permission.SEE_RESULTS)
def codebook_xml(publication_id: int) -> ResponseReturnValue:
    """Give the codebook as DDI-Codebook."""
    publication = _publication(publication_id)
    if not _visible_units(publication, Permission.SEE_RESULTS):
        abort(404)
    return Response(as_ddi(publication), mimetype="application/xml")


def _deliveries() -> list[tuple[Target, str]]:
    """Give where publications are brought to, each with what goes wrong there, if anything."""
    said = {
        Failure.NO_SECRET: _("its password or key cannot be read"),
        Failure.UNREACHABLE: _("it does not answer"),
        Failure.HOST_KEY: _("it is another server than it was"),
        Failure.REFUSED: _("it refuses us"),
        Failure.NOT_WRITTEN: _("the files cannot be written there"),
        Failure.PRIVATE_ADDRESS: _("its address is inside our own network"),
        Failure.NOT_MADE: _("a file cannot be made in that language, or is too large for Excel"),
        Failure.UNFORESEEN: _("something unforeseen went wrong; the log says where"),
    }
    return [
        (target, said[Failure(target.last_failure)] if target.n_failures else "")
        for target in load_targets(db.session())
    ]


def _publication(publication_id: int) -> Publication:
    publication = db.session().get(Publication, publication_id)
    if publication is None:
        abort(404)
    return publication


def _visible_units(publication: Publication, permission: Permission) -> list[Unit]:
    return visible(load_units(db.session(), publication.id), scope_for(permission))


def _by_kind(units: Iterable[Unit]) -> Mapping[UnitKind, list[Unit]]:
    """Give the units by kind, from the largest to the smallest."""
    by_kind: dict[UnitKind, list[Unit]] = {kind: [] for kind in reversed(UnitKind)}
    for unit in units:
        by_kind[UnitKind(unit.kind)].append(unit)
    return {kind: of_kind for kind, of_kind in by_kind.items() if of_kind}


def _groups(cells: Iterable[Cell]) -> list[str]:
    present = {cell.respondent_group for cell in cells}
    order = [*(group.value for group in RespondentGroup), ALL_GROUPS]
    return [group for group in order if group in present]


def _rows(version: Version, groups: Iterable[str], cells: Iterable[Cell]) -> list[Row]:
    """Give the cells in the order of the questionnaire, with the words that groups were asked."""
    by_measure = {cell.measure: cell for cell in cells}
    asked = [_asked(version, group) for group in groups]
    rows = []
    for item in version.items:
        wordings = [of_group[item.code] for of_group in asked if item.code in of_group]
        if not wordings:
            continue
        question = wordings[0]
        text = " / ".join(dict.fromkeys(wording.text for wording in wordings))
        if item.code in by_measure:
            row = _row(text, by_measure[item.code], _options(question, by_measure))
            rows.append(replace(row, answering=by_measure.get(answering_code(item.code))))
        for option in question.options:
            cell = by_measure.get(f"{item.code}:{option.code}")
            if cell is not None:
                rows.append(_row(f"{text} {option.text}", cell, _yes_and_no()))
    return rows


def _indicators(version: Version, cells: Iterable[Cell]) -> list[tuple[str, Cell]]:
    """Give what the questions measure together, by the words for it."""
    by_measure = {cell.measure: cell for cell in cells}
    return [
        (indicator.name.replace("-", " "), by_measure[indicator.code])
        for indicator in indicators_of(version)
        if indicator.code in by_measure
    ]


def _row(text: str, cell: Cell, options: Sequence[Option]) -> Row:
    return Row(text, cell, tuple(options), share_bar(cell, options, _("the rest")))


def _options(question: Question, by_measure: Mapping[str, Cell]) -> Sequence[Option]:
    """Give the answers to a question; to one that asks a number, the numbers that are shown."""
    if question.kind is not Kind.NUMBER:
        return question.options
    numbers = by_measure[question.code].shares
    return [Option(n, n, float(n), favourable=False, missing=False) for n in numbers]


def _asked(version: Version, group: str) -> Mapping[str, Question]:
    language = current_locale() if current_locale() in version.languages else version.languages[0]
    questions = load_questions(db.session(), version, RespondentGroup(group), language)
    return {question.code: question for question in questions.questions}


def _yes_and_no() -> tuple[Option, ...]:
    return (
        Option("yes", _("Yes"), None, favourable=True, missing=False),
        Option("no", _("No"), None, favourable=False, missing=False),
    )
