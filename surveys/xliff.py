"""XLIFF 2.0: the texts of a definition for a translator's program, out and back.

Source: OASIS, XLIFF Version 2.0 (2014), the core; each text is a unit with one segment.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from surveys.definitions import Table
from surveys.errors import InvalidDefinition, Mistake, say
from surveys.wordings import SOURCE_LANGUAGE, Wording, wordings_of
from surveys.xml_files import read_xml

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
LONGEST_TEXT = 500
_NS = {"x": NAMESPACE}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write_xliff(table: Table, language: str) -> bytes:
    """Give the Dutch texts, and what there is of them in this language."""
    root = etree.Element(
        _tag("xliff"), nsmap={None: NAMESPACE}, version="2.0", srcLang=SOURCE_LANGUAGE,
        trgLang=language,
    )  # fmt: skip
    file = etree.SubElement(root, _tag("file"), id=f"{table['code']}-{table['number']}")
    for number, wording in enumerate(wordings_of(table), start=1):
        if wording.source:
            _add_unit(file, number, wording, language)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _add_unit(file: etree._Element, number: int, wording: Wording, language: str) -> None:
    unit = etree.SubElement(file, _tag("unit"), id=f"u{number}", name=wording.key)
    if wording.group:
        notes = etree.SubElement(unit, _tag("notes"))
        etree.SubElement(notes, _tag("note")).text = f"for: {wording.group}"
    text = wording.text(language)
    segment = etree.SubElement(unit, _tag("segment"), state="translated" if text else "initial")
    for name, words in (("source", wording.source), ("target", text)):
        if words:
            etree.SubElement(segment, _tag(name), {_SPACE: "preserve"}).text = words


def read_xliff(table: Table, content: bytes) -> tuple[dict[str, Any], list[Mistake]]:
    """Give the definition with the texts that came back, and every mistake in the file.

    A text that is empty in the file stays as it was. Raises InvalidDefinition for a file that is
    no XLIFF 2.0.
    """
    root = read_xml(content)
    language = _language_of(root)
    changed = copy.deepcopy(dict(table))
    wordings = {wording.key: wording for wording in wordings_of(changed)}
    mistakes: list[Mistake] = []
    for unit in root.iter(_tag("unit")):
        mistakes += _take_over(unit, wordings, language)
    if language not in changed["languages"]:
        changed["languages"] = [*changed["languages"], language]
    return changed, mistakes


def _language_of(root: etree._Element) -> str:
    wrong = []
    if root.tag != _tag("xliff") or root.get("version") != "2.0":
        wrong.append(
            Mistake(
                say("line %(line)s", line=1),
                say("this is not XLIFF 2.0"),
                say("send back the file that you got, or export it as XLIFF 2.0"),
            )
        )
    elif root.get("srcLang") != SOURCE_LANGUAGE or not root.get("trgLang"):
        wrong.append(
            Mistake(
                say("line %(line)s", line=1),
                say("the file is not from Dutch into another language"),
                say('keep srcLang="nl" and trgLang as they were'),
            )
        )
    if wrong:
        raise InvalidDefinition(wrong)
    return str(root.get("trgLang"))


def _take_over(
    unit: etree._Element, wordings: Mapping[str, Wording], language: str
) -> Iterator[Mistake]:
    place, key = say("line %(line)s", line=unit.sourceline), unit.get("name", "")
    wording = wordings.get(key)
    if wording is None:
        yield Mistake(
            place,
            say('the questionnaire has no text "%(key)s"', key=key),
            say("take this unit out, or make a new file for the translator"),
        )
        return
    if any(len(part) for part in unit.iterfind(".//x:target", _NS)):
        yield Mistake(
            place, say("there is markup inside the text"), say("write the text without markup")
        )
        return
    source, target = (_text(unit, name) for name in ("source", "target"))
    if source != wording.source:
        yield Mistake(
            place,
            say("the Dutch has changed since: %(text)s", text=wording.source),
            say("translate the new Dutch, from a new file"),
        )
    elif len(target) > LONGEST_TEXT:
        yield Mistake(
            place,
            say("the text has %(n)s characters", n=len(target)),
            say("write at most %(most)s", most=LONGEST_TEXT),
        )
    elif target:
        wording.write(language, target)


def _text(unit: etree._Element, name: str) -> str:
    return " ".join("".join(part.itertext()).strip() for part in unit.iterfind(f".//x:{name}", _NS))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
