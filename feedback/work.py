"""The work that needs no page: one function per piece, each done again without harm.

A worker, the command line and the tests call these inside an application context. They load
pandas and the language model, so nothing that serves pages imports this module.
"""

import logging
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, or_, select

from analysis import comments, progress
from analysis.embedding import Embedder, UniversalSentenceEncoder
from analysis.microdata import has_waiting
from analysis.panel import NotNow
from analysis.preparation import prepare
from analysis.previewing import look_ahead
from analysis.previews import keep_preview
from analysis.publications import Publication
from analysis.publishing import UnsafePublication, publish, regroup
from analysis.quote_checks import check_wordings
from analysis.signing import SigningKey
from analysis.themes import Grain, expire_comments
from analysis.theming import find_anew, update_themes
from analysis.translating import find_untranslated, keep_translation, to_dutch
from analysis.translation import Translator, find_translator
from feedback import audit
from feedback.accounts import visits
from feedback.accounts.mailing import send_due
from feedback.backups import copy_database
from feedback.config import current_settings
from feedback.database import db
from feedback.delivery.sending import deliver_due
from feedback.i18n import today as dutch_today
from feedback.long_jobs import forget_old_jobs
from surveys import lessons, responses, retention
from surveys.campaigns import Campaign, Wave, get_wave
from surveys.keys import WaveKeys
from surveys.withdrawals import count_withdrawable, end_withdrawals

log = logging.getLogger(__name__)

TRIES = 20
AUDIT_KEPT_FOR = timedelta(days=365)
PAUSE_SECONDS = 0.1
TRANSLATIONS_AT_ONCE = 50


def mix_waves() -> None:
    """Move on the answers that wait in big enough company, and prepare their comments.

    A form that was on its way when its wave closed is treated as the wave was.
    """
    session = db.session()
    for wave in _open_waves():
        moved = responses.mix(session, wave.id)
        session.commit()
        if moved:
            _empty_log()
        prepare(session, wave, embedder())
        session.commit()
    for wave in session.scalars(select(Wave).where(Wave.closed_at.is_not(None))).all():
        if has_waiting(session, wave.id):
            _untie(wave)


def close_due_waves() -> None:
    """Close the waves whose time has come."""
    now = datetime.now(UTC)
    for wave in _open_waves():
        if wave.closes_at <= now:
            close_wave(wave.id)


def close_wave(wave_id: int) -> None:
    """Close a wave: from the first commit on nobody can answer; then all is mixed and untied."""
    session = db.session()
    wave = get_wave(session, wave_id)
    retention.close_wave(wave, now=datetime.now(UTC))
    session.commit()
    _untie(wave)
    count_progress(wave_id, dutch_today())


def preview_wave(wave_id: int) -> None:
    """Look ahead at what publishing a closed wave would show."""
    session = db.session()
    wave = get_wave(session, wave_id)
    if wave.closed_at is not None and has_waiting(session, wave_id):
        _untie(wave)
    keep_preview(session, wave_id, look_ahead(session, wave), now=datetime.now(UTC))
    session.commit()


def publish_larger_units(wave_id: int) -> Publication:
    """Publish a closed wave without figures per school."""
    return publish_wave(wave_id, with_schools=False)


def publish_wave(wave_id: int, *, interim: bool = False, with_schools: bool = True) -> Publication:
    """Publish a closed wave, or in the interim an open one.

    What cannot be released is told in the preview. Raises UnsafePublication.
    """
    session = db.session()
    wave = get_wave(session, wave_id)
    if wave.closed_at is not None and has_waiting(session, wave_id):
        _untie(wave)
    try:
        publication = _publish(wave, interim=interim, with_schools=with_schools)
    except UnsafePublication:
        session.rollback()
        preview_wave(wave_id)
        raise
    session.commit()
    if wave.closed_at is not None:
        _wave_keys().of_withdrawals.destroy(wave_id)
    return publication


def _publish(wave: Wave, *, interim: bool, with_schools: bool) -> Publication:
    """Publish a wave, anew for as long as somebody withdraws what was counted meanwhile."""
    session = db.session()
    while True:
        n_withdrawable = count_withdrawable(session, wave.id)
        publication = publish(
            session,
            wave.id,
            now=datetime.now(UTC),
            software_version=version("klankbord"),
            key=signing_key(),
            interim=interim,
            with_schools=with_schools,
        )
        if end_withdrawals(session, wave.id) == n_withdrawable:
            return publication
        session.rollback()


def deliver() -> None:
    """Bring publications to whoever is to get them."""
    public_url = current_settings().public_url
    deliver_due(db.session(), public_url=public_url, now=datetime.now(UTC))


def send_invitations() -> None:
    """Send the invitations that are due, where there is a mail server."""
    server = current_settings().mail
    if server is not None:
        send_due(db.session(), server, now=datetime.now(UTC), today=dutch_today())


def regroup_wave(wave_id: int) -> Publication:
    """Publish a wave once more, for the groupings of today."""
    session = db.session()
    publication = regroup(
        session,
        wave_id,
        now=datetime.now(UTC),
        software_version=version("klankbord"),
        key=signing_key(),
    )
    session.commit()
    return publication


def signing_key() -> SigningKey:
    """Give the key that signs publications. Raises NoSigningKey."""
    return SigningKey.load(current_settings().key_directory)


def _untie(wave: Wave) -> None:
    """Mix what waits of a closed wave, and destroy what could tie it to anybody."""
    session = db.session()
    responses.mix(session, wave.id, smallest=1)
    retention.forget_tags(session, wave)
    session.commit()
    _wave_keys().destroy(wave.id)
    forget_order()
    prepare(session, wave, embedder())
    session.commit()


def find_themes(campaign_id: int) -> None:
    """Bring the themes of a campaign up to date with what moderators released."""
    session = db.session()
    update_themes(session, session.get_one(Campaign, campaign_id), embedder())
    session.commit()


def find_themes_anew(campaign_id: int, grain: int) -> None:
    """Find larger or smaller themes, where nobody changed any; `grain` counts in `Grain`."""
    session = db.session()
    campaign = session.get_one(Campaign, campaign_id)
    try:
        find_anew(session, campaign, embedder(), list(Grain)[grain], now=datetime.now(UTC))
    except NotNow:
        session.rollback()
        return
    session.flush()
    update_themes(session, campaign, embedder())
    session.commit()


def check_quotes() -> None:
    """Look for names and numbers in the words in which moderators want to quote."""
    check_wordings(db.session())
    db.session.commit()


def translate_comments() -> None:
    """Translate some of the comments in other languages, where there is a translator.

    One by one, and not all at once: a translation takes long, and other work waits.
    """
    found = translator()
    if found is None:
        return
    session = db.session()
    todo = find_untranslated(session, found, most=TRANSLATIONS_AT_ONCE)
    session.commit()
    for each in todo:
        try:
            text = to_dutch(found, each.text, each.language)
        except Exception as error:
            # Whatever a model stumbles over in one text, the others can be translated. This one
            # gets no words: only other packages try again.
            log.warning("comment not translated", exc_info=error)
            text = ""
        if text is not None:
            keep_translation(session, each, text)
        session.commit()


def night() -> None:
    """Do what is done once a day: count for staff, delete what is due, forget orders."""
    today = dutch_today()
    for wave_id in _waves_to_count():
        count_progress(wave_id, today)
    delete_expired(today)
    forget_order()


def count_progress(wave_id: int, today: date) -> None:
    """Count the participation in a wave for staff, at most once a day."""
    progress.refresh(db.session(), wave_id, today=today)
    db.session.commit()


def delete_expired(today: date) -> Sequence[int]:
    """Delete what was kept long enough; give the waves whose answers are gone."""
    session = db.session()
    waves = retention.expire_responses(session, now=datetime.now(UTC))
    expire_comments(session, waves)
    comments.forget_words(session, today=today)
    lessons.delete_ended(session, now=datetime.now(UTC))
    forget_old_jobs(session, now=datetime.now(UTC))
    visits.forget_ended(session, now=datetime.now(UTC))
    audit.forget_before(session, datetime.now(UTC) - AUDIT_KEPT_FOR)
    session.commit()
    for wave_id in waves:
        _wave_keys().of_withdrawals.destroy(wave_id)
    return waves


def forget_order() -> None:
    """Rewrite what would still tell in which order answers came in."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        with _outside_transaction() as connection:
            responses.forget_order(connection)
        _empty_log()
        return
    with db.engine.begin() as connection:
        responses.forget_order(connection)


def back_up(file: Path, recipient: str) -> None:
    """Copy the database to a file that only this age recipient can read. Raises BackupFailed."""
    mix_waves()
    forget_order()
    copy_database(db.engine, file, recipient)


def _empty_log() -> None:
    """Empty the write-ahead log; whoever reads a page meanwhile is gone in a moment."""
    db.session.rollback()
    for _ in range(TRIES):
        with _outside_transaction() as connection:
            if responses.empty_log(connection):
                return
        time.sleep(PAUSE_SECONDS)
    log.warning("write-ahead log not emptied")


def _outside_transaction() -> Connection:
    return db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _wave_keys() -> WaveKeys:
    return WaveKeys(current_settings().key_directory)


def _open_waves() -> Sequence[Wave]:
    opened = Wave.opens_at <= datetime.now(UTC)
    return db.session().scalars(select(Wave).where(Wave.closed_at.is_(None), opened)).all()


def _waves_to_count() -> Sequence[int]:
    """Give the waves that are open, or closed since they may have been counted last."""
    now = datetime.now(UTC)
    ended = or_(Wave.closed_at.is_(None), Wave.closed_at > now - timedelta(days=2))
    return db.session().scalars(select(Wave.id).where(Wave.opens_at <= now, ended)).all()


@cache
def translator() -> Translator | None:
    """Give what translates comments, loaded once; None where it is not installed."""
    return find_translator()


@cache
def embedder() -> Embedder:
    """Give what turns comments into vectors, loaded once."""
    return UniversalSentenceEncoder()
