"""How the figures of a publication lie in a table: a row per statistic, or a row per figure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from analysis.exports.codebook import Codebook, codebook_of
from analysis.exports.indicators import with_indicators
from analysis.exports.names import name_of
from analysis.exports.observations import (
    COLUMNS,
    CONTRACT,
    STATISTICS,
    Number,
    about,
    names_of,
    observations,
)
from analysis.publications import ALL_GROUPS, Cell, Publication, Status, Unit, UnitKind
from surveys.campaigns import WaveKind
from surveys.errors import LanguageNotOffered
from surveys.items import RespondentGroup

Value = str | Number | None
# Until here a row of either layout says which figure it is about.
FIGURE = COLUMNS[: COLUMNS.index("measure") + 1]
WIDE_LABELS: tuple[str, ...] = ("unit_kind", "respondent_group", "measure", "status")
LONG_LABELS = (*WIDE_LABELS[:3], "statistic", "option", "status")


# The codes that every publication can use, by column; those of measures stand in its codebook.
VOCABULARIES: Mapping[str, tuple[str, ...]] = {
    "wave": tuple(kind.value for kind in WaveKind),
    "unit_kind": tuple(kind.value for kind in UnitKind),
    "respondent_group": (*(group.value for group in RespondentGroup), ALL_GROUPS),
    "statistic": STATISTICS,
    "status": tuple(status.value for status in Status),
}


class Layout(StrEnum):
    """Long has a row per figure and statistic, wide a row per figure."""

    LONG = "long"
    WIDE = "wide"


@dataclass(frozen=True)
class Table:
    """The names of columns, and rows that can be read once."""

    columns: tuple[str, ...]
    rows: Iterable[tuple[Value, ...]]


def file_name(
    publication: Publication, ending: str, *, layout: Layout, language: str | None
) -> str:
    """Name a file after its publication and contract, and after how it was wanted."""
    wide = "-wide" if layout is Layout.WIDE else ""
    spoken = f"-{language}" if language else ""
    return f"klankbord-publication-{publication.id}-contract-{CONTRACT}{wide}{spoken}.{ending}"


def lay_out(
    publication: Publication,
    units: Iterable[Unit],
    cells: Iterable[Cell],
    *,
    layout: Layout = Layout.LONG,
    language: str | None = None,
) -> Table:
    """Give these figures of a publication as a table, with labels at the end in a language.

    Raises LanguageNotOffered when the questionnaire does not speak it.
    """
    codebook = codebook_of(publication)
    if language is not None and language not in codebook.languages:
        raise LanguageNotOffered(language)
    cells = with_indicators(publication.wave.version, cells)
    if layout is Layout.WIDE:
        columns, labelled = _wide_columns(codebook), WIDE_LABELS
        rows = _wide_rows(about(publication), names_of(units), cells, codebook.options)
    else:
        columns, labelled = COLUMNS, LONG_LABELS
        rows = observations(publication, units, cells)
    if language is None:
        return Table(columns, rows)
    return Table(
        (*columns, *(f"{column}_label" for column in labelled)),
        _labelled(rows, columns, labelled, _labels(codebook, language)),
    )


def share_column(option: str) -> str:
    """Give the name of the column that holds the share of an answer."""
    return f"share_{option.replace('-', '_')}"


def _wide_columns(codebook: Codebook) -> tuple[str, ...]:
    shares = (share_column(option) for option in codebook.options)
    return (*FIGURE, "n", "coverage", "mean", "favourable", *shares, "status")


def _wide_rows(
    start: tuple[str, ...],
    names: Mapping[tuple[str, str], str],
    cells: Iterable[Cell],
    options: tuple[str, ...],
) -> Iterator[tuple[Value, ...]]:
    for cell in cells:
        unit = (cell.unit_kind, cell.unit_key)
        yield (
            *start, *unit, names[unit], cell.respondent_group, cell.measure,
            cell.n, cell.coverage, cell.mean, cell.favourable,
            *(cell.shares.get(option, "") for option in options),
            cell.status,
        )  # fmt: skip


def codebook_table(codebook: Codebook) -> Table:
    """Give every code with its words: a row per code, a column `label_<language>` per language.

    A question, or an answer, that a group reads in other words has one more row for that group.
    """
    labels = tuple(f"label_{language}" for language in codebook.languages)
    columns = ("column", "measure", "respondent_group", "code", "value", "favourable", *labels)
    return Table(columns, _codebook_rows(codebook))


def _codebook_rows(codebook: Codebook) -> Iterator[tuple[Value, ...]]:
    for column, codes in VOCABULARIES.items():
        for code in codes:
            names = (name_of(code, language) for language in codebook.languages)
            yield (column, "", "", code, None, "", *names)
    for measure in codebook.measures:
        for group in ("", *measure.own_groups):
            texts = (measure.text(language, group) for language in codebook.languages)
            yield ("measure", measure.code, group, measure.code, None, "", *texts)
        for answer in measure.answers:
            favourable = "yes" if answer.is_favourable else "no"
            for group in ("", *answer.own_groups):
                texts = (answer.text(language, group) for language in codebook.languages)
                yield ("option", measure.code, group, answer.code, answer.value, favourable, *texts)


# Of a column, a respondent group, a measure and a code: the words for that code.
Labels = Callable[[str, str, str, str], str]


def _labels(codebook: Codebook, language: str) -> Labels:
    measures = {measure.code: measure for measure in codebook.measures}
    answers = {
        (measure.code, answer.code): answer
        for measure in codebook.measures
        for answer in measure.answers
    }

    @cache
    def label(column: str, group: str, measure: str, code: str) -> str:
        if column == "measure":
            return measures[measure].text(language, group)
        if column == "option":
            return answers[measure, code].text(language, group) if code else ""
        return name_of(code, language)

    return label


def _labelled(
    rows: Iterable[tuple[Value, ...]],
    columns: tuple[str, ...],
    labelled: tuple[str, ...],
    label: Labels,
) -> Iterator[tuple[Value, ...]]:
    group, measure = columns.index("respondent_group"), columns.index("measure")
    places = [(column, columns.index(column)) for column in labelled]
    for row in rows:
        words = (
            label(column, str(row[group]), str(row[measure]), str(row[place]))
            for column, place in places
        )
        yield (*row, *words)
