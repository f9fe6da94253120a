"""Every module that maps a table, so that the metadata is complete for the app and migrations."""

from analysis import (
    actions,
    comments,
    panel,
    previews,
    progress,
    publications,
    quotes,
    theme_history,
    themes,
)
from feedback import audit, long_jobs
from feedback.accounts import models as accounts
from feedback.api import tokens
from feedback.delivery import targets
from surveys import (
    campaigns,
    distribution,
    drafts,
    headcounts,
    house_styles,
    lessons,
    organisations,
    planning,
    questionnaires,
    recordings,
    responses,
)
from surveys.base import Base

MODULES = (
    accounts,
    actions,
    audit,
    campaigns,
    comments,
    distribution,
    drafts,
    headcounts,
    house_styles,
    lessons,
    long_jobs,
    organisations,
    panel,
    planning,
    previews,
    progress,
    publications,
    questionnaires,
    quotes,
    recordings,
    responses,
    targets,
    theme_history,
    themes,
    tokens,
)
metadata = Base.metadata
