from analysis import vocabulary
from analysis.vocabulary import is_compound, is_misspelt, is_word


def test_a_word_is_known_in_its_own_language():
    assert is_word("school", "nl")
    assert is_word("Schule", "de")
    assert not is_word("Schule", "nl")
    assert not is_word("szkoła", "pl")


def test_a_compound_and_a_misspelt_word_are_nearly_known():
    assert is_compound("handvaardigheidslokaal", "nl")
    assert is_misspelt("begeleidig", "nl")
    assert not is_misspelt("Froukje", "nl")


def test_what_people_wrote_is_remembered_up_to_a_bound():
    n = is_word.cache_info().currsize
    is_misspelt("Wigbolda", "nl")

    assert is_word.cache_info().currsize == n
    for remembering in (is_word, is_compound, is_misspelt):
        assert remembering.cache_info().maxsize == vocabulary.REMEMBERED
