import pytest

from surveys.definitions import read_definition
from surveys.errors import InvalidDefinition
from surveys.items import Kind
from tests.factories import QUESTIONNAIRE

GRADE = 'code = "cijfer"\nkind = "grade"'


def mistakes_in(old="", new="", text=QUESTIONNAIRE):
    assert old in text
    with pytest.raises(InvalidDefinition) as refused:
        read_definition(text.replace(old, new, 1))
    return [str(mistake) for mistake in refused.value.mistakes]


def test_a_definition_becomes_a_version_with_its_items_in_order():
    code, version = read_definition(QUESTIONNAIRE)

    assert (code, version.number, version.languages) == ("nabijheid", 1, ["nl", "en"])
    assert [item.code for item in version.items] == ["dichtbij", "wie", "cijfer", "toelichting"]


def test_a_grade_has_the_numbers_one_to_ten_as_options():
    _, version = read_definition(QUESTIONNAIRE)

    assert [choice.code for choice in version.items[2].choices] == [str(n) for n in range(1, 11)]
    assert Kind(version.items[2].kind) is Kind.GRADE


def test_an_item_is_for_all_groups_unless_it_says_for_whom():
    _, version = read_definition(QUESTIONNAIRE.replace(GRADE, f'{GRADE}\ngroups = ["youth"]'))

    assert version.items[0].groups == ["parent", "youth", "teacher"]
    assert version.items[2].groups == ["youth"]


def test_spaces_and_comments_in_the_file_do_not_change_the_digest():
    _, version = read_definition(QUESTIONNAIRE)
    _, other = read_definition(f"# met de klankbordgroep gemaakt\n{QUESTIONNAIRE}\n")

    assert version.digest == other.digest


def test_a_changed_text_changes_the_digest():
    _, version = read_definition(QUESTIONNAIRE)
    _, other = read_definition(QUESTIONNAIRE.replace("Een beetje", "Beetje"))

    assert version.digest != other.digest


def test_a_text_is_checked_by_whom_the_definition_says():
    _, version = read_definition(f'checked = {{ en = "A. de Wit" }}\n{QUESTIONNAIRE}')

    checked = {text.language: text.checked_by for text in version.translations}
    assert checked == {"nl": None, "en": "A. de Wit"}


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        (', en = "A little"', "", 'item 1 "dichtbij" option 2: no text in "en"; add it, or drop'),
        ('nl = "Een beetje"', 'nl = " "', 'item 1 "dichtbij" option 2: no text in "nl"'),
        ('en = "Yes"', 'en = "Yes", tr = "Evet"', 'text in "tr"; add "tr" to languages, or drop'),
        ('kind = "grade"', 'kind = "cijfer"', "item 3 \"cijfer\": kind is 'cijfer'; use scale"),
        ('kind = "grade"', 'kind = "number"', "no range; add minimum and maximum"),
        ('kind = "grade"', 'kind = "grade"\nverplicht = true', 'unknown key "verplicht"'),
        ('kind = "grade"', 'kind = "single"', 'item 3 "cijfer": fewer than two options'),
        ('kind = "grade"', 'kind = "scale"\nscale = "vijf"', 'no scale "vijf"'),
        ('code = "cijfer"', 'code = "wie"', 'item 3 "wie": the code is taken'),
        ('code = "cijfer"', 'code = "key"', 'item 3 "key": the code is taken'),
        ('code = "cijfer"', 'code = "Cijfer!"', "code is 'Cijfer!'"),
        ('item = "dichtbij"', 'item = "cijfer"', 'shown_if names "cijfer"; name an item that'),
        ('codes = ["yes", "partly"]', 'codes = ["ja"]', 'shown_if names ja; use codes of'),
        ('codes = ["yes", "partly"]', "codes = []", "shown_if names no codes"),
        ("number = 1", "number = 0", "number is 0; count versions from 1"),
        ('"teacher"]', '"docent"]', 'unknown group "docent"; use parent, child'),
        ('languages = ["nl", "en"]', "languages = []", "no languages"),
        (GRADE, f'{GRADE}\ngroups = ["child"]', 'group "child"; add it to the groups'),
        ("number = 1", 'number = "1"', "number is '1'; write a whole number"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place_and_its_cure(old, new, mistake):
    assert mistake in "\n".join(mistakes_in(old, new))


def test_all_mistakes_are_named_at_once():
    text = QUESTIONNAIRE.replace("number = 1", "number = 0")

    assert len(mistakes_in(', en = "A little"', "", text)) == 2


def test_a_file_that_is_no_toml_is_refused():
    [mistake] = mistakes_in(text="dit is geen TOML")

    assert mistake.startswith("definition: not TOML")


def test_more_than_twelve_items_for_a_group_are_refused():
    item = '[[item]]\ncode = "m{}"\nkind = "grade"\ntext = {{ nl = "?", en = "?" }}\n'
    text = QUESTIONNAIRE + "".join(item.format(number) for number in range(9))

    assert "13 items for parent; ask at most 12" in "\n".join(mistakes_in(text=text))


def test_an_item_may_not_depend_on_one_that_not_all_its_groups_are_asked():
    text = QUESTIONNAIRE.replace(
        'kind = "yes-partly-no"', 'kind = "yes-partly-no"\ngroups = ["parent"]'
    )

    assert 'which not all its groups are asked; ask "dichtbij" of' in mistakes_in(text=text)[0]
