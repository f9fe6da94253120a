import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import select

from feedback.accounts.models import ExternalIdentity, User, assign
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.app import create_app
from feedback.audit import AuditEvent
from feedback.database import db
from tests.cast import HOME, a_user, code_of, in_english, post, sign_in, sign_out, signed_in
from tests.page import check_page
from tests.provider import CLIENT_ID, CLIENT_SECRET, come_back, go, town_hall, unsigned, walk

NOOR = "noor@klankbord.example"
DOOR = "/sign-in/town-hall"
REFUSAL = "You cannot sign in this way."


@pytest.fixture
def hall():
    with town_hall() as hall:
        hall.claims = {"sub": "n-1", "email": NOOR, "email_verified": True}
        yield hall


@pytest.fixture
def settings(settings, hall):
    return replace(settings, providers=(hall.provider,))


@pytest.fixture
def noor(app):
    return a_user(app)


@pytest.fixture
def visitor(app):
    return in_english(app)


def is_signed_in(client):
    return client.get(HOME).status_code == 200


def is_refused(client, answer):
    """Whether somebody gets the one message, and is not signed in."""
    page = client.get(answer.location)
    check_page(page)
    return (
        answer.location.startswith("/login") and REFUSAL in page.text and not is_signed_in(client)
    )


def links(app):
    with app.app_context():
        return [(one.user_id, one.subject) for one in db.session.scalars(select(ExternalIdentity))]


def deeds(app):
    with app.app_context():
        return [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]


def test_the_sign_in_page_has_a_button_for_the_provider(visitor, noor):
    page = visitor.get("/login?next=/waves/")

    check_page(page)
    assert "Sign in with Gemeente Terneuzen" in page.text
    assert 'href="/sign-in/town-hall?next=/waves/"' in page.text


def test_somebody_invited_is_let_in_and_linked(app, visitor, noor):
    answer = walk(visitor, DOOR)

    assert answer.location == HOME
    assert is_signed_in(visitor)
    assert links(app) == [(noor, "n-1")]
    assert deeds(app) == ["linked the sign-in at town-hall", "signed in"]


def test_somebody_without_a_password_is_let_in(app, visitor):
    number = a_user(app)
    with app.app_context():
        db.session.get(User, number).password = None
        db.session.commit()

    walk(visitor, DOOR)

    assert is_signed_in(visitor)
    assert "You can also sign in with Gemeente Terneuzen." in visitor.get("/account").text


def test_what_was_asked_has_pkce_a_state_and_a_nonce(app, visitor, noor, hall):
    walk(visitor, DOOR)

    assert hall.asked["response_type"] == "code"
    assert hall.asked["code_challenge_method"] == "S256"
    assert len(hall.asked["code_challenge"]) == 43
    assert len(hall.asked["state"]) >= 20
    assert len(hall.asked["nonce"]) >= 20
    assert hall.asked["redirect_uri"] == "http://localhost/sign-in/town-hall/back"
    assert CLIENT_SECRET not in str(hall.asked)


def test_somebody_linked_is_known_by_the_subject_whatever_the_address(app, visitor, noor, hall):
    walk(visitor, DOOR)
    sign_out(visitor)
    hall.claims = {"sub": "n-1", "email": "n.dejong@elsewhere.example", "email_verified": False}

    walk(visitor, DOOR)

    assert is_signed_in(visitor)
    assert links(app) == [(noor, "n-1")]


def test_an_address_that_is_told_apart_counts_when_it_is_of_the_same_person(
    app, visitor, noor, hall
):
    hall.apart = hall.claims

    walk(visitor, DOOR)

    assert is_signed_in(visitor)


def test_an_address_that_is_told_of_somebody_else_does_not_count(app, visitor, noor, hall):
    hall.apart = hall.claims | {"sub": "n-2"}

    assert is_refused(visitor, walk(visitor, DOOR))


def test_nobody_is_made(app, visitor, hall):
    assert is_refused(visitor, walk(visitor, DOOR))
    with app.app_context():
        assert db.session.scalar(select(User)) is None


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": None},
        {"email": ["noor@klankbord.example"]},
        {"email": "noor@\N{KELVIN SIGN}lankbord.example"},
        {"email": "fatma@klankbord.example"},
        {"sub": "x" * 300},
        {"sub": ""},
    ],
)
def test_who_is_not_surely_somebody_invited_is_refused(app, visitor, noor, hall, claims):
    hall.claims |= claims

    assert is_refused(visitor, walk(visitor, DOOR))
    assert links(app) == []


def test_somebody_else_who_got_the_address_later_is_refused(app, visitor, noor, hall):
    walk(visitor, DOOR)
    hall.claims |= {"sub": "n-2"}
    other = in_english(app)

    assert is_refused(other, walk(other, DOOR))
    assert links(app) == [(noor, "n-1")]


def test_somebody_whose_access_ended_is_refused(app, visitor, noor):
    walk(visitor, DOOR)
    with app.app_context():
        db.session.get(User, noor).active = False
        db.session.commit()
    other = in_english(app)

    assert is_refused(other, walk(other, DOOR))


def test_the_people_of_a_demo_are_nobody_elsewhere(app, visitor):
    a_user(app, is_demo=True)

    assert is_refused(visitor, walk(visitor, DOOR))


def test_all_refusals_read_the_same(app, noor, hall):
    def told(claims):
        hall.claims = {"sub": "n-9", "email": NOOR, "email_verified": True} | claims
        client = in_english(app)
        answer = walk(client, DOOR)
        lines = client.get(answer.location).text.splitlines()
        return answer.location, [line for line in lines if "csrf_token" not in line]

    assert told({"email": "stranger@klankbord.example"}) == told({"email_verified": False})


def with_state(address, state):
    parts = urlsplit(address)
    return f"{parts.path}?code={parse_qs(parts.query)['code'][0]}&state={state}"


def test_a_wrong_state_is_refused(visitor, noor):
    assert is_refused(visitor, come_back(visitor, with_state(go(visitor, DOOR), "guessed")))


def test_the_way_back_of_somebody_else_is_refused(app, visitor, noor):
    """An attacker who signs in elsewhere hands their way back to somebody, to be taken for them."""
    back = go(in_english(app), DOOR)

    assert is_refused(visitor, come_back(visitor, back))


def test_a_way_back_works_once(app, visitor, noor):
    back = go(visitor, DOOR)
    come_back(visitor, back)
    sign_out(visitor)

    assert is_refused(visitor, come_back(visitor, back))


def test_a_code_without_the_secret_of_this_browser_is_worthless(app, visitor, noor):
    """A code that leaked is put into a visit of the thief; PKCE ties it to the first one."""
    stolen = parse_qs(urlsplit(go(visitor, DOOR)).query)["code"][0]
    thief = in_english(app)
    state = parse_qs(urlsplit(go(thief, DOOR)).query)["state"][0]

    assert is_refused(thief, come_back(thief, f"{DOOR}/back?code={stolen}&state={state}"))


@pytest.mark.parametrize("query", ["", "?error=access_denied&state=x", "?code=x", "?state=x"])
def test_a_way_back_that_says_nothing_is_refused(visitor, noor, query):
    assert is_refused(visitor, visitor.get(f"{DOOR}/back{query}"))


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "of another visit"},
        {"nonce": None},
        {"aud": ["another application"]},
        {"aud": ["another application"], "azp": CLIENT_ID},
        {"aud": CLIENT_ID, "azp": "another application"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_700_000_000},
    ],
)
def test_a_token_that_is_not_for_us_and_now_is_refused(app, visitor, noor, hall, lies):
    hall.lies = lies

    assert is_refused(visitor, walk(visitor, DOOR))
    assert links(app) == []


FORGERIES = {
    "nobody signed it": unsigned,
    "signed with our own secret": lambda claims: jwt.encode(
        {"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET * 2)
    ),
    "signed with another key": lambda claims: jwt.encode(
        {"alg": "RS256"}, claims, RSAKey.generate_key(2048)
    ),
    "nonsense": lambda _claims: "nonsense",
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_token_that_the_provider_did_not_sign_is_refused(visitor, noor, hall, forge):
    hall.forge = forge

    assert is_refused(visitor, walk(visitor, DOOR))


def test_a_server_under_another_name_is_not_asked(settings, hall, noor):
    other = replace(hall.provider, issuer=hall.issuer + "/")
    app = create_app(replace(settings, providers=(other,)))
    client = in_english(app)

    answer = client.get(DOOR)

    assert answer.location.startswith("/login")
    with app.app_context():
        db.engine.dispose()


def test_a_provider_that_does_not_answer_is_told_in_words(visitor, hall, noor):
    hall.down = True

    answer = visitor.get(f"{DOOR}?next=/waves/")

    assert answer.location == "/login?next=/waves/"
    assert "Gemeente Terneuzen does not answer now." in visitor.get(answer.location).text


def test_there_is_no_page_for_a_provider_that_is_not_set_up(visitor, noor):
    assert visitor.get("/sign-in/elsewhere").status_code == 404
    assert visitor.get("/sign-in/elsewhere/back").status_code == 404


def test_somebody_lands_where_they_were_going(visitor, noor):
    assert walk(visitor, f"{DOOR}?next=/account").location == "/account"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/%09/evil.example", "evil", ""],
)
def test_nobody_is_led_to_another_site(visitor, noor, target):
    assert walk(visitor, f"{DOOR}?next={target}").location == HOME


@pytest.fixture
def moderator(app):
    return a_user(app, role=Role.MODERATOR)


def test_a_moderator_still_gives_the_code_from_the_phone(app, visitor, moderator):
    door = walk(visitor, DOOR).location

    assert door.startswith("/tf-validate")
    assert not is_signed_in(visitor)
    post(visitor, "/tf-validate", page="/tf-validate", code=code_of(app, NOOR))
    assert is_signed_in(visitor)


def test_what_a_provider_says_of_more_than_a_password_does_not_count_by_itself(
    visitor, moderator, hall
):
    hall.claims |= {"amr": ["pwd", "mfa"], "acr": "mfa"}

    assert walk(visitor, DOOR).location.startswith("/tf-validate")
    assert not is_signed_in(visitor)


@pytest.fixture
def trusting(settings, hall):
    provider = replace(hall.provider, second_factor=frozenset({"mfa", "https://refeds.org/mfa"}))
    app = create_app(replace(settings, providers=(provider,)))
    app.testing = True
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "https://refeds.org/mfa"}])
def test_a_provider_that_is_trusted_may_ask_for_more_itself(trusting, hall, claims):
    number = a_user(trusting, role=Role.MODERATOR)
    with trusting.app_context():
        db.session.get(User, number).tf_primary_method = None
        db.session.commit()
    hall.claims |= claims
    client = in_english(trusting)

    walk(client, DOOR)

    assert client.get("/comments/waiting").status_code == 200


@pytest.mark.parametrize("claims", [{"amr": ["pwd"]}, {"acr": "1"}, {"amr": []}, {}])
def test_a_provider_that_is_trusted_has_to_have_asked_for_more(trusting, hall, claims):
    a_user(trusting, role=Role.MODERATOR)
    hall.claims |= claims
    client = in_english(trusting)

    assert walk(client, DOOR).location.startswith("/tf-validate")
    assert not is_signed_in(client)


def test_what_was_proved_elsewhere_ends_with_the_visit(trusting, hall):
    """The next person at this computer gave a password only, and got a role meanwhile."""
    a_user(trusting, role=Role.MODERATOR)
    hall.claims |= {"amr": ["mfa"]}
    client = in_english(trusting)
    walk(client, DOOR)
    sign_out(client)
    fatma = a_user(trusting, email="fatma@klankbord.example")
    sign_in(client, "fatma@klankbord.example")
    with trusting.app_context():
        assign(db.session.get(User, fatma), Role.MODERATOR, OrganisationKind.REGION, 1)
        db.session.commit()

    assert client.get("/comments/waiting").location.startswith("/tf-setup")


@pytest.fixture
def analyst(app, hall):
    """Somebody who signed in elsewhere with the password of this morning, and has none here."""
    number = a_user(app, role=Role.ANALYST)
    with app.app_context():
        db.session.get(User, number).password = None
        db.session.commit()
    hall.lies = {"auth_time": int(time.time()) - 3 * 3600}
    client = in_english(app)
    walk(client, DOOR)
    return client


def needs_fresh(client):
    with client.session_transaction(HOME) as session:
        session.pop("fs_gexp", None)
    return client.get("/results/1/figures.csv").status_code == 303


def test_a_password_of_this_morning_is_not_fresh(analyst):
    assert needs_fresh(analyst)


def test_somebody_proves_it_once_more_at_the_provider(analyst, hall):
    page = analyst.get("/verify?next=/account")
    check_page(page)
    assert "Show it with Gemeente Terneuzen" in page.text
    assert "password" not in page.text
    hall.lies = {}

    answer = walk(analyst, f"{DOOR}?next=/account")

    assert answer.location == "/account"
    assert (hall.asked["prompt"], hall.asked["max_age"]) == ("login", "0")
    assert not needs_fresh(analyst)


@pytest.mark.parametrize(
    "lies", [{"auth_time": int(time.time()) - 3600}, {"auth_time": None}, {"sub": "n-2"}]
)
def test_who_proves_nothing_new_there_is_asked_again(analyst, hall, lies):
    hall.lies = lies

    answer = walk(analyst, f"{DOOR}?next=/account")

    assert answer.location == "/verify?next=/account"
    assert REFUSAL in analyst.get(answer.location).text
    assert needs_fresh(analyst)


def test_an_administrator_takes_away_a_link_so_that_another_can_be_made(app, visitor, noor, hall):
    walk(visitor, DOOR)
    manager = signed_in(app, Role.ADMINISTRATOR)
    page = manager.get(f"/people/{noor}")
    check_page(page)
    assert "Gemeente Terneuzen" in page.text
    check_page(manager.get("/people/"))
    with app.app_context():
        number = db.session.scalar(select(ExternalIdentity.id))

    post(manager, f"/people/{noor}/identities/{number}/remove", page=f"/people/{noor}")

    assert not is_signed_in(visitor)
    assert links(app) == []
    hall.claims |= {"sub": "n-2"}
    walk(visitor, DOOR)
    assert links(app) == [(noor, "n-2")]


def test_the_secret_of_a_provider_is_not_shown(settings):
    assert CLIENT_SECRET not in repr(settings)
