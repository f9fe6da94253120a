"""The forms of the agenda: a domain, a goal, an indicator, a value, an action and a file."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from analysis.agenda import Offer
from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext
from feedback.meanwhile import HeldForm
from feedback.naming import group_name
from feedback.security import StaffForm, Ticks
from surveys.agenda import (
    EVERYBODY,
    LONGEST_INTRODUCTION,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_UNIT,
    MOST_LINES,
    MOST_YEARS,
    Direction,
    Goal,
    Indicator,
    PlannedAction,
    Row,
    Source,
    Statistic,
    in_short,
    is_school_year,
    tidy,
)
from surveys.agenda_editions import edition_of
from surveys.agenda_layout import DOMAIN, read_number, write_number
from surveys.items import RespondentGroup

NEW_ROW = 0


class NumberField(StringField):  # type: ignore[misc]
    """A number, with a comma or a point."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else write_number(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was written."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = read_number(valuelist[0].strip())
            except ValueError:
                raise ValueError(_("Write a number such as 12.5.")) from None


class DomainForm(HeldForm):
    """A domain, with the school years that its matrix is about."""

    name = StringField(
        lazy_gettext("Name"),
        validators=[DataRequired(lazy_gettext("Write a name.")), Length(max=LONGEST_NAME)],
    )
    introduction = TextAreaField(
        lazy_gettext("Introduction"),
        description=lazy_gettext("The thoughts behind the goals, for who looks back later."),
        validators=[Length(max=LONGEST_INTRODUCTION)],
    )
    years = StringField(
        lazy_gettext("School years"),
        description=lazy_gettext("With commas between them, such as: 26-27, 27-28."),
    )

    @property
    def school_years(self) -> list[str]:
        """Give the school years that were written, each once."""
        written = map(str.strip, (self.years.data or "").split(","))
        once: dict[str, str] = {}
        for year in filter(None, written):
            once.setdefault(in_short(year), year)
        return list(once.values())

    def validate_years(self, field: StringField) -> None:
        """Check that these are school years, and not too many."""
        wrong = [year for year in self.school_years if not is_school_year(year)]
        if wrong:
            raise ValidationError(
                _("This is not a school year: %(years)s.", years=", ".join(wrong))
            )
        if len(self.school_years) > MOST_YEARS:
            raise ValidationError(_("Write at most %(most)s school years.", most=MOST_YEARS))


class GoalForm(HeldForm):
    """A goal, and the goal that it is part of."""

    text = StringField(
        lazy_gettext("Goal"),
        validators=[DataRequired(lazy_gettext("Write the goal.")), Length(max=LONGEST_TEXT)],
    )
    part_of = SelectField(lazy_gettext("Part of"), coerce=int)

    def offer(self, goals: Iterable[Goal], goal: Goal | None = None) -> None:
        """Offer the goals that this one can be part of."""
        self.part_of.choices = [SelectChoice(0, _("no other goal"))] + [
            SelectChoice(one.id, one.words)
            for one in goals
            if goal is None or not one.is_below(goal)
        ]
        self.others = {tidy(one.text) for one in goals if one is not goal}

    def validate_text(self, field: StringField) -> None:
        """Check that the domain has no other goal of these words."""
        text = tidy(field.data or "")
        if text in self.others:
            raise ValidationError(_("This domain has this goal already."))
        if text.casefold() == DOMAIN.casefold():
            # In a file this word begins another domain.
            raise ValidationError(_("Write the goal."))


class PartForm(HeldForm):
    """What an indicator and an action share: the row of the goal where they stand."""

    row = SelectField(lazy_gettext("Beside"), coerce=int)

    def offer_rows(self, goal: Goal, part: Indicator | PlannedAction | None = None) -> None:
        """Offer the rows of a goal with room for one more, and a new one."""
        own = part.row if part is not None else None
        self.row.choices = [
            SelectChoice(row.id, _row_name(row))
            for row in goal.rows
            if row is own or max(len(row.indicators), len(row.actions)) < MOST_LINES
        ] + [SelectChoice(NEW_ROW, _("nothing that is there: in a row of its own"))]


class IndicatorForm(PartForm):
    """An indicator: how it is measured, and where it should go."""

    text = StringField(
        lazy_gettext("Indicator"),
        validators=[DataRequired(lazy_gettext("Write the indicator.")), Length(max=LONGEST_TEXT)],
    )
    measured = SelectField(
        lazy_gettext("Where its figures come from"),
        description=lazy_gettext(
            "Entered by hand here, or read from what is published about the region."
        ),
    )
    group = SelectField(lazy_gettext("Of whom, if published"))
    statistic = RadioField(
        lazy_gettext("What is read, if published"),
        choices=[
            SelectChoice(
                Statistic.FAVOURABLE.value, lazy_gettext("Favourable answers, in percent")
            ),
            SelectChoice(Statistic.MEAN.value, lazy_gettext("The mean")),
        ],
        default=Statistic.FAVOURABLE.value,
    )
    unit = StringField(
        lazy_gettext("Unit, if by hand"),
        description=lazy_gettext("Such as: pupils, percent or days. It may stay empty."),
        validators=[Length(max=LONGEST_UNIT)],
    )
    direction = RadioField(
        lazy_gettext("Which way it should go"),
        choices=[
            SelectChoice(Direction.UP.value, lazy_gettext("Up")),
            SelectChoice(Direction.DOWN.value, lazy_gettext("Down")),
        ],
        default=Direction.UP.value,
    )
    baseline = NumberField(
        lazy_gettext("Baseline"),
        description=lazy_gettext("Left empty, the first of several figures is the baseline."),
    )
    target = NumberField(lazy_gettext("Target"))
    evaluate_on = DateField(lazy_gettext("Evaluate on"), validators=[Optional()])

    def offer(
        self,
        offers: dict[str, tuple[str, Offer]],
        titles: dict[str, str],
        indicator: Indicator | None = None,
    ) -> None:
        """Offer the measures of questionnaires, by their values: what each is called, and what."""
        self.offers = {value: offer for value, (_name, offer) in offers.items()}
        self.measured.choices = [SelectChoice("", _("Entered by hand"))] + [
            SelectChoice(value, name, optgroup=titles[offer.questionnaire])
            for value, (name, offer) in offers.items()
        ]
        kept = known_of(indicator).get("measured") if indicator is not None else None
        if kept and kept not in self.offers:
            # It came with a file, from where there are other questionnaires.
            self.measured.choices.append(SelectChoice(kept, kept))
        self.group.choices = [SelectChoice(EVERYBODY, group_name(EVERYBODY))] + [
            SelectChoice(group.value, group_name(group.value)) for group in RespondentGroup
        ]

    @property
    def source(self) -> str:
        """Give the published figure that was chosen; empty for by hand."""
        if not self.measured.data:
            return ""
        questionnaire, _slash, measure = self.measured.data.partition("/")
        statistic = Statistic(self.statistic.data)
        return str(Source(questionnaire, measure, self.group.data, statistic))

    def validate_group(self, field: SelectField) -> None:
        """Check that this is published of this group."""
        offer = self.offers.get(self.measured.data or "")
        if offer is None:
            return
        has_all = offer.item is not None and len(offer.groups) > 1
        if field.data not in offer.groups and not (has_all and field.data == EVERYBODY):
            groups = ", ".join(map(group_name, offer.groups))
            raise ValidationError(_("This is published of: %(groups)s.", groups=groups))

    def validate_statistic(self, field: RadioField) -> None:
        """Check that this is published of the question."""
        offer = self.offers.get(self.measured.data or "")
        if offer is not None and field.data not in tuple(offer.statistics):
            raise ValidationError(_("This is not published of that question. Take the other one."))


class ValueForm(StaffForm):
    """What an indicator stood at on a day."""

    day = DateField(lazy_gettext("Day"), validators=[InputRequired(lazy_gettext("Choose a day."))])
    value = NumberField(
        lazy_gettext("Value"), validators=[InputRequired(lazy_gettext("Write a number."))]
    )


class DayForm(StaffForm):
    """The day of a value."""

    day = DateField(lazy_gettext("Day"), validators=[InputRequired()])


class ActionForm(PartForm):
    """An action: what is done, by whom, in which school years."""

    text = StringField(lazy_gettext("Action"), validators=[Length(max=LONGEST_TEXT)])
    actors = StringField(
        lazy_gettext("Who does it"),
        description=lazy_gettext("Organisations or functions rather than names of people."),
        validators=[Length(max=LONGEST_TEXT)],
    )
    years = Ticks(lazy_gettext("School years"))

    def validate_text(self, field: StringField) -> None:
        """Check that there is something to keep."""
        if not tidy(field.data or "") and not tidy(self.actors.data or ""):
            raise ValidationError(_("Write what is done, or who does it."))


class InvestmentForm(HeldForm):
    """What a row of a goal costs."""

    investment = StringField(lazy_gettext("Investment"), validators=[Length(max=LONGEST_TEXT)])


class AgendaFileForm(HeldForm):
    """A file with a matrix; `seen` says which changes by it somebody was shown."""

    file = FileField(
        lazy_gettext("File"), validators=[FileRequired(lazy_gettext("Choose a file."))]
    )
    replace = BooleanField(lazy_gettext("The file takes the place of the agenda that is there"))


def known_of(indicator: Indicator) -> dict[str, Any]:
    """Give what is known of an indicator, as its form holds it."""
    names = ("text", "unit", "direction", "baseline", "target", "evaluate_on")
    known: dict[str, Any] = {name: getattr(indicator, name) for name in names}
    known["row"], known["seen"] = indicator.row_id, edition_of(indicator)
    if source := indicator.follows:
        known["measured"] = f"{source.questionnaire}/{source.measure}"
        known["group"], known["statistic"] = source.group, source.statistic.value
    return known


def _row_name(row: Row) -> str:
    texts = [*(one.text for one in row.indicators), *(one.text for one in row.actions)]
    words = next(filter(None, texts), row.investment)
    return words or _("row %(n)s", n=row.position + 1)
