"""Whatever somebody uploads, it is kept as sound alone or refused with a reason."""

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.errors import InvalidSound
from surveys.sound_files import MOST_SECONDS, SoundFault, read_sound
from tests.sounds import SPOKEN_MP3, SPOKEN_OPUS, an_mp3, an_opus

SOUNDS = (SPOKEN_OPUS, SPOKEN_MP3, an_opus(0.1), an_mp3(0.1))


@st.composite
def uploads(draw):
    """Bytes of any kind, often those of a sound with something cut out, put in or changed."""
    content = draw(st.sampled_from(SOUNDS))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 300)))
        content = content[:start] + draw(st.binary(max_size=60)) + content[end:]
    return draw(st.one_of(st.just(content), st.binary(max_size=200)))


@settings(max_examples=500)
@given(uploads())
def test_an_upload_is_kept_as_sound_alone_or_refused_with_a_reason(content):
    sound = kept_or_refused(content)

    if sound is not None:
        assert sound.media_type in {"audio/ogg", "audio/mpeg"}
        assert 0 < sound.seconds <= MOST_SECONDS
        assert read_sound(sound.content) == sound


def kept_or_refused(content):
    try:
        return read_sound(content)
    except InvalidSound as error:
        # Fails for a reason that no page can explain.
        SoundFault(error.fault)
        return None
