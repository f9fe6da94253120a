from datetime import UTC, datetime

import pytest
from flask import Flask, abort

from feedback.security import RespondentBlueprint
from surveys.errors import LinkNotFound, SurveysError, WaveClosed, WaveNotYetOpen
from tests.page import check_page


def fail_with(app: Flask, error: Exception):
    def view():
        raise error

    bp = RespondentBlueprint("asking", __name__)
    bp.add_url_rule("/s/x", view_func=view)
    app.register_blueprint(bp)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client().get("/s/x")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (LinkNotFound(), 404),
        (WaveClosed(), 410),
        (WaveNotYetOpen(datetime(2027, 1, 1, tzinfo=UTC)), 403),
    ],
)
def test_a_refusal_has_its_own_status_and_a_page(app, error, status):
    response = fail_with(app, error)

    check_page(response, respondent=True)
    assert response.status_code == status


def test_a_fault_tells_nothing_of_itself(app):
    response = fail_with(app, RuntimeError("kind van familie De Vries"))

    check_page(response, respondent=True)
    assert response.status_code == 500
    assert "De Vries" not in response.text


def test_a_refusal_without_an_answer_is_a_fault(app):
    assert fail_with(app, SurveysError()).status_code == 500


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 413, 422, 429, 503])
def test_every_status_has_a_page(app, status):
    app.add_url_rule("/x", view_func=lambda: abort(status))

    response = app.test_client().get("/x")

    check_page(response)
    assert response.status_code == status


def test_an_error_is_told_in_the_language_of_the_reader(client):
    assert "We cannot find this page" in client.get("/x", headers={"Accept-Language": "en"}).text


def test_a_wrong_method_says_which_are_right(client):
    assert "GET" in client.post("/healthz").headers["Allow"]
