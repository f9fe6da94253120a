"""A meeting of the klankbordgroep: coding alone, comparing, voting, freezing."""

from random import SystemRandom
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from analysis.agreement import RELIABLE, TENTATIVE
from analysis.panel import (
    NEXT_STATES,
    Choice,
    PanelState,
    check_state,
    code,
    compare,
    count_chosen,
    count_votes,
    get_state,
    load_own_codings,
    load_own_votes,
    load_sample,
    vote,
)
from analysis.theme_changes import change_state, move, take_over_agreed
from analysis.themes import Theme, TooFewPeople, show_themes
from feedback import jobs
from feedback.accounts.permissions import Permission, requires
from feedback.comments.forms import (
    AnewForm,
    CodeForm,
    PlaceForm,
    chosen_theme,
    field_name,
    vote_form,
)
from feedback.comments.scope import get_campaign, record
from feedback.comments.wording import (
    NONE,
    anew_name,
    loss_in_words,
    members_in_words,
    state_button,
    state_name,
    theme_name,
    too_few_people,
    votes_in_words,
)
from feedback.database import db
from feedback.i18n import format_number, now
from feedback.i18n import gettext as _
from feedback.security import StaffForm
from surveys.campaigns import Campaign

bp = Blueprint("panel", __name__, url_prefix="/comments/campaigns/<int:campaign_id>")

DEEDS = {
    PanelState.DISCUSSING: "opened the themes of",
    PanelState.CODING: "began to code",
    PanelState.VOTING: "began to vote on",
    PanelState.FROZEN: "froze the themes of",
}
DEEDS_ANEW = {
    PanelState.CODING: "began anew to code",
    PanelState.VOTING: "began anew to vote on",
}


@bp.get("/meeting")
@requires(Permission.NAME_THEMES)
def meeting(campaign_id: int) -> ResponseReturnValue:
    """Show what the klankbordgroep is doing, and where to go on."""
    return _meeting(get_campaign(campaign_id, Permission.NAME_THEMES))


@bp.post("/state/<any(discussing,coding,voting,frozen):state>")
@requires(Permission.NAME_THEMES)
def go_on(campaign_id: int, state: str) -> ResponseReturnValue:
    """Go on to another state, or back."""
    campaign = get_campaign(campaign_id, Permission.NAME_THEMES)
    wanted = PanelState(state)
    change_state(db.session(), campaign, wanted, now=now(), dice=SystemRandom())
    record(DEEDS[wanted], "campaign", campaign_id)
    db.session.commit()
    if wanted is PanelState.DISCUSSING:
        # Comments that came meanwhile may hold a new theme.
        jobs.enqueue("find_themes", campaign_id)
    return redirect(url_for(".meeting", campaign_id=campaign_id), 303)


@bp.post("/anew/<any(coding,voting):state>")
@requires(Permission.NAME_THEMES)
def begin_anew(campaign_id: int, state: str) -> ResponseReturnValue:
    """Begin a round of coding, or a vote, anew: what was chosen before is lost."""
    campaign = get_campaign(campaign_id, Permission.NAME_THEMES)
    wanted = PanelState(state)
    form = AnewForm(prefix=wanted)
    if not form.validate_on_submit():
        return _meeting(campaign, form), 422
    change_state(db.session(), campaign, wanted, now=now(), dice=SystemRandom(), anew=True)
    record(DEEDS_ANEW[wanted], "campaign", campaign_id)
    db.session.commit()
    return redirect(url_for(".meeting", campaign_id=campaign_id), 303)


@bp.get("/code")
@requires(Permission.NAME_THEMES)
def code_next(campaign_id: int) -> ResponseReturnValue:
    """Go to the first comment that the reader did not code yet, or back when there is none."""
    campaign = get_campaign(campaign_id, Permission.NAME_THEMES)
    check_state(db.session(), campaign_id, PanelState.CODING)
    own = load_own_codings(db.session(), campaign, current_user.id)
    sample = load_sample(db.session(), campaign)
    for place, comment in enumerate(sample, 1):
        if comment.id not in own:
            return redirect(url_for(".code_one", campaign_id=campaign_id, place=place), 303)
    flash(_("You coded every comment. Thank you."))
    return redirect(url_for(".meeting", campaign_id=campaign_id), 303)


@bp.route("/code/<int:place>", methods=["GET", "POST"])
@requires(Permission.NAME_THEMES)
def code_one(campaign_id: int, place: int) -> ResponseReturnValue:
    """Ask the reader alone which theme a comment belongs to."""
    campaign = get_campaign(campaign_id, Permission.NAME_THEMES)
    check_state(db.session(), campaign_id, PanelState.CODING)
    sample = load_sample(db.session(), campaign)
    if not 1 <= place <= len(sample):
        abort(404)
    comment = sample[place - 1]
    own = load_own_codings(db.session(), campaign, current_user.id)
    form = CodeForm(_themes(campaign), data=_as_chosen(own, comment.id))
    if form.validate_on_submit():
        # Not in the audit log: who coded how is for counting only.
        chosen = chosen_theme(form.theme.data)
        code(db.session(), campaign, comment.id, current_user.id, chosen)
        db.session.commit()
        return redirect(_after(campaign_id, place, len(sample)), 303)
    page = render_template(
        "comments/code.html",
        campaign=campaign,
        form=form,
        comment=comment,
        place=place,
        n=len(sample),
        after=_after(campaign_id, place, len(sample)),
    )
    return page, 422 if form.errors else 200


@bp.get("/agreement")
@requires(Permission.NAME_THEMES)
def agreement(campaign_id: int) -> ResponseReturnValue:
    """Show how far members agree, and the comments that they coded differently."""
    campaign = get_campaign(campaign_id, Permission.NAME_THEMES)
    found = compare(db.session(), campaign)
    themes = _themes(campaign)
    return render_template(
        "comments/agreement.html",
        campaign=campaign,
        found=found,
        alpha=None if found.alpha is None else format_number(round(found.alpha, 2)),
        is_reliable=found.alpha is not None and found.alpha >= RELIABLE,
        is_tentative=found.alpha is not None and found.alpha >= TENTATIVE,
        names={theme.id: theme_name(theme) for theme in themes},
        place_form=PlaceForm(themes, formdata=None),
        form=StaffForm(formdata=None),
        can_change=get_state(db.session(), campaign_id) is PanelState.DISCUSSING,
    )


@bp.post("/agreement/<uuid:comment_id>")
@requires(Permission.NAME_THEMES)
def place_comment(campaign_id: int, comment_id: UUID) -> ResponseReturnValue:
    """Put a comment where the klankbordgroep decided, after it talked about it."""
    campaign = get_campaign(campaign_id, Permission.NAME_THEMES)
    form = PlaceForm(_themes(campaign))
    back = url_for(".agreement", campaign_id=campaign_id)
    if not form.validate_on_submit():
        flash(_("Choose one of the themes."), "error")
        return redirect(back, 303)
    try:
        move(db.session(), campaign, [comment_id], chosen_theme(form.theme.data), now=now())
    except LookupError:
        abort(404)
    except TooFewPeople:
        return _too_few(back)
    return _moved("moved comments of", campaign, back)


@bp.post("/agreed")
@requires(Permission.NAME_THEMES)
def agreed(campaign_id: int) -> ResponseReturnValue:
    """Put the comments that members coded alike where they agree that they belong."""
    campaign = get_campaign(campaign_id, Permission.NAME_THEMES)
    back = url_for(".agreement", campaign_id=campaign_id)
    try:
        take_over_agreed(db.session(), campaign, now=now())
    except TooFewPeople:
        return _too_few(back)
    return _moved("moved comments of", campaign, back)


@bp.route("/vote", methods=["GET", "POST"])
@requires(Permission.NAME_THEMES)
def votes(campaign_id: int) -> ResponseReturnValue:
    """Ask what the reader wants with each theme, and show what members want where it is said."""
    campaign = get_campaign(campaign_id, Permission.NAME_THEMES)
    is_voting = get_state(db.session(), campaign_id) is PanelState.VOTING
    themes = _themes(campaign)
    own = load_own_votes(db.session(), campaign_id, current_user.id)
    form = vote_form(themes, own)
    if form.validate_on_submit():
        given = {theme.id: form[field_name(theme)].data for theme in themes}
        choices = {theme: Choice(choice) for theme, choice in given.items() if choice}
        # Not in the audit log: a vote is for counting only.
        vote(db.session(), campaign, current_user.id, choices)
        db.session.commit()
        flash(_("Your vote is saved. You can change it until the vote is over."))
        return redirect(url_for(".votes", campaign_id=campaign_id), 303)
    counts = count_votes(db.session(), campaign_id)
    page = render_template(
        "comments/vote.html",
        campaign=campaign,
        form=form,
        themes=[(theme, form[field_name(theme)]) for theme in themes],
        # Who still has to choose is not to follow the others.
        results={
            theme.id: votes_in_words(counts.get(theme.id, {}))
            for theme in themes
            if not is_voting or theme.id in own
        },
        is_voting=is_voting,
        theme_name=theme_name,
    )
    return page, 422 if form.errors else 200


def _meeting(campaign: Campaign, refused: AnewForm | None = None) -> str:
    session = db.session()
    state = get_state(session, campaign.id)
    chosen = {after: count_chosen(session, campaign.id, after) for after in DEEDS_ANEW}
    begun = {after: counts for after, counts in chosen.items() if counts.n}
    return render_template(
        "comments/meeting.html",
        campaign=campaign,
        state=state,
        states=PanelState,
        following=[
            (after, state_button(state, after, has_begun=after in begun))
            for after in NEXT_STATES[state]
        ],
        begun=begun if state is PanelState.DISCUSSING else {},
        anew_forms={after: _anew_form(after, refused) for after in begun},
        refused=refused,
        n_to_code=len(load_sample(session, campaign)),
        n_coded=len(load_own_codings(session, campaign, current_user.id)),
        has_themes=bool(_themes(campaign)),
        form=StaffForm(formdata=None),
        state_name=state_name,
        anew_name=anew_name,
        loss_in_words=loss_in_words,
        members_in_words=members_in_words,
    )


def _anew_form(state: PanelState, refused: AnewForm | None) -> AnewForm:
    """Give the form of a state with what was wrong with it, or as it is at first."""
    new = AnewForm(prefix=state, formdata=None)
    return refused if refused and refused.agreed.id == new.agreed.id else new


def _themes(campaign: Campaign) -> list[Theme]:
    return [part.theme for part in show_themes(db.session(), campaign) if part.theme]


def _as_chosen(own: dict[UUID, int | None], comment_id: UUID) -> dict[str, str]:
    return {"theme": str(own[comment_id] or NONE)} if comment_id in own else {}


def _after(campaign_id: int, place: int, n: int) -> str:
    """Give the address after a comment: the next one, or what was passed over."""
    if place < n:
        return url_for(".code_one", campaign_id=campaign_id, place=place + 1)
    return url_for(".meeting", campaign_id=campaign_id)


def _moved(deed: str, campaign: Campaign, back: str) -> ResponseReturnValue:
    record(deed, "campaign", campaign.id)
    db.session.commit()
    jobs.enqueue("find_themes", campaign.id)
    flash(_("That is saved."))
    return redirect(back, 303)


def _too_few(back: str) -> ResponseReturnValue:
    db.session.rollback()
    flash(too_few_people(), "error")
    return redirect(back, 303)
