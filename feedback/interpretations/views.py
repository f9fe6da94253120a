"""Saying what a published figure or a theme means, and how one stands towards what others say."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from analysis.interpretations import (
    Giver,
    Interpretation,
    Stance,
    load_of_themes,
    load_of_unit,
    newest_publication,
    take_standpoint,
)
from analysis.publications import Publication, Unit, load_numbers, load_units
from analysis.themes import Theme, ThemeShown, show_themes
from feedback import audit
from feedback.accounts.permissions import Permission, Scope, requires, scope_for
from feedback.accounts.visibility import visible
from feedback.database import db
from feedback.figures import Reading, read_unit
from feedback.i18n import gettext as _
from feedback.i18n import now, today
from feedback.interpretations.forms import InterpretationForm, StandpointForm
from feedback.security import StaffForm
from surveys.campaigns import Campaign

bp = Blueprint("interpretations", __name__, url_prefix="/interpretations")
FIGURE = "/<int:publication_id>/<unit_kind>/<respondent_group>/<measure>/<path:unit_key>"


@dataclass(frozen=True)
class Figure:
    """One shown figure of a unit, with what was said beside it."""

    publication: Publication
    unit: Unit
    group: str
    row: Reading
    said: Sequence[Interpretation]

    @property
    def campaign(self) -> Campaign:
        """Give the campaign that it belongs to."""
        return self.publication.wave.campaign

    @property
    def url(self) -> str:
        """Give the address of its page."""
        return url_for(
            "interpretations.figure",
            publication_id=self.publication.id,
            unit_kind=self.unit.kind,
            respondent_group=self.group,
            measure=self.row.cell.measure,
            unit_key=self.unit.key,
        )

    def is_in(self, scope: Scope) -> bool:
        """Tell whether somebody with this scope sees it."""
        return self.unit in visible(load_units(db.session(), self.publication.id), scope)

    def pin(self, interpretation: Interpretation) -> None:
        """Let something that is said stand beside it."""
        interpretation.publication_id = self.publication.id
        interpretation.unit_kind, interpretation.unit_key = self.unit.kind, self.unit.key
        interpretation.respondent_group = self.group
        interpretation.measure = self.row.cell.measure


@dataclass(frozen=True)
class OfTheme:
    """One theme that is shown, with what was said beside it."""

    campaign: Campaign
    shown: ThemeShown
    theme: Theme
    said: Sequence[Interpretation]

    @property
    def url(self) -> str:
        """Give the address of its page."""
        return url_for("interpretations.theme", theme_id=self.theme.id)

    def is_in(self, scope: Scope) -> bool:
        """Tell whether somebody with this scope sees it."""
        return scope.everything or self.campaign.region_id in scope.region_ids

    def pin(self, interpretation: Interpretation) -> None:
        """Let something that is said stand beside it."""
        newest = newest_publication(db.session(), self.campaign.id)
        interpretation.theme_id = self.theme.id
        interpretation.publication_id = newest.id if newest else None


Subject = Figure | OfTheme


@bp.get(FIGURE)
@requires(Permission.SEE_RESULTS)
def figure(
    publication_id: int, unit_kind: str, respondent_group: str, measure: str, unit_key: str
) -> ResponseReturnValue:
    """Show a figure with what people say that it means."""
    shown = _figure(publication_id, unit_kind, unit_key, respondent_group, measure)
    return _page(_seen(shown, Permission.SEE_RESULTS))


@bp.post(FIGURE)
@requires(Permission.INTERPRET)
def interpret_figure(
    publication_id: int, unit_kind: str, respondent_group: str, measure: str, unit_key: str
) -> ResponseReturnValue:
    """Say what a figure means."""
    shown = _figure(publication_id, unit_kind, unit_key, respondent_group, measure)
    return _interpret(_seen(shown, Permission.INTERPRET))


@bp.get("/themes/<int:theme_id>")
@requires(Permission.READ_THEMES)
def theme(theme_id: int) -> ResponseReturnValue:
    """Show a theme with what people say that it means."""
    return _page(_seen(_theme(theme_id), Permission.READ_THEMES))


@bp.post("/themes/<int:theme_id>")
@requires(Permission.INTERPRET)
def interpret_theme(theme_id: int) -> ResponseReturnValue:
    """Say what a theme means."""
    return _interpret(_seen(_theme(theme_id), Permission.INTERPRET))


@bp.post("/<int:interpretation_id>/standpoint")
@requires(Permission.INTERPRET)
def stand(interpretation_id: int) -> ResponseReturnValue:
    """Say how one stands towards what somebody else said."""
    said, subject = _said(interpretation_id)
    if said.user_id == current_user.id:
        abort(404)
    form = _standpoint_form(said, subject)
    if not form.validate_on_submit():
        return _page(subject, answered=(said, form)), 422
    take_standpoint(
        db.session(),
        said,
        current_user.id,
        stance=Stance(form.stance.data),
        giver=Giver(form.giver.data),
        text=(form.text.data or "").strip(),
    )
    return _saved("took a standpoint on", said, subject)


@bp.post("/<int:interpretation_id>/remove")
@requires(Permission.INTERPRET)
def remove(interpretation_id: int) -> ResponseReturnValue:
    """Take back what one said; an administrator takes away what should not stand there."""
    said, subject = _said(interpretation_id)
    if not _may_remove(said, is_in_charge=subject.is_in(scope_for(Permission.SET_UP))):
        abort(404)
    db.session.delete(said)
    return _saved("took back", said, subject)


def _figure(publication_id: int, kind: str, key: str, group: str, measure: str) -> Figure | None:
    publication = db.session().get(Publication, publication_id)
    unit = db.session().get(Unit, (publication_id, kind, key))
    if publication is None or unit is None:
        return None
    figures = read_unit(db.session(), publication, unit, group)
    row = figures.find(measure) if figures else None
    if row is None:
        return None
    said = load_of_unit(db.session(), publication, kind, key).get((group, measure), ())
    return Figure(publication, unit, group, row, said)


def _theme(theme_id: int) -> OfTheme | None:
    theme = db.session().get(Theme, theme_id)
    if theme is None:
        return None
    campaign = db.session().get_one(Campaign, theme.campaign_id)
    shown = next((one for one in show_themes(db.session(), campaign) if one.theme is theme), None)
    if shown is None:
        return None
    said = load_of_themes(db.session(), [theme_id]).get(theme_id, ())
    return OfTheme(campaign, shown, theme, said)


def _said(interpretation_id: int) -> tuple[Interpretation, Subject]:
    """Give what was said, and the newest that it stands beside."""
    said = db.session().get(Interpretation, interpretation_id)
    if said is None:
        abort(404)
    if said.theme_id is not None:
        return said, _seen(_theme(said.theme_id), Permission.INTERPRET)
    wave_id = db.session().get_one(Publication, said.publication_id).wave_id
    figures = (
        _figure(
            one.id, said.unit_kind or "", said.unit_key or "", said.respondent_group or "",
            said.measure or "",
        )
        for one in reversed(load_numbers(db.session(), wave_id))
    )  # fmt: skip
    return said, _seen(next(filter(None, figures), None), Permission.INTERPRET)


def _seen(subject: Subject | None, permission: Permission) -> Subject:
    """Give a subject that the reader may see; otherwise there is no such page."""
    if subject is None or not subject.is_in(scope_for(permission)):
        abort(404)
    return subject


def _interpret(subject: Subject) -> ResponseReturnValue:
    form = InterpretationForm(_givers(subject))
    if not form.validate_on_submit():
        return _page(subject, form=form), 422
    said = Interpretation(
        giver=form.giver.data,
        text=(form.text.data or "").strip(),
        story=(form.story.data or "").strip(),
        written_on=today(),
        user_id=current_user.id,
    )
    subject.pin(said)
    db.session.add(said)
    db.session.flush()
    return _saved("interpreted", said, subject)


def _page(
    subject: Subject,
    *,
    form: InterpretationForm | None = None,
    answered: tuple[Interpretation, StandpointForm] | None = None,
) -> str:
    may_interpret = subject.is_in(scope_for(Permission.INTERPRET))
    is_in_charge = subject.is_in(scope_for(Permission.SET_UP))
    forms = {
        said: _standpoint_form(said, subject, is_new=True)
        for said in subject.said
        if may_interpret and said.user_id != current_user.id
    } | dict([answered] if answered else [])
    return render_template(
        "interpretations/subject.html",
        subject=subject,
        is_theme=isinstance(subject, OfTheme),
        form=(form or InterpretationForm(_givers(subject), formdata=None))
        if may_interpret
        else None,
        forms=forms,
        removable=[said for said in subject.said if _may_remove(said, is_in_charge=is_in_charge)],
        remove_form=StaffForm(formdata=None),
    )


def _standpoint_form(
    said: Interpretation, subject: Subject, *, is_new: bool = False
) -> StandpointForm:
    """Give the form in which the reader stands towards this; a new one holds what they said."""
    prefix = f"to-{said.id}"
    if not is_new:
        return StandpointForm(_givers(subject), prefix=prefix)
    own = said.standpoint_of(current_user.id)
    return StandpointForm(_givers(subject), prefix=prefix, formdata=None, obj=own)


def _givers(subject: Subject) -> list[Giver]:
    """Give those for whom the reader may speak; for the klankbordgroep only its members."""
    scope = scope_for(Permission.ADVISE)
    is_member = scope.everything or subject.campaign.region_id in scope.region_ids
    return [giver for giver in Giver if giver is not Giver.PANEL or is_member]


def _may_remove(said: Interpretation, *, is_in_charge: bool) -> bool:
    is_own = said.user_id is not None and said.user_id == current_user.id
    return is_own or is_in_charge


def _saved(deed: str, said: Interpretation, subject: Subject) -> ResponseReturnValue:
    audit.record(
        db.session(), current_user.id, deed, thing="interpretation", thing_id=said.id, now=now()
    )
    db.session.commit()
    flash(_("That is saved."))
    return redirect(subject.url, 303)
