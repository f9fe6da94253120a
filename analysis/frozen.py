"""What publications froze: blocks and turnout, from which all is counted again without answers.

Of a pool it is known what its schools answered together and how many answered at each, not who said
what. So its answers are dealt out to its schools, and only sums over the pool mean anything.
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.aggregate import Measure
from analysis.disclosure import SafeBlock
from analysis.figures import MeasuredBlocks
from analysis.measures import measures_of
from analysis.publications import Block, Publication, Turnout


def load_frozen(session: Session, publication: Publication) -> list[MeasuredBlocks]:
    """Give the blocks of a publication, as they were when it was made."""
    blocks: dict[tuple[str, str], list[SafeBlock]] = {}
    of_publication = select(Block).where(Block.publication_id == publication.id)
    for row in session.scalars(of_publication.order_by(Block.number)):
        block = SafeBlock(tuple(row.school_ids), row.counts)
        blocks.setdefault((row.measure, row.respondent_group), []).append(block)
    turnouts: dict[str, list[Turnout]] = {}
    for turnout in session.scalars(
        select(Turnout)
        .where(Turnout.publication_id == publication.id)
        .order_by(Turnout.respondent_group)
    ):
        turnouts.setdefault(turnout.measure, []).append(turnout)
    return [
        _frozen(measure, turnout, blocks.get((measure.code, turnout.respondent_group), []))
        for measure in measures_of(publication.wave.version)
        for turnout in turnouts.get(measure.code, ())
    ]


def _frozen(measure: Measure, turnout: Turnout, blocks: Sequence[SafeBlock]) -> MeasuredBlocks:
    n_of = {int(school): n for school, n in turnout.n.items()}
    return MeasuredBlocks(
        measure=measure,
        group=turnout.respondent_group,
        threshold=turnout.threshold,
        invited=frozenset(n_of),
        counts=deal_out(blocks, n_of, list(measure.scale.values)),
        blocks=blocks,
    )


def deal_out(
    blocks: Iterable[SafeBlock], n_of: Mapping[int, int], codes: Sequence[str]
) -> pd.DataFrame:
    """Give a row per school with answers and a column per code, that add up to these blocks.

    `n_of` has the number of respondents of every school. What is in no block is dealt out as if
    everybody gave the first answer: nothing is known of it.
    """
    rows = {school: dict.fromkeys(codes, 0) | {codes[0]: n} for school, n in n_of.items() if n}
    for block in blocks:
        left = dict.fromkeys(codes, 0) | dict(block.counts)
        for school in sorted(block.schools, key=lambda school: (-n_of[school], school)):
            # The largest first and of the commonest answer, for that is why it had to hide.
            needed, row = n_of[school], dict.fromkeys(codes, 0)
            for code in sorted(codes, key=lambda code: -left[code]):
                row[code] = min(left[code], needed)
                left[code] -= row[code]
                needed -= row[code]
            rows[school] = row
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(codes), dtype=int)
