"""Which campaigns, themes and comments the one who is signed in may see here."""

from uuid import UUID

from flask import abort
from flask_security import current_user
from sqlalchemy import select

from analysis.comments import ReviewedComment
from analysis.themes import Theme, ThemeShown, show_themes
from feedback import audit
from feedback.accounts.permissions import Permission, scope_for
from feedback.database import db
from feedback.i18n import now
from surveys.campaigns import Campaign, Wave


def campaigns_of(permission: Permission) -> list[Campaign]:
    """Give the campaigns for which the reader has a permission, by name."""
    campaigns = db.session().scalars(select(Campaign).order_by(Campaign.name, Campaign.id))
    return [each for each in campaigns if may(permission, each)]


def may(permission: Permission, campaign: Campaign) -> bool:
    """Tell whether the reader has a permission for a campaign."""
    scope = scope_for(permission)
    return scope.everything or campaign.region_id in scope.region_ids


def get_campaign(campaign_id: int, permission: Permission) -> Campaign:
    """Give a campaign of the reader, or say that there is no such page."""
    campaign = db.session().get(Campaign, campaign_id)
    if campaign is None or not may(permission, campaign):
        abort(404)
    return campaign


def get_campaign_of_theme(theme_id: int, permission: Permission) -> Campaign:
    """Give the campaign of a theme, shown or not, or say that there is no such page."""
    theme = db.session().get(Theme, theme_id)
    if theme is None:
        abort(404)
    return get_campaign(theme.campaign_id, permission)


def get_part(theme_id: int, permission: Permission) -> tuple[Campaign, Theme, ThemeShown]:
    """Give a theme that is shown, with its comments, or say that there is no such page."""
    campaign = get_campaign_of_theme(theme_id, permission)
    parts = show_themes(db.session(), campaign)
    found = [(part.theme, part) for part in parts if part.theme and part.theme.id == theme_id]
    if not found:
        abort(404)
    return campaign, *found[0]


def get_comment(comment_id: UUID) -> tuple[Campaign, ReviewedComment]:
    """Give a comment of the moderator, or say that there is no such page."""
    comment = db.session().get(ReviewedComment, comment_id)
    if comment is None:
        abort(404)
    wave = db.session().get_one(Wave, comment.wave_id)
    return get_campaign(wave.campaign_id, Permission.MODERATE), comment


def record(action: str, thing: str, thing_id: object) -> None:
    """Write a deed of the reader in the audit log."""
    audit.record(db.session(), current_user.id, action, thing=thing, thing_id=thing_id, now=now())
