"""The fonts of everything that is printed."""

from functools import cache
from typing import TYPE_CHECKING

import fontpkg

from surveys.lazily import Lazily

if TYPE_CHECKING:
    import typst
else:
    typst = Lazily("typst")

FAMILIES = ("Noto Sans", "Noto Sans Arabic")


@cache
def printing_fonts() -> "typst.Fonts":
    """Give the fonts, from the packages that hold them: none of the system, so that all print."""
    folders = [fontpkg.path(family).parent for family in FAMILIES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
