"""The application: the one place where its parts are wired together."""

import logging

from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from feedback import conversations, errors, i18n, job_pages, jobs, meaning, naming, security
from feedback.accounts import audit_log, elsewhere, people, signing_in, wording
from feedback.accounts import views as accounts
from feedback.accounts.permissions import Permission
from feedback.accounts.views import MenuItem
from feedback.agenda import editing as agenda_editing
from feedback.agenda import files as agenda_files
from feedback.agenda import parts as agenda_parts
from feedback.agenda import views as agenda
from feedback.answering import kiosk, public
from feedback.answering import views as answering
from feedback.api import odata
from feedback.api import views as api
from feedback.campaigns import actions, calendar, handouts, lessons, planning, schools
from feedback.campaigns import views as campaigns
from feedback.comments import (
    decided,
    firmness,
    history,
    moderation,
    panel,
    quotes,
    reading,
    signals,
    theme_page,
)
from feedback.comments import views as comments
from feedback.config import Settings, load_settings
from feedback.dashboard import views as dashboard
from feedback.database import db, engine_options
from feedback.i18n import lazy_gettext
from feedback.interpretations import advice
from feedback.interpretations import views as interpretations
from feedback.logs import set_up_logs
from feedback.organisations import imports
from feedback.organisations import views as organisations
from feedback.questionnaires import drafts, previews
from feedback.questionnaires import files as questionnaire_files
from feedback.questionnaires import views as questionnaires
from feedback.regions import views as regions
from feedback.releases import views as releases
from feedback.styles import views as styles

log = logging.getLogger(__name__)

# Each page package that staff can open has its entry here.
MENU = (
    MenuItem(lazy_gettext("Waves"), "campaigns.waves", Permission.SEE_PARTICIPATION),
    MenuItem(lazy_gettext("Results"), "dashboard.publications", Permission.SEE_RESULTS),
    MenuItem(lazy_gettext("Agenda"), "agenda.regions", Permission.SEE_RESULTS),
    MenuItem(lazy_gettext("Actions"), "actions.actions", Permission.SEE_RESULTS),
    MenuItem(lazy_gettext("Themes"), "comments.themes", Permission.READ_THEMES),
    MenuItem(lazy_gettext("Advice"), "advice.advices", Permission.READ_ADVICE),
    MenuItem(lazy_gettext("To read"), "comments.waiting", Permission.MODERATE),
    MenuItem(lazy_gettext("Care signals"), "signals.signals", Permission.SEE_SIGNALS),
    MenuItem(
        lazy_gettext("Questionnaires"),
        "questionnaires.versions",
        Permission.SET_UP,
        everywhere=True,
    ),
    MenuItem(lazy_gettext("Regions"), "regions.regions", Permission.SET_UP, everywhere=True),
    MenuItem(lazy_gettext("Schools"), "organisations.schools", Permission.SET_UP, everywhere=True),
    MenuItem(lazy_gettext("People"), "people.people", Permission.MANAGE_USERS, everywhere=True),
    MenuItem(lazy_gettext("Audit log"), "audit_log.lines", Permission.SEE_AUDIT, everywhere=True),
    MenuItem(lazy_gettext("House styles"), "styles.styles", Permission.SET_UP, everywhere=True),
    MenuItem(lazy_gettext("Long jobs"), "long_jobs.jobs", Permission.PRINT_POSTERS),
)
MOST_BYTES_RECEIVED = 5_000_000
PLAIN_TEXT = {"Content-Type": "text/plain; charset=utf-8"}


def create_app(settings: Settings) -> Flask:
    """Build the web application of one installation."""
    app = Flask("feedback")
    app.config |= {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "MAX_CONTENT_LENGTH": MOST_BYTES_RECEIVED,
    }
    app.extensions["settings"] = settings
    app.jinja_env.globals |= {"settings": settings}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    i18n.init_app(app)
    naming.init_app(app)
    wording.init_app(app)
    firmness.init_app(app)
    meaning.init_app(app)
    security.init_app(app, https=settings.cookie_secure)
    errors.init_app(app)
    jobs.init_app(app)
    signing_in.init_app(app, password_salt=settings.password_salt)
    elsewhere.init_app(app)
    accounts.init_app(app, menu=MENU)
    answering.init_app(app)
    staff = (
        actions, advice, agenda, agenda_editing, agenda_files, agenda_parts, audit_log, calendar,
        campaigns, comments, conversations, dashboard, decided, drafts, handouts, history, imports,
        interpretations, job_pages, lessons, moderation, organisations, panel, people, planning,
        previews, questionnaire_files, questionnaires, quotes, reading, regions, releases, schools,
        signals, styles, theme_page,
    )  # fmt: skip
    for part in (kiosk, public, api, odata, *staff):
        app.register_blueprint(part.bp)
    app.register_blueprint(imports.headcounts_bp)
    app.add_url_rule("/healthz", view_func=healthz)
    return app


def serve() -> Flask:
    """Build the application from the environment: `gunicorn "feedback.app:serve()"`."""
    set_up_logs(strict=False)
    return create_app(load_settings().for_web)


def healthz() -> ResponseReturnValue:
    """Tell a load balancer whether this process reaches its database."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        log.warning("database out of reach", exc_info=error)
        return "database out of reach\n", 503, PLAIN_TEXT
    return "ok\n", 200, PLAIN_TEXT
