"""Results on paper: the report of a unit, and the poster that says what is done with them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

from sqlalchemy.orm import Session

from analysis.actions import load_shown_actions
from analysis.estimates import favourable_of
from analysis.precision import MOST_OF_ALL
from analysis.publications import Publication, Unit, UnitKind
from feedback.charts import Segment
from feedback.figures import Reading, UnitReadings, read_unit
from feedback.fonts import printing_fonts
from feedback.i18n import current_locale, format_date
from feedback.i18n import gettext as _
from feedback.meaning import action_progress
from feedback.naming import group_name
from feedback.trends import verdict_text
from surveys.lazily import Lazily
from surveys.qr import qr_svg

if TYPE_CHECKING:
    import typst
else:
    typst = Lazily("typst")

TEMPLATE = Path(__file__).with_name("report.typ")
# Signs and symbols, joiners of emoji, and what is no character at all; but for what our fonts hold.
NO_PICTURE = frozenset({"So", "Sm", "Sk", "Cf", "Cn", "Co", "Cs"})
PICTURE = frozenset("±×÷−√≠°©®™№")
SAID = Path(__file__).with_name("said.typ")


class TextTooLong(ValueError):
    """More text than a poster holds."""


@dataclass(frozen=True)
class Section:
    """A list under a heading; `none` is said when it is empty."""

    title: str
    items: Sequence[str]
    none: str


def report_pdf(
    session: Session,
    publication: Publication,
    unit: Unit,
    *,
    units: Sequence[Unit],
    today: date,
    sections: Sequence[Section] = (),
    title: str = "",
) -> bytes | None:
    """Print what a publication says of a unit for all its groups (PDF/UA-1).

    It is compared with `units` only: those that the reader may see. Behind it stand what the school
    or the region does with it, and `sections`. None when nothing is said of it. The same
    publication and actions give the same bytes on the same day.
    """
    first = read_unit(session, publication, unit)
    if first is None:
        return None
    others = [read_unit(session, publication, unit, group) for group in first.groups[1:]]
    comparable = {(one.kind, one.key) for one in units}
    page = {
        "title": f"{title}: {unit.name}" if title else unit.name,
        "language": current_locale(),
        "about": f"{publication.wave.campaign.name} – {publication.wave.kind}. "
        + _("Published on %(day)s.", day=format_date(publication.published_at)),
        "reading": _(
            "Every figure adds up the answers of at least 5 people, or 10 for children and young "
            "people. Where too few people answered, or nearly all gave the same answer, we show "
            "nothing."
        ),
        "footer": f"{unit.name} · {publication.digest[:12]}",
        "groups": [_group(one, comparable) for one in (first, *others) if one is not None],
        "sections": [
            {"title": one.title, "items": list(one.items), "none": one.none}
            for one in (*_what_is_done(session, publication, unit, today), *sections)
        ],
    }
    return typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=printing_fonts(),
        sys_inputs={"report": _printable(page)},
        pdf_standards="ua-1",
    )


def _printable(page: Mapping[str, object]) -> str:
    """Give a page as JSON without the signs for which our fonts have no picture, such as emoji."""
    text = _in_words(json.dumps(page, ensure_ascii=False))
    return "".join(sign for sign in text if _has_picture(sign))


def _in_words(text: str) -> str:
    """Say the signs for which a font on paper has no picture, and "<" before a number."""
    meant = {
        "≤": _("at most") + " ",
        "≥": _("at least") + " ",
        "<": _("less than") + " ",
        "→": "-> ",
    }
    return re.sub(r"([≤≥→]|<(?= ?\d)) ?", lambda found: meant[found[1]], text)


def _has_picture(sign: str) -> bool:
    return sign.isascii() or sign in PICTURE or category(sign) not in NO_PICTURE


def said_pdf(
    session: Session, publication: Publication, unit: Unit, *, address: str, today: date
) -> bytes:
    """Print what was said at a school and what it does with that, with the way to read more.

    Of each group the figure that was best and the one that was least good. `address` is that of
    the page for everybody. Raises TextTooLong.
    """
    first = read_unit(session, publication, unit)
    groups = first.groups if first else ()
    found = [read_unit(session, publication, unit, group) for group in groups if group != "all"]
    done = _what_is_done(session, publication, unit, today)
    page = {
        "title": _("You said this – we do this"),
        "language": current_locale(),
        "school": unit.name,
        "about": publication.wave.campaign.name,
        "said-title": _("You said this"),
        "said": [line for one in found if one is not None for line in _ends(one)]
        or [_("Too few people answered to say more.")],
        "done-title": _("We do this"),
        "done": [line for one in done for line in one.items or [one.none]],
        "more": _("Read more about the results:"),
        "address": address.upper().removeprefix("HTTPS://"),
        "qr": qr_svg(address),
    }
    try:
        return typst.compile(
            SAID,
            format="pdf",
            font_paths=printing_fonts(),
            sys_inputs={"said": _printable(page)},
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        raise TextTooLong(error.message) from error


def _ends(readings: UnitReadings) -> list[str]:
    """Give what was best and what was least good for a group, in a sentence each."""
    shares = [
        (share.middle, reading)
        for reading in readings.readings
        if (share := favourable_of(reading.cell)) is not None and ":" not in reading.cell.measure
    ]
    ends = [choose(shares, key=itemgetter(0))[1] for choose in (max, min) if shares]
    return [
        f"{group_name(readings.group)}: {one.text} {one.sentence}"
        for one in ends[: len({id(one) for one in ends})]
    ]


def _group(readings: UnitReadings, comparable: set[tuple[str, str]]) -> dict[str, object]:
    return {
        "name": group_name(readings.group),
        "readings": [_reading(one, readings, comparable) for one in readings.readings],
    }


def _reading(
    reading: Reading, readings: UnitReadings, comparable: set[tuple[str, str]]
) -> dict[str, object]:
    return {
        "question": reading.text,
        "sentence": reading.sentence or _("Too few (different) answers"),
        "bar": [_part(one) for one in reading.bar],
        "lines": list(_lines(reading, readings, comparable)) if reading.sentence else [],
    }


def _part(segment: Segment) -> dict[str, object]:
    text = f"{segment.text}: {segment.share} %"
    return {"text": text, "width": segment.width, "tone": segment.tone}


def _lines(
    reading: Reading, readings: UnitReadings, comparable: set[tuple[str, str]]
) -> Sequence[str]:
    """Give what stands small below a figure."""
    n = _("%(n)s answers", n=reading.cell.n)
    if reading.rate:
        people = _(
            "of %(people)s people (%(rate)s %%)",
            people=readings.n_people,
            rate=reading.rate,
        )
        n = f"{n} {people}"
    if reading.cell.coverage != MOST_OF_ALL:
        counted = _("these are %(part)s %% of all who answered here", part=reading.cell.coverage)
        n = f"{n} · {counted}"
    lines = [n]
    if reading.mostly_does_not_apply:
        return [*lines, _("For more than half this does not apply. We do not compare it.")]
    if reading.limits:
        low, high = reading.limits
        lines.append(
            _(
                "Of everybody, those who did not answer included, it is likely between %(low)s "
                "and %(high)s %%.",
                low=low,
                high=high,
            )
        )
    for one in reading.comparisons:
        if (one.unit.kind, one.unit.key) in comparable:
            with_whom = _(
                "Compared with %(unit)s (%(share)s %%):",
                unit=one.unit.name,
                share=one.favourable,
            )
            lines.append(f"{with_whom} {verdict_text(one.verdict)}")
    return [*lines, *reading.trend.sentences]


def _what_is_done(
    session: Session, publication: Publication, unit: Unit, today: date
) -> Sequence[Section]:
    """Give what a school or the region does with the results; nobody else does something."""
    if unit.kind not in (UnitKind.SCHOOL, UnitKind.REGION):
        return []
    school_id = int(unit.key) if unit.kind == UnitKind.SCHOOL else None
    actions = load_shown_actions(session, wave_id=publication.wave_id, school_id=school_id)
    items = [f"{one.text} ({action_progress(one, today)})" for one in actions]
    if school_id is not None:
        none = _("The school tells it here later.")
        return [Section(_("What the school does with it"), items, none)]
    return [Section(_("What the region does with it"), items, "")] if items else []
