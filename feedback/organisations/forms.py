"""The forms of a school, of a register file, of headcounts and of an alliance."""

from babel.support import LazyProxy
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp

from feedback.i18n import lazy_gettext
from feedback.security import StaffForm, Ticks
from surveys.headcounts import MOST_PEOPLE
from surveys.organisations import Sector


class SchoolForm(StaffForm):
    """A school, a childcare location, or another place where people are asked."""

    name = StringField(
        lazy_gettext("Name"),
        validators=[DataRequired(lazy_gettext("Write a name.")), Length(max=200)],
    )
    municipality = StringField(
        lazy_gettext("Municipality"),
        validators=[DataRequired(lazy_gettext("Write a municipality.")), Length(max=120)],
    )
    street = StringField(lazy_gettext("Street and number"), validators=[Length(max=200)])
    postcode = StringField(
        lazy_gettext("Postcode"),
        validators=[
            Optional(),
            Regexp(
                r"\s*[1-9][0-9]{3}\s?[A-Za-z]{2}\s*\Z",
                message=lazy_gettext("Write four digits and two letters, such as 4531 AB."),
            ),
        ],
    )
    city = StringField(lazy_gettext("Town"), validators=[Length(max=120)])
    education_area = StringField(lazy_gettext("Education area"), validators=[Length(max=120)])
    board_number = StringField(
        lazy_gettext("Number of the school board"),
        description=lazy_gettext("As the register has it, such as 41234. It may stay empty."),
        validators=[Length(max=12)],
    )
    board_name = StringField(lazy_gettext("Name of the school board"), validators=[Length(max=200)])
    education_types = Ticks(
        lazy_gettext("Kinds of education"),
        validators=[DataRequired(lazy_gettext("Choose at least one kind."))],
    )
    n_pupils = IntegerField(
        lazy_gettext("Number of pupils"),
        validators=[Optional(), NumberRange(min=0, max=999_999)],
    )


def _people(label: LazyProxy) -> IntegerField:
    message = lazy_gettext("Write a number from 1, or leave it empty.")
    return IntegerField(
        label, validators=[Optional(), NumberRange(min=1, max=MOST_PEOPLE, message=message)]
    )


class HeadcountsForm(StaffForm):
    """How many people there are at a school; its fields are called after the groups."""

    parent = _people(lazy_gettext("Parents"))
    child = _people(lazy_gettext("Children (8–12)"))
    youth = _people(lazy_gettext("Young people (12–18)"))
    teacher = _people(lazy_gettext("Teachers and school staff"))
    supporter = _people(lazy_gettext("First-line supporters"))


class CloseForm(StaffForm):
    """That a school closes, and into which one it merges."""

    merged_into = StringField(
        lazy_gettext("Merges into"),
        description=lazy_gettext("The code of the other school. Leave it empty when it closes."),
        validators=[Length(max=12)],
    )


class FileForm(StaffForm):
    """One file."""

    file = FileField(
        lazy_gettext("File"), validators=[FileRequired(lazy_gettext("Choose a file."))]
    )


class ImportForm(StaffForm):
    """What an import does beyond adding and changing."""

    close_missing = BooleanField(lazy_gettext("Close the schools that are not in the file"))
    skip_invalid = BooleanField(lazy_gettext("Leave out the wrong rows, and import the others"))


class AllianceForm(StaffForm):
    """A samenwerkingsverband."""

    number = StringField(
        lazy_gettext("Number"),
        description=lazy_gettext("Such as PO2903 or VO2903."),
        validators=[DataRequired(lazy_gettext("Write its number.")), Length(max=12)],
    )
    name = StringField(
        lazy_gettext("Name"),
        validators=[DataRequired(lazy_gettext("Write a name.")), Length(max=200)],
    )
    sector = RadioField(
        lazy_gettext("Schools of which kind"),
        choices=[
            SelectChoice(Sector.PRIMARY.value, lazy_gettext("Primary and special primary schools")),
            SelectChoice(Sector.SECONDARY.value, lazy_gettext("Secondary schools")),
        ],
        default=Sector.PRIMARY.value,
    )
    municipalities = StringField(
        lazy_gettext("Municipalities"),
        description=lazy_gettext("With commas between them, such as: Hulst, Sluis, Terneuzen."),
        validators=[DataRequired(lazy_gettext("Write at least one municipality."))],
    )
