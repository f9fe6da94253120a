"""The sheet for a conversation: results of a unit, what people wrote, what to talk about."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from analysis.publications import Publication, load_units
from analysis.quotes import QuoteShown, load_quotes
from analysis.themes import show_themes
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.accounts.visibility import visible
from feedback.comments.wording import marking_name, theme_name
from feedback.dashboard.reports import Section, report_pdf
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import today

bp = Blueprint("conversations", __name__, url_prefix="/results")

MOST_QUOTES = 3


@bp.get("/<int:publication_id>/<kind>/<path:key>/conversation.pdf")
@requires(Permission.SEE_RESULTS)
def sheet(publication_id: int, kind: str, key: str) -> ResponseReturnValue:
    """Print the sheet of one unit."""
    publication = db.session().get(Publication, publication_id)
    if publication is None:
        abort(404)
    units = visible(load_units(db.session(), publication_id), scope_for(Permission.SEE_RESULTS))
    shown = next((unit for unit in units if (unit.kind, unit.key) == (kind, key)), None)
    sections = [_written(publication), _to_talk_about()]
    pdf = shown and report_pdf(
        db.session(),
        publication,
        shown,
        units=units,
        today=today(),
        sections=sections,
        title=_("To talk about"),
    )
    if not pdf:
        abort(404)
    response = Response(pdf, mimetype="application/pdf")
    name = f"conversation-{publication_id}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _written(publication: Publication) -> Section:
    """Give a quote of each of the largest themes of the whole campaign, by the rule of quotes."""
    parts = [part for part in show_themes(db.session(), publication.wave.campaign) if part.theme]
    parts.sort(key=lambda part: -part.n_respondents)
    quotes = [
        (part.theme, quote)
        for part in parts
        for quote in load_quotes(db.session(), part)[:1]
        if part.theme is not None
    ]
    return Section(
        _("What people wrote, in all of the region"),
        [
            f"{theme_name(theme)}: “{quote.text}”{_marked(quote)}"
            for theme, quote in quotes[:MOST_QUOTES]
        ],
        _("Nothing has been released to quote yet."),
    )


def _marked(quote: QuoteShown) -> str:
    marking = marking_name(quote.marking)
    return f" ({marking})" if marking else ""


def _to_talk_about() -> Section:
    return Section(
        _("Three questions"),
        [
            _("What strikes you, and what do you recognise?"),
            _("What does it mean for a child here? Tell about one time."),
            _("What can we do differently tomorrow, and who begins?"),
        ],
        "",
    )
