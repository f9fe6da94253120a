"""The form for something that a school, or the whole region, does with what was answered."""

from collections.abc import Mapping

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

from analysis.actions import LONGEST_ACTION, LONGEST_OWNER, ActionStatus
from analysis.redaction import DIRECT
from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext, today
from feedback.meaning import action_status_name
from feedback.meanwhile import HeldForm
from feedback.personal import NothingPersonal


class ActionForm(HeldForm):
    """One thing that is done: what, about which question, by whom, by when, and how far it is."""

    text = TextAreaField(
        lazy_gettext("What is done"),
        description=lazy_gettext("In Dutch, in short sentences, without names."),
        validators=[
            DataRequired(lazy_gettext("Write what is done.")),
            Length(max=LONGEST_ACTION),
            NothingPersonal(DIRECT),
        ],
    )
    item = SelectField(
        lazy_gettext("About which question"),
        description=lazy_gettext("The results of the next wave show it beside this question."),
        validators=[Optional()],
    )
    owner = StringField(
        lazy_gettext("Who sees to it"),
        description=lazy_gettext("A role, no name. Such as: intern begeleider"),
        validators=[Length(max=LONGEST_OWNER), NothingPersonal(DIRECT, needs_capitals=False)],
    )
    due_on = DateField(lazy_gettext("By which day"), validators=[Optional()])
    status = RadioField(
        lazy_gettext("How far is it?"),
        default=ActionStatus.PLANNED.value,
        validators=[DataRequired(lazy_gettext("Choose one."))],
    )
    day = DateField(
        lazy_gettext("On which day was it done?"),
        description=lazy_gettext("Only when it is done."),
        validators=[Optional()],
    )

    def __init__(self, questions: Mapping[str, str], **facts: object) -> None:
        super().__init__(**facts)
        self.item.choices = [
            SelectChoice("", _("No question in particular")),
            *(SelectChoice(code, words) for code, words in questions.items()),
        ]
        self.status.choices = [
            SelectChoice(one.value, action_status_name(one)) for one in ActionStatus
        ]

    def validate_day(self, field: Field) -> None:
        """What is done, is done; and not tomorrow."""
        if field.data and self.status.data != ActionStatus.DONE:
            raise ValidationError(_("Choose “Done” too, or leave this day empty."))
        if field.data and field.data > today():
            raise ValidationError(_("This day is yet to come."))
