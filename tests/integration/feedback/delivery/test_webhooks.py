"""A program is told of a publication, so that it can tell that it was us."""

import base64
import json
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from feedback.delivery import webhooks
from feedback.delivery.sending import deliver
from feedback.delivery.targets import Failure
from feedback.delivery.webhooks import is_public, sign
from tests.factories import now

SECRET = "whsec_" + base64.b64encode(b"twenty-four bytes or more").decode()
URL = "https://klankbord.example"


@pytest.fixture
def tell(session, publication, secret_file, a_target, receiver):
    def tell(secret=SECRET, address=receiver.address, **more):
        target = a_target(address, secret_file=secret_file(secret), files=[], **more)
        deliver(session, target, [publication], public_url=URL, now=now())
        return target.last_failure

    return tell


def test_the_message_is_signed_as_the_standard_says(tell, receiver, publication):
    assert tell() == ""

    [(headers, body)] = receiver.messages
    told = Webhook(SECRET).verify(body, headers)
    assert told["type"] == "publication.released"
    assert told["data"]["publication"] == publication.id
    assert told["data"]["region"] == publication.wave.campaign.region.name
    assert told["data"]["digest"] == publication.digest
    assert told["data"]["url"] == f"{URL}/api/v1/publications/{publication.id}"


def test_another_secret_or_body_is_a_forgery(tell, receiver):
    tell()

    [(headers, body)] = receiver.messages
    other = "whsec_" + base64.b64encode(b"another secret altogether").decode()
    for secret, text in ((other, body), (SECRET, body.replace(b"released", b"withdrawn"))):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(text, headers)


def test_the_signature_is_that_of_the_standard():
    at = datetime(2022, 11, 13, 12, 0, tzinfo=UTC)
    body = json.dumps({"type": "example"}).encode()

    expected = Webhook(SECRET).sign("msg_1", at, body.decode())

    assert sign(SECRET, "msg_1", at, body) == expected


@pytest.mark.parametrize("status", [301, 307, 400, 404, 410, 500])
def test_only_a_2xx_counts_and_no_redirect_is_followed(tell, receiver, status):
    receiver.status = status

    assert tell() == Failure.REFUSED
    assert len(receiver.messages) == 1


def test_an_address_inside_our_network_is_not_called(tell, receiver):
    address = f"https://localhost:{receiver.port}/hook"

    assert tell(address=address, may_be_private=False) == Failure.PRIVATE_ADDRESS
    assert receiver.messages == []


def test_a_secret_that_is_none_is_told(tell, receiver):
    assert tell(secret="not base64!") == Failure.NO_SECRET
    assert receiver.messages == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
        *("::1", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::"),
    ],
)
def test_an_address_that_is_not_of_the_internet_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


def test_an_answer_without_end_does_not_keep_the_worker(tell, receiver, monkeypatch):
    monkeypatch.setattr(webhooks, "PATIENCE_SECONDS", 1)
    receiver.drips = True

    failure = tell()
    receiver.drips = False

    assert failure == Failure.UNREACHABLE
