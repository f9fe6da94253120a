"""Whatever colours somebody chooses, everything on the page can be read or the style is refused."""

import json
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.colours import read_colour
from surveys.errors import InvalidColour, InvalidTheme
from surveys.house_styles import (
    COLOURS,
    MOST_RADIUS,
    OURS,
    PAIRS,
    Font,
    Tokens,
    contrast,
    in_the_dark,
    low_contrasts,
    style_sheet,
)
from surveys.theme_files import SOURCES, ThemeFault, read_theme

colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
styles = st.builds(
    Tokens,
    **dict.fromkeys(COLOURS, colours),
    radius=st.integers(0, MOST_RADIUS),
    font=st.sampled_from(Font),
)
thorough = settings(max_examples=75)
HARMLESS = re.compile(r"[\w#:;,{}() '@-]+")


def apart(tokens, token, other):
    return contrast(getattr(tokens, token), getattr(tokens, other))


@thorough
@given(styles)
def test_a_style_passes_every_check_or_is_refused_with_a_cure(tokens):
    lows = low_contrasts(tokens)

    if not lows:
        assert all(apart(tokens, token, other) >= needed for token, other, needed in PAIRS)
    for low in lows:
        assert apart(tokens, low.token, low.other) == low.ratio < low.needed
        assert read_colour(low.suggestion) == low.suggestion


@thorough
@given(styles)
def test_who_follows_the_advice_ends_at_a_style_that_is_accepted(tokens):
    for _round in range(3):
        for low in low_contrasts(tokens):
            tokens = replace(tokens, **{low.token: low.suggestion})

    assert low_contrasts(tokens) == []


@thorough
@given(styles)
def test_every_style_can_be_read_in_the_dark(tokens):
    assert low_contrasts(in_the_dark(tokens)) == []


@given(styles)
def test_a_style_sheet_holds_nothing_but_tokens(tokens):
    assert HARMLESS.fullmatch(style_sheet(tokens))
    assert style_sheet(tokens).count("{") == style_sheet(tokens).count("}") == 3


@settings(max_examples=500)
@given(
    st.one_of(
        st.text(max_size=70),
        st.from_regex(r"(rgb|hsl|hwb|lab|oklch)a?\([-+.,%/\w ]{0,30}\)", fullmatch=True),
    )
)
def test_a_text_is_a_full_colour_or_is_refused(text):
    try:
        colour = read_colour(text)
    except InvalidColour:
        return

    assert re.fullmatch("#[0-9a-f]{6}", colour)


values = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["#fff", "{basis.focus.color}", "var(--basis-focus-color)", "8px", "</style>"]),
)
trees = st.recursive(
    st.one_of(values, st.none(), st.booleans(), st.integers(), st.lists(values, max_size=2)),
    lambda inner: st.dictionaries(st.sampled_from(["$value", "value", "basis", "color"]), inner),
)


@st.composite
def theme_files(draw):
    """A theme as JSON or CSS, some of whose tokens are anything; or anything at all."""
    named = {name: draw(st.one_of(st.just("#777"), values)) for name in SOURCES.values()}
    css = "".join(f"--{name}:{value};" for name, value in named.items())
    tree = {"basis": draw(trees)} | {name: {"$value": value} for name, value in named.items()}
    return draw(st.sampled_from([css, json.dumps(tree), json.dumps(draw(trees))])).encode(
        "utf-8", "replace"
    )


@settings(max_examples=300)
@given(st.one_of(theme_files(), st.binary(max_size=200)))
def test_a_file_is_read_into_tokens_or_refused_with_a_reason(content):
    tokens = read_or_refused(content)

    if tokens is not None:
        assert HARMLESS.fullmatch(style_sheet(tokens))
        assert tokens.halo == OURS.halo


def read_or_refused(content):
    try:
        return read_theme(content)
    except InvalidTheme as error:
        # Fails for a reason that no page can explain.
        ThemeFault(error.fault)
        return None
