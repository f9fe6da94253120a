"""Which schools of a wave somebody works for."""

from feedback.accounts.permissions import Scope
from surveys.distribution import Link


def is_in(link: Link, scope: Scope) -> bool:
    """Tell whether a link's school belongs to an organisation of this scope."""
    school = link.school
    pilots = {
        member.pilot_id
        for pilot in link.wave.campaign.region.pilots
        for member in pilot.members
        if member.school_id == school.id
    }
    return (
        scope.everything
        or school.id in scope.school_ids
        or school.municipality_id in scope.municipality_ids
        or school.municipality.region_id in scope.region_ids
        or school.board_id in scope.board_ids
        or not pilots.isdisjoint(scope.pilot_ids)
    )
