"""Taking answers back: until a wave is published, whoever holds a form's code can delete it.

The code follows from the form by the wave's key, so nobody has to keep it and a form that is sent
twice has one code. It deletes and shows nothing: neither what was answered, nor whether anything
was. Publishing deletes the tags and the key.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from surveys.distribution import ALPHABET
from surveys.errors import UnknownCode, WithdrawalOver
from surveys.keys import WaveKeys
from surveys.responses import Answer, Comment, Inbox, Response, Sender, Withdrawal, withdrawal_tag

# Of five bits each: too many to guess, with any number of tries.
CODE_LENGTH = 12


def code_of(keys: WaveKeys, wave_id: int, form_nonce: str) -> str:
    """Give the code of a form. Raises WithdrawalOver."""
    digest = int.from_bytes(_tag(keys, wave_id, f"code {form_nonce}"))
    return "".join(
        ALPHABET[digest >> 5 * place & (len(ALPHABET) - 1)] for place in range(CODE_LENGTH)
    )


def withdrawal_of(keys: WaveKeys, wave_id: int, code: str) -> bytes:
    """Give the tag that a form with this code has in the inbox. Raises WithdrawalOver."""
    return _tag(keys, wave_id, code)


def withdraw(
    session: Session, sender: Sender, withdrawal: bytes, items: Iterable[str]
) -> Sequence[UUID]:
    """Delete the form with this tag, and give what it became: a response and comments, or nothing.

    `items` are the codes of the items that take text. Raises UnknownCode when there is no such
    form (any more).
    """
    # The inbox first: a form that is being mixed meanwhile is then found where it went.
    waiting = session.execute(
        delete(Inbox)
        .where(
            Inbox.wave_id == sender.wave_id,
            Inbox.school_id == sender.school_id,
            Inbox.respondent_group == sender.group.value,
            Inbox.withdrawal == withdrawal,
        )
        .returning(Inbox.id),
        execution_options={"synchronize_session": False},
    ).all()
    if waiting:
        return []
    tags = [withdrawal_tag(withdrawal, part) for part in ("", *items)]
    gone = session.scalars(
        delete(Withdrawal)
        .where(Withdrawal.wave_id == sender.wave_id, Withdrawal.tag.in_(tags))
        .returning(Withdrawal.withdraws),
        execution_options={"synchronize_session": False},
    ).all()
    if not gone:
        raise UnknownCode
    session.execute(delete(Answer).where(Answer.response_id.in_(gone)))
    for table in (Response, Comment):
        session.execute(delete(table).where(table.id.in_(gone)))
    return gone


def count_withdrawable(session: Session, wave_id: int) -> int:
    """Count the responses and comments of a wave that can still be withdrawn."""
    query = select(func.count()).where(Withdrawal.wave_id == wave_id)
    return session.scalar(query) or 0


def end_withdrawals(session: Session, wave_id: int) -> int:
    """Delete the tags of what was mixed of a wave: it is published. Gives how many there were."""
    gone = session.execute(
        delete(Withdrawal).where(Withdrawal.wave_id == wave_id),
        execution_options={"synchronize_session": False},
    )
    return gone.rowcount  # type: ignore[attr-defined,no-any-return]


def _tag(keys: WaveKeys, wave_id: int, secret: str) -> bytes:
    try:
        return keys.of_withdrawals.tag(wave_id, secret)
    except FileNotFoundError:
        raise WithdrawalOver(wave_id) from None
