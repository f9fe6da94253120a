"""Everything `surveys` can refuse. Errors carry facts; wording is the page's.

SurveysError
├── InvalidDefinition      a questionnaire that cannot be used: every mistake, with its cure
├── InvalidRegister        a school register that cannot be imported: every mistake, with its cure
├── InvalidAgenda          a matrix of an agenda that cannot be read: every mistake, with its cure
├── InvalidFile            another file that cannot be read: every mistake, with its cure
├── InvalidSound           a file that cannot be a recording
├── InvalidColour          what is not a colour, or one that can be seen through
├── InvalidTheme           a theme file that no house style can be read from
├── TooLittleContrast      a house style in which something cannot be read
├── VersionFrozen          a version in use does not change
├── DraftChanged           somebody else changed the draft meanwhile
├── NotFound
│   ├── DraftNotFound
│   ├── LinkNotFound
│   ├── RecordingNotFound
│   ├── TextNotFound
│   ├── VersionNotFound
│   └── WaveNotFound
├── LinkNotOpen
│   ├── WaveNotYetOpen
│   └── WaveClosed
├── LanguageNotOffered
├── FormExpired            the signed form is older than it may be
├── FormForged             the signed form was not made here, or for another link
├── PinRefused             no lesson that runs has this PIN, or there were too many tries
├── AlreadyCounted         this form was used before
├── CodeRefused
│   ├── UnknownCode        no such code was given out for this link
│   └── CodeSpent          the code was used before, by another form
├── WithdrawalOver         what was published cannot be withdrawn
└── InvalidWave            a wave that cannot be set up this way
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


class SurveysError(Exception):
    """The root: a refusal that a page can explain."""


class Said(str):
    """A sentence in English that a page can say in another language: its words, and its facts."""

    template: str
    facts: Mapping[str, object]


def say(template: str, **facts: object) -> Said:
    """Give a sentence with its facts filled in: `say("code is %(code)r", code="A")`."""
    said = Said(template % facts)
    said.template, said.facts = template, facts
    return said


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a file: where it is, what is wrong and how to mend it."""

    place: str
    fault: str
    cure: str

    def __str__(self) -> str:
        return f"{self.place}: {self.fault}; {self.cure}"


class _Mistakes(SurveysError):
    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


class InvalidDefinition(_Mistakes):
    """A questionnaire definition with mistakes."""


class InvalidRegister(_Mistakes):
    """A school register with mistakes."""


class InvalidAgenda(_Mistakes):
    """A matrix of an agenda with mistakes."""


class InvalidFile(_Mistakes):
    """A file of headcounts, or of labelled comments, with mistakes."""


class InvalidSound(SurveysError):
    """A file that cannot be a recording; `fault` is one of `SoundFault`."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class InvalidColour(SurveysError):
    """What is not a colour, or one that can be seen through."""


class InvalidTheme(SurveysError):
    """A theme file that cannot be read; `fault` is one of `ThemeFault`, `token` the place."""

    def __init__(self, fault: str, token: str = "") -> None:
        super().__init__(fault, token)
        self.fault = fault
        self.token = token


class TooLittleContrast(SurveysError):
    """A house style in which something cannot be read."""


class VersionFrozen(SurveysError):
    """A version that a wave uses, or used, and that therefore cannot change."""


class DraftChanged(SurveysError):
    """Somebody else changed the draft since it was read: nothing is overwritten."""


class NotFound(SurveysError):
    """Nothing goes by that name here."""


class DraftNotFound(NotFound):
    """No draft has this number."""


class LinkNotFound(NotFound):
    """No link has this code."""


class RecordingNotFound(NotFound):
    """Nobody recorded this."""


class TextNotFound(NotFound):
    """The version has no such item, or not in this wording or language."""


class VersionNotFound(NotFound):
    """No version has this number."""


class WaveNotFound(NotFound):
    """No wave has this number."""


class LinkNotOpen(SurveysError):
    """The link exists, and nobody can answer through it now."""


class WaveNotYetOpen(LinkNotOpen):
    """The wave opens later."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


class WaveClosed(LinkNotOpen):
    """The wave has closed."""


class LanguageNotOffered(SurveysError):
    """The link does not offer this language."""


class FormExpired(SurveysError):
    """The form is older than a form may be: answers are kept, the form gets a new key."""


class FormForged(SurveysError):
    """The form's key was not made by us for this link."""


class PinRefused(SurveysError):
    """No lesson that runs has this PIN, or it was tried too often."""


class AlreadyCounted(SurveysError):
    """This form was counted before: sending it again changes nothing."""


class CodeRefused(SurveysError):
    """A one-time code that opens nothing."""


class UnknownCode(CodeRefused):
    """No such code was given out for this link, or what it led to is gone."""


class CodeSpent(CodeRefused):
    """The code was used before, with another form."""


class WithdrawalOver(SurveysError):
    """The wave was published: nothing of it can be withdrawn any more."""


class InvalidWave(SurveysError):
    """A wave that cannot be set up, opened, closed or published this way."""
