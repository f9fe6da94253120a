"""How much of what points at people is taken out, and how little else, on labelled comments."""

import pytest
from labelled_comments import (
    DUTCH_NAMES,
    IDENTIFIERS,
    LOWER_CASE_NAMES,
    ORDINARY,
    OTHER_NAMES,
    load_labelled,
)

from analysis.redaction import DIRECT, find_personal, lacks_capitals, normalise, redact
from analysis.spans import Kind, Span

LANGUAGES = ("nl", "en", "tr", "ar", "pl", "uk", "fr", "de")


def recall(block: str, *, language: str | None = None, kind: str | None = None) -> float:
    """Give the share of labelled spans of which at least 80 % of the letters are masked."""
    found, n = 0, 0
    for comment in load_labelled(block):
        spans = redact(comment.text, comment.language).spans
        for start, end, word in comment.gold:
            if language in (None, comment.language) and kind in (None, word):
                masked = {place for span in spans for place in range(span.start, span.end)}
                n += 1
                found += len(masked & set(range(start, end))) >= 0.8 * (end - start)
    assert n
    return found / n


def precision(block: str) -> float:
    """Give the share of masked spans that touch a labelled one."""
    right, n = 0, 0
    for comment in load_labelled(block):
        for span in redact(comment.text, comment.language).spans:
            n += 1
            right += any(start < span.end and span.start < end for start, end, _ in comment.gold)
    return right / n


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_all_direct_identifiers_are_taken_out_in_every_language(language):
    assert recall(IDENTIFIERS, language=language) >= 0.95


@pytest.mark.parametrize("kind", [kind.value for kind in Kind if kind is not Kind.NAME])
def test_nearly_all_identifiers_of_a_kind_are_taken_out(kind):
    assert recall(IDENTIFIERS, kind=kind) >= 0.95


def test_dutch_names_with_capitals_are_taken_out():
    assert recall(DUTCH_NAMES) >= 0.93


def test_most_dutch_names_without_capitals_are_taken_out():
    assert recall(LOWER_CASE_NAMES) >= 0.60


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_names_in_other_languages_are_taken_out(language):
    assert recall(OTHER_NAMES, language=language) >= 0.80


@pytest.mark.parametrize("block", [IDENTIFIERS, DUTCH_NAMES, LOWER_CASE_NAMES, OTHER_NAMES])
def test_what_is_taken_out_pointed_at_somebody(block):
    assert precision(block) >= 0.90


def test_ordinary_sentences_stay_as_they_are():
    comments = list(load_labelled(ORDINARY))
    touched = [c.text for c in comments if redact(c.text, c.language).spans]
    assert len(touched) <= 0.05 * len(comments), touched


def test_each_find_becomes_a_placeholder_of_its_kind():
    text = "Mijn zoon Daan (8 jaar) zit in groep 7b van OBS De Klimboom, bel 06-12345678"

    redaction = redact(text, "nl")

    assert (
        redaction.text == "Mijn zoon [naam] ([leeftijd]) zit in [klas] van [school], bel [telefoon]"
    )


def test_spans_point_into_the_normalised_original():
    text = "Juf  Sanne\u200b zegt nee"

    redaction = redact(text, "nl")

    assert redaction.spans == (Span(4, 9, Kind.NAME),)
    assert normalise(text)[4:9] == "Sanne"


def test_arabic_digits_count_as_digits():
    assert redact("رقم هاتفي ٠٦١٢٣٤٥٦٧٨", "ar").text == "رقم هاتفي [telefoon]"


def test_placeholders_already_there_are_left_alone():
    assert redact("juf [naam] van [school]", "nl").spans == ()


@pytest.mark.parametrize("text", ["mijn zoon daan", "MIJN ZOON DAAN", "ابني محمد"])
def test_a_text_without_capitals_to_go_by_is_uncertain(text):
    assert redact(text, "nl").is_uncertain


@pytest.mark.parametrize("text", ["Mijn zoon Daan", "10 !", ""])
def test_a_text_with_capitals_or_without_letters_is_not_uncertain(text):
    assert not redact(text, "nl").is_uncertain


def test_a_name_is_found_when_the_language_is_unknown():
    assert redact("Mijn zoon Youssef", "und").text == "Mijn zoon [naam]"


def test_letters_that_only_look_like_an_account_number_do_no_harm():
    assert redact("İİ12 ABCDEFGHİJKLMNOP", "tr").text


def test_what_points_at_somebody_is_named_once_in_the_order_of_the_text():
    text = "Bel Jan de Vries op 06-12345678. In groep 8 kent ieder Jan de Vries."

    assert find_personal(text, "nl") == ("Jan de Vries", "06-12345678", "groep 8")
    assert find_personal(text, "nl", DIRECT) == ("Jan de Vries", "06-12345678")


@pytest.mark.parametrize(
    ("text", "lacking"), [("wij wachten", True), ("Wij wachten", False), ("WIJ", True), ("", False)]
)
def test_a_text_without_capitals_is_told(text, lacking):
    assert lacks_capitals(text) is lacking
