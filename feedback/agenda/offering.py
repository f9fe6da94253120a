"""What an indicator of the agenda can follow, in the words of the questionnaires."""

from sqlalchemy.orm import Session

from analysis.agenda import Offer, offers_of
from feedback.i18n import current_locale
from feedback.i18n import gettext as _
from surveys.questionnaires import Version, load_texts, load_title, load_versions


def load_offers(session: Session) -> tuple[dict[str, tuple[str, Offer]], dict[str, str]]:
    """Give what can be followed, by its value in the form, and the titles of questionnaires."""
    offers: dict[str, tuple[str, Offer]] = {}
    titles: dict[str, str] = {}
    for version in load_versions(session):
        code = version.questionnaire.code
        # Versions come with the newest first.
        if code in titles or version.questionnaire.archived_at is not None:
            continue
        titles[code] = load_title(session, version, current_locale())
        words = _words(session, version)
        for offer in offers_of(version):
            offers[f"{code}/{offer.measure}"] = (_name(offer, words), offer)
    return offers, titles


def _words(session: Session, version: Version) -> dict[str, str]:
    """Give how the questions of a version are put, by the code of the item."""
    languages = version.languages
    language = current_locale() if current_locale() in languages else languages[0]
    words: dict[str, str] = {}
    for (subject, group), text in sorted(load_texts(session, version.id, language).items()):
        parts = subject.split(".")
        if parts[0] == "item" and parts[2:] == ["text"] and (not group or parts[1] not in words):
            words[parts[1]] = text
    return words


def _name(offer: Offer, words: dict[str, str]) -> str:
    if offer.item is None:
        return _("Several questions: %(name)s", name=offer.name.replace("-", " "))
    return words.get(offer.measure, offer.measure)
