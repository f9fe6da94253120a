import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import select

from analysis.comments import Decision, ReviewedComment, decide, forget_words, load_waiting
from analysis.preparation import prepare
from analysis.themes import forget_comments
from feedback import work
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.accounts.wording import deed_name
from feedback.audit import AuditEvent, forget_before
from feedback.comments.signals import SAW
from feedback.comments.wording import Reaction
from feedback.i18n import now, today
from feedback.work import embedder
from surveys.items import LONGEST_COMMENT, RespondentGroup
from surveys.responses import Comment
from surveys.retention import KEEP_RESPONSES
from tests.cast import post, signed_in
from tests.factories import (
    a_link,
    a_region,
    a_reviewed_comment,
    a_school,
    a_wave,
    close,
    respond,
)
from tests.page import check_page

WAITING = "/comments/waiting"
WRITTEN = "Bel Jan de Vries op 06-12345678, hij weet ervan."
DANGER = "Mijn broer wordt thuis geslagen door Kees, help hem."
SIGNALS = "/comments/signals"
REDACTED = "Bel [naam] op [telefoon], hij weet ervan."


@pytest.fixture
def link(session, wave_keys):
    school = a_school(session, "De Brug")
    wave = a_wave(session, wave_keys, region=a_region(session, schools=[school]))
    link = a_link(session, wave, school, RespondentGroup.TEACHER)
    session.commit()
    return link


@pytest.fixture
def moderator(app, link):
    region = link.wave.campaign.region_id
    return signed_in(app, Role.MODERATOR, OrganisationKind.REGION, region)


@pytest.fixture
def waiting(session, link):
    comment = a_reviewed_comment(session, link, "De hulp van [naam] was er snel.")
    session.commit()
    return comment


@pytest.fixture
def written(session, wave_keys, link):
    """A comment of which the raw words are there."""
    return write(session, wave_keys, link, WRITTEN)


def write(session, wave_keys, link, text):
    respond(session, link, comments={"toelichting": text})
    close(session, wave_keys, link.wave)
    prepare(session, link.wave, embedder())
    session.commit()
    return session.scalars(select(ReviewedComment)).one()


class Moderating:
    """The page of one comment in a browser without JavaScript: what it holds is sent as it is."""

    def __init__(self, client, comment):
        self.client, self.id = client, comment.id
        self.answer = client.get(f"/comments/{comment.id}")
        self.changes = {}
        self.checks = set()

    @property
    def page(self):
        return check_page(self.answer)

    @property
    def text(self):
        shown = self.answer.text.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0]
        # What a browser leaves out.
        return unescape(shown).removeprefix("\r\n").removeprefix("\n")

    def buttons(self):
        return [one for one in self.page.all("button") if one.get("name") == f"{self.id}-put_back"]

    def tick(self, *words):
        for word in words:
            before = self.answer.text.split(f'">{word}</label>')[0]
            self.checks.add(before.rsplit('value="', 1)[1].split('"')[0])
        return self

    def type(self, text):
        self.changes[f"{self.id}-text"] = text
        return self

    def choose(self, **values):
        self.changes |= {f"{self.id}-{name}": value for name, value in values.items()}
        return self

    def press(self, button="", value="yes"):
        form = {}
        for one in self.page.all("input"):
            if one.get("type") == "hidden" and "name" in one:
                form.setdefault(one["name"], []).append(one["value"].replace("\n", "\r\n"))
            if "checked" in one:
                form.setdefault(one["name"], []).append(one["value"])
        form[f"{self.id}-text"] = self.text.replace("\n", "\r\n")
        form |= self.changes
        form[f"{self.id}-words"] = [*form.get(f"{self.id}-words", ()), *self.checks]
        if button:
            form[f"{self.id}-{button}"] = value
        self.answer = self.client.post(f"/comments/{self.id}", data=form)
        self.changes, self.checks = {}, set()
        return self


@pytest.fixture
def room(moderator, written):
    return Moderating(moderator, written)


def test_the_list_leads_to_a_comment(moderator, waiting):
    response = moderator.get(WAITING)

    check_page(response)
    assert f'href="/comments/{waiting.id}"' in response.text


def test_a_comment_is_read_without_its_names_and_as_it_was_written(room):
    assert room.text == REDACTED
    assert WRITTEN in room.answer.text
    assert "[naam] <bdi>Jan de Vries</bdi>" in room.answer.text


def test_a_tap_on_a_placeholder_puts_the_words_back(room, session, written):
    room.press("put_back", "0")

    assert room.answer.status_code == 200
    assert room.text == "Bel Jan de Vries op [telefoon], hij weet ervan."
    assert [one["value"] for one in room.buttons()] == ["0"]
    session.refresh(written)
    assert (written.decision, written.text) == ("waiting", REDACTED)


def test_ticked_words_are_hidden_as_what_they_are(room):
    room.tick("hij").choose(kind="school").press("hide")

    assert room.text == "Bel [naam] op [telefoon], [school] weet ervan."
    assert room.press("put_back", "2").text == REDACTED


def test_words_are_hidden_as_a_name_when_the_kind_is_none(room):
    room.tick("hij").choose(kind="nowhere").press("hide")

    assert room.text.endswith("[naam] weet ervan.")


def test_what_was_typed_and_ticked_is_still_there_after_a_tap(room):
    room.tick("ervan").type("Echt. " + REDACTED).press("put_back", "1")

    assert room.text == "Echt. Bel [naam] op 06-12345678, hij weet ervan."
    assert room.press("hide").text.endswith("hij weet [naam].")


def test_a_chosen_kind_is_still_chosen_after_a_tap(room):
    room.choose(kind="klas").press("put_back", "0")

    assert "checked" not in room.answer.text
    assert 'selected value="klas"' in room.answer.text


def test_a_tap_on_what_was_typed_away_changes_nothing(room):
    assert room.type("Niets meer.").press("put_back", "1").text == "Niets meer."


@pytest.mark.parametrize("place", ["7", "-1", "x", "9" * 30, "²"])
def test_a_tap_that_means_nothing_changes_nothing(room, place):
    assert room.press("put_back", place).text == REDACTED


def test_the_text_keeps_its_lines(session, wave_keys, link, moderator):
    comment = write(session, wave_keys, link, "Eerste regel.\n\nVraag Jan, hij weet het.")
    Moderating(moderator, comment).press("put_back", "0").press("release")

    session.refresh(comment)
    assert comment.text == "Eerste regel.\n\nVraag Jan, hij weet het."


def test_an_arabic_comment_runs_from_right_to_left(session, link, moderator):
    comment = a_reviewed_comment(session, link, "[naam] كانت لطيفة جدا معنا")
    comment.language = "ar"
    session.commit()

    room = Moderating(moderator, comment)

    assert 'lang="ar" dir="rtl"' in room.answer.text
    assert room.tick("كانت").press("hide").text == "[naam] [naam] لطيفة جدا معنا"


def test_a_hint_comes_first_though_no_word_tells_so(session, wave_keys, link, moderator):
    hint = "mijn zusje en ik weten al wat er gebeurt als hij zo stil wordt"
    comment = write(session, wave_keys, link, hint)

    page = Moderating(moderator, comment).answer.text

    assert comment.care_signals
    assert "No word in this language tells so: the text, or a part of it, sounds like it." in page
    assert "The words that told so are not kept any more." not in page


def test_without_the_raw_words_only_kinds_are_shown(room, session, moderator, written):
    session.execute(Comment.__table__.delete())
    session.commit()

    room = Moderating(moderator, written)

    assert room.text == REDACTED
    assert room.buttons() == []
    assert "As it was written" not in room.answer.text
    assert "Vries" not in room.answer.text


def test_a_released_comment_has_exactly_the_text_that_was_shown(room, session, written):
    shown = room.press("put_back", "0").tick("hij").press("hide").text

    room.press("release")

    session.refresh(written)
    assert (written.decision, written.text) == ("released", shown)
    assert room.answer.location == WAITING


def test_after_a_decision_comes_the_next_comment(session, link, moderator, waiting):
    other = a_reviewed_comment(session, link, "Nog een.", care_signals=["abuse"])
    session.commit()

    room = Moderating(moderator, waiting).press("release")

    assert room.answer.location == f"/comments/{other.id}"


@pytest.fixture
def queue(session, link):
    """Four comments that wait, in the order in which they are read."""
    for number in range(4):
        a_reviewed_comment(session, link, f"Wacht {number}.", care_signals=["abuse"][number:])
    session.commit()
    return load_waiting(session)


def test_two_moderators_are_not_sent_to_one_comment(session, moderator, queue):
    one, two = Moderating(moderator, queue[1]), Moderating(moderator, queue[2])
    two.press("release")
    one.press("release")

    assert two.answer.location == f"/comments/{queue[3].id}"
    assert one.answer.location == f"/comments/{queue[3].id}"
    assert Moderating(moderator, queue[3]).press("release").answer.location == (
        f"/comments/{queue[0].id}"
    )


def test_a_comment_can_be_skipped_without_deciding(session, moderator, queue):
    skip = re.compile(r'href="/comments/([^"]+)">Skip to the next')
    shown = [skip.search(moderator.get(f"/comments/{one.id}").text)[1] for one in queue]

    assert shown == [str(queue[place].id) for place in (1, 2, 3, 0)]
    assert len(load_waiting(session)) == 4


def test_the_last_one_that_waits_has_none_to_skip_to(moderator, waiting):
    assert "Skip to the next" not in moderator.get(f"/comments/{waiting.id}").text


def take_back(client, comment):
    page = f"/comments/{comment.id}"
    return post(client, f"{page}/take-back", page=page)


def test_a_release_is_taken_back_and_decided_anew(session, room, written, moderator):
    room.press("release")

    answer = take_back(moderator, written)

    assert answer.location == f"/comments/{written.id}"
    session.refresh(written)
    assert (written.decision, written.decided_on) == ("waiting", None)
    again = Moderating(moderator, written)
    assert again.text == REDACTED
    assert WRITTEN in unescape(again.answer.text)
    again.press("hold")
    session.refresh(written)
    assert written.decision == "held"


def test_who_takes_a_decision_back_is_written_down(session, moderator, waiting):
    Moderating(moderator, waiting).press("hold")
    take_back(moderator, waiting)

    deeds = session.scalars(select(AuditEvent.action).where(AuditEvent.thing == "comment")).all()
    assert deeds == ["held", "took back the decision about"]


def test_what_waits_cannot_be_taken_back(session, moderator, waiting):
    answer = take_back(moderator, waiting)

    assert answer.status_code == 303
    assert session.scalars(select(AuditEvent).where(AuditEvent.thing == "comment")).all() == []


def test_a_moderator_of_another_region_takes_nothing_back(app, session, moderator, waiting):
    Moderating(moderator, waiting).press("release")
    other = a_region(session, "Elders")
    session.commit()
    client = signed_in(app, Role.MODERATOR, OrganisationKind.REGION, other.id)

    assert post(client, f"/comments/{waiting.id}/take-back", page=WAITING).status_code == 404
    assert str(waiting.id) not in client.get("/comments/decided").text


def test_text_that_is_no_longer_kept_is_not_taken_back(session, moderator, waiting):
    decide(session, waiting.id, Decision.HELD, text="Geheim.", today=today() - timedelta(days=99))
    forget_words(session, today=today())
    session.commit()

    response = moderator.get(f"/comments/{waiting.id}")
    answer = post(moderator, f"/comments/{waiting.id}/take-back", page=WAITING)

    check_page(response)
    assert "no longer kept" in response.text
    assert "take-back" not in response.text
    assert answer.status_code == 303
    session.refresh(waiting)
    assert waiting.decision == "held"


def test_decided_comments_are_found_by_their_words(session, link, moderator):
    for number, text in enumerate(("Élan genoeg.", "Te lang gewacht.")):
        comment = a_reviewed_comment(session, link, text)
        decide(session, comment.id, list(Decision)[1 + number], text=text, today=today())
    a_reviewed_comment(session, link, "Élan die nog wacht.")
    session.commit()

    everything = moderator.get("/comments/decided")
    found = post(moderator, "/comments/decided", page="/comments/decided", q="éLAN")

    check_page(everything)
    assert "Te lang gewacht." in everything.text
    assert "Élan genoeg." in found.text
    assert "wacht" not in found.text.split("<article")[1]
    # It may be a name that is looked for: an address would stay in the history of the browser.
    assert 'method="post"' in everything.text
    assert "Te lang gewacht." in moderator.get("/comments/decided?q=éLAN").text


def test_decided_comments_are_paged(session, link, moderator):
    for number in range(21):
        comment = a_reviewed_comment(session, link, f"Reactie {number}.")
        decide(session, comment.id, Decision.RELEASED, text=comment.text, today=today())
    session.commit()

    address = "/comments/decided"
    token = next(
        given["value"]
        for given in check_page(moderator.get(address)).all("input")
        if given["name"] == "csrf_token"
    )
    pages = [
        moderator.post(address, data={"csrf_token": token, "page": n}).text
        for n in (1, 2, "9" * 25)
    ]

    assert [page.count("<article") for page in pages] == [20, 1, 0]


def test_comments_go_at_night_when_the_answers_do(app, session, link, moderator, waiting):
    a_reviewed_comment(session, link, "Vrijgegeven.", decision=Decision.RELEASED)
    link.wave.closed_at = now() - KEEP_RESPONSES + timedelta(days=1)
    session.commit()

    with app.app_context():
        work.delete_expired(today())
    assert len(session.scalars(select(ReviewedComment.id)).all()) == 2
    link.wave.closed_at = now() - KEEP_RESPONSES - timedelta(days=1)
    session.commit()
    with app.app_context():
        work.delete_expired(today())

    session.expire_all()
    assert session.scalars(select(ReviewedComment.id)).all() == []


def test_the_list_leads_to_what_was_decided(moderator):
    assert 'href="/comments/decided"' in moderator.get(WAITING).text


def test_words_that_are_ticked_do_not_go_out(room, session, written):
    room.tick("ervan").press("release")

    assert room.answer.status_code == 422
    assert "The words that you ticked are hidden now" in room.answer.text
    assert room.text == "Bel [naam] op [telefoon], hij weet [naam]."
    session.refresh(written)
    assert written.decision == "waiting"
    assert room.press("release").answer.status_code == 303


def test_a_page_without_a_button_decides_nothing(session, waiting, moderator):
    room = Moderating(moderator, waiting).type("Goed.").press()

    assert room.answer.status_code == 200
    assert room.text == "Goed."
    session.refresh(waiting)
    assert waiting.decision == "waiting"


def test_a_comment_that_is_held_back_stays_in_the_room(session, waiting, moderator):
    Moderating(moderator, waiting).press("hold")

    session.refresh(waiting)
    assert waiting.decision == "held"


@pytest.mark.parametrize("text", ["", "   \n "])
def test_an_empty_text_is_refused(session, waiting, moderator, text):
    room = Moderating(moderator, waiting).type(text).press("release")

    assert room.page
    assert room.answer.status_code == 422
    session.refresh(waiting)
    assert waiting.decision == "waiting"


def test_what_was_typed_is_still_there_after_a_refusal(waiting, moderator):
    typed = "Heel lang. " * (LONGEST_COMMENT // 5)

    room = Moderating(moderator, waiting).type(typed).press("release")

    assert room.answer.status_code == 422
    assert room.text == typed


def test_the_longest_comment_can_be_released_with_its_names_replaced(session, waiting, moderator):
    Moderating(moderator, waiting).type("[naam] " * (LONGEST_COMMENT // 5)).press("release")

    session.refresh(waiting)
    assert waiting.decision == "released"


def test_what_somebody_else_decided_stands_and_what_was_made_is_shown(session, written, room):
    decide(session, written.id, Decision.HELD, text=REDACTED, today=today())
    session.commit()

    room.type("Mijn tekst.").press("release")

    check_page(room.answer)
    assert room.answer.status_code == 409
    assert "This comment was held back on" in room.answer.text
    assert "Mijn tekst." in room.answer.text
    session.refresh(written)
    assert (written.decision, written.text) == ("held", REDACTED)


def test_a_comment_that_was_decided_about_has_no_page_to_mend(session, moderator, waiting):
    decide(session, waiting.id, Decision.RELEASED, text="Snel.", today=today())
    session.commit()

    response = moderator.get(f"/comments/{waiting.id}")

    check_page(response)
    assert response.status_code == 200
    assert "<textarea" not in response.text
    assert "Snel." in response.text


def test_who_decided_is_written_down_without_the_text(session, waiting, moderator):
    Moderating(moderator, waiting).press("release")

    deed = session.scalars(select(AuditEvent).where(AuditEvent.thing == "comment")).one()
    assert (deed.action, deed.thing_id) == ("released", str(waiting.id))


def test_what_somebody_wrote_is_shown_as_text(session, link, moderator):
    comment = a_reviewed_comment(session, link, "<b>vet</b> [naam] \"'&")
    session.commit()

    room = Moderating(moderator, comment)

    assert "<b>" not in room.answer.text
    assert room.press().text == "<b>vet</b> [naam] \"'&"


def test_a_moderator_of_another_region_has_no_such_page(app, session, waiting):
    other = a_region(session, "Zwolle").id
    session.commit()
    client = signed_in(app, Role.MODERATOR, OrganisationKind.REGION, other)

    assert client.get(f"/comments/{waiting.id}").status_code == 404


def test_a_comment_that_is_not_there_has_no_page(moderator):
    assert moderator.get(f"/comments/{uuid4()}").status_code == 404


@pytest.fixture
def urgent(session, wave_keys, link, moderator):
    return Moderating(moderator, write(session, wave_keys, link, DANGER))


def deeds(session):
    return session.scalars(
        select(AuditEvent.action).where(AuditEvent.thing == "comment").order_by(AuditEvent.id)
    ).all()


def test_the_page_says_which_words_may_mean_danger_and_what_to_do(urgent):
    section = urgent.answer.text.split('id="danger"')[1].split("</section>")[0]

    assert urgent.page
    assert "Violence, sexual abuse or neglect" in section
    assert ">wordt thuis geslagen</mark>" in section
    for told in ("De Brug", "0800-2000", "aandachtsfunctionaris", "Call 112", "0800-0113"):
        assert told in section
    assert section.count("<li>") == 5


def test_other_comments_say_nothing_of_danger_or_of_a_school(room):
    for told in ("danger", "0800-2000", "De Brug", "-seen", "-reaction"):
        assert told not in room.answer.text.split("</nav>")[1]


@pytest.mark.parametrize("button", ["release", "hold"])
@pytest.mark.parametrize("given", [{}, {"seen": "y"}, {"reaction": "no danger"},
                                   {"seen": "y", "reaction": "nothing"}])  # fmt: skip
def test_a_care_signal_is_not_decided_about_before_somebody_says_what_was_done(
    session, urgent, button, given
):
    urgent.choose(**given).press("put_back", "0").choose(**given).press(button)

    assert urgent.page
    assert urgent.answer.status_code == 422
    assert "geslagen door Kees" in urgent.text
    assert session.scalars(select(ReviewedComment.decision)).one() == "waiting"
    assert deeds(session) == []


def test_what_was_said_about_a_signal_is_still_there_after_a_tap(urgent):
    urgent.choose(seen="y", reaction="asked Veilig Thuis").press("put_back", "0").press("hold")

    assert urgent.answer.status_code == 303


def test_the_audit_log_says_who_saw_a_signal_and_no_word_of_it(session, urgent):
    urgent.choose(seen="y", reaction="talked with child safety").press("hold")

    assert deeds(session) == ["saw a care signal: talked with child safety", "held"]
    held = session.scalars(select(AuditEvent.thing_id).where(AuditEvent.thing == "comment")).all()
    assert held == [str(urgent.id)] * 2


def test_the_list_says_what_was_done_without_words_and_without_a_school(app, link, urgent):
    urgent.choose(seen="y", reaction="asked Veilig Thuis").press("release")
    region = link.wave.campaign.region_id

    for role in (Role.MODERATOR, Role.ADMINISTRATOR):
        client = urgent.client
        if role is Role.ADMINISTRATOR:
            client = signed_in(app, role, OrganisationKind.REGION, region)
        response = client.get(SIGNALS)
        check_page(response)
        assert "Asked Veilig Thuis for advice" in response.text
        assert "Violence, sexual abuse or neglect" in response.text
        for kept_out in ("geslagen", "De Brug", "Teachers"):
            assert kept_out not in response.text


def test_the_list_counts_the_signals_that_wait(urgent):
    assert "1 comment with a care signal waits" in urgent.client.get(SIGNALS).text
    urgent.choose(seen="y", reaction="no danger").press("hold")
    assert "No comment with a care signal waits" in urgent.client.get(SIGNALS).text


def test_signals_of_another_region_are_not_on_the_list(app, session, urgent):
    urgent.choose(seen="y", reaction="no danger").press("hold")
    other = a_region(session, "Zwolle").id
    session.commit()
    client = signed_in(app, Role.ADMINISTRATOR, OrganisationKind.REGION, other)

    assert "Read it all" not in client.get(SIGNALS).text


def test_a_signal_whose_comment_was_withdrawn_is_still_known_to_have_been_seen(
    app, session, urgent
):
    urgent.choose(seen="y", reaction="no danger").press("hold")
    forget_comments(session, [urgent.id])
    session.commit()

    assert "The comment is no longer there" in signed_in(app, Role.ADMINISTRATOR).get(SIGNALS).text
    assert "withdrawn" not in urgent.client.get(SIGNALS).text


def test_the_list_goes_with_the_audit_log(session, urgent):
    urgent.choose(seen="y", reaction="no danger").press("hold")
    forget_before(session, now() + timedelta(days=1))
    session.commit()

    assert "No signals were seen" in urgent.client.get(SIGNALS).text


@pytest.mark.parametrize("reaction", Reaction)
def test_the_audit_log_tells_what_was_done_in_the_language_of_its_reader(app, reaction):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert deed_name(f"{SAW}{reaction}").startswith("saw a care signal and")
