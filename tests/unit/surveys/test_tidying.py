from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definitions import KEYS, read_roughly, read_toml
from surveys.differences import differences
from surveys.tidying import tidied
from surveys.wordings import wordings_of

LIBRARY = [
    file
    for folder in ("bank", "catalogue")
    for file in sorted((files("surveys") / folder).iterdir(), key=str)
]
KEY = st.sampled_from(sorted({key for keys in KEYS.values() for key in keys} | {"nl", "parent"}))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(KEY, inside, max_size=5),
    max_leaves=30,
)


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: file.name)
def test_what_is_well_formed_stays_as_it_is(file):
    table = read_toml(file.read_text(encoding="utf-8"))

    assert tidied(table) == {"scale": [], **table}


@given(st.dictionaries(KEY, ANYTHING, max_size=8))
def test_whatever_comes_in_can_be_shown(table):
    tidy = tidied(table)

    read_roughly(tidy)
    list(wordings_of(tidy))
    assert differences(tidy, tidy) == []
    assert tidied(tidy) == tidy
    codes = [item["code"] for item in tidy["item"]]
    assert len(set(codes)) == len(codes)
