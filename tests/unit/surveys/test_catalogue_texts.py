"""What every questionnaire that we ship promises its reader."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

CATALOGUE = Path(__file__).parents[3] / "surveys" / "catalogue"
DEFINITIONS = [tomllib.loads(path.read_text("utf-8")) for path in sorted(CATALOGUE.glob("*.toml"))]
INDICATORS = {
    "absentie", "afstemming", "op-behoefte",
    "doelrealisatie", "een-plan", "meedoen", "nabijheid", "nut",
    "sneller-erbij-halen", "tevredenheid", "veiligheid", "welbevinden", "zo-licht-als-kan",
}  # fmt: skip
TEXT_FIELDS = ("text", "hint", "low", "high")
INFORMAL = {"child", "youth"}

per_questionnaire = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d["code"])


def by_group(texts: dict, groups: list[str]) -> dict[str, dict[str, str]]:
    """What each group reads: its own table, or else the common texts."""
    common = {language: text for language, text in texts.items() if isinstance(text, str)}
    return {group: texts.get(group, common) for group in groups}


def items_for(definition: dict, group: str) -> list[dict]:
    return [item for item in definition["item"] if group in item["groups"]]


def option_lists(definition: dict) -> list[list[dict]]:
    holders = definition["scale"] + definition["item"]
    return [holder["option"] for holder in holders if "option" in holder]


def addressed_texts(definition: dict) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text that speaks to one group, with that group."""
    yield from by_group(definition["introduction"], definition["groups"]).items()
    for item in definition["item"]:
        for field in TEXT_FIELDS:
            if field in item:
                yield from by_group(item[field], item["groups"]).items()


def all_texts(definition: dict) -> list[dict[str, str]]:
    options = [option["text"] for options in option_lists(definition) for option in options]
    not_said = [definition["not_said"]] if "not_said" in definition else []
    return [
        definition["title"],
        *not_said,
        *options,
        *(texts for _, texts in addressed_texts(definition)),
    ]


def questions(definition: dict) -> list[dict[str, str]]:
    items = definition["item"]
    return [text for item in items for text in by_group(item["text"], item["groups"]).values()]


def words(text: str) -> list[str]:
    return re.findall(r"[\w'’-]+", text.lower())


def test_the_catalogue_holds_the_four_questionnaires():
    assert [d["code"] for d in DEFINITIONS] == [
        "helpt-de-hulp", "kwartaalvraag", "tevredenheid", "welbevinden",
    ]  # fmt: skip


@per_questionnaire
def test_every_text_is_there_in_every_language(definition):
    languages = set(definition["languages"])

    assert [t for t in all_texts(definition) if set(t) != languages or not all(t.values())] == []


@per_questionnaire
def test_whoever_is_asked_something_sensitive_may_rather_not_say(definition):
    is_sensitive = any(item.get("sensitive") for item in definition["item"])

    assert is_sensitive == ("not_said" in definition)


@per_questionnaire
def test_no_text_has_stray_or_double_spaces(definition):
    everything = [text for texts in all_texts(definition) for text in texts.values()]

    assert [text for text in everything if text != text.strip() or re.search(r"\s\s", text)] == []


@per_questionnaire
def test_a_group_has_its_own_words_only_where_it_is_asked(definition):
    for item in definition["item"]:
        variants = {key for field in TEXT_FIELDS for key in item.get(field, {})}

        assert variants <= {*definition["languages"], *item["groups"]}, item["code"]


@per_questionnaire
def test_the_common_words_of_an_item_are_read_by_some_group(definition):
    for item in definition["item"]:
        assert any(group not in item["text"] for group in item["groups"]), item["code"]


@per_questionnaire
def test_a_dutch_question_has_at_most_twelve_words(definition):
    assert [q["nl"] for q in questions(definition) if len(words(q["nl"])) > 12] == []


@per_questionnaire
def test_a_dutch_question_asks_without_a_negation(definition):
    negations = {"geen", "niet", "nooit", "niemand", "nergens", "niets", "zonder"}

    assert [q["nl"] for q in questions(definition) if negations & set(words(q["nl"]))] == []


@per_questionnaire
def test_a_dutch_question_never_says_and_or(definition):
    assert [q["nl"] for q in questions(definition) if " en/of " in q["nl"]] == []


@per_questionnaire
def test_children_and_youth_read_je_and_grown_ups_read_u(definition):
    formal, informal = {"u", "uw"}, {"je", "jij", "jou", "jouw"}

    for group, texts in addressed_texts(definition):
        refused = formal if group in INFORMAL else informal
        assert not refused & set(words(texts["nl"])), f"{group}: {texts['nl']}"


@per_questionnaire
def test_a_question_is_a_question_in_all_languages_or_in_none(definition):
    for texts in questions(definition):
        marks = {texts[language][-1].replace("؟", "?") for language in texts}

        assert marks in ({"."}, {"?"}), texts


@per_questionnaire
def test_an_introduction_and_a_hint_end_as_sentences(definition):
    texts = list(by_group(definition["introduction"], definition["groups"]).values())
    for item in definition["item"]:
        texts += by_group(item["hint"], item["groups"]).values() if "hint" in item else []

    assert [text for t in texts for text in t.values() if not text.endswith(".")] == []


@per_questionnaire
def test_an_option_has_no_full_stop(definition):
    texts = [option["text"] for options in option_lists(definition) for option in options]

    assert [text for t in texts for text in t.values() if text.endswith((".", "?", "؟"))] == []


@per_questionnaire
def test_arabic_has_arabic_letters_and_punctuation(definition):
    for texts in all_texts(definition):
        assert re.search(r"[\u0621-\u064a]", texts["ar"]), texts
        assert not set(texts["ar"]) & set("?,;"), texts


@per_questionnaire
def test_ukrainian_has_its_own_letters_and_no_russian_ones(definition):
    for texts in all_texts(definition):
        assert re.search(r"[а-яіїєґ]", texts["uk"].lower()) or texts["uk"].isdecimal(), texts
        assert not set(texts["uk"].lower()) & set("ыэъё"), texts


@per_questionnaire
def test_french_keeps_its_marks_with_the_word_before(definition):
    texts = [texts["fr"] for texts in all_texts(definition)]

    assert [text for text in texts if re.search(r"[^\u00a0][?!:;]|'", text)] == []


@per_questionnaire
def test_each_group_gets_eight_to_twelve_items_and_each_quarter_three(definition):
    counts = {group: len(items_for(definition, group)) for group in definition["groups"]}
    fewest, most = (3, 3) if definition["code"] == "kwartaalvraag" else (8, 12)

    assert all(fewest <= count <= most for count in counts.values()), counts


@per_questionnaire
def test_every_item_is_for_groups_of_its_questionnaire(definition):
    for item in definition["item"]:
        assert item["groups"], item["code"]
        assert set(item["groups"]) <= set(definition["groups"]), item["code"]


@per_questionnaire
def test_each_group_ends_with_one_or_two_open_questions(definition):
    for group in definition["groups"]:
        comments = [item["kind"] == "comment" for item in items_for(definition, group)]

        assert 1 <= sum(comments) <= 2, group
        assert comments == sorted(comments), group


@per_questionnaire
def test_an_open_question_asks_for_no_names(definition):
    for item in definition["item"]:
        if item["kind"] == "comment":
            hints = by_group(item["hint"], item["groups"]).values()

            assert all("geen namen" in hint["nl"] for hint in hints), item["code"]


@per_questionnaire
def test_options_go_from_positive_to_negative_and_then_unknown(definition):
    for options in option_lists(definition):
        answers = [option for option in options if not option.get("missing")]
        values = [option["value"] for option in answers if "value" in option]
        favourable = [option.get("favourable", False) for option in answers]

        assert options[: len(answers)] == answers
        assert values == sorted(values, reverse=True)
        assert favourable == sorted(favourable, reverse=True)


@per_questionnaire
def test_one_may_always_answer_not_to_know(definition):
    for options in option_lists(definition):
        assert [option["code"] for option in options if option.get("missing")] == ["na"]


@per_questionnaire
def test_children_choose_between_three_faces(definition):
    scales = {scale["code"]: scale for scale in definition["scale"]}

    for item in definition["item"]:
        if "child" in item["groups"] and item["kind"] == "scale":
            scale = scales[item["scale"]]
            assert scale["faces"], item["code"]
            assert len(scale["option"]) == 3 + 1, item["code"]


@per_questionnaire
def test_scales_are_those_that_items_use(definition):
    used = {item["scale"] for item in definition["item"] if "scale" in item}

    assert used == {scale["code"] for scale in definition["scale"]}


@per_questionnaire
def test_an_item_has_a_scale_or_options_or_ends_as_its_kind_needs(definition):
    needs = {
        "scale": {"scale"},
        "yes-partly-no": {"scale"},
        "single": {"option"},
        "multiple": {"option"},
        "grade": {"low", "high"},
        "ladder": {"low", "high"},
        "comment": set(),
    }

    for item in definition["item"]:
        assert {"scale", "option", "low", "high"} & set(item) == needs[item["kind"]], item["code"]


@per_questionnaire
def test_every_item_names_its_source(definition):
    assert [item["code"] for item in definition["item"] if not item.get("source")] == []


@per_questionnaire
def test_every_item_but_an_open_question_measures_an_indicator(definition):
    closed = [item for item in definition["item"] if item["kind"] != "comment"]

    assert [item["code"] for item in closed if item.get("measures") not in INDICATORS] == []


@per_questionnaire
def test_an_item_depends_only_on_an_earlier_one_that_its_groups_saw(definition):
    earlier: dict[str, dict] = {}
    for item in definition["item"]:
        if condition := item.get("shown_if"):
            asked = earlier[condition["item"]]
            assert set(condition["codes"]) <= {option["code"] for option in asked["option"]}
            assert set(item["groups"]) <= set(asked["groups"]), item["code"]
        earlier[item["code"]] = item


@per_questionnaire
def test_no_code_is_used_twice(definition):
    lists = [definition["item"], definition["scale"], *option_lists(definition)]

    for codes in ([thing["code"] for thing in things] for things in lists):
        assert len(codes) == len(set(codes)), codes


@per_questionnaire
def test_codes_are_lower_case_letters_digits_and_dashes(definition):
    lists = [definition["item"], definition["scale"], *option_lists(definition)]
    codes = [thing["code"] for things in lists for thing in things]

    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


@per_questionnaire
def test_no_translation_claims_a_reader_it_has_not_had(definition):
    assert "checked" not in definition


def test_a_scale_of_the_same_name_is_the_same_everywhere():
    scales: dict[str, dict] = {}
    for scale in (scale for definition in DEFINITIONS for scale in definition["scale"]):
        assert scales.setdefault(scale["code"], scale) == scale
