"""What is left of a comment outside the moderators' room when its decision is taken back."""

from datetime import UTC, date, datetime
from random import Random

import numpy as np
import pytest
from sqlalchemy import func, select

from analysis.comments import (
    CommentTranslation,
    CommentVector,
    Decision,
    decide,
)
from analysis.panel import (
    OwnCoding,
    PanelState,
    code,
    compare,
    get_state,
    load_sample,
)
from analysis.quote_checks import check_wordings
from analysis.quotes import Quote, load_quotes, word_quote
from analysis.reopening import reopen
from analysis.theme_changes import change_state, merge, move
from analysis.theme_history import load_history, undo
from analysis.themes import CommentTheme, expire_comments, load_themes, show_themes
from tests.factories import a_link, a_reviewed_comment, a_theme, a_wave

NOW = datetime(2027, 3, 3, 19, 30, tzinfo=UTC)
TODAY = date(2027, 3, 3)
TRACES = (CommentTheme, CommentVector, CommentTranslation, Quote, OwnCoding)


@pytest.fixture
def link(session, wave_keys):
    return a_link(session, a_wave(session, wave_keys))


@pytest.fixture
def campaign(link):
    return link.wave.campaign


@pytest.fixture
def comments(session, link):
    """Thirteen released comments on one theme; beside it another theme of thirteen."""
    themes = {}
    for name in ("Wachten", "Contact"):
        themes[name] = [
            a_reviewed_comment(session, link, f"{name} {number}.", decision=Decision.RELEASED)
            for number in range(13)
        ]
        a_theme(session, link.wave, themes[name], name=name)
    return themes["Wachten"]


@pytest.fixture
def traced(session, campaign, comments):
    """A comment of which there is all that can be made of one."""
    traced = comments[0]
    traced.may_quote = True
    session.flush()
    word_quote(session, show_themes(session, campaign)[0], traced.id, traced.text)
    session.flush()
    check_wordings(session)
    vector = np.ones(4, dtype=np.float16).tobytes()
    session.add_all(
        [
            CommentVector(comment_id=traced.id, model="m", vector=vector),
            CommentTranslation(comment_id=traced.id, text="Vertaald.", model="m"),
            OwnCoding(comment_id=traced.id, member_id=1, theme_id=None),
        ]
    )
    session.flush()
    return traced


def go_to(session, campaign, *states):
    for state in states:
        change_state(session, campaign, state, now=NOW, dice=Random(1))


def n_traces(session, comment):
    return [
        session.scalar(select(func.count()).where(table.comment_id == comment.id))
        for table in TRACES
    ]


def read(session, campaign):
    session.flush()
    session.expire_all()
    return {each.text for part in show_themes(session, campaign) for each in part.comments}


def theme_of(session, comment):
    session.expire_all()
    return session.get_one(CommentTheme, comment.id).theme_id


def test_nothing_of_it_is_left_outside_the_room(session, campaign, traced):
    assert n_traces(session, traced) == [1, 1, 1, 1, 1]

    reopen(session, traced.id)

    assert n_traces(session, traced) == [0, 0, 0, 0, 0]
    assert traced.text not in read(session, campaign)
    assert [load_quotes(session, part) for part in show_themes(session, campaign)] == [[], []]


def test_the_others_stay_as_they_are(session, campaign, comments):
    before = read(session, campaign)

    reopen(session, comments[0].id)

    assert read(session, campaign) == before - {comments[0].text}


def test_frozen_themes_stay_frozen_when_one_is_taken_back(session, campaign, traced):
    themes = [theme.name for theme in load_themes(session, campaign.id)]
    go_to(session, campaign, PanelState.VOTING, PanelState.FROZEN)

    reopen(session, traced.id)

    assert traced.text not in read(session, campaign)
    assert [theme.name for theme in load_themes(session, campaign.id)] == themes
    assert get_state(session, campaign.id) is PanelState.FROZEN


def test_it_is_coded_no_more(session, campaign, comments):
    go_to(session, campaign, PanelState.CODING)
    sample = load_sample(session, campaign)
    for member in (1, 2):
        code(session, campaign, sample[0].id, member, None)
    reopen(session, sample[0].id)

    assert load_sample(session, campaign) == sample[1:]
    go_to(session, campaign, PanelState.DISCUSSING)
    assert compare(session, campaign).agreed == ()


@pytest.mark.parametrize("is_released_again", [False, True])
def test_it_stands_in_no_undoings_way(session, campaign, comments, is_released_again):
    first, second = load_themes(session, campaign.id)
    change = move(session, campaign, [each.id for each in comments[:3]], second.id, now=NOW)
    reopen(session, comments[0].id)
    if is_released_again:
        decide(session, comments[0].id, Decision.RELEASED, text="De hulp is beter zo.", today=TODAY)
        session.add(CommentTheme(comment_id=comments[0].id, theme_id=second.id))

    assert load_history(session, campaign)[0].can_be_undone
    undo(session, campaign, change.id, now=NOW)

    assert theme_of(session, comments[1]) == first.id
    assert (theme_of(session, comments[0]) == second.id) if is_released_again else True


def test_a_later_change_of_it_is_undone_as_any_other(session, campaign, comments):
    first, second = load_themes(session, campaign.id)
    move(session, campaign, [comments[0].id], second.id, now=NOW)
    reopen(session, comments[0].id)
    decide(session, comments[0].id, Decision.RELEASED, text="De hulp is beter zo.", today=TODAY)
    session.add(CommentTheme(comment_id=comments[0].id, theme_id=second.id))
    change = move(session, campaign, [comments[0].id], first.id, now=NOW)

    undo(session, campaign, change.id, now=NOW)

    assert theme_of(session, comments[0]) == second.id


def test_a_merge_is_undone_as_before(session, campaign, comments):
    first, second = load_themes(session, campaign.id)
    change = merge(session, campaign, first.id, second.id, now=NOW)
    reopen(session, comments[0].id)

    undo(session, campaign, change.id, now=NOW)

    assert {part.theme.name for part in show_themes(session, campaign)} == {"Wachten", "Contact"}


def test_what_a_busy_worker_left_of_the_old_text_goes_with_the_new_decision(session, traced):
    reopen(session, traced.id)
    session.add(CommentVector(comment_id=traced.id, model="m", vector=b"old"))
    session.flush()

    decide(session, traced.id, Decision.RELEASED, text="Nieuw.", today=TODAY)

    assert session.get(CommentVector, traced.id) is None


def test_comments_of_a_wave_expire_with_all_that_was_made_of_them(session, link, traced):
    a_reviewed_comment(session, link, "Wacht nog.")
    themes = len(load_themes(session, link.wave.campaign_id))

    expire_comments(session, [link.wave_id])

    session.expire_all()
    assert n_traces(session, traced) == [0, 0, 0, 0, 0]
    assert read(session, link.wave.campaign) == set()
    assert len(load_themes(session, link.wave.campaign_id)) == themes


def test_comments_of_other_waves_do_not_expire(session, link, comments, wave_keys):
    other = a_link(session, a_wave(session, wave_keys))

    expire_comments(session, [other.wave_id])

    assert len(read(session, link.wave.campaign)) == 26
