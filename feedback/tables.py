"""Every module that maps a table, so that the metadata is complete for the app and migrations."""

from analysis import actions, comments, previews, progress, publications, themes
from feedback import audit, long_jobs
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
    agenda,
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
    planning,
    previews,
    progress,
    publications,
    questionnaires,
    recordings,
    responses,
    targets,
    themes,
    tokens,
)
metadata = Base.metadata
