"""How long the results page of a region takes, read from its publication."""

import time
from statistics import median

from flask_security import login_user
from sqlalchemy import select

from bench.figures import Figure, at_most
from bench.installation import Installation
from feedback.accounts.models import User, assign
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.database import db

MOST_MS = 100
TURNS = 9
ADDRESS = "bench@klankbord.example"


def measure(place: Installation, publication_id: int, region_id: int, n_about: str) -> Figure:
    """Open the page of a region in this installation, which holds about so many responses."""
    view = place.app.view_functions["dashboard.unit"]
    took = []
    with place.app.test_request_context(f"/results/{publication_id}/region/{region_id}"):
        login_user(_reader())
        for _ in range(TURNS):
            started = time.perf_counter()
            view(publication_id=publication_id, kind="region", key=str(region_id))
            took.append(1000 * (time.perf_counter() - started))
    name = db.engine.dialect.name
    measured = f"results of a region among {n_about} responses, {name}"
    return at_most(measured, round(median(took)), MOST_MS, "ms")


def _reader() -> User:
    found = db.session.scalar(select(User).where(User.email == ADDRESS))
    if found is None:
        found = User(email=ADDRESS, name="Bench")
        assign(found, Role.ANALYST, OrganisationKind.INSTALLATION, None)
        db.session.add(found)
        db.session.commit()
    return found
