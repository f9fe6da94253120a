"""What the klankbordgroep changes about themes, and takes back."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.comments import Decision
from analysis.interpretations import Giver, Interpretation
from analysis.panel import (
    Choice,
    Chosen,
    Dissent,
    NotNow,
    OwnCoding,
    PanelState,
    add_dissent,
    code,
    compare,
    count_chosen,
    count_votes,
    get_state,
    load_dissent,
    load_own_codings,
    load_sample,
    vote,
)
from analysis.theme_changes import (
    adopt,
    change_state,
    describe,
    drop,
    merge,
    move,
    refuse,
    split,
    take_over_agreed,
    withdraw_view,
)
from analysis.theme_history import CannotUndo, ThemeChange, is_untouched, load_history, undo
from analysis.themes import (
    CommentTheme,
    Theme,
    ThemeState,
    TooFewPeople,
    forget_comments,
    show_proposals,
    show_themes,
)
from surveys.campaigns import Campaign
from tests.factories import a_link, a_reviewed_comment, a_theme, a_wave

NOW = datetime(2027, 3, 3, 19, 30, tzinfo=UTC)


@pytest.fixture
def link(session, wave_keys):
    return a_link(session, a_wave(session, wave_keys))


@pytest.fixture
def campaign(link):
    return link.wave.campaign


@pytest.fixture
def themes(session, link):
    """Three themes of thirteen comments, each comment of somebody else."""
    return [
        a_theme(session, link.wave, released(session, link, 13, name), name=name)
        for name in ("Wachten", "Wachtlijst", "Contact")
    ]


def released(session, link, n, text):
    return [
        a_reviewed_comment(session, link, f"{text} {number}", decision=Decision.RELEASED)
        for number in range(n)
    ]


def shown(session, campaign):
    """What can be read: the texts by the name of their theme."""
    return {
        part.theme.name if part.theme else None: sorted(c.text for c in part.comments)
        for part in show_themes(session, campaign)
    }


def comments_of(session, theme, n=None):
    query = select(CommentTheme.comment_id).where(CommentTheme.theme_id == theme.id)
    return session.scalars(query.order_by(CommentTheme.comment_id)).all()[:n]


def go_to(session, campaign, *states):
    for state in states:
        change_state(session, campaign, state, now=NOW, dice=Random(1))


def everything(session):
    """All that is kept of themes and their comments."""
    session.flush()
    session.expire_all()
    themes = select(
        Theme.id, Theme.name, Theme.description, Theme.state, Theme.merged_into_id
    ).where(Theme.state != "unmade")
    comments = select(CommentTheme.comment_id, CommentTheme.theme_id, CommentTheme.is_confirmed)
    return set(session.execute(themes)), set(session.execute(comments))


def test_a_merged_theme_is_read_under_the_other_one(session, campaign, themes):
    merge(session, campaign, themes[1].id, themes[0].id, now=NOW)

    read = shown(session, campaign)

    assert set(read) == {"Wachten", "Contact"}
    assert len(read["Wachten"]) == 26


def test_themes_are_merged_one_after_another(session, campaign, themes):
    merge(session, campaign, themes[1].id, themes[0].id, now=NOW)
    merge(session, campaign, themes[0].id, themes[2].id, now=NOW)

    assert len(shown(session, campaign)["Contact"]) == 39


@pytest.fixture
def proposal(session, link, themes):
    texts = released(session, link, 12, "Pesten")
    return a_theme(session, link.wave, texts, state=ThemeState.PROPOSED)


def test_what_is_only_offered_is_read_among_the_others(session, campaign, proposal):
    [offered] = show_proposals(session, campaign)

    assert offered.theme is proposal
    assert offered.n_respondents == 12
    assert "Pesten 3" in shown(session, campaign)[None]


def test_too_few_people_make_no_offer(session, campaign, link, proposal):
    a_theme(session, link.wave, released(session, link, 9, "Eten"), state=ThemeState.PROPOSED)

    assert [part.theme for part in show_proposals(session, campaign)] == [proposal]


def test_people_make_an_offer_a_theme_and_take_that_back(session, campaign, proposal):
    change = adopt(session, campaign, proposal.id, now=NOW)

    assert "Pesten 3" in shown(session, campaign)[proposal.name]
    assert show_proposals(session, campaign) == []

    undo(session, campaign, change.id, now=NOW)
    assert [part.theme for part in show_proposals(session, campaign)] == [proposal]
    assert "Pesten 3" in shown(session, campaign)[None]


def test_a_refused_offer_is_not_made_again(session, campaign, proposal):
    refuse(session, campaign, proposal.id, now=NOW)

    assert show_proposals(session, campaign) == []
    assert "Pesten 3" in shown(session, campaign)[None]
    with pytest.raises(LookupError):
        adopt(session, campaign, proposal.id, now=NOW)


def test_a_theme_that_stands_is_not_offered(session, campaign, themes):
    with pytest.raises(LookupError):
        refuse(session, campaign, themes[0].id, now=NOW)


def test_an_offer_waits_while_members_code(session, campaign, proposal):
    go_to(session, campaign, PanelState.CODING)

    with pytest.raises(NotNow):
        adopt(session, campaign, proposal.id, now=NOW)


def test_a_theme_is_not_merged_with_itself(session, campaign, themes):
    with pytest.raises(LookupError):
        merge(session, campaign, themes[0].id, themes[0].id, now=NOW)


def test_a_theme_of_another_campaign_is_out_of_reach(session, wave_keys, campaign, themes):
    elsewhere = a_link(session, a_wave(session, wave_keys))
    other = a_theme(session, elsewhere.wave, released(session, elsewhere, 13, "Elders"))

    with pytest.raises(LookupError):
        merge(session, campaign, themes[0].id, other.id, now=NOW)
    with pytest.raises(LookupError):
        move(session, campaign, comments_of(session, other), themes[0].id, now=NOW)


def test_a_split_makes_a_theme_of_the_chosen_comments(session, campaign, themes):
    merge(session, campaign, themes[1].id, themes[0].id, now=NOW)
    split(session, campaign, comments_of(session, themes[1]), "Vervoer", now=NOW)

    read = shown(session, campaign)

    assert read["Vervoer"] == sorted(f"Wachtlijst {n}" for n in range(13))
    assert len(read["Wachten"]) == 13


@pytest.mark.parametrize("n", [9, 4])
def test_a_split_leaves_no_theme_of_fewer_than_ten_people(session, campaign, themes, n):
    with pytest.raises(TooFewPeople):
        split(session, campaign, comments_of(session, themes[0], n), "Klein", now=NOW)


def test_a_move_leaves_no_theme_of_fewer_than_ten_people(session, campaign, themes):
    ids = comments_of(session, themes[0])
    move(session, campaign, ids[:3], themes[2].id, now=NOW)

    with pytest.raises(TooFewPeople):
        move(session, campaign, ids[3:4], themes[2].id, now=NOW)


def test_a_dropped_theme_is_read_among_the_others(session, campaign, themes):
    drop(session, campaign, themes[2].id, now=NOW)

    assert len(shown(session, campaign)[None]) == 13


def test_saying_the_same_again_is_no_change(session, campaign, themes):
    assert describe(session, campaign, themes[0].id, name=" Wachten ", now=NOW) is None
    assert session.scalars(select(ThemeChange)).all() == []


CHANGES = {
    "rename": lambda s, c, t: describe(s, c, t[0].id, name="Lang wachten", now=NOW),
    "describe": lambda s, c, t: describe(
        s, c, t[0].id, name="Wachten", description="Op hulp.", now=NOW
    ),
    "merge": lambda s, c, t: merge(s, c, t[1].id, t[0].id, now=NOW),
    "drop": lambda s, c, t: drop(s, c, t[1].id, now=NOW),
    "move": lambda s, c, t: move(s, c, comments_of(s, t[0], 3), t[2].id, now=NOW),
    "move out": lambda s, c, t: move(s, c, comments_of(s, t[0], 3), None, now=NOW),
    "split": lambda s, c, t: split(
        s, c, [*comments_of(s, t[0], 3), *comments_of(s, t[1], 3), *comments_of(s, t[2], 3),
               *rest(s, c)], "Nieuw", now=NOW,
    ),
}  # fmt: skip


def rest(session, campaign):
    parts = [part for part in show_themes(session, campaign) if part.theme is None]
    return [comment.id for part in parts for comment in part.comments]


@pytest.mark.parametrize("kind", CHANGES)
def test_an_undone_change_leaves_everything_as_it_was(session, link, campaign, themes, kind):
    released(session, link, 10, "Zomaar")
    move(session, campaign, rest(session, campaign)[:1], None, now=NOW)
    before, before_shown = everything(session), shown(session, campaign)
    change = CHANGES[kind](session, campaign, themes)
    assert everything(session) != before

    undo(session, campaign, change.id, now=NOW)

    assert shown(session, campaign) == before_shown
    themes_now, comments_now = everything(session)
    assert themes_now == before[0]
    # What had no row at all has one now, which says the same.
    assert {row for row in comments_now if row[1:] != (None, False)} == {
        row for row in before[1] if row[1:] != (None, False)
    }


@pytest.mark.parametrize("kind", CHANGES)
def test_undoing_can_be_undone(session, link, campaign, themes, kind):
    released(session, link, 10, "Zomaar")
    change = CHANGES[kind](session, campaign, themes)
    changed = shown(session, campaign)
    undone = undo(session, campaign, change.id, now=NOW)

    undo(session, campaign, undone.id, now=NOW)

    assert shown(session, campaign) == changed


@pytest.mark.parametrize("seed", range(5))
def test_a_whole_evening_is_undone_step_by_step(session, link, campaign, themes, seed):
    dice = Random(seed)
    released(session, link, 25, "Zomaar")
    before = shown(session, campaign)
    changes = []
    for number in range(15):
        parts = show_themes(session, campaign)
        named = [part.theme.id for part in parts if part.theme]
        readable = [comment.id for part in parts for comment in part.comments]
        some = dice.sample(readable, dice.choice([1, 3, 12]))
        one, other = dice.choice(named), dice.choice([*named, None])
        deeds = [
            lambda one=one, n=number: describe(session, campaign, one, name=f"Naam {n}", now=NOW),
            lambda one=one, other=other: merge(session, campaign, one, other, now=NOW),
            lambda some=some, other=other: move(session, campaign, some, other, now=NOW),
            lambda some=some, n=number: split(session, campaign, some, f"Nieuw {n}", now=NOW),
        ]
        try:
            with session.begin_nested():
                changes.append(dice.choice(deeds)())
        except (TooFewPeople, LookupError):
            continue
    assert len(changes) >= 5

    for change in reversed([change for change in changes if change]):
        undo(session, campaign, change.id, now=NOW)

    assert shown(session, campaign) == before


def test_a_change_that_another_one_stands_on_is_not_undone(session, campaign, themes):
    first = describe(session, campaign, themes[0].id, name="Lang", now=NOW)
    second = describe(session, campaign, themes[0].id, name="Langer", now=NOW)

    with pytest.raises(CannotUndo):
        undo(session, campaign, first.id, now=NOW)
    assert [(each.change.id, each.can_be_undone) for each in load_history(session, campaign)] == [
        (second.id, True),
        (first.id, False),
    ]


def test_undoing_never_merges_themes_in_a_ring(session, campaign, themes):
    first = merge(session, campaign, themes[0].id, themes[1].id, now=NOW)
    back = undo(session, campaign, first.id, now=NOW)
    merge(session, campaign, themes[1].id, themes[0].id, now=NOW)

    with pytest.raises(CannotUndo):
        undo(session, campaign, back.id, now=NOW)


def test_a_split_is_not_undone_under_comments_that_came_later(session, campaign, themes):
    merge(session, campaign, themes[1].id, themes[0].id, now=NOW)
    made = split(session, campaign, comments_of(session, themes[1]), "Nieuw", now=NOW)
    [new] = made.after["themes"]
    move(session, campaign, comments_of(session, themes[2], 2), int(new), now=NOW)

    with pytest.raises(CannotUndo):
        undo(session, campaign, made.id, now=NOW)


def test_undoing_leaves_no_theme_of_fewer_than_ten_people(session, campaign, themes):
    a, b, c = themes
    own = comments_of(session, a)
    change = move(session, campaign, comments_of(session, b, 3), a.id, now=NOW)
    move(session, campaign, own[:4], c.id, now=NOW)

    with pytest.raises(TooFewPeople):
        undo(session, campaign, change.id, now=NOW)


def test_a_merge_is_not_undone_when_too_few_people_would_be_left(session, campaign, themes):
    a, b, c = themes
    own = comments_of(session, b)
    change = merge(session, campaign, b.id, a.id, now=NOW)
    move(session, campaign, own[:4], c.id, now=NOW)

    with pytest.raises(TooFewPeople):
        undo(session, campaign, change.id, now=NOW)


def test_a_name_is_given_back_to_a_theme_that_got_too_small(session, campaign, themes):
    change = describe(session, campaign, themes[0].id, name="Lang", now=NOW)
    forget_comments(session, comments_of(session, themes[0], 5))

    undo(session, campaign, change.id, now=NOW)

    assert themes[0].name == "Wachten"


def test_a_withdrawn_comment_stands_in_no_ones_way(session, campaign, themes):
    ids = comments_of(session, themes[0], 3)
    change = move(session, campaign, ids, themes[2].id, now=NOW)
    forget_comments(session, ids[:1])

    undo(session, campaign, change.id, now=NOW)

    assert len(shown(session, campaign)["Wachten"]) == 12


def test_a_frozen_theme_does_not_change(session, campaign, themes):
    change = describe(session, campaign, themes[0].id, name="Lang", now=NOW)
    go_to(session, campaign, PanelState.VOTING, PanelState.FROZEN)

    for deed in CHANGES.values():
        with pytest.raises(NotNow):
            deed(session, campaign, themes)
    with pytest.raises(NotNow):
        undo(session, campaign, change.id, now=NOW)
    go_to(session, campaign, PanelState.DISCUSSING)
    undo(session, campaign, change.id, now=NOW)


def test_freezing_and_unfreezing_are_in_the_history(session, campaign, themes):
    go_to(session, campaign, PanelState.VOTING, PanelState.FROZEN, PanelState.DISCUSSING)

    states = [each.change.after["state"] for each in load_history(session, campaign)]

    assert states == ["discussing", "frozen", "voting"]
    assert not any(each.can_be_undone for each in load_history(session, campaign))


@pytest.mark.parametrize("state", [PanelState.FROZEN, PanelState.DISCUSSING])
def test_a_state_does_not_follow_on_any_other(session, campaign, themes, state):
    with pytest.raises(NotNow):
        change_state(session, campaign, state, now=NOW, dice=Random(1))


def test_everybody_codes_the_same_comments_of_every_theme(session, campaign, themes):
    go_to(session, campaign, PanelState.CODING)

    sample = load_sample(session, campaign)

    assert len(sample) == 30
    by_theme = {comment.text.split()[0] for comment in sample}
    assert by_theme == {"Wachten", "Wachtlijst", "Contact"}


def test_nobody_sees_what_others_chose_while_they_code(session, campaign, themes):
    go_to(session, campaign, PanelState.CODING)
    comment = load_sample(session, campaign)[0]
    code(session, campaign, comment.id, 1, themes[0].id)

    assert load_own_codings(session, campaign, 2) == {}
    with pytest.raises(NotNow):
        compare(session, campaign)


def test_nobody_codes_a_comment_that_was_not_chosen(session, link, campaign, themes):
    go_to(session, campaign, PanelState.CODING)
    [late] = released(session, link, 1, "Later")

    with pytest.raises(LookupError):
        code(session, campaign, late.id, 1, themes[0].id)


def code_all(session, campaign, choices):
    """Let members 1, 2, … choose: a list of themes for each comment in turn."""
    go_to(session, campaign, PanelState.CODING)
    sample = load_sample(session, campaign)
    for comment, chosen in zip(sample, choices, strict=False):
        for member, theme in enumerate(chosen, 1):
            code(session, campaign, comment.id, member, theme.id if theme else None)
    go_to(session, campaign, PanelState.DISCUSSING)
    return sample


def test_agreement_is_counted_over_what_members_chose(session, campaign, themes):
    a, b, _ = themes
    sample = code_all(session, campaign, [(a, a, a), (b, b, b), (a, b, a), (None, None, None)])

    found = compare(session, campaign)

    assert found.n_members == 3
    assert [each.comment.id for each in found.different] == [sample[2].id]
    assert dict(found.different[0].n_by_theme) == {a.id: 2, b.id: 1}
    assert 0.5 < found.alpha < 1


def test_themes_that_were_merged_count_as_one(session, campaign, themes):
    a, b, c = themes
    code_all(session, campaign, [(a, b), (c, c)])
    merge(session, campaign, b.id, a.id, now=NOW)

    assert compare(session, campaign).alpha == 1


def test_a_choice_of_a_theme_that_was_dropped_is_no_choice_of_none(session, campaign, themes):
    a, b, c = themes
    sample = code_all(session, campaign, [(a, b), (a, None), (a, c, c), (None, None)])
    drop(session, campaign, a.id, now=NOW)
    drop(session, campaign, b.id, now=NOW)

    found = compare(session, campaign)

    assert [(each.comment, each.n_by_theme) for each in found.agreed] == [
        (sample[2], {c.id: 2}),
        (sample[3], {None: 2}),
    ]
    assert found.different == ()
    assert found.n_members == 3


def test_a_choice_is_changed_not_doubled(session, campaign, themes):
    go_to(session, campaign, PanelState.CODING)
    comment = load_sample(session, campaign)[0]
    code(session, campaign, comment.id, 1, themes[0].id)
    code(session, campaign, comment.id, 1, themes[1].id)

    assert load_own_codings(session, campaign, 1) == {comment.id: themes[1].id}


def test_what_members_agreed_on_is_taken_over_and_can_be_undone(session, campaign, themes):
    a, b, c = themes
    sample = code_all(session, campaign, [(c, c), (a, b), (None,)])
    before = shown(session, campaign)

    change = take_over_agreed(session, campaign, now=NOW)

    assert sample[0].text in shown(session, campaign)["Contact"]
    member = session.get(CommentTheme, sample[0].id)
    assert (member.theme_id, member.is_confirmed) == (c.id, True)
    assert not session.get(CommentTheme, sample[1].id).is_confirmed
    undo(session, campaign, change.id, now=NOW)
    assert shown(session, campaign) == before


def test_members_go_on_with_their_round_after_they_compared(session, campaign, themes):
    sample = code_all(session, campaign, [(themes[0],)])

    change_state(session, campaign, PanelState.CODING, now=NOW, dice=Random(2))

    assert load_own_codings(session, campaign, 1) == {sample[0].id: themes[0].id}
    assert load_sample(session, campaign) == sample


def test_a_round_in_which_nobody_coded_is_drawn_anew(session, campaign, themes):
    sample = code_all(session, campaign, [])

    change_state(session, campaign, PanelState.CODING, now=NOW, dice=Random(2))

    assert load_sample(session, campaign) != sample


def test_a_new_round_forgets_what_was_chosen_before(session, campaign, themes):
    sample = code_all(session, campaign, [(themes[0],)])

    change = change_state(session, campaign, PanelState.CODING, now=NOW, dice=Random(2), anew=True)

    assert session.scalars(select(OwnCoding)).all() == []
    assert load_sample(session, campaign) != sample
    assert change.after == {"state": "coding", "anew": True}


def test_what_a_new_start_would_lose_is_counted(session, wave_keys, campaign, themes):
    a, b, _ = themes
    code_all(session, campaign, [(a, b), (a,)])
    go_to(session, campaign, PanelState.VOTING)
    vote(session, campaign, 3, {a.id: Choice.KEEP, b.id: Choice.DROP})
    elsewhere = a_wave(session, wave_keys).campaign_id

    assert count_chosen(session, campaign.id, PanelState.CODING) == Chosen(3, 2)
    assert count_chosen(session, campaign.id, PanelState.VOTING) == Chosen(2, 1)
    assert count_chosen(session, elsewhere, PanelState.CODING) == Chosen(0, 0)
    assert count_chosen(session, elsewhere, PanelState.VOTING) == Chosen(0, 0)


def test_what_was_coded_goes_with_a_comment_that_is_withdrawn(session, campaign, themes):
    sample = code_all(session, campaign, [(themes[0],)])

    forget_comments(session, [sample[0].id])

    assert session.scalars(select(OwnCoding)).all() == []
    assert sample[0].id not in [comment.id for comment in load_sample(session, campaign)]


def test_votes_are_counted_and_one_member_has_one(session, campaign, themes):
    go_to(session, campaign, PanelState.VOTING)
    vote(session, campaign, 1, {themes[0].id: Choice.DROP})
    vote(session, campaign, 1, {themes[0].id: Choice.KEEP})
    vote(session, campaign, 2, {themes[0].id: Choice.KEEP})

    assert count_votes(session, campaign.id) == {themes[0].id: {"keep": 2}}


def test_the_votes_are_kept_when_themes_freeze(session, campaign, themes):
    go_to(session, campaign, PanelState.VOTING)
    vote(session, campaign, 1, {themes[0].id: Choice.CHANGE})
    go_to(session, campaign, PanelState.FROZEN)

    frozen = load_history(session, campaign)[0].change

    assert frozen.after["votes"] == {str(themes[0].id): {"change": 1}}


def test_votes_are_still_there_after_going_back_to_talk(session, campaign, themes):
    go_to(session, campaign, PanelState.VOTING)
    vote(session, campaign, 1, {themes[0].id: Choice.KEEP})

    go_to(session, campaign, PanelState.DISCUSSING, PanelState.VOTING)

    assert count_votes(session, campaign.id) == {themes[0].id: {"keep": 1}}


def test_a_vote_begins_anew_when_that_is_asked(session, campaign, themes):
    go_to(session, campaign, PanelState.VOTING)
    vote(session, campaign, 1, {themes[0].id: Choice.KEEP})
    go_to(session, campaign, PanelState.DISCUSSING)

    change_state(session, campaign, PanelState.VOTING, now=NOW, dice=Random(1), anew=True)

    assert count_votes(session, campaign.id) == {}


def test_votes_on_a_theme_that_went_are_not_kept_when_themes_freeze(session, campaign, themes):
    go_to(session, campaign, PanelState.VOTING)
    vote(session, campaign, 1, {theme.id: Choice.KEEP for theme in themes})
    go_to(session, campaign, PanelState.DISCUSSING)
    merge(session, campaign, themes[1].id, themes[0].id, now=NOW)

    go_to(session, campaign, PanelState.VOTING, PanelState.FROZEN)

    frozen = load_history(session, campaign)[0].change
    assert set(frozen.after["votes"]) == {str(themes[0].id), str(themes[2].id)}


def test_nobody_votes_before_the_vote(session, campaign, themes):
    with pytest.raises(NotNow):
        vote(session, campaign, 1, {themes[0].id: Choice.KEEP})


def test_a_view_that_others_do_not_share_is_kept_through_a_merge(session, campaign, themes):
    view = add_dissent(session, themes[1], " Dit gaat over iets anders. ", user_id=None)
    merge(session, campaign, themes[1].id, themes[0].id, now=NOW)

    assert load_dissent(session, campaign.id) == {themes[0].id: [view]}
    assert view.text == "Dit gaat over iets anders."


def test_a_view_is_taken_away_for_good_and_the_history_says_so(session, campaign, themes):
    view = add_dissent(session, themes[0], "Dit gaat over geld.", user_id=None)

    change = withdraw_view(session, campaign, view, now=NOW)

    assert session.scalars(select(Dissent)).all() == []
    [remembered] = load_history(session, campaign)
    assert (remembered.change, remembered.can_be_undone) == (change, False)
    assert "geld" not in str(change.before) + str(change.after)
    with pytest.raises(CannotUndo):
        undo(session, campaign, change.id, now=NOW)


@pytest.fixture
def unnamed(session, themes):
    for theme in themes:
        theme.name = ""
    session.flush()
    return themes


def test_themes_that_a_computer_found_are_untouched(session, campaign, unnamed):
    assert is_untouched(session, campaign.id)


def test_a_theme_that_somebody_sees_differently_is_touched(session, campaign, unnamed):
    add_dissent(session, unnamed[0], "Dit gaat over geld.", user_id=None)

    assert not is_untouched(session, campaign.id)


def test_a_theme_of_which_somebody_said_what_it_means_is_touched(session, campaign, unnamed):
    said = {"giver": Giver.PARENT.value, "text": "Er is te weinig hulp.", "written_on": NOW.date()}
    session.add(Interpretation(theme_id=unnamed[0].id, **said))
    session.flush()

    assert not is_untouched(session, campaign.id)


def test_a_campaign_begins_with_talking(session, campaign):
    assert get_state(session, campaign.id) is PanelState.DISCUSSING


def test_who_changes_a_theme_while_somebody_freezes_it_is_told(session, engine, campaign, themes):
    go_to(session, campaign, PanelState.VOTING)
    session.commit()
    campaign_id, theme_id, other_id = campaign.id, themes[0].id, themes[1].id
    go_to(session, campaign, PanelState.DISCUSSING)

    def merge_meanwhile():
        with Session(engine) as another:
            merge(another, another.get(Campaign, campaign_id), theme_id, other_id, now=NOW)
            another.commit()

    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(merge_meanwhile)
        time.sleep(0.3)
        assert not waiting.done()
        go_to(session, campaign, PanelState.VOTING, PanelState.FROZEN)
        session.commit()
        with pytest.raises(NotNow):
            waiting.result()
    assert session.get(Theme, theme_id).merged_into_id is None
