from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.access_codes import (
    count_printed,
    grouped,
    issue_codes,
    require_code,
    spend_code,
    tags_of,
)
from surveys.distribution import ALPHABET, AccessCode, Link, LinkMode
from surveys.errors import CodeSpent, InvalidWave, UnknownCode, WaveClosed
from surveys.responses import Spent
from tests.factories import a_link, a_link_with_codes, a_wave, close, now

AT_ONCE = 50


@pytest.fixture
def wave(session, wave_keys):
    return a_wave(session, wave_keys)


@pytest.fixture
def given(session, wave, wave_keys):
    """A link that asks for codes, and twenty codes."""
    given = a_link_with_codes(session, wave, wave_keys, 20)
    session.commit()
    return given


def tags(keys, link: Link, code: str, *, form: str = "a form"):
    return tags_of(keys, link.wave_id, link_code=link.code, code=code, form_nonce=form)


def test_codes_are_ten_characters_that_nobody_mistakes(given):
    assert {len(code) for code in given[1]} == {10}
    assert set("".join(given[1])) <= set(ALPHABET)
    assert grouped("7KQ2M9XPAB") == "7KQ2M-9XPAB"


def test_the_database_has_no_code_only_a_tag_of_each(session, given, wave_keys):
    link, codes = given
    kept = session.scalars(select(AccessCode.tag)).all()

    assert set(kept) == {tags(wave_keys, link, code).code for code in codes}
    assert not [tag for tag in kept for code in codes if code.encode() in tag]


def test_the_order_on_paper_is_not_that_in_the_database(session, given, wave_keys):
    link, codes = given
    on_paper = [tags(wave_keys, link, code).code for code in codes]

    assert on_paper != sorted(on_paper)
    assert on_paper != session.scalars(select(AccessCode.tag)).all()


def test_how_many_were_printed_is_kept(session, given, wave, wave_keys):
    issue_codes(session, given[0], 5, keys=wave_keys, today=now().date())

    assert count_printed(session, wave.id) == {given[0].id: 25}


@pytest.mark.parametrize("n", [0, 1001])
def test_no_codes_or_a_great_many_are_refused(session, given, wave_keys, n):
    with pytest.raises(InvalidWave):
        issue_codes(session, given[0], n, keys=wave_keys, today=now().date())


def test_a_link_that_is_open_to_everybody_gets_no_codes(session, wave, wave_keys):
    with pytest.raises(InvalidWave):
        issue_codes(session, a_link(session, wave), 5, keys=wave_keys, today=now().date())


def test_a_closed_wave_has_no_codes_and_gets_none(session, given, wave, wave_keys):
    close(session, wave_keys, wave)

    assert not session.scalars(select(AccessCode)).all()
    with pytest.raises(WaveClosed):
        issue_codes(session, given[0], 5, keys=wave_keys, today=now().date())


def test_a_code_of_another_link_is_unknown(session, given, wave, wave_keys):
    other = a_link(session, wave)
    other.mode = LinkMode.CODE.value

    with pytest.raises(UnknownCode):
        require_code(session, tags(wave_keys, other, given[1][0]))


def test_a_code_works_once_and_again_only_for_the_same_form(session, given, wave, wave_keys):
    link, [code, *_] = given
    spend_code(session, wave.id, tags(wave_keys, link, code))
    spend_code(session, wave.id, tags(wave_keys, link, code))

    with pytest.raises(CodeSpent):
        spend_code(session, wave.id, tags(wave_keys, link, code, form="another form"))


def test_of_fifty_who_use_a_code_at_once_one_gets_in(engine, session, given, wave, wave_keys):
    link, [code, *_] = given
    tries = [tags(wave_keys, link, code, form=f"form {n}") for n in range(AT_ONCE)]
    wave_id = wave.id
    session.rollback()

    def attempt(one):
        with Session(engine) as session:
            try:
                spend_code(session, wave_id, one)
            except CodeSpent:
                return "spent"
            session.commit()
            return "let in"

    with ThreadPoolExecutor(AT_ONCE) as people:
        outcomes = Counter(people.map(attempt, tries))

    assert outcomes == {"let in": 1, "spent": AT_ONCE - 1}
    assert session.scalar(select(func.count()).select_from(Spent)) == 2
