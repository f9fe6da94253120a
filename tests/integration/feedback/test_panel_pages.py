"""The pages on which the klankbordgroep reads, changes, codes and votes; and the quotes."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from analysis.comments import Decision, ReviewedComment
from analysis.panel import Dissent, OwnCoding, ThemeVote
from analysis.quotes import Quote
from analysis.theme_changes import describe
from analysis.theme_history import ThemeChange
from analysis.themes import CommentTheme, Theme, ThemeState
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from surveys.items import RespondentGroup
from tests.cast import a_user, do_jobs, in_english, post, sign_in, signed_in
from tests.factories import (
    a_link,
    a_region,
    a_reviewed_comment,
    a_school,
    a_theme,
    a_wave,
    now,
)
from tests.page import Page, check_page


@pytest.fixture
def link(session, wave_keys):
    school = a_school(session, "De Brug")
    wave = a_wave(session, wave_keys, region=a_region(session, schools=[school]))
    return a_link(session, wave, school, RespondentGroup.TEACHER)


@pytest.fixture
def themes(session, link):
    """Two themes of twelve comments."""
    themes = [
        a_theme(session, link.wave, released(session, link, 12, text), name=name)
        for name, text in {"Wachten": "Wij wachten {}.", "Contact": "De juf belt {}."}.items()
    ]
    session.commit()
    return themes


@pytest.fixture
def root(link, themes):
    return f"/comments/campaigns/{link.wave.campaign_id}"


@pytest.fixture
def panel(app, link, themes):
    return member(app, link, 1)


@pytest.fixture
def moderator(app, link, themes):
    region = link.wave.campaign.region_id
    return signed_in(app, Role.MODERATOR, OrganisationKind.REGION, region)


def member(app, link, number):
    """A member of the klankbordgroep, in a browser of their own."""
    email = f"lid{number}@klankbord.example"
    region = link.wave.campaign.region_id
    a_user(app, email=email, role=Role.PANEL_MEMBER, organisation_id=region)
    client = in_english(app)
    sign_in(client, email)
    return client


def released(session, link, n, text):
    return [
        a_reviewed_comment(session, link, text.format(number), decision=Decision.RELEASED)
        for number in range(n)
    ]


def go_to(client, root, *states):
    for state in states:
        assert post(client, f"{root}/state/{state}", page=f"{root}/meeting").status_code == 303


def ids_of(session, theme):
    query = select(CommentTheme.comment_id).where(CommentTheme.theme_id == theme.id)
    return session.scalars(query.order_by(CommentTheme.comment_id)).all()


def read(client, url):
    page = client.get(url)
    check_page(page)
    assert page.status_code == 200
    return unescape(page.text)


def test_comments_are_searched_by_words(panel, root):
    text = read(panel, f"{root}?q=JUF+belt+3")

    assert "De juf belt 3." in text
    assert "De juf belt 4." not in text


def test_comments_are_read_by_theme(panel, root, themes):
    text = read(panel, f"{root}?theme={themes[1].id}")

    assert "De juf belt 4." in text
    assert "Wij wachten" not in text


def test_a_language_in_which_few_people_wrote_is_not_a_choice(session, link, panel, root):
    [only] = released(session, link, 1, "Чекаємо довго {}.")
    only.language = "uk"
    for each in released(session, link, 10, "Bekliyoruz {}."):
        each.language = "tr"
    session.commit()

    page = Page(panel.get(root).text)
    codes = {option["value"] for option in page.all("option")}

    assert {"nl", "tr"} <= codes
    assert "uk" not in codes
    assert "Wij wachten 1." in read(panel, f"{root}?language=uk")


def test_nothing_on_these_pages_says_who_wrote(panel, root, themes):
    for url in (root, f"/comments/themes/{themes[0].id}", f"{root}/present/1", f"{root}/history"):
        text = read(panel, url)
        assert not any(told in text for told in ("De Brug", "teacher", "Teacher")), url


def test_ticked_comments_are_split_off_as_a_new_theme(session, link, panel, root, themes):
    more = released(session, link, 10, "Wij wachten op de taxi {}.")
    session.add_all(CommentTheme(comment_id=each.id, theme_id=themes[0].id) for each in more)
    session.commit()

    response = post(
        panel, f"{root}?q=taxi", page=f"{root}?q=taxi",
        comments=[each.id for each in more], target="new", name="Vervoer",
    )  # fmt: skip

    assert response.status_code == 303
    assert "Vervoer" in read(panel, "/comments/themes")
    made = session.scalars(select(Theme).where(Theme.name == "Vervoer")).one()
    assert set(ids_of(session, made)) == {each.id for each in more}


def test_a_split_that_leaves_too_few_people_says_so_and_keeps_what_was_ticked(
    session, panel, root, themes
):
    ticked = ids_of(session, themes[0])[:4]

    response = post(panel, root, page=root, comments=ticked, target="new", name="Vervoer")

    page = check_page(response)
    assert response.status_code == 422
    assert "at least 10 different people" in response.text
    assert 'value="Vervoer"' in response.text
    checked = [given["value"] for given in page.all("input") if "checked" in given]
    assert set(checked) == {str(each) for each in ticked}


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"target": "none"}, "Tick at least one comment."),
        ({"target": "new", "comments": "one", "name": " "}, "Give the new theme a name."),
        ({"target": "none", "comments": "one", "name": "x" * 121}, "This name is too long."),
    ],
)
def test_a_move_that_cannot_be_made_says_why(session, panel, root, themes, form, message):
    one = {"one": ids_of(session, themes[0])[0]}
    response = post(panel, root, page=root, **{k: one.get(v, v) for k, v in form.items()})

    check_page(response)
    assert response.status_code == 422
    assert message in response.text
    assert session.scalars(select(ThemeChange)).all() == []


def test_a_comment_of_elsewhere_is_not_moved(session, wave_keys, panel, root, themes):
    other = a_link(session, a_wave(session, wave_keys))
    [elsewhere] = released(session, other, 1, "Elders {}.")
    session.commit()

    response = post(panel, root, page=root, comments=elsewhere.id, target=str(themes[0].id))

    assert response.status_code == 422
    assert session.get(CommentTheme, elsewhere.id) is None


def test_a_theme_is_named_and_described(session, panel, themes):
    url = f"/comments/themes/{themes[0].id}"

    post(panel, f"{url}/describe", page=url, name="Lang wachten", description="Op hulp.")

    text = read(panel, url)
    assert "Lang wachten" in text
    assert "Op hulp." in text
    deed = session.scalars(select(AuditEvent).where(AuditEvent.action == "described")).one()
    assert (deed.thing, deed.thing_id) == ("theme", str(themes[0].id))


def test_a_name_that_is_too_long_is_still_there_after_a_refusal(panel, themes):
    url, name = f"/comments/themes/{themes[0].id}", "Wachten " * 20

    response = post(panel, f"{url}/describe", page=url, name=name, description="Op hulp.")

    check_page(response)
    assert response.status_code == 422
    assert "This name is too long." in response.text
    assert name.strip() in response.text
    assert "Op hulp." in response.text


def test_a_nul_character_in_a_form_is_left_out(panel, themes):
    url = f"/comments/themes/{themes[0].id}"

    answers = [
        post(panel, f"{url}/describe", page=url, name="Lang\0 wachten", description="Op\0 hulp."),
        post(panel, f"{url}/dissent", page=url, text="Dit gaat\0 over geld."),
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    text = read(panel, url)
    assert all(said in text for said in ("Lang wachten", "Op hulp.", "Dit gaat over geld."))


def test_a_merge_leads_to_the_theme_that_is_left_and_can_be_undone(session, panel, root, themes):
    url = f"/comments/themes/{themes[0].id}"

    response = post(panel, f"{url}/merge", page=url, into=themes[1].id)

    assert response.location.endswith(f"/{themes[1].id}")
    assert panel.get(url).status_code == 404
    history = read(panel, f"{root}/history")
    assert "“Wachten” merged into “Contact”" in history
    [undo] = re.findall(r'action="([^"]+/undo)"', history)
    post(panel, undo, page=f"{root}/history")
    assert "Undone: “Wachten” merged into “Contact”" in read(panel, f"{root}/history")
    assert panel.get(url).status_code == 200


def test_undoing_says_when_too_few_people_would_be_left(session, panel, root, themes):
    first, second = (ids_of(session, theme) for theme in themes)
    for ticked, target in ((second[:2], themes[0]), (first[:4], themes[1])):
        post(panel, root, page=root, comments=ticked, target=str(target.id))
    older = re.findall(r'action="([^"]+/undo)"', read(panel, f"{root}/history"))[-1]

    answer = post(panel, older, page=f"{root}/history")

    assert "fewer than 10 different people" in read_after(panel, answer)
    session.expire_all()
    assert session.get(CommentTheme, second[0]).theme_id == themes[0].id


def test_the_computer_looks_again_as_long_as_nobody_changed_a_theme(
    app, session, panel, link, root, themes
):
    for theme in themes:
        theme.name = ""
    session.commit()

    shown = read(panel, "/comments/themes")
    assert "More, smaller themes" in shown
    response = post(panel, f"{root}/grain", page="/comments/themes", grain="fine")
    assert response.status_code == 303
    assert "looks for themes again" in read(panel, "/comments/themes")
    assert "Choose how large" in read_after(
        panel, post(panel, f"{root}/grain", page="/comments/themes")
    )

    post(panel, f"/comments/themes/{themes[0].id}/name", page="/comments/themes", name="Wachten")
    assert "More, smaller themes" not in read(panel, "/comments/themes")
    refused = post(panel, f"{root}/grain", page="/comments/themes", grain="fine")
    assert "from then on they stay as they are" in read_after(panel, refused)
    deeds = session.scalars(select(AuditEvent.action)).all()
    assert deeds.count("found anew the themes of") == 1


def read_after(client, response):
    assert response.status_code == 303
    return read(client, response.location)


def test_every_change_can_be_read_however_many_there_are(session, panel, link, root, themes):
    for number in range(52):
        describe(session, link.wave.campaign, themes[0].id, name=f"Naam {number}", now=now())
    session.commit()

    first, second = read(panel, f"{root}/history"), read(panel, f"{root}/history?page=2")

    assert (first.count('<li class="card">'), second.count('<li class="card">')) == (50, 2)
    assert "Naam 51" in first
    assert "“Wachten” is now called “Naam 0”" in second
    assert ("Next page" in first, "Next page" in second) == (True, False)
    assert "Previous page" in second


def test_a_dropped_theme_is_no_longer_listed(panel, themes):
    url = f"/comments/themes/{themes[0].id}"

    post(panel, f"{url}/drop", page=url)

    text = read(panel, "/comments/themes")
    assert f'id="theme-{themes[0].id}"' not in text
    assert "Wij wachten 1." in text.split("Other comments")[1]


def test_another_view_is_kept_without_a_name(session, panel, themes):
    url = f"/comments/themes/{themes[0].id}"

    post(panel, f"{url}/dissent", page=url, text="Dit gaat over geld.")

    assert "Dit gaat over geld." in read(panel, url)
    assert not session.scalars(select(AuditEvent).where(AuditEvent.thing == "theme")).all()


def test_another_view_that_names_somebody_is_refused(session, panel, themes):
    url, text = f"/comments/themes/{themes[0].id}", "Juf Marieke Jansen belt nooit terug."

    response = post(panel, f"{url}/dissent", page=url, text=text)

    check_page(response)
    assert response.status_code == 422
    assert "This may point at somebody" in response.text
    assert session.scalars(select(Dissent)).all() == []


def test_a_member_takes_back_their_own_view_and_nobody_is_named(
    app, session, link, panel, root, themes
):
    url = f"/comments/themes/{themes[0].id}"
    post(panel, f"{url}/dissent", page=url, text="Dit gaat over geld.")
    remove = f"{url}/dissent/{session.scalars(select(Dissent.id)).one()}/remove"
    session.rollback()
    other = member(app, link, 2)
    assert remove not in read(other, url)
    assert post(other, remove, page=url).status_code == 404
    assert remove in read(panel, url)

    assert post(panel, remove, page=url).status_code == 303

    assert "Dit gaat over geld." not in read(panel, url)
    assert "A different view on “Wachten” was taken away" in read(panel, f"{root}/history")
    assert session.scalars(select(AuditEvent).where(AuditEvent.thing == "theme")).all() == []


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_who_is_in_charge_removes_a_view_and_the_audit_log_says_so(
    app, session, link, panel, themes, role
):
    url = f"/comments/themes/{themes[0].id}"
    post(panel, f"{url}/dissent", page=url, text="Dit gaat over geld.")
    remove = f"{url}/dissent/{session.scalars(select(Dissent.id)).one()}/remove"
    session.rollback()
    client = signed_in(app, role, OrganisationKind.REGION, link.wave.campaign.region_id)
    assert remove in read(client, url)

    assert post(client, remove, page=url).status_code == 303

    assert session.scalars(select(Dissent)).all() == []
    deed = session.scalars(select(AuditEvent).where(AuditEvent.thing == "theme")).one()
    assert (deed.action, deed.thing_id) == ("took away a view on", str(themes[0].id))


def test_a_view_is_removed_only_on_the_page_of_its_theme(session, panel, themes):
    url, other = (f"/comments/themes/{theme.id}" for theme in themes)
    post(panel, f"{url}/dissent", page=url, text="Dit gaat over geld.")
    [number] = session.scalars(select(Dissent.id)).all()
    session.rollback()

    assert post(panel, f"{other}/dissent/{number}/remove", page=url).status_code == 404


def test_members_code_alone_and_then_see_how_far_they_agree(app, session, link, root, panel):
    others = [member(app, link, number) for number in (2, 3)]
    names = {theme.name: theme.id for theme in session.scalars(select(Theme))}
    go_to(panel, root, "coding")

    for client, differs in zip([panel, *others], [False, False, True], strict=True):
        for place in range(1, 7):
            shown = read(client, f"{root}/code/{place}")
            own = "Contact" if "De juf belt" in shown else "Wachten"
            chosen = names["Wachten"] if differs and place == 1 else names[own]
            post(client, f"{root}/code/{place}", page=f"{root}/code/{place}", theme=chosen)
    session.expire_all()
    assert len(session.scalars(select(OwnCoding)).all()) == 18
    assert client.get(f"{root}/agreement").status_code == 409
    assert client.get(f"{root}/code").location.endswith("/code/7")
    go_to(panel, root, "discussing")

    text = read(panel, f"{root}/agreement")
    assert "3 members coded comments alone." in text
    assert "alpha" in text
    assert len(re.findall("<article", text)) <= 1


def test_coding_begins_anew_only_when_a_box_is_ticked(app, session, link, panel, root, themes):
    other = member(app, link, 2)
    go_to(panel, root, "coding")
    for client, places in ((panel, (1, 2)), (other, (1,))):
        for place in places:
            url = f"{root}/code/{place}"
            post(client, url, page=url, theme=themes[0].id)
    go_to(panel, root, "discussing")
    text = read(panel, f"{root}/meeting")
    assert "Go on with this round of coding" in text
    assert "2 members coded comments alone." in text
    assert "If you begin anew, 3 choices of a theme are lost." in text

    refused = post(panel, f"{root}/anew/coding", page=f"{root}/meeting")

    check_page(refused)
    assert refused.status_code == 422
    assert "Tick the box if you agreed" in refused.text
    assert len(session.scalars(select(OwnCoding)).all()) == 3
    session.rollback()
    form = {"coding-agreed": "y"}
    assert post(panel, f"{root}/anew/coding", page=f"{root}/meeting", **form).status_code == 303
    assert session.scalars(select(OwnCoding)).all() == []
    assert "Begin a new round of coding" in read(panel, f"{root}/history")
    deeds = session.scalars(select(AuditEvent.action)).all()
    assert "began anew to code" in deeds


def test_one_tap_on_any_button_of_a_meeting_loses_no_coding_and_no_vote(
    session, panel, root, themes
):
    go_to(panel, root, "coding")
    post(panel, f"{root}/code/1", page=f"{root}/code/1", theme=themes[0].id)
    go_to(panel, root, "discussing", "voting")
    post(panel, f"{root}/vote", page=f"{root}/vote", **{f"theme_{themes[0].id}": "keep"})

    go_to(panel, root, "discussing", "coding", "discussing", "voting")

    assert len(session.scalars(select(OwnCoding)).all()) == 1
    assert len(session.scalars(select(ThemeVote)).all()) == 1


def test_a_vote_begins_anew_only_when_a_box_is_ticked(session, panel, root, themes):
    go_to(panel, root, "voting")
    assert "Begin a new vote" not in read(panel, f"{root}/meeting")
    post(panel, f"{root}/vote", page=f"{root}/vote", **{f"theme_{themes[0].id}": "keep"})
    assert "Begin a new vote" not in read(panel, f"{root}/meeting")
    go_to(panel, root, "discussing")
    text = read(panel, f"{root}/meeting")
    assert "Go on with the vote" in text
    assert "1 member voted." in text
    assert "If you begin anew, 1 vote is lost." in text

    assert post(panel, f"{root}/anew/voting", page=f"{root}/meeting").status_code == 422
    assert len(session.scalars(select(ThemeVote)).all()) == 1
    session.rollback()
    form = {"voting-agreed": "y"}
    assert post(panel, f"{root}/anew/voting", page=f"{root}/meeting", **form).status_code == 303
    assert session.scalars(select(ThemeVote)).all() == []


def test_a_comment_is_not_coded_with_a_theme_that_was_not_offered(session, panel, root):
    go_to(panel, root, "coding")

    for theme in ("", "999", "x"):
        response = post(panel, f"{root}/code/1", page=f"{root}/code/1", theme=theme)
        check_page(response)
        assert response.status_code == 422
    assert session.scalars(select(OwnCoding)).all() == []


def test_a_comment_that_was_talked_about_goes_where_it_was_put(session, panel, root, themes):
    moved = ids_of(session, themes[0])[0]
    url = f"{root}/agreement"
    go_to(panel, root, "coding", "discussing")

    post(panel, f"{url}/{moved}", page=f"{root}/meeting", theme=str(themes[1].id))

    session.expire_all()
    member = session.get(CommentTheme, moved)
    assert (member.theme_id, member.is_confirmed) == (themes[1].id, True)


def test_a_member_sees_how_others_voted_after_voting(app, session, link, panel, root, themes):
    other = member(app, link, 2)
    go_to(panel, root, "voting")
    post(panel, f"{root}/vote", page=f"{root}/vote", **{f"theme_{themes[0].id}": "keep"})

    assert "Keep it as it is: 1" not in read(other, f"{root}/vote")
    post(other, f"{root}/vote", page=f"{root}/vote", **{f"theme_{themes[0].id}": "drop"})
    assert "Keep it as it is: 1; Drop it: 1" in read(other, f"{root}/vote")
    assert "Keep it as it is: 1" not in read(panel, f"/comments/themes/{themes[0].id}")
    go_to(panel, root, "frozen")
    assert "Keep it as it is: 1; Drop it: 1" in read(panel, f"{root}/history")
    assert "Keep it as it is: 1; Drop it: 1" in read(panel, f"/comments/themes/{themes[0].id}")


def test_a_vote_for_nothing_known_is_refused(session, panel, root, themes):
    go_to(panel, root, "voting")

    response = post(panel, f"{root}/vote", page=f"{root}/vote", **{f"theme_{themes[0].id}": "burn"})

    check_page(response)
    assert response.status_code == 422
    assert session.scalars(select(ThemeVote)).all() == []


def test_frozen_themes_have_no_forms_and_take_no_changes(session, panel, root, themes):
    url = f"/comments/themes/{themes[0].id}"
    go_to(panel, root, "voting", "frozen")

    assert "Change this theme" not in read(panel, url)
    assert "Save the name" not in read(panel, "/comments/themes")
    answers = [
        post(panel, f"{url}/describe", page=url, name="Anders", description=""),
        post(panel, f"/comments/themes/{themes[0].id}/name", page=url, name="Anders"),
        post(panel, f"{url}/merge", page=url, into=themes[1].id),
        post(panel, f"{url}/drop", page=url),
        post(panel, root, page=f"{root}/meeting", comments="", target="none"),
    ]
    assert {answer.status_code for answer in answers} == {409}
    session.expire_all()
    assert session.get(Theme, themes[0].id).name == "Wachten"


def test_unfreezing_is_written_down(session, panel, root):
    go_to(panel, root, "voting", "frozen", "discussing")

    deeds = session.scalars(
        select(AuditEvent.action).where(AuditEvent.thing == "campaign").order_by(AuditEvent.id)
    ).all()

    assert deeds == ["began to vote on", "froze the themes of", "opened the themes of"]
    assert "Frozen" in read(panel, f"{root}/history")


def test_after_unfreezing_what_came_meanwhile_is_looked_at(app, panel, root):
    go_to(panel, root, "voting", "frozen")
    queue = app.extensions["queue"]
    queue.flush()

    go_to(panel, root, "discussing")

    assert [task.args[0] for task in queue.pending()] == ["find_themes"]


def test_each_theme_has_a_page_in_large_letters(panel, root):
    first, second = read(panel, f"{root}/present/1"), read(panel, f"{root}/present/2")

    assert "Wachten" in first
    assert 'rel="next"' in first
    assert "Contact" in second
    assert 'rel="next"' not in second
    assert panel.get(f"{root}/present/3").status_code == 404


def test_who_only_reads_themes_changes_nothing(app, root, themes):
    client = signed_in(app, Role.ADMINISTRATOR)

    assert "Change this theme" not in read(client, f"/comments/themes/{themes[0].id}")
    assert "<button>Move</button>" not in read(client, root)
    assert client.get(f"{root}/meeting").status_code == 404


def test_a_klankbordgroep_of_another_region_finds_nothing(app, session, root, themes):
    other = a_region(session, "Zwolle").id
    session.commit()
    client = signed_in(app, Role.PANEL_MEMBER, OrganisationKind.REGION, other)

    for url in (root, f"{root}/meeting", f"{root}/history", f"/comments/themes/{themes[0].id}"):
        assert client.get(url).status_code == 404


@pytest.fixture
def quotable(session, themes):
    """A comment that may be quoted."""
    comment = session.get(ReviewedComment, ids_of(session, themes[0])[0])
    comment.may_quote = True
    session.commit()
    return comment


def quote(client, theme, comment, text):
    url = f"/comments/themes/{theme.id}/quotes"
    return post(client, f"{url}/{comment.id}", page=url, **{f"{comment.id}-text": text})


def test_a_moderator_quotes_a_comment_and_others_read_it(app, moderator, panel, themes, quotable):
    quote(moderator, themes[0], quotable, "Wij wachten …")
    assert "The words are being checked." in read(
        moderator, f"/comments/themes/{themes[0].id}/quotes"
    )
    assert "Wij wachten …" not in read(panel, f"/comments/themes/{themes[0].id}")

    do_jobs(app)

    text = read(panel, f"/comments/themes/{themes[0].id}")
    assert "Wij wachten …" in text
    assert "shortened" in text


def test_only_who_may_be_quoted_is_offered(session, moderator, themes, quotable):
    url = f"/comments/themes/{themes[0].id}/quotes"
    other = ids_of(session, themes[0])[1]

    assert len(re.findall("<article", read(moderator, url))) == 1
    refused = post(moderator, f"{url}/{other}", page=url, **{f"{other}-text": "Wachten."})
    assert refused.status_code == 404


def test_words_with_a_number_in_them_are_not_shown(
    app, session, moderator, panel, themes, quotable
):
    quote(moderator, themes[0], quotable, "Bel 06-12345678.")
    do_jobs(app)

    text = read(moderator, f"/comments/themes/{themes[0].id}/quotes")
    assert "[telefoon]" in text
    assert "06-12345678" not in read(panel, f"/comments/themes/{themes[0].id}")


def test_a_quote_without_words_is_refused(session, moderator, themes, quotable):
    response = quote(moderator, themes[0], quotable, "  ")

    check_page(response)
    assert response.status_code == 422
    assert session.scalars(select(Quote)).all() == []


def test_a_quote_is_taken_back_by_its_moderator(app, session, moderator, themes, quotable):
    quote(moderator, themes[0], quotable, "Wij wachten …")
    url = f"/comments/themes/{themes[0].id}/quotes"

    post(moderator, f"{url}/{quotable.id}/take-back", page=url)

    assert session.scalars(select(Quote)).all() == []


def test_a_possible_new_theme_is_offered_and_taken_in(session, panel, link, themes):
    later = released(session, link, 12, "Het pesten houdt niet op {}.")
    proposal = a_theme(session, link.wave, later, state=ThemeState.PROPOSED)
    session.commit()
    assert "Possible new theme" in read(panel, "/comments/themes")

    answer = post(panel, f"/comments/themes/{proposal.id}/adopt", page="/comments/themes")

    assert answer.status_code == 303
    assert "is a theme now" in read(panel, f"/comments/campaigns/{link.wave.campaign_id}/history")
    campaign = link.wave.campaign_id
    assert "houdt niet op 3." in read(panel, f"/comments/campaigns/{campaign}?theme={proposal.id}")
    assert "Possible new theme" not in read(panel, "/comments/themes")


def test_a_possible_new_theme_is_refused(session, panel, link, themes):
    later = released(session, link, 12, "Het pesten houdt niet op {}.")
    proposal = a_theme(session, link.wave, later, state=ThemeState.PROPOSED)
    session.commit()

    answer = post(panel, f"/comments/themes/{proposal.id}/refuse", page="/comments/themes")

    assert answer.status_code == 303
    assert "Possible new theme" not in read(panel, "/comments/themes")
    again = post(panel, f"/comments/themes/{proposal.id}/adopt", page="/comments/themes")
    assert again.status_code == 404


def test_who_reads_what_was_decided_finds_the_quote_and_takes_both_back(
    session, moderator, panel, root, themes
):
    quoted = ids_of(session, themes[0])[0]
    session.get_one(ReviewedComment, quoted).decided_on = now().date()
    session.add(Quote(comment_id=quoted, text="Te lang gewacht.", wording="checked"))
    session.commit()
    page = f"/comments/{quoted}"
    text = session.get_one(ReviewedComment, quoted).text

    assert f"/comments/themes/{themes[0].id}/quotes" in read(moderator, page)
    assert text in read(panel, root)
    post(moderator, f"{page}/take-back", page=page)

    assert text not in read(panel, root)
    assert session.scalars(select(Quote)).all() == []
