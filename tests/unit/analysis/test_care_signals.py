"""Which comments are shown to a moderator first because somebody may be in danger."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled_comments import CARE_SIGNALS

from analysis.care_signals import SignalKind, find_signals

CASES = [line.split("|") for line in CARE_SIGNALS.strip().splitlines()]
LANGUAGES = ("nl", "en", "tr", "ar", "pl", "uk", "fr", "de")


def kinds(text: str, language: str) -> set[str]:
    return {signal.kind.value for signal in find_signals(text, language)}


@pytest.mark.parametrize(("language", "kind", "text"), [case for case in CASES if case[1]])
def test_a_cry_for_help_is_found(language, kind, text):
    assert kind in kinds(text, language)


@pytest.mark.parametrize(("language", "kind", "text"), [case for case in CASES if not case[1]])
def test_an_ordinary_complaint_is_no_signal(language, kind, text):
    assert kinds(text, language) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_case_in_every_language(language):
    assert {kind for code, kind, _ in CASES if code == language} >= set(SignalKind)


@pytest.mark.parametrize(
    "text", ["IK WIL DOOD", "ik wil dóód", "ik wil dooood", "ik wil... \n dood"]
)
def test_capitals_marks_and_stretched_letters_hide_nothing(text):
    assert "suicide" in kinds(text.replace("...", ","), "nl")


def test_a_signal_points_at_the_words_as_they_were_written():
    text = "Hallo, ik wil écht dood."

    (signal,) = find_signals(text, "nl")

    assert text[signal.start : signal.end] == "wil écht dood"


def test_dutch_danger_words_are_found_in_a_comment_in_another_language():
    assert "abuse" in kinds("oğlum okulda mishandeld", "tr")


def test_all_languages_are_read_when_the_language_is_unknown():
    assert "suicide" in kinds("nie chcę żyć", "und")


@given(st.text(max_size=80), st.sampled_from([*LANGUAGES, "und"]))
@settings(max_examples=100, deadline=None)
def test_signals_lie_within_any_text(text, language):
    assert all(0 <= s.start < s.end <= len(text) for s in find_signals(text, language))
