"""Tokens, and what is wrong with them, in the words of the page."""

import math

from feedback.i18n import format_number
from feedback.i18n import gettext as _
from surveys.errors import InvalidTheme
from surveys.house_styles import Font, LowContrast
from surveys.theme_files import ThemeFault


def token_name(token: str) -> str:
    """Give what a token is called."""
    return {
        "bg": _("Background"),
        "fg": _("Text"),
        "mute": _("Text beside the question"),
        "line": _("Borders"),
        "brand": _("Buttons and links"),
        "on": _("Text on a button"),
        "sel": _("Background of a chosen answer"),
        "err": _("Mistakes"),
        "focus": _("Ring around where one is, inside"),
        "halo": _("Ring around where one is, outside"),
        "radius": _("Roundness of corners, in pixels"),
        "font": _("Letters"),
    }[token]


def font_name(font: Font) -> str:
    """Give what a font is called."""
    return {
        Font.SYSTEM: _("As on the rest of the phone"),
        Font.HUMANIST: _("Wide and open"),
        Font.ROUNDED: _("Round"),
        Font.SERIF: _("With serifs"),
    }[font]


def contrast_advice(low: LowContrast) -> str:
    """Say which two tokens cannot be told apart, how far they are apart, and what would do."""
    return _(
        "“%(token)s” with “%(other)s”: the contrast is %(ratio)s and must be at least "
        "%(needed)s. %(suggestion)s would do.",
        token=token_name(low.token),
        other=token_name(low.other),
        # Never rounded up to what is needed.
        ratio=format_number(math.floor(low.ratio * 100) / 100),
        needed=format_number(low.needed),
        suggestion=low.suggestion,
    )


def theme_advice(error: InvalidTheme) -> str:
    """Say why no house style can be read from a file, and what to do."""
    return {
        ThemeFault.TOO_LARGE: _(
            "This file is larger than 4 MB. Send the tokens only: tokens.json or theme.css."
        ),
        ThemeFault.NOT_A_THEME: _(
            "There are no tokens in this file. Send tokens.json or theme.css of a theme of the NL "
            "Design System."
        ),
        ThemeFault.TOO_DEEP: _(
            "In this file, tokens stand too deep inside each other. Send tokens.json as the "
            "theme's own software makes it."
        ),
        ThemeFault.MISSING: _(
            "This file has no token “%(token)s”. Add it, or fill in the colours below.",
            token=error.token,
        ),
        ThemeFault.CIRCLE: _(
            "The token “%(token)s” leads to itself. Give it a value.", token=error.token
        ),
        ThemeFault.NO_COLOUR: _(
            "The token “%(token)s” is not a colour such as #0b5c6b, or one can see through it. "
            "Give it a full colour.",
            token=error.token,
        ),
        ThemeFault.NO_LENGTH: _(
            "The token “%(token)s” is not a length such as 8px. Give it one.", token=error.token
        ),
    }[ThemeFault(error.fault)]
