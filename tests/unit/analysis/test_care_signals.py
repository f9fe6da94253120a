"""Which comments are shown to a moderator first because somebody may be in danger."""

from time import monotonic

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


INDIRECT = """
nl|als hij gedronken heeft verstop ik me onder mijn bed
nl|Het jongetje van hiernaast staat 's nachts op het balkon te huilen
nl|ik heb paracetamol opgespaard
en|my uncle gets the belt out when i forget my chores
en|nobody would notice if i was gone
en|She flinches when a teacher raises a hand
de|mein onkel kommt nachts in mein zimmer
de|ohne mich wären alle glücklicher
de|Der Junge holt sein Essen aus dem Mülleimer
fr|mon oncle me touche et je dois le dire à personne
fr|je saute du pont un jour
fr|Le frigo est toujours vide chez nous
tr|amcam gece odama geliyor
tr|babam sarhoş olunca dolaba saklanıyorum
tr|bensiz herkes daha mutlu olur
pl|tata jest znowu pijany i chowam się w szafie
pl|beze mnie będzie im łatwiej
pl|Chłopiec zjada resztki wyjęte ze śmietnika
uk|дядько приходить до мене в кімнату вночі
uk|без мене всім буде легше
uk|Хлопчик шукає хліб у смітнику
uk|тато щодня п'яний і ми ховаємося у ванній
ar|عمي يدخل غرفتي بالليل
ar|الثلاجة فاضية من يومين
ar|بدوني رح يرتاحوا كلهم
"""
TEMPTING = """
nl|We hebben de buurschool geslagen met hockey
nl|mijn zus vermoordt me als ik haar trui kwijt ben haha
en|We beat year nine in the netball final
en|I cut my finger with scissors and got a plaster
de|Wir haben die Parallelklasse im Handball geschlagen
fr|ma sœur va me tuer mdr
tr|Maçta rakibi dövdük
pl|brat mnie zabije haha
uk|брат мене вб'є хаха
uk|Ми побили рекорд школи
uk|Цей урок цікавіший, ніж минулий
ar|جدول الضرب صعب
"""


def _lines(block: str) -> list[list[str]]:
    return [line.split("|") for line in block.strip().splitlines()]


@pytest.mark.parametrize(("language", "text"), _lines(INDIRECT))
def test_what_is_said_indirectly_is_found(language, text):
    assert kinds(text, language)


@pytest.mark.parametrize(("language", "text"), _lines(TEMPTING))
def test_sport_and_hyperbole_are_no_signal(language, text):
    assert kinds(text, language) == set()


def test_a_joke_does_not_hide_a_beating_in_the_same_text():
    assert "abuse" in kinds("my sister will kill me lol. dad hits me with his belt", "en")


def test_a_phrase_does_not_reach_into_the_next_sentence():
    assert kinds("Ik wil taart. Dood hout ligt op het plein.", "nl") == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_thousand_letters_are_read_at_once(language):
    text = "ik wil niet naar huis papa mama dad mum " * 250

    started = monotonic()
    find_signals(text, language)

    assert monotonic() - started < 2
