"""A publication as one JSON document, part by part."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analysis.exports.codebook import Codebook, Measured, Wordings, codebook_of
from analysis.exports.layouts import Layout, Value, lay_out
from analysis.exports.observations import CONTRACT
from analysis.publications import Cell, Publication, Unit

ROWS_AT_A_TIME = 1000


def as_json(
    publication: Publication,
    units: Iterable[Unit],
    cells: Iterable[Cell],
    *,
    layout: Layout = Layout.LONG,
    language: str | None = None,
) -> Iterator[str]:
    """Give the document: what was published by which rules, the codebook, and the rows.

    A row is an object by column; what is empty is null. Raises LanguageNotOffered.
    """
    table = lay_out(publication, units, cells, layout=layout, language=language)
    return _parts(header_of(publication), table.columns, table.rows)


def header_of(publication: Publication) -> dict[str, Any]:
    """Give what a file says about its publication before the figures come."""
    wave = publication.wave
    return {
        "contract": CONTRACT,
        "publication": {
            "id": publication.id,
            "number": publication.number,
            "campaign": wave.campaign.name,
            "wave": wave.kind,
            "first_day": wave.opens_on.isoformat(),
            "last_day": wave.last_on.isoformat(),
            "published_at": publication.published_at.isoformat(),
            "software_version": publication.software_version,
            "digest": publication.digest,
        },
        "rules": dict(publication.rules),
        "codebook": _codebook(codebook_of(publication)),
    }


def _parts(
    header: Mapping[str, Any], columns: tuple[str, ...], rows: Iterable[tuple[Value, ...]]
) -> Iterator[str]:
    yield _text(header)[:-1] + ',\n"rows": ['
    separator, part = "\n", []
    for row in rows:
        values = (None if value == "" else value for value in row)
        part.append(separator + _text(dict(zip(columns, values, strict=True))))
        separator = ",\n"
        if len(part) == ROWS_AT_A_TIME:
            yield "".join(part)
            part.clear()
    yield "".join(part) + "\n]}\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _codebook(codebook: Codebook) -> dict[str, Any]:
    return {
        "questionnaire": codebook.questionnaire,
        "version": codebook.version,
        "languages": list(codebook.languages),
        "titles": dict(codebook.titles),
        "measures": [_measure(measure) for measure in codebook.measures],
    }


def _measure(measure: Measured) -> dict[str, Any]:
    return {
        "measure": measure.code,
        "kind": measure.kind.value,
        "groups": list(measure.groups),
        "wordings": _wordings(measure.wordings),
        "answers": [
            {
                "option": answer.code,
                "value": answer.value,
                "favourable": answer.is_favourable,
                "wordings": _wordings(answer.wordings),
            }
            for answer in measure.answers
        ],
    }


def _wordings(wordings: Wordings) -> dict[str, dict[str, str]]:
    """Give texts by language and group; "all" is the wording for every group."""
    return {
        language: {group or "all": text for group, text in texts.items()}
        for language, texts in wordings.items()
    }
