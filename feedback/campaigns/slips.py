"""Slips with one-time codes, ten to an A4 page: a QR code, an address and the code to type."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale

from feedback.campaigns.posters import UnprintablePosterError
from feedback.fonts import printing_fonts
from feedback.i18n import format_date, use_locale
from feedback.i18n import gettext as _
from surveys.access_codes import grouped
from surveys.distribution import Link, address
from surveys.lazily import Lazily
from surveys.qr import slip_qr_svg

if TYPE_CHECKING:
    import typst
else:
    typst = Lazily("typst")

TEMPLATE = Path(__file__).with_name("slips.typ")


@dataclass(frozen=True)
class Slips:
    """The slips of one link: what stands on all of them, and the code of each.

    `texts` are pairs of a language and what it says, the first one large; `until` is in the
    language of the first.
    """

    title: str
    school: str
    url: str
    texts: tuple[tuple[str, str], ...]
    until: str
    codes: tuple[str, ...]


def slips_of(link: Link, codes: Sequence[str], public_url: str) -> Slips:
    """Give the slips of a link, in its languages, in the order of the codes."""
    texts = tuple((language, _text(language)) for language in link.languages)
    use_locale(link.languages[0])
    return Slips(
        title=_("Have your say"),
        school=link.school.name,
        url=address(public_url, link.code),
        texts=texts,
        until=_("You can answer up to and including %(day)s.", day=format_date(link.wave.last_on)),
        codes=tuple(codes),
    )


def slips_pdf(slips: Slips) -> bytes:
    """Print the slips into one tagged PDF (PDF/UA-1). Raises UnprintablePosterError.

    This is the only place where the codes are ever seen: nothing keeps them.
    """
    page = {
        "title": slips.title,
        "school": slips.school,
        "address": slips.url.removeprefix("HTTPS://").removeprefix("HTTP://"),
        "until": slips.until,
        "texts": [_line(language, text) for language, text in slips.texts],
        "slips": [
            {"code": grouped(code), "qr": slip_qr_svg(slips.url, code)} for code in slips.codes
        ],
    }
    try:
        return typst.compile(
            TEMPLATE,
            format="pdf",
            font_paths=printing_fonts(),
            sys_inputs={"slips": json.dumps(page)},
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        raise UnprintablePosterError(error.message) from error


def _text(language: str) -> str:
    use_locale(language)
    return _("Scan the square, or type the address and the code. The code works once.")


def _line(language: str, text: str) -> dict[str, str]:
    locale = Locale.parse(language, sep="-")
    return {"text": text, "language": locale.language, "direction": locale.text_direction}
