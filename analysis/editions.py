"""Publications as they were made: for the outsider, and to tell whether they still are the same."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.attack import Report
from analysis.figures import Figure, figures_of
from analysis.frozen import load_frozen
from analysis.gate import Edition, attack_editions
from analysis.precision import Shown
from analysis.publications import (
    Block,
    Cell,
    Publication,
    Status,
    Turnout,
    digest,
    load_cells,
    load_numbers,
    load_publications,
    load_units,
)
from analysis.signing import SigningKey


@dataclass(frozen=True)
class Verdict:
    """Whether a publication is still what was published; `fault` says what is not."""

    publication_id: int
    fault: str = ""

    @property
    def is_intact(self) -> bool:
        """Tell whether all is as it was."""
        return not self.fault


def load_editions(session: Session, wave_id: int) -> list[Edition]:
    """Give all publications of a wave, with what they say and the blocks that they froze.

    Raises KeyError for a cell of a figure that its blocks do not give.
    """
    return [_edition(session, publication) for publication in load_numbers(session, wave_id)]


def _edition(session: Session, publication: Publication) -> Edition:
    units, blocks = load_units(session, publication.id), load_frozen(session, publication)
    figures = {_key(figure): figure for figure in figures_of(blocks, units)}
    return Edition(
        publication.number,
        units,
        blocks,
        [
            (
                figures[cell.unit_kind, cell.unit_key, cell.respondent_group, cell.measure],
                _said(cell),
            )
            for cell in load_cells(session, publication.id)
        ],
    )


def attack_published(session: Session) -> dict[int, Report]:
    """Let the outsider have everything that was ever published; gives its report by wave."""
    waves = {publication.wave_id for publication in load_publications(session)}
    return {wave_id: attack_editions(load_editions(session, wave_id)) for wave_id in sorted(waves)}


def verify(session: Session, key: SigningKey) -> list[Verdict]:
    """Tell of every publication whether digest, signature and figures still hold."""
    return [
        Verdict(publication.id, _fault(session, publication, key))
        for publication in load_publications(session)
    ]


def _fault(session: Session, publication: Publication, key: SigningKey) -> str:
    found = digest(
        publication.rules,
        load_units(session, publication.id),
        session.scalars(select(Block).where(Block.publication_id == publication.id)),
        session.scalars(select(Turnout).where(Turnout.publication_id == publication.id)),
        load_cells(session, publication.id),
        publication.language_differences,
    )
    if found != publication.digest:
        return "it does not have its digest"
    if not key.has_signed(publication.signed_text, publication.signature):
        return "it does not have our signature"
    return "" if _follows(session, publication) else "its figures do not follow from its blocks"


def _follows(session: Session, publication: Publication) -> bool:
    try:
        said = _edition(session, publication).said
    except KeyError:
        return False
    return all(figure.shown == shown for figure, shown in said)


def _key(figure: Figure) -> tuple[str, str, str, str]:
    return figure.unit.kind, figure.unit.key, figure.group, figure.measure.code


def _said(cell: Cell) -> Shown | None:
    if cell.status == Status.HIDDEN.value:
        return None
    return Shown(cell.n, cell.coverage, cell.mean, cell.favourable, cell.shares)
