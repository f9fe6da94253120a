import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.mending import (
    Draft,
    follow,
    hide_words,
    parts_of,
    put_back,
    resume_draft,
    rewrite,
    start_draft,
)
from analysis.redaction import redact
from analysis.spans import Kind, normalise

RAW = "Juf Sanne de Wit belde op 06-12345678. Bel Jan, hij weet ervan."


def draft_of(raw, language="nl"):
    redaction = redact(raw, language)
    return start_draft(redaction.text, raw, [(each.start, each.end) for each in redaction.spans])


def places_of(draft):
    return {part.place for part in parts_of(draft) if not part.is_placeholder} - {None}


def place_of(draft, word):
    [place] = [
        part.place for part in parts_of(draft) if part.text == word and not part.is_placeholder
    ]
    return place


def test_each_placeholder_knows_what_it_stands_for():
    draft = draft_of(RAW)

    assert draft.text == "Juf [naam] belde op [telefoon]. Bel [naam], hij weet ervan."
    assert draft.was == ("Sanne de Wit", "06-12345678", "Jan")


def test_without_the_raw_text_nobody_knows():
    assert start_draft("Bel [naam].", None, [[4, 7]]).was == ("",)


@pytest.mark.parametrize("replaced", [[[5, 7]], [[0, 3]], [[4, 7], [8, 9]], [[40, 50]]])
def test_places_that_do_not_fit_tell_nothing(replaced):
    draft = start_draft("Bel [naam].", "Bel Jan.", replaced)

    assert draft == Draft("Bel [naam].", ("",))


def test_what_a_writer_wrote_in_brackets_stands_for_nothing():
    assert draft_of("Vul [naam] in bij meester Kees.").was == ("", "Kees")


def test_two_placeholders_side_by_side_are_told_apart():
    assert draft_of("Mail jan@example.nl 06-12345678 maar.").was == (
        "jan@example.nl",
        "06-12345678",
    )


def test_a_word_is_put_back_in_its_place():
    draft = put_back(draft_of(RAW), 0)

    assert draft.text == "Juf Sanne de Wit belde op [telefoon]. Bel [naam], hij weet ervan."
    assert draft.was == ("06-12345678", "Jan")


def test_what_nobody_knows_stays_a_placeholder():
    assert put_back(Draft("Bel [naam].", ("",)), 0).text == "Bel [naam]."


@pytest.mark.parametrize("place", [-1, 7])
def test_a_place_that_is_not_there_changes_nothing(place):
    draft = draft_of(RAW)

    assert put_back(draft, place) == hide_words(draft, {place + 100}, Kind.NAME) == draft


def test_a_word_is_hidden_without_what_stands_around_it():
    draft = draft_of("De jongen (in een rolstoel), zei niets.")

    hidden = hide_words(draft, {place_of(draft, "rolstoel")}, Kind.SCHOOL)

    assert hidden == Draft("De jongen (in een [school]), zei niets.", ("rolstoel",))


@pytest.mark.parametrize(
    ("text", "ticked", "expected"),
    [
        ("Bij De Oude Molen was het fijn", "De Oude Molen", "Bij [naam] was het fijn"),
        ("Ik zag J. de Bruin lopen", "J de Bruin", "Ik zag [naam] lopen"),
        ("Ik zag J.P. Bruin lopen", "J.P Bruin", "Ik zag [naam] lopen"),
        ("Anna-Lies kwam", "Anna-Lies", "[naam] kwam"),
        ("Ik zag Roos, Storm en Bo", "Roos Storm Bo", "Ik zag [naam], [naam] en [naam]"),
        ("Dat deed Roos. Storm ook", "Roos Storm", "Dat deed [naam]. [naam] ook"),
        ("Roos\nStorm", "Roos Storm", "[naam]\n[naam]"),
        ("سارة خالد كانت هنا", "سارة خالد", "[naam] كانت هنا"),
    ],
)
def test_words_that_belong_together_become_one_placeholder(text, ticked, expected):
    draft = Draft(text, ())
    places = {place_of(draft, word) for word in ticked.split()}

    hidden = hide_words(draft, places, Kind.NAME)

    assert hidden.text == expected
    while hidden.was:
        hidden = put_back(hidden, 0)
    assert hidden.text == text


def test_a_word_does_not_join_a_placeholder_that_was_there():
    draft = Draft("Bel [naam] Vries", ("Jan de",))

    assert hide_words(draft, {1}, Kind.NAME).text == "Bel [naam] [naam]"


@pytest.mark.parametrize(
    ("typed", "was"),
    [
        (
            "De juf ([naam]) mailde op [telefoon]. Vraag [naam]!",
            ("Sanne de Wit", "06-12345678", "Jan"),
        ),
        ("Bel [naam], hij weet ervan.", ("Jan",)),
        ("Juf [naam] belde [naam] op.", ("Sanne de Wit", "")),
        ("Vraag [naam]!", ("",)),
    ],
)
def test_placeholders_that_stay_keep_their_words_when_somebody_types(typed, was):
    assert rewrite(draft_of(RAW), typed) == Draft(typed, was)


def test_a_placeholder_that_somebody_types_stands_for_nothing_known():
    assert rewrite(Draft("Bel Jan.", ()), "Bel [naam].").was == ("",)


def test_ticks_follow_their_words_when_somebody_types():
    draft = draft_of(RAW)
    typed = "Lieve mensen. " + draft.text.replace("hij", "zij")

    places = follow(draft, {place_of(draft, "weet"), place_of(draft, "hij")}, typed)

    assert places == {place_of(resume_draft(typed, ()), "weet")}


def test_a_placeholder_is_followed_too():
    draft = draft_of(RAW)

    assert follow(draft, {2}, "Bel [naam], hij weet ervan.", placeholders=True) == {0}


@pytest.mark.parametrize("was", [(), ("a",), ("a", "b", "c")])
def test_a_state_that_was_tampered_with_is_still_a_draft(was):
    assert len(resume_draft("[naam] en [klas]", was).was) == 2


TEXTS = st.text(st.sampled_from("ab AJ.,-'\n[]naam é9س"), max_size=60)


@given(TEXTS, st.sets(st.integers(0, 9)))
def test_parts_are_the_text_and_hiding_can_be_undone(text, places):
    draft = resume_draft(text, ())

    hidden = hide_words(draft, places, Kind.TOWN)

    assert "".join(part.text for part in parts_of(draft)) == text
    assert (hidden != draft) is bool(places & places_of(draft))
    back = hidden
    for place in reversed(range(len(hidden.was))):
        back = put_back(back, place)
    assert back.text == text


@given(st.text(max_size=80))
def test_all_that_was_found_can_be_put_back(raw):
    draft = draft_of(raw, "und")

    for place in reversed(range(len(draft.was))):
        draft = put_back(draft, place)

    assert draft.text == normalise(raw)
