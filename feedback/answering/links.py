"""Links kept in memory for a moment: a class that scans one poster asks the database once."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from flask import current_app

from feedback.database import db
from surveys.distribution import Invitation, find_invitation, read_code

KEEP_SECONDS = 10
MOST_KEPT = 10_000


@dataclass
class _Kept:
    links: OrderedDict[str, tuple[float, Invitation]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)


def invitation_of(code: str) -> Invitation:
    """Give what the link with this code leads to, at most ten seconds old. Raises LinkNotFound."""
    kept: _Kept = current_app.extensions.setdefault("invitations", _Kept())
    code = read_code(code)
    now = time.monotonic()
    found = kept.links.get(code)
    if found is not None and now - found[0] < KEEP_SECONDS:
        return found[1]
    invitation = find_invitation(db.session(), code)
    with kept.lock:
        kept.links[code] = (now, invitation)
        kept.links.move_to_end(code)
        while len(kept.links) > MOST_KEPT:
            kept.links.popitem(last=False)
    return invitation
