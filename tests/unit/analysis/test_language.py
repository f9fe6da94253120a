"""Which language a comment is found to be in."""

from concurrent.futures import ThreadPoolExecutor

import eldc
import pytest

from analysis.language import detect

OFFERED = ("nl", "en", "tr", "ar", "pl", "uk", "fr", "de")
SENTENCES = {
    "nl": "me kind vind de schol niet leuk omdat hij gepest wort",
    "en": "too much homework and not enough help",
    "tr": "çocuğum okulda çok mutlu öğretmenler iyi",
    "ar": "ابني يحب المدرسة ولكن لا يوجد دعم كاف",
    "pl": "mój syn nie lubi szkoły bo jest za głośno",
    "uk": "дитина любить школу але мало допомоги",
    "fr": "mon enfant est content mais trop de devoirs",
    "de": "die Schule ist gut aber zu wenig Hilfe",
}


@pytest.mark.parametrize("code", OFFERED)
def test_a_sentence_is_known_by_its_language(code):
    assert detect(SENTENCES[code], offered=OFFERED) == code


@pytest.mark.parametrize("code", OFFERED)
def test_a_whole_sentence_overrules_the_language_chosen(code):
    assert detect(SENTENCES[code], offered=OFFERED, prior="fr" if code == "nl" else "nl") == code


@pytest.mark.parametrize("prior", ["nl", "en"])
def test_three_words_follow_the_language_chosen(prior):
    assert detect("super top team", offered=OFFERED, prior=prior) == prior


def test_a_few_words_in_another_script_do_not_follow_the_language_chosen():
    assert detect("مدرسة جيدة جدا", offered=OFFERED, prior="nl") == "ar"


@pytest.mark.parametrize(
    "text",
    [
        "Mi hijo está muy contento en la escuela",
        "Моему сыну нравится школа, но помощи мало",
        "فرزند من مدرسه را دوست دارد و خوشحال است",
        "waa dugsi wanaagsan carruurtayduna way jecel yihiin",
        "ልጄ ትምህርት ቤት በጣም ይወዳል ደስተኛ ነው",
    ],
)
def test_a_language_that_was_not_offered_is_unknown(text):
    assert detect(text, offered=OFFERED, prior="nl") == "und"


@pytest.mark.parametrize("text", ["", "123 !", "\ud800"])
def test_a_text_without_words_is_unknown(text):
    assert detect(text, offered=OFFERED, prior="nl") == "und"


def test_only_offered_languages_come_out():
    assert detect("Ich finde die Schule", offered=("nl", "en")) in {"nl", "en", "und"}


def test_detecting_leaves_the_detector_of_others_alone():
    detect(SENTENCES["nl"], offered=("nl", "en"))

    assert eldc.detect("Mi hijo está muy contento en la escuela") == "es"


def test_threads_with_other_languages_do_not_disturb_each_other():
    def found(code: str) -> str:
        return detect(SENTENCES[code], offered=(code, "nl"))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(found, OFFERED * 50)) == list(OFFERED * 50)
