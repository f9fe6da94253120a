"""The forms in which a questionnaire is made, and how they go to and from its definition."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from feedback.i18n import LOCALES, language_name, lazy_gettext
from feedback.i18n import gettext as _
from feedback.naming import group_name, kind_name
from feedback.security import StaffForm, Ticks
from surveys.definitions import CHANGES, Table
from surveys.differences import options_of
from surveys.drafts import Definition, make_code
from surveys.items import Kind, RespondentGroup
from surveys.wordings import SOURCE_LANGUAGE

LONGEST_TEXT = 500
SPARE_OPTIONS = 3
MOST_OPTIONS = 20
OWN_ANSWERS = ""
# Between the code of an item and one of its options: neither has it in it.
_PAIR = ":"
GROUPS = tuple(RespondentGroup)
PARTS = ("hint", "low", "high")


def _text(label: object, *, rows: int = 2, required: bool = False, **more: Any) -> TextAreaField:
    needed = DataRequired(lazy_gettext("Write this text.")) if required else Optional()
    return TextAreaField(
        label, validators=[needed, Length(max=LONGEST_TEXT)], render_kw={"rows": rows}, **more
    )


class AboutForm(StaffForm):
    """What a questionnaire is called, for whom it is, and in which languages."""

    title = StringField(
        lazy_gettext("Title, in Dutch"),
        validators=[DataRequired(lazy_gettext("Give the questionnaire a title.")), Length(max=120)],
    )
    introduction = _text(
        lazy_gettext("Introduction, in Dutch"),
        rows=3,
        description=lazy_gettext("One or two short sentences: why we ask this."),
        required=True,
    )
    groups = Ticks(
        lazy_gettext("Who answers?"),
        validators=[DataRequired(lazy_gettext("Choose at least one group."))],
    )
    languages = Ticks(
        lazy_gettext("In which languages, beside Dutch?"),
        description=lazy_gettext("A language can be chosen for a school once all texts are there."),
    )
    sources = TextAreaField(
        lazy_gettext("Where do the questions come from?"),
        description=lazy_gettext("One source on a line. You may leave this empty."),
        render_kw={"rows": 2},
        validators=[Length(max=2000)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups.choices = [SelectChoice(each.value, group_name(each)) for each in GROUPS]
        self.languages.choices = [
            SelectChoice(each, language_name(each)) for each in LOCALES if each != SOURCE_LANGUAGE
        ]

    @classmethod
    def of(cls, table: Table) -> "AboutForm":
        """Give the form as a definition fills it in."""
        return cls(
            data={
                "title": _source(table.get("title")),
                "introduction": _source(table.get("introduction")),
                "groups": table.get("groups", []),
                "languages": table.get("languages", []),
                "sources": "\n".join(table.get("sources", [])),
            }
        )

    def write(self, table: Definition) -> None:
        """Put what was filled in into a definition, and drop what no longer belongs to it."""
        table["languages"] = [
            each for each in LOCALES if each == SOURCE_LANGUAGE or each in self.languages.data
        ]
        gone = set(table.get("groups", ())) - set(self.groups.data)
        table["groups"] = [each.value for each in GROUPS if each in self.groups.data]
        lines = (self.sources.data or "").splitlines()
        table["sources"] = [line.strip() for line in lines if line.strip()]
        table.setdefault("title", {})[SOURCE_LANGUAGE] = self.title.data.strip()
        table.setdefault("introduction", {})[SOURCE_LANGUAGE] = self.introduction.data.strip()
        table.setdefault("item", [])
        keep_languages(table, table["languages"])
        for item in table["item"]:
            if "groups" in item:
                item["groups"] = [each for each in item["groups"] if each not in gone]
                if not item["groups"]:
                    del item["groups"]
        drop_groups(table, gone)


def keep_languages(node: Any, languages: Sequence[str]) -> None:
    """Take out of a definition, or a part of it, all texts in other languages."""
    if isinstance(node, list):
        for each in node:
            keep_languages(each, languages)
    elif isinstance(node, dict):
        for key in [key for key in node if key in LOCALES and key not in languages]:
            del node[key]
        for each in node.values():
            keep_languages(each, languages)


def drop_groups(node: Any, gone: Iterable[str]) -> None:
    """Take out of a definition, or a part of it, what is only for these groups."""
    if isinstance(node, list):
        for each in node:
            drop_groups(each, gone)
    elif isinstance(node, dict):
        for group in gone:
            node.pop(group, None)
        for each in node.values():
            drop_groups(each, gone)


class OptionForm(Form):  # type: ignore[misc]
    """One answer to choose from. An empty text takes it out."""

    code = HiddenField()
    text = StringField(lazy_gettext("Answer, in Dutch"), validators=[Length(max=120)])
    value = IntegerField(
        lazy_gettext("Points"), validators=[Optional(), NumberRange(min=-100, max=100)]
    )
    favourable = BooleanField(lazy_gettext("Favourable"))
    missing = BooleanField(lazy_gettext("Not an answer, such as “don't know”"))


class ItemForm(StaffForm):
    """One question, in Dutch; translations have a page of their own."""

    kind = SelectField(lazy_gettext("Kind of question"))
    text = _text(lazy_gettext("Question, in Dutch"), required=True)
    hint = _text(
        lazy_gettext("Explanation under the question"),
        description=lazy_gettext("Only where the question needs it."),
    )
    answers = SelectField(
        lazy_gettext("Answers"),
        description=lazy_gettext("Ready-made answers come with their translations."),
    )
    options = FieldList(FormField(OptionForm), max_entries=MOST_OPTIONS)
    low = StringField(
        lazy_gettext("Words at the low end, of a grade or a ladder"), validators=[Length(max=60)]
    )
    high = StringField(
        lazy_gettext("Words at the high end, of a grade or a ladder"), validators=[Length(max=60)]
    )
    minimum = IntegerField(lazy_gettext("Lowest number"), validators=[Optional()])
    maximum = IntegerField(lazy_gettext("Highest number"), validators=[Optional()])
    groups = Ticks(
        lazy_gettext("Who is asked?"), validators=[DataRequired(lazy_gettext("Choose a group."))]
    )
    shown_if = Ticks(
        lazy_gettext("Only after one of these answers"),
        description=lazy_gettext(
            "Tick nothing, and everybody is asked. All ticks belong to one earlier question."
        ),
    )
    measures = StringField(
        lazy_gettext("What does it measure?"),
        description=lazy_gettext("A word that questions about the same thing share."),
        validators=[Length(max=60)],
    )
    source = StringField(
        lazy_gettext("Where does the question come from?"), validators=[Length(max=300)]
    )
    sensitive = BooleanField(
        lazy_gettext("This is a sensitive question"),
        description=lazy_gettext("Then nothing is shown of fewer than ten people."),
    )
    change = SelectField(
        lazy_gettext("What changes since the last version?"),
        validators=[Optional()],
        description=lazy_gettext(
            "With another meaning, the figures start again; otherwise they go on."
        ),
    )

    def __init__(
        self,
        *args: Any,
        table: Table,
        scales: Mapping[str, Table],
        item: Table | None = None,
        has_past: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._table, self._scales, self._item = table, scales, item or {}
        self.has_past = has_past
        self.kind.choices = [SelectChoice(each.value, kind_name(each)) for each in Kind]
        self.groups.choices = [
            SelectChoice(each.value, group_name(each))
            for each in GROUPS
            if each in table.get("groups", ())
        ]
        self.answers.choices = [
            SelectChoice(OWN_ANSWERS, _("Own answers, written below")),
            *(SelectChoice(code, _scale_name(scale)) for code, scale in scales.items()),
        ]
        self.shown_if.choices = list(self._conditions())
        self.change.choices = [
            SelectChoice("", ""),
            *(SelectChoice(each, _change_name(each)) for each in CHANGES),
        ]

    @classmethod
    def of(cls, filled: Table, **about: Any) -> "ItemForm":
        """Give the form as an item of a definition fills it in."""
        table, condition = about["table"], filled.get("shown_if", {})
        form = cls(
            data={
                **{key: filled.get(key) for key in ("kind", "minimum", "maximum", "change")},
                **{part: _source(filled.get(part)) for part in ("text", *PARTS)},
                "answers": filled.get("scale", OWN_ANSWERS),
                "options": [_option_data(option) for option in filled.get("option", ())],
                "groups": filled.get("groups") or table.get("groups", []),
                "shown_if": [
                    f"{condition['item']}{_PAIR}{code}" for code in condition.get("codes", ())
                ],
                "measures": filled.get("measures", ""),
                "source": filled.get("source", ""),
                "sensitive": filled.get("sensitive", False),
            },
            **about,
        )
        form.add_rows()
        return form

    def add_rows(self) -> None:
        """Give room for a few more answers than there are."""
        written = sum(bool(row.form.text.data) for row in self.options)
        while len(self.options) < min(written + SPARE_OPTIONS, MOST_OPTIONS):
            self.options.append_entry()

    def own_wordings(self) -> Iterator[tuple[str, str]]:
        """Give for each group asked its own wording, where it has one."""
        for group in self._table.get("groups", ()):
            variants = self._item.get("text", {}).get(group, {})
            yield group, variants.get(SOURCE_LANGUAGE, "")

    def validate_shown_if(self, field: Ticks) -> None:
        """Refuse answers to more than one question."""
        if len({pair.partition(_PAIR)[0] for pair in field.data or ()}) > 1:
            raise ValidationError(_("Choose answers to one question only."))

    def validate_options(self, field: FieldList) -> None:
        """Refuse a choice that is none."""
        if not self._has_own_options():
            return
        written = [row.form for row in field if (row.form.text.data or "").strip()]
        if sum(not each.missing.data for each in written) < 2:
            raise ValidationError(_("Write at least two answers to choose from."))
        if len({each.text.data.strip().casefold() for each in written}) < len(written):
            raise ValidationError(_("Two answers are the same."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether all is well; a number needs a range in which something lies."""
        is_valid = bool(super().validate(extra_validators))
        low, high = self.minimum.data, self.maximum.data
        if self.kind.data == Kind.NUMBER and (low is None or high is None or low >= high):
            self.maximum.errors = [_("Fill in a lowest number and a higher one.")]
            return False
        return is_valid

    def item(self, own_wordings: Mapping[str, str]) -> Definition:
        """Give the item as it was filled in, with the translations that it had."""
        kind = Kind(self.kind.data)
        item: Definition = {"code": self._code(), "kind": kind.value}
        if kind.has_options and not kind.has_numbers:
            if self.answers.data:
                item["scale"] = self.answers.data
            else:
                item["option"] = self._options()
        if set(self.groups.data) != set(self._table.get("groups", ())):
            item["groups"] = [each.value for each in GROUPS if each in self.groups.data]
        for key in ("measures", "source"):
            if written := (self[key].data or "").strip():
                item[key] = written
        if self.sensitive.data:
            item["sensitive"] = True
        if self.has_past and self.change.data:
            item["change"] = self.change.data
        if kind is Kind.NUMBER:
            item |= {"minimum": self.minimum.data, "maximum": self.maximum.data}
        if self.shown_if.data:
            asked = self.shown_if.data[0].partition(_PAIR)[0]
            codes = [pair.partition(_PAIR)[2] for pair in self.shown_if.data]
            item["shown_if"] = {"item": asked, "codes": codes}
        item["text"] = self._words("text")
        for group, words in own_wordings.items():
            if words.strip() and group in self.groups.data:
                before = self._item.get("text", {}).get(group, {})
                item["text"][group] = {**before, SOURCE_LANGUAGE: words.strip()}
        ends = ("low", "high") if kind.has_numbers else ()
        for part in ("hint", *ends):
            if (self[part].data or "").strip():
                item[part] = self._words(part)
        return item

    def _has_own_options(self) -> bool:
        kind = Kind(self.kind.data) if self.kind.data in set(Kind) else Kind.COMMENT
        return kind.has_options and not kind.has_numbers and not self.answers.data

    def _code(self) -> str:
        taken = [str(item.get("code")) for item in self._table.get("item", ())]
        return str(self._item.get("code") or make_code(self.text.data, taken))

    def _words(self, part: str) -> Definition:
        """Give a text with the translations that it has; a group's own wording is added later."""
        before = self._item.get(part, {})
        kept = {key: text for key, text in before.items() if isinstance(text, str)}
        if part != "text":
            kept = dict(before)
        return {**kept, SOURCE_LANGUAGE: self[part].data.strip()}

    def _options(self) -> list[Definition]:
        before = {option["code"]: option for option in self._item.get("option", ())}
        options: list[Definition] = []
        for row in self.options:
            text = (row.form.text.data or "").strip()
            if not text:
                continue
            taken = [*before, *(option["code"] for option in options)]
            code = row.form.code.data if row.form.code.data in before else make_code(text, taken)
            option: Definition = {"code": code}
            if row.form.value.data is not None:
                option["value"] = row.form.value.data
            for flag in ("favourable", "missing"):
                if row.form[flag].data:
                    option[flag] = True
            words = before.get(code, {}).get("text", {})
            options.append({**option, "text": {**words, SOURCE_LANGUAGE: text}})
        return options

    def _conditions(self) -> Iterator[SelectChoice]:
        """Give the answers to earlier questions, on which a question may hang."""
        for earlier in self._table.get("item", ()):
            if earlier.get("code") == self._item.get("code") and self._item:
                return
            for option in options_of(self._table, earlier):
                yield SelectChoice(
                    f"{earlier['code']}{_PAIR}{option['code']}",
                    f"{_source(earlier.get('text'))} – {_source(option.get('text'))}",
                )


def _option_data(option: Table) -> dict[str, Any]:
    return {
        "code": option.get("code"),
        "text": _source(option.get("text")),
        "value": option.get("value"),
        "favourable": option.get("favourable", False),
        "missing": option.get("missing", False),
    }


def _source(texts: Any) -> str:
    """Give the Dutch of a text, whatever group it is for."""
    if not isinstance(texts, Mapping):
        return ""
    own = [texts.get(group, {}).get(SOURCE_LANGUAGE) for group in GROUPS if group in texts]
    return str(texts.get(SOURCE_LANGUAGE) or next(filter(None, own), ""))


def _scale_name(scale: Table) -> str:
    words = [_source(option.get("text")) for option in scale["option"] if not option.get("missing")]
    return f"{words[0]} … {words[-1]} ({len(words)})"


def _change_name(change: str) -> str:
    return {
        "same": _("Nothing"),
        "wording": _("Other words, the same meaning"),
        "new-meaning": _("Another meaning"),
    }[change]
