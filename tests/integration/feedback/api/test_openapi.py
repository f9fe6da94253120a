"""The description and the API are the same thing."""

import hashlib
import json
import re
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from analysis.exports.odata import (
    CATALOG_SETS,
    DATASET_SETS,
    DATASET_SINGLETONS,
    ValueAttribute,
    csdl,
)
from feedback.api.openapi import FEEDS, FILTERS, PREFIX, description

FEW = settings(
    max_examples=15,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_every_address_of_the_api_is_described(app):
    served = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }

    described = {PREFIX + path for path in description("")["paths"]}
    assert served - described == {f"{PREFIX}/", f"{PREFIX}/openapi.json", f"{PREFIX}/{{_rest}}"}
    assert described <= served


def test_no_name_or_code_changes_without_a_version():
    """A change shows here: give FEEDS a new number, and docs/api.md a line with the fingerprint."""
    described = description("")
    promised = [described["paths"], described["components"], list(ValueAttribute)]
    promised += [csdl(CATALOG_SETS, {}), csdl(DATASET_SETS, DATASET_SINGLETONS)]
    fingerprint = hashlib.sha256(json.dumps(promised, sort_keys=True).encode()).hexdigest()[:16]

    [line] = [
        line
        for line in Path("docs/api.md").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| {FEEDS} |")
    ]
    assert f"`{fingerprint}`" in line


def test_the_filters_are_columns_of_an_observation():
    schema = description("")["components"]["schemas"]["Observation"]

    assert set(FILTERS) < set(schema["properties"])


@pytest.fixture
def requests(app):
    """Make requests up from the description of one address after another."""
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", app)
    # The token is right in all of them, and a list of nothing is no parameter at all.
    schema.config.generation.update(with_security_parameters=False, allow_extra_parameters=False)
    return [described.ok() for described in schema.get_all_operations()]


def check_all(made_up, token):
    @FEW
    @given(case=made_up)
    def holds(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"})

    holds()


def test_no_made_up_request_gets_an_undescribed_answer(requests, give_token):
    for request in requests:
        check_all(request.as_strategy(), give_token())


def test_no_request_about_the_town_gets_an_undescribed_answer(requests, give_token, town):
    known = {"publication_id": town.publication_id, "unit_kind": "school"}
    known |= {"unit_key": str(town.school_ids["De Brug"])}
    for request in requests:
        path = {one.name: known[one.name] for one in request.path_parameters}
        check_all(request.as_strategy(path_parameters=path or None), give_token())


def test_no_wrong_request_is_taken_for_a_right_one(requests, give_token):
    for request in requests:
        if [*request.path_parameters, *request.query]:
            check_all(request.as_strategy(GenerationMode.NEGATIVE), give_token())
