"""One waiting comment: a moderator mends its text, and releases it or holds it back.

A tap on a word or a placeholder posts the whole page and gets it back: nothing is kept, and
nothing is decided, until somebody releases or holds.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis.care_signals import SignalKind, words_of_danger
from analysis.comments import (
    Decision,
    ReviewedComment,
    decide,
    find_next_waiting,
    load_translations,
    raw_text,
)
from analysis.mending import (
    Draft,
    follow,
    hide_words,
    parts_of,
    put_back,
    resume_draft,
    rewrite,
    start_draft,
)
from analysis.quotes import Quote
from analysis.spans import Kind
from analysis.themes import Theme, show_themes
from analysis.translation import DUTCH, is_installed
from feedback import jobs
from feedback.accounts.permissions import Permission, requires
from feedback.comments.forms import MendingForm
from feedback.comments.scope import campaigns_of, get_comment, record
from feedback.comments.signals import SAW
from feedback.comments.wording import signal_name
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import today
from surveys.campaigns import Campaign
from surveys.organisations import School

bp = Blueprint("moderation", __name__, url_prefix="/comments/<uuid:comment_id>")


@dataclass(frozen=True)
class Mending:
    """What a moderator made of a comment so far, and the words that are ticked to be hidden."""

    draft: Draft
    ticked: frozenset[int] = frozenset()

    def with_text(self, text: str) -> "Mending":
        """Take over what was typed."""
        return Mending(rewrite(self.draft, text), follow(self.draft, self.ticked, text))

    def with_words_back(self, place: int) -> "Mending":
        """Put back what a placeholder stands for."""
        draft = put_back(self.draft, place)
        return Mending(draft, follow(self.draft, self.ticked, draft.text))

    def with_ticked_hidden(self, kind: Kind) -> "Mending":
        """Hide the words that are ticked."""
        return Mending(hide_words(self.draft, self.ticked, kind))


@bp.get("")
@requires(Permission.MODERATE)
def comment(comment_id: UUID) -> ResponseReturnValue:
    """Show a comment that waits, or what was decided about it."""
    campaign, shown = get_comment(comment_id)
    if shown.decision != Decision.WAITING:
        return _decided(campaign, shown)
    raw = raw_text(db.session(), comment_id)
    mending = Mending(start_draft(shown.text, raw, shown.replaced or ()))
    return _page(shown, _form_of(shown, formdata=None), mending)


@bp.post("")
@requires(Permission.MODERATE)
def decision(comment_id: UUID) -> ResponseReturnValue:
    """Mend the text of a comment as it was tapped, or release or hold it."""
    campaign, shown = get_comment(comment_id)
    form = _form_of(shown)
    mending = _mend(form)
    if shown.decision != Decision.WAITING:
        return _decided(campaign, shown, mending.draft.text), 409
    if not form.is_decision:
        return _page(shown, form, mending)
    if not form.validate_on_submit():
        return _page(shown, form, mending), 422
    if mending.ticked:
        # Who ticked words wants them hidden, and has to read what is left before it goes out.
        form.text.errors = [_("The words that you ticked are hidden now. Read the text once more.")]
        return _page(shown, form, mending.with_ticked_hidden(form.chosen_kind)), 422
    return _decide(campaign, shown, form, mending.draft.text)


def _form_of(shown: ReviewedComment, **kwargs: object) -> MendingForm:
    return MendingForm(is_urgent=bool(shown.care_signals), prefix=str(shown.id), **kwargs)


def _decide(
    campaign: Campaign, shown: ReviewedComment, form: MendingForm, text: str
) -> ResponseReturnValue:
    decided = Decision.RELEASED if form.release.data else Decision.HELD
    campaign_id = campaign.id
    try:
        decide(db.session(), shown.id, decided, text=text, today=today())
    except LookupError:
        db.session.rollback()
        return _decided(*get_comment(shown.id), text), 409
    if shown.care_signals:
        record(f"{SAW}{form.reaction.data}", "comment", shown.id)
    record(decided.value, "comment", shown.id)
    db.session.commit()
    jobs.enqueue("find_themes", campaign_id)
    if decided is Decision.RELEASED and shown.language != DUTCH:
        jobs.enqueue("translate_comments")
    flash(_("The comment is released.") if form.release.data else _("The comment is held back."))
    following = _next_address(shown)
    return redirect(following or url_for("comments.waiting"), 303)


def _mend(form: MendingForm) -> Mending:
    """Give what the page carried, with what was typed and tapped last."""
    text = form.text.data or ""
    mending = Mending(
        resume_draft(form.shown.data or text, form.was.data), frozenset(form.words.numbers)
    )
    place = form.put_back_place
    if text != mending.draft.text:
        if place is not None:
            [place] = follow(mending.draft, {place}, text, placeholders=True) or {None}
        mending = mending.with_text(text)
    if place is not None:
        return mending.with_words_back(place)
    return mending.with_ticked_hidden(form.chosen_kind) if form.hide.data else mending


def _page(shown: ReviewedComment, form: MendingForm, mending: Mending) -> str:
    form.text.data = form.shown.data = mending.draft.text
    raw = raw_text(db.session(), shown.id)
    return render_template(
        "comments/moderation.html",
        comment=shown,
        raw=raw,
        danger=_danger_of(shown, raw or shown.text),
        school=db.session().get_one(School, shown.school_id).name,
        signal_name=signal_name,
        translation=load_translations(db.session(), [shown.id]).get(shown.id),
        can_translate=is_installed(),
        form=form,
        parts=parts_of(mending.draft),
        ticked=mending.ticked,
        following=_next_address(shown),
    )


def _danger_of(shown: ReviewedComment, text: str) -> dict[str, tuple[str, ...]]:
    """Give the words that speak of danger, for all that the comment may be about."""
    found = words_of_danger(text, shown.language)
    return {kind: found.get(SignalKind(kind), ()) for kind in shown.care_signals}


def _decided(campaign: Campaign, shown: ReviewedComment, text: str | None = None) -> str:
    """Show what was decided; `text` is what somebody else wanted to decide, too late."""
    return render_template(
        "comments/decided.html", comment=shown, text=text, quoted=_theme_of_quote(campaign, shown)
    )


def _theme_of_quote(campaign: Campaign, shown: ReviewedComment) -> Theme | None:
    """Give the theme at which the comment is quoted, where that can be taken back alone."""
    if db.session().get(Quote, shown.id) is None:
        return None
    parts = show_themes(db.session(), campaign)
    return next((part.theme for part in parts if shown in part.comments), None)


def _next_address(shown: ReviewedComment) -> str | None:
    """Give the address of the comment to read after this one, if any waits."""
    own = [campaign.id for campaign in campaigns_of(Permission.MODERATE)]
    following = find_next_waiting(db.session(), shown, campaign_ids=own)
    return url_for(".comment", comment_id=following) if following else None
