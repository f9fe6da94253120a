"""Searching through comments and moving them; one theme in large letters for a meeting."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis.comments import ReviewedComment, load_translations
from analysis.panel import PanelState, get_state, require_state
from analysis.quotes import load_quotes
from analysis.theme_changes import move, split
from analysis.themes import (
    SMALLEST_THEME,
    ThemeShown,
    TooFewPeople,
    count_respondents,
    show_themes,
)
from analysis.translation import is_installed
from feedback import jobs
from feedback.accounts.permissions import Permission, requires
from feedback.comments.forms import NEW, MoveForm, chosen_theme
from feedback.comments.scope import get_campaign, may, record
from feedback.comments.wording import NONE, marking_name, theme_name
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now
from surveys.campaigns import Campaign

bp = Blueprint("reading", __name__, url_prefix="/comments")

SHOWN = 50
# Dutch needs no translation; of a text in no known language there is none.
NEEDS_NONE = ("nl", "und")
# In large letters no more than this fits a screen.
QUOTES_AT_ONCE = 3


@dataclass(frozen=True)
class Wanted:
    """Which comments somebody wants to read; an empty string for any theme or language."""

    theme: str
    language: str
    words: str
    page: int

    def holds(self, theme_id: int | None, comment: ReviewedComment) -> bool:
        """Tell whether a comment is among them."""
        return (
            self.theme in {"", str(theme_id or NONE)}
            and self.language in {"", comment.language}
            and self.words.casefold() in comment.text.casefold()
        )

    def address(self, campaign_id: int, *, page: int = 0) -> str:
        """Give the address of these comments, or of another page of them."""
        return url_for(
            "reading.comments", campaign_id=campaign_id, theme=self.theme or None,
            language=self.language or None, q=self.words or None, page=page or self.page,
        )  # fmt: skip


@bp.route("/campaigns/<int:campaign_id>", methods=["GET", "POST"])
@requires(Permission.READ_THEMES)
def comments(campaign_id: int) -> ResponseReturnValue:
    """Search the released comments of a campaign, and move those that are ticked."""
    campaign = get_campaign(campaign_id, Permission.READ_THEMES)
    parts = show_themes(db.session(), campaign)
    languages = languages_of(parts)
    wanted = _wanted(languages)
    found = [
        (part.theme, comment)
        for part in parts
        for comment in part.comments
        if wanted.holds(part.theme.id if part.theme else None, comment)
    ]
    here = found[(wanted.page - 1) * SHOWN :][:SHOWN]
    themes = [part.theme for part in parts if part.theme]
    form = MoveForm((comment for _theme, comment in here), themes)
    may_move = may(Permission.NAME_THEMES, campaign)
    if request.method == "POST":
        if not may_move:
            abort(404)
        require_state(db.session(), campaign.id, PanelState.DISCUSSING)
        if form.validate_on_submit() and _move(campaign, form):
            return redirect(wanted.address(campaign_id), 303)
    page = render_template(
        "comments/comments.html",
        campaign=campaign,
        form=form,
        ticked=set(form.comments.data or ()),
        found=here,
        themes=themes,
        languages=languages,
        wanted=wanted,
        has_more=len(found) > wanted.page * SHOWN,
        can_move=may_move and get_state(db.session(), campaign.id) is PanelState.DISCUSSING,
        theme_name=theme_name,
        none=NONE,
        new=NEW,
        can_translate=is_installed(),
    )
    return page, 422 if form.errors else 200


@bp.get("/campaigns/<int:campaign_id>/present/<int:place>")
@requires(Permission.READ_THEMES)
def present(campaign_id: int, place: int) -> ResponseReturnValue:
    """Show one theme in large letters, for a room full of people."""
    campaign = get_campaign(campaign_id, Permission.READ_THEMES)
    parts = [part for part in show_themes(db.session(), campaign) if part.theme]
    if not 1 <= place <= len(parts):
        abort(404)
    part = parts[place - 1]
    return render_template(
        "comments/present.html",
        campaign=campaign,
        part=part,
        place=place,
        n=len(parts),
        quotes=load_quotes(db.session(), part)[:QUOTES_AT_ONCE],
        theme_name=theme_name,
        marking_name=marking_name,
    )


@bp.app_template_global()
def translations_of(comments: Sequence[ReviewedComment]) -> Mapping[UUID, str]:
    """Give the machine translations into Dutch that there are of these comments."""
    foreign = [comment.id for comment in comments if comment.language not in NEEDS_NONE]
    return load_translations(db.session(), foreign) if foreign else {}


def languages_of(parts: Sequence[ThemeShown]) -> list[str]:
    """Give the languages in which at least ten different people wrote: fewer would stand out."""
    by_language: defaultdict[str, list[ReviewedComment]] = defaultdict(list)
    for part in parts:
        for comment in part.comments:
            by_language[comment.language].append(comment)
    return sorted(
        language
        for language, written in by_language.items()
        if count_respondents(written) >= SMALLEST_THEME and language != "und"
    )


def _wanted(languages: Sequence[str]) -> Wanted:
    language = request.args.get("language", "")
    return Wanted(
        theme=request.args.get("theme", ""),
        language=language if language in languages else "",
        words=request.args.get("q", "").strip(),
        page=max(1, request.args.get("page", type=int, default=1)),
    )


def _move(campaign: Campaign, form: MoveForm) -> bool:
    """Move the ticked comments, and tell whether that could be done."""
    ids, target = [UUID(each) for each in form.comments.data], form.target.data
    try:
        if target == NEW:
            split(db.session(), campaign, ids, form.name.data, now=now())
        else:
            move(db.session(), campaign, ids, chosen_theme(target), now=now())
    except TooFewPeople:
        db.session.rollback()
        form.comments.errors = [
            _(
                "Every theme needs comments of at least %(number)s different people: the new one, "
                "and the one they come from.",
                number=SMALLEST_THEME,
            )
        ]
        return False
    record("split a theme of" if target == NEW else "moved comments of", "campaign", campaign.id)
    db.session.commit()
    jobs.enqueue("find_themes", campaign.id)
    flash(_("That is saved."))
    return True
