"""What people did with themes outlives the machine that found them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from random import Random

import numpy as np
import pytest
from sqlalchemy import select

from analysis.comments import Decision, ReviewedComment
from analysis.embedding import unit_rows
from analysis.panel import NotNow, PanelState
from analysis.theme_changes import change_state, describe, drop, merge, move, refuse, split
from analysis.theme_history import undo
from analysis.themes import CommentTheme, Grain, Theme, load_themes, show_proposals, show_themes
from analysis.theming import find_anew, update_themes
from tests.factories import a_link, a_reviewed_comment, a_wave

NOW = datetime(2027, 3, 3, 19, 30, tzinfo=UTC)
TOPICS = ("wachtlijst", "taxi", "juf", "plan")


@dataclass(frozen=True)
class ByTopic:
    """A model for which a text is the topics in it, and a little of its own."""

    name: str = "by topic"
    version: str = "1"
    mixes_languages: bool = True

    def embed(self, texts):
        return np.array([self._row(text) for text in texts], dtype=np.float32)

    @staticmethod
    def _row(text):
        noise = np.random.default_rng(sum(map(ord, text)) * len(text)).normal(0, 0.12, 8)
        counts = [*map(text.count, TOPICS), text.count("laat") * 0.4, text.count("pauze"), 0, 0]
        topics = np.array(counts)
        return unit_rows((topics + noise)[None, :])[0]


@pytest.fixture
def link(session, wave_keys):
    return a_link(session, a_wave(session, wave_keys))


@pytest.fixture
def campaign(link):
    return link.wave.campaign


@pytest.fixture
def add(session, link):
    return partial(comments, session, link)


@pytest.fixture
def found(session, campaign, add):
    """A campaign in which a theme was found for each topic; gives them by topic."""
    for topic in TOPICS:
        add(topic, 40)
    update_themes(session, campaign, ByTopic())
    return {topic: theme_of(session, campaign, topic) for topic in TOPICS}


def comments(session, link, topic, n, word="over"):
    return [
        a_reviewed_comment(session, link, f"{word} {topic} {number}", decision=Decision.RELEASED)
        for number in range(n)
    ]


def theme_of(session, campaign, topic):
    sizes = {
        part.theme: sum(f" {topic} " in comment.text for comment in part.comments)
        for part in show_themes(session, campaign)
        if part.theme
    }
    return max(sizes, key=sizes.get)


def place_of(session, comment):
    """The theme under which the machine or people put a comment."""
    session.expire_all()
    return session.get(CommentTheme, comment.id).theme_id


def ids_in(session, theme, n=None):
    query = select(CommentTheme.comment_id).where(CommentTheme.theme_id == theme.id)
    return session.scalars(query.order_by(CommentTheme.comment_id)).all()[:n]


def text_of(session, comment_id):
    return session.get_one(ReviewedComment, comment_id).text


def update(session, campaign, embedder=None):
    update_themes(session, campaign, embedder or ByTopic())
    session.flush()


def test_a_theme_is_found_for_each_topic(found):
    assert len(set(found.values())) == len(TOPICS)


def test_later_comments_join_the_themes_that_people_named(session, campaign, found, add):
    found["taxi"].name = "Vervoer"
    [late] = add("taxi", 1, "later")

    update(session, campaign)

    assert place_of(session, late) == found["taxi"].id
    assert found["taxi"].name == "Vervoer"
    assert len(load_themes(session, campaign.id)) == len(TOPICS)


def test_later_comments_of_a_merged_theme_are_read_under_the_other(session, campaign, found, add):
    merge(session, campaign, found["taxi"].id, found["plan"].id, now=NOW)
    [late] = add("taxi", 1, "later")

    update(session, campaign)

    [part] = [part for part in show_themes(session, campaign) if part.theme is found["plan"]]
    assert late.id in [comment.id for comment in part.comments]


def test_undoing_a_merge_after_an_update_parts_them_again(session, campaign, found):
    change = merge(session, campaign, found["taxi"].id, found["plan"].id, now=NOW)
    update(session, campaign)

    undo(session, campaign, change.id, now=NOW)

    assert theme_of(session, campaign, "taxi") is found["taxi"]
    assert theme_of(session, campaign, "plan") is found["plan"]


def test_a_comment_stays_where_people_moved_it(session, campaign, found):
    [moved] = ids_in(session, found["taxi"], 1)
    move(session, campaign, [moved], found["juf"].id, now=NOW)

    update(session, campaign)

    session.expire_all()
    assert session.get(CommentTheme, moved).theme_id == found["juf"].id


def test_a_comment_that_people_took_out_is_not_put_back(session, campaign, found):
    [moved] = ids_in(session, found["taxi"], 1)
    move(session, campaign, [moved], None, now=NOW)

    update(session, campaign)

    session.expire_all()
    assert session.get(CommentTheme, moved).theme_id is None


def test_what_people_moved_while_the_machine_worked_stands(session, campaign, found, monkeypatch):
    [moved] = ids_in(session, found["taxi"], 1)

    def embed_while_people_work(self, texts):
        move(session, campaign, [moved], found["juf"].id, now=NOW)
        session.flush()
        return ByTopic.embed(ByTopic(), texts)

    late = type("Late", (ByTopic,), {"embed": embed_while_people_work})
    update(session, campaign, late(version="2"))

    session.expire_all()
    assert session.get(CommentTheme, moved).theme_id == found["juf"].id


def test_later_comments_join_a_theme_that_people_made(session, campaign, found, add):
    for comment in add("taxi wachtlijst", 15, "allebei"):
        session.add(CommentTheme(comment_id=comment.id, theme_id=found["taxi"].id))
    both = [row for row in ids_in(session, found["taxi"]) if "allebei" in text_of(session, row)]
    change = split(session, campaign, both, "Wachten op de taxi", now=NOW)
    [made] = map(int, change.after["themes"])
    [late] = add("taxi wachtlijst", 1, "later")

    update(session, campaign)

    assert place_of(session, late) == made
    assert theme_of(session, campaign, "taxi") is found["taxi"]


def test_an_unmade_theme_takes_nothing_in(session, campaign, found, add):
    for comment in add("taxi wachtlijst", 15, "allebei"):
        session.add(CommentTheme(comment_id=comment.id, theme_id=found["taxi"].id))
    both = [row for row in ids_in(session, found["taxi"]) if "allebei" in text_of(session, row)]
    change = split(session, campaign, both, "Wachten op de taxi", now=NOW)
    update(session, campaign)
    undo(session, campaign, change.id, now=NOW)
    [late] = add("taxi wachtlijst", 1, "later")

    update(session, campaign)

    [made] = map(int, change.after["themes"])
    assert place_of(session, late) != made
    assert ids_in(session, session.get(Theme, made)) == []


def test_a_dropped_theme_stays_away_with_its_comments(session, campaign, found, add):
    drop(session, campaign, found["taxi"].id, now=NOW)
    late = add("taxi", 3, "later")

    update(session, campaign)

    assert all(part.theme is not found["taxi"] for part in show_themes(session, campaign))
    [rest] = [part for part in show_themes(session, campaign) if part.theme is None]
    assert {comment.id for comment in late} <= {comment.id for comment in rest.comments}


def test_what_people_confirmed_teaches_where_the_rest_belongs(session, campaign, found, add):
    """What is late lies nearest the taxi; people keep putting it with the plan."""
    texts = add("taxi", 24, "laat")
    update(session, campaign)
    taught, rest = texts[:14], texts[14:]
    before = [place_of(session, comment) for comment in rest]
    assert before.count(found["taxi"].id) >= 8
    kept = ids_in(session, found["taxi"])
    kept = [row for row in kept if row not in {comment.id for comment in texts}][:20]
    move(session, campaign, kept, found["taxi"].id, now=NOW)

    move(session, campaign, [comment.id for comment in taught], found["plan"].id, now=NOW)
    update(session, campaign)

    places = [place_of(session, comment) for comment in rest]
    assert places.count(found["plan"].id) >= 8


def test_frozen_themes_take_new_comments_in_and_leave_the_others(session, campaign, found, add):
    [stray] = add("taxi", 1, "verdwaald")
    session.add(CommentTheme(comment_id=stray.id, theme_id=found["juf"].id))
    for state in (PanelState.VOTING, PanelState.FROZEN):
        change_state(session, campaign, state, now=NOW, dice=Random(1))
    [late] = add("taxi", 1, "later")

    update(session, campaign)

    assert place_of(session, stray) == found["juf"].id
    assert place_of(session, late) == found["taxi"].id


def test_another_model_keeps_the_themes_of_people(session, campaign, found, add):
    merge(session, campaign, found["taxi"].id, found["plan"].id, now=NOW)
    [moved] = ids_in(session, found["juf"], 1)
    move(session, campaign, [moved], found["wachtlijst"].id, now=NOW)
    [late] = add("juf", 1, "later")

    update(session, campaign, ByTopic(version="2"))

    assert len(load_themes(session, campaign.id)) == len(TOPICS)
    assert place_of(session, late) == found["juf"].id
    assert session.get(CommentTheme, moved).theme_id == found["wachtlijst"].id


def test_a_theme_made_before_there_were_a_hundred_comments_stays_beside_those_found(
    session, campaign, add
):
    early = add("taxi", 20)
    update(session, campaign)
    change = split(session, campaign, [each.id for each in early[:10]], "Vervoer", now=NOW)
    [made] = map(int, change.after["themes"])
    update(session, campaign)
    assert [theme.id for theme in load_themes(session, campaign.id)] == [made]

    for topic in ("wachtlijst", "juf", "plan"):
        add(topic, 40)
    update(session, campaign)

    topics = ("wachtlijst", "juf", "plan", "taxi")
    by_topic = {topic: theme_of(session, campaign, topic).id for topic in topics}
    assert len(set(by_topic.values())) == len(topics)
    assert by_topic["taxi"] == made
    n_themes = len(load_themes(session, campaign.id))
    update(session, campaign)
    assert len(load_themes(session, campaign.id)) == n_themes


def test_a_topic_that_comes_up_later_is_offered_as_a_new_theme(session, campaign, found, add):
    late = add("pauze", 40, "later")

    update(session, campaign)

    [offered] = show_proposals(session, campaign)
    assert {comment.id for comment in offered.comments} <= {comment.id for comment in late}
    assert len(offered.comments) >= 30
    assert all(part.theme is not offered.theme for part in show_themes(session, campaign))


def test_an_offer_takes_later_comments_in_and_is_made_once(session, campaign, found, add):
    add("pauze", 40, "later")
    update(session, campaign)
    [offered] = show_proposals(session, campaign)

    more = add("pauze", 20, "nog later")
    update(session, campaign)

    [still] = show_proposals(session, campaign)
    assert still.theme is offered.theme
    assert len({each.id for each in more} & {each.id for each in still.comments}) >= 17


def test_a_refused_offer_keeps_its_comments_to_itself(session, campaign, found, add):
    add("pauze", 40, "later")
    update(session, campaign)
    [offered] = show_proposals(session, campaign)
    refuse(session, campaign, offered.theme.id, now=NOW)

    add("pauze", 20, "nog later")
    update(session, campaign)

    assert show_proposals(session, campaign) == []


def test_nothing_is_offered_while_members_vote(session, campaign, found, add):
    add("pauze", 40, "later")
    change_state(session, campaign, PanelState.VOTING, now=NOW, dice=Random(1))

    update(session, campaign)

    assert show_proposals(session, campaign) == []


def test_what_the_first_search_left_is_not_searched_again(session, campaign, found, add):
    update(session, campaign)

    assert [theme.state for theme in load_themes(session, campaign.id)] == ["stands"] * len(TOPICS)


def test_in_the_next_wave_comments_keep_the_themes_they_fit(session, campaign, found, add):
    later = {topic: add(topic, 40, "volgend jaar") for topic in TOPICS}

    update(session, campaign)

    kept = [
        place_of(session, comment) == found[topic].id
        for topic, texts in later.items()
        for comment in texts
    ]
    assert sum(kept) / len(kept) >= 0.9


def read_now(session, campaign):
    """The sizes of the themes that are read now."""
    return sorted(len(part.comments) for part in show_themes(session, campaign) if part.theme)


def texts_of(session, campaign):
    return {
        frozenset(comment.text for comment in part.comments)
        for part in show_themes(session, campaign)
        if part.theme
    }


def find(session, campaign, grain):
    change = find_anew(session, campaign, ByTopic(), grain, now=NOW)
    update(session, campaign)
    return change


@pytest.fixture
def two_in_one(session, campaign, add):
    """Comments about taxis, of which half come late: one theme, or two."""
    for topic in ("juf", "plan"):
        add(topic, 40)
    add("taxi", 40, "laat")
    add("taxi", 40)
    update(session, campaign)


@pytest.mark.usefixtures("two_in_one")
def test_themes_can_be_found_larger_or_smaller(session, campaign):
    counts = {}
    for grain in Grain:
        find(session, campaign, grain)
        counts[grain] = len(read_now(session, campaign))

    assert counts[Grain.COARSE] < counts[Grain.USUAL] <= counts[Grain.FINE]


@pytest.mark.usefixtures("two_in_one")
def test_the_themes_of_before_come_back_when_that_is_undone(session, campaign):
    before = texts_of(session, campaign)
    change = find(session, campaign, Grain.COARSE)
    assert texts_of(session, campaign) != before

    undo(session, campaign, change.id, now=NOW)
    update(session, campaign)

    assert texts_of(session, campaign) == before


def test_what_people_changed_is_not_found_anew(session, campaign, found):
    describe(session, campaign, found["taxi"].id, name="Vervoer", now=NOW)
    before = texts_of(session, campaign)

    assert find(session, campaign, Grain.FINE) is None
    assert texts_of(session, campaign) == before


@pytest.mark.usefixtures("found")
def test_nothing_is_found_anew_while_people_code(session, campaign):
    change_state(session, campaign, PanelState.CODING, now=NOW, dice=Random(1))

    with pytest.raises(NotNow):
        find(session, campaign, Grain.FINE)


def test_what_lies_just_outside_a_theme_is_shown_with_it(session, campaign, found, add):
    between = add("taxi taxi taxi plan plan", 12, "always")
    update(session, campaign)

    shown = [part for part in show_themes(session, campaign) if part.theme]

    near = {part.theme for part in shown if set(part.almost) & set(between)}
    assert near
    assert near <= {found["taxi"], found["plan"]}
    for part in shown:
        assert len(part.almost) <= 3
        assert not set(part.almost) & set(part.comments)


def test_what_people_move_into_a_theme_is_no_longer_just_outside(session, campaign, found, add):
    add("taxi taxi taxi plan plan", 12, "always")
    update(session, campaign)
    part = next(one for one in show_themes(session, campaign) if one.theme and one.almost)
    moved = part.almost[0]

    move(session, campaign, [moved.id], part.theme.id, now=NOW)

    [after] = [one for one in show_themes(session, campaign) if one.theme is part.theme]
    assert moved in after.comments
    assert moved not in after.almost


@pytest.mark.usefixtures("found")
def test_what_too_few_wrote_to_be_read_is_not_shown_beside_a_theme(session, campaign, add):
    [alone] = add("taxi taxi taxi plan plan", 1, "always")
    update(session, campaign)
    member = session.get(CommentTheme, alone.id)
    assert member.theme_id is None
    assert member.almost_id is not None

    shown = show_themes(session, campaign)

    assert not any(alone in (*part.comments, *part.almost) for part in shown)
