"""Questionnaires that are being made: a definition that may still be incomplete.

A draft becomes a version when it is complete; from then on it only changes as a next version.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base
from surveys.codes import new_code
from surveys.definitions import store_table
from surveys.errors import DraftChanged, DraftNotFound, InvalidDefinition, Mistake, TextNotFound
from surveys.interchange import table_of
from surveys.questionnaires import Version, find_version
from surveys.wordings import (
    SOURCE_LANGUAGE,
    Progress,
    is_outdated,
    say_all_for_all,
    wordings_of,
)

_WORDS_IN_CODE = 5

Definition = dict[str, Any]


class Draft(Base):
    """A definition in the making, as the table that docs/definitions.md describes.

    `translated_from` is the Dutch text of which each translation was made, and `checks` who
    checked a translation: both by the text's key and its language. `revision` counts changes, so
    that nobody overwrites what another wrote meanwhile.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    table: Mapped[dict[str, Any]] = mapped_column(JSON)
    translated_from: Mapped[dict[str, str]] = mapped_column(JSON)
    checks: Mapped[dict[str, str]] = mapped_column(JSON)
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]

    based_on: Mapped[Version | None] = relationship()

    @property
    def code(self) -> str:
        """Give the questionnaire's code."""
        return str(self.table.get("code", ""))

    @property
    def languages(self) -> Sequence[str]:
        """Give the languages that it is to speak, Dutch first."""
        return [str(each) for each in self.table.get("languages", ())]

    @property
    def items(self) -> Sequence[Mapping[str, Any]]:
        """Give the items as the table has them."""
        return [each for each in self.table.get("item", ()) if isinstance(each, dict)]

    @property
    def title(self) -> str:
        """Give the Dutch title, or the code where it has none yet."""
        titles = (each.source for each in wordings_of(self.table) if each.subject == "title")
        return next(titles, "") or self.code

    def item(self, code: str) -> Mapping[str, Any]:
        """Give the item with this code. Raises TextNotFound."""
        for item in self.items:
            if item.get("code") == code:
                return item
        raise TextNotFound(code)


def start_draft(session: Session, table: Mapping[str, Any], *, now: datetime) -> Draft:
    """Keep a definition as a draft. Its translations count as made of the Dutch that is there."""
    contents = copy.deepcopy(dict(table))
    say_all_for_all(contents)
    draft = Draft(
        table=contents,
        translated_from=_translated_from(contents),
        checks={},
        changed_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def start_next_version(session: Session, version: Version, *, now: datetime) -> Draft:
    """Make a draft of the next version of a questionnaire, with what was checked of this one."""
    newest = find_version(session, version.questionnaire.code)
    table = table_of(version)
    table["number"] = (newest or version).number + 1
    table.pop("checked", None)
    for item in table["item"]:
        item.pop("change", None)
    draft = start_draft(session, table, now=now)
    draft.based_on = version
    checked = {
        (each.subject.replace(".choice.", ".option."), each.respondent_group, each.language): (
            each.checked_by
        )
        for each in version.translations
        if each.checked_by
    }
    scale_of = {item["code"]: item.get("scale") for item in table["item"]}
    by_scale = {
        (_on_scale(subject, scale_of), group, language): by
        for (subject, group, language), by in checked.items()
    }
    draft.checks = {
        f"{wording.key} {language}": by
        for wording in wordings_of(table)
        for language in version.languages
        if (by := by_scale.get((wording.subject, wording.group, language)))
    }
    session.flush()
    return draft


def _on_scale(subject: str, scale_of: Mapping[str, str | None]) -> str:
    """Give where in a table an option's text stands: with its item, or with the item's scale."""
    kind, _, rest = subject.partition(".")
    code, _, option = rest.partition(".option.")
    scale = scale_of.get(code)
    return f"scale.{scale}.{option}" if kind == "item" and option and scale else subject


def load_drafts(session: Session) -> Sequence[Draft]:
    """Give all drafts, the one changed last first."""
    return session.scalars(select(Draft).order_by(Draft.changed_at.desc(), Draft.id)).all()


def get_draft(session: Session, draft_id: int) -> Draft:
    """Give a draft. Raises DraftNotFound."""
    draft = session.get(Draft, draft_id)
    if draft is None:
        raise DraftNotFound(draft_id)
    return draft


def change(
    session: Session,
    draft: Draft,
    revision: int,
    deed: Callable[[Definition], None],
    *,
    now: datetime,
) -> None:
    """Change the table of a draft as it was at this revision.

    Raises DraftChanged when somebody changed it since.
    """
    table = copy.deepcopy(draft.table)
    deed(table)
    _write(session, draft, revision, now=now, table=table)


def translate(
    session: Session,
    draft: Draft,
    revision: int,
    language: str,
    texts: Mapping[str, str],
    checked: Mapping[str, str | None],
    *,
    now: datetime,
) -> None:
    """Write texts in one language, by key, and who checked them (None: nobody).

    A translation that changes is made of the Dutch as it is now, and so is one that somebody
    checks. A check falls when its text changes, unless the same person says so again. Raises
    DraftChanged.
    """
    table = copy.deepcopy(draft.table)
    made_of, checks = dict(draft.translated_from), dict(draft.checks)
    for wording in wordings_of(table):
        mark, before = f"{wording.key} {language}", wording.text(language)
        if wording.key in texts:
            wording.write(language, texts[wording.key])
        is_changed = wording.text(language) != before
        by = checked.get(wording.key, None if is_changed else checks.get(mark))
        checks.pop(mark, None)
        if by and wording.text(language):
            checks[mark] = by
        if is_changed or by:
            made_of[mark] = wording.source
    _write(session, draft, revision, now=now, table=table, translated_from=made_of, checks=checks)


def replace_table(
    session: Session, draft: Draft, revision: int, table: Mapping[str, Any], *, now: datetime
) -> None:
    """Take in the texts that came back from a translator; what changed is made of today's Dutch."""
    before = {
        f"{wording.key} {language}": wording.text(language)
        for wording in wordings_of(draft.table)
        for language in draft.languages
    }
    made_of, checks = dict(draft.translated_from), dict(draft.checks)
    for wording in wordings_of(table):
        for language in table.get("languages", ()):
            mark = f"{wording.key} {language}"
            if language != SOURCE_LANGUAGE and wording.text(language) != before.get(mark, ""):
                made_of[mark] = wording.source
                checks.pop(mark, None)
    _write(
        session, draft, revision, now=now, table=dict(table), translated_from=made_of, checks=checks
    )


def _write(session: Session, draft: Draft, revision: int, *, now: datetime, **values: Any) -> None:
    changed = session.execute(
        update(Draft)
        .where(Draft.id == draft.id, Draft.revision == revision)
        .values(revision=revision + 1, changed_at=now, **values),
        execution_options={"synchronize_session": False},
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise DraftChanged(draft.id)
    session.refresh(draft)


def _translated_from(table: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"{wording.key} {language}": wording.source
        for wording in wordings_of(table)
        for language in table.get("languages", ())
        if language != SOURCE_LANGUAGE and wording.text(language)
    }


def progress_of(draft: Draft) -> Mapping[str, Progress]:
    """Give how far each language is."""
    wordings = list(wordings_of(draft.table))
    return {
        language: Progress(
            n=len(wordings),
            missing=sum(not wording.text(language) for wording in wordings),
            outdated=sum(
                is_outdated(wording, language, draft.translated_from) for wording in wordings
            ),
            checked=sum(f"{wording.key} {language}" in draft.checks for wording in wordings),
        )
        for language in draft.languages
    }


def finish(session: Session, draft: Draft) -> Version:
    """Make a version of a draft, which is then gone; a version in use never changes.

    Raises InvalidDefinition with every mistake.
    """
    if find_version(session, draft.code, draft.table.get("number")) is not None:
        cure = "number the changed definition as the next version"
        fault = f"version {draft.table.get('number')} exists already"
        raise InvalidDefinition([Mistake("definition", fault, cure)])
    version = store_table(session, draft.table)
    checks = _checks_by_subject(draft)
    for text in version.translations:
        text.checked_by = checks.get((text.subject, text.respondent_group, text.language))
    session.delete(draft)
    session.flush()
    return version


def _checks_by_subject(draft: Draft) -> Mapping[tuple[str, str, str], str]:
    """Give who checked what, under the names of the database: there, items have no scales."""
    found = {}
    for wording in wordings_of(draft.table):
        for language in draft.languages:
            by = draft.checks.get(f"{wording.key} {language}")
            for subject in _subjects(draft, wording.subject) if by else ():
                found[subject, wording.group, language] = by or ""
    return found


def _subjects(draft: Draft, subject: str) -> Sequence[str]:
    if subject == "not_said":
        return [f"item.{item['code']}.choice.not-said" for item in draft.items]
    if not subject.startswith("scale."):
        return [subject.replace(".option.", ".choice.")]
    _, scale, option = subject.split(".")
    return [
        f"item.{item['code']}.choice.{option}" for item in draft.items if item.get("scale") == scale
    ]


def move_item(table: Definition, code: str, places: int) -> None:
    """Move an item up (-1) or down (1), as far as there is room."""
    items = table["item"]
    at = next((n for n, item in enumerate(items) if item.get("code") == code), None)
    if at is None:
        raise TextNotFound(code)
    to = min(max(at + places, 0), len(items) - 1)
    items.insert(to, items.pop(at))


def remove_item(table: Definition, code: str) -> None:
    """Take an item out, with its scale when no other uses it; what hung on it is always asked."""
    table["item"] = [item for item in table["item"] if item.get("code") != code]
    for item in table["item"]:
        if item.get("shown_if", {}).get("item") == code:
            del item["shown_if"]
    drop_idle_scales(table)


def put_item(table: Definition, code: str | None, item: Definition) -> None:
    """Put an item in the place of the one with this code, or without a code at the end."""
    items = table.setdefault("item", [])
    codes = [each.get("code") for each in items]
    if code in codes:
        items[codes.index(code)] = item
        drop_idle_scales(table)
        return
    last_choice = next(
        (n for n, each in enumerate(items) if each.get("kind") == "comment"), len(items)
    )
    # What people write comes at the end; a new question goes before it.
    items.insert(len(items) if item.get("kind") == "comment" else last_choice, item)


def drop_idle_scales(table: Definition) -> None:
    """Take out the scales that no item uses."""
    used = {item.get("scale") for item in table.get("item", ())}
    table["scale"] = [scale for scale in table.get("scale", ()) if scale.get("code") in used]


def make_code(text: str, taken: Sequence[str] = ()) -> str:
    """Make a code of the first words of a text, one that is not taken."""
    return new_code(" ".join(text.split()[:_WORDS_IN_CODE]), taken, "vraag")
