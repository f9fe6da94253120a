"""Sound files: what may be kept as a recording, told from its bytes and never from its name.

A library that reads sound makes the best of whatever it gets. Here a file is refused unless every
byte of it belongs to the sound, or to the notes that recorders add, which are dropped.

Sources: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 §3.1 (how long a packet of Opus lasts);
ISO/IEC 11172-3 and 13818-3 (MP3).
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from surveys.errors import InvalidSound

MOST_BYTES = 300_000
MOST_SECONDS = 60


class SoundFault(StrEnum):
    """Why a file cannot be a recording."""

    TOO_LARGE = "larger than 300 KB"
    TOO_LONG = "longer than 60 seconds"
    NO_SOUND = "without sound"
    OTHER_KIND = "neither Opus nor MP3"
    BROKEN = "damaged"
    CUT_SHORT = "cut short"
    MORE_THAN_SOUND = "more than sound"


@dataclass(frozen=True)
class Sound:
    """Sound without the notes of whoever recorded it: no name, no place, no picture."""

    media_type: str
    content: bytes
    seconds: float


# What a browser or another program could take for a page, a drawing, a script or a document.
_FOREIGN = re.compile(
    rb"<script|<html|<!doctype|<svg[\s>]|<\?(?:php|xml)\s|javascript:|%PDF-", re.IGNORECASE
)


def read_sound(content: bytes) -> Sound:
    """Read an Ogg file with Opus, or an MP3 file. Raises InvalidSound with a SoundFault."""
    if len(content) > MOST_BYTES:
        raise InvalidSound(SoundFault.TOO_LARGE)
    if _FOREIGN.search(content):
        raise InvalidSound(SoundFault.MORE_THAN_SOUND)
    sound = _read_opus(content) if content.startswith(b"OggS") else _read_mp3(content)
    if sound.seconds <= 0:
        raise InvalidSound(SoundFault.NO_SOUND)
    if sound.seconds > MOST_SECONDS:
        raise InvalidSound(SoundFault.TOO_LONG)
    return sound


_OGG_HEADER = struct.Struct("<4sBBqIIIB")
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True)
class _Page:
    """A page of an Ogg file. `lacing` are the lengths of its segments; 255 goes on in the next."""

    flags: int
    granule: int
    stream: int
    number: int
    lacing: bytes
    body: bytes

    def written(self) -> bytes:
        """Give the page as it stands in a file."""
        fields = (b"OggS", 0, self.flags, self.granule, self.stream, self.number)
        unchecked = _OGG_HEADER.pack(*fields, 0, len(self.lacing)) + self.lacing + self.body
        checksum = _ogg_checksum(unchecked)
        return unchecked[:22] + checksum.to_bytes(4, "little") + unchecked[26:]


def _ogg_checksum(data: bytes) -> int:
    # The checksum of zlib, with every byte and the outcome in the other direction.
    outcome = zlib.crc32(data.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{outcome:032b}"[::-1], 2)


def _ogg_pages(content: bytes) -> Iterator[_Page]:
    at = 0
    while at < len(content):
        if not content.startswith(b"OggS"[: len(content) - at], at):
            raise InvalidSound(SoundFault.MORE_THAN_SOUND)
        if len(content) < at + _OGG_HEADER.size:
            raise InvalidSound(SoundFault.CUT_SHORT)
        _, _, flags, granule, stream, number, _, n = _OGG_HEADER.unpack_from(content, at)
        start = at + _OGG_HEADER.size + n
        lacing = content[start - n : start]
        end = start + sum(lacing)
        if end > len(content):
            raise InvalidSound(SoundFault.CUT_SHORT)
        page = _Page(flags, granule, stream, number, lacing, content[start:end])
        if page.written() != content[at:end]:
            raise InvalidSound(SoundFault.BROKEN)
        yield page
        at = end


def _ogg_packets(pages: list[_Page]) -> Iterator[tuple[int, bytes]]:
    """Give each packet, with the number of the page on which it ends."""
    packet = b""
    for page in pages:
        at = 0
        for length in page.lacing:
            packet += page.body[at : at + length]
            at += length
            if length < 255:
                yield page.number, packet
                packet = b""
    if packet:
        raise InvalidSound(SoundFault.CUT_SHORT)


def _read_opus(content: bytes) -> Sound:
    pages = list(_ogg_pages(content))
    places = [(page.stream, page.number, page.flags & _FIRST) for page in pages]
    stream = pages[0].stream
    if places != [(stream, n, 0 if n else _FIRST) for n in range(len(pages))]:
        # Two sounds in one file, or a page that is gone.
        raise InvalidSound(SoundFault.BROKEN)
    packets = list(_ogg_packets(pages))
    if not packets or not packets[0][1].startswith(b"OpusHead"):
        raise InvalidSound(SoundFault.OTHER_KIND)
    if not pages[-1].flags & _LAST or len(packets) < 3:
        raise InvalidSound(SoundFault.CUT_SHORT)
    (_, head), (notes_page, notes), *sound = packets
    if len(head) != 19 or pages[0].body != head or not notes.startswith(b"OpusTags"):
        raise InvalidSound(SoundFault.BROKEN)
    if sound[0][0] == notes_page or pages[notes_page + 1].flags & _CONTINUED:
        # The notes share a page with the sound, which no recorder does.
        raise InvalidSound(SoundFault.BROKEN)
    no_notes = b"OpusTags" + struct.pack("<I9sI", 9, b"Klankbord", 0)
    rest = [
        _Page(page.flags, page.granule, stream, number, page.lacing, page.body)
        for number, page in enumerate(pages[notes_page + 1 :], start=2)
    ]
    kept = [pages[0], _Page(0, 0, stream, 1, bytes([len(no_notes)]), no_notes), *rest]
    (skipped,) = struct.unpack_from("<H", head, 10)
    seconds = sum(_opus_seconds(packet) for _, packet in sound) - skipped / 48_000
    return Sound("audio/ogg", b"".join(page.written() for page in kept), seconds)


# Milliseconds of a frame, by the first five bits of a packet.
_OPUS_FRAMES = (*(10, 20, 40, 60) * 3, *(10, 20) * 2, *(2.5, 5, 10, 20) * 4)


def _opus_seconds(packet: bytes) -> float:
    if not packet or (packet[0] & 3 == 3 and len(packet) < 2):
        raise InvalidSound(SoundFault.BROKEN)
    n_frames = (1, 2, 2, packet[1] & 63 if len(packet) > 1 else 0)[packet[0] & 3]
    return _OPUS_FRAMES[packet[0] >> 3] * n_frames / 1000


_KBPS = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
# By the two bits of the version: 2.5, (none), 2, 1.
_HERTZ = ((11_025, 12_000, 8_000), (), (22_050, 24_000, 16_000), (44_100, 48_000, 32_000))
# The first frame may be silent, and tell how many follow it.
_TOLD = re.compile(rb"(?:Xing|Info)\x00{3}[\x01\x03\x05\x07\x09\x0b\x0d\x0f](.{4})", re.DOTALL)
_NOTES_AT_END = 128


@dataclass(frozen=True)
class _Frame:
    """The four bytes before a piece of MP3: how long it is, and how long it sounds."""

    n_bytes: int
    n_samples: int
    hertz: int


def _read_mp3(content: bytes) -> Sound:
    start, end = _without_notes(content)
    frames = list(_mp3_frames(content[start:end]))
    sound = content[start:end]
    told = _TOLD.search(sound[:64])
    if told and int.from_bytes(told[1], "big") > len(frames):
        raise InvalidSound(SoundFault.CUT_SHORT)
    seconds = sum(frame.n_samples / frame.hertz for frame in frames)
    return Sound("audio/mpeg", sound, seconds)


def _without_notes(content: bytes) -> tuple[int, int]:
    """Give where the sound starts and ends between notes (ID3) of what was recorded."""
    start, end = 0, len(content)
    while content.startswith(b"ID3", start):
        a, b, c, d = content[start + 6 : start + 10].ljust(4, b"\0")
        start += 10 + (a << 21 | b << 14 | c << 7 | d)
    if content[-_NOTES_AT_END:].startswith(b"TAG"):
        end -= _NOTES_AT_END
    if start and start >= end:
        raise InvalidSound(SoundFault.CUT_SHORT)
    return start, end


def _mp3_frames(sound: bytes) -> Iterator[_Frame]:
    at, first = 0, _frame(sound[:4])
    if first is None:
        raise InvalidSound(SoundFault.OTHER_KIND)
    while at < len(sound):
        frame = _frame(sound[at : at + 4])
        if frame is None or frame.hertz != first.hertz:
            raise InvalidSound(SoundFault.MORE_THAN_SOUND)
        at += frame.n_bytes
        if at > len(sound):
            raise InvalidSound(SoundFault.CUT_SHORT)
        yield frame


def _frame(header: bytes) -> _Frame | None:
    bits = int.from_bytes(header, "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    rate, hertz = bits >> 12 & 15, bits >> 10 & 3
    is_mp3 = len(header) == 4 and bits >> 21 == 0x7FF and version != 1 and layer == 1
    if not is_mp3 or rate in (0, 15) or hertz == 3:
        return None
    is_first_version = version == 3
    n_samples = 1152 if is_first_version else 576
    bits_per_second = _KBPS[is_first_version][rate - 1] * 1000
    n_bytes = n_samples // 8 * bits_per_second // _HERTZ[version][hertz] + (bits >> 9 & 1)
    return _Frame(n_bytes, n_samples, _HERTZ[version][hertz])
