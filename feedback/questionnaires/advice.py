"""What is still to be done before a draft can be used, in the reader's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from feedback.i18n import gettext as _
from feedback.i18n import language_name, ngettext
from feedback.naming import group_name
from surveys.definitions import MOST_ITEMS
from surveys.differences import options_of
from surveys.drafts import Draft, progress_of


@dataclass(frozen=True)
class Advice:
    """One thing to do, and the page where to do it."""

    text: str
    url: str


def advice_on(draft: Draft) -> Sequence[Advice]:
    """Give all that keeps a draft from being used."""
    return [*_on_lengths(draft), *_on_conditions(draft), *_on_changes(draft), *_on_texts(draft)]


def _on_lengths(draft: Draft) -> Iterator[Advice]:
    here, groups = url_for("drafts.draft", draft_id=draft.id), draft.table.get("groups", [])
    for group in groups:
        n = sum(group in item.get("groups", groups) for item in draft.items)
        if not n:
            text = _("There is no question yet for: %(group)s.", group=group_name(group))
            yield Advice(text, url_for("drafts.new_item", draft_id=draft.id))
        if n > MOST_ITEMS:
            text = _(
                "%(group)s get %(n)s questions. Take some out: at most %(most)s.",
                group=group_name(group), n=n, most=MOST_ITEMS,
            )  # fmt: skip
            yield Advice(text, here)


def _on_conditions(draft: Draft) -> Iterator[Advice]:
    """Tell of questions that hang on an answer which is not given before them."""
    groups = draft.table.get("groups", [])
    earlier: dict[str, tuple[set[str], set[str]]] = {}
    for item in draft.items:
        asked = set(item.get("groups", groups))
        condition = item.get("shown_if")
        url = url_for("drafts.item", draft_id=draft.id, item=item["code"])
        if condition:
            codes, others = earlier.get(condition["item"], (set(), set()))
            if not set(condition["codes"]) <= codes:
                text = _(
                    "“%(question)s” hangs on an answer that is not given before it.",
                    question=_name(item),
                )
                yield Advice(text, url)
            elif not asked <= others:
                text = _(
                    "“%(question)s” hangs on a question that not all of its groups get.",
                    question=_name(item),
                )
                yield Advice(text, url)
        own = {str(option.get("code")) for option in options_of(draft.table, item)}
        numbers = {str(number) for number in range(11)} if not own else set()
        earlier[str(item["code"])] = (own | numbers | {"not-said"}, asked)


def _on_changes(draft: Draft) -> Iterator[Advice]:
    """Tell of questions of which nobody said what changed."""
    before = {item.code for item in draft.based_on.items} if draft.based_on else set()
    for item in draft.items:
        if item["code"] in before and not item.get("change"):
            text = _("Say what changed about “%(question)s”.", question=_name(item))
            yield Advice(text, url_for("drafts.item", draft_id=draft.id, item=item["code"]))


def _on_texts(draft: Draft) -> Iterator[Advice]:
    for language, progress in progress_of(draft).items():
        if progress.missing:
            text = ngettext(
                "%(language)s: %(num)s text is missing.",
                "%(language)s: %(num)s texts are missing.",
                progress.missing,
                language=language_name(language),
            )
            url = url_for("drafts.language", draft_id=draft.id, language=language)
            yield Advice(text, url)


def _name(item: object) -> str:
    text = item.get("text", {}) if isinstance(item, dict) else {}
    return str(text.get("nl") or next(iter(text.values()), ""))
