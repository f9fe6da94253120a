"""A publication as an OData v4 dataset in the shape of CBS StatLine's. docs/api.md says it all.

The fields of the row types here are the contract: `$metadata` is written from them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, NewType, get_args, get_type_hints

from babel.dates import format_date

from analysis.exports.codebook import Codebook, Measured
from analysis.exports.names import name_of
from analysis.exports.observations import CONTRACT, STATISTICS, in_numbers, statistics
from analysis.precision import HIGH, LOW, MIDDLE
from analysis.publications import ALL_GROUPS, Cell, Publication, Status, Unit
from surveys.campaigns import Wave, WaveKind

CATALOG = "Klankbord"
NAMESPACE = "Klankbord"
LANGUAGE = "nl"
MEAN_WORDS = frozenset({LOW, MIDDLE, HIGH})

Moment = NewType("Moment", str)
Day = NewType("Day", str)


class Catalog(NamedTuple):
    """A set of datasets; there is one."""

    Identifier: str
    Index: int
    Title: str
    Description: str
    Publisher: str
    Language: str


class Dataset(NamedTuple):
    """One publication, and what it is about."""

    Identifier: str
    Title: str
    Description: str
    Language: str
    Catalog: str
    Status: str
    Modified: Moment
    ObservationsModified: Moment
    TemporalCoverage: str
    FirstDay: Day
    LastDay: Day
    Publication: int
    Digest: str
    Contract: str


class Dimension(NamedTuple):
    """What observations are split by."""

    Identifier: str
    Title: str
    Description: str
    Kind: str
    ContainsGroups: bool
    ContainsCodes: bool


class Group(NamedTuple):
    """A heading above codes."""

    Id: str
    Index: int
    Title: str
    Description: str
    ParentId: str | None


class Code(NamedTuple):
    """One value of a dimension."""

    Identifier: str
    Index: int
    Title: str
    Description: str
    DimensionGroupId: str | None


class MeasureCode(NamedTuple):
    """One statistic of what was asked."""

    Identifier: str
    Index: int
    Title: str
    Description: str
    MeasureGroupId: str
    DataType: str
    Unit: str
    Decimals: int
    PresentationType: str


class ValueAttribute(StrEnum):
    """How a value is to be taken: a number that stands for a range is none."""

    NONE = "None"
    AT_MOST = "AtMost"
    AT_LEAST = "AtLeast"
    BAND = "Band"
    CONFIDENTIAL = "Confidential"


class Observation(NamedTuple):
    """One statistic of one figure.

    `Value` is a number only where exactly that number was shown; `StringValue` is what was shown,
    and `ValueAttribute` how to take it.
    """

    Id: str
    Measure: str
    Unit: str
    Respondents: str
    Periods: str
    ValueAttribute: str
    Value: float | None
    StringValue: str | None


# By entity set, what its rows are.
CATALOG_SETS: Mapping[str, type[Any]] = {"Catalogs": Catalog, "Datasets": Dataset}
DATASET_SETS: Mapping[str, type[Any]] = {
    "MeasureGroups": Group,
    "MeasureCodes": MeasureCode,
    "Dimensions": Dimension,
    "UnitGroups": Group,
    "UnitCodes": Code,
    "RespondentsCodes": Code,
    "PeriodsCodes": Code,
    "Observations": Observation,
}
DATASET_SINGLETONS: Mapping[str, type[Any]] = {"Properties": Dataset}


def catalog_row(publisher: str) -> Catalog:
    """Give the one catalog."""
    return Catalog(CATALOG, 0, CATALOG, "", publisher, LANGUAGE)


def dataset_row(publication: Publication, identifier: str, *, is_latest: bool) -> Dataset:
    """Describe a publication under the identifier by which it was asked for."""
    wave = publication.wave
    moment = _moment(publication.published_at)
    return Dataset(
        Identifier=identifier,
        Title=f"{wave.campaign.name}: {wave.kind} ({wave.opens_on.isoformat()})",
        Description="",
        Language=LANGUAGE,
        Catalog=CATALOG,
        Status="Current" if is_latest else "Superseded",
        Modified=moment,
        ObservationsModified=moment,
        TemporalCoverage=period_code(wave),
        FirstDay=_day(wave.opens_on),
        LastDay=_day(wave.last_on),
        Publication=publication.id,
        Digest=publication.digest,
        Contract=CONTRACT,
    )


def dimension_rows() -> list[Dimension]:
    """Describe what observations are split by."""
    return [
        Dimension("Unit", "Eenheid", "", "Dimension", ContainsGroups=True, ContainsCodes=True),
        Dimension("Respondents", "Groep", "", "Dimension", False, True),
        Dimension("Periods", "Perioden", "", "TimeDimension", False, True),
    ]


def measure_group_rows(codebook: Codebook) -> list[Group]:
    """Give a heading for all that was asked."""
    spoken = _spoken(codebook)
    return [
        Group(measure.code, index, measure.text(spoken), "", None)
        for index, measure in enumerate(codebook.measures)
    ]


def measure_code_rows(codebook: Codebook) -> list[MeasureCode]:
    """Give every statistic that an observation may be of."""
    spoken = _spoken(codebook)
    rows: list[MeasureCode] = []
    for measure in codebook.measures:
        for statistic, option, said in _statistics_of(measure, spoken):
            is_share = statistic not in {"n", "mean"}
            rows.append(
                MeasureCode(
                    Identifier=measure_code(measure.code, statistic, option),
                    Index=len(rows),
                    Title=f"{measure.text(spoken)} – {said}",
                    Description="",
                    MeasureGroupId=measure.code,
                    DataType="Double",
                    Unit="%" if is_share else "aantal" if statistic == "n" else "punten",
                    Decimals=1 if statistic == "mean" else 0,
                    PresentationType="Relative" if is_share else "Absolute",
                )
            )
    return rows


def unit_group_rows(units: Iterable[Unit]) -> list[Group]:
    """Give a heading for each kind of unit that is there."""
    kinds = dict.fromkeys(unit.kind for unit in units)
    return [
        Group(kind, index, name_of(kind, LANGUAGE), "", None) for index, kind in enumerate(kinds)
    ]


def unit_code_rows(units: Iterable[Unit]) -> list[Code]:
    """Give the units under the names that they had when it was published."""
    return [
        Code(unit_code(unit), index, unit.name, "", unit.kind) for index, unit in enumerate(units)
    ]


def respondents_code_rows(wave: Wave) -> list[Code]:
    """Give the respondent groups, and all of them together."""
    return [
        Code(group, index, name_of(group, LANGUAGE), "", None)
        for index, group in enumerate([*wave.version.groups, ALL_GROUPS])
    ]


def period_code_rows(wave: Wave) -> list[Code]:
    """Give the one period of a wave."""
    pattern = "y QQQQ" if wave.kind == WaveKind.QUARTERLY.value else "y MMMM"
    title = format_date(wave.opens_on, pattern, locale=LANGUAGE)
    return [Code(period_code(wave), 0, title, "", None)]


def observation_rows(wave: Wave, unit: Unit, cells: Iterable[Cell]) -> Iterator[Observation]:
    """Give what these figures of one unit say, in the order of `observations`."""
    period, code = period_code(wave), unit_code(unit)
    for cell in cells:
        for (statistic, option), said in statistics(cell).items():
            measure = measure_code(cell.measure, statistic, option)
            yield Observation(
                Id=f"{code}/{cell.respondent_group}/{measure}",
                Measure=measure,
                Unit=code,
                Respondents=cell.respondent_group,
                Periods=period,
                ValueAttribute=_attribute(said, cell.status),
                Value=in_numbers(statistic, said).exactly,
                StringValue=said or None,
            )


def measure_code(measure: str, statistic: str, option: str = "") -> str:
    """Give the code of one statistic: `dichtbij.mean`, `dichtbij.share.yes`."""
    return ".".join(filter(None, (measure, statistic, option)))


def unit_code(unit: Unit) -> str:
    """Give the code of a unit among those of all kinds: `school:12`."""
    return f"{unit.kind}:{unit.key}"


def period_code(wave: Wave) -> str:
    """Give the quarter (2026KW04) of a quarterly question, the month (2026MM11) of any other wave.

    It is that of the wave's first day, in the codes of Statistics Netherlands.
    """
    day = wave.opens_on
    if wave.kind == WaveKind.QUARTERLY.value:
        return f"{day.year}KW{(day.month + 2) // 3:02}"
    return f"{day.year}MM{day.month:02}"


def csdl(sets: Mapping[str, type[Any]], singletons: Mapping[str, type[Any]]) -> str:
    """Describe entity sets and singletons in the Common Schema Definition Language (XML)."""
    types = {kind.__name__: kind for kind in (*sets.values(), *singletons.values())}
    return "".join(
        (
            '<?xml version="1.0" encoding="utf-8"?>',
            '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">',
            f'<edmx:Reference Uri="{_CAPABILITIES}.xml">',
            '<edmx:Include Namespace="Org.OData.Capabilities.V1" Alias="Capabilities"/>',
            "</edmx:Reference><edmx:DataServices>",
            f'<Schema Namespace="{NAMESPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">',
            *(_entity_type(name, kind) for name, kind in types.items()),
            '<EntityContainer Name="Container">',
            *(_entity_set(name, kind.__name__) for name, kind in sets.items()),
            *(
                f'<Singleton Name="{name}" Type="{NAMESPACE}.{kind.__name__}"/>'
                for name, kind in singletons.items()
            ),
            "</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>",
        )
    )


_CAPABILITIES = (
    "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1"
)
_EDM_TYPES: Mapping[Any, str] = {
    str: "Edm.String",
    int: "Edm.Int32",
    float: "Edm.Double",
    bool: "Edm.Boolean",
    Moment: "Edm.DateTimeOffset",
    Day: "Edm.Date",
}


def _spoken(codebook: Codebook) -> str:
    return LANGUAGE if LANGUAGE in codebook.languages else codebook.languages[0]


def _statistics_of(measure: Measured, language: str) -> Iterator[tuple[str, str, str]]:
    """Give what may be said of a measure: the statistic, the code of the answer, and in words."""
    for statistic in STATISTICS:
        said = name_of(statistic, LANGUAGE)
        if statistic != "share":
            yield statistic, "", said
            continue
        for answer in measure.answers:
            yield statistic, answer.code, f"{said}: {answer.text(language)}"


def _attribute(said: str, status: str) -> ValueAttribute:
    if status == Status.HIDDEN.value:
        return ValueAttribute.CONFIDENTIAL
    if said.startswith("≤"):
        return ValueAttribute.AT_MOST
    if said.startswith("≥"):
        return ValueAttribute.AT_LEAST
    is_band = "–" in said or said in MEAN_WORDS
    return ValueAttribute.BAND if is_band else ValueAttribute.NONE


def _entity_type(name: str, kind: type[Any]) -> str:
    hints = get_type_hints(kind)
    key, *_ = hints
    properties = "".join(_property(field, hint) for field, hint in hints.items())
    return (
        f'<EntityType Name="{name}"><Key><PropertyRef Name="{key}"/></Key>{properties}</EntityType>'
    )


def _property(name: str, hint: Any) -> str:
    options = get_args(hint)
    edm_type = _EDM_TYPES[options[0] if options else hint]
    return f'<Property Name="{name}" Type="{edm_type}" Nullable="{str(bool(options)).lower()}"/>'


def _entity_set(name: str, kind: str) -> str:
    return (
        f'<EntitySet Name="{name}" EntityType="{NAMESPACE}.{kind}">'
        '<Annotation Term="Capabilities.SortRestrictions">'
        '<Record><PropertyValue Property="Sortable" Bool="false"/></Record>'
        "</Annotation></EntitySet>"
    )


def _moment(moment: datetime) -> Moment:
    return Moment(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _day(day: date) -> Day:
    return Day(day.isoformat())
