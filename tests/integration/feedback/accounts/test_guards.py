import pytest

from feedback.accounts.permissions import GRANTS, Permission, Role, requires, scope_for
from tests.cast import HOME, PASSWORD, a_user, code_of, post, sign_in
from tests.page import check_page


@pytest.fixture
def guarded(app):
    """An application with one page for each permission, at /<permission>."""
    for permission in Permission:
        app.add_url_rule(
            f"/{permission}",
            endpoint=permission,
            view_func=requires(permission)(lambda: "inside"),
            methods=["GET", "POST"],
        )
    return app


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_exactly_the_pages_that_it_grants(guarded, role):
    a_user(guarded, role=role)
    client = guarded.test_client()
    sign_in(client)

    opened = {p for p in Permission if client.get(f"/{p}").status_code == 200}

    assert opened == GRANTS[role]


def test_a_page_that_is_not_allowed_looks_like_one_that_is_not_there(guarded):
    a_user(guarded, role=Role.ANALYST)
    client = guarded.test_client()
    sign_in(client)

    hidden = client.get("/moderate")

    assert hidden.status_code == 404
    assert hidden.text == client.get("/nowhere").text.replace("/nowhere", "/moderate")


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(guarded):
    a_user(guarded, role=Role.MODERATOR)
    client = guarded.test_client()
    asked = client.get("/moderate?page=2")

    assert asked.location == "/login?next=/moderate?page%3D2"
    door = sign_in_at(client, asked.location).location
    code = code_of(guarded, "noor@klankbord.example")
    assert post(client, door, page=door, code=code).location == "/moderate?page=2"


def sign_in_at(client, url):
    return post(client, url, page=url, email="noor@klankbord.example", password=PASSWORD)


def test_a_sign_in_does_not_lead_to_another_site(guarded):
    a_user(guarded, role=Role.MODERATOR)

    response = sign_in_at(guarded.test_client(), "/login?next=https://elsewhere.example/")

    assert "elsewhere" not in (response.location or "")


def test_publishing_asks_for_the_password_when_the_last_time_is_long_ago(guarded):
    a_user(guarded, role=Role.ADMINISTRATOR)
    client = guarded.test_client()
    sign_in(client)
    with client.session_transaction(HOME) as session:
        session["fs_paa"] -= 16 * 60

    asked = client.get("/publish")

    assert asked.location == "/verify?next=/publish"
    check_page(client.get(asked.location))
    assert post(client, asked.location, page=asked.location, password=PASSWORD).location
    assert client.get("/publish").status_code == 200


def test_somebody_of_a_demo_is_not_asked_for_a_password(guarded):
    a_user(guarded, role=Role.ADMINISTRATOR, is_demo=True)
    client = guarded.test_client()
    sign_in(client)
    with client.session_transaction(HOME) as session:
        session["fs_paa"] -= 16 * 60

    assert client.get("/publish").status_code == 200


def test_a_view_tells_which_permission_it_asks():
    assert requires(Permission.EXPORT)(lambda: "inside").permission is Permission.EXPORT


def test_a_view_learns_the_organisations_of_its_reader(app):
    a_user(app, role=Role.PANEL_MEMBER, organisation_id=7)
    app.add_url_rule(
        "/scope", view_func=lambda: sorted(scope_for(Permission.NAME_THEMES).region_ids)
    )
    client = app.test_client()
    sign_in(client)

    assert client.get("/scope").json == [7]


def test_a_stranger_has_no_scope(app):
    app.add_url_rule("/scope", view_func=lambda: str(bool(scope_for(Permission.SEE_RESULTS))))

    assert app.test_client().get("/scope").text == "False"
