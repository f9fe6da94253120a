import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from surveys.definitions import read_toml
from surveys.errors import InvalidDefinition
from surveys.xliff import NAMESPACE, read_xliff, write_xliff
from surveys.xml_files import MOST_BYTES, read_xml
from tests.factories import QUESTIONNAIRE

TABLE = read_toml(QUESTIONNAIRE)
NS = {"x": NAMESPACE}
SECRETS = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def filled_in(language="tr", text=lambda source: f"[{source}]"):
    root = etree.fromstring(write_xliff(TABLE, language))
    for segment in root.iterfind(".//x:segment", NS):
        for old in segment.iterfind("x:target", NS):
            segment.remove(old)
        target = etree.SubElement(segment, f"{{{NAMESPACE}}}target")
        target.text = text(segment.findtext("x:source", namespaces=NS))
    return root


def test_the_file_is_xliff_2_with_each_text_once():
    root = etree.fromstring(write_xliff(TABLE, "en"))
    units = root.findall("x:file/x:unit", NS)

    assert root.attrib == {"version": "2.0", "srcLang": "nl", "trgLang": "en"}
    assert len({unit.get("id") for unit in units}) == len(units) > 10
    for unit in units:
        parts = [etree.QName(part).localname for part in unit]
        assert parts in (["segment"], ["notes", "segment"])
        inside = [etree.QName(part).localname for part in unit[-1]]
        assert inside in (["source"], ["source", "target"])


def test_what_goes_out_unchanged_comes_back_unchanged():
    assert read_xliff(TABLE, write_xliff(TABLE, "en")) == (TABLE, [])


def test_a_new_language_comes_in_whole():
    table, mistakes = read_xliff(TABLE, etree.tostring(filled_in()))

    assert mistakes == []
    assert table["languages"] == [*TABLE["languages"], "tr"]
    assert table["title"]["tr"] == f"[{TABLE['title']['nl']}]"
    assert TABLE["title"].get("tr") is None


def test_every_mistake_is_told_with_its_line():
    root = filled_in("en")
    unknown, outdated, long, marked, *_ = root.iter(f"{{{NAMESPACE}}}unit")
    unknown.set("name", "item.nowhere.text")
    outdated.find(".//x:source", NS).text = "Iets anders"
    long.find(".//x:target", NS).text = "x" * 501
    etree.SubElement(marked.find(".//x:target", NS), f"{{{NAMESPACE}}}ph")

    _, mistakes = read_xliff(TABLE, etree.tostring(root))

    assert [str(each.fault).split(":")[0] for each in mistakes] == [
        'the questionnaire has no text "item.nowhere.text"', "the Dutch has changed since",
        "the text has 501 characters", "there is markup inside the text",
    ]  # fmt: skip
    assert all(each.place.startswith("line ") for each in mistakes)


def test_a_text_that_was_left_empty_stays_as_it_was():
    table, mistakes = read_xliff(TABLE, etree.tostring(filled_in("en", lambda source: "")))

    assert (table, mistakes) == (TABLE, [])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<xliff/>",
        SECRETS + b"<x>&secret;</x>",
        LAUGHS + b"<x>&b;</x>",
        b"<x>" * 100 + b"</x>" * 100,
        b"<x>" + b"y" * MOST_BYTES + b"</x>",
        b'<?xml version="1.0" encoding="utf-9"?><x/>',
        b"<x>\xff\xfe</x>",
        f'<xliff xmlns="{NAMESPACE}" version="1.2"/>'.encode(),
        f'<xliff xmlns="{NAMESPACE}" version="2.0" srcLang="en" trgLang="nl"/>'.encode(),
    ],
    ids=range(11),
)
def test_a_file_that_is_none_is_refused(content):
    with pytest.raises(InvalidDefinition) as refusal:
        read_xliff(TABLE, content)

    assert all(each.place and each.fault and each.cure for each in refusal.value.mistakes)


@given(st.binary(max_size=300))
def test_no_bytes_do_harm(content):
    with pytest.raises(InvalidDefinition):
        read_xml(content + b"<")
