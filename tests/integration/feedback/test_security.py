from dataclasses import replace

import pytest
from flask import Flask, render_template_string, session

from feedback.app import create_app
from feedback.security import RespondentBlueprint, SessionRefused, inline_style
from tests.page import check_page

PAGE = """<!doctype html>
<html lang="nl" dir="ltr"><title>Vraag</title>{{ style }}<h1>Vraag</h1></html>"""


@pytest.fixture
def respondents(app: Flask):
    bp = RespondentBlueprint("asking", __name__)
    bp.add_url_rule("/s/form", view_func=form, methods=["GET", "POST"])
    bp.add_url_rule("/s/remember", view_func=remember)
    app.register_blueprint(bp)
    return app.test_client()


def form():
    return render_template_string(PAGE, style=inline_style("h1 { color: navy }"))


def remember():
    session["seen"] = "yes"
    return "remembered"


def test_a_respondents_page_sets_no_cookie(respondents):
    check_page(respondents.get("/s/form"), respondent=True)


def test_a_respondents_page_does_not_read_the_cookie_of_staff(respondents):
    respondents.set_cookie("klankbord", "signed in")

    check_page(respondents.get("/s/form"), respondent=True)


def test_a_respondents_page_cannot_remember_anything(respondents):
    with pytest.raises(SessionRefused):
        respondents.get("/s/remember")


def test_a_respondents_form_needs_no_csrf_token(respondents):
    assert respondents.post("/s/form").status_code == 200


def test_a_form_without_its_csrf_token_is_refused(app):
    app.add_url_rule("/staff", view_func=form, methods=["POST"])

    assert app.test_client().post("/staff").status_code == 400


def test_an_inlined_style_is_allowed_by_its_hash_only(respondents):
    policy = respondents.get("/s/form").headers["Content-Security-Policy"]

    assert "style-src 'self' 'sha256-Xt2koi9jXg2OB2QFZe+vCQzSmM1X+GGbSR8UoscFJKA=';" in policy


def test_the_hash_of_one_page_is_not_allowed_on_the_next(respondents):
    respondents.get("/s/form")

    assert "sha256" not in respondents.get("/nowhere").headers["Content-Security-Policy"]


def test_pages_are_not_kept(client):
    assert client.get("/nowhere").headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_a_year(client):
    with client.get("/static/staff.css") as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_static_file_that_is_not_there_is_not_kept(client):
    assert client.get("/static/nothing.css").headers["Cache-Control"] == "no-store"


def test_browsers_are_told_to_stay_on_https(settings):
    app = create_app(replace(settings, public_url="https://klankbord.example"))

    assert (
        "max-age=31536000" in app.test_client().get("/nowhere").headers["Strict-Transport-Security"]
    )


def test_a_site_on_http_does_not_speak_of_https(client):
    assert "Strict-Transport-Security" not in client.get("/nowhere").headers
