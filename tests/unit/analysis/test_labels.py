import numpy as np
from made_up_comments import Comments, encoder, some_comments

from analysis.clustering import OVERIG, Labels
from analysis.labels import example_rows, label_words

EXPECTED = {
    "wachten": {"wachtlijst", "wachttijd"},
    "één plan": {"plan", "gezamenlijk plan", "één plan"},
    "leerkracht": {"juf", "meester", "fijne meester", "leerkracht", "betrokken leerkracht"},
    "vervoer": {"vervoer", "leerlingenvervoer", "taxi", "busje", "chauffeur"},
    "klas": {"klas", "groepen"},
}


def planted(comments: Comments) -> Labels:
    """Give the labels that a perfect clustering would."""
    names = list(dict.fromkeys(comments.themes))
    return np.array([names.index(theme) for theme in comments.themes], dtype=np.intp)


def words_of_planted(comments: Comments, **options: int) -> dict[str, tuple[str, ...]]:
    found = label_words(
        comments.texts,
        comments.languages,
        comments.vectors,
        planted(comments),
        encoder(),
        **options,
    )
    return dict(zip(dict.fromkeys(comments.themes), found, strict=True))


def without_dutch(comments: Comments, theme: str) -> Comments:
    """Leave out the Dutch comments on one theme."""
    pairs = zip(comments.languages, comments.themes, strict=True)
    kept = [row for row, pair in enumerate(pairs) if pair != ("nl", theme)]
    return Comments(
        [comments.texts[row] for row in kept],
        [comments.languages[row] for row in kept],
        [comments.themes[row] for row in kept],
        comments.vectors[kept],
    )


def test_the_words_say_what_each_theme_is_about():
    found = words_of_planted(some_comments(600))

    assert all(set(found[theme]) & expected for theme, expected in EXPECTED.items())


def test_a_theme_without_dutch_comments_gets_the_nearest_dutch_phrases():
    comments = some_comments(600)

    found = words_of_planted(without_dutch(comments, "klas"))

    assert "klas" in found["klas"]


def test_there_are_no_more_words_than_asked_for():
    found = words_of_planted(some_comments(600), words=2)

    assert all(1 <= len(words) <= 2 for words in found.values())


def test_no_word_is_proposed_that_fewer_people_used():
    comments = some_comments(600)

    found = words_of_planted(comments, minimum_respondents=20)

    phrases = [phrase for words in found.values() for phrase in words]
    assert phrases
    used = [sum(phrase in text.lower() for text in comments.texts) for phrase in phrases]
    assert min(used) >= 20


def test_two_forms_of_a_word_are_not_both_proposed():
    found = words_of_planted(some_comments(600))

    assert not any({"plan", "plannen"} <= set(words) for words in found.values())


def words_beside_a_friendly_teacher(texts: list[str]) -> tuple[str, ...]:
    """Give the words of a theme with these texts, in a wave that has one other theme."""
    both = [*texts, *(f"De juf is vriendelijk voor kind {n}" for n in range(20))]
    labels = np.array([0] * len(texts) + [1] * 20, dtype=np.intp)
    return label_words(both, ["nl"] * len(both), encoder().embed(both), labels, encoder())[0]


def test_a_word_in_two_forms_counts_only_as_often_as_the_form_that_is_shown():
    four = ["Er is een wachtlijst voor hulp"] * 4 + ["Er zijn wachtlijsten voor hulp"] * 4
    five = [*four, "Er is een wachtlijst voor hulp"]

    assert words_beside_a_friendly_teacher(four) == ("hulp",)
    assert words_beside_a_friendly_teacher(five) == ("wachtlijst",)


def test_a_placeholder_is_never_a_word():
    texts = [f"De [naam] helpt met het rekenen op [school] nummer {n}" for n in range(20)]

    words = words_beside_a_friendly_teacher(texts)

    assert "rekenen" in words
    assert not any("naam" in word or "school" in word for word in words)


def test_comments_in_other_languages_only_give_no_words():
    comments = some_comments(600)
    labels = planted(comments)

    found = label_words(comments.texts, ["tr"] * 600, comments.vectors, labels, encoder())

    assert found == [()] * (labels.max() + 1)


def test_a_theme_that_lost_its_comments_has_no_words_and_no_examples():
    comments = some_comments(600)
    labels = planted(comments)
    labels[labels == 2] = OVERIG
    given = (comments.texts, comments.languages, comments.vectors, labels)

    assert label_words(*given, encoder())[2] == ()
    assert example_rows(*given)[2] == ()


def test_no_themes_have_no_words():
    comments = some_comments(600)
    labels = np.full(600, OVERIG, dtype=np.intp)

    given = (comments.texts, comments.languages, comments.vectors, labels)
    assert label_words(*given, encoder()) == []
    assert example_rows(*given) == []


def test_examples_are_different_short_comments_of_the_theme():
    comments = some_comments(600)
    labels = planted(comments)

    examples = example_rows(comments.texts, comments.languages, comments.vectors, labels)

    for theme, rows in enumerate(examples):
        assert len({comments.texts[row] for row in rows}) == 3
        assert all(labels[row] == theme for row in rows)
        assert all(3 <= len(comments.texts[row].split()) <= 15 for row in rows)


def test_a_theme_of_long_comments_has_no_example():
    texts = ["Het duurt " + "heel " * 20 + "lang"] * 12

    found = example_rows(texts, ["nl"] * 12, encoder().embed(texts), np.zeros(12, dtype=np.intp))

    assert found == [()]
