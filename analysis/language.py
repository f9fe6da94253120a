"""The language that a comment is written in, among the languages that were offered."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import eldc

UNKNOWN = "und"

_WORD = re.compile(r"[^\W\d_]+")
_WORDS_TO_OVERRULE_PRIOR = 4
_WORDS_TO_LEAVE_OFFERED = 5
_ALL_SCORES = 20

# Measured on sentences of five words and more: the eight languages score above 0.75 even when badly
# spelt; languages that the detector never learnt (Somali, Igbo) or hardly knows stay under 0.4.
_LOWEST_SCORE = 0.4
# Ukrainian and Russian can come this close: then the language chosen decides.
_NEIGHBOUR_MARGIN = 0.02

_SCRIPTS = {"ar": "ARABIC", "uk": "CYRILLIC"}


def detect(text: str, *, offered: Sequence[str], prior: str | None = None) -> str:
    """Give the ISO 639-1 code of a text's language, or "und".

    `offered` are the codes a respondent could choose from, `prior` the one chosen. Up to three
    words say too little and follow the prior; from five words on a language outside the offered
    ones comes out as "und". Safe to call from several threads.
    """
    words = _WORD.findall(_without_surrogates(text))
    if not words:
        return UNKNOWN
    is_short = len(words) < _WORDS_TO_OVERRULE_PRIOR
    if is_short and prior in offered and prior and _fits_script(words[0], prior):
        return prior
    sample = " ".join(words)
    if len(words) >= _WORDS_TO_LEAVE_OFFERED and _is_foreign(sample, offered, prior):
        return UNKNOWN
    code: str = _detector(tuple(offered)).detect(sample)
    return code if code in offered else UNKNOWN


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "ignore").decode("utf-8")


def _fits_script(word: str, code: str) -> bool:
    script = _SCRIPTS.get(code, "LATIN")
    return unicodedata.name(word[0], "").startswith(script)


def _is_foreign(sample: str, offered: Sequence[str], prior: str | None) -> bool:
    scores: dict[str, float] = _detector(()).detect_details(sample).scores
    best = max(scores.values(), default=0.0)
    if best < _LOWEST_SCORE:
        return True
    offered_best = max((scores.get(code, 0.0) for code in offered), default=0.0)
    margin = _NEIGHBOUR_MARGIN if prior and scores.get(prior, 0.0) == offered_best else 0.0
    return best > offered_best + margin


@cache
def _detector(codes: tuple[str, ...]) -> "eldc._eldc.Instance":
    """Give a detector of its own for these languages; () means all that eldc knows.

    Only instances are configured: eldc's module-level setters change the whole process.
    """
    eldc.init()
    detector = eldc.instance()
    detector.set_scores(_ALL_SCORES)
    detector.set_languages(list(codes))
    return detector
