from datetime import UTC, datetime, timedelta

import pytest

from surveys.errors import FormExpired, FormForged
from surveys.keys import FORM_LIFETIME, FormKeys, WaveKeys, require_fresh

NOW = datetime(2027, 3, 3, 12, tzinfo=UTC)
FORM_KEYS = FormKeys("a secret that only tests may know")


@pytest.fixture
def wave_keys(tmp_path):
    keys = WaveKeys(tmp_path / "keys")
    keys.create(1)
    return keys


def test_the_tag_of_a_form_is_the_same_each_time(wave_keys):
    assert wave_keys.tag(1, "form") == wave_keys.tag(1, "form")
    assert len(wave_keys.tag(1, "form")) == 32


def test_two_forms_have_different_tags(wave_keys):
    assert wave_keys.tag(1, "form") != wave_keys.tag(1, "another")


def test_one_form_has_another_tag_in_each_wave(wave_keys):
    wave_keys.create(2)

    assert wave_keys.tag(1, "form") != wave_keys.tag(2, "form")


def test_a_key_that_is_there_stays_as_it_is(wave_keys):
    tag = wave_keys.tag(1, "form")

    wave_keys.create(1)

    assert wave_keys.tag(1, "form") == tag


def test_only_this_system_can_read_a_key(wave_keys, tmp_path):
    [file] = (tmp_path / "keys").iterdir()

    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_after_a_key_is_destroyed_nobody_can_make_its_tags(wave_keys):
    wave_keys.destroy(1)

    with pytest.raises(FileNotFoundError):
        wave_keys.tag(1, "form")


def test_a_key_is_overwritten_before_it_goes(wave_keys, tmp_path):
    [file] = (tmp_path / "keys").iterdir()
    before = file.read_bytes()
    (tmp_path / "the same disk blocks").hardlink_to(file)

    wave_keys.destroy(1)

    assert list((tmp_path / "keys").iterdir()) == []
    assert (tmp_path / "the same disk blocks").read_bytes() != before


def test_a_key_that_was_never_made_is_destroyed_without_complaint(wave_keys):
    wave_keys.destroy(7)


def test_a_key_made_after_one_was_destroyed_makes_other_tags(wave_keys):
    tag = wave_keys.tag(1, "form")
    wave_keys.destroy(1)

    wave_keys.create(1)

    assert wave_keys.tag(1, "form") != tag


def test_a_form_key_tells_when_its_form_was_made():
    _, made_at = FORM_KEYS.read("ABCD2345", FORM_KEYS.make("ABCD2345", now=NOW))

    assert made_at == NOW


def test_every_form_has_a_nonce_of_its_own():
    keys = [FORM_KEYS.make("ABCD2345", now=NOW) for _ in range(2)]

    assert len({FORM_KEYS.read("ABCD2345", key)[0] for key in keys}) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda key: key[:-1],
        lambda key: "A" + key[1:] if key[0] != "A" else "B" + key[1:],
        lambda key: "",
        lambda key: "ü\x00",
        lambda key: FormKeys("another secret of another system").make("ABCD2345", now=NOW),
        lambda key: FORM_KEYS.make("ZZZZ9999", now=NOW),
    ],
    ids=["shortened", "changed", "empty", "nonsense", "another system", "another link"],
)
def test_a_form_key_that_was_not_made_here_for_this_link_is_refused(change):
    key = change(FORM_KEYS.make("ABCD2345", now=NOW))

    with pytest.raises(FormForged):
        FORM_KEYS.read("ABCD2345", key)


def test_a_form_lasts_four_hours():
    require_fresh(NOW, now=NOW + FORM_LIFETIME)

    with pytest.raises(FormExpired):
        require_fresh(NOW, now=NOW + FORM_LIFETIME + timedelta(seconds=1))
