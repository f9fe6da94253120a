import re
from datetime import UTC, date, datetime

import pytest
from babel import Locale, UnknownLocaleError
from flask import Flask

from feedback import i18n


@pytest.fixture
def page():
    with Flask(__name__).test_request_context(headers={"Accept-Language": "en"}):
        yield


def test_a_text_is_dutch_where_nothing_was_chosen():
    assert i18n.gettext("We cannot find this page") == "We kunnen deze pagina niet vinden"


def test_a_text_is_in_the_language_of_the_browser(page):
    assert i18n.gettext("We cannot find this page") == "We cannot find this page"


def test_a_page_speaks_the_language_it_was_told(page):
    i18n.use_locale("ar")

    assert i18n.current_locale() == "ar"


def test_a_language_that_does_not_exist_is_refused(page):
    with pytest.raises(UnknownLocaleError):
        i18n.use_locale("xx")


@pytest.mark.parametrize(
    ("code", "runs"), [("nl", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("uk", "ltr")]
)
def test_the_direction_of_a_language_is_known(code, runs):
    assert i18n.direction(code) == runs


def test_a_language_is_named_in_itself():
    assert [i18n.language_name(code) for code in ("nl", "tr", "ar")] == [
        "Nederlands",
        "Türkçe",
        "العربية",
    ]


def test_numbers_are_written_in_the_language_of_the_page():
    assert i18n.format_number(1234.5) == "1.234,5"


def test_digits_stay_western_in_arabic(page):
    i18n.use_locale("ar")

    assert re.fullmatch(r"[0-9]+\D*", i18n.format_number(12))


def test_a_share_is_written_as_a_percentage():
    assert i18n.format_percent(0.5).replace("\xa0", " ") == "50 %"


def test_a_day_is_written_in_full():
    assert i18n.format_date(date(2027, 3, 3)) == "3 maart 2027"


def test_a_moment_is_written_in_dutch_time():
    assert i18n.format_moment(datetime(2027, 7, 3, 12, 5, tzinfo=UTC)) == "3 jul 2027, 14:05"


@pytest.mark.parametrize("code", i18n.OURS)
def test_what_we_know_of_our_own_languages_is_what_babel_knows(code):
    locale = Locale.parse(code)
    name = locale.get_display_name(locale)

    assert i18n.OURS[code] == (name[0].upper() + name[1:], locale.text_direction)
