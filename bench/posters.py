"""The posters of a region in one PDF: how long they take, and that each code leads to its link."""

import time
from io import BytesIO
from itertools import cycle, islice

import pypdfium2
import zxingcpp
from sqlalchemy import select

from bench.figures import Figure, at_most
from bench.installation import Installation
from feedback.campaigns.printing import SheetKind, print_links
from feedback.database import db
from surveys.distribution import Link, address

N_POSTERS = 248
MOST_SECONDS = 20


def measure(place: Installation) -> list[Figure]:
    """Print as many posters as Zeeuws-Vlaanderen has links, in eight languages, and read them."""
    public_url = "https://meedoen.klankbord.example"
    links = db.session().scalars(select(Link).order_by(Link.id)).all()
    wanted = list(islice(cycle(links), N_POSTERS))
    with place.app.test_request_context():
        start = time.perf_counter()
        pdf = print_links(wanted, [SheetKind.POSTER], public_url)
        seconds = time.perf_counter() - start
    pages = list(pypdfium2.PdfDocument(BytesIO(pdf)))
    read = [
        square.text
        for page in pages
        for square in zxingcpp.read_barcodes(page.render(scale=1).to_pil())
    ]
    if read != [address(public_url, link.code) for link in wanted]:
        raise RuntimeError("a poster holds another code than its link")
    n_languages = len(wanted[0].languages)
    detail = f" ({len(pdf) / 1e6:.1f} MB, {n_languages} languages, every code read back)"
    name = f"{N_POSTERS} posters in one PDF"
    return [at_most(name, round(seconds, 1), MOST_SECONDS, "s", detail)]
