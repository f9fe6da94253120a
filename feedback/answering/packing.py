"""Pages packed with gzip, for a line that is slow: a third of the bytes goes over it.

Nothing on a respondent's page is secret from the person who asks for it, and no cookie comes with
the request, so its length tells an eavesdropper nothing that is worth having.
"""

import gzip
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Self

from flask import Response, request

# RFC 1952, section 2.3: no moment, no name, best compression, system unknown.
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_LEVEL = 9


_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


def takes_packed(accept_encoding: str) -> bool:
    """Tell whether a browser with this Accept-Encoding takes gzip."""
    return _TAKES_GZIP.search(accept_encoding) is not None


def pack_page(response: Response) -> Response:
    """Pack a page that is on its way out, if the browser takes it so."""
    if response.mimetype == "text/html" and response.location is None:
        response.vary.add("Accept-Encoding")
        if takes_packed(request.headers.get("Accept-Encoding", "")):
            response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
    return response


@dataclass(frozen=True)
class Halves:
    """A page that is packed beforehand, but for one spot in the middle that differs each time."""

    before: bytes
    after: bytes
    packed_before: bytes
    packed_after: bytes

    @classmethod
    def of(cls, before: bytes, after: bytes) -> Self:
        """Pack what stands before and after the spot."""
        # A full flush ends at a whole byte, and what follows does not refer to what came before.
        first, second = (zlib.compressobj(_LEVEL, wbits=-zlib.MAX_WBITS) for _ in range(2))
        return cls(
            before,
            after,
            first.compress(before) + first.flush(zlib.Z_FULL_FLUSH),
            second.compress(after) + second.flush(),
        )

    def around(self, middle: bytes) -> bytes:
        """Give the page with this in the middle."""
        return self.before + middle + self.after

    def packed_around(self, middle: bytes) -> bytes:
        """Give the same, packed; the middle, of at most 65,535 bytes, as it is."""
        # RFC 1951, section 3.2.4: a block that is stored as it is, with its length twice.
        stored = struct.pack("<BHH", 0, len(middle), 0xFFFF ^ len(middle)) + middle
        checksum = zlib.crc32(self.after, zlib.crc32(middle, zlib.crc32(self.before)))
        size = len(self.before) + len(middle) + len(self.after)
        end = struct.pack("<II", checksum, size)
        return b"".join((_HEADER, self.packed_before, stored, self.packed_after, end))
