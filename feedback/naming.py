"""The words on screen for codes in the data; docs/glossary.md pairs them with the English terms."""

from collections.abc import Mapping

from flask import Flask

from analysis.actions import ActionStatus
from analysis.advice import Verdict
from analysis.interpretations import Giver, Stance
from analysis.precision import HIGH, LOW, MIDDLE
from analysis.publications import ALL_GROUPS, UnitKind
from analysis.themes import Firmness
from feedback.i18n import format_mean
from feedback.i18n import gettext as _
from surveys.errors import Said
from surveys.items import Kind, RespondentGroup


def init_app(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.globals |= {
        "group_name": group_name,
        "kind_name": kind_name,
        "in_words": in_words,
        "words_of": words_of,
        "unit_kind_name": unit_kind_name,
        "mean_text": mean_text,
        "action_status_name": action_status_name,
        "firmness_name": firmness_name,
        "verdict_name": verdict_name,
        "giver_name": giver_name,
        "stance_name": stance_name,
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


def kind_name(code: str) -> str:
    """Give what a kind of question is called."""
    return {
        Kind.SCALE.value: _("Scale: four or five answers in order"),
        Kind.YES_PARTLY_NO.value: _("Yes, partly or no"),
        Kind.SINGLE.value: _("One answer out of several"),
        Kind.MULTIPLE.value: _("Several answers"),
        Kind.GRADE.value: _("Grade from 1 to 10"),
        Kind.LADDER.value: _("Ladder from 0 to 10"),
        Kind.NUMBER.value: _("A number"),
        Kind.SHORT_TEXT.value: _("A few words"),
        Kind.COMMENT.value: _("A text"),
    }[code]


def in_words(said: str) -> str:
    """Give a fault or a cure in the reader's language."""
    if not isinstance(said, Said):
        return said
    facts = {
        name: in_words(fact) if isinstance(fact, str) else fact for name, fact in said.facts.items()
    }
    return _(said.template, **facts)


def words_of(texts: Mapping[str, object]) -> str:
    """Give a text of a definition in Dutch, or in the first language or group that it has."""
    if texts.get("nl"):
        return str(texts["nl"])
    spoken = [text for text in texts.values() if isinstance(text, str)]
    own = [words_of(each) for each in texts.values() if isinstance(each, dict)]
    return next(iter([*spoken, *own]), "")


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


def giver_name(giver: str) -> str:
    """Give what somebody is called on whose behalf something was said."""
    return {
        Giver.PARENT: _("Parent"),
        Giver.YOUTH: _("Young person"),
        Giver.TEACHER: _("Teacher"),
        Giver.PROFESSIONAL: _("Professional"),
        Giver.PANEL: _("Klankbordgroep"),
    }[Giver(giver)]


def stance_name(stance: str) -> str:
    """Say how somebody stands towards what another said."""
    return {
        Stance.AGREE: _("Agrees"),
        Stance.NUANCE: _("Agrees in part"),
        Stance.DISSENT: _("Disagrees"),
    }[Stance(stance)]


def action_status_name(status: str) -> str:
    """Say how far an action is."""
    return {
        ActionStatus.PLANNED: _("Planned"),
        ActionStatus.BUSY: _("Busy with it"),
        ActionStatus.DONE: _("Done"),
        ActionStatus.DROPPED: _("Given up"),
    }[ActionStatus(status)]


def verdict_name(verdict: str) -> str:
    """Say whether an advice is followed."""
    return {
        Verdict.YES: _("Yes"),
        Verdict.PARTLY: _("Partly"),
        Verdict.NO: _("No"),
    }[Verdict(verdict)]
