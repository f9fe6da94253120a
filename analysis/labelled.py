"""Trying the pipeline on comments of which the themes are known, from a labelled file."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.clustering import Evaluation, evaluate, find_themes
from analysis.embedding import Embedder
from analysis.redaction import redact
from surveys.errors import InvalidFile, Mistake, say

COLUMNS = ("text", "label", "language")


@dataclass(frozen=True)
class LabelledComment:
    """One comment, what it is about, and its language (an ISO 639-1 code)."""

    text: str
    label: str
    language: str


def read_labelled(data: bytes) -> Sequence[LabelledComment]:
    """Read a CSV file with the columns text, label and language; UTF-8, with `,` or `;`.

    Raises InvalidFile with every mistake.
    """
    text = data.decode("utf-8-sig", errors="replace")
    delimiter = max(",;", key=text.partition("\n")[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    lacking = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if lacking:
        cure = say("use these columns: %(columns)s", columns=", ".join(COLUMNS))
        fault = say("there is no column %(columns)s", columns=", ".join(lacking))
        raise InvalidFile([Mistake(say("line %(line)s", line=1), fault, cure)])
    found, mistakes = [], []
    for row in rows:
        cells = [(row[name] or "").strip() for name in COLUMNS]
        if all(cells):
            found.append(LabelledComment(*cells))
            continue
        place = say("line %(line)s", line=rows.line_num)
        mistakes.append(Mistake(place, say("a cell is empty"), say("fill it in")))
    if mistakes:
        raise InvalidFile(mistakes)
    return found


def evaluate_labelled(comments: Sequence[LabelledComment], embedder: Embedder) -> Evaluation:
    """Redact, embed and theme these comments as those of a first wave, and compare the themes."""
    languages = [comment.language for comment in comments]
    texts = [redact(comment.text, comment.language).text for comment in comments]
    themes = find_themes(embedder.embed(texts), languages)
    return evaluate([comment.label for comment in comments], themes.labels, languages)
