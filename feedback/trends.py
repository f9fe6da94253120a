"""A figure through the waves of a campaign: which earlier ones it goes on from, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analysis.estimates import Share, Verdict, compare, favourable_of, shown_limits
from analysis.exports.indicators import with_indicators
from analysis.publications import Cell, Publication, Status, Unit, load_cells, load_earlier
from analysis.trends import Change, change_of
from feedback.i18n import gettext as _
from surveys.items import RespondentGroup
from surveys.questionnaires import Version, load_questions

# Respondent group → item → the words in which it was asked.
Wordings = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Point:
    """The same figure in one wave; `is_reworded` when the question was put otherwise then."""

    publication: Publication
    cell: Cell
    limits: tuple[int, int] | None
    is_reworded: bool = False


@dataclass(frozen=True)
class Trend:
    """A figure in earlier waves and this one; without points when none of them counts.

    `since_first` holds it against the first point. `starts_again` tells that what was measured
    before the question got a new meaning is left out.
    """

    points: Sequence[Point] = ()
    since_first: Verdict | None = None
    starts_again: bool = False

    @property
    def sentences(self) -> Sequence[str]:
        """Say how the figure differs from the first one that counts, or why that is not told."""
        said = []
        if self.starts_again:
            said.append(_("This question got another meaning. Waves before that do not count."))
        if self.points:
            said.append(self._since_first())
        return said

    def _since_first(self) -> str:
        if self.since_first is not None:
            since = _("Since the first wave:")
            if self.starts_again:
                since = _("Since the first wave after that:")
            return f"{since} {verdict_text(self.since_first)}"
        if self.points[0].is_reworded:
            return _("The question was put in other words before, so the waves are not compared.")
        return _("The first wave says too little to compare with.")


@dataclass(frozen=True)
class Before:
    """What is published of a unit and group in an earlier wave, and how many people there were."""

    publication: Publication
    cells: Mapping[str, Cell]
    n_people: int | None
    wordings: Wordings

    def find(self, measure: str) -> Cell | None:
        """Find a figure, when it is shown."""
        cell = self.cells.get(measure)
        return cell if cell is not None and cell.status == Status.SHOWN else None

    def share_of(self, measure: str) -> Share | None:
        """Give the favourable share of a figure, with the same limits as on its own page."""
        return favourable_of(self.cells.get(measure), self.n_people)


@dataclass(frozen=True)
class Past:
    """The earlier waves of a publication, the first one first; `wordings` are those of now."""

    publication: Publication
    waves: Sequence[Before]
    wordings: Wordings

    def trend(self, cell: Cell, share: Share | None) -> Trend:
        """Give the trend up to a figure, of which `share` is what it shows."""
        found = [one for one in self.waves if one.find(cell.measure)]
        if share is None or not found:
            return Trend()
        counted = [
            one for one in found if self._change(one, cell.measure) is not Change.NEW_MEANING
        ]
        starts_again = len(counted) < len(found)
        if not counted:
            return Trend(starts_again=starts_again)
        points = [self._point(one, cell.measure) for one in counted]
        first = None if points[0].is_reworded else counted[0].share_of(cell.measure)
        return Trend(
            [*points, Point(self.publication, cell, shown_limits(share))],
            compare(share, first) if first else None,
            starts_again,
        )

    def _change(self, before: Before, measure: str) -> Change:
        return change_of(measure, before.publication.wave.version, self.publication.wave.version)

    def _point(self, before: Before, measure: str) -> Point:
        share = before.share_of(measure)
        return Point(
            before.publication,
            before.cells[measure],
            shown_limits(share) if share else None,
            self._is_reworded(before, measure),
        )

    def _is_reworded(self, before: Before, measure: str) -> bool:
        """Tell whether a version says so, or any group was asked in other words then."""
        item = measure.partition(":")[0]
        return self._change(before, measure) is Change.WORDING or any(
            item in texts and texts[item] != self.wordings[group].get(item, texts[item])
            for group, texts in before.wordings.items()
        )


def verdict_text(verdict: Verdict) -> str:
    """Say a verdict of a comparison with a larger unit or an earlier wave."""
    return {
        Verdict.HIGHER: _("higher"),
        Verdict.LOWER: _("lower"),
        Verdict.NONE_SHOWN: _("no demonstrable difference"),
    }[verdict]


def load_past(
    session: Session,
    publication: Publication,
    unit: Unit,
    group: str,
    *,
    wordings: Wordings,
    language: str,
) -> Past:
    """Give what was published of a unit and group in earlier waves of the campaign.

    `wordings` are those of now in a language, of the groups that the figures are of.
    """
    waves = []
    for earlier in load_earlier(session, publication):
        version = earlier.wave.version
        cells = with_indicators(version, load_cells(session, earlier.id, [(unit.kind, unit.key)]))
        then = session.get(Unit, (earlier.id, unit.kind, unit.key))
        waves.append(
            Before(
                earlier,
                {cell.measure: cell for cell in cells if cell.respondent_group == group},
                ((then and then.headcounts) or {}).get(group),
                _wordings(session, version, wordings, language),
            )
        )
    return Past(publication, waves, wordings)


def _wordings(session: Session, version: Version, groups: Iterable[str], language: str) -> Wordings:
    """Give how a version asked these groups; nothing where it does not speak the language."""
    if language not in version.languages:
        return {}
    return {
        group: {
            question.code: question.text
            for question in load_questions(
                session, version, RespondentGroup(group), language
            ).questions
        }
        for group in groups
        if group in version.groups
    }
