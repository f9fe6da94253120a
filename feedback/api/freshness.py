"""What a poller has already costs nothing: an answer is the same while its publications are."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version

from flask import Response, request
from werkzeug.http import is_resource_modified

from analysis.exports.observations import CONTRACT
from analysis.publications import Publication
from feedback.api.tokens import Client


@dataclass(frozen=True)
class Edition:
    """Which publications an answer is made of, for whom, and by which software."""

    etag: str
    published_at: datetime | None

    def unchanged(self) -> Response | None:
        """Give the answer for a client that has this edition already; None for any other."""
        if is_resource_modified(request.environ, etag=self.etag, last_modified=self.published_at):
            return None
        return self.mark(Response(status=304))

    def mark(self, response: Response) -> Response:
        """Tell a client how to ask for this next time."""
        response.set_etag(self.etag)
        response.last_modified = self.published_at
        response.headers["Cache-Control"] = "private, no-cache"
        return response


def edition_of(publications: Iterable[Publication], client: Client) -> Edition:
    """Give the edition of what a client reads of these publications."""
    read = list(publications)
    about = [
        *(f"{publication.id} {publication.digest}" for publication in read),
        f"{client.organisation_kind} {client.organisation_id}",
        f"{CONTRACT} {_software()}",
    ]
    return Edition(
        hashlib.sha256("\n".join(about).encode()).hexdigest()[:32],
        max((publication.published_at for publication in read), default=None),
    )


@cache
def _software() -> str:
    return version("klankbord")
