import json

import pytest

from surveys.errors import InvalidTheme
from surveys.house_styles import OURS, Font, contrast, low_contrasts
from surveys.theme_files import MOST_BYTES, RADIUS, SOURCES, ThemeFault, read_theme

COLOURS = {
    "bg": "#ffffff", "fg": "#1d1f24", "mute": "#696c71", "line": "#696c71", "brand": "#8a3a9f",
    "on": "#ffffff", "sel": "#e6eaf0", "err": "#ac2f3b", "focus": "#000000",
}  # fmt: skip
BY_NAME = {SOURCES[token]: colour for token, colour in COLOURS.items()}
# Where a name has a dash that does not lead to a deeper table.
TABLES = {"basis", "color", "default", "accent-1", "negative", "focus", "border-radius", "text"}


def css(values, selector=":root"):
    lines = "".join(f"  --{name}: {value};\n" for name, value in values.items())
    return f"/* Do not edit; made by a tool. */\n{selector} {{\n{lines}}}\n".encode()


def nested(values, key="$value"):
    tree = {}
    for name, value in values.items():
        path, rest = [], name
        while rest:
            head = max((t for t in TABLES if rest.startswith(f"{t}-")), key=len, default=rest)
            path.append(head)
            rest = rest[len(head) + 1 :]
        place = tree
        for step in path[:-1]:
            place = place.setdefault(step, {})
        place[path[-1]] = {key: value, "$type": "color"}
    return tree


def fault_of(content):
    with pytest.raises(InvalidTheme) as refused:
        read_theme(content)
    return ThemeFault(refused.value.fault), refused.value.token


def colours_of(tokens):
    return {token: getattr(tokens, token) for token in COLOURS}


@pytest.mark.parametrize(
    "content",
    [
        css(BY_NAME),
        css(BY_NAME, ".voorbeeld-theme"),
        b"\xef\xbb\xbf" + css(BY_NAME),
        json.dumps(nested(BY_NAME)).encode(),
        json.dumps(nested(BY_NAME, key="value")).encode(),
        json.dumps({"brand": {}, "common": nested(BY_NAME), "$metadata": {}}).encode(),
    ],
    ids=["css", "css of a class", "css with a mark", "$value", "value", "sets"],
)
def test_a_theme_is_read_in_every_form_in_which_it_comes(content):
    tokens = read_theme(content)

    assert colours_of(tokens) == COLOURS
    assert tokens.halo == OURS.halo
    assert (tokens.radius, tokens.font) == (OURS.radius, Font.SYSTEM)


def test_references_are_followed():
    own = {"huis-paars": "var(--huis-paars-9)", "huis-paars-9": "#8a3a9f"}
    in_css = css(BY_NAME | {SOURCES["brand"]: "var( --huis-paars )"} | own)
    in_json = nested(BY_NAME | {SOURCES["brand"]: "{huis.paars.9}"}) | {
        "huis": {"paars": {"9": {"$value": "{huis.lila}"}}, "lila": {"$value": "#8a3a9f"}}
    }

    assert colours_of(read_theme(in_css)) == COLOURS
    assert colours_of(read_theme(json.dumps(in_json).encode())) == COLOURS


def test_a_dark_scheme_behind_the_light_one_is_left_out():
    dark = {SOURCES["bg"]: "#111111", SOURCES["fg"]: "#eeeeee"}
    in_css = css(BY_NAME) + b"@media (prefers-color-scheme: dark) {" + css(dark) + b"}"
    in_json = {"common": nested(BY_NAME), "color-scheme-dark/common": nested(dark)}

    assert colours_of(read_theme(in_css)) == COLOURS
    assert colours_of(read_theme(json.dumps(in_json).encode())) == COLOURS


@pytest.mark.parametrize(
    ("length", "radius"), [("8px", 8), ("0.5rem", 8), ("0", 0), ("0px", 0), ("999px", 24)]
)
def test_a_radius_is_in_pixels_and_not_too_large(length, radius):
    assert read_theme(css(BY_NAME | {RADIUS: length})).radius == radius


@pytest.mark.parametrize(
    ("family", "font"),
    [
        ("'Source Sans Pro', Helvetica, sans-serif", Font.SYSTEM),
        ("Merriweather, Georgia, serif", Font.SERIF),
        ("'Nunito', sans-serif", Font.ROUNDED),
        ("url(https://elsewhere.example/font.woff2)", Font.SYSTEM),
    ],
)
def test_a_font_becomes_the_nearest_that_a_phone_has(family, font):
    assert read_theme(css(BY_NAME | {"basis-text-font-family-default": family})).font is font


def test_faint_borders_become_visible_and_other_colours_stay_to_be_judged():
    tokens = read_theme(css(BY_NAME | {SOURCES["line"]: "#eeeeee", SOURCES["mute"]: "#aaaaaa"}))

    assert contrast(tokens.line, tokens.bg) >= 3
    assert [(low.token, low.other) for low in low_contrasts(tokens)] == [("mute", "bg")]


@pytest.mark.parametrize("token", SOURCES)
def test_a_token_that_is_missing_is_named(token):
    without = {name: value for name, value in BY_NAME.items() if name != SOURCES[token]}

    assert fault_of(css(without)) == (ThemeFault.MISSING, SOURCES[token])


def test_a_reference_that_leads_nowhere_is_named():
    assert fault_of(css(BY_NAME | {SOURCES["brand"]: "var(--huis-paars)"})) == (
        ThemeFault.MISSING, "huis-paars",
    )  # fmt: skip


@pytest.mark.parametrize("value", ["var(--a)", "{a}"])
def test_references_in_a_circle_are_refused(value):
    circle = {"a": {"$value": "{b}"}, "b": {"$value": "{a}"}}
    in_json = nested(BY_NAME | {SOURCES["brand"]: "{a}"}) | circle
    in_css = css(BY_NAME | {SOURCES["brand"]: "var(--a)", "a": "var(--b)", "b": "var(--a)"})

    for content in (json.dumps(in_json).encode(), in_css):
        assert fault_of(content) == (ThemeFault.CIRCLE, SOURCES["brand"])


def test_a_chain_of_references_without_end_is_refused():
    chain = {f"a{n}": f"var(--a{n + 1})" for n in range(1000)} | {"a1000": "#000000"}

    assert fault_of(css(BY_NAME | {SOURCES["brand"]: "var(--a0)"} | chain))[0] is ThemeFault.CIRCLE


@pytest.mark.parametrize(
    "value",
    ["8px", "transparent", "#0008", "rgb(0 0 0 / 50%)", "</style><script>", "url(x)", "{a} {b}"],
)
def test_a_token_that_is_no_full_colour_is_named(value):
    content = json.dumps(nested(BY_NAME | {SOURCES["err"]: value})).encode()

    assert fault_of(content) == (ThemeFault.NO_COLOUR, SOURCES["err"])


def test_a_length_that_is_none_is_named():
    assert fault_of(css(BY_NAME | {RADIUS: "calc(1px*9)"})) == (ThemeFault.NO_LENGTH, RADIUS)


def test_tokens_deep_inside_each_other_are_refused():
    deep = b'{"basis":' + b'{"a":' * 30 + b'{"$value":"#fff"}' + b"}" * 31
    deeper = b'{"a":' * 200_000 + b"1" + b"}" * 200_000

    assert fault_of(deep)[0] is ThemeFault.TOO_DEEP
    assert fault_of(deeper)[0] is ThemeFault.TOO_DEEP


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"{}", b"[]", b"{", b'"text"', b"\xff\xfe", b"a{color:red}"]
)
def test_what_is_not_a_theme_is_refused(content):
    assert fault_of(content)[0] is ThemeFault.NOT_A_THEME


def test_a_file_that_is_too_large_is_refused():
    assert fault_of(css(BY_NAME) + bytes(MOST_BYTES))[0] is ThemeFault.TOO_LARGE


@pytest.mark.parametrize("piece", [b"/*", b"--a:", b"{--a:var(", b"*/", b";", b"--a:{"])
def test_a_file_made_to_keep_us_busy_does_not(piece):
    # A reading that starts again at each of these would take minutes.
    assert fault_of(piece * (MOST_BYTES // len(piece)))[0] in ThemeFault
