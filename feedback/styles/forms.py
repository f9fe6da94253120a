"""The forms of a house style: the twelve tokens by hand, or a theme file."""

from dataclasses import asdict
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import Field, IntegerField, RadioField, StringField, SubmitField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext
from feedback.security import StaffForm
from feedback.styles.wording import contrast_advice, font_name
from surveys.colours import read_colour
from surveys.errors import InvalidColour
from surveys.house_styles import COLOURS, MOST_RADIUS, Font, Tokens, low_contrasts


class ThemeForm(StaffForm):
    """A theme file, to read a house style from."""

    theme = FileField(
        lazy_gettext("Theme file (tokens.json or theme.css)"),
        validators=[FileRequired(lazy_gettext("Choose a theme file first."))],
        render_kw={"accept": ".json,.css"},
    )


def _is_colour(_form: StaffForm, field: Field) -> None:
    try:
        read_colour(field.data or "")
    except InvalidColour:
        raise ValidationError(
            _("This is not a full colour. Write it as #0b5c6b, rgb(11 92 107), navy or the like.")
        ) from None


def _colour() -> StringField:
    return StringField(validators=[_is_colour], render_kw={"spellcheck": "false", "dir": "ltr"})


class TokensForm(StaffForm):
    """The twelve tokens of a house style."""

    bg = _colour()
    fg = _colour()
    mute = _colour()
    line = _colour()
    brand = _colour()
    on = _colour()
    sel = _colour()
    err = _colour()
    focus = _colour()
    halo = _colour()
    radius = IntegerField(validators=[InputRequired(), NumberRange(0, MOST_RADIUS)])
    font = RadioField(choices=[SelectChoice(font.value) for font in Font])
    preview = SubmitField(lazy_gettext("Show the preview"))
    save = SubmitField(lazy_gettext("Save"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.font.choices = [SelectChoice(font.value, font_name(font)) for font in Font]

    def tokens(self, otherwise: Tokens) -> Tokens:
        """Give the tokens as they are filled in, and another's for those that are wrong."""
        filled_in = asdict(otherwise)
        for token in filled_in:
            if not self[token].errors:
                given = self[token].data
                filled_in[token] = read_colour(given) if token in COLOURS else given
        return Tokens(**filled_in | {"font": Font(filled_in["font"])})

    def check_contrast(self, tokens: Tokens) -> bool:
        """Tell whether everything can be read in these tokens; what cannot is said at its token."""
        lows = low_contrasts(tokens)
        for token in COLOURS:
            told = [contrast_advice(low) for low in lows if low.token == token]
            self[token].errors = [*self[token].errors, *told]
        return not lows


def form_of(tokens: Tokens) -> TokensForm:
    """Give the form with these tokens filled in."""
    return TokensForm(None, data=asdict(tokens))
