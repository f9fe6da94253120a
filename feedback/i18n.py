"""The language of a page: catalogue, text direction; numbers, dates and percentages for people.

Interface strings are English msgids in `_()`, or in `lazy_gettext()` where a form is declared. The
Dutch and other texts stand in translations/<locale>/LC_MESSAGES/messages.po and are compiled when
a locale is first used, so there is no file that can be out of date.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.numbers import format_percent as babel_percent
from babel.support import LazyProxy, NullTranslations, Translations
from flask import Flask, g, has_app_context, has_request_context, request, session

from surveys.campaigns import TIME_ZONE

CATALOGUES = Path(__file__).parent.parent / "translations"
SOURCE_LOCALE = "en"
DEFAULT_LOCALE = "nl"
# The languages of Klankbord: what they are called, and how they run. Every page tells that of all
# of them, and Babel would read over a megabyte about each.
OURS = {
    "nl": ("Nederlands", "ltr"),
    "en": ("English", "ltr"),
    "tr": ("Türkçe", "ltr"),
    "ar": ("العربية", "rtl"),
    "pl": ("Polski", "ltr"),
    "uk": ("Українська", "ltr"),
    "fr": ("Français", "ltr"),
    "de": ("Deutsch", "ltr"),
}
LOCALES = tuple(OURS)
STAFF_LOCALES = ("nl", "en")
SESSION_KEY = "locale"


def use_locale(code: str) -> None:
    """Speak this language for the rest of the request or job. Raises UnknownLocaleError."""
    g.locale = str(Locale.parse(code, sep="-"))


def current_locale() -> str:
    """Give the code of the language that is spoken now.

    Until `use_locale` says otherwise that is the one chosen in this session, the browser's, or
    Dutch. Only an address that leads nowhere is answered in every language.
    """
    if not has_app_context():
        return DEFAULT_LOCALE
    if "locale" not in g:
        g.locale = _staff_locale() if has_request_context() else DEFAULT_LOCALE
    return str(g.locale)


def _staff_locale() -> str:
    chosen = session.get(SESSION_KEY)
    if chosen in STAFF_LOCALES:
        return str(chosen)
    # Anybody may have mistyped an address; the pages that do exist without a language are staff's.
    return browser_locale(STAFF_LOCALES if request.endpoint else LOCALES)


def browser_locale(offered: Sequence[str]) -> str:
    """Give the language among those offered that the browser likes best, or else the first."""
    return request.accept_languages.best_match(offered) or offered[0]


def direction(code: str) -> str:
    """Tell how a language runs: "ltr" or "rtl"."""
    if code in OURS:
        return OURS[code][1]
    return "rtl" if Locale.parse(code, sep="-").text_direction == "rtl" else "ltr"


def language_name(code: str) -> str:
    """Give the name of a language in that language: "Türkçe", "العربية"."""
    if code in OURS:
        return OURS[code][0]
    locale = Locale.parse(code, sep="-")
    name = locale.get_display_name(locale) or code
    return name[0].upper() + name[1:]


def gettext(message: str, **values: object) -> str:
    """Translate a whole sentence and fill in its named placeholders."""
    return _catalogue(current_locale()).gettext(message) % values


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """Translate a sentence about n things; `%(num)s` stands for n."""
    chosen = _catalogue(current_locale()).ngettext(singular, plural, n)
    return chosen % {"num": format_number(n), **values}


def lazy_gettext(message: str, **values: object) -> LazyProxy:
    """Give a text that is translated each time it is shown; for labels of forms."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


def format_number(number: float) -> str:
    """Write a number as people of this language do, always with the digits 0–9."""
    return format_decimal(number, locale=current_locale(), numbering_system="latn")


def format_mean(mean: float) -> str:
    """Write a mean with one decimal."""
    return format_decimal(mean, "0.0", locale=current_locale(), numbering_system="latn")


def format_percent(share: float) -> str:
    """Write a share between 0 and 1 as a whole percentage."""
    return babel_percent(share, "#,##0 %", locale=current_locale(), numbering_system="latn")


def format_date(day: date) -> str:
    """Write a day in full: "3 maart 2027"; of a moment, the day it is in the Netherlands."""
    if isinstance(day, datetime):
        day = day.astimezone(TIME_ZONE).date()
    return babel_date(day, format="long", locale=current_locale())


def format_moment(moment: datetime) -> str:
    """Write an aware moment as Dutch local time: "3 mrt 2027, 14:05"."""
    return babel_datetime(moment, "d MMM y, HH:mm", tzinfo=TIME_ZONE, locale=current_locale())


def init_app(app: Flask) -> None:
    """Give templates `_`, `ngettext` and the formats."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # Jinja fills in the placeholders itself, after it escaped them.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _catalogue(current_locale()).gettext(message),
        lambda singular, plural, n: _catalogue(current_locale()).ngettext(singular, plural, n),
        newstyle=True,
    )
    app.jinja_env.filters |= {
        "number": format_number,
        "percent": format_percent,
        "date": format_date,
        "moment": format_moment,
    }
    app.jinja_env.globals |= {
        "current_locale": current_locale,
        "direction": direction,
        "language_name": language_name,
    }


@cache
def _catalogue(code: str) -> NullTranslations:
    file = CATALOGUES / code / "LC_MESSAGES" / "messages.po"
    if code == SOURCE_LOCALE or not file.exists():
        return NullTranslations()
    compiled = BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return Translations(compiled)


def now() -> datetime:
    """Give this moment."""
    return datetime.now(UTC)


def today() -> date:
    """Give the day it is in the Netherlands."""
    return datetime.now(TIME_ZONE).date()
