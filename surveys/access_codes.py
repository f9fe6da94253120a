"""One-time codes: made, printed once, and spent before the answers they let in.

The database knows a code by its tag alone. A code is spent in a transaction of its own, together
with a claim: the tag of this code with this form. Whoever sends that form once more, because the
answers got lost after the code was spent, shows by the claim that the code was spent for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, func, insert, select, text
from sqlalchemy.orm import Session

from surveys.distribution import (
    ACCESS_CODE_LENGTH,
    AccessCode,
    CodeBatch,
    Link,
    LinkMode,
    draw_code,
)
from surveys.errors import CodeSpent, InvalidWave, UnknownCode, WaveClosed
from surveys.keys import WaveKeys
from surveys.responses import is_spent

MOST_CODES = 1000
_GROUP = 5
_SPEND = text(
    "INSERT INTO spent (tag, wave_id) SELECT :tag, wave.id FROM wave "
    "WHERE wave.id = :wave_id AND wave.closed_at IS NULL ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True)
class CodeTags:
    """What the database may know of a code that came with a form: nothing without the wave's key.

    `code` is known since it was printed, `claim` ties it to one form, and under `answers` the
    answers of that form count once.
    """

    code: bytes
    claim: bytes
    answers: bytes


def grouped(code: str, size: int = _GROUP) -> str:
    """Give a code as it is printed: 7KQ2M-9XPAB."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def tags_of(
    keys: WaveKeys, wave_id: int, *, link_code: str, code: str, form_nonce: str
) -> CodeTags:
    """Give the tags of a code that came with a form. Raises FileNotFoundError without a key."""
    return CodeTags(
        code=keys.tag(wave_id, _secret(link_code, code)),
        claim=keys.tag(wave_id, f"claim {form_nonce} {code}"),
        answers=keys.tag(wave_id, f"answers {form_nonce} {code}"),
    )


def issue_codes(
    session: Session, link: Link, n: int, *, keys: WaveKeys, today: date
) -> Sequence[str]:
    """Make n codes for a link and give them, in random order: after this, only paper has them.

    Raises InvalidWave for a link that takes no codes or for a number that is out of bounds, and
    WaveClosed.
    """
    if link.mode != LinkMode.CODE:
        raise InvalidWave("this link is open to everybody; let it ask for codes first")
    if not 1 <= n <= MOST_CODES:
        raise InvalidWave(f"from 1 to {MOST_CODES} codes at a time, not {n}")
    codes: set[str] = set()
    while len(codes) < n:
        codes.add(draw_code(ACCESS_CODE_LENGTH))
    try:
        tags = [keys.tag(link.wave_id, _secret(link.code, code)) for code in codes]
    except FileNotFoundError:
        raise WaveClosed(link.wave_id) from None
    session.add(CodeBatch(link_id=link.id, n=n, printed_on=today))
    # In the order of their tags, which says nothing about the order on paper.
    session.execute(
        insert(AccessCode), [{"tag": tag, "wave_id": link.wave_id} for tag in sorted(tags)]
    )
    return sorted(codes, key=lambda _code: draw_code(ACCESS_CODE_LENGTH))


def require_code(session: Session, tags: CodeTags) -> None:
    """Raise UnknownCode unless this code was printed for this link."""
    if session.get(AccessCode, tags.code) is None:
        raise UnknownCode


def spend_code(session: Session, wave_id: int, tags: CodeTags) -> None:
    """Spend a code for one form; once more for the same form changes nothing.

    Commit before the answers are handed in: nothing may hold both. Raises CodeSpent when another
    form had the code, or WaveClosed.
    """
    if _spend(session, wave_id, tags.code):
        _spend(session, wave_id, tags.claim)
        return
    connection = session.connection()
    if not is_spent(connection, tags.code):
        raise WaveClosed(wave_id)
    if not is_spent(connection, tags.claim):
        raise CodeSpent


def _spend(session: Session, wave_id: int, tag: bytes) -> bool:
    """Write down that this tag was used, and tell whether it was not before, in an open wave."""
    added = session.execute(_SPEND, {"tag": tag, "wave_id": wave_id})
    return bool(cast(CursorResult[Any], added).rowcount)


def count_printed(session: Session, wave_id: int) -> dict[int, int]:
    """Count the codes that were printed for each link of a wave, by link id."""
    query = (
        select(CodeBatch.link_id, func.sum(CodeBatch.n))
        .join(Link, Link.id == CodeBatch.link_id)
        .where(Link.wave_id == wave_id)
        .group_by(CodeBatch.link_id)
    )
    return {link_id: int(n) for link_id, n in session.execute(query)}


def _secret(link_code: str, code: str) -> str:
    return f"code {link_code} {code}"
