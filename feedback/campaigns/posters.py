"""The A4 poster that brings people to a link: a QR code, its address, and up to eight languages."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import fontpkg
import typst
from babel import Locale

from surveys.qr import qr_svg

TEMPLATE = Path(__file__).with_name("poster.typ")
FONT_FAMILIES = ("Noto Sans", "Noto Sans Arabic")
CODE_GROUP = 4


class UnprintablePosterError(ValueError):
    """A text too long for its place on the page, or with a character that no font of ours draws."""


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


def posters_pdf(posters: Sequence[Poster]) -> bytes:
    """Print each poster on an A4 page of its own, in one tagged PDF (PDF/UA-1).

    The same posters give the same bytes. Long texts are set smaller, down to a size that can still
    be read; raises UnprintablePosterError below that, and ValueError without a poster, for a poster
    without a text, or for a URL that `qr_svg` refuses.
    """
    if not posters or not all(poster.texts for poster in posters):
        raise ValueError("nothing to print: every poster needs at least one text")
    pages = json.dumps([_page(poster) for poster in posters])
    try:
        return typst.compile(
            TEMPLATE,
            format="pdf",
            font_paths=poster_fonts(),
            sys_inputs={"posters": pages},
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        raise UnprintablePosterError(error.message) from error


def _page(poster: Poster) -> dict[str, object]:
    return {
        **asdict(poster),
        "qr": qr_svg(poster.url),
        "address": poster.url.upper().removeprefix("HTTPS://"),
        "code": " ".join(
            poster.code[start : start + CODE_GROUP]
            for start in range(0, len(poster.code), CODE_GROUP)
        ),
        "texts": [_line(text) for text in poster.texts],
    }


def _line(text: PosterText) -> dict[str, str]:
    locale = Locale.parse(text.language, sep="-")
    return {**asdict(text), "language": locale.language, "direction": locale.text_direction}


@cache
def poster_fonts() -> typst.Fonts:
    """Give the fonts of everything that is printed."""
    folders = [fontpkg.path(family).parent for family in FONT_FAMILIES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
