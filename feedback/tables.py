"""Every module that maps a table, so that the metadata is complete for the app and migrations."""

from analysis import comments, progress, publications, themes
from feedback import audit
from feedback.accounts import models as accounts
from feedback.api import tokens
from surveys import campaigns, distribution, lessons, organisations, questionnaires, responses
from surveys.base import Base

MODULES = (
    accounts,
    audit,
    campaigns,
    comments,
    distribution,
    lessons,
    organisations,
    progress,
    publications,
    questionnaires,
    responses,
    themes,
    tokens,
)
metadata = Base.metadata
