"""How much of what each kind of people wrote is about a theme, by the rules for small groups.

Counted when the klankbordgroep freezes its themes, and then not again until another wave closed:
who moved one comment and counted again would see to which group its writer belongs.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.comments import ReviewedComment
from analysis.precision import share_text
from analysis.theme_history import Deed, ThemeChange
from analysis.themes import SMALLEST_THEME, count_respondents, load_released, show_themes
from surveys.campaigns import Campaign
from surveys.organisations import SchoolEducationType

# By theme, by dimension, by category; empty where it may not be shown.
Shares = Mapping[str, Mapping[str, Mapping[str, str]]]
SEVERAL = "several"


class Dimension(StrEnum):
    """By what the writers of comments are told apart."""

    RESPONDENT_GROUP = "respondent_group"
    EDUCATION_TYPE = "education_type"
    LANGUAGE = "language"


def load_shares(session: Session, campaign: Campaign) -> tuple[ThemeChange, Shares] | None:
    """Give the shares as they were counted last, with the freezing at which that was done."""
    query = (
        select(ThemeChange)
        .where(ThemeChange.campaign_id == campaign.id, ThemeChange.deed == Deed.STATE.value)
        .order_by(ThemeChange.id.desc())
    )
    frozen = (change for change in session.scalars(query) if "shares" in change.after)
    last = next(frozen, None)
    return (last, last.after["shares"]) if last else None


def count_anew(session: Session, campaign: Campaign) -> dict[str, object]:
    """Give the shares and the closed waves they are of; nothing when no more waves have closed."""
    closed = sorted(wave.id for wave in campaign.waves if wave.closed_at is not None)
    last = load_shares(session, campaign)
    if not closed or (last and last[0].after["waves"] == closed):
        return {}
    return {"shares": _count(session, campaign, closed), "waves": closed}


def _count(session: Session, campaign: Campaign, wave_ids: Sequence[int]) -> Shares:
    def of_waves(comments: Sequence[ReviewedComment]) -> list[ReviewedComment]:
        return [comment for comment in comments if comment.wave_id in wave_ids]

    written = of_waves(load_released(session, campaign))
    types = _education_types(session, {comment.school_id for comment in written})
    categories: dict[Dimension, Callable[[ReviewedComment], str]] = {
        Dimension.RESPONDENT_GROUP: lambda comment: comment.respondent_group,
        Dimension.EDUCATION_TYPE: lambda comment: types[comment.school_id],
        Dimension.LANGUAGE: lambda comment: comment.language,
    }
    return {
        str(part.theme.id): {
            dimension.value: _shares(written, of_waves(part.comments), category)
            for dimension, category in categories.items()
        }
        for part in show_themes(session, campaign)
        if part.theme
    }


def _shares(
    written: Sequence[ReviewedComment],
    of_theme: Sequence[ReviewedComment],
    category: Callable[[ReviewedComment], str],
) -> dict[str, str]:
    """Give the share of each category's writers that is in a theme: of at least ten in, and out.

    Where one category alone would be hidden, the smallest other one is hidden with it.
    """
    n_all = _count_by(written, category)
    n_in = _count_by(of_theme, category)
    may_show = {
        name
        for name, n in n_all.items()
        if min(n_in.get(name, 0), n - n_in.get(name, 0)) >= SMALLEST_THEME
    }
    if len(n_all) - len(may_show) == 1 and may_show:
        may_show.remove(min(may_show, key=lambda name: (n_in[name], name)))
    return {
        name: share_text(Fraction(100 * n_in[name], n_all[name]), n_all[name])
        if name in may_show
        else ""
        for name in sorted(n_all)
    }


def _count_by(
    comments: Sequence[ReviewedComment], category: Callable[[ReviewedComment], str]
) -> dict[str, int]:
    by_category: dict[str, list[ReviewedComment]] = {}
    for comment in comments:
        by_category.setdefault(category(comment), []).append(comment)
    return {name: count_respondents(own) for name, own in by_category.items()}


def _education_types(session: Session, school_ids: set[int]) -> dict[int, str]:
    types: dict[int, list[str]] = {school_id: [] for school_id in school_ids}
    query = select(SchoolEducationType).where(SchoolEducationType.school_id.in_(school_ids))
    for row in session.scalars(query):
        types[row.school_id].append(row.education_type)
    return {
        school_id: own[0] if len(own) == 1 else SEVERAL if own else ""
        for school_id, own in types.items()
    }
