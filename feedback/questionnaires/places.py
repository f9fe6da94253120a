"""What the parts of a questionnaire are called, for whoever translates or compares them."""

from collections.abc import Mapping

from feedback.i18n import gettext as _
from feedback.i18n import language_name
from feedback.naming import group_name
from surveys.definitions import Table
from surveys.differences import Difference, Sort
from surveys.wordings import SOURCE_LANGUAGE, Wording


def place_of(wording: Wording, items: Mapping[str, str]) -> str:
    """Say where a text stands; `items` gives questions by their code."""
    kind, _dot, rest = wording.subject.partition(".")
    code, _dot, part = rest.partition(".")
    if kind == "scale":
        place = _("Answer, shared by several questions")
    elif kind == "item":
        place = f"{items.get(code, code)}: {part_name(part)}"
    else:
        place = part_name(kind)
    return f"{place} ({group_name(wording.group)})" if wording.group else place


def item_names(table: Table) -> dict[str, str]:
    """Give the questions of a definition in Dutch, by their code."""
    return {
        str(item["code"]): str(item.get("text", {}).get(SOURCE_LANGUAGE) or item["code"])
        for item in table.get("item", ())
    }


def part_name(part: str) -> str:
    """Say what a part of a question, or of the whole, is called."""
    if part.startswith(("option.", "choice.")):
        return _("answer")
    return {
        "title": _("Title"),
        "introduction": _("Introduction"),
        "not_said": _("The answer of who would rather not say"),
        "text": _("question"),
        "hint": _("explanation"),
        "low": _("low end"),
        "high": _("high end"),
        "kind": _("kind of question"),
        "groups": _("who is asked"),
        "measures": _("what it measures"),
        "sensitive": _("sensitive"),
        "shown_if": _("only after an answer"),
        "minimum": _("lowest number"),
        "maximum": _("highest number"),
    }.get(part, part)


def difference_name(each: Difference) -> str:
    """Say what kind of change it is."""
    match each.sort:
        case Sort.ADDED:
            return _("new question")
        case Sort.REMOVED:
            return _("taken out")
        case Sort.MOVED:
            return _("place")
        case Sort.OPTION:
            return _("answer “%(code)s”", code=each.what)
        case Sort.TEXT:
            words = f"{part_name(each.what)}, {language_name(each.language)}"
            return f"{words} ({group_name(each.group)})" if each.group else words
    return part_name(each.what)
