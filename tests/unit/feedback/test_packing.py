import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.answering.packing import Halves, takes_packed


@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=300))
def test_a_page_unpacks_to_what_was_packed(before, middle, after):
    halves = Halves.of(before, after)

    assert halves.around(middle) == before + middle + after
    assert gzip.decompress(halves.packed_around(middle)) == halves.around(middle)


def test_the_middle_may_be_as_long_as_a_stored_block():
    middle = bytes(range(256)) * 255 + b"x" * 255

    assert gzip.decompress(Halves.of(b"a", b"b").packed_around(middle)) == b"a" + middle + b"b"


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip, deflate, br, zstd", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("", False),
        ("identity", False),
        ("gzip; q=0, identity", False),
        ("gzip;q=0.000", False),
        ("gzip;q=0.5", True),
    ],
)
def test_only_a_browser_that_takes_gzip_gets_it(header, takes):
    assert takes_packed(header) is takes
