"""What is printed for links: for one school in one PDF, for many in one PDF or in an archive."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from feedback.campaigns.messages import about_code, paragraphs
from feedback.campaigns.poster_texts import poster_of
from feedback.campaigns.posters import Letter, NothingToPrintError, Sheet, TabletCard, sheets_pdf
from feedback.i18n import gettext as _
from feedback.i18n import use_locale
from surveys.distribution import Link, address, kiosk_address
from surveys.items import RespondentGroup

STAFF_LANGUAGE = "nl"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


class SheetKind(StrEnum):
    """What can be printed for a link."""

    POSTER = "poster"
    POSTER_A5 = "poster-a5"
    LETTER = "letter"
    TABLET = "tablet"


def print_links(links: Iterable[Link], kinds: Sequence[str], public_url: str) -> bytes:
    """Print these sheets of these links into one PDF. Languages are spoken one by one.

    Raises UnprintablePosterError, and NothingToPrintError.
    """
    return sheets_pdf(
        [sheet for link in links for kind in kinds for sheet in _sheets(link, kind, public_url)]
    )


def print_archive(
    links: Sequence[Link],
    kinds: Sequence[str],
    public_url: str,
    step: Callable[[int, int], None] = lambda _done, _all: None,
) -> bytes:
    """Print a PDF for each school into one ZIP archive; `step(done, all)` hears how far it is.

    The links are in the order of their schools. The same links give the same bytes. Raises
    UnprintablePosterError, and NothingToPrintError.
    """
    schools = [(school, list(own)) for school, own in groupby(links, lambda link: link.school)]
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_STORED) as files:
        for done, (school, own) in enumerate(schools):
            step(done, len(schools))
            if any(_sheets(link, kind, public_url) for link in own for kind in kinds):
                name = f"{school.location_code}-{_plain(school.name)}.pdf"
                files.writestr(ZipInfo(name, FIRST_DAY), print_links(own, kinds, public_url))
        if not files.namelist():
            raise NothingToPrintError("no school has such a sheet")
    return archive.getvalue()


def _sheets(link: Link, kind: str, public_url: str) -> Sequence[Sheet]:
    match SheetKind(kind):
        case SheetKind.POSTER:
            return [poster_of(link, public_url)]
        case SheetKind.POSTER_A5:
            return [replace(poster_of(link, public_url), is_a5=True)]
        case SheetKind.LETTER:
            return [_letter(link, language, public_url) for language in link.languages]
        case SheetKind.TABLET:
            is_pupil = link.respondent_group in {RespondentGroup.CHILD, RespondentGroup.YOUTH}
            return [_tablet_card(link, public_url)] if is_pupil else []


def _letter(link: Link, language: str, public_url: str) -> Letter:
    use_locale(language)
    return Letter(
        school=link.school.name,
        url=address(public_url, link.code),
        language=language,
        title=_("Have your say"),
        paragraphs=tuple(paragraphs(link)),
        scan=_("Point the camera of your phone at the square."),
        type_in=_("Or type this in on your phone:"),
        with_slip=about_code(link),
    )


def _tablet_card(link: Link, public_url: str) -> TabletCard:
    use_locale(STAFF_LANGUAGE)
    return TabletCard(
        school=link.school.name,
        url=kiosk_address(public_url, link.code),
        language=STAFF_LANGUAGE,
        title=_("A lesson on the class tablet"),
        paragraphs=(
            _("Start the lesson in Klankbord: you then see a PIN. Write it in the box below."),
            _("Open the address on the tablet and type the PIN."),
            _("Each pupil answers one question at a time and sends the answers."),
            _("Then the pupil hands on the tablet, and the next one presses “Next pupil”."),
        ),
        pin=_("PIN"),
    )


def _plain(name: str) -> str:
    """Give a name as part of a file name: letters, digits and hyphens."""
    words = "".join(sign if sign.isalnum() else " " for sign in name).split()
    return "-".join(words)[:60]
