from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definitions import read_toml
from surveys.items import RespondentGroup
from surveys.reading import LONGEST_FOR_CHILDREN, Sort, find_hurdles, hurdles_in

# From plain to hard, after a comparison of readability formulas on sentences of this field.
EASY = (
    "Ik heb een vriend op school.",
    "Ik weet wat mijn kind op school leert.",
    "De juf luistert goed naar mij.",
    "Mijn kind voelt zich veilig in de klas.",
    "Op school kan ik praten in mijn eigen taal.",
    "Het schoolplein is fijn.",
    "Ga je graag naar Sas van Gent?",
)
LIBRARY = [
    file
    for folder in ("bank", "catalogue")
    for file in sorted((files("surveys") / folder).iterdir(), key=str)
]


def sorts(text, language="nl", group=""):
    return {hurdle.sort for hurdle in find_hurdles(text, language, group)}


@pytest.mark.parametrize("text", EASY)
def test_a_plain_sentence_has_no_hurdles(text):
    assert find_hurdles(text, "nl") == []


@pytest.mark.parametrize(
    ("text", "marked", "sort", "fact"),
    [
        ("Is er adequaat opgetreden?", "adequaat", Sort.JARGON, "goed genoeg"),
        ("De docent is obstinaat.", "obstinaat", Sort.RARE_WORD, ""),
        ("Ik voel mij niet veilig.", "niet", Sort.NEGATION, ""),
        ("Helpt de juf en luistert zij?", "en", Sort.DOUBLE_QUESTION, ""),
        ("Is er hulp en/of steun?", "en/of", Sort.DOUBLE_QUESTION, ""),
        ("I do not feel safe.", "not", Sort.NEGATION, ""),
        ("Je ne suis pas content.", "pas", Sort.NEGATION, ""),
        ("The staff is obstreperous.", "obstreperous", Sort.RARE_WORD, ""),
    ],
)
def test_a_hurdle_is_marked_where_it_stands(text, marked, sort, fact):
    language = "fr" if text.startswith("Je ne") else "en" if text[:3] in ("I d", "The") else "nl"

    found = [hurdle for hurdle in find_hurdles(text, language) if hurdle.sort is sort]

    assert [(hurdle.marked(text), hurdle.fact) for hurdle in found] == [(marked, fact)]


def test_two_words_joined_are_no_two_questions():
    assert Sort.DOUBLE_QUESTION not in sorts("Zijn de juf en de meester aardig?")


def test_each_sentence_is_as_long_as_it_is():
    short, long = "Dit is kort.", "Dit is een zin die met veel kleine woorden heel erg lang is."

    [hurdle] = find_hurdles(f"{short} {long}", "nl")

    assert (hurdle.sort, hurdle.fact) == (Sort.LONG_SENTENCE, "13")
    assert hurdle.marked(f"{short} {long}") == long


def test_children_get_shorter_sentences():
    text = "Ik ga elke dag met mijn vriend naar de grote school."

    assert len(text.split()) == LONGEST_FOR_CHILDREN + 1
    assert sorts(text) == set()
    assert sorts(text, group=RespondentGroup.CHILD) == {Sort.LONG_SENTENCE}


def test_who_works_with_a_word_knows_it():
    text = "Is de basisondersteuning goed?"

    assert sorts(text, group=RespondentGroup.PARENT) == {Sort.JARGON}
    assert sorts(text, group=RespondentGroup.TEACHER) == set()


@given(st.text(max_size=200), st.sampled_from(["nl", "en", "tr", "ar", "pl", "uk", "fr", "de"]))
def test_any_text_can_be_looked_at(text, language):
    for hurdle in find_hurdles(text, language):
        assert 0 <= hurdle.start < hurdle.end <= len(text)
        assert hurdle.marked(text).strip()


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: file.name)
def test_the_dutch_of_the_library_has_no_hurdles(file):
    table = read_toml(file.read_text(encoding="utf-8"))
    notes = {item["code"] for item in table["item"] if item.get("reading_note")}
    found = [
        (wording.key, str(hurdle.sort), hurdle.marked(wording.source))
        for wording, language, hurdle in hurdles_in(table)
        if language == "nl" and not notes & set(wording.subject.split("."))
    ]

    assert found == []
