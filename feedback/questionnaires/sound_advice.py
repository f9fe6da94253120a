"""What is wrong with a sound file and how to mend it, in the words of the page."""

from feedback.i18n import gettext as _
from surveys.errors import InvalidSound
from surveys.sound_files import SoundFault


def sound_advice(error: InvalidSound) -> str:
    """Say why a file cannot be a recording, and what to do."""
    return {
        SoundFault.TOO_LARGE: _(
            "This file is larger than 300 KB. Save it as Opus (16 kbps) or MP3 (32 kbps), mono."
        ),
        SoundFault.TOO_LONG: _(
            "This recording takes longer than 60 seconds. Read only the question and its answers."
        ),
        SoundFault.NO_SOUND: _("There is no sound in this file. Record it again."),
        SoundFault.OTHER_KIND: _(
            "This is not an Opus or MP3 file, whatever its name says. Save the recording as one."
        ),
        SoundFault.BROKEN: _("This file is damaged. Save the recording again."),
        SoundFault.CUT_SHORT: _("The end of this file is missing. Send the whole file again."),
        SoundFault.MORE_THAN_SOUND: _(
            "There is something in this file that is not sound. Save the recording again, "
            "without pictures, texts or other extras."
        ),
    }[SoundFault(error.fault)]
