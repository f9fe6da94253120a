"""What may be quoted, and in which words."""

import pytest

from analysis.comments import Decision
from analysis.quote_checks import check_wordings
from analysis.quotes import (
    Marking,
    Missing,
    NotQuotable,
    Quote,
    Wording,
    load_quotes,
    load_wordings,
    marking_of,
    missing,
    take_back,
    word_quote,
)
from analysis.themes import CommentTheme, forget_comments, show_themes
from tests.factories import a_link, a_reviewed_comment, a_theme, a_wave

TEXT = "De hulp kwam pas na acht maanden, en toen was het te laat."


@pytest.fixture
def link(session, wave_keys):
    return a_link(session, a_wave(session, wave_keys))


@pytest.fixture
def comments(session, link):
    """Ten released comments on one theme; the first may be quoted."""
    comments = [
        a_reviewed_comment(session, link, TEXT, decision=Decision.RELEASED) for _ in range(10)
    ]
    comments[0].may_quote = True
    a_theme(session, link.wave, comments, name="Wachten")
    return comments


def part_of(session, link):
    session.flush()
    return show_themes(session, link.wave.campaign)[0]


def quotes(session, link):
    return [quote for part in show_themes(session, link.wave.campaign)
            for quote in load_quotes(session, part)]  # fmt: skip


def quote(session, link, comment, text=TEXT):
    word_quote(session, part_of(session, link), comment.id, text)
    session.flush()
    check_wordings(session)
    session.expire_all()


def test_a_checked_quote_is_shown(session, link, comments):
    quote(session, link, comments[0])

    [shown] = quotes(session, link)

    assert (shown.text, shown.language, shown.marking) == (TEXT, "nl", Marking.VERBATIM)


def test_nothing_is_shown_before_its_words_are_checked(session, link, comments):
    word_quote(session, part_of(session, link), comments[0].id, TEXT)

    assert quotes(session, link) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [("Bel 06-12345678 maar.", "[telefoon]"), ("Juf Fatima hielp ons snel.", "[naam]")],
)
def test_words_that_point_at_somebody_are_refused(session, link, comments, words, kind):
    quote(session, link, comments[0], words)

    stored = session.get(Quote, comments[0].id)

    assert (stored.wording, stored.found) == ("refused", [kind])
    assert quotes(session, link) == []


def test_new_words_are_checked_anew(session, link, comments):
    quote(session, link, comments[0])
    word_quote(session, part_of(session, link), comments[0].id, "Bel 06-12345678.")

    assert quotes(session, link) == []


def test_who_did_not_tick_it_is_not_quoted(session, link, comments):
    with pytest.raises(NotQuotable) as refusal:
        quote(session, link, comments[1])

    assert Missing.CONSENT in refusal.value.missing


def test_a_comment_of_another_theme_is_not_quoted_here(session, link, comments):
    other = a_reviewed_comment(session, link, "Anders.", decision=Decision.RELEASED)

    with pytest.raises(LookupError):
        quote(session, link, other)


def test_a_quote_goes_when_its_theme_gets_too_small(session, link, comments):
    quote(session, link, comments[0])
    session.delete(session.get(CommentTheme, comments[9].id))
    session.flush()

    assert quotes(session, link) == []


def test_a_quote_goes_with_a_comment_that_is_withdrawn(session, link, comments):
    quote(session, link, comments[0])
    forget_comments(session, [comments[0].id])

    session.expire_all()
    assert session.get(Quote, comments[0].id) is None


def test_a_quote_is_taken_back(session, link, comments):
    quote(session, link, comments[0])

    take_back(session, part_of(session, link), comments[0].id)
    session.flush()

    assert load_wordings(session, part_of(session, link)) == {}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"may_quote": False}, Missing.CONSENT),
        ({"decision": "waiting"}, Missing.RELEASE),
        ({"decision": "held"}, Missing.RELEASE),
        ({"n_respondents": 9}, Missing.PEOPLE),
        ({"wording": "checking"}, Missing.WORDING),
        ({"wording": "refused"}, Missing.WORDING),
    ],
)
def test_each_part_of_the_rule_is_enough_to_refuse(session, comments, change, reason):
    comment = comments[0]
    facts = {"wording": Wording.CHECKED.value, "n_respondents": 10} | change
    checked = Quote(comment_id=comment.id, text=TEXT, wording=facts.pop("wording"))
    n_respondents = facts.pop("n_respondents")
    assert missing(comment, checked, n_respondents=n_respondents) == (() if facts else (reason,))
    for name, value in facts.items():
        setattr(comment, name, value)

    assert missing(comment, checked, n_respondents=n_respondents) == (reason,)


@pytest.mark.parametrize(
    ("words", "marking"),
    [
        (TEXT, Marking.VERBATIM),
        (f"  {TEXT}\n", Marking.VERBATIM),
        ("De hulp kwam pas na acht maanden.", Marking.SHORTENED),
        ("De hulp kwam […] te laat.", Marking.SHORTENED),
        ("... toen was het te laat.", Marking.SHORTENED),
        ("Toen was het te laat.", Marking.SHORTENED),
        ("Het was te laat … de hulp kwam.", Marking.PARAPHRASED),
        ("De hulp liet acht maanden op zich wachten.", Marking.PARAPHRASED),
    ],
)
def test_a_quote_says_whether_it_was_shortened_or_paraphrased(words, marking):
    assert marking_of(TEXT, words) is marking
