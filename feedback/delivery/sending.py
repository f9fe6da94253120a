"""What is due is brought, again and again until it arrives. For the worker and the command line."""

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from analysis.exports.formats import ENDINGS, Form, write
from analysis.exports.layouts import file_name
from analysis.exports.observations import CONTRACT
from analysis.publications import Publication, load_current, load_units, stream_cells
from feedback.delivery import stores, webhooks
from feedback.delivery.targets import (
    DeliveryFailed,
    Failure,
    Moment,
    Receipt,
    Scheme,
    Target,
    WantedFile,
    load_targets,
)
from surveys.campaigns import TIME_ZONE
from surveys.errors import SurveysError

log = logging.getLogger(__name__)

# The shape of a manifest; docs/export.md describes it.
MANIFEST = "1"
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
_ENDING_OF = {form: ending.removeprefix(".") for ending, form in ENDINGS.items()}


def deliver_due(session: Session, *, public_url: str, now: datetime) -> None:
    """Bring what is due to each target, unless it failed a short while ago. It commits."""
    for target in load_targets(session):
        if target.next_try_at is None or target.next_try_at <= now:
            deliver(session, target, due_at(session, target, now), public_url=public_url, now=now)


def due_at(session: Session, target: Target, now: datetime) -> list[Publication]:
    """Give the publications that hold now and that a target did not get since its last moment."""
    since = _last_moment(Moment(target.moment), now)
    arrived = {
        receipt.publication_id
        for receipt in target.receipts
        if since is None or receipt.delivered_at >= since
    }
    return [one for one in load_current(session) if one.id not in arrived]


def deliver(
    session: Session,
    target: Target,
    publications: Sequence[Publication],
    *,
    public_url: str,
    now: datetime,
) -> bool:
    """Bring these publications to a target, and tell whether all arrived. It commits.

    What went wrong is noted at the target; each time it is left alone for longer. A publication of
    which a file cannot be made does not keep the others waiting.
    """
    failure = None
    for publication in publications:
        went_wrong = _attempt(session, target, publication, public_url=public_url, now=now)
        failure = went_wrong or failure
        if went_wrong not in (None, Failure.NOT_MADE):
            break
    if failure is None:
        target.n_failures, target.last_failure, target.next_try_at = 0, "", None
    else:
        target.next_try_at = now + WAITS[min(target.n_failures, len(WAITS) - 1)]
        target.n_failures += 1
        target.last_failure = failure.value
    session.commit()
    return failure is None


def announcement(publication: Publication, *, public_url: str, now: datetime) -> dict[str, Any]:
    """Give what a webhook is told."""
    return {
        "type": "publication.released",
        "timestamp": now.isoformat(),
        "data": {
            **_about(publication),
            "url": f"{public_url}/api/v1/publications/{publication.id}",
        },
    }


def write_files(
    session: Session, publication: Publication, wanted: Sequence[WantedFile], folder: Path
) -> list[Path]:
    """Write the files of a delivery; gives them in the order in which they go, manifest last."""
    units = load_units(session, publication.id)
    keys = [(unit.kind, unit.key) for unit in units]
    files = []
    for one in wanted:
        form = Form(one.form)
        name = file_name(publication, _ENDING_OF[form], layout=one.layout, language=one.language)
        cells = stream_cells(session, publication.id, keys)
        write(
            form, folder / name, publication, units, cells,
            layout=one.layout, language=one.language,
        )  # fmt: skip
        files.append(folder / name)
    manifest = folder / "manifest.json"
    described = _manifest(publication, files)
    manifest.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return [*files, manifest]


def _attempt(
    session: Session, target: Target, publication: Publication, *, public_url: str, now: datetime
) -> Failure | None:
    """Bring one publication and keep the receipt, or tell what went wrong. It commits."""
    target_id, publication_id = target.id, publication.id
    try:
        _bring(session, target, publication, public_url=public_url, now=now)
    except Exception as error:
        # Whatever goes wrong at one place, the others still get theirs.
        failure = error.failure if isinstance(error, DeliveryFailed) else Failure.UNFORESEEN
        if failure is Failure.UNFORESEEN:
            session.rollback()
        log.error(
            "a publication did not arrive",
            extra={"publication_id": publication_id, "reason": failure.value},
            exc_info=error if failure is Failure.UNFORESEEN else None,
        )
        return failure
    session.merge(Receipt(target_id=target_id, publication_id=publication_id, delivered_at=now))
    session.commit()
    session.refresh(target)
    return None


def _bring(
    session: Session, target: Target, publication: Publication, *, public_url: str, now: datetime
) -> None:
    if target.scheme is Scheme.WEBHOOK:
        # The same each time, so that the receiver can tell a message that comes once more.
        message_id = f"publication-{publication.id}"
        message = announcement(publication, public_url=public_url, now=now)
        webhooks.tell(target, message_id, message, now=now)
        return
    wanted = [WantedFile.read(written) for written in target.files]
    with TemporaryDirectory(prefix="klankbord-") as folder:
        try:
            files = write_files(session, publication, wanted, Path(folder))
        except SurveysError:
            raise DeliveryFailed(Failure.NOT_MADE) from None
        stores.bring(target, f"publication-{publication.id}", files)


def _manifest(publication: Publication, files: Sequence[Path]) -> Mapping[str, Any]:
    return {
        "manifest": MANIFEST,
        **_about(publication),
        "contract": CONTRACT,
        "software_version": version("klankbord"),
        "files": list(map(_described, files)),
    }


def _about(publication: Publication) -> dict[str, Any]:
    return {
        "publication": publication.id,
        "region": publication.wave.campaign.region.name,
        "campaign": publication.wave.campaign.name,
        "wave": publication.wave.kind,
        "number": publication.number,
        "published_at": publication.published_at.isoformat(),
        "digest": publication.digest,
    }


def _described(file: Path) -> dict[str, Any]:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {"name": file.name, "bytes": file.stat().st_size, "sha256": digest}


def _last_moment(moment: Moment, now: datetime) -> datetime | None:
    """Give when a target was to get everything for the last time; None when once is enough."""
    midnight = now.astimezone(TIME_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    match moment:
        case Moment.DAILY:
            return midnight
        case Moment.WEEKLY:
            return midnight - timedelta(days=midnight.weekday())
    return None
