"""One question at a time, and the one question about what was skipped."""

import json

import pytest
from sqlalchemy import select

from feedback.answering import steps
from surveys.items import LONGEST_COMMENT
from surveys.responses import Inbox
from tests.databases import on_sqlite
from tests.factories import a_link, a_school, a_wave
from tests.page import check_page

# What is shown does not depend on the database; `test_sending_at_once` stores on both.
pytestmark = on_sqlite

WORDS = "Meer rust.\nEn «دفء» & <b>bomen</b>."


@pytest.fixture
def wave(session, wave_keys):
    return a_wave(session, wave_keys)


@pytest.fixture
def link(session, wave):
    link = a_link(session, wave)
    session.commit()
    return link


@pytest.fixture
def walk(client, link):
    return Walk(client, f"/v/{link.code}/nl")


class Walk:
    """Somebody who answers one question at a time."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.show(client.get(f"{address}/steps"))

    def show(self, response):
        self.response = response
        if response.status_code != 303:
            self.page = check_page(response, respondent=True)

    @property
    def hidden(self):
        given = [each for each in self.page.all("input") if each.get("type") == "hidden"]
        return {each["name"]: each["value"] for each in given}

    @property
    def question(self):
        return self.hidden["on_page"]

    @property
    def checked(self):
        return [each["value"] for each in self.page.all("input") if "checked" in each]

    def press(self, door="steps", *, said=None, **fields):
        picked = {}
        for each in self.page.all("input"):
            if "checked" in each:
                picked.setdefault(each["name"], []).append(each["value"])
        data = self.hidden | picked | (said or {}) | fields
        self.show(self.client.post(f"{self.address}/{door}", data=data))
        return self

    def back(self):
        to, *_ = [each["value"] for each in self.page.all("button") if each.get("name") == "go_to"]
        return self.press(go_to=to)


def forms(session):
    return [json.loads(form)[:4] for form in session.scalars(select(Inbox.form))]


def test_a_form_that_is_answered_one_by_one_arrives_whole(session, walk):
    walk.press(dichtbij="yes").press(said={"wie": ["leraar", "wijkteam"]}).press(cijfer="8")

    walk.press("send", toelichting=WORDS, may_quote="y")

    assert walk.response.location.endswith("/nl/thanks")
    answers = {"dichtbij": ["yes"], "wie": ["leraar", "wijkteam"], "cijfer": ["8"]}
    assert forms(session) == [[answers, {"toelichting": WORDS}, "nl", True]]


def test_a_question_that_an_answer_skips_is_not_shown(walk):
    assert walk.press(dichtbij="no").question == "cijfer"


def test_a_question_tells_where_it_stands(walk):
    titles = [walk.page.title]
    titles += [walk.press(dichtbij="no").page.title, walk.press(cijfer="8").page.title]

    assert [title.split(" – ")[0] for title in titles] == [
        "Vraag 1 van 4", "Vraag 2 van 3", "Vraag 3 van 3",
    ]  # fmt: skip


def test_going_back_shows_each_answer_and_skips_what_was_skipped(walk):
    walk.press(dichtbij="no").press(cijfer="8")

    assert (walk.back().question, walk.checked) == ("cijfer", ["8"])
    assert (walk.back().question, walk.checked) == ("dichtbij", ["no"])


def test_an_answer_that_was_skipped_for_a_moment_is_not_lost(walk):
    walk.press(dichtbij="yes").press(wie="leraar").back().back()

    walk.press(dichtbij="no").back().press(dichtbij="yes")

    assert (walk.question, walk.checked) == ("wie", ["leraar"])


def test_an_answer_can_be_taken_back(walk):
    walk.press(dichtbij="yes").press(wie="leraar").back().press(said={"wie": []}).back()

    assert (walk.question, walk.checked) == ("wie", [])


def test_consent_to_be_quoted_stays_until_it_is_taken_back(session, walk):
    walk.press(dichtbij="no").press(cijfer="8").press("steps", toelichting="Fijn.", may_quote="y")
    walk.back().press("send", toelichting="Fijn.", may_quote=[])

    assert [form[3] for form in forms(session)] == [False]


def test_another_language_keeps_the_question_and_every_answer(client, session, link, walk):
    walk.press(dichtbij="yes").press(wie="wijkteam")

    english = Walk(client, f"/v/{link.code}/en")
    english.page = walk.page
    english.press("switch", cijfer="7")

    assert (english.question, english.checked) == ("cijfer", ["7"])
    english.press(cijfer="7").press("send")
    [form] = forms(session)
    assert form == [{"dichtbij": ["yes"], "wie": ["wijkteam"], "cijfer": ["7"]}, {}, "en", False]


def test_what_was_answered_one_by_one_is_there_on_one_page_and_back(walk):
    walk.press(dichtbij="yes").press(wie="wijkteam").press(cijfer="7")

    walk.press("all", toelichting=WORDS)
    assert walk.checked == ["yes", "wijkteam", "7"]
    assert "En «دفء» &amp; &lt;b&gt;bomen" in walk.response.text

    walk.press("steps", dichtbij="yes", wie="wijkteam", cijfer=[], toelichting=WORDS)
    assert walk.question == "cijfer"
    assert walk.back().checked == ["wijkteam"]


def test_a_text_that_is_too_long_is_given_back_with_all_that_was_said(session, walk):
    walk.press(dichtbij="yes").press(wie="leraar").press(cijfer="8")

    walk.press("send", toelichting="a" * (LONGEST_COMMENT + 1))

    assert walk.response.status_code == 422
    assert "a" * (LONGEST_COMMENT + 1) in walk.response.text
    walk.press("send", toelichting="Kort.")
    assert [form[0]["wie"] for form in forms(session)] == [["leraar"]]


def test_texts_as_long_as_they_may_be_travel_along(walk):
    walk.press(dichtbij="no").press(cijfer="8")

    walk.press(toelichting="𓀀" * LONGEST_COMMENT)
    walk.back()

    assert "𓀀" * LONGEST_COMMENT in walk.response.text


def test_a_form_with_a_worn_out_key_is_asked_for_once_more_with_all_that_was_said(session, walk):
    walk.press(dichtbij="no").press(cijfer="8")

    walk.press("send", key="worn out", toelichting="Fijn.")

    assert walk.response.status_code == 422
    assert "Fijn." in walk.response.text
    walk.press("send", toelichting="Fijn.")
    assert forms(session) == [
        [{"dichtbij": ["no"], "cijfer": ["8"]}, {"toelichting": "Fijn."}, "nl", False]
    ]


@pytest.mark.parametrize("door", ["steps", "send", "switch", "all"])
@pytest.mark.parametrize(
    "change", [lambda it: it[:-1], lambda it: f"x{it}", lambda it: "é\x00" * 9]
)
def test_what_was_changed_on_the_way_is_refused_and_not_stored(session, walk, door, change):
    walk.press(dichtbij="yes")

    walk.press(door, so_far=change(walk.hidden["so_far"]))

    assert walk.response.status_code == 422
    assert "Opnieuw beginnen" in walk.response.text
    assert forms(session) == []


def test_answers_do_not_travel_to_another_link(client, session, wave, walk):
    elsewhere = a_link(session, wave, a_school(session, "Het Anker"))
    session.commit()
    walk.press(dichtbij="yes")

    walk.address = f"/v/{elsewhere.code}/nl"

    assert walk.press().response.status_code == 422


def test_what_travels_is_never_longer_than_a_form_can_be(walk):
    assert walk.press(so_far="a" * (steps.MOST_SIGNED + 1)).response.status_code == 422


def test_who_skipped_a_question_is_asked_once_and_may_send_anyway(session, client, link, walk):
    walk.press(dichtbij="no").press()

    walk.press("send")
    assert "1 vraag overgeslagen. Nog invullen?" in walk.response.text
    assert forms(session) == []

    walk.press("send")
    assert walk.response.status_code == 303
    assert forms(session) == [[{"dichtbij": ["no"]}, {}, "nl", False]]


def test_who_wants_to_fill_in_what_was_skipped_gets_these_questions_only(session, walk):
    walk.press().press(cijfer="8").press("send")
    assert "1 vraag overgeslagen" in walk.response.text

    walk.back()
    assert walk.question == "dichtbij"
    walk.press(dichtbij="yes")
    assert walk.question == "wie"
    walk.press("send")

    assert forms(session) == [[{"dichtbij": ["yes"], "cijfer": ["8"]}, {}, "nl", False]]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "2 vragen overgeslagen"),
        ({"dichtbij": "yes"}, "2 vragen overgeslagen"),
        ({"dichtbij": "no"}, "1 vraag overgeslagen"),
        ({"dichtbij": "yes", "wie": "leraar"}, "1 vraag overgeslagen"),
        ({"wie": "leraar", "cijfer": "8"}, "1 vraag overgeslagen"),
    ],
)
def test_only_what_was_asked_counts_as_skipped(client, session, link, answers, says):
    walk = Walk(client, f"/v/{link.code}/nl")
    walk.show(client.get(f"/v/{link.code}/nl"))

    walk.press("send", toelichting="Fijn.", said=answers)

    assert walk.response.status_code == 200
    assert says in walk.response.text
    assert forms(session) == []
    assert walk.checked == [*answers.values()]
    assert "Fijn." in walk.response.text


@pytest.mark.parametrize("answers", [{"dichtbij": "no"}, {"dichtbij": "yes", "wie": "leraar"}])
def test_a_form_in_which_nothing_is_skipped_is_taken_in_at_once(client, session, link, answers):
    walk = Walk(client, f"/v/{link.code}/nl")
    walk.show(client.get(f"/v/{link.code}/nl"))

    walk.press("send", cijfer="8", said=answers)

    assert walk.response.status_code == 303
    assert len(forms(session)) == 1


def test_nobody_is_asked_twice_also_after_another_language_or_rendering(client, session, link):
    walk = Walk(client, f"/v/{link.code}/nl")
    walk.show(client.get(f"/v/{link.code}/nl"))

    walk.press("send").press("switch").press("steps").press("all").press("send")

    assert walk.response.status_code == 303
    assert forms(session) == [[{}, {}, "nl", False]]


def test_a_page_never_sends_to_the_address_where_it_stands(walk):
    addresses, doors = [walk.response.request.path], []
    for _ in range(3):
        [form] = walk.page.all("form")
        doors.append(form["action"])
        walk.show(walk.client.post(form["action"], data=walk.hidden))
        addresses.append(form["action"])

    assert all(at != to for at, to in zip(addresses, doors, strict=False))
