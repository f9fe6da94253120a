"""A unit's figures in words: what they say, how sure they are, what they are compared with.

Everything follows from publications. The page, the report and the poster read the same readings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from analysis.estimates import (
    Share,
    Verdict,
    as_grade,
    compare,
    favourable_of,
    response_rate,
    shown_limits,
    shown_mean_limits,
)
from analysis.exports.indicators import indicators_of, with_indicators
from analysis.publications import (
    ALL_GROUPS,
    Cell,
    Publication,
    Status,
    Unit,
    UnitKind,
    answering_code,
    load_cells,
    load_units,
)
from feedback.charts import Segment, as_number, share_bar
from feedback.i18n import current_locale
from feedback.i18n import gettext as _
from feedback.sentences import sentence_of
from feedback.trends import Past, Trend, Wordings, load_past
from surveys.items import Kind, Option, Question, RespondentGroup
from surveys.questionnaires import Version, load_questions, load_texts

DOES_NOT_APPLY = "na"
MOSTLY = 50
# With which larger units a unit is compared: never with others of its own kind, one by one.
_COMPARED_WITH: Mapping[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.SCHOOL: (UnitKind.EDUCATION_TYPE, UnitKind.PILOT, UnitKind.REGION),
    UnitKind.EDUCATION_TYPE: (UnitKind.REGION,),
    UnitKind.BOARD: (UnitKind.REGION,),
    UnitKind.MUNICIPALITY: (UnitKind.REGION,),
    UnitKind.PILOT: (UnitKind.REGION,),
    UnitKind.EDUCATION_AREA: (UnitKind.REGION,),
    UnitKind.REGION: (),
}


@dataclass(frozen=True)
class Comparison:
    """How a figure compares with that of a larger unit."""

    unit: Unit
    favourable: str
    verdict: Verdict


@dataclass(frozen=True)
class Reading:
    """One measure of a unit and group, with all that can be said of it."""

    text: str
    cell: Cell
    options: tuple[Option, ...]
    bar: Sequence[Segment]
    sentence: str = ""
    rate: str = ""
    limits: tuple[int, int] | None = None
    mean_limits: tuple[float, float] | None = None
    grade: float | None = None
    answering: Cell | None = None
    comparisons: Sequence[Comparison] = ()
    trend: Trend = field(default_factory=Trend)

    @property
    def missing(self) -> Mapping[str, str]:
        """Give which part did not know or skipped this, in percent, by the words for it."""
        if self.answering is None:
            return {}
        words = {option.code: option.text for option in self.options if option.missing}
        words["skipped"] = _("skipped")
        shares = self.answering.shares
        return {text: shares[code] for code, text in words.items() if code in shares}

    @property
    def mostly_does_not_apply(self) -> bool:
        """Tell whether this does not apply to more than half of those who were asked."""
        shares = self.answering.shares if self.answering else {}
        return as_number(shares.get(DOES_NOT_APPLY, "0")) > MOSTLY


@dataclass(frozen=True)
class UnitReadings:
    """What a publication says of a unit for one group, and for which groups it says anything."""

    publication: Publication
    unit: Unit
    groups: Sequence[str]
    group: str
    readings: Sequence[Reading]
    indicators: Sequence[tuple[str, Cell]]

    def find(self, measure: str) -> Reading | None:
        """Find the figure of a measure, an indicator too, when it is shown."""
        named = [Reading(name.capitalize(), cell, (), ()) for name, cell in self.indicators]
        found = (one for one in [*self.readings, *named] if one.cell.measure == measure)
        return next((one for one in found if one.cell.status == Status.SHOWN), None)

    @property
    def n_people(self) -> int | None:
        """Give how many people of the group there are, where that is known."""
        return (self.unit.headcounts or {}).get(self.group)


@dataclass
class _Reader:
    """Reads the figures of one unit and group, beside those of larger units and earlier waves."""

    publication: Publication
    unit: Unit
    group: str
    cells: Mapping[str, Cell]
    larger: Sequence[tuple[Unit, Mapping[str, Cell]]]
    past: Past
    asked: Mapping[str, Mapping[str, Question]]
    readings: list[Reading] = field(default_factory=list)

    def read(self) -> Sequence[Reading]:
        """Give the readings in the order of the questionnaire, in the words that were asked."""
        for item in self.publication.wave.version.items:
            wordings = [one[item.code] for one in self.asked.values() if item.code in one]
            if wordings:
                text = " / ".join(dict.fromkeys(wording.text for wording in wordings))
                self.readings += self._of_question(text, wordings[0])
        return self.readings

    def _of_question(self, text: str, question: Question) -> list[Reading]:
        found = []
        if question.code in self.cells:
            options = _options(question, self.cells)
            found.append(self._reading(text, question, question.code, options))
        return found + [
            self._reading(f"{text} {option.text}", question, code, _yes_and_no(), option.text)
            for option in question.options
            if (code := f"{question.code}:{option.code}") in self.cells
        ]

    def _reading(
        self,
        text: str,
        question: Question,
        measure: str,
        options: Sequence[Option],
        picked: str = "",
    ) -> Reading:
        cell = self.cells[measure]
        n_people = (self.unit.headcounts or {}).get(self.group)
        share = favourable_of(cell, n_people)
        reading = Reading(
            text=text,
            cell=cell,
            options=tuple(options),
            bar=share_bar(cell, options, _("the rest")),
            sentence=_sentence(cell, options, picked),
            rate=response_rate(cell.n, n_people),
            limits=shown_limits(share) if share else None,
            mean_limits=_mean_limits(cell, options, n_people),
            grade=_grade(cell, question),
            answering=self.cells.get(answering_code(measure)),
            trend=self.past.trend(cell, share),
        )
        if share is None or reading.mostly_does_not_apply:
            return reading
        return replace(reading, comparisons=self._comparisons(measure, share))

    def _comparisons(self, measure: str, share: Share) -> list[Comparison]:
        return [
            Comparison(unit, cells[measure].favourable, compare(share, other))
            for unit, cells in self.larger
            if (other := favourable_of(cells.get(measure), self._people_of(unit))) is not None
        ]

    def _people_of(self, unit: Unit) -> int | None:
        return (unit.headcounts or {}).get(self.group)


def read_unit(
    session: Session, publication: Publication, unit: Unit, group: str = ""
) -> UnitReadings | None:
    """Read what a publication says of a unit for a group; None when it says nothing of it.

    Without a group it is the first one that there is.
    """
    version = publication.wave.version
    larger = _larger(load_units(session, publication.id), unit)
    keys = [(one.kind, one.key) for one in (unit, *larger)]
    cells = list(with_indicators(version, load_cells(session, publication.id, keys)))
    own = [cell for cell in cells if (cell.unit_kind, cell.unit_key) == keys[0]]
    groups = _groups(own)
    chosen = group or next(iter(groups), "")
    if chosen not in groups:
        return None
    asked = {
        one: _asked(session, version, one)
        for one in groups
        if chosen in (one, ALL_GROUPS) and one != ALL_GROUPS
    }
    of_group = _by_measure(own, chosen)
    reader = _Reader(
        publication,
        unit,
        chosen,
        of_group,
        [
            (one, _by_measure(
                [cell for cell in cells if (cell.unit_kind, cell.unit_key) == (one.kind, one.key)],
                chosen,
            ))
            for one in larger
        ],
        load_past(
            session, publication, unit, chosen,
            wordings=_texts(asked), language=_language(version),
        ),
        asked,
    )  # fmt: skip
    indicators = [
        (indicator.name.replace("-", " "), of_group[indicator.code])
        for indicator in indicators_of(version)
        if indicator.code in of_group
    ]
    return UnitReadings(publication, unit, groups, chosen, reader.read(), indicators)


def question_texts(session: Session, version: Version) -> Mapping[str, str]:
    """Give the words of each question by its code, in the reader's language if they are there."""
    texts = load_texts(session, version.id, _language(version))
    words = {}
    for item in version.items:
        own = (texts.get((f"item.{item.code}.text", group)) for group in ("", *item.groups))
        words[item.code] = next(filter(None, own), item.code)
    return words


def _larger(units: Sequence[Unit], unit: Unit) -> list[Unit]:
    """Give the units that this one is compared with: those of larger kinds that hold it."""
    own = set(unit.school_ids)
    return [
        other
        for kind in _COMPARED_WITH[UnitKind(unit.kind)]
        for other in units
        if other.kind == kind and own < set(other.school_ids)
    ]


def _by_measure(cells: Iterable[Cell], group: str) -> dict[str, Cell]:
    return {cell.measure: cell for cell in cells if cell.respondent_group == group}


def _groups(cells: Iterable[Cell]) -> list[str]:
    present = {cell.respondent_group for cell in cells}
    order = [*(group.value for group in RespondentGroup), ALL_GROUPS]
    return [group for group in order if group in present]


def _grade(cell: Cell, question: Question) -> float | None:
    """Give the mean as a grade from 1 to 10, as schools know it from Vensters."""
    values = [option.value for option in question.options if option.value is not None]
    is_number = cell.mean.replace(".", "", 1).isdecimal()
    if question.kind is not Kind.SCALE or len(values) < 2 or not is_number:
        return None
    return as_grade(float(cell.mean), min(values), max(values))


def _mean_limits(
    cell: Cell, options: Sequence[Option], n_people: int | None
) -> tuple[float, float] | None:
    values = {option.code: option.value for option in options if option.value is not None}
    return shown_mean_limits(cell, values, n_people)


def _options(question: Question, by_measure: Mapping[str, Cell]) -> Sequence[Option]:
    """Give the answers to a question; to one that asks a number, the numbers that are shown."""
    if question.kind is not Kind.NUMBER:
        return question.options
    numbers = by_measure[question.code].shares
    return [Option(n, n, float(n), favourable=False, missing=False) for n in numbers]


def _asked(session: Session, version: Version, group: str) -> Mapping[str, Question]:
    questions = load_questions(session, version, RespondentGroup(group), _language(version))
    return {question.code: question for question in questions.questions}


def _texts(asked: Mapping[str, Mapping[str, Question]]) -> Wordings:
    return {
        group: {code: question.text for code, question in questions.items()}
        for group, questions in asked.items()
    }


def _language(version: Version) -> str:
    spoken = current_locale()
    return spoken if spoken in version.languages else version.languages[0]


def _yes_and_no() -> tuple[Option, ...]:
    """Give the two answers to one option of a multiple choice: it was picked, or it was not."""
    return (
        Option("yes", _("Yes"), None, favourable=True, missing=False),
        Option("no", _("No"), None, favourable=False, missing=False),
    )


def _sentence(cell: Cell, options: Sequence[Option], picked: str) -> str:
    if cell.status == Status.HIDDEN:
        return ""
    if picked:
        options = [Option("yes", picked, None, favourable=True, missing=False)]
    return sentence_of(cell, options)
