"""Comments that sound like danger, by their likeness to comments that were made up."""

from collections import Counter

import numpy as np
import pytest

from analysis.care_likeness import LIMIT, distances, draw_line, load_examples, plain, sound_like
from analysis.care_signals import LANGUAGES, SignalKind, find_signals
from tests.unit.analysis.made_up_comments import encoder

# Of these no rule knows a word.
HINTS = [
    ("nl", "mijn zusje en ik weten al wat er gebeurt als hij zo stil wordt"),
    ("tr", "O eve gelince herkes susar, annem bize odaya girin der."),
    ("en", "my sweater stays on even in PE, nobody needs to see it"),
    ("fr", "Quand j'entends sa voiture je cours me cacher avec ma petite sœur."),
]
ORDINARY = {
    "nl": "De juf legt rekenen goed uit en de gymles is leuk.",
    "en": "The waiting list was long, but the school called us every week.",
    "de": "Die Lehrerin hört zu und erklärt alles noch einmal.",
    "fr": "Le bus arrive souvent en retard et la cantine est trop petite.",
    "tr": "Öğretmen bizi her hafta aradı ve çok yardımcı oldu.",
    "ar": "المدرسة ساعدتنا كثيرا والمعلمة لطيفة مع الجميع.",
    "pl": "Plan lekcji jest jasny, ale długo czekaliśmy na rozmowę.",
    "uk": "Вчителька все добре пояснює, а уроки цікаві.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_examples_of_everything_each_once(language):
    examples = load_examples(language)
    counts = Counter(example.kind for example in examples)

    assert min(counts[kind] for kind in SignalKind) >= 20
    assert counts[None] >= 200
    assert len({example.text.casefold() for example in examples}) == len(examples)


@pytest.mark.parametrize(("language", "hint"), HINTS)
def test_what_is_only_hinted_at_is_heard(language, hint):
    assert not find_signals(hint, language)
    assert sound_like([hint], encoder()) != [None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_comment_sounds_like_nothing(language):
    assert sound_like([ORDINARY[language]], encoder()) == [None]


def test_capitals_and_full_stops_say_nothing():
    text = "Niemand weet hoe het bij ons thuis is als hij gedronken heeft."

    assert sound_like([text], encoder()) == sound_like([text.lower()[:-1]], encoder()) != [None]


def test_a_hint_is_heard_among_other_sentences():
    around = "De juf legt alles goed uit. {} Het overblijven kan beter, want het is er druk."
    hint = "Niemand weet hoe het bij ons thuis is als hij gedronken heeft."

    assert sound_like([around.format(hint)], encoder()) != [None]
    assert sound_like([around.format("De lessen zijn leuk.")], encoder()) == [None]


def test_nothing_but_a_placeholder_sounds_like_nothing():
    assert sound_like(["[naam]", ""], encoder()) == [None, None]
    assert sound_like([], encoder()) == []


def test_what_was_learnt_holds_for_examples_that_were_left_out():
    examples = [example for language in LANGUAGES for example in load_examples(language)]
    vectors = encoder().embed([plain(example.text) for example in examples])
    kinds = np.array([example.kind or "" for example in examples])
    is_danger = kinds != ""
    left_out = np.arange(len(examples)) % 5 == 0
    known, asked = is_danger & ~left_out, is_danger & left_out

    line = draw_line(vectors[~left_out], is_danger[~left_out])
    heard = np.array(distances(line, vectors[left_out])) > LIMIT
    told = draw_line(vectors[known], kinds[known]).predict(vectors[asked])

    assert heard[is_danger[left_out]].mean() >= 0.72
    assert heard[~is_danger[left_out]].mean() <= 0.08
    assert (told == kinds[asked]).mean() >= 0.65
