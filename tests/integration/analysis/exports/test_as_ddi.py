from xml.etree import ElementTree

import pytest

from analysis.exports.as_ddi import NAMESPACE, as_ddi
from analysis.exports.observations import COLUMNS

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DDI = {"d": NAMESPACE}


@pytest.fixture
def tree(published):
    return ElementTree.fromstring(as_ddi(published.publication))


def test_what_ddi_requires_is_there(tree):
    assert tree.tag == f"{{{NAMESPACE}}}codeBook"
    assert tree.get("version") == "2.5"
    assert tree.find("d:stdyDscr/d:citation/d:titlStmt/d:titl", DDI).text
    assert all(variable.get("name") for variable in tree.iterfind("d:dataDscr/d:var", DDI))


def test_every_id_is_unique_and_every_reference_leads_somewhere(tree):
    ids = [each.get("ID") for each in tree.iter() if each.get("ID")]
    groups = tree.findall("d:dataDscr/d:varGrp", DDI)

    assert len(ids) == len(set(ids))
    assert {name for group in groups for name in group.get("var").split()} <= set(ids)


def test_every_column_of_the_file_is_a_variable(tree):
    columns = [each.get("name") for each in tree.iterfind("d:dataDscr/d:var[@files='F1']", DDI)]

    assert tuple(columns) == COLUMNS


def test_a_question_has_its_words_and_answers_in_every_language(tree):
    [question] = tree.findall("d:dataDscr/d:var[@name='dichtbij']", DDI)

    asked = {
        each.get(LANGUAGE): each.find("d:qstnLit", DDI).text
        for each in question.iterfind("d:qstn", DDI)
    }
    assert asked == {"nl": "Is er hulp op school?", "en": "Is there help at school?"}
    answers = [each.find("d:catValu", DDI).text for each in question.iterfind("d:catgry", DDI)]
    assert answers == ["yes", "partly", "no"]
