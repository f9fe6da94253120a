"""Languages as people write them, such as "Dutch (nl)", "Français" or "en": their codes."""

import re
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.localedata import locale_identifiers

LONGEST_CODE = 12
_CODE = r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*"
_IN_PARENTHESES = re.compile(rf".*\(\s*({_CODE})\s*\)\s*", re.DOTALL)
# The languages in which the makers of forms tend to name the others.
_NAMED_IN = ("en", "nl", "fr", "de", "es", "pt")


def find_language_code(written: str) -> str | None:
    """Give the code of a language: that in parentheses, a bare code, or that of a name."""
    in_parentheses = _IN_PARENTHESES.fullmatch(written)
    if in_parentheses:
        return _tidy(in_parentheses[1])
    name = " ".join(written.split()).casefold()
    if re.fullmatch(r"[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*", name) and _is_language(name):
        return _tidy(written.strip())
    return _codes_by_name().get(name) or _codes_by_own_name().get(name)


def language_name(code: str) -> str:
    """Give what a language calls itself, or its code when we know no name."""
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return code
    return (locale.language_name or code).capitalize()


def _tidy(code: str) -> str | None:
    language, *rest = re.split(r"[-_]", code)
    tidy = "-".join([language.lower(), *rest])
    return tidy if len(tidy) <= LONGEST_CODE else None


def _is_language(code: str) -> bool:
    return re.split(r"[-_]", code)[0] in Locale("en").languages


@lru_cache(maxsize=1)
def _codes_by_name() -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for language in _NAMED_IN:
        for code, name in Locale(language).languages.items():
            if "_" not in code:
                codes.setdefault(name.casefold(), code)
    return codes


@lru_cache(maxsize=1)
def _codes_by_own_name() -> Mapping[str, str]:
    plain = [code for code in locale_identifiers() if code.isalpha()]
    return {language_name(code).casefold(): code for code in plain}
