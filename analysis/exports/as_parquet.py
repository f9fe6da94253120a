"""A publication as Parquet, a row group at a time. It loads pyarrow: for jobs and commands."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.exports.layouts import Layout, Table, Value, lay_out
from analysis.exports.observations import CONTRACT
from analysis.publications import Cell, Publication, Unit

ROWS_PER_GROUP = 100_000
ROWS_AT_A_TIME = 1_000
_FIGURES = {"value_number": pa.float64(), "lower": pa.float64(), "upper": pa.float64()}
_TYPES = {
    "publication": pa.int64(),
    "first_day": pa.date32(),
    "last_day": pa.date32(),
    **_FIGURES,
}
# Few texts occur often: each is stored once per row group.
_TEXT = pa.dictionary(pa.int32(), pa.string())


def write_parquet(
    file: Path,
    publication: Publication,
    units: Iterable[Unit],
    cells: Iterable[Cell],
    *,
    layout: Layout = Layout.LONG,
    language: str | None = None,
) -> None:
    """Write the file, holding one row group in memory; what is empty is null.

    Raises LanguageNotOffered when the questionnaire has no labels in that language.
    """
    table = lay_out(publication, units, cells, layout=layout, language=language)
    schema = schema_of(table, publication)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for columns in _row_groups(table):
            arrays = list(map(_array, table.columns, columns))
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))


def schema_of(table: Table, publication: Publication) -> pa.Schema:
    """Give the columns with their types, and which publication and contract they come from."""
    about = {
        "contract": CONTRACT,
        "publication": str(publication.id),
        "digest": publication.digest,
    }
    return pa.schema([(name, _TYPES.get(name, _TEXT)) for name in table.columns], metadata=about)


def _row_groups(table: Table) -> Iterator[list[list[Value]]]:
    """Give the columns of each row group."""
    rows = iter(table.rows)
    # Rows are turned a few at a time: many at once keep the garbage collector busy.
    while some := list(islice(rows, ROWS_AT_A_TIME)):
        columns = [list(values) for values in zip(*some, strict=True)]
        while len(columns[0]) < ROWS_PER_GROUP and (some := list(islice(rows, ROWS_AT_A_TIME))):
            for column, values in zip(columns, zip(*some, strict=True), strict=True):
                column.extend(values)
        yield columns


def _array(column: str, values: Sequence[Value]) -> pa.Array:
    if column in _FIGURES:
        return pa.array(values, _FIGURES[column])
    # What is the same in every row is not looked at row by row.
    if values.count(values[0]) == len(values):
        texts = pa.repeat(pa.scalar(values[0] or None, pa.string()), len(values))
    else:
        texts = pa.array(values, pa.string())
        texts = pc.if_else(pc.equal(texts, ""), None, texts)
    kind = _TYPES.get(column, _TEXT)
    return texts.dictionary_encode() if kind is _TEXT else texts.cast(kind)
