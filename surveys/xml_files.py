"""XML from elsewhere: read without entities, without the network, and never very large."""

from typing import NoReturn

from lxml import etree

from surveys.errors import InvalidDefinition, Mistake, say

MOST_BYTES = 5_000_000
_DEEPEST = 64


def read_xml(content: bytes) -> etree._Element:
    """Give the root of an XML document. Raises InvalidDefinition."""
    if len(content) > MOST_BYTES:
        _refuse(
            "file",
            say("the file is larger than %(most)s MB", most=MOST_BYTES // 1_000_000),
            say("leave out pictures and answers, and export it again"),
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        _refuse(
            say("line %(line)s", line=line),
            say("this is not well-formed XML"),
            say("export the file again"),
        )
    if root.getroottree().docinfo.internalDTD is not None:
        _refuse(
            say("line %(line)s", line=1),
            say("the file declares a document type of its own"),
            say("take out the line that starts with <!DOCTYPE"),
        )
    if _depth(root) > _DEEPEST:
        _refuse("file", say("the file is nested too deeply"), say("export the file again"))
    return root


def _depth(root: etree._Element) -> int:
    deepest, level = 0, 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest


def _refuse(place: str, fault: str, cure: str) -> NoReturn:
    raise InvalidDefinition([Mistake(place, fault, cure)]) from None
