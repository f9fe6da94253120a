"""Dutch surnames of more than one word, in any language: Van Dam, De Bruijn, van der meer."""

import re
from collections.abc import Iterator

from analysis import name_lists
from analysis.name_lists import fold
from analysis.name_tokens import Token
from analysis.spans import Kind, Span

_VAN_DER = re.compile(
    r"\b[Vv]an\s(?:der|den|'t)\s[A-Z][a-zà-ÿ]{2,}|\b[Tt]e[rn]\s[A-Z][a-zà-ÿ]{2,}"
    r"|\b[Вв]ан\s(?:д[еь]н?р?\s)?[А-ЯІЇЄҐ][а-яіїєґ']{2,}"
)
_BARE_SURNAME = re.compile(
    r"\bvan (?:der|den) [a-zà-ÿ]{3,}|\b(?:van|de) [a-zà-ÿ]{2,}|(?<=\bbij )[a-zà-ÿ]{4,}"
)
# Where no word is "van" or "de", so that either makes the name that follows a Dutch one.
_DUTCH_SURNAME = re.compile(r"\b(?:Van(?:\s[Dd]e[rn]?)?|De)\s[A-Z][a-zà-ÿ]{2,}(?:-[A-Z][a-zà-ÿ]+)?")
_NO_DE = frozenset({"en", "tr", "pl", "fr", "de", "uk", "ar"})


def find_dutch_surnames(text: str, tokens: list[Token], language: str) -> Iterator[Span]:
    """Give the surnames that "van", "de" and "ter" begin."""
    for match in _VAN_DER.finditer(text):
        yield Span(*match.span(), Kind.NAME)
    if language == "nl":
        yield from _bare_surnames(text)
    yield from _dutch_surnames(text, tokens, language)


def _dutch_surnames(text: str, tokens: list[Token], language: str) -> Iterator[Span]:
    """Give "Van Dam" and "De Bruijn", where a capital or a list says that they are names."""
    first = {token.start for token in tokens if token.is_first}
    for match in _DUTCH_SURNAME.finditer(text):
        if _is_surname(match[0], language, is_first=match.start() in first):
            yield Span(*match.span(), Kind.NAME)


def _is_surname(words: str, language: str, *, is_first: bool) -> bool:
    *joiners, name = fold(words).split()
    is_listed = name.partition("-")[0] in name_lists.surnames()
    if language in _NO_DE:
        return is_listed or not is_first
    if not is_first:
        return is_listed
    return len(joiners) == 1 and name.partition("-")[0] in name_lists.after_joiner(joiners[0])


def _bare_surnames(text: str) -> Iterator[Span]:
    """Give "van der meer", "de vries" and the like without capitals."""
    for match in _BARE_SURNAME.finditer(text):
        words = match[0].split(" ")
        name = " ".join(words) if len(words) > 1 else f"bij {match[0]}"
        if words[1:2] in (["der"], ["den"]) or name in name_lists.sure_surnames():
            yield Span(*match.span(), Kind.NAME)
