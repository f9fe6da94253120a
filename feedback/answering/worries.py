"""Whether somebody who answers may need help now: told from their words, and not kept."""

from collections.abc import Iterable

from analysis.care_signals import find_signals


def speak_of_danger(texts: Iterable[str], language: str) -> bool:
    """Tell whether words on a form speak of danger, abuse, self-harm or suicide."""
    return any(find_signals(text, language) for text in texts if text)
