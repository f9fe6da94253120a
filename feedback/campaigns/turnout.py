"""How many took part so far, for staff: coarse counts, coarse shares, and who is behind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analysis.progress import Participation, find_behind, load_progress, share_of
from surveys.access_codes import count_printed
from surveys.distribution import Link
from surveys.headcounts import load_headcounts
from surveys.organisations import School


@dataclass(frozen=True)
class Turnout:
    """One group at one school: at least so many, percent of the headcount, codes on paper."""

    at_least: int
    share: int | None
    is_behind: bool
    n_printed: int


@dataclass(frozen=True)
class Counted:
    """The turnout of a wave as it was last counted, by school and then by group."""

    rows: Mapping[School, Mapping[str, Turnout]]
    counted_on: object

    @property
    def behind(self) -> Sequence[tuple[School, Sequence[str]]]:
        """Give the schools with the groups that are behind."""
        late = [
            (school, [group for group, turnout in own.items() if turnout.is_behind])
            for school, own in self.rows.items()
        ]
        return [(school, groups) for school, groups in late if groups]


def load_turnout(session: Session, wave_id: int, links: Collection[Link]) -> Counted:
    """Give the turnout of these links of a wave."""
    printed = count_printed(session, wave_id)
    n_printed = {_key(link): printed.get(link.id, 0) for link in links}
    everything = load_progress(session, wave_id)
    headcounts = {
        (school_id, group.value): n
        for (school_id, group), n in load_headcounts(
            session, {row.school_id for row in everything}
        ).items()
    }
    behind = find_behind(everything, headcounts)
    counted = [row for row in everything if _key(row) in n_printed]
    rows: dict[School, dict[str, Turnout]] = {}
    for row in counted:
        key = _key(row)
        rows.setdefault(row.school, {})[row.respondent_group] = Turnout(
            at_least=row.at_least,
            share=share_of(row.at_least, headcounts.get(key)),
            is_behind=key in behind,
            n_printed=n_printed[key],
        )
    return Counted(rows, counted[0].counted_on if counted else None)


def _key(row: Link | Participation) -> tuple[int, str]:
    return row.school_id, row.respondent_group
