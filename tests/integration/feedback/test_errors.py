from datetime import UTC, datetime

import pytest
from flask import Flask, abort

from feedback.accounts.permissions import Role
from feedback.database import db
from feedback.security import RespondentBlueprint
from surveys.errors import LinkNotFound, SurveysError, WaveClosed, WaveNotYetOpen
from tests.cast import signed_in
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


def test_an_address_that_leads_nowhere_is_answered_in_every_language(client):
    response = client.get("/x", headers={"Accept-Language": "ar"})

    check_page(response)
    assert "لا يمكننا العثور على هذه الصفحة" in response.text
    assert '<html lang="ar" dir="rtl">' in response.text


def test_a_respondent_reads_of_a_fault_in_the_language_of_the_form(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        db.drop_all()

    response = app.test_client().get("/v/ABCD2345/tr", headers={"Accept-Language": "nl"})

    check_page(response, respondent=True)
    assert response.status_code == 500
    assert "Bizden kaynaklanan bir sorun oluştu" in response.text


def test_a_number_that_no_row_can_have_leads_nowhere(app):
    browser = signed_in(app, Role.ADMINISTRATOR)

    assert browser.get(f"/waves/{10**20}").status_code == 404
    assert browser.get(f"/results/{10**20}/school/1").status_code == 404
