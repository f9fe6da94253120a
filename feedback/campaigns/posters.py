"""Sheets that bring people to a link: posters in up to eight languages, letters, tablet cards."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale

from feedback.fonts import printing_fonts
from surveys.lazily import Lazily
from surveys.qr import qr_svg

if TYPE_CHECKING:
    import typst
else:
    typst = Lazily("typst")

TEMPLATE = Path(__file__).with_name("sheets.typ")
CODE_GROUP = 4


class UnprintablePosterError(ValueError):
    """A text too long for its place on the page, or with a character that no font of ours draws."""


class NothingToPrintError(ValueError):
    """No sheet was asked for, or a poster without a text."""


@dataclass(frozen=True)
class PosterText:
    """The lines of a poster in one language, already translated."""

    language: str
    title: str
    invitation: str
    scan: str
    type_in: str
    anonymous: str


@dataclass(frozen=True)
class Poster:
    """One page: the first of `texts` is printed large, the others follow in small.

    `school` and `footer` are in the language of the first text.
    """

    school: str
    url: str
    code: str
    texts: tuple[PosterText, ...]
    footer: str
    is_a5: bool = False


@dataclass(frozen=True)
class Letter:
    """One page in one language, to give to people; `with_slip` says that a code comes with it."""

    school: str
    url: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    scan: str
    type_in: str
    with_slip: str = ""


@dataclass(frozen=True)
class TabletCard:
    """One page to lie beside a class tablet, with room to write the PIN of the lesson."""

    school: str
    url: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    pin: str


Sheet = Poster | Letter | TabletCard


def sheets_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Print each sheet on a page of its own, in one tagged PDF (PDF/UA-1).

    The same sheets give the same bytes. Long texts are set smaller, down to a size that can still
    be read; raises UnprintablePosterError below that, NothingToPrintError
    without a sheet or for a poster without a text, and ValueError for a URL that `qr_svg` refuses.
    """
    if not sheets or not all(sheet.texts for sheet in sheets if isinstance(sheet, Poster)):
        raise NothingToPrintError("nothing to print: every poster needs at least one text")
    pages = json.dumps([_page(sheet) for sheet in sheets])
    try:
        return typst.compile(
            TEMPLATE,
            format="pdf",
            font_paths=printing_fonts(),
            sys_inputs={"sheets": pages},
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        raise UnprintablePosterError(error.message) from error


def _page(sheet: Sheet) -> dict[str, object]:
    drawn = {
        **asdict(sheet),
        "qr": qr_svg(sheet.url),
        "address": sheet.url.upper().removeprefix("HTTPS://"),
    }
    if isinstance(sheet, Poster):
        return drawn | {
            "kind": "poster-a5" if sheet.is_a5 else "poster",
            "title": sheet.texts[0].title,
            "code": " ".join(
                sheet.code[start : start + CODE_GROUP]
                for start in range(0, len(sheet.code), CODE_GROUP)
            ),
            "texts": [_line(asdict(text)) for text in sheet.texts],
        }
    kind = "letter" if isinstance(sheet, Letter) else "tablet"
    line = _line({"language": sheet.language, "title": sheet.title})
    return {"scan": sheet.title} | drawn | {"kind": kind, "texts": [line]}


def _line(text: dict[str, str]) -> dict[str, str]:
    locale = Locale.parse(text["language"], sep="-")
    return text | {"language": locale.language, "direction": locale.text_direction}
