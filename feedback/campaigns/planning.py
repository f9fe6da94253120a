"""Setting up a wave in the browser, and giving it other days."""

from collections.abc import Iterable
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from feedback import audit
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import current_locale, language_name, lazy_gettext, now, today
from feedback.i18n import gettext as _
from feedback.naming import group_name, in_words
from feedback.security import StaffForm, Ticks
from surveys.campaigns import Campaign, Wave, WaveKind, find_campaign, get_wave, make_campaign
from surveys.distribution import LinkMode
from surveys.errors import InvalidWave
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from surveys.organisations import Region
from surveys.planning import (
    LONGEST_REASON,
    Burden,
    Plan,
    change_days,
    count_unknown,
    load_alliances,
    load_burden,
    pairs_of,
    schools_of,
    set_up,
)
from surveys.questionnaires import Version, load_title, load_versions

bp = Blueprint("planning", __name__, url_prefix="/waves")

DAYS_OPEN = 21


class PlanForm(StaffForm):
    """A wave, on one page."""

    campaign = StringField(
        lazy_gettext("Campaign"),
        description=lazy_gettext(
            "Waves of one campaign are compared over time. Take the name of one that is there, or "
            "write a new name."
        ),
        validators=[DataRequired(lazy_gettext("Write a name.")), Length(max=120)],
    )
    version = SelectField(lazy_gettext("Questionnaire"), coerce=int)
    kind = RadioField(
        lazy_gettext("Which kind of wave"),
        choices=[SelectChoice(kind.value, kind.value) for kind in WaveKind],
        default=WaveKind.BASELINE.value,
    )
    first_on = DateField(
        lazy_gettext("First day"), validators=[InputRequired(lazy_gettext("Choose a day."))]
    )
    last_on = DateField(
        lazy_gettext("Last day"), validators=[InputRequired(lazy_gettext("Choose a day."))]
    )
    groups = Ticks(
        lazy_gettext("Who is asked"),
        validators=[DataRequired(lazy_gettext("Choose at least one group."))],
    )
    pilots = Ticks(lazy_gettext("Schools of these proeftuinen"), coerce=int)
    municipalities = Ticks(lazy_gettext("All schools of these municipalities"), coerce=int)
    alliances = Ticks(lazy_gettext("All schools of these alliances"), coerce=int)
    languages = Ticks(
        lazy_gettext("Languages"),
        description=lazy_gettext("A language is offered when the questionnaire is complete in it."),
        validators=[DataRequired(lazy_gettext("Choose at least one language."))],
    )
    mode = RadioField(
        lazy_gettext("Who may answer"),
        choices=[
            SelectChoice(LinkMode.OPEN.value, lazy_gettext("Everybody with the link")),
            SelectChoice(LinkMode.CODE.value, lazy_gettext("People with a code on a slip")),
        ],
        default=LinkMode.OPEN.value,
    )
    go_on = BooleanField(lazy_gettext("I have seen this, and go on"))

    def __init__(self, session: Session, region: Region) -> None:
        super().__init__()
        self.region = region
        self.versions = _newest(load_versions(session))
        self.version.choices = [
            SelectChoice(version.id, load_title(session, version, current_locale()))
            for version in self.versions
        ]
        self.groups.choices = [SelectChoice(g.value, group_name(g.value)) for g in RespondentGroup]
        self.pilots.choices = [
            SelectChoice(pilot.id, pilot.name) for pilot in region.pilots if pilot.ends_on > today()
        ]
        self.municipalities.choices = [
            SelectChoice(each.id, each.name)
            for each in sorted(region.municipalities, key=lambda one: one.name)
        ]
        self.alliances.choices = [
            SelectChoice(one.id, f"{one.name} ({one.number})")
            for one in load_alliances(session, region)
        ]
        spoken = dict.fromkeys(
            language for version in self.versions for language in version.languages
        )
        self.languages.choices = [SelectChoice(code, language_name(code)) for code in spoken]
        if not self.is_submitted():
            self.first_on.data = today() + timedelta(days=7)
            self.last_on.data = today() + timedelta(days=7 + DAYS_OPEN)
            self.languages.data = list(self.versions[0].languages) if self.versions else []
        self.burden: list[Burden] = []
        self.n_without_headcount = 0
        self.plan: Plan | None = None

    def validate(self, extra_validators: object = None) -> bool:
        """Check what belongs together, and whether people are asked too much."""
        if not super().validate(extra_validators):
            return False
        version = next(one for one in self.versions if one.id == self.version.data)
        self._check_days()
        self._check_version(version)
        schools = schools_of(
            db.session(),
            self.region.id,
            pilot_ids=self.pilots.data or (),
            municipality_ids=self.municipalities.data or (),
            alliance_ids=self.alliances.data or (),
            on=self.first_on.data,
        )
        if not schools:
            self.pilots.errors = [_("Choose a proeftuin or a municipality with schools.")]
        self.plan = Plan(
            version=version,
            kind=WaveKind(self.kind.data),
            first_on=self.first_on.data,
            last_on=self.last_on.data,
            schools=schools,
            groups=[RespondentGroup(code) for code in self.groups.data],
            languages=self.languages.data,
            mode=LinkMode(self.mode.data),
        )
        if not self.errors:
            self._check_list(self.plan)
        return not self.errors

    def _check_days(self) -> None:
        if self.first_on.data < today():
            self.first_on.errors = [_("The first day is today or later.")]
        if self.last_on.data < self.first_on.data:
            self.last_on.errors = [_("The last day does not come before the first day.")]

    def _check_version(self, version: Version) -> None:
        if unasked := [group for group in self.groups.data if group not in version.groups]:
            self.groups.errors = [
                _(
                    "This questionnaire has no questions for: %(groups)s.",
                    groups=", ".join(map(group_name, unasked)),
                )
            ]
        if unspoken := [code for code in self.languages.data if code not in version.languages]:
            self.languages.errors = [
                _(
                    "This questionnaire is not complete in: %(languages)s.",
                    languages=", ".join(map(language_name, unspoken)),
                )
            ]

    def _check_list(self, plan: Plan) -> None:
        """Let who plans see what is not as it should be; whether to go on is up to them."""
        self.burden = list(load_burden(db.session(), plan))
        pairs = pairs_of(plan.schools, plan.groups)
        self.n_without_headcount = count_unknown(
            db.session(), [(school.id, group) for school, group in pairs]
        )
        if (self.burden or self.n_without_headcount) and not self.go_on.data:
            self.go_on.errors = [_("Please look at the list below first.")]


class DaysForm(StaffForm):
    """Other days for a wave."""

    first_on = DateField(lazy_gettext("First day"), validators=[Optional()])
    last_on = DateField(
        lazy_gettext("Last day"), validators=[InputRequired(lazy_gettext("Choose a day."))]
    )
    reason = StringField(
        lazy_gettext("Why"),
        description=lazy_gettext("For colleagues who look back, such as: the school was closed."),
        validators=[
            DataRequired(lazy_gettext("Write why the days change.")),
            Length(max=LONGEST_REASON),
        ],
    )


@bp.get("/new")
@requires(Permission.SET_UP)
def regions() -> ResponseReturnValue:
    """Ask in which region the wave is held; with one region that is clear."""
    own = _own_regions()
    if len(own) == 1:
        return redirect(url_for(".new", region_id=own[0].id), 303)
    return render_template("campaigns/regions.html", regions=own)


@bp.route("/new/<int:region_id>", methods=["GET", "POST"])
@requires(Permission.SET_UP)
def new(region_id: int) -> ResponseReturnValue:
    """Set up a wave."""
    region = next((one for one in _own_regions() if one.id == region_id), None)
    if region is None:
        abort(404)
    form = PlanForm(db.session(), region)
    if form.validate_on_submit() and form.plan is not None:
        try:
            wave = _make(region, form.campaign.data or "", form.plan)
        except InvalidWave as refusal:
            db.session.rollback()
            form.groups.errors = [in_words(refusal.args[0])]
        else:
            flash(_("The wave is ready. Here are its posters."))
            return redirect(url_for("campaigns.wave", wave_id=wave.id), 303)
    campaigns = _campaigns_of(region_id)
    status = 422 if form.errors else 200
    page = render_template("campaigns/plan.html", form=form, region=region, campaigns=campaigns)
    return page, status


@bp.route("/<int:wave_id>/days", methods=["GET", "POST"])
@requires(Permission.SET_UP)
def days(wave_id: int) -> ResponseReturnValue:
    """Give a wave other days, with the reason."""
    wave = get_wave(db.session(), wave_id)
    if wave.campaign.region not in _own_regions():
        abort(404)
    form = DaysForm(data={"first_on": wave.opens_on, "last_on": wave.last_on})
    if form.validate_on_submit():
        try:
            change_days(
                db.session(),
                wave,
                first_on=form.first_on.data or wave.opens_on,
                last_on=form.last_on.data,
                reason=(form.reason.data or "").strip(),
                today=today(),
            )
        except InvalidWave as refusal:
            form.last_on.errors = [in_words(refusal.args[0])]
        else:
            _record("changed the days of", wave)
            db.session.commit()
            flash(_("That is saved. People see it within a minute."))
            return redirect(url_for("campaigns.wave", wave_id=wave.id), 303)
    status = 422 if form.errors else 200
    return render_template("campaigns/days.html", form=form, wave=wave, today=today()), status


def _make(region: Region, name: str, plan: Plan) -> Wave:
    session = db.session()
    campaign = find_campaign(session, region, name.strip()) or make_campaign(
        session, region, name.strip()
    )
    keys = WaveKeys(current_settings().key_directory)
    wave = set_up(session, campaign, plan, keys=keys, now=now())
    _record("set up", wave)
    session.commit()
    return wave


def _own_regions() -> list[Region]:
    scope = scope_for(Permission.SET_UP)
    regions = db.session().scalars(select(Region).order_by(Region.name))
    return [one for one in regions if scope.everything or one.id in scope.region_ids]


def _campaigns_of(region_id: int) -> list[str]:
    query = select(Campaign.name).where(Campaign.region_id == region_id).order_by(Campaign.name)
    return list(db.session().scalars(query))


def _newest(versions: Iterable[Version]) -> list[Version]:
    """Give the newest version of each questionnaire, of versions with the newest first."""
    newest: dict[int, Version] = {}
    for version in versions:
        if version.questionnaire.archived_at is None:
            newest.setdefault(version.questionnaire_id, version)
    return list(newest.values())


def _record(deed: str, wave: Wave) -> None:
    audit.record(db.session(), current_user.id, deed, thing="wave", thing_id=wave.id, now=now())
