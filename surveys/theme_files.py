"""Theme files of the NL Design System: JSON design tokens or CSS custom properties → a house style.

Read are the twelve tokens of the `basis` layer that our pages need. Nothing else in a file matters,
and nothing of it is kept as it stands there.
"""

import json
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from surveys.colours import read_colour
from surveys.errors import InvalidColour, InvalidTheme
from surveys.house_styles import MOST_RADIUS, OURS, Font, Tokens, with_visible_lines

MOST_BYTES = 4_000_000
DEEPEST = 20
MOST_REFERENCES = 20
# The yellow of our ring stays; a theme names the other colour of it.
SOURCES: Mapping[str, str] = {
    "bg": "basis-color-default-bg-document",
    "fg": "basis-color-default-color-document",
    "mute": "basis-color-default-color-subtle",
    "line": "basis-color-default-border-default",
    "brand": "basis-color-accent-1-inverse-bg-default",
    "on": "basis-color-accent-1-inverse-color-default",
    "sel": "basis-color-default-bg-default",
    "err": "basis-color-negative-color-default",
    "focus": "basis-focus-color",
}
RADIUS = "basis-border-radius-md"
FONT = "basis-text-font-family-default"
_JSON_REFERENCE = re.compile(r"\{([^{}]+)\}")
_CSS_REFERENCE = re.compile(r"var\(\s*--([\w-]+)\s*\)")
_LENGTH = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,5})?)(px|rem|em)?")
_PIXELS = {"px": 1, "rem": 16, "em": 16, None: 1}


class ThemeFault(StrEnum):
    """Why no house style can be read from a file; the token says where."""

    TOO_LARGE = "larger than 4 MB"
    NOT_A_THEME = "neither JSON nor CSS with tokens"
    TOO_DEEP = "tokens in tokens in tokens"
    MISSING = "a token is missing"
    CIRCLE = "tokens refer to each other in a circle"
    NO_COLOUR = "not a colour"
    NO_LENGTH = "not a length"


def read_theme(content: bytes) -> Tokens:
    """Read a house style from a theme file, which may still lack contrast. Raises InvalidTheme."""
    if len(content) > MOST_BYTES:
        raise InvalidTheme(ThemeFault.TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidTheme(ThemeFault.NOT_A_THEME) from None
    values = _json_values(text) if text.lstrip()[:1] in ("{", "[") else _css_values(text)
    if not values:
        raise InvalidTheme(ThemeFault.NOT_A_THEME)
    colours = {token: _colour(values, source) for token, source in SOURCES.items()}
    family = _value(values, FONT) if FONT in values else ""
    tokens = Tokens(**colours, halo=OURS.halo, radius=_radius(values), font=_font(family))
    return with_visible_lines(tokens)


def _json_values(text: str) -> Mapping[str, str]:
    try:
        tokens = json.loads(text)
    except RecursionError:
        raise InvalidTheme(ThemeFault.TOO_DEEP) from None
    except ValueError:
        raise InvalidTheme(ThemeFault.NOT_A_THEME) from None
    if not isinstance(tokens, dict):
        raise InvalidTheme(ThemeFault.NOT_A_THEME)
    # A design tool writes its sets beside each other. The first to name a token is the light one.
    sets = [tokens] if "basis" in tokens else [each for each in tokens.values() if each]
    values: dict[str, str] = {}
    for each in sets:
        for name, value in _named(each, ()):
            values.setdefault(name, value)
    return values


def _named(tokens: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not isinstance(tokens, dict):
        return
    if len(path) > DEEPEST:
        raise InvalidTheme(ThemeFault.TOO_DEEP, "-".join(path[:3]))
    for key in ("$value", "value"):
        if isinstance(tokens.get(key), str | int | float):
            yield "-".join(path), str(tokens[key]).strip()
            return
    for key, inner in tokens.items():
        yield from _named(inner, (*path, key))


def _css_values(text: str) -> Mapping[str, str]:
    without_comments = "".join(part.partition("/*")[0] for part in text.split("*/"))
    values: dict[str, str] = {}
    for declaration in re.split(r"[;{}]", without_comments):
        name, colon, value = declaration.strip().partition(":")
        if colon and name.startswith("--"):
            # The first is the light one: a dark scheme stands behind it.
            values.setdefault(name[2:].strip(), value.strip())
    return values


def _value(values: Mapping[str, str], token: str) -> str:
    """Give the value of a token, at the end of the references that lead to it."""
    name, seen = token, [token]
    while name in values:
        value = values[name]
        reference = _CSS_REFERENCE.fullmatch(value) or _JSON_REFERENCE.fullmatch(value)
        if reference is None:
            return value
        name = reference[1].strip().replace(".", "-")
        if name in seen or len(seen) > MOST_REFERENCES:
            raise InvalidTheme(ThemeFault.CIRCLE, token)
        seen.append(name)
    raise InvalidTheme(ThemeFault.MISSING, name)


def _colour(values: Mapping[str, str], token: str) -> str:
    try:
        return read_colour(_value(values, token))
    except InvalidColour:
        raise InvalidTheme(ThemeFault.NO_COLOUR, token) from None


def _radius(values: Mapping[str, str]) -> int:
    if RADIUS not in values:
        return OURS.radius
    length = _LENGTH.fullmatch(_value(values, RADIUS))
    if length is None:
        raise InvalidTheme(ThemeFault.NO_LENGTH, RADIUS)
    return min(MOST_RADIUS, round(float(length[1]) * _PIXELS[length[2]]))


def _font(family: str) -> Font:
    """Give the system font that is most like a font family: a page loads none."""
    named = family.lower()
    if "serif" in named.replace("sans-serif", "").replace("sans serif", ""):
        return Font.SERIF
    return Font.ROUNDED if "rounded" in named or "nunito" in named else Font.SYSTEM
