"""What one school hands out in a wave: posters, letters, slips with codes, texts to send."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from wtforms import SelectChoice, SelectField
from wtforms.validators import DataRequired

from feedback import audit
from feedback.accounts.permissions import Permission, requires, scope_for
from feedback.campaigns.messages import MessageKind, message
from feedback.campaigns.posters import NothingToPrintError, UnprintablePosterError
from feedback.campaigns.printing import SheetKind, print_links
from feedback.campaigns.slips import slips_of, slips_pdf
from feedback.campaigns.visibility import load_own_links
from feedback.config import current_settings
from feedback.database import db
from feedback.i18n import current_locale, language_name, lazy_gettext, now, today, use_locale
from feedback.i18n import gettext as _
from feedback.security import StaffForm, Ticks
from surveys.access_codes import MOST_CODES, count_printed, issue_codes
from surveys.campaigns import get_wave
from surveys.distribution import Link, LinkMode, choose_languages, choose_mode
from surveys.keys import WaveKeys

bp = Blueprint("handouts", __name__, url_prefix="/waves/<int:wave_id>")


def sheet_names() -> dict[str, str]:
    """Give what each kind of sheet is called."""
    return {
        SheetKind.POSTER.value: _("Posters (A4)"),
        SheetKind.POSTER_A5.value: _("Small posters (A5)"),
        SheetKind.LETTER.value: _("Letters, one for each language"),
        SheetKind.TABLET.value: _("Cards for the class tablet"),
    }


class LanguagesForm(StaffForm):
    """In which languages a school is asked, and which of them is large on its posters."""

    languages = Ticks(
        lazy_gettext("Languages"),
        validators=[DataRequired(lazy_gettext("Choose at least one language."))],
    )
    first = SelectField(lazy_gettext("Large on the poster"))

    def offer(self, links: Sequence[Link]) -> None:
        """Offer the languages that the questionnaire speaks; those of the links are chosen."""
        offered = [
            SelectChoice(code, language_name(code)) for code in links[0].wave.version.languages
        ]
        self.languages.choices = self.first.choices = offered
        if not self.is_submitted():
            self.languages.data = list(links[0].languages)
            self.first.data = links[0].languages[0]


@bp.get("/schools/<int:school_id>/handouts")
@requires(Permission.PRINT_POSTERS)
def handouts(wave_id: int, school_id: int) -> ResponseReturnValue:
    """Show what the school can print and send."""
    links = _own_links(wave_id, school_id)
    form = LanguagesForm(formdata=None)
    form.offer(links)
    return _page(links, form)


@bp.post("/schools/<int:school_id>/languages")
@requires(Permission.PRINT_POSTERS)
def languages(wave_id: int, school_id: int) -> ResponseReturnValue:
    """Choose the languages of the school in this wave."""
    links = _own_links(wave_id, school_id)
    form = LanguagesForm()
    form.offer(links)
    if not form.validate_on_submit():
        return _page(links, form), 422
    first = form.first.data if form.first.data in form.languages.data else form.languages.data[0]
    choose_languages(links, [first, *form.languages.data])
    _record("chose the languages of", links[0])
    db.session.commit()
    flash(_("That is saved. Print the posters again."))
    return _back(links[0])


@bp.get("/schools/<int:school_id>/posters.pdf")
@requires(Permission.PRINT_POSTERS)
def posters(wave_id: int, school_id: int) -> ResponseReturnValue:
    """Give the sheets of one school that are asked for, or its posters, in one PDF."""
    links = _own_links(wave_id, school_id)
    asked = request.args.getlist("sheet") or [SheetKind.POSTER.value]
    kinds = [kind.value for kind in SheetKind if kind in asked]
    locale = current_locale()
    try:
        pdf = print_links(links, kinds, current_settings().public_url)
    except UnprintablePosterError:
        use_locale(locale)
        flash(_("A text does not fit on a sheet. Choose fewer languages, or other sheets."))
        return _back(links[0])
    except NothingToPrintError:
        use_locale(locale)
        flash(_("There is nothing to print. Choose other sheets."))
        return _back(links[0])
    response = Response(pdf, mimetype="application/pdf")
    code = links[0].school.location_code
    response.headers["Content-Disposition"] = f'inline; filename="posters-{code}.pdf"'
    return response


@bp.post("/links/<int:link_id>/mode")
@requires(Permission.PRINT_POSTERS)
def mode(wave_id: int, link_id: int) -> ResponseReturnValue:
    """Let anybody answer through a link, or only people with a code."""
    link = _own_link(wave_id, link_id)
    chosen = request.form.get("mode", "")
    if link.wave.closed_at is not None:
        flash(_("This wave is closed already."))
    elif chosen in set(LinkMode):
        choose_mode([link], LinkMode(chosen))
        _record(f"link set to {chosen}", link)
        db.session.commit()
    return _back(link)


@bp.post("/links/<int:link_id>/slips.pdf")
@requires(Permission.PRINT_POSTERS)
def slips(wave_id: int, link_id: int) -> ResponseReturnValue:
    """Make one-time codes for a link and give them on slips, this once."""
    link = _own_link(wave_id, link_id)
    n = request.form.get("n", type=int, default=0)
    if link.wave.closed_at is not None:
        flash(_("This wave is closed already."))
        return _back(link)
    if link.mode != LinkMode.CODE or not 1 <= n <= MOST_CODES:
        flash(_("Choose from 1 to %(most)s slips.", most=MOST_CODES))
        return _back(link)
    locale = current_locale()
    keys = WaveKeys(current_settings().key_directory)
    codes = issue_codes(db.session(), link, n, keys=keys, today=today())
    pdf = slips_pdf(slips_of(link, codes, current_settings().public_url))
    use_locale(locale)
    _record("codes printed", link)
    db.session.commit()
    response = Response(pdf, mimetype="application/pdf")
    name = f"codes-{link.school.location_code}-{link.respondent_group}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(links: Sequence[Link], form: LanguagesForm) -> str:
    wave = links[0].wave
    messages = {link.id: _messages(link) for link in links}
    return render_template(
        "campaigns/handouts.html",
        wave=wave,
        school=links[0].school,
        links=links,
        messages=messages,
        message_names={
            MessageKind.SHORT: _("Short"),
            MessageKind.LONG: _("Long"),
            MessageKind.REMINDER: _("Reminder"),
        },
        sheets=sheet_names(),
        form=form,
        printed=count_printed(db.session(), wave.id),
        most_codes=MOST_CODES,
        now=now(),
    )


def _messages(link: Link) -> list[tuple[str, dict[MessageKind, str]]]:
    locale = current_locale()
    public_url = current_settings().public_url
    texts = [
        (code, {kind: message(link, kind, code, public_url) for kind in MessageKind})
        for code in link.languages
    ]
    use_locale(locale)
    return texts


def _own_links(wave_id: int, school_id: int) -> list[Link]:
    """Give the links of a school that the reader prints for, or answer 404."""
    wave = get_wave(db.session(), wave_id)
    own = load_own_links(db.session(), scope_for(Permission.PRINT_POSTERS), wave)
    links = [link for link in own if link.school_id == school_id]
    if not links:
        abort(404)
    return links


def _own_link(wave_id: int, link_id: int) -> Link:
    """Give a link that the reader prints for, or answer 404."""
    wave = get_wave(db.session(), wave_id)
    own = load_own_links(db.session(), scope_for(Permission.PRINT_POSTERS), wave)
    found = [link for link in own if link.id == link_id]
    if not found:
        abort(404)
    return found[0]


def _back(link: Link) -> ResponseReturnValue:
    return redirect(url_for(".handouts", wave_id=link.wave_id, school_id=link.school_id), 303)


def _record(action: str, link: Link) -> None:
    audit.record(db.session(), current_user.id, action, thing="link", thing_id=link.id, now=now())
