from bench.crashes import measure
from bench.installation import installation


def test_a_crash_loses_no_form_that_was_acknowledged_and_doubles_none(database_url):
    with installation(database_url) as place:
        assert [figure for figure in measure(place, 1) if not figure.is_kept] == []
