"""How firm a theme is, in words."""

from flask import Flask

from analysis.themes import Firmness
from feedback.i18n import gettext as _


def init_app(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.globals["firmness_name"] = firmness_name


def firmness_name(firmness: Firmness) -> str:
    """Say how firm a theme is."""
    return {
        Firmness.FIRM: _("firm"),
        Firmness.FAIR: _("fairly firm"),
        Firmness.LOOSE: _("loose"),
    }[firmness]
