import ast
from pathlib import Path

import pytest

import feedback
from feedback.accounts import wording


def text_of(node):
    """Give the text of a literal, or how a text with a changing end begins."""
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def deeds_in(file):
    """Give the deeds that a module records, itself or through a function of its own."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    deeds = {("record", 2)}
    known = 0
    while known != len(deeds):
        known = len(deeds)
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            parameters = [parameter.arg for parameter in function.args.args]
            for called, place in tuple(deeds):
                for handed in arguments(function, called, place):
                    if isinstance(handed, ast.Name) and handed.id in parameters:
                        deeds.add((function.name, parameters.index(handed.id)))
    return {
        text
        for called, place in deeds
        for handed in arguments(tree, called, place)
        if (text := text_of(handed))
    }


def arguments(tree, called, place):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) > place:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == called:
                yield node.args[place]


RECORDED = sorted(
    set().union(
        *(
            deeds_in(file)
            for file in Path(feedback.__file__).parent.rglob("*.py")
            if "audit.record(" in file.read_text(encoding="utf-8")
        )
    )
)


def test_the_deeds_are_found():
    assert {"signed in", "set up", "asked to close", "invited", "gave the role "} <= set(RECORDED)


@pytest.mark.parametrize("deed", RECORDED)
def test_a_deed_of_the_audit_log_has_words_of_its_own(app, deed):
    with app.test_request_context():
        names = wording._deeds()

    assert any(deed.startswith(name) for name in names)
