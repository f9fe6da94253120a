"""The forms of duiding and advice: what people say, and what others answer to it."""

from collections.abc import Iterable
from textwrap import shorten

from wtforms import (
    DateField,
    Field,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from analysis.actions import Action
from analysis.advice import (
    LONGEST_ADVICE,
    LONGEST_OWNER,
    LONGEST_REASON,
    LONGEST_TITLE,
    Verdict,
)
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
from feedback.meaning import giver_name, stance_name, verdict_name
from feedback.meanwhile import HeldForm, Seen
from feedback.personal import NothingPersonal
from feedback.security import StaffForm

LONGEST_CHOICE = 90


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


class TitleForm(StaffForm):
    """What an advice is about, in a few words."""

    title = StringField(
        lazy_gettext("What it is about"),
        validators=[
            DataRequired(lazy_gettext("Write in a few words what it is about.")),
            Length(max=LONGEST_TITLE),
            NothingPersonal(DIRECT, needs_capitals=False),
        ],
    )


class QuestionForm(TitleForm):
    """What the regiegroep wants advice on."""

    question = TextAreaField(
        lazy_gettext("Your question to the klankbordgroep"),
        description=lazy_gettext("In Dutch. Without names."),
        validators=[
            DataRequired(lazy_gettext("Write your question.")),
            Length(max=LONGEST_REASON),
            NothingPersonal(DIRECT),
        ],
    )


class TextForm(HeldForm):
    """What the klankbordgroep advises."""

    text = TextAreaField(
        lazy_gettext("The advice"),
        description=lazy_gettext("In Dutch. What should change, and why? Without names."),
        validators=[
            DataRequired(lazy_gettext("Write the advice.")),
            Length(max=LONGEST_ADVICE),
            NothingPersonal(DIRECT),
        ],
    )
    answer_by = DateField(
        lazy_gettext("By which day do you want an answer?"), validators=[Optional()]
    )


class AdviceForm(TitleForm, TextForm):
    """Advice that nobody asked for."""


class AnswerForm(HeldForm):
    """What the regiegroep answers: whether it follows the advice, why, and by when.

    `seen_text` carries the edition of the advice that it answers.
    """

    seen_text = Seen()

    verdict = RadioField(
        lazy_gettext("Does the regiegroep do this?"),
        validators=[DataRequired(lazy_gettext("Choose one."))],
    )
    reason = TextAreaField(
        lazy_gettext("Why"),
        description=lazy_gettext("In Dutch. Without names."),
        validators=[
            DataRequired(lazy_gettext("Write why.")),
            Length(max=LONGEST_REASON),
            NothingPersonal(DIRECT),
        ],
    )
    due_on = DateField(
        lazy_gettext("By which day"),
        description=lazy_gettext("When will it be done? Not needed after a no."),
        validators=[Optional()],
    )
    owner = StringField(
        lazy_gettext("Who sees to it"),
        description=lazy_gettext("A role, no name. Such as: project leader"),
        validators=[Length(max=LONGEST_OWNER), NothingPersonal(DIRECT, needs_capitals=False)],
    )

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.verdict.choices = [SelectChoice(one.value, verdict_name(one)) for one in Verdict]

    def validate(self, extra_validators: object = None) -> bool:
        """Whoever follows an advice says by when; an empty day is no mistake otherwise."""
        if not super().validate(extra_validators):
            return False
        if self.verdict.data != Verdict.NO and self.due_on.data is None:
            self.due_on.errors = [_("Choose a day.")]
            return False
        return True


class FollowUpForm(StaffForm):
    """Which action follows from an advice."""

    action = SelectField(
        lazy_gettext("Which action follows from it?"),
        validators=[DataRequired(lazy_gettext("Choose an action."))],
    )

    def __init__(self, actions: Iterable[Action], **facts: object) -> None:
        super().__init__(prefix="follow-up", **facts)
        self.action.choices = [
            SelectChoice("", ""),
            *(SelectChoice(str(one.id), _in_short(one)) for one in actions),
        ]


def _in_short(action: Action) -> str:
    place = action.school.name if action.school else action.wave.campaign.region.name
    return f"{place}: {shorten(action.text, LONGEST_CHOICE, placeholder='…')}"


def _choices(givers: Iterable[Giver]) -> list[SelectChoice]:
    return [SelectChoice(one.value, giver_name(one)) for one in givers]
