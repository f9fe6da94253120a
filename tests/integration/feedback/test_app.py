from dataclasses import replace

from feedback.app import create_app


def test_a_healthy_process_says_so(client):
    response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")


def test_a_process_without_its_database_is_not_healthy(settings):
    app = create_app(replace(settings, database_url="sqlite:////no/such/folder/klankbord.db"))

    assert app.test_client().get("/healthz").status_code == 503


def test_a_demo_says_that_its_data_is_made_up(settings):
    app = create_app(replace(settings, demo=True))

    assert "Deze gegevens zijn verzonnen" in app.test_client().get("/x").text


def test_a_real_installation_does_not_speak_of_made_up_data(client):
    assert "verzonnen" not in client.get("/x").text
