"""Whatever is sent to the pages of a respondent, they answer, and store only what was asked."""

import json
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

import surveys
from feedback.answering.limits import Limits
from feedback.app import create_app
from feedback.config import Settings
from feedback.database import db
from surveys.definitions import read_definition
from surveys.items import LONGEST_COMMENT, LONGEST_SHORT_TEXT, Kind, RespondentGroup, asked
from surveys.keys import FormKeys
from surveys.responses import Inbox
from tests import databases
from tests.e2e.town import ALL_KINDS, Town
from tests.factories import now
from tests.page import Page

# Without the shortest, whose drawing Hypothesis 6.170 takes for flaky; the others have its kinds.
CATALOGUE = sorted((Path(surveys.__file__).parent / "catalogue").glob("[!k]*.toml"))
DOORS = ("send", "send?again", "steps", "steps?again", "switch", "all")

junk = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "0", "-1", "9" * 5000, "1e3", "٣", "yes\x00", "\ud800", "a" * 10_000, "[]", "{}"]
    ),
)
bodies = st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"])
thorough = settings(max_examples=150)


@pytest.fixture(scope="module")
def town(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("answering")
    app = create_app(
        Settings(
            database_url=databases.copy_sqlite(sqlite_template, folder / "klankbord.db"),
            secret_key="a secret that only tests may know",
            password_salt="a salt for tests",
            key_directory=folder,
            queue=str(folder / "queue.db"),
            public_url="http://localhost",
            demo=False,
        )
    )
    # An error that no page answers fails the test.
    app.testing = True
    # Hundreds of forms from one address are what these tests are about: they never wait.
    ticking = count()
    app.extensions["limits"] = Limits(lambda: 1e6 * next(ticking))
    yield Town(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def links(town):
    """A link for every group of every definition, with its questions and what a page carries."""
    found = []
    for file in [ALL_KINDS, *CATALOGUE]:
        _, version = read_definition(file.read_text(encoding="utf-8"))
        for group in version.groups:
            link = town.invite(definition=file, group=RespondentGroup(group))
            questions = town.questions(link, "nl").questions
            found.append((link, questions, carried(town, link, questions)))
    return found


@pytest.fixture(scope="module")
def tablets(town, links):
    """Where a class tablet has its pages, for every link."""
    opened = {}
    for link, *_ in links:
        pin = {"pin": town.start_lesson(link)}
        opened[link.code] = town.app.test_client().post(f"/k/{link.code}", data=pin).location
    return opened


def carried(town, link, questions):
    """What an honest browser carries to the second question."""
    client, here = town.app.test_client(), f"/v/{link.code}/nl/steps"
    first = {"on_page": questions[0].code, "key": hidden(client.get(here).text)["key"]}
    first |= {questions[0].code: questions[0].options[0].code} if questions[0].options else {}
    return hidden(client.post(here, data=first).text)


def hidden(html):
    return {
        each["name"]: each["value"]
        for each in Page(html).all("input")
        if each.get("type") == "hidden"
    }


def draw_fields(data, questions, honest):
    """Draw what anybody could send: several times the same name, forged, or as it was shown."""
    names = st.sampled_from([question.code for question in questions])
    values = {name: st.one_of(st.just(told), junk, names) for name, told in honest.items()}
    values |= dict.fromkeys(("go_to", "is_checked", "id", "csrf_token"), st.one_of(names, junk))
    if data.draw(st.booleans(), label="is honest about answers"):
        values |= {name: st.just(told) for name, told in honest.items()}
        values |= {each.code: st.sampled_from(codes_of(each) or ["3"]) for each in questions}
    else:
        values |= {
            each.code: st.one_of(junk, st.sampled_from(codes_of(each) or ["3"]))
            for each in questions
        }
    drawn = {
        name: data.draw(st.lists(value, max_size=2), label=name) for name, value in values.items()
    }
    return [(name, value) for name, some in drawn.items() for value in some]


def codes_of(question):
    return [option.code for option in question.options]


def stored(town):
    with town.app.app_context():
        forms = [json.loads(form) for form in db.session().scalars(select(Inbox.form))]
        db.session().execute(delete(Inbox))
        db.session().commit()
    return forms


@settings(max_examples=300)
@given(st.data())
def test_no_form_breaks_a_page_or_brings_in_what_was_not_asked(town, links, tablets, data):
    link, questions, honest = data.draw(st.sampled_from(links))
    language = data.draw(st.sampled_from([*link.languages, "xx"]))
    here = data.draw(st.sampled_from([f"/v/{link.code}", tablets[link.code]]))
    key = FormKeys(town.app.config["SECRET_KEY"]).make(link.code, now=now())
    fields = draw_fields(data, questions, honest | {"key": key, "may_quote": "y"})
    body = urlencode(fields, errors="surrogatepass").encode()
    body += data.draw(st.sampled_from([b"", b"&%ff=%fe", b"&=&&=", b"\x00\xff"]))

    answer = town.app.test_client().post(
        f"{here}/{language}/{data.draw(st.sampled_from(DOORS))}",
        data=body,
        content_type=data.draw(bodies),
    )

    assert answer.status_code in {200, 303, 400, 405, 422}
    for form in stored(town):
        event("stored")
        require_allowed(questions, *form)


@thorough
@given(st.data())
def test_what_is_stored_of_a_walk_is_what_was_last_said(town, links, data):
    link, questions, _ = data.draw(st.sampled_from(links))
    client, here = town.app.test_client(), f"/v/{link.code}/nl"
    page = hidden(client.get(f"{here}/steps").text)
    said = {}
    for _ in range(data.draw(st.integers(0, 14))):
        at = next((each for each in questions if each.code == page["on_page"]), None)
        answer = draw_answer(data, at)
        said |= {at.code: answer} if at else {}
        door = data.draw(st.sampled_from(["steps", "steps", "switch"]))
        back = data.draw(st.booleans()) and at
        go_to = {"go_to": data.draw(st.sampled_from(list(said)))} if back else {}
        sent = page | ({at.code: answer} if at else {}) | go_to
        page = hidden(client.post(f"{here}/{door}", data=sent).text)
        if door == "switch" and at:
            # What only stood on the page is still there for a browser to send.
            page = hidden(client.post(f"{here}/steps", data=page | {at.code: answer}).text)

    at = next((each for each in questions if each.code == page["on_page"]), None)
    last = {at.code: said.get(at.code, [])} if at else {}
    client.post(f"{here}/send", data=page | last | {"is_checked": "y"})

    [form] = stored(town)
    kept = {item: tuple(codes) for item, codes in said.items() if codes}
    led_to = [question.code for question in asked(questions, kept)]
    expected = {item: list(codes) for item, codes in kept.items() if item in led_to}
    assert form[0] | {item: [words] for item, words in form[1].items()} == expected


def draw_answer(data, question):
    if question is None:
        return []
    if question.kind.is_text:
        return data.draw(st.sampled_from([[], ["Fijn."], ["«دفء» & <b>"]]))
    if question.kind is Kind.NUMBER:
        return data.draw(st.sampled_from([[], [str(question.minimum)], [str(question.maximum)]]))
    codes = st.sampled_from([option.code for option in question.options])
    if question.kind is Kind.MULTIPLE:
        return data.draw(st.lists(codes, max_size=3, unique=True))
    return data.draw(st.lists(codes, max_size=1))


def require_allowed(questions, answers, comments, language, may_quote):
    """Fail unless the definition allows these answers."""
    by_code = {question.code: question for question in questions}
    given = {item: tuple(codes) for item, codes in answers.items()}
    given |= {item: (words,) for item, words in comments.items()}
    assert given.keys() <= {question.code for question in asked(questions, given)}
    for item, codes in answers.items():
        question = by_code[item]
        assert len(codes) == len(set(codes))
        assert len(codes) == 1 or question.kind is Kind.MULTIPLE
        if question.kind is Kind.NUMBER:
            assert question.minimum <= int(codes[0]) <= question.maximum
        else:
            assert set(codes) <= {option.code for option in question.options}
    for item, words in comments.items():
        kind = by_code[item].kind
        assert kind.is_text
        assert 0 < len(words) <= (LONGEST_COMMENT if kind is Kind.COMMENT else LONGEST_SHORT_TEXT)
    assert isinstance(may_quote, bool)
