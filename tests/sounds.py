"""Sound files: two that an encoder made of our own words, and silence of any length and shape."""

import struct
from itertools import count, pairwise
from pathlib import Path

from surveys.sound_files import _ogg_checksum

SPOKEN_OPUS = (Path(__file__).parent / "sounds" / "question.opus").read_bytes()
SPOKEN_MP3 = (Path(__file__).parent / "sounds" / "question.mp3").read_bytes()
# What the encoder wrote beside the sound: the title that was given to it.
NOTE = b"Vraag"

# Twenty milliseconds of silence.
SILENCE = b"\xf8\xff\xfe"
_FIRST, _LAST = 2, 4
_numbers = count(1)


def ogg_page(
    number: int, packets: list[bytes], *, flags: int = 0, stream: int = 7, ends_at: int = 0
) -> bytes:
    """A page of an Ogg file with these packets, after which so many samples have sounded."""
    lacing = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    fields = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, ends_at, stream, number, 0, len(lacing))
    page = fields + lacing + b"".join(packets)
    return page[:22] + _ogg_checksum(page).to_bytes(4, "little") + page[26:]


def an_opus(seconds: float = 1.0, *, notes: bytes = b"", stream: int | None = None) -> bytes:
    """Silence as Ogg with Opus; no two are the same."""
    stream = next(_numbers) if stream is None else stream
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"ours" + struct.pack("<I", 1)
    tags += struct.pack("<I", len(notes)) + notes
    n_packets = round(seconds * 50)
    pages = [
        ogg_page(0, [head], flags=_FIRST, stream=stream),
        ogg_page(1, [tags], stream=stream),
    ]
    for start, end in pairwise([*range(0, n_packets, 200), n_packets]):
        flags = _LAST if end == n_packets else 0
        packets = [SILENCE] * (end - start)
        pages.append(ogg_page(len(pages), packets, flags=flags, stream=stream, ends_at=960 * end))
    return b"".join(pages)


def an_mp3(seconds: float = 1.0) -> bytes:
    """Silence as MP3, at 8 kbps and 16 kHz: frames of 36 milliseconds."""
    return (b"\xff\xf3\x18\xc4" + bytes(32)) * round(seconds / 0.036)
