"""What holds for the redaction of any text whatever."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st
from labelled_comments import DUTCH_NAMES, IDENTIFIERS, OTHER_NAMES, load_labelled

from analysis.redaction import normalise, redact

LANGUAGE = st.sampled_from(["nl", "en", "tr", "ar", "pl", "uk", "fr", "de", "und"])
WORDS = sorted(
    {
        word
        for block in (IDENTIFIERS, DUTCH_NAMES, OTHER_NAMES)
        for comment in load_labelled(block)
        for word in comment.text.split()
    }
)
PIECE = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["[naam]", "[klas]", "\n", "'s", "-", "ِ", "\u200f", "\ue000", "\ud800"]),
    st.text(alphabet=string.digits + " .-/+@", max_size=12),
    st.text(max_size=6),
)
TEXT = st.lists(PIECE, max_size=14).map(" ".join)


@given(TEXT, LANGUAGE)
@settings(max_examples=300, deadline=None)
def test_redacting_twice_is_redacting_once(text, language):
    once = redact(text, language).text

    assert redact(once, language).text == once


@given(TEXT, LANGUAGE)
@settings(max_examples=150, deadline=None)
def test_spans_lie_within_the_text_in_order_and_apart(text, language):
    original = normalise(text)
    ends = [0]
    for span in redact(text, language).spans:
        assert ends[-1] <= span.start < span.end <= len(original)
        ends.append(span.end)


@given(TEXT, LANGUAGE)
@settings(max_examples=150, deadline=None)
def test_outside_the_spans_nothing_changes(text, language):
    original, redaction = normalise(text), redact(text, language)
    rest, done = redaction.text, 0
    for span in redaction.spans:
        kept = original[done : span.start] + span.kind.placeholder
        assert rest.startswith(kept)
        rest, done = rest.removeprefix(kept), span.end

    assert rest == original[done:]


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_normalising_twice_is_normalising_once(text):
    assert normalise(normalise(text)) == normalise(text)
