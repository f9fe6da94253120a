"""The forms of a region and of a proeftuin."""

from wtforms import DateField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext
from feedback.security import StaffForm, Ticks


class RegionForm(StaffForm):
    """A region: a name, and municipalities by their names, as the register writes them."""

    name = StringField(
        lazy_gettext("Name"),
        validators=[DataRequired(lazy_gettext("Write a name.")), Length(max=120)],
    )
    municipalities = StringField(
        lazy_gettext("Municipalities"),
        description=lazy_gettext("With commas between them, such as: Hulst, Sluis, Terneuzen."),
        validators=[DataRequired(lazy_gettext("Write at least one municipality."))],
    )

    @property
    def names(self) -> list[str]:
        """Give the names that were written."""
        written = (self.municipalities.data or "").split(",")
        return [name.strip() for name in written if name.strip()]


class PilotForm(StaffForm):
    """A proeftuin: a name, days and schools."""

    name = StringField(
        lazy_gettext("Name"),
        validators=[DataRequired(lazy_gettext("Write a name.")), Length(max=120)],
    )
    starts_on = DateField(
        lazy_gettext("First day"), validators=[InputRequired(lazy_gettext("Choose a day."))]
    )
    ends_on = DateField(
        lazy_gettext("Day on which it has ended"),
        validators=[InputRequired(lazy_gettext("Choose a day."))],
    )
    municipalities = Ticks(lazy_gettext("All schools of these municipalities"), coerce=int)
    schools = Ticks(lazy_gettext("And these schools"), coerce=int)

    def validate(self, extra_validators: object = None) -> bool:
        """Check that the days follow one another, and that there are schools."""
        if not super().validate(extra_validators):
            return False
        if self.ends_on.data <= self.starts_on.data:
            self.ends_on.errors = [_("A proeftuin ends after it starts.")]
        if not self.municipalities.data and not self.schools.data:
            self.municipalities.errors = [_("Choose at least one municipality or school.")]
        return not self.errors
