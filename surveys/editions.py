"""What somebody read before they changed it: a short mark of it, and keeping it still meanwhile."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from surveys.base import Base
from surveys.errors import NotFound

_LENGTH = 16


def mark_of(stands: Iterable[Any]) -> str:
    """Give a short mark of what stands somewhere: another text, another mark."""
    text = json.dumps(list(stands), default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def hold_row(session: Session, row: Base, names: Sequence[str]) -> None:
    """Keep others from changing a row until this is committed, and read these of it anew.

    Raises NotFound when it is gone.
    """
    own: Any = row
    kind = type(own)
    same = getattr(kind, names[0])
    # A change that changes nothing: it locks the row, and on SQLite the database.
    touched = session.execute(
        update(kind)
        .where(kind.id == own.id)
        .values({names[0]: same})
        .returning(kind.id)
        .execution_options(synchronize_session=False)
    )
    if touched.first() is None:
        raise NotFound(f"no {kind.__tablename__} {own.id}")
    session.refresh(row, list(names))
