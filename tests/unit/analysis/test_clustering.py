import networkx as nx
import numpy as np
import pytest
from made_up_comments import comments_on_school_meals, some_comments

from analysis.clustering import (
    OVERIG,
    Themes,
    assign,
    evaluate,
    find_new_themes,
    find_strays,
    find_themes,
    language_means,
    louvain,
    neighbour_graph,
)


def themes_of(n: int = 600, **options: float) -> Themes:
    comments = some_comments(n)
    return find_themes(comments.vectors, comments.languages, **options)


def new_themes(vectors, languages):
    known = themes_of()
    strays = find_strays(vectors, languages, known)
    return find_new_themes(vectors, languages, strays, known.means)


def test_planted_themes_are_found_again_across_languages():
    comments = some_comments(600)

    result = evaluate(comments.themes, themes_of().labels, comments.languages)

    assert result.v_measure >= 0.6
    assert result.v_language <= 0.1
    assert result.share_overig <= 0.15


def test_a_second_run_gives_the_same_themes():
    first, second = themes_of(), themes_of()

    assert np.array_equal(first.labels, second.labels)
    assert np.array_equal(first.centroids, second.centroids)
    assert np.array_equal(first.stability, second.stability)


def test_the_order_in_which_comments_come_does_not_matter():
    comments = some_comments(600)
    order = np.random.default_rng(3).permutation(600)

    shuffled = find_themes(comments.vectors[order], [comments.languages[row] for row in order])

    assert np.array_equal(shuffled.labels, themes_of().labels[order])


def test_half_precision_as_stored_gives_the_same_kind_of_themes():
    comments = some_comments(600)

    stored = find_themes(comments.vectors.astype(np.float16), comments.languages)

    found = evaluate(themes_of().labels.tolist(), stored.labels, comments.languages)
    assert found.v_measure >= 0.8


def test_equal_comments_get_the_same_theme():
    comments = some_comments(600)
    theme_of: dict[tuple[str, str], set[int]] = {}
    labels = themes_of().labels.tolist()
    for text, language, label in zip(comments.texts, comments.languages, labels, strict=True):
        theme_of.setdefault((language, text), set()).add(label)

    assert all(len(found) == 1 for found in theme_of.values())


def test_the_largest_theme_comes_first_and_none_is_below_the_minimum():
    labels = themes_of().labels
    sizes = np.bincount(labels[labels != OVERIG])

    assert sizes.tolist() == sorted(sizes, reverse=True)
    assert sizes.min() >= 10


def test_a_theme_has_a_centroid_a_floor_and_a_stability():
    themes = themes_of()

    assert themes.centroids.shape == (themes.count, 512)
    assert themes.floors.shape == themes.stability.shape == (themes.count,)
    assert np.allclose(np.linalg.norm(themes.centroids, axis=1), 1, atol=1e-5)
    assert ((themes.stability >= 0) & (themes.stability <= 1)).all()


def test_well_separated_themes_are_firm():
    assert np.median(themes_of().stability) >= 0.75


def test_a_higher_resolution_gives_more_themes():
    assert themes_of(resolution=0.5).count < themes_of(resolution=2.0).count


@pytest.mark.parametrize("n", [0, 1, 99])
def test_under_a_hundred_comments_there_are_no_themes(n: int):
    comments = some_comments(600)

    themes = find_themes(comments.vectors[:n], comments.languages[:n])

    assert themes.too_few
    assert themes.count == 0
    assert themes.labels.tolist() == [OVERIG] * n


def test_a_hundred_times_the_same_comment_is_no_theme():
    themes = find_themes(np.ones((100, 8), dtype=np.float32), ["nl"] * 100)

    assert themes.too_few
    assert set(themes.labels.tolist()) == {OVERIG}


def test_a_later_comment_gets_the_theme_of_its_like():
    comments, later = some_comments(600), some_comments(200, seed=9)
    themes = themes_of()
    theme_of = dict(zip(comments.texts, themes.labels.tolist(), strict=True))

    labels = assign(later.vectors, later.languages, themes)

    seen = [row for row, text in enumerate(later.texts) if theme_of.get(text, OVERIG) != OVERIG]
    same = [labels[row] == theme_of[later.texts[row]] for row in seen]
    assert np.mean(same) >= 0.9


def test_without_themes_every_comment_is_overig():
    comments = some_comments(600)
    none = find_themes(comments.vectors[:50], comments.languages[:50])

    labels = assign(comments.vectors[:20], comments.languages[:20], none)

    assert labels.tolist() == [OVERIG] * 20


def test_a_language_not_seen_before_is_assigned_all_the_same():
    comments = some_comments(600)
    themes = themes_of()

    labels = assign(comments.vectors, ["pl"] * 600, themes)

    assert evaluate(themes.labels.tolist(), labels, comments.languages).v_measure >= 0.6


def test_comments_on_a_new_theme_land_in_overig():
    meals = comments_on_school_meals(60)

    labels = assign(meals.vectors, meals.languages, themes_of())

    assert np.mean(labels == OVERIG) >= 0.6


def test_a_new_theme_is_found_among_what_fits_no_known_theme():
    later, meals = some_comments(300, seed=9), comments_on_school_meals(60)
    vectors = np.vstack([later.vectors, meals.vectors])

    new = new_themes(vectors, [*later.languages, *meals.languages])

    on_meals = new.labels[300:][new.labels[300:] != OVERIG]
    in_new_theme = np.flatnonzero(new.labels == np.bincount(on_meals).argmax())
    assert np.mean(in_new_theme >= 300) >= 0.9


def test_a_wave_that_fits_the_known_themes_has_no_new_ones():
    later = some_comments(120, seed=9)

    assert new_themes(later.vectors, later.languages).count == 0


def test_past_the_sample_the_rest_is_assigned():
    comments = some_comments(1000)

    themes = find_themes(comments.vectors, comments.languages, sample=300)

    result = evaluate(comments.themes, themes.labels, comments.languages)
    assert result.v_measure >= 0.6


def test_the_mean_of_a_rare_language_is_drawn_towards_the_mean_of_all():
    vectors = np.array([[0.0, 1.0]] * 20 + [[1.0, 0.0]] * 20, dtype=np.float32)

    means = language_means(vectors, ["nl"] * 20 + ["tr"] * 20)

    assert means.overall.tolist() == [0.5, 0.5]
    assert means.by_language["nl"].tolist() == [0.25, 0.75]


def test_the_right_themes_under_another_number_agree_wholly():
    result = evaluate(["a", "a", "b", "b"], np.array([1, 1, 0, 0]), ["nl", "en", "nl", "en"])

    assert result.nmi == result.ari == result.v_measure == 1
    assert result.v_language == result.share_overig == 0
    assert result.n == 4


def test_themes_that_are_languages_show_in_the_evaluation():
    result = evaluate(["a", "a", "b", "b"], np.array([0, OVERIG] * 2), ["nl", "en", "nl", "en"])

    assert result.v_language == 1
    assert result.share_overig == 0.5


def test_communities_are_as_good_as_those_of_networkx():
    comments = some_comments(600)
    graph = neighbour_graph(comments.vectors)
    peer = nx.from_scipy_sparse_array(graph)

    found = louvain(graph, 1.0, np.random.default_rng(0))

    theirs = nx.community.louvain_communities(peer, seed=0)
    ours = [set(np.flatnonzero(found == each).tolist()) for each in range(found.max() + 1)]
    assert nx.community.modularity(peer, ours) >= nx.community.modularity(peer, theirs) - 0.01
