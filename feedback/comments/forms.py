"""The forms of the klankbordgroep and the moderators."""

from collections.abc import Iterable, Sequence

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional

from analysis.comments import ReviewedComment
from analysis.panel import LONGEST_DISSENT, Choice
from analysis.redaction import DIRECT
from analysis.spans import Kind
from analysis.themes import LONGEST_DESCRIPTION, LONGEST_NAME, Grain, Theme
from feedback.comments.wording import (
    NONE,
    Reaction,
    choice_name,
    hidden_kind_name,
    reaction_name,
    theme_name,
)
from feedback.i18n import gettext as _
from feedback.i18n import lazy_gettext
from feedback.personal import NothingPersonal
from feedback.security import StaffForm, Ticks
from surveys.items import LONGEST_COMMENT

# What a moderator may say that words are, the most frequent first.
HIDEABLE = (
    Kind.NAME, Kind.SCHOOL, Kind.CLASS, Kind.TOWN, Kind.ADDRESS, Kind.AGE, Kind.DATE, Kind.PHONE,
    Kind.EMAIL, Kind.ACCOUNT, Kind.LINK, Kind.NUMBER,
)  # fmt: skip
# What stands for a name may be longer than the name.
LONGEST_TEXT = 2 * LONGEST_COMMENT
NEW = "new"


def unix_lines(text: str | None) -> str:
    """Give a text with line ends as they are kept: a browser sends others."""
    return (text or "").replace("\r\n", "\n")


class Carried(Field):  # type: ignore[misc]
    """Texts that a page carries along, one after another; the template draws them."""

    data: list[str]

    def process_data(self, value: Sequence[str] | None) -> None:
        """Begin with nothing."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was sent."""
        self.data = [unix_lines(value) for value in valuelist]

    @property
    def numbers(self) -> list[int]:
        """Give what was sent as numbers; what is no number is left out."""
        return [int(value) for value in self.data if value.isascii() and value.isdigit()]


class MendingForm(StaffForm):
    """A comment as a moderator mends it, and what they decide about it.

    `shown` is the text to which `words` (ticked), `was` (what each placeholder stands for) and
    `put_back` (the placeholder that was tapped) belong; `text` is what was typed over it. Of a
    comment that may speak of danger (`is_urgent`), the form asks what was done about that.
    """

    text = TextAreaField(
        lazy_gettext("Text that others may read"),
        description=lazy_gettext("Here you can change anything else."),
        filters=[unix_lines],
        validators=[
            DataRequired(lazy_gettext("Leave some text in the box.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("This text is too long.")),
        ],
    )
    shown = HiddenField(filters=[unix_lines])
    was = Carried()
    words = Carried()
    put_back = Carried()
    kind = SelectField(lazy_gettext("What the ticked words are"), validate_choice=False)
    hide = SubmitField(lazy_gettext("Hide the ticked words"))
    seen = BooleanField(
        lazy_gettext("I read all of this, and did what the five steps ask of me"),
        validators=[DataRequired(lazy_gettext("Say that you read this and took the steps."))],
    )
    reaction = RadioField(
        lazy_gettext("What you did"),
        validators=[InputRequired(lazy_gettext("Say what you did."))],
    )
    release = SubmitField(lazy_gettext("Release"))
    hold = SubmitField(lazy_gettext("Hold back"))

    def __init__(self, *, is_urgent: bool, **kwargs: object) -> None:
        super().__init__(**kwargs)
        if is_urgent:
            self.reaction.choices = [
                SelectChoice(reaction.value, reaction_name(reaction)) for reaction in Reaction
            ]
        else:
            del self.seen, self.reaction
        self.kind.choices = [SelectChoice(kind.value, hidden_kind_name(kind)) for kind in HIDEABLE]

    @property
    def is_decision(self) -> bool:
        """Tell whether somebody wants to release or hold the comment."""
        return bool(self.release.data or self.hold.data)

    @property
    def chosen_kind(self) -> Kind:
        """Give what the ticked words are: a name, unless another kind that there is was chosen."""
        return next((kind for kind in HIDEABLE if kind.value == self.kind.data), Kind.NAME)

    @property
    def put_back_place(self) -> int | None:
        """Give the placeholder that was tapped."""
        return next(iter(self.put_back.numbers), None)


class NameForm(StaffForm):
    """The name that people give a theme."""

    name = StringField(
        lazy_gettext("Name of the theme"),
        validators=[Length(max=LONGEST_NAME, message=lazy_gettext("This name is too long."))],
    )


class DescriptionForm(NameForm):
    """The name and the description that people give a theme."""

    description = TextAreaField(
        lazy_gettext("What it is about"),
        description=lazy_gettext("What belongs in this theme, and what does not."),
        validators=[
            Length(max=LONGEST_DESCRIPTION, message=lazy_gettext("This description is too long."))
        ],
    )


class MergeForm(StaffForm):
    """The theme into which another one is merged."""

    into = SelectField(
        lazy_gettext("Merge into"),
        description=lazy_gettext("The other theme keeps its name, and takes all comments over."),
        coerce=int,
    )

    def __init__(self, theme: Theme, themes: Iterable[Theme], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.into.choices = [
            SelectChoice(each.id, theme_name(each)) for each in themes if each is not theme
        ]


class DissentForm(StaffForm):
    """A view on a theme that others do not share."""

    text = TextAreaField(
        lazy_gettext("I see it differently"),
        description=lazy_gettext(
            "In Dutch. Your view stays with the theme, without your name. You can take it back. "
            "Write nothing that points at somebody."
        ),
        validators=[
            DataRequired(lazy_gettext("Write how you see it.")),
            Length(max=LONGEST_DISSENT, message=lazy_gettext("This text is too long.")),
            NothingPersonal(DIRECT),
        ],
    )


class MoveForm(StaffForm):
    """Which comments go to which theme."""

    comments = Ticks(
        lazy_gettext("Comments"),
        validators=[DataRequired(lazy_gettext("Tick at least one comment."))],
    )
    target = SelectField(lazy_gettext("Move the ticked comments to"))
    name = StringField(
        lazy_gettext("Name of the new theme"),
        description=lazy_gettext("Only when you split them off as a new theme."),
        validators=[Length(max=LONGEST_NAME, message=lazy_gettext("This name is too long."))],
    )

    def __init__(
        self, comments: Iterable[ReviewedComment], themes: Iterable[Theme], **kwargs: object
    ) -> None:
        super().__init__(**kwargs)
        self.comments.choices = [SelectChoice(str(each.id), each.text) for each in comments]
        self.target.choices = [
            SelectChoice(NEW, _("A new theme")),
            SelectChoice(NONE, _("Other comments")),
            *(SelectChoice(str(each.id), theme_name(each)) for each in themes),
        ]

    def validate(self, extra_validators: object = None) -> bool:
        """Check that a new theme gets a name."""
        if not super().validate(extra_validators):
            return False
        if self.target.data == NEW and not (self.name.data or "").strip():
            self.name.errors = [_("Give the new theme a name.")]
        return not self.errors


class CodeForm(StaffForm):
    """The theme that somebody chooses for one comment."""

    theme = RadioField(
        lazy_gettext("Which theme does this comment belong to?"),
        validators=[InputRequired(lazy_gettext("Choose a theme, or go on without choosing."))],
        validate_choice=False,
    )

    def __init__(self, themes: Iterable[Theme], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.theme.choices = theme_choices(themes)

    def validate(self, extra_validators: object = None) -> bool:
        """Check that the theme is one that was offered."""
        if not super().validate(extra_validators):
            return False
        if self.theme.data not in [choice.value for choice in self.theme.choices]:
            self.theme.errors = [_("Choose a theme, or go on without choosing.")]
        return not self.errors


class AnewForm(StaffForm):
    """That coding or the vote begins anew, though something is lost."""

    agreed = BooleanField(
        lazy_gettext("We agreed on this. It cannot be undone."),
        validators=[DataRequired(lazy_gettext("Tick the box if you agreed to begin anew."))],
    )


class GrainForm(StaffForm):
    """How large the themes are to be that are found anew."""

    grain = RadioField(lazy_gettext("How large should themes be?"))

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.grain.choices = [
            SelectChoice(Grain.COARSE.value, _("Fewer, larger themes")),
            SelectChoice(Grain.USUAL.value, _("As they were found at first")),
            SelectChoice(Grain.FINE.value, _("More, smaller themes")),
        ]


class PlaceForm(StaffForm):
    """The theme where one comment goes after it was talked about."""

    theme = SelectField(lazy_gettext("Where it belongs"))

    def __init__(self, themes: Iterable[Theme], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.theme.choices = theme_choices(themes)


class QuoteForm(StaffForm):
    """The words in which a comment is quoted."""

    text = TextAreaField(
        lazy_gettext("Words of the quote"),
        description=lazy_gettext("Write … for what you leave out."),
        validators=[
            DataRequired(lazy_gettext("Write the words of the quote.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("This text is too long.")),
        ],
    )


def vote_form(themes: Sequence[Theme], own: dict[int, str]) -> StaffForm:
    """Give a form with one choice for each theme, with what this member chose before."""
    fields = {
        field_name(theme): RadioField(
            theme_name(theme),
            choices=[SelectChoice(choice.value, choice_name(choice)) for choice in Choice],
            default=own.get(theme.id),
            validate_choice=False,
            validators=[
                Optional(),
                AnyOf([choice.value for choice in Choice], message=_("Choose one of these.")),
            ],
        )
        for theme in themes
    }
    return type("VoteForm", (StaffForm,), fields)()  # type: ignore[no-any-return]


def field_name(theme: Theme) -> str:
    """Give the name of the field for a theme."""
    return f"theme_{theme.id}"


def theme_choices(themes: Iterable[Theme]) -> list[SelectChoice]:
    """Give a choice for each theme, and one for what fits none."""
    named = [SelectChoice(str(each.id), theme_name(each)) for each in themes]
    return [*named, SelectChoice(NONE, _("It fits none of these"))]


def chosen_theme(value: str) -> int | None:
    """Give the number of a theme from the value of a choice."""
    return None if value == NONE else int(value)
