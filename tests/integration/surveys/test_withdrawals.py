import pytest
from sqlalchemy import func, select

from surveys.errors import UnknownCode, WithdrawalOver
from surveys.responses import (
    Answer,
    Comment,
    Inbox,
    LanguageCount,
    Response,
    Spent,
    Withdrawal,
    mix,
)
from surveys.withdrawals import (
    code_of,
    count_withdrawable,
    end_withdrawals,
    withdraw,
    withdrawal_of,
)
from tests.factories import a_link, a_wave, respond, sender_of

MINE, OTHER = b"m" * 32, b"o" * 32
TEXTS = ["toelichting"]


@pytest.fixture
def wave(session, wave_keys):
    return a_wave(session, wave_keys)


@pytest.fixture
def link(session, wave):
    """A link through which two people answered; the first may withdraw."""
    link = a_link(session, wave)
    for withdrawal, words in ((MINE, "Van mij"), (OTHER, "Van een ander")):
        respond(session, link, comments={"toelichting": words}, withdrawal=withdrawal)
    return link


def n_of(session, table):
    return session.scalar(select(func.count()).select_from(table))


def mine(session, link):
    return withdraw(session, sender_of(link), MINE, TEXTS)


def test_a_form_that_waits_is_deleted(session, link):
    assert mine(session, link) == []

    [left] = session.scalars(select(Inbox.form))
    assert "Van een ander" in left


def test_a_form_that_was_mixed_is_deleted_with_its_answers_and_comment(session, wave, link):
    mix(session, wave.id, smallest=1)

    gone = mine(session, link)

    assert len(gone) == 2
    assert session.scalars(select(Comment.text)).all() == ["Van een ander"]
    assert [n_of(session, table) for table in (Response, Answer)] == [1, 1]
    assert n_of(session, Withdrawal) == 2


def test_a_form_without_answers_or_comments_is_deleted(session, wave, wave_keys):
    link = a_link(session, wave)
    respond(session, link, {}, withdrawal=MINE)
    mix(session, wave.id, smallest=1)

    assert len(mine(session, link)) == 1
    assert n_of(session, Response) == 0


@pytest.mark.parametrize("is_mixed", [False, True])
def test_a_second_time_finds_nothing(session, wave, link, is_mixed):
    if is_mixed:
        mix(session, wave.id, smallest=1)
    mine(session, link)

    with pytest.raises(UnknownCode):
        mine(session, link)


@pytest.mark.parametrize("is_mixed", [False, True])
def test_a_code_does_nothing_at_another_wave(session, wave, link, wave_keys, is_mixed):
    if is_mixed:
        mix(session, wave.id, smallest=1)
    elsewhere = a_link(session, a_wave(session, wave_keys))

    with pytest.raises(UnknownCode):
        mine(session, elsewhere)


def test_that_a_form_was_sent_is_not_forgotten(session, wave, link):
    """So the same paper code cannot be used once more."""
    mine(session, link)

    assert n_of(session, Spent) == 2


def test_everybody_has_tags_whether_they_took_their_code_or_not(session, wave, link):
    mix(session, wave.id, smallest=1)

    withdrawable = set(session.scalars(select(Withdrawal.withdraws)))
    assert withdrawable == {
        *session.scalars(select(Response.id)),
        *session.scalars(select(Comment.id)),
    }
    assert count_withdrawable(session, wave.id) == 4


def test_in_which_language_somebody_answered_is_counted_still(session, wave, link):
    """The count has no tie to a response: docs/decisions/0015 says why it stays."""
    mix(session, wave.id, smallest=1)
    mine(session, link)

    assert session.scalars(select(LanguageCount.n)).all() == [2]


def test_when_it_is_over_nothing_is_found(session, wave, link):
    mix(session, wave.id, smallest=1)

    assert end_withdrawals(session, wave.id) == 4
    with pytest.raises(UnknownCode):
        mine(session, link)


def test_a_form_has_one_code_that_only_it_has(wave, wave_keys):
    codes = [code_of(wave_keys, wave.id, nonce) for nonce in ("one", "one", "two")]

    assert codes[0] == codes[1] != codes[2]
    assert len(codes[0]) == 12


def test_no_tag_is_a_code(wave, wave_keys):
    code = code_of(wave_keys, wave.id, "one")

    assert code.encode() not in withdrawal_of(wave_keys, wave.id, code)
    assert withdrawal_of(wave_keys, wave.id, code) != wave_keys.tag(wave.id, code)


def test_without_the_key_there_are_no_codes(wave, wave_keys):
    wave_keys.of_withdrawals.destroy(wave.id)

    with pytest.raises(WithdrawalOver):
        code_of(wave_keys, wave.id, "one")
    assert wave_keys.tag(wave.id, "one")
