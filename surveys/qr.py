"""The QR code of an address: as few and as large modules as a poster allows."""

import re
from io import BytesIO

import segno

# The characters of a URL that QR's alphanumeric mode holds; anything else costs half as much again.
ALPHANUMERIC = re.compile(r"[0-9A-Za-z$%*+\-./:]+")
QUIET_ZONE_MODULES = 4


def qr_svg(url: str) -> str:
    """Draw the QR code of `url`, in upper case, as one SVG element that HTML can hold as it is.

    Error level M, black on white, four modules of quiet zone, and no size but its `viewBox`. The
    server behind the address must not tell upper case from lower. Raises ValueError for a URL with
    a character outside the alphanumeric mode (`?`, `=`, `#`, `_`, `~`, a space, an accent).

    Source: ISO/IEC 18004:2015, §7.4.4 (alphanumeric mode).
    """
    if not ALPHANUMERIC.fullmatch(url):
        raise ValueError(f"not alphanumeric for a QR code: {url!r}")
    return _draw(segno.make_qr(url.upper(), error="m", mode="alphanumeric", boost_error=False))


def slip_qr_svg(url: str, code: str) -> str:
    """Draw the QR code of `url` in upper case with a one-time code behind its `#`.

    A browser keeps what stands behind the `#` to itself: it is in no request and in no log. Drawn
    as `qr_svg` does, in bytes: the alphanumeric mode has no `#`.
    """
    return _draw(segno.make_qr(f"{url.upper()}#{code}", error="m", mode="byte", boost_error=False))


def _draw(symbol: segno.QRCode) -> str:
    svg = BytesIO()
    symbol.save(
        svg,
        kind="svg",
        border=QUIET_ZONE_MODULES,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
        xmldecl=False,
        nl=False,
    )
    return svg.getvalue().decode()
