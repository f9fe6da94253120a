from importlib.resources import files

import pytest

from surveys.definitions import read_table, read_toml
from surveys.interchange import table_of, to_toml
from surveys.questionnaires import Questionnaire

CATALOGUE = sorted(files("surveys").joinpath("catalogue").iterdir(), key=str)


def stored(table):
    """A version as the database would give it."""
    code, version = read_table(table)
    version.questionnaire = Questionnaire(code=code)
    return version


def contents(version):
    items = [
        (
            item.code, item.kind, item.groups, item.measures, item.source, item.sensitive,
            item.faces, item.minimum, item.maximum, item.shown_if_item, item.shown_if_codes,
            [(c.code, c.value, c.favourable, c.missing) for c in item.choices],
        )
        for item in version.items
    ]  # fmt: skip
    texts = {
        (each.subject, each.respondent_group, each.language): (each.text, each.checked_by)
        for each in version.translations
    }
    return version.languages, version.groups, version.sources, items, texts


@pytest.mark.parametrize("file", CATALOGUE, ids=lambda file: file.name)
def test_a_stored_version_gives_a_table_that_makes_the_same_version(file):
    version = stored(read_toml(file.read_text(encoding="utf-8")))

    again = stored(read_toml(to_toml(table_of(version))))

    assert contents(again) == contents(version)
    assert table_of(again) == table_of(version)
