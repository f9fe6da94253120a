"""Every text of the interface, in every language that its readers are offered."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import (
    DEFAULT_KEYWORDS,
    check_and_call_extract_file,
    extract_from_dir,
)
from babel.messages.pofile import read_po

from feedback.i18n import LOCALES, SOURCE_LOCALE, STAFF_LOCALES

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "translations"
STAFF_SOURCES = ("feedback", "surveys")
RESPONDENT_SOURCES = (TRANSLATIONS / "respondent-sources.txt").read_text("utf-8").split()
SOURCES = {
    locale: STAFF_SOURCES if locale in STAFF_LOCALES else RESPONDENT_SOURCES
    for locale in LOCALES
    if locale != SOURCE_LOCALE
}
KEYWORDS = DEFAULT_KEYWORDS | {"lazy_gettext": None, "say": None}
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%%")
ENDINGS = {".": ".", "?": "?؟", ":": ":"}
MOST_WORDS = 12
# Nouns that mean one thing wherever they stand in the English texts.
STEADY_WORDS = (
    "comment", "municipality", "parent", "pilot", "questionnaire", "region", "school board",
    "theme", "wave",
)  # fmt: skip

per_locale = pytest.mark.parametrize("locale", SOURCES)


@cache
def texts_in(sources: Iterable[str]) -> frozenset[str | tuple[str, str]]:
    """What these sources say, extracted as the configuration tells pybabel to."""
    return frozenset(message for source in sources for message in extracted(ROOT / source))


def extracted(source: Path) -> Iterator[str | tuple[str, str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in settings["mappings"]]
    if source.is_dir():
        found = extract_from_dir(source, methods, keywords=KEYWORDS)
    else:
        found = check_and_call_extract_file(
            source, methods, {}, None, KEYWORDS, (), False, dirpath=ROOT
        )
    for _file, _line, message, *_ in found:
        yield message


@cache
def catalogue(locale: str) -> Catalog:
    with (TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def sources_of(locale: str) -> frozenset[str | tuple[str, str]]:
    return texts_in(tuple(SOURCES[locale]))


def pairs(locale: str) -> Iterator[tuple[str, str]]:
    """Each text with its translation; of a plural each form, beside the English plural."""
    for message in catalogue(locale):
        if isinstance(message.id, tuple):
            yield from ((message.id[-1], form) for form in message.string)
        elif message.id:
            yield message.id, message.string


def names_one_number(expression: str, form: int) -> bool:
    """Whether a plural form serves one number only, so that words can say which."""
    plural = c2py(expression)
    return sum(plural(n) == form for n in range(1000)) == 1


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?:;])\s", text)


def glossary() -> dict[str, str]:
    table = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    return dict(re.findall(r"^\| ([a-z -]+) \| ([a-z -]+) \|", table, re.MULTILINE))


def test_every_language_of_the_interface_has_a_catalogue():
    folders = {path.name for path in TRANSLATIONS.iterdir() if path.is_dir()}

    assert {*folders, SOURCE_LOCALE} == set(LOCALES) == {*SOURCES, SOURCE_LOCALE}


@per_locale
def test_every_text_that_a_reader_meets_is_translated(locale):
    assert sources_of(locale) - {message.id for message in catalogue(locale)} == frozenset()


@per_locale
def test_no_translation_outlives_its_text(locale):
    kept = {message.id for message in catalogue(locale) if message.id}

    assert kept - sources_of(locale) == set()
    assert not catalogue(locale).obsolete


@per_locale
def test_no_translation_is_empty_or_a_guess(locale):
    unfinished = [message.id for message in catalogue(locale) if message.id and message.fuzzy]

    assert unfinished + [text for text, translated in pairs(locale) if not translated] == []


@per_locale
def test_every_plural_form_of_a_language_is_there(locale):
    for message in catalogue(locale):
        if message.pluralizable:
            assert len(message.string) == catalogue(locale).num_plurals, message.id


@per_locale
def test_a_translation_keeps_the_placeholders(locale):
    for message in catalogue(locale):
        if message.id and not message.pluralizable:
            expected = sorted(PLACEHOLDER.findall(message.id))
            assert sorted(PLACEHOLDER.findall(message.string)) == expected, message.id


@per_locale
def test_a_plural_form_leaves_out_its_number_only_when_it_names_it(locale):
    expression = catalogue(locale).plural_expr
    for message in (message for message in catalogue(locale) if message.pluralizable):
        expected = sorted(PLACEHOLDER.findall(message.id[1]))
        for form, text in enumerate(message.string):
            found = sorted(PLACEHOLDER.findall(text))
            assert found == expected or (names_one_number(expression, form) and not found), text


@per_locale
def test_a_translation_ends_as_its_text_does(locale):
    for text, translated in pairs(locale):
        allowed = ENDINGS.get(text[-1], ())
        ending = translated[-1:]
        assert ending in allowed if allowed else ending not in ".?؟:", translated


@per_locale
def test_a_translation_has_no_space_at_its_ends(locale):
    for text, translated in pairs(locale):
        assert (text, translated) == (text.strip(), translated.strip())


@per_locale
def test_locations_name_files_without_lines(locale):
    assert not any(line for message in catalogue(locale) for _file, line in message.locations)


def test_arabic_uses_its_own_punctuation_and_our_digits():
    wrong = [text for _, text in pairs("ar") if re.search("[?,;٠-٩]", text)]

    assert wrong == []


def test_respondents_read_short_dutch_sentences():
    respondents = texts_in(tuple(RESPONDENT_SOURCES))
    ids = {text[-1] if isinstance(text, tuple) else text for text in respondents}
    read = [translated for text, translated in pairs("nl") if text in ids]
    long = [s for text in read for s in sentences(text) if len(s.split()) > MOST_WORDS]

    assert long == []


@pytest.mark.parametrize("english", STEADY_WORDS)
def test_a_word_of_the_glossary_is_the_word_on_the_screen(english):
    # A plural changes the last letters: schoolbestuur, schoolbesturen.
    stem = glossary()[english][:-2]
    said = re.compile(rf"\b({english}|{english[:-1]}ie)s?\b", re.IGNORECASE)
    strayed = [pair for pair in pairs("nl") if said.search(pair[0]) and stem not in pair[1].lower()]

    assert strayed == []
