import pytest

from surveys.colours import contrast, lighter_or_darker, read_colour, with_lightness
from surveys.errors import InvalidColour


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("#0b5c6b", "#0b5c6b"),
        ("#0B5C6B", "#0b5c6b"),
        (" #abc ", "#aabbcc"),
        ("#0b5c6bff", "#0b5c6b"),
        ("rgb(11, 92, 107)", "#0b5c6b"),
        ("rgb(11 92 107)", "#0b5c6b"),
        ("rgba(11, 92, 107, 1)", "#0b5c6b"),
        ("hsl(0 100% 50%)", "#ff0000"),
        ("hsl(120, 100%, 25%)", "#008000"),
        ("Navy", "#000080"),
        ("oklch(0 0 0)", "#000000"),
    ],
)
def test_a_colour_is_read_however_it_is_written(written, colour):
    assert read_colour(written) == colour


@pytest.mark.parametrize(
    "written",
    [
        "",
        "#12",
        "#0b5c6b80",
        "rgb(0 0 0 / 50%)",
        "transparent",
        "currentcolor",
        "inherit",
        "var(--brand)",
        "#fff;}body{display:none",
        "#fff</style><script>alert(1)</script>",
        "url(https://elsewhere.example)",
        "expression(alert(1))",
        "rgb(calc(1) 2 3)",
        "rgb(nan 0 0)",
        "red blue",
        "#fff\n#000",
        "rgb(" + "1" * 500 + ")",
    ],
)
def test_what_is_not_a_full_colour_is_refused(written):
    with pytest.raises(InvalidColour):
        read_colour(written)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_a_colour_is_moved_no_further_than_it_must_and_keeps_its_hue():
    # Hot pink on white: darker, and still pink.
    moved = lighter_or_darker("#ff69b4", [("#ffffff", 4.5)])

    assert 4.5 <= contrast(moved, "#ffffff") < 4.7
    red, green, blue = (int(moved[at : at + 2], 16) for at in (1, 3, 5))
    assert red > blue > green


def test_a_colour_that_contrasts_enough_stays():
    assert lighter_or_darker("#0b5c6b", [("#ffffff", 4.5)]) == "#0b5c6b"


def test_there_is_no_colour_that_stands_out_against_black_and_white_both():
    assert lighter_or_darker("#777777", [("#000000", 7), ("#ffffff", 7)]) is None


def test_a_deep_colour_is_not_a_loud_one():
    assert contrast(with_lightness("#ff0000", 0.3, most_chroma=0.05), "#ffffff") > 10
