"""Every module that maps a table, so that the metadata is complete for the app and migrations."""

from analysis import (
    actions,
    advice,
    comments,
    follow_ups,
    interpretations,
    panel,
    previews,
    progress,
    publications,
    quotes,
    theme_history,
    themes,
)
from feedback import audit, long_jobs
from feedback.accounts import mailing, visits
from feedback.accounts import models as accounts
from feedback.api import tokens
from feedback.delivery import targets
from surveys import (
    agenda,
    campaigns,
    distribution,
    drafts,
    headcounts,
    house_styles,
    language_counts,
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
    advice,
    agenda,
    audit,
    campaigns,
    comments,
    distribution,
    drafts,
    follow_ups,
    headcounts,
    house_styles,
    language_counts,
    interpretations,
    lessons,
    long_jobs,
    mailing,
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
    visits,
)
metadata = Base.metadata
