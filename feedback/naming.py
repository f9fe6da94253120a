"""The words on screen for codes in the data; docs/glossary.md pairs them with the English terms."""

from flask import Flask

from analysis.precision import HIGH, LOW, MIDDLE
from analysis.publications import ALL_GROUPS, UnitKind
from analysis.themes import Firmness
from feedback.i18n import format_mean
from feedback.i18n import gettext as _
from surveys.items import RespondentGroup


def init_app(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.globals |= {
        "group_name": group_name,
        "unit_kind_name": unit_kind_name,
        "mean_text": mean_text,
        "firmness_name": firmness_name,
    }


def group_name(code: str) -> str:
    """Give what a respondent group, or all of them together, is called."""
    return {
        RespondentGroup.PARENT.value: _("Parents"),
        RespondentGroup.CHILD.value: _("Children (8–12)"),
        RespondentGroup.YOUTH.value: _("Young people (12–18)"),
        RespondentGroup.TEACHER.value: _("Teachers and school staff"),
        RespondentGroup.SUPPORTER.value: _("First-line supporters"),
        ALL_GROUPS: _("Everybody"),
    }[code]


def unit_kind_name(kind: UnitKind) -> str:
    """Give what units of this kind are called."""
    return {
        UnitKind.REGION: _("Region"),
        UnitKind.EDUCATION_AREA: _("Education areas"),
        UnitKind.PILOT: _("Pilots"),
        UnitKind.MUNICIPALITY: _("Municipalities"),
        UnitKind.BOARD: _("School boards"),
        UnitKind.EDUCATION_TYPE: _("Kinds of education"),
        UnitKind.SCHOOL: _("Schools"),
    }[kind]


def mean_text(mean: str) -> str:
    """Write a mean as people of this language do; of very few people only how high it is."""
    words = {LOW: _("low"), MIDDLE: _("middle"), HIGH: _("high"), "": ""}
    return words[mean] if mean in words else format_mean(float(mean))


def firmness_name(firmness: Firmness) -> str:
    """Say how firm a theme is."""
    return {
        Firmness.FIRM: _("firm"),
        Firmness.FAIR: _("fairly firm"),
        Firmness.LOOSE: _("loose"),
    }[firmness]
