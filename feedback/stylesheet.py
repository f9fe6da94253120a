"""The stylesheet of respondents' pages, and of the sample that staff see of such a page."""

from pathlib import Path

from surveys.house_styles import STACKS, Tokens, in_the_dark, properties

STYLE = (Path(__file__).parent / "answering" / "answering.css").read_text(encoding="utf-8").strip()
# Everything but the tokens of our own house style, which stand before it in light and dark.
_RULES = STYLE.split("\n", 2)[2]


def sample_sheet(tokens: Tokens) -> str:
    """Give the style of `.sample`, and of `.sample.dark`: pieces of a form in a house style."""
    return (
        f".sample{{{properties(tokens)};--radius:{tokens.radius}px;--font:{STACKS[tokens.font]};"
        "color-scheme:light;background:var(--bg);color:var(--fg);font:1.125rem/1.5 var(--font);"
        f"border:1px solid var(--line);padding:0 16px 16px;{_RULES}}}"
        f".sample.dark{{{properties(in_the_dark(tokens))};color-scheme:dark}}"
    )
