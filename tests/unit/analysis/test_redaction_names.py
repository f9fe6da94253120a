"""Names that no list holds, and words that only look like names."""

import pytest

from analysis.redaction import redact
from analysis.vocabulary import is_compound, is_misspelt, is_word

TAKEN_OUT = [
    ("nl", "Gisteren hielp Zwiebeltje mij met rekenen", "Zwiebeltje"),
    ("nl", "Quorrinde moet altijd als laatste", "Quorrinde"),
    ("en", "Yesterday I sat beside Vorrunda again", "Vorrunda"),
    ("fr", "Le cartable d'Ozwenne reste ouvert", "Ozwenne"),
    ("uk", "Вчора прийшла Гворруся до нас", "Гворруся"),
    ("pl", "Wczoraj przyszedł Gworrek do nas", "Gworrek"),
    ("de", "Gestern war Qworrinda bei uns", "Qworrinda"),
    ("tr", "Dün Emirle oyun oynadık", "Emir"),
    ("tr", "Sevgi ve Deniz kitap okudu", "Sevgi"),
    ("nl", "roos lacht om alles", "roos"),
    ("nl", "floor zn juf zingt mooi", "floor"),
    ("ar", "ابني عمر في المدرسة", "عمر"),
    ("ar", "الحساب باسم نزار", "نزار"),
]
LEFT = [
    ("nl", "Praktijklessen zijn vaak vol"),
    ("nl", "Misschin komt het nog goed"),
    ("nl", "Wat een Gezellig plein met veel Bomen"),
    ("fr", "J'aime la piscine"),
    ("ar", "ابني كريم جدا"),
]


@pytest.mark.parametrize(("language", "text", "name"), TAKEN_OUT)
def test_a_name_is_taken_out_by_how_it_stands(language, text, name):
    redacted = redact(text, language).text
    assert "[naam]" in redacted
    assert name not in redacted


@pytest.mark.parametrize(("language", "text"), LEFT)
def test_what_only_looks_like_a_name_stays(language, text):
    assert redact(text, language).text == text


def test_words_compounds_and_slips_are_told_from_names():
    assert is_word("wachten", "nl")
    assert is_compound("handvaardigheid", "nl")
    assert is_misspelt("misschin", "nl")
    assert not any(tell("sjoukje", "nl") for tell in (is_word, is_compound, is_misspelt))
