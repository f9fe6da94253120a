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
class Links:
    """The links that this process keeps, each with the moment it was read."""

    _kept: OrderedDict[str, tuple[float, Invitation]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, code: str) -> Invitation | None:
        """Find what the link with this code led to at most ten seconds ago."""
        found = self._kept.get(code)
        if found is None or time.monotonic() - found[0] >= KEEP_SECONDS:
            return None
        return found[1]

    def keep(self, code: str, invitation: Invitation) -> None:
        """Keep what this link leads to, and forget what was kept longest."""
        with self._lock:
            self._kept[code] = (time.monotonic(), invitation)
            self._kept.move_to_end(code)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


def invitation_of(code: str) -> Invitation:
    """Give what the link with this code leads to, at most ten seconds old. Raises LinkNotFound."""
    links: Links = current_app.extensions["links"]
    code = read_code(code)
    invitation = links.find(code)
    if invitation is None:
        invitation = find_invitation(db.session(), code)
        links.keep(code, invitation)
    return invitation
