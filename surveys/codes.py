"""Codes, made of the names that things have elsewhere."""

import re
import unicodedata
from collections.abc import Container

LONGEST_CODE = 40


def new_code(name: str, taken: Container[str], otherwise: str) -> str:
    """Give a valid code like this name, and unlike those taken; `otherwise` when nothing is left.

    "Soort school_2" becomes "soort-school-2".
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_CODE].rstrip("-") or otherwise
    unique, n = code, 1
    while unique in taken:
        n += 1
        unique = f"{code[: LONGEST_CODE - len(str(n)) - 1].rstrip('-')}-{n}"
    return unique
