"""What one client may read of the publications: nothing outside its scope exists."""

from collections.abc import Sequence

from analysis.publications import (
    Publication,
    Unit,
    latest,
    load_publications,
    load_units,
)
from feedback.accounts.visibility import visible
from feedback.api.access import current_client
from feedback.api.problems import not_there
from feedback.database import db

LARGEST_NUMBER = 2**31 - 1


def latest_publications() -> list[Publication]:
    """Give the publication that holds now of each wave, the newest first."""
    of_wave: dict[int, Publication] = {}
    for publication in load_publications(db.session()):
        found = of_wave.setdefault(publication.wave_id, publication)
        if publication.number > found.number:
            of_wave[publication.wave_id] = publication
    return list(of_wave.values())


def those_seen(publications: Sequence[Publication]) -> list[Publication]:
    """Give the publications in which the client sees a unit."""
    return [publication for publication in publications if units_seen(publication)]


def get_publication(publication_id: int) -> Publication:
    """Give a publication, superseded or not. Refuses one that is not there."""
    # A database would stumble over a number that it cannot hold.
    can_exist = publication_id <= LARGEST_NUMBER
    publication = db.session().get(Publication, publication_id) if can_exist else None
    if publication is None:
        raise not_there()
    return publication


def get_latest(wave_id: int) -> Publication:
    """Give the publication of a wave that holds now. Refuses one that is not there."""
    publication = latest(db.session(), wave_id)
    if publication is None:
        raise not_there()
    return publication


def units_seen(publication: Publication) -> list[Unit]:
    """Give the units of a publication that the client may see."""
    return visible(load_units(db.session(), publication.id), current_client().scope)


def get_units(publication: Publication) -> list[Unit]:
    """Give the units that the client may see. Refuses a publication in which there is none."""
    units = units_seen(publication)
    if not units:
        raise not_there()
    return units
