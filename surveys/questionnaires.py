"""Questionnaires and their versions. A version freezes when a wave first uses it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from surveys.base import Base
from surveys.errors import LanguageNotOffered, VersionNotFound
from surveys.items import Condition, Kind, Option, Question, RespondentGroup


class Questionnaire(Base):
    """What is asked, through all its versions."""

    __tablename__ = "questionnaire"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    # Since when nobody chooses it any more; its waves and figures stay.
    archived_at: Mapped[datetime | None]

    versions: Mapped[list["Version"]] = relationship(
        back_populates="questionnaire", order_by="Version.number"
    )


class Version(Base):
    """One wording of a questionnaire. Triggers refuse every change once it is frozen."""

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("questionnaire_id", "number"),
        CheckConstraint("number >= 1", name="counts_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    number: Mapped[int]
    languages: Mapped[list[str]] = mapped_column(JSON)
    groups: Mapped[list[str]] = mapped_column(JSON)
    sources: Mapped[list[str]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime | None]

    questionnaire: Mapped[Questionnaire] = relationship(back_populates="versions")
    items: Mapped[list["Item"]] = relationship(
        order_by="Item.position", cascade="all, delete-orphan"
    )
    translations: Mapped[list["Translation"]] = relationship(cascade="all, delete-orphan")


class Item(Base):
    """One thing asked, under a code that stays the same across versions and languages."""

    __tablename__ = "item"
    __table_args__ = (UniqueConstraint("version_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    groups: Mapped[list[str]] = mapped_column(JSON)
    measures: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    sensitive: Mapped[bool] = mapped_column(default=False)
    # What this version does to the item: one of `surveys.definitions.CHANGES`.
    change: Mapped[str] = mapped_column(String(12), default="same", server_default="same")
    faces: Mapped[bool] = mapped_column(default=False)
    minimum: Mapped[int | None]
    maximum: Mapped[int | None]
    shown_if_item: Mapped[str | None] = mapped_column(String(60))
    shown_if_codes: Mapped[list[str]] = mapped_column(JSON, default=list)

    choices: Mapped[list["Choice"]] = relationship(
        order_by="Choice.position", cascade="all, delete-orphan"
    )


class Choice(Base):
    """One option of an item, under a language-neutral code."""

    __tablename__ = "choice"
    __table_args__ = (UniqueConstraint("item_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    value: Mapped[float | None]
    favourable: Mapped[bool] = mapped_column(default=False)
    missing: Mapped[bool] = mapped_column(default=False)


class Translation(Base):
    """One text in one language; for one respondent group, or ("") for all of them.

    `subject` names what the text says: `title`, `introduction`, `item.<code>.text` (or `hint`,
    `low`, `high`), `item.<code>.choice.<code>`.
    """

    __tablename__ = "translation"

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(150), primary_key=True)
    respondent_group: Mapped[str] = mapped_column(String(20), primary_key=True, default="")
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    text: Mapped[str]
    checked_by: Mapped[str | None] = mapped_column(String(120))


@dataclass(frozen=True, eq=False)
class Questions:
    """A version as one respondent group reads it in one language."""

    title: str
    introduction: str
    language: str
    is_checked: bool
    questions: tuple[Question, ...]


def find_version(session: Session, code: str, number: int | None = None) -> Version | None:
    """Find a version of the questionnaire with this code: the newest, or this number."""
    query = select(Version).join(Questionnaire).where(Questionnaire.code == code)
    if number is not None:
        query = query.where(Version.number == number)
    return session.scalar(query.order_by(Version.number.desc()).limit(1))


def get_version(session: Session, version_id: int) -> Version:
    """Give a version. Raises VersionNotFound."""
    version = session.get(Version, version_id)
    if version is None:
        raise VersionNotFound(f"there is no version {version_id}")
    return version


def load_versions(session: Session) -> Sequence[Version]:
    """Give all versions, by the code of their questionnaire, the newest first."""
    return session.scalars(
        select(Version).join(Questionnaire).order_by(Questionnaire.code, Version.number.desc())
    ).all()


def freeze(version: Version, *, now: datetime) -> None:
    """Freeze a version, if it was not yet."""
    version.frozen_at = version.frozen_at or now


def load_texts(session: Session, version_id: int, language: str) -> dict[tuple[str, str], str]:
    """Give the texts of a version in one language, by (subject, respondent group or "")."""
    rows = session.execute(
        select(Translation.subject, Translation.respondent_group, Translation.text).where(
            Translation.version_id == version_id, Translation.language == language
        )
    )
    return {(subject, group): text for subject, group, text in rows}


def load_title(session: Session, version: Version, language: str) -> str:
    """Give the title of a version in a language, or in its first one where it lacks that."""
    known = language if language in version.languages else version.languages[0]
    texts = load_texts(session, version.id, known).items()
    return next(text for (subject, _group), text in texts if subject == "title")


def load_questions(
    session: Session, version: Version, group: RespondentGroup, language: str
) -> Questions:
    """Give what one respondent group is asked in one language, in order.

    Raises LanguageNotOffered when the version does not speak it.
    """
    if language not in version.languages:
        raise LanguageNotOffered(language)
    texts = load_texts(session, version.id, language)
    unchecked = session.scalar(
        select(Translation.subject)
        .where(
            Translation.version_id == version.id,
            Translation.language == language,
            Translation.checked_by.is_(None),
        )
        .limit(1)
    )
    return questions_with(version, texts, group, language=language, is_checked=unchecked is None)


def questions_with(
    version: Version,
    texts: Mapping[tuple[str, str], str],
    group: RespondentGroup,
    *,
    language: str,
    is_checked: bool,
) -> Questions:
    """Give what one respondent group is asked, with texts by (subject, respondent group or "")."""
    about = _Texts(texts, group)
    return Questions(
        title=about("title"),
        introduction=about("introduction"),
        language=language,
        is_checked=is_checked,
        questions=tuple(_question(item, about) for item in version.items if group in item.groups),
    )


@dataclass(frozen=True)
class _Texts:
    """The texts of a version, a group's own wording before the common one."""

    texts: Mapping[tuple[str, str], str]
    group: RespondentGroup

    def __call__(self, subject: str) -> str:
        own = self.texts.get((subject, self.group.value))
        return own or self.texts.get((subject, ""), "")


def _question(item: Item, texts: _Texts) -> Question:
    def text(part: str) -> str:
        return texts(f"item.{item.code}.{part}")

    return Question(
        code=item.code,
        kind=Kind(item.kind),
        text=text("text"),
        hint=text("hint"),
        low=text("low"),
        high=text("high"),
        options=tuple(
            Option(
                code=choice.code,
                text=text(f"choice.{choice.code}") or choice.code,
                value=choice.value,
                favourable=choice.favourable,
                missing=choice.missing,
            )
            for choice in item.choices
        ),
        faces=item.faces,
        minimum=item.minimum,
        maximum=item.maximum,
        condition=(
            Condition(item.shown_if_item, frozenset(item.shown_if_codes))
            if item.shown_if_item
            else None
        ),
    )
