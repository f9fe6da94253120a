import re
from dataclasses import replace
from pathlib import Path

import pytest

import feedback
from surveys.house_styles import (
    COLOURS,
    OURS,
    OURS_IN_THE_DARK,
    STACKS,
    Font,
    in_the_dark,
    low_contrasts,
    style_sheet,
    with_visible_lines,
)


def told(tokens):
    return {(low.token, low.other) for low in low_contrasts(tokens)}


@pytest.mark.parametrize("tokens", [OURS, OURS_IN_THE_DARK, in_the_dark(OURS)])
def test_everything_can_be_read_in_our_own_style(tokens):
    assert low_contrasts(tokens) == []


def test_our_own_style_is_what_the_stylesheet_says():
    sheet = (Path(feedback.__file__).parent / "answering" / "answering.css").read_text("utf-8")
    light, dark = re.findall(r":root\{(.*?)\}", sheet)[:2]

    for rules, tokens in ((light, OURS), (dark, OURS_IN_THE_DARK)):
        written = dict(re.findall(r"--(\w+):([^;]+)", rules))
        short = re.compile(r"#(.)\1(.)\2(.)\3")
        assert {token: written[token] for token in COLOURS} == {
            token: short.sub(r"#\1\2\3", getattr(tokens, token)) for token in COLOURS
        }
    assert f"--radius:{OURS.radius}px;--font:{STACKS[OURS.font]}" in light


@pytest.mark.parametrize(
    ("token", "colour", "pair"),
    [
        ("fg", "#8a8a8a", ("fg", "bg")),
        ("mute", "#8a8a8a", ("mute", "bg")),
        ("line", "#dddddd", ("line", "bg")),
        ("brand", "#ff69b4", ("brand", "bg")),
        ("on", "#0b5c6b", ("on", "brand")),
        ("sel", "#16202a", ("sel", "fg")),
        ("sel", "#7d8f92", ("sel", "brand")),
        ("err", "#ff8080", ("err", "bg")),
        ("focus", "#ffffff", ("focus", "halo")),
    ],
)
def test_two_colours_that_cannot_be_told_apart_are_named_with_one_that_would_do(
    token, colour, pair
):
    wrong = replace(OURS, **{token: colour})

    assert pair in told(wrong)
    low = next(low for low in low_contrasts(wrong) if (low.token, low.other) == pair)
    assert low.ratio < low.needed
    assert pair not in told(replace(wrong, **{token: low.suggestion}))


def test_what_an_earlier_suggestion_mends_is_not_named():
    pink = replace(OURS, brand="#ff69b4")

    assert told(pink) == {("brand", "bg")}


def test_faint_lines_of_a_theme_become_visible():
    faint = replace(OURS, line="#dddddd")

    assert low_contrasts(with_visible_lines(faint)) == []
    assert with_visible_lines(OURS) is OURS


def test_in_the_dark_the_colours_of_the_style_are_seen_on_a_dark_page():
    dark = in_the_dark(replace(OURS, brand="#8a3a9f", err="#7a0000"))

    assert low_contrasts(dark) == []
    assert dark.bg == OURS_IN_THE_DARK.bg
    # Still purple.
    red, green, blue = (int(dark.brand[at : at + 2], 16) for at in (1, 3, 5))
    assert green < red < blue


def test_a_style_is_one_rule_for_light_and_one_for_dark():
    sheet = style_sheet(replace(OURS, radius=4, font=Font.SERIF))

    assert re.fullmatch(
        r":root\{(--\w+:#[0-9a-f]{6};){10}--radius:4px;--font:Georgia,'Noto Serif',serif\}"
        r"@media\(prefers-color-scheme:dark\)\{:root\{(--\w+:#[0-9a-f]{6};?){10}\}\}",
        sheet,
    )
