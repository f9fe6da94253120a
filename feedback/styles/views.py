"""House styles for staff: set by hand or read from a theme file, tried on a sample, then saved."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select

from feedback import audit
from feedback.accounts.permissions import Permission, requires
from feedback.database import db
from feedback.i18n import gettext as _
from feedback.i18n import now
from feedback.security import StaffForm
from feedback.styles.forms import ThemeForm, TokensForm, form_of
from feedback.styles.sample import sample_question
from feedback.styles.wording import theme_advice, token_name
from feedback.stylesheet import sample_sheet
from surveys.errors import InvalidTheme
from surveys.house_styles import (
    COLOURS,
    OURS,
    Tokens,
    find_style,
    load_wearers,
    remove_style,
    save_style,
    tokens_of,
)
from surveys.organisations import Municipality, SchoolBoard
from surveys.theme_files import MOST_BYTES, read_theme

bp = Blueprint("styles", __name__, url_prefix="/house-styles")

Wearer = SchoolBoard | Municipality
KINDS: dict[str, type[Wearer]] = {"board": SchoolBoard, "municipality": Municipality}
_OF = "/<any(board, municipality):wearer>/<int:number>"


@bp.get("/")
@requires(Permission.SET_UP, everywhere=True)
def styles() -> ResponseReturnValue:
    """List the house styles there are, and everybody who may have one."""
    return render_template(
        "styles/styles.html",
        wearers=[(_kind_of(of), of) for of in load_wearers(db.session())],
        boards=db.session().scalars(select(SchoolBoard).order_by(SchoolBoard.name)).all(),
        municipalities=db.session().scalars(select(Municipality).order_by(Municipality.name)).all(),
    )


@bp.get("/choose")
@requires(Permission.SET_UP, everywhere=True)
def choose() -> ResponseReturnValue:
    """Lead on to the house style of who was chosen from the list."""
    wearer, _dash, number = request.args.get("of", "").partition("-")
    if wearer not in KINDS or not number.isdecimal():
        abort(404)
    return redirect(url_for(".style", wearer=wearer, number=number), 303)


@bp.get(_OF)
@requires(Permission.SET_UP, everywhere=True)
def style(wearer: str, number: int) -> ResponseReturnValue:
    """Show a house style, or ours where there is none yet."""
    of = _get(wearer, number)
    tokens = _tokens_of(of)
    return _page(of, form_of(tokens), tokens)


@bp.post(_OF)
@requires(Permission.SET_UP, everywhere=True)
def save(wearer: str, number: int) -> ResponseReturnValue:
    """Keep a house style in which everything can be read, or only show what it would look like."""
    of, form = _get(wearer, number), TokensForm()
    is_valid = form.validate_on_submit()
    tokens = form.tokens(_tokens_of(of))
    if not form.check_contrast(tokens) or not is_valid:
        return _page(of, form, tokens), 422
    if form.preview.data:
        return _page(of, form, tokens)
    save_style(db.session(), of, tokens)
    _audit("set house style", of)
    db.session.commit()
    flash(_("The house style is saved. Forms wear it within ten seconds."))
    return redirect(url_for(".style", wearer=wearer, number=number), 303)


@bp.post(f"{_OF}/import")
@requires(Permission.SET_UP, everywhere=True)
def import_theme(wearer: str, number: int) -> ResponseReturnValue:
    """Fill in a house style from a theme file; nothing is kept before it is saved."""
    of, theme = _get(wearer, number), ThemeForm()
    if theme.validate_on_submit():
        try:
            tokens = read_theme(theme.theme.data.read(MOST_BYTES + 1))
        except InvalidTheme as error:
            theme.theme.errors = [theme_advice(error)]
        else:
            form = form_of(tokens)
            form.check_contrast(tokens)
            return _page(of, form, tokens, is_read=True)
    tokens = _tokens_of(of)
    return _page(of, form_of(tokens), tokens, theme), 422


@bp.post(f"{_OF}/remove")
@requires(Permission.SET_UP, everywhere=True)
def remove(wearer: str, number: int) -> ResponseReturnValue:
    """Let the forms of an organisation look as ours do."""
    of = _get(wearer, number)
    remove_style(db.session(), of)
    _audit("removed house style", of)
    db.session.commit()
    flash(_("The house style is removed."))
    return redirect(url_for(".styles"), 303)


def _page(
    of: Wearer,
    form: TokensForm,
    tokens: Tokens,
    theme: ThemeForm | None = None,
    *,
    is_read: bool = False,
) -> str:
    return render_template(
        "styles/style.html",
        of=of,
        place={"wearer": _kind_of(of), "number": of.id},
        exists=find_style(db.session(), of) is not None,
        is_read=is_read,
        form=form,
        colours=COLOURS,
        token_name=token_name,
        theme=theme or ThemeForm(None),
        plain_form=StaffForm(),
        sheet=sample_sheet(tokens),
        samples=[(look, sample_question(look)) for look in ("light", "dark")],
    )


def _tokens_of(of: Wearer) -> Tokens:
    found = find_style(db.session(), of)
    return tokens_of(found) if found else OURS


def _get(wearer: str, number: int) -> Wearer:
    found = db.session().get(KINDS[wearer], number)
    if not isinstance(found, Wearer):
        abort(404)
    return found


def _kind_of(of: Wearer) -> str:
    return next(kind for kind, cls in KINDS.items() if isinstance(of, cls))


def _audit(action: str, of: Wearer) -> None:
    audit.record(
        db.session(), current_user.id, action, thing=_kind_of(of), thing_id=of.id, now=now()
    )
