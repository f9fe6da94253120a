"""Making a questionnaire in the browser: what is filled in arrives, and nothing typed is lost."""

import pytest

from feedback.accounts.permissions import Role
from feedback.database import db
from surveys.definitions import read_toml
from surveys.drafts import get_draft, load_drafts, start_draft, start_next_version
from surveys.library import load_library
from surveys.questionnaires import find_version
from tests.cast import post, signed_in
from tests.factories import QUESTIONNAIRE, a_version, now
from tests.page import check_page

HOME = "/questionnaires/drafts"
QUESTION = {
    "text": "Wordt er geluisterd?", "kind": "single", "answers": "",
    "groups": read_toml(QUESTIONNAIRE)["groups"],
    "options-0-text": "Ja", "options-0-value": "2", "options-0-favourable": "y",
    "options-1-text": "Nee", "options-1-value": "1",
    "options-2-text": "Weet ik niet", "options-2-missing": "y",
}  # fmt: skip


@pytest.fixture
def maker(app):
    return signed_in(app, Role.ADMINISTRATOR)


@pytest.fixture
def draft_id(app):
    with app.app_context():
        draft = start_draft(db.session(), read_toml(QUESTIONNAIRE), now=now())
        db.session.commit()
        return draft.id


@pytest.fixture
def table(app, draft_id):
    """The definition as it is now."""

    def table():
        with app.app_context():
            return get_draft(db.session(), draft_id).table

    return table


@pytest.fixture
def send(maker, draft_id):
    """Send a form of the draft, as it was at its first revision unless another is given."""

    def send(path, revision=1, **fields):
        url = f"{HOME}/{draft_id}{path}"
        return post(maker, url, page=HOME + f"/{draft_id}", revision=revision, **fields)

    return send


def items(table):
    return [item["code"] for item in table()["item"]]


def test_a_draft_begins_with_what_it_is_about(maker, app):
    sent = post(
        maker, f"{HOME}/new", page=f"{HOME}/new", title="Hulp op school",
        introduction="Uw antwoord helpt.", groups=["parent", "child"], languages=["tr", "ar"],
        sources="Eigen vragen\n\n Zwolle ",
    )  # fmt: skip

    assert sent.status_code == 303
    with app.app_context():
        [draft] = load_drafts(db.session())
        assert draft.table == {
            "code": "hulp-op-school", "number": 1, "languages": ["nl", "tr", "ar"],
            "groups": ["parent", "child"], "sources": ["Eigen vragen", "Zwolle"],
            "title": {"nl": "Hulp op school"}, "introduction": {"nl": "Uw antwoord helpt."},
            "item": [],
        }  # fmt: skip


def test_without_a_title_the_rest_stays_in_the_form(maker):
    sent = post(
        maker, f"{HOME}/new", page=f"{HOME}/new", introduction="Uw antwoord helpt.",
        groups=["child"],
    )  # fmt: skip

    page = check_page(sent)
    assert sent.status_code == 422
    assert "Give the questionnaire a title." in sent.text
    assert "Uw antwoord helpt." in sent.text
    ticked = [given["value"] for given in page.all("input") if "checked" in given]
    assert ticked == ["child"]


def test_two_questionnaires_of_one_title_get_codes_of_their_own(maker, app):
    for _ in range(2):
        post(
            maker, f"{HOME}/new", page=f"{HOME}/new", title="Hulp", introduction="Uw antwoord.",
            groups=["parent"],
        )  # fmt: skip

    with app.app_context():
        assert {draft.code for draft in load_drafts(db.session())} == {"hulp", "hulp-2"}


def test_a_question_is_added_with_its_answers(send, table):
    assert send("/items/new", **QUESTION).status_code == 303

    added = next(item for item in table()["item"] if item["code"].startswith("wordt"))
    assert added["option"] == [
        {"code": "ja", "value": 2, "favourable": True, "text": {"nl": "Ja"}},
        {"code": "nee", "value": 1, "text": {"nl": "Nee"}},
        {"code": "weet-ik-niet", "missing": True, "text": {"nl": "Weet ik niet"}},
    ]
    assert added["text"] == {"nl": "Wordt er geluisterd?"}
    assert "groups" not in added


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ({"text": ""}, "Write this text."),
        ({"options-1-text": ""}, "Write at least two answers to choose from."),
        ({"options-1-text": "ja "}, "Two answers are the same."),
        ({"kind": "number", "minimum": "5", "maximum": "5"}, "Fill in a lowest number"),
        ({"kind": "number"}, "Fill in a lowest number"),
        ({"shown_if": ["dichtbij:yes", "wie:leraar"]}, "Choose answers to one question only."),
        ({"text": "x" * 501}, "Field cannot be longer than 500"),
        ({"options-0-value": "veel"}, "Not a valid integer value"),
        ({"kind": "poem"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(send, table, wrong, advice):
    sent = send("/items/new", **{**QUESTION, **wrong})

    check_page(sent)
    assert sent.status_code == 422
    assert advice in sent.text
    assert "Weet ik niet" in sent.text
    assert len(table()["item"]) == len(read_toml(QUESTIONNAIRE)["item"])


def test_translations_of_an_answer_stay_when_its_dutch_changes(send, table):
    before = next(item for item in table()["item"] if item["code"] == "wie")
    fields = {
        f"options-{n}-{key}": value
        for n, option in enumerate(before["option"])
        for key, value in (("code", option["code"]), ("text", option["text"]["nl"]))
    }
    send(
        "/items/wie", kind=before["kind"], text="Wie helpt?", answers="", groups=["parent"],
        **fields | {"options-0-text": "De meester"},
    )  # fmt: skip

    after = next(item for item in table()["item"] if item["code"] == "wie")
    assert after["text"]["nl"] == "Wie helpt?"
    assert after["text"]["en"] == before["text"]["en"]
    assert after["option"][0]["text"] == before["option"][0]["text"] | {"nl": "De meester"}
    assert [option["code"] for option in after["option"]] == [
        option["code"] for option in before["option"]
    ]


def test_ready_made_answers_come_in_the_languages_of_the_draft(send, table):
    send("/items/new", kind="scale", text="Gaat het goed?", answers="agree5", groups=["parent"])

    [scale] = [scale for scale in table()["scale"] if scale["code"] == "agree5"]
    assert {tuple(option["text"]) for option in scale["option"]} == {("nl", "en")}


def test_a_language_that_is_added_later_brings_the_words_of_ready_made_answers(send, table):
    send("/items/new", kind="scale", text="Gaat het goed?", answers="agree5", groups=["parent"])

    send(
        "/about", revision=2, title="Hulp", introduction="Uw antwoord.", groups=["parent", "youth"],
        languages=["en", "tr"], sources="",
    )  # fmt: skip

    [scale] = [scale for scale in table()["scale"] if scale["code"] == "agree5"]
    assert {tuple(sorted(option["text"])) for option in scale["option"]} == {("en", "nl", "tr")}


def test_a_group_that_goes_takes_its_words_along(send, table):
    send(
        "/about", title="Hulp", introduction="Uw antwoord.", groups=["parent"], languages=["en"],
        sources="",
    )  # fmt: skip

    assert table()["groups"] == ["parent"]
    assert '"youth"' not in str(table()).replace("'", '"')


def test_a_question_moves_and_goes(send, table):
    first, second, *_ = items(table)

    moved = send(f"/items/{first}/down")
    assert items(table)[:2] == [second, first]
    assert moved.location.endswith(f"#item-{first}")
    send(f"/items/{first}/remove", revision=2)
    assert first not in items(table)


def test_a_page_that_is_out_of_date_changes_nothing(send, table):
    first, *_ = items(table)
    send(f"/items/{first}/down")

    again = send(f"/items/{first}/down")
    late = send("/items/new", **QUESTION)

    assert again.status_code == 303
    assert late.status_code == 422
    assert "Somebody else changed this draft meanwhile." in late.text
    assert items(table)[1] == first


def test_texts_are_translated_and_checked(send, table, app, draft_id):
    sent = send("/languages/en", title="Near", **{"checked title": "on"})

    assert sent.status_code == 303
    assert table()["title"]["en"] == "Near"
    with app.app_context():
        assert get_draft(db.session(), draft_id).checks == {"title en": "Noor"}


def test_texts_that_come_too_late_stay_on_the_page(send, table):
    send("/languages/en", title="Near")

    late = send("/languages/en", title="Nearby")

    check_page(late)
    assert late.status_code == 409
    assert "Nearby" in late.text
    assert table()["title"]["en"] == "Near"


def test_a_language_that_the_draft_does_not_speak_has_no_page(maker, draft_id):
    assert maker.get(f"{HOME}/{draft_id}/languages/tr").status_code == 404


def test_questions_of_the_library_are_taken_over_once(send, table):
    key, code = load_library()[0].key, load_library()[0].code
    for revision in (1, 2):
        send("/library", revision=revision, item=[key, "nowhere"])

    assert items(table).count(code) == 1


def test_the_library_is_searched_in_any_language(maker, draft_id):
    everything = maker.get(f"{HOME}/{draft_id}/library").text
    found = maker.get(f"{HOME}/{draft_id}/library?words=okulda&group=child").text

    assert everything.count('name="item"') > found.count('name="item"') > 0


def test_what_is_still_to_be_done_leads_to_where_it_is_done(maker, send, draft_id):
    send("/languages/en", title="")

    page = maker.get(f"{HOME}/{draft_id}").text
    assert "English: 1 text is missing." in page
    assert f'href="{HOME}/{draft_id}/languages/en"' in page
    assert send("/finish", revision=2).status_code == 422


def test_a_complete_draft_is_made_ready(maker, send, app):
    done = send("/finish")

    check_page(maker.get(done.location))
    with app.app_context():
        assert load_drafts(db.session()) == []
        assert find_version(db.session(), read_toml(QUESTIONNAIRE)["code"]) is not None


def test_a_next_version_says_what_changed(maker, app):
    with app.app_context():
        version = a_version(db.session())
        draft = start_next_version(db.session(), version, now=now())
        db.session.commit()
        number = draft.id

    page = maker.get(f"{HOME}/{number}").text
    assert "Say what changed about" in page
    post(
        maker, f"{HOME}/{number}/items/cijfer", page=f"{HOME}/{number}", revision=1,
        kind="grade", text="Andere woorden", answers="", groups=["parent"], change="wording",
    )  # fmt: skip
    compared = maker.get(f"{HOME}/{number}/differences")
    check_page(compared)
    assert "Andere woorden" in compared.text


def test_a_draft_is_thrown_away(send, app):
    assert send("/remove").status_code == 303

    with app.app_context():
        assert load_drafts(db.session()) == []


@pytest.mark.parametrize("way", ["all", "steps", "tablet"])
@pytest.mark.parametrize("group", ["parent", "youth"])
def test_a_draft_is_seen_as_on_a_phone(maker, draft_id, way, group):
    frame = f"/questionnaires/preview/draft/{draft_id}"
    shown = maker.get(f"{frame}?way={way}&group={group}&language=en")
    inside = maker.get(f"{frame}/inside?way={way}&group={group}&language=en")

    check_page(shown)
    assert "sandbox" in shown.text
    assert inside.status_code == 200
    assert inside.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in inside.headers["Content-Security-Policy"]


def test_only_a_preview_can_stand_in_a_frame(maker, draft_id):
    page = maker.get(f"{HOME}/{draft_id}")

    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_what_has_no_translation_yet_is_seen_in_dutch(maker, send, draft_id):
    send("/languages/en", title="")

    inside = maker.get(f"/questionnaires/preview/draft/{draft_id}/inside?language=en").text
    assert f"<h1>{read_toml(QUESTIONNAIRE)['title']['nl']}</h1>" in inside


def test_an_empty_draft_has_nothing_to_see(maker, app):
    with app.app_context():
        empty = {"code": "leeg", "number": 1, "languages": ["nl"], "groups": ["parent"], "item": []}
        draft = start_draft(db.session(), empty, now=now())
        db.session.commit()
        number = draft.id

    assert maker.get(f"/questionnaires/preview/draft/{number}").status_code == 200
    assert maker.get(f"/questionnaires/preview/draft/{number}/inside").status_code == 404
