"""Where a moderator chooses what is quoted of a theme, and in which words."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis.quotes import NotQuotable, load_wordings, marking_of, take_back, word_quote
from analysis.themes import Theme, ThemeShown
from feedback import jobs
from feedback.accounts.permissions import Permission, requires
from feedback.comments.forms import QuoteForm
from feedback.comments.scope import get_part, record
from feedback.comments.wording import marking_name, theme_name, wording_name
from feedback.database import db
from feedback.i18n import gettext as _

bp = Blueprint("quotes", __name__, url_prefix="/comments/themes/<int:theme_id>/quotes")

SHOWN = 20


@bp.get("")
@requires(Permission.MODERATE)
def quotes(theme_id: int) -> ResponseReturnValue:
    """Show the comments of a theme that may be quoted, with their quotes."""
    _campaign, theme, part = get_part(theme_id, Permission.MODERATE)
    return _page(theme, part)


@bp.post("/<uuid:quoted_id>")
@requires(Permission.MODERATE)
def keep(theme_id: int, quoted_id: UUID) -> ResponseReturnValue:
    """Keep the words of a quote, and let them be checked."""
    _campaign, theme, part = get_part(theme_id, Permission.MODERATE)
    form = QuoteForm(prefix=str(quoted_id))
    if not form.validate_on_submit():
        return _page(theme, part, refused=(quoted_id, form)), 422
    try:
        word_quote(db.session(), part, quoted_id, form.text.data)
    except (LookupError, NotQuotable):
        abort(404)
    record("released a quote of", "comment", quoted_id)
    db.session.commit()
    jobs.enqueue("check_quotes")
    flash(_("The words are being checked. Reload this page in a moment."))
    return redirect(url_for(".quotes", theme_id=theme_id, _anchor=f"comment-{quoted_id}"), 303)


@bp.post("/<uuid:quoted_id>/take-back")
@requires(Permission.MODERATE)
def remove(theme_id: int, quoted_id: UUID) -> ResponseReturnValue:
    """Let a comment be a quote no longer."""
    _campaign, _theme, part = get_part(theme_id, Permission.MODERATE)
    try:
        take_back(db.session(), part, quoted_id)
    except LookupError:
        abort(404)
    record("took back a quote of", "comment", quoted_id)
    db.session.commit()
    flash(_("Nobody reads this quote any more."))
    return redirect(url_for(".quotes", theme_id=theme_id), 303)


def _page(theme: Theme, part: ThemeShown, *, refused: tuple[UUID, QuoteForm] | None = None) -> str:
    wordings = load_wordings(db.session(), part)
    may_be_quoted = [comment for comment in part.comments if comment.may_quote]
    page = max(1, request.args.get("page", type=int, default=1))
    here = may_be_quoted[(page - 1) * SHOWN :][:SHOWN]
    forms = []
    for comment in here:
        quote = wordings.get(comment.id)
        text = quote.text if quote else comment.text
        form = QuoteForm(formdata=None, prefix=str(comment.id), text=text)
        if refused and refused[0] == comment.id:
            form = refused[1]
        marking = marking_name(marking_of(comment.text, quote.text)) if quote else ""
        forms.append((comment, quote, marking, form))
    return render_template(
        "comments/quotes.html",
        theme=theme,
        forms=forms,
        page=page,
        has_more=len(may_be_quoted) > page * SHOWN,
        theme_name=theme_name,
        wording_name=wording_name,
    )
