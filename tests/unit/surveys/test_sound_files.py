import pytest

from surveys.errors import InvalidSound
from surveys.sound_files import MOST_BYTES, SoundFault, read_sound
from tests.sounds import NOTE, SPOKEN_MP3, SPOKEN_OPUS, an_mp3, an_opus, ogg_page

SPOKEN = pytest.mark.parametrize("content", [SPOKEN_OPUS, SPOKEN_MP3], ids=["opus", "mp3"])
SCRIPT = b"<script>alert(1)</script>"


def fault_of(content: bytes) -> SoundFault:
    with pytest.raises(InvalidSound) as refused:
        read_sound(content)
    return SoundFault(refused.value.fault)


@pytest.mark.parametrize(
    ("content", "media_type"), [(SPOKEN_OPUS, "audio/ogg"), (SPOKEN_MP3, "audio/mpeg")]
)
def test_what_an_encoder_made_is_read_whole(content, media_type):
    sound = read_sound(content)

    assert sound.media_type == media_type
    # The encoder says 5.14 seconds; MP3 adds a frame of silence at each end.
    assert sound.seconds == pytest.approx(5.14, abs=0.13)


@SPOKEN
def test_what_a_recorder_noted_beside_the_sound_is_dropped(content):
    assert NOTE in content
    assert NOTE not in read_sound(content).content


@SPOKEN
def test_what_is_kept_reads_as_the_same_sound(content):
    sound = read_sound(content)

    assert read_sound(sound.content) == sound


def test_a_note_at_the_end_is_dropped_too():
    assert read_sound(an_mp3() + b"TAG" + NOTE + bytes(120)).content == an_mp3()


def test_a_picture_that_takes_several_pages_is_dropped():
    picture = b"\x89PNG" + bytes(30_000)
    content = an_opus(notes=picture, stream=3)

    assert len(content) > 30_000
    assert read_sound(content).content == read_sound(an_opus(stream=3)).content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"\x1aE\xdf\xa3webm",
        b"\x00\x00\x00\x20ftypM4A ",
        ogg_page(0, [b"\x01vorbis" + bytes(23)], flags=2) + ogg_page(1, [b"x"], flags=4),
    ],
    ids=["empty", "text", "wav", "webm", "m4a", "vorbis"],
)
def test_another_kind_of_file_is_refused_whatever_its_name(content):
    assert fault_of(content) is SoundFault.OTHER_KIND


def test_a_file_of_more_than_300_kb_is_refused():
    assert fault_of(SPOKEN_OPUS + bytes(MOST_BYTES)) is SoundFault.TOO_LARGE


@pytest.mark.parametrize("make", [an_opus, an_mp3])
def test_a_recording_takes_at_most_a_minute(make):
    assert read_sound(make(59.9)).seconds == pytest.approx(59.9, abs=0.05)
    assert fault_of(make(60.2)) is SoundFault.TOO_LONG


@SPOKEN
@pytest.mark.parametrize("lost", [1, 50, 2000])
def test_a_file_that_lost_its_end_is_refused(content, lost):
    assert fault_of(content[:-lost]) is SoundFault.CUT_SHORT


def test_an_mp3_that_lost_whole_frames_is_refused():
    frames = SPOKEN_MP3.split(b"\xff\xf3")

    assert fault_of(b"\xff\xf3".join(frames[:100])) is SoundFault.CUT_SHORT


def test_an_opus_file_that_lost_a_page_is_refused():
    pages = [b"OggS" + page for page in SPOKEN_OPUS.split(b"OggS")[1:]]

    assert fault_of(b"".join(pages[:-1])) is SoundFault.CUT_SHORT
    assert fault_of(b"".join([*pages[:1], *pages[2:]])) is SoundFault.BROKEN


def test_an_opus_file_with_a_changed_byte_is_refused():
    changed = bytearray(SPOKEN_OPUS)
    changed[1000] ^= 1

    assert fault_of(bytes(changed)) is SoundFault.BROKEN


def test_two_sounds_in_one_file_are_refused():
    assert fault_of(an_opus() + an_opus()) is SoundFault.BROKEN


def test_a_file_without_any_sound_is_refused():
    assert fault_of(an_opus(0)) is SoundFault.CUT_SHORT


@SPOKEN
def test_something_before_behind_or_between_the_sound_is_refused(content):
    extra = b"extra" * 20

    assert fault_of(extra + content) is SoundFault.OTHER_KIND
    assert fault_of(content + extra) is SoundFault.MORE_THAN_SOUND
    assert fault_of(read_sound(content).content + bytes(4)) is SoundFault.MORE_THAN_SOUND


@pytest.mark.parametrize(
    "content",
    [
        SCRIPT + SPOKEN_MP3,
        b"<!DOCTYPE html>" + SPOKEN_OPUS,
        an_opus(notes=SCRIPT),
        SPOKEN_MP3.replace(NOTE, b"<svg "),
        SPOKEN_MP3 + b"TAG<?php system()" + bytes(111),
        b"%PDF-1.7\n" + SPOKEN_MP3,
        an_mp3()[:40] + SCRIPT + an_mp3()[40 + len(SCRIPT) :],
    ],
)
def test_a_file_that_is_also_a_page_a_program_or_a_document_is_refused(content):
    assert fault_of(content) is SoundFault.MORE_THAN_SOUND
