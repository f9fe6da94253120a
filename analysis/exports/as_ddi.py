"""The codebook of a publication as DDI-Codebook 2.5, the XML that archives and catalogues read."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # nosec B405 - only writes

from analysis.exports.codebook import Codebook, Measured, codebook_of
from analysis.exports.layouts import VOCABULARIES
from analysis.exports.names import column_name, name_of
from analysis.exports.observations import COLUMNS, CONTRACT
from analysis.publications import Publication

NAMESPACE = "ddi:codebook:2_5"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NUMERIC = {"publication", "value_number", "lower", "upper"}
# XML 1.0 has no place for these, not even escaped.
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_ddi(publication: Publication) -> bytes:
    """Give the document: the study, the file of figures with its columns, and each question."""
    codebook = codebook_of(publication)
    root = Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5"})
    _describe_study(root, publication, codebook)
    described = SubElement(root, "fileDscr", {"ID": "F1"})
    file_text = SubElement(described, "fileTxt")
    _text(file_text, "fileName", f"klankbord-publication-{publication.id}")
    _text(file_text, "fileCont", f"A row per figure and statistic, by contract {CONTRACT}.")
    _describe_data(SubElement(root, "dataDscr"), codebook)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _describe_study(root: Element, publication: Publication, codebook: Codebook) -> None:
    wave = publication.wave
    study = SubElement(root, "stdyDscr")
    citation = SubElement(study, "citation")
    titles = SubElement(citation, "titlStmt")
    _text(titles, "titl", f"{wave.campaign.name}: {wave.kind}")
    for language, title in codebook.titles.items():
        _text(titles, "parTitl", title, language)
    _text(titles, "IDNo", publication.digest, agency="klankbord")
    produced = SubElement(citation, "prodStmt")
    _text(produced, "software", "Klankbord", version=publication.software_version)
    published_on = publication.published_at.date().isoformat()
    dated = SubElement(citation, "distStmt")
    _text(dated, "distDate", published_on, date=published_on)
    version = SubElement(citation, "verStmt")
    _text(version, "version", str(publication.number), date=published_on)
    summary = SubElement(SubElement(study, "stdyInfo"), "sumDscr")
    for event, day in (("start", wave.opens_on), ("end", wave.last_on)):
        _text(summary, "collDate", day.isoformat(), date=day.isoformat(), event=event)
    _text(summary, "anlyUnit", "School, or a set of schools")
    _text(summary, "dataKind", "Aggregated figures under disclosure control")
    access = SubElement(SubElement(study, "dataAccs"), "useStmt")
    rules = "; ".join(f"{name}: {value}" for name, value in sorted(publication.rules.items()))
    _text(access, "conditions", f"Display rules: {rules}")


def _describe_data(data: Element, codebook: Codebook) -> None:
    columns = " ".join(f"C{place}" for place in range(len(COLUMNS)))
    questions = " ".join(f"Q{place}" for place in range(len(codebook.measures)))
    for kind, variables, name in (
        ("other", columns, "The columns of the file"),
        ("multipleResp", questions, "The questions: codes in the column measure"),
    ):
        group = SubElement(data, "varGrp", {"type": kind, "var": variables})
        _text(group, "labl", name)
    for place, column in enumerate(COLUMNS):
        variable = SubElement(data, "var", {"ID": f"C{place}", "name": column, "files": "F1"})
        for language in ("nl", "en"):
            _text(variable, "labl", column_name(column, language), language)
        for code in VOCABULARIES.get(column, ()):
            _category(variable, code, {each: name_of(code, each) for each in codebook.languages})
        kind = "numeric" if column in _NUMERIC else "character"
        SubElement(variable, "varFormat", {"type": kind, "schema": "other"})
    for place, measure in enumerate(codebook.measures):
        _describe_measure(data, f"Q{place}", measure, codebook.languages)


def _describe_measure(
    data: Element, name: str, measure: Measured, languages: tuple[str, ...]
) -> None:
    variable = SubElement(data, "var", {"ID": name, "name": measure.code})
    for language in languages:
        _text(variable, "labl", measure.text(language), language)
    for language in languages:
        asked = SubElement(variable, "qstn", {_LANGUAGE: language})
        _text(asked, "qstnLit", measure.text(language))
    _text(variable, "universe", ", ".join(measure.groups))
    for answer in measure.answers:
        _category(variable, answer.code, {each: answer.text(each) for each in languages})


def _category(variable: Element, code: str, labels: Mapping[str, str]) -> None:
    category = SubElement(variable, "catgry")
    _text(category, "catValu", code)
    for language, label in labels.items():
        _text(category, "labl", label, language)


def _text(
    parent: Element, tag: str, text: str, language: str | None = None, **attributes: str
) -> None:
    spoken = {} if language is None else {_LANGUAGE: language}
    SubElement(parent, tag, {**spoken, **attributes}).text = _NOT_IN_XML.sub("\ufffd", text)
