"""The forms in which people say what a figure or theme means, and how they stand towards that."""

from collections.abc import Iterable

from wtforms import Field, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from analysis.interpretations import (
    LONGEST_INTERPRETATION,
    LONGEST_STANDPOINT,
    Giver,
    Stance,
)
from analysis.redaction import DIRECT
from analysis.spans import Kind
from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext
from feedback.naming import giver_name, stance_name
from feedback.personal import NothingPersonal
from feedback.security import StaffForm


class InterpretationForm(StaffForm):
    """What somebody says that a figure or theme means."""

    giver = RadioField(
        lazy_gettext("Who says this"),
        description=lazy_gettext("Only this is shown with it, never your name."),
        validators=[DataRequired(lazy_gettext("Choose who says this."))],
    )
    text = TextAreaField(
        lazy_gettext("What it means"),
        description=lazy_gettext(
            "In Dutch. How do you explain this? What is behind it? Without names."
        ),
        validators=[
            DataRequired(lazy_gettext("Write what it means.")),
            Length(max=LONGEST_INTERPRETATION),
            NothingPersonal(DIRECT),
        ],
    )
    story = TextAreaField(
        lazy_gettext("A case in words"),
        description=lazy_gettext(
            "Only if it helps: tell what happened, without names, places, schools, classes, ages "
            "and days. Nobody may be recognised."
        ),
        validators=[
            Optional(),
            Length(max=LONGEST_INTERPRETATION),
            NothingPersonal(frozenset(Kind)),
        ],
    )

    def __init__(self, givers: Iterable[Giver], **facts: object) -> None:
        super().__init__(prefix="new", **facts)
        self.giver.choices = _choices(givers)


class StandpointForm(StaffForm):
    """How somebody stands towards what another said."""

    stance = RadioField(
        lazy_gettext("How do you see this?"),
        validators=[DataRequired(lazy_gettext("Choose one."))],
    )
    giver = SelectField(lazy_gettext("Who says this"))
    text = TextAreaField(
        lazy_gettext("Why"),
        description=lazy_gettext("In Dutch. Without names."),
        validators=[Length(max=LONGEST_STANDPOINT), NothingPersonal(DIRECT)],
    )

    def __init__(self, givers: Iterable[Giver], **facts: object) -> None:
        super().__init__(**facts)
        self.giver.choices = _choices(givers)
        self.stance.choices = [SelectChoice(one.value, stance_name(one)) for one in Stance]

    def validate_text(self, field: Field) -> None:
        """Who does not simply agree says why."""
        if self.stance.data in (Stance.NUANCE, Stance.DISSENT) and not (field.data or "").strip():
            raise ValidationError(_("Say why you see it otherwise."))


def _choices(givers: Iterable[Giver]) -> list[SelectChoice]:
    return [SelectChoice(one.value, giver_name(one)) for one in givers]
