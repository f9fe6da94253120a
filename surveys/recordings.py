"""Recordings: items read out, for who would rather listen than read."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ForeignKey, LargeBinary, String, case, exists, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from surveys.base import Base
from surveys.errors import RecordingNotFound, TextNotFound
from surveys.items import RespondentGroup
from surveys.questionnaires import Item, Questions, Translation, Version
from surveys.sound_files import read_sound

# Ten of them must fit in a page, and nobody gains by finding two sounds with one digest.
DIGEST_LENGTH = 20
# Which items of a version one respondent group can listen to: (language, item, digest).
Heard = frozenset[tuple[str, str, str]]


class Recording(Base):
    """An item read out in one language; for one respondent group, or ("") for all of them.

    It may be added to a frozen version, changed and removed: it says what stands in the text, which
    no longer changes. It goes with its item, so it never outlives its text.
    """

    __tablename__ = "recording"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    respondent_group: Mapped[str] = mapped_column(String(20), primary_key=True, default="")
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH), index=True)


@dataclass(frozen=True)
class Passage:
    """What somebody reads out: an item in one language, as one group or ("") everybody reads it."""

    item_id: int
    item: str
    respondent_group: str
    language: str
    text: str

    @property
    def key(self) -> tuple[int, str, str]:
        """Give the key of its recording."""
        return self.item_id, self.respondent_group, self.language


def passages_of(version: Version) -> Sequence[Passage]:
    """Give all that can be read out of a version, by item, group and language.

    A group has a passage of its own where any text of the item is other for it.
    """
    own = _groups_with_own_wording(version)
    texts = {
        (row.subject, row.respondent_group, row.language): row.text for row in version.translations
    }
    return [
        Passage(item.id, item.code, group, language, text)
        for item in version.items
        for group in ("", *sorted(own.get(item.code, ())))
        for language in version.languages
        if (text := _text(texts, item.code, group, language)) is not None
    ]


def get_passage(version: Version, item: str, respondent_group: str, language: str) -> Passage:
    """Give one thing that can be read out of a version. Raises TextNotFound."""
    wanted = (item, respondent_group, language)
    for passage in passages_of(version):
        if (passage.item, passage.respondent_group, passage.language) == wanted:
            return passage
    raise TextNotFound(".".join(part for part in wanted if part))


def load_recordings(session: Session, version_id: int) -> Mapping[tuple[int, str, str], Recording]:
    """Give the recordings of a version by item id, group and language, without their sound."""
    rows = session.scalars(select(Recording).join(Item).where(Item.version_id == version_id))
    return {(row.item_id, row.respondent_group, row.language): row for row in rows}


def record(session: Session, passage: Passage, content: bytes) -> Recording:
    """Keep a sound file as the recording of a passage, in the place of an earlier one.

    Raises InvalidSound.
    """
    sound = read_sound(content)
    recording = Recording(
        item_id=passage.item_id,
        respondent_group=passage.respondent_group,
        language=passage.language,
        media_type=sound.media_type,
        content=sound.content,
        digest=hashlib.sha256(sound.content).hexdigest()[:DIGEST_LENGTH],
    )
    return session.merge(recording)


def remove_recording(session: Session, passage: Passage) -> None:
    """Remove the recording of a passage. Raises RecordingNotFound."""
    recording = session.get(Recording, passage.key)
    if recording is None:
        raise RecordingNotFound(passage.item)
    session.delete(recording)


def get_sound(session: Session, digest: str) -> tuple[str, bytes]:
    """Give the media type and the bytes behind a digest. Raises RecordingNotFound."""
    columns = select(Recording.media_type, Recording.content)
    row = session.execute(columns.where(Recording.digest == digest).limit(1)).one_or_none()
    if row is None:
        raise RecordingNotFound(digest)
    return row.media_type, row.content


def load_heard(session: Session, version_id: int, group: RespondentGroup) -> Heard:
    """Give what one group can listen to: what has a wording of its own for it, in that wording."""
    own_wording = exists().where(
        Translation.version_id == Item.version_id,
        Translation.respondent_group == group.value,
        Translation.subject.startswith(literal("item.") + Item.code + "."),
    )
    rows = session.execute(
        select(Recording.language, Item.code, Recording.digest)
        .join(Item, Item.id == Recording.item_id)
        .where(
            Item.version_id == version_id,
            Recording.respondent_group == case((own_wording, group.value), else_=""),
        )
    )
    return frozenset((language, item, digest) for language, item, digest in rows)


def with_recordings(questions: Questions, heard: Heard) -> Questions:
    """Give the questions with the recordings that belong to them."""
    digests = {item: digest for language, item, digest in heard if language == questions.language}
    return replace(
        questions,
        questions=tuple(
            replace(question, recording=digests.get(question.code, ""))
            for question in questions.questions
        ),
    )


def _text(
    texts: Mapping[tuple[str, str, str], str], item: str, group: str, language: str
) -> str | None:
    subject = f"item.{item}.text"
    return texts.get((subject, group, language)) or texts.get((subject, "", language))


def _groups_with_own_wording(version: Version) -> Mapping[str, set[str]]:
    """Give the groups that have a wording of their own, by item."""
    groups: dict[str, set[str]] = {}
    for row in version.translations:
        if row.respondent_group and row.subject.startswith("item."):
            groups.setdefault(row.subject.split(".")[1], set()).add(row.respondent_group)
    return groups
