"""An OpenID Connect server on a port of this machine, of which a test says what it tells."""

import json
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, abort, jsonify, request
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from feedback.providers import Provider

CLIENT_ID = "klankbord"
CLIENT_SECRET = "a secret that the provider knows too"


@cache
def a_key() -> RSAKey:
    return RSAKey.generate_key(2048, auto_kid=True)


class RegisteredClient:
    """Klankbord, as the provider knows it."""

    client_id = CLIENT_ID
    id_token_signed_response_alg = "RS256"

    def get_client_id(self):
        return CLIENT_ID

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return urlsplit(redirect_uri).path == "/sign-in/town-hall/back"

    def check_client_secret(self, client_secret):
        return secrets.compare_digest(client_secret, CLIENT_SECRET)

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_basic"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


@dataclass
class Code:
    """An authorisation code that was handed out."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None
    claims: dict[str, Any]

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return None

    def get_acr(self):
        return None

    def get_amr(self):
        return None


@dataclass
class TownHall:
    """The server. `claims` is what it says of whoever comes by; `lies` go over all it says."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    apart: dict[str, Any] | None = None
    asked: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    key: RSAKey = field(default_factory=a_key)
    forge: Callable[[dict[str, Any]], str] | None = None
    down: bool = False

    @property
    def provider(self) -> Provider:
        return Provider(
            key="town-hall",
            name="Gemeente Terneuzen",
            issuer=self.issuer,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
        )


def serve(hall: TownHall) -> Flask:
    app = Flask("town hall")
    app.secret_key = "of the town hall"
    client = RegisteredClient()
    server = AuthorizationServer(
        app,
        query_client=lambda client_id: client if client_id == CLIENT_ID else None,
        save_token=lambda token, request: None,
    )

    class Grant(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code, request):
            asked = request.payload.data
            hall.codes[code] = Code(
                code, request.payload.redirect_uri, request.payload.scope, asked.get("nonce"),
                asked.get("code_challenge"), asked.get("code_challenge_method"), hall.claims,
            )  # fmt: skip

        def query_authorization_code(self, code, client):
            return hall.codes.get(code)

        def delete_authorization_code(self, authorization_code):
            del hall.codes[authorization_code.code]

        def authenticate_user(self, authorization_code):
            return authorization_code.claims

    class Tokens(OpenIDCode):
        def exists_nonce(self, nonce, request):
            return False

        def get_client_algorithm(self, client):
            return "RS256"

        def get_client_claims(self, client):
            return {"iss": hall.issuer, "aud": [CLIENT_ID]}

        def resolve_client_private_key(self, client):
            return hall.key

        def get_encode_header(self, client):
            return {"alg": "RS256", "kid": hall.key.kid}

        def generate_user_info(self, user, scope):
            told = user if hall.apart is None else {"sub": user["sub"]}
            return UserInfo({"auth_time": int(time.time())} | told | hall.lies)

    server.register_grant(Grant, [Tokens(require_nonce=True), CodeChallenge(required=True)])

    @app.before_request
    def be_there():
        if hall.down:
            abort(503)

    @app.get("/.well-known/openid-configuration")
    def describe():
        return jsonify(
            issuer=hall.issuer,
            authorization_endpoint=f"{hall.issuer}/authorize",
            token_endpoint=f"{hall.issuer}/token",
            jwks_uri=f"{hall.issuer}/keys",
            response_types_supported=["code"],
            subject_types_supported=["public"],
            id_token_signing_alg_values_supported=["RS256", "HS256", "none"],
            token_endpoint_auth_methods_supported=["client_secret_basic"],
            **({"userinfo_endpoint": f"{hall.issuer}/userinfo"} if hall.apart is not None else {}),
        )

    @app.get("/keys")
    def keys():
        return jsonify(keys=[hall.key.as_dict(private=False)])

    @app.get("/userinfo")
    def userinfo():
        return jsonify(hall.apart)

    @app.get("/authorize")
    def authorize():
        hall.asked = request.args.to_dict()
        grant = server.get_consent_grant(end_user=hall.claims)
        return server.create_authorization_response(grant_user=hall.claims, grant=grant)

    @app.post("/token")
    def token():
        answer = server.create_token_response()
        if hall.forge is None:
            return answer
        told = answer.get_json()
        return told | {"id_token": hall.forge(jwt.decode(told["id_token"], hall.key).claims)}

    return app


@contextmanager
def town_hall() -> Iterator[TownHall]:
    """Open the server on a free port."""
    hall = TownHall()
    server = make_server("127.0.0.1", 0, serve(hall), threaded=True)
    hall.issuer = f"http://127.0.0.1:{server.port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield hall
    server.shutdown()
    thread.join()
    server.server_close()


def walk(client: FlaskClient, address: str) -> TestResponse:
    """Press the button at this address, go to the provider, and come back."""
    return come_back(client, go(client, address))


def go(client: FlaskClient, address: str) -> str:
    """Press the button at this address, go to the provider; gives the way back."""
    there = client.get(address).location
    answer = requests.get(there, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(client: FlaskClient, address: str) -> TestResponse:
    """Follow the way back from the provider."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def unsigned(claims: dict[str, Any]) -> str:
    """Write a token that nobody signed."""
    parts = ({"alg": "none"}, claims)
    return (
        ".".join(
            urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts
        )
        + "."
    )
