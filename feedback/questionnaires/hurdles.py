"""What may hinder readers, beside the text that somebody is writing: marked, and with a cure."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.i18n import gettext as _
from surveys.definitions import Table
from surveys.reading import Hurdle, Sort, find_hurdles, hurdles_in
from surveys.wordings import SOURCE_LANGUAGE


@dataclass(frozen=True)
class Hint:
    """What hinders, as it stands in a text, and what to think of."""

    marked: str
    advice: str


def hints_by_item(table: Table) -> dict[str, list[Hint]]:
    """Give what may hinder readers of the Dutch, by the code of the item; "" for the whole."""
    hints: dict[str, list[Hint]] = {}
    for wording, language, hurdle in hurdles_in({**table, "languages": [SOURCE_LANGUAGE]}):
        kind, _dot, rest = wording.subject.partition(".")
        code = rest.partition(".")[0] if kind == "item" else ""
        hints.setdefault(code, []).append(_hint(hurdle, wording.text(language)))
    return hints


def hints_on(text: str, group: str = "") -> Sequence[Hint]:
    """Give what may hinder readers of one Dutch question."""
    return [_hint(hurdle, text) for hurdle in find_hurdles(text, SOURCE_LANGUAGE, group)]


def _hint(hurdle: Hurdle, text: str) -> Hint:
    return Hint(hurdle.marked(text), _advice(hurdle))


def _advice(hurdle: Hurdle) -> str:
    match hurdle.sort:
        case Sort.LONG_SENTENCE:
            return _("A sentence of %(n)s words is long. Can it be shorter?", n=hurdle.fact)
        case Sort.RARE_WORD:
            return _("Many people do not know this word. Is there another one?")
        case Sort.NEGATION:
            return _("A question that says no is easily read wrong. Can you ask it the other way?")
        case Sort.DOUBLE_QUESTION:
            return _("Are these two questions? Then somebody can answer only one of them.")
    return _("Plainer: %(word)s.", word=hurdle.fact)
