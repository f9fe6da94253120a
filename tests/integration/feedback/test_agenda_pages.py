import io
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.audit import AuditEvent
from feedback.database import db
from feedback.i18n import today
from surveys.agenda import Domain, Goal, Indicator, PlannedAction, Row
from surveys.organisations import Municipality, Region
from tests.cast import count_statements, post, signed_in
from tests.factories import (
    a_closed_wave,
    a_pilot,
    a_publication,
    a_region,
    a_school,
    an_agenda,
)
from tests.matrices import (
    MATRIX,
    csv_of,
    rows_of,
    rows_of_csv,
    trimmed,
    with_details,
    workbook_of,
)
from tests.page import Page, check_page

INDICATOR = {
    "text": "Vrijstellingen",
    "row": "0",
    "measured": "",
    "group": "all",
    "statistic": "favourable",
    "unit": "leerlingen",
    "direction": "down",
    "baseline": "40",
    "target": "10",
    "evaluate_on": "",
}


def remove(client, url, *, page):
    """Press the button that removes what a page is about."""
    given = Page(client.get(page).text).all("input")
    whole = next(one["value"] for one in given if one.get("name") == "whole")
    return post(client, url, page=page, whole=whole)


@pytest.fixture
def region_id(session):
    """The region of a school that has an agenda with one goal."""
    school = a_school(session)
    region = a_region(session, schools=[school])
    a_pilot(session, region, [school])
    an_agenda(session, region)
    session.commit()
    return region.id


@pytest.fixture
def administrator(app, region_id):
    return signed_in(app, Role.ADMINISTRATOR)


def send(client, address, **answers):
    return post(client, address, page=address, **answers)


def one(app, model):
    with app.app_context():
        return db.session.scalars(select(model)).one().id


def facts_of(app, model, *names):
    with app.app_context():
        rows = db.session.scalars(select(model).order_by(model.id))
        return [tuple(getattr(row, name) for name in names) for row in rows]


def upload(client, address, content, **answers):
    file = (io.BytesIO(content), "agenda.xlsx")
    return send(client, address, file=file, **answers)


def seen_on(shown):
    given = Page(shown.text).all("input")
    return next(one.get("value", "") for one in given if one.get("name") == "seen")


def replace(client, address, content):
    """Send a file, look at what it changes, and send it again."""
    shown = upload(client, address, content, replace="y")
    return upload(client, address, content, replace="y", seen=seen_on(shown))


def a_published_region(session, wave_keys, **counts):
    wave = a_closed_wave(session, wave_keys, {a_school(session): counts})
    publication = a_publication(session, wave)
    an_agenda(session, wave.campaign.region)
    session.commit()
    return publication


def follow(session, source, **facts):
    indicator = session.scalars(select(Indicator)).one()
    indicator.source = source
    for name, value in facts.items():
        setattr(indicator, name, value)
    session.commit()


# --- reading ---


def test_with_one_region_the_menu_leads_to_its_agenda(administrator, region_id):
    home = administrator.get("/staff")
    assert 'href="/agenda/"' in home.text

    assert administrator.get("/agenda/").location == f"/agenda/{region_id}"


def test_with_several_regions_somebody_chooses(session, administrator, region_id):
    other = a_region(session, "Elders")
    session.commit()

    shown = administrator.get("/agenda/")

    check_page(shown)
    assert f'href="/agenda/{other.id}"' in shown.text


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.ANALYST, OrganisationKind.REGION),
        (Role.PANEL_MEMBER, OrganisationKind.REGION),
        (Role.MUNICIPALITY_VIEWER, OrganisationKind.MUNICIPALITY),
        (Role.BOARD_VIEWER, OrganisationKind.BOARD),
        (Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL),
        (Role.PILOT_LEAD, OrganisationKind.PILOT),
    ],
)
def test_who_sees_results_of_something_in_a_region_reads_its_agenda(app, region_id, role, kind):
    reader = signed_in(app, role, kind, 1)

    shown = reader.get(f"/agenda/{region_id}")

    assert shown.status_code == 200
    assert "Elk kind gaat naar school." in shown.text
    assert "Add a domain" not in shown.text
    assert reader.get(f"/agenda/{region_id}/agenda.csv").status_code == 200
    assert reader.get(f"/agenda/{region_id}/domains/new").status_code == 404


def test_nobody_reads_or_changes_the_agenda_of_another_region(session, app, region_id):
    other = a_region(session, "Elders")
    session.add(Municipality(name="Verweg", province="", region=other))
    session.commit()
    stranger = signed_in(app, Role.ADMINISTRATOR, OrganisationKind.REGION, other.id)
    domain_id, goal_id = one(app, Domain), one(app, Goal)

    for address in (
        f"/agenda/{region_id}",
        f"/agenda/{region_id}/{domain_id}",
        f"/agenda/{region_id}/agenda.xlsx",
        f"/agenda/{region_id}/file/",
        # Through the own region it is not found either.
        f"/agenda/{other.id}/{domain_id}",
        f"/agenda/{other.id}/{domain_id}/edit",
        f"/agenda/{other.id}/goals/{goal_id}",
        f"/agenda/{other.id}/indicators/{one(app, Indicator)}",
        f"/agenda/{other.id}/actions/{one(app, PlannedAction)}",
    ):
        assert stranger.get(address).status_code == 404, address


def test_the_overview_has_the_goals_as_a_tree_and_where_each_stands(app, session, administrator):
    domain = session.scalars(select(Domain)).one()
    small = Goal(text="Sneller hulp.", parent=domain.goals[0])
    domain.goals.append(small)
    small.rows.append(Row(investment="", indicators=[Indicator(text="Wachttijd", target=5.0)]))
    session.commit()

    shown = administrator.get(f"/agenda/{domain.region_id}")

    check_page(shown)
    large, _, below = shown.text.partition("Elk kind gaat naar school.")[2].partition("<ul>")
    assert "no figure yet: 1" in large
    assert "Sneller hulp." in below


def test_a_domain_says_who_does_what_in_which_year(app, administrator, region_id):
    shown = administrator.get(f"/agenda/{region_id}/{one(app, Domain)}")

    check_page(shown)
    for text in ("Thuiszitters van 5 tot 16 jaar", "0,5 fte", "Melden.", "Leerplicht", "26-27"):
        assert text in shown.text


def test_an_evaluation_that_is_past_stands_out(session, app, administrator, region_id):
    indicator = session.scalars(select(Indicator)).one()
    indicator.evaluate_on = today() - timedelta(days=1)
    session.commit()

    overview = administrator.get(f"/agenda/{region_id}").text
    domain = administrator.get(f"/agenda/{region_id}/{one(app, Domain)}").text

    assert "1 indicator should have been evaluated" in overview
    assert "should have been evaluated on" in domain
    indicator.evaluate_on = today()
    session.commit()
    assert "should have been evaluated" not in administrator.get(f"/agenda/{region_id}").text


def test_a_published_figure_is_shown_as_it_was_published(session, app, wave_keys):
    publication = a_published_region(session, wave_keys, yes=39, no=2)
    follow(session, "nabijheid/dichtbij/parent/favourable", target=95.0)
    region_id = publication.wave.campaign.region_id

    shown = signed_in(app, Role.ADMINISTRATOR).get(f"/agenda/{region_id}/{one(app, Domain)}")

    assert "≥95 %" in shown.text
    assert "Target reached" in shown.text
    # 39 of 41.
    assert "95.1" not in shown.text
    assert "39" not in shown.text


def test_a_hidden_figure_says_so(session, app, wave_keys):
    publication = a_published_region(session, wave_keys, yes=12)
    follow(session, "nabijheid/dichtbij/parent/mean", target=2.0)
    region_id = publication.wave.campaign.region_id

    shown = signed_in(app, Role.ADMINISTRATOR).get(f"/agenda/{region_id}/{one(app, Domain)}")

    assert "Too few (different) answers" in shown.text
    assert "No figure yet" in shown.text


def test_the_overview_of_a_large_agenda_asks_the_database_little(
    session, app, administrator, region_id
):
    before = count_statements(app, lambda: administrator.get(f"/agenda/{region_id}"))
    for number in range(8):
        an_agenda(session, session.get_one(Region, region_id), f"Domein {number}")
    session.commit()

    after = count_statements(app, lambda: administrator.get(f"/agenda/{region_id}"))

    assert after == before


# --- files ---


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_matrix_of_the_handreiking_goes_in_and_comes_out_the_same(
    administrator, region_id, ending
):
    content = workbook_of(MATRIX) if ending == "xlsx" else csv_of(MATRIX)
    address = f"/agenda/{region_id}/file/"
    assert replace(administrator, address, content).status_code == 303

    file = administrator.get(f"/agenda/{region_id}/agenda.{ending}")

    rows = rows_of(file.data) if ending == "xlsx" else rows_of_csv(file.text)
    assert rows == trimmed(MATRIX)
    assert "attachment" in file.headers["Content-Disposition"]
    check_page(administrator.get(f"/agenda/{region_id}"))


def test_what_is_taken_along_can_be_read_again(app, administrator, region_id):
    address = f"/agenda/{region_id}/agenda.xlsx"
    before = administrator.get(address).data

    kept = upload(administrator, f"/agenda/{region_id}/file/", before, replace="y")

    assert kept.status_code == 303
    assert rows_of(administrator.get(address).data) == rows_of(before)


def test_a_file_with_mistakes_changes_nothing_and_says_all_of_them(app, administrator, region_id):
    rows = with_details("Streefwaarde", "Evaluatie", Streefwaarde="veel", Evaluatie="ooit")

    refused = upload(administrator, f"/agenda/{region_id}/file/", workbook_of(rows), replace="y")

    assert refused.status_code == 422
    check_page(refused)
    assert "There are 2 mistakes in the file" in refused.text
    assert "row 3, column &#34;Streefwaarde&#34;" in refused.text
    assert facts_of(app, Goal, "text") == [("Elk kind gaat naar school.",)]


def test_an_agenda_is_only_replaced_when_somebody_says_so(app, administrator, region_id):
    refused = upload(administrator, f"/agenda/{region_id}/file/", workbook_of(MATRIX))

    assert refused.status_code == 422
    assert "There is an agenda already." in refused.text
    assert facts_of(app, Domain, "name") == [("Thuiszitters",)]


def add_indicator(session, text):
    row = session.scalars(select(Row)).first()
    row.indicators.append(Indicator(text=text))
    session.commit()


def test_what_a_colleague_added_since_the_export_does_not_go_unseen(
    app, session, administrator, region_id
):
    address = f"/agenda/{region_id}/file/"
    exported = administrator.get(f"/agenda/{region_id}/agenda.xlsx").data
    add_indicator(session, "Vrijstellingen")

    asked = upload(administrator, address, exported, replace="y")

    assert asked.status_code == 422
    check_page(asked)
    assert "What would disappear or change" in asked.text
    assert "Vrijstellingen</span>: Indicatoren disappears" in " ".join(asked.text.split())
    assert facts_of(app, Indicator, "text")[1:] == [("Vrijstellingen",)]
    assert re.search('name="replace"[^>]*checked|checked[^>]*name="replace"', asked.text)

    # Meanwhile there is more that nobody looked at.
    add_indicator(session, "Verzuim")
    again = upload(administrator, address, exported, replace="y", seen=seen_on(asked))
    assert again.status_code == 422
    assert "Verzuim" in again.text

    kept = upload(administrator, address, exported, replace="y", seen=seen_on(again))
    assert kept.status_code == 303
    assert len(facts_of(app, Indicator, "text")) == 1


def test_what_a_file_would_change_is_told_with_what_stood_there(session, administrator, region_id):
    exported = administrator.get(f"/agenda/{region_id}/agenda.csv").data
    changed = exported.replace(b"Leerplicht", b"Wijkteam")

    asked = upload(administrator, f"/agenda/{region_id}/file/", changed, replace="y")

    assert "Actoren: <del>Leerplicht</del> → <ins>Wijkteam</ins>" in asked.text


def test_a_first_agenda_is_read_without_asking(session, app):
    region = a_region(session)
    session.commit()
    administrator = signed_in(app, Role.ADMINISTRATOR, OrganisationKind.REGION, region.id)

    kept = upload(administrator, f"/agenda/{region.id}/file/", csv_of(MATRIX))

    assert kept.location == f"/agenda/{region.id}"
    assert "4 goals were read." in administrator.get(kept.location).text


def test_no_file_is_told(administrator, region_id):
    refused = send(administrator, f"/agenda/{region_id}/file/")

    assert refused.status_code == 422
    assert "Choose a file." in refused.text


# --- domains and goals ---


def test_a_domain_is_added_with_its_school_years(app, administrator, region_id):
    saved = send(
        administrator, f"/agenda/{region_id}/domains/new",
        name=" Preventie  en hulp ", introduction="Waarom.\r\n\r\nHoe.", years="26-27, 27-28,",
    )  # fmt: skip

    assert saved.status_code == 303
    check_page(administrator.get(saved.location))
    assert facts_of(app, Domain, "name", "introduction", "years", "position")[1:] == [
        ("Preventie en hulp", "Waarom.\n\nHoe.", ["26-27", "27-28"], 1)
    ]


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"name": ""}, "Write a name."),
        ({"name": "Thuiszitters"}, "There is a domain of this name already."),
        ({"years": "26-28, vorig jaar"}, "This is not a school year: 26-28, vorig jaar."),
        ({"years": ",".join(f"{n}-{n + 1}" for n in range(20, 31))}, "at most 10 school years"),
        ({"introduction": "a" * 4001}, "4000"),
    ],
)
def test_a_domain_that_cannot_be_is_refused(app, administrator, region_id, mistake, said):
    answers = {"name": "Preventie", "introduction": "Waarom.", "years": "26-27"} | mistake

    refused = send(administrator, f"/agenda/{region_id}/domains/new", **answers)

    assert refused.status_code == 422
    check_page(refused)
    assert said in refused.text
    assert answers["introduction"] in refused.text
    assert len(facts_of(app, Domain, "id")) == 1


def send_years(app, client, region_id, years):
    address = f"/agenda/{region_id}/{one(app, Domain)}/edit"
    return send(client, address, name="Thuiszitters", introduction="Waarom.", years=years)


def test_a_school_year_in_which_something_is_done_does_not_go(app, administrator, region_id):
    refused = send_years(app, administrator, region_id, "27-28")

    assert refused.status_code == 422
    check_page(refused)
    assert "Actions are done in 26-27. Keep it" in refused.text
    assert "Waarom." in refused.text
    assert facts_of(app, PlannedAction, "years") == [(["26-27"],)]


def test_a_school_year_in_which_nothing_is_done_goes(app, administrator, region_id):
    assert send_years(app, administrator, region_id, "26-27").status_code == 303

    assert facts_of(app, Domain, "years") == [(["26-27"],)]


@pytest.mark.parametrize("years", ["2026-2027, 2027-2028", "26/27", "2026-2027, 26-27"])
def test_actions_stay_in_a_school_year_that_is_written_otherwise(
    app, administrator, region_id, years
):
    assert send_years(app, administrator, region_id, years).status_code == 303

    written = years.split(", ")[0]
    assert facts_of(app, PlannedAction, "years") == [([written],)]
    assert facts_of(app, Domain, "years")[0][0][0] == written


def test_a_domain_goes_with_all_that_stands_in_it(app, administrator, region_id):
    address = f"/agenda/{region_id}/{one(app, Domain)}"

    remove(administrator, f"{address}/remove", page=f"{address}/edit")

    for model in (Domain, Goal, Row, Indicator, PlannedAction):
        assert facts_of(app, model, "id") == []
    assert "There is no agenda yet." in administrator.get(f"/agenda/{region_id}").text


def test_a_goal_is_added_as_part_of_another(app, administrator, region_id):
    goal_id = one(app, Goal)

    saved = send(
        administrator, f"/agenda/{region_id}/{one(app, Domain)}/goals/new",
        text="Sneller hulp.", part_of=goal_id,
    )  # fmt: skip

    check_page(administrator.get(saved.location))
    assert facts_of(app, Goal, "text", "parent_id")[1:] == [("Sneller hulp.", goal_id)]


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"text": ""}, "Write the goal."),
        ({"text": "Domein"}, "Write the goal."),
        ({"text": "Elk kind gaat  naar school."}, "This domain has this goal already."),
        ({"part_of": "999"}, "Not a valid choice"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(app, administrator, region_id, mistake, said):
    address = f"/agenda/{region_id}/{one(app, Domain)}/goals/new"

    refused = send(administrator, address, **{"text": "Hulp.", "part_of": "0"} | mistake)

    assert refused.status_code == 422
    check_page(refused)
    assert said in refused.text


def test_a_goal_cannot_become_part_of_its_own_part(app, administrator, region_id):
    goal_id = one(app, Goal)
    address = f"/agenda/{region_id}/{one(app, Domain)}/goals/new"
    send(administrator, address, text="Sneller hulp.", part_of=goal_id)

    refused = send(
        administrator, f"/agenda/{region_id}/goals/{goal_id}", text="Hulp.", part_of=goal_id + 1
    )

    assert refused.status_code == 422
    assert facts_of(app, Goal, "parent_id") == [(None,), (goal_id,)]


def test_a_goal_is_changed_and_removed(app, administrator, region_id):
    address = f"/agenda/{region_id}/goals/{one(app, Goal)}"

    send(administrator, address, text="Ieder kind naar school.", part_of="0")
    assert facts_of(app, Goal, "text") == [("Ieder kind naar school.",)]

    remove(administrator, f"{address}/remove", page=address)
    assert facts_of(app, Goal, "id") == facts_of(app, Indicator, "id") == []


def test_what_a_row_costs_is_said_beside_it(app, administrator, region_id):
    page, row_id = f"/agenda/{region_id}/goals/{one(app, Goal)}", one(app, Row)
    address = f"/agenda/{region_id}/rows/{row_id}"

    post(administrator, address, page=page, **{f"row-{row_id}-investment": "1 fte"})
    assert facts_of(app, Row, "investment") == [("1 fte",)]

    refused = post(administrator, address, page=page, **{f"row-{row_id}-investment": "a" * 501})
    assert refused.status_code == 422
    check_page(refused)
    assert facts_of(app, Row, "investment") == [("1 fte",)]


# --- indicators, values and actions ---


def test_an_indicator_is_added_in_a_row_of_its_own(app, administrator, region_id):
    address = f"/agenda/{region_id}/goals/{one(app, Goal)}/indicators/new"

    saved = send(administrator, address, **INDICATOR)

    assert saved.status_code == 303
    names = ("text", "unit", "direction", "baseline", "target", "evaluate_on", "source")
    assert facts_of(app, Indicator, *names)[1:] == [
        ("Vrijstellingen", "leerlingen", "down", 40, 10, None, "")
    ]
    assert facts_of(app, Row, "position", "investment") == [(0, "0,5 fte"), (1, "")]


def test_an_indicator_is_added_beside_another(app, administrator, region_id):
    address = f"/agenda/{region_id}/goals/{one(app, Goal)}/indicators/new"

    send(administrator, address, **INDICATOR | {"row": one(app, Row)})

    assert facts_of(app, Indicator, "row_id", "position") == [(1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"text": " "}, "Write the indicator."),
        ({"target": "veel"}, "Write a number such as 12.5."),
        ({"baseline": "1e400"}, "Write a number such as 12.5."),
        ({"evaluate_on": "morgen"}, "Not a valid date"),
        ({"unit": "a" * 21}, "20"),
        ({"measured": "nergens/niets"}, "Not a valid choice"),
        ({"row": "999"}, "Not a valid choice"),
    ],
)
def test_an_indicator_that_cannot_be_is_refused(app, administrator, region_id, mistake, said):
    address = f"/agenda/{region_id}/goals/{one(app, Goal)}/indicators/new"

    refused = send(administrator, address, **INDICATOR | mistake)

    assert refused.status_code == 422
    check_page(refused)
    assert said in refused.text
    assert 'value="40"' in refused.text or "baseline" in mistake
    assert len(facts_of(app, Indicator, "id")) == 1


def test_an_indicator_follows_a_question_that_is_published(session, app, wave_keys):
    publication = a_published_region(session, wave_keys, yes=24, partly=8, no=8)
    client, region_id = signed_in(app, Role.ADMINISTRATOR), publication.wave.campaign.region_id
    address = f"/agenda/{region_id}/indicators/{one(app, Indicator)}"
    chosen = INDICATOR | {"row": one(app, Row), "measured": "nabijheid/dichtbij"}
    assert "Is there help at school?" in client.get(address).text

    saved = send(client, address, **chosen | {"group": "parent", "direction": "up", "target": "70"})

    assert saved.status_code == 303
    assert facts_of(app, Indicator, "source") == [("nabijheid/dichtbij/parent/favourable",)]
    shown = client.get(f"/agenda/{region_id}/{one(app, Domain)}").text
    assert "60 %" in shown
    check_page(client.get(address))


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"measured": "nabijheid/indicator~nabijheid", "group": "all"}, "This is published of:"),
        ({"measured": "nabijheid/dichtbij", "group": "supporter"}, "This is published of:"),
    ],
)
def test_what_is_never_published_cannot_be_followed(session, app, wave_keys, chosen, said):
    publication = a_published_region(session, wave_keys, yes=24, partly=8, no=8)
    client, region_id = signed_in(app, Role.ADMINISTRATOR), publication.wave.campaign.region_id

    address = f"/agenda/{region_id}/indicators/{one(app, Indicator)}"
    refused = send(client, address, **INDICATOR | {"row": one(app, Row)} | chosen)

    assert refused.status_code == 422
    assert said in refused.text
    assert facts_of(app, Indicator, "source") == [("",)]


def test_a_figure_of_a_questionnaire_that_is_not_here_stays_as_the_file_said(
    session, app, administrator, region_id
):
    follow(session, "elders/vraag/parent/mean")
    address = f"/agenda/{region_id}/indicators/{one(app, Indicator)}"

    check_page(administrator.get(address))
    kept = INDICATOR | {
        "row": one(app, Row), "measured": "elders/vraag", "group": "parent", "statistic": "mean"
    }  # fmt: skip
    assert send(administrator, address, **kept).status_code == 303

    assert facts_of(app, Indicator, "source") == [("elders/vraag/parent/mean",)]


def test_a_value_is_entered_by_hand_and_taken_back(app, administrator, region_id):
    address = f"/agenda/{region_id}/indicators/{one(app, Indicator)}"
    domain = f"/agenda/{region_id}/{one(app, Domain)}"
    day = date(2026, 10, 1).isoformat()

    values = {"value-day": day, "value-value": "31,5"}
    saved = post(administrator, f"{address}/values", page=address, **values)
    assert saved.status_code == 303
    assert "31.5 leerlingen" in administrator.get(domain).text

    post(administrator, f"{address}/values/remove", page=address, day=day)
    assert "31.5" not in administrator.get(domain).text


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"value-value": ""}, "Write a number."),
        ({"value-value": "veel"}, "Write a number such as 12.5."),
        ({"value-day": ""}, "Choose a day."),
        (
            {"value-day": (today() + timedelta(days=1)).isoformat()},
            "This day is still to come.",
        ),
    ],
)
def test_a_value_that_cannot_be_is_refused(app, administrator, region_id, mistake, said):
    address = f"/agenda/{region_id}/indicators/{one(app, Indicator)}"
    values = {"value-day": "2026-10-01", "value-value": "31"} | mistake

    refused = post(administrator, f"{address}/values", page=address, **values)

    assert refused.status_code == 422
    check_page(refused)
    assert said in refused.text
    assert f'value="{values["value-value"]}"' in refused.text


def test_an_indicator_goes_with_its_values_and_an_empty_row(app, administrator, region_id):
    goal = f"/agenda/{region_id}/goals/{one(app, Goal)}"
    send(administrator, f"{goal}/indicators/new", **INDICATOR)
    address = f"/agenda/{region_id}/indicators/2"
    values = {"value-day": "2026-10-01", "value-value": "31"}
    post(administrator, f"{address}/values", page=address, **values)

    remove(administrator, f"{address}/remove", page=address)

    assert facts_of(app, Indicator, "id") == [(1,)]
    assert facts_of(app, Row, "id") == [(1,)]


def test_an_action_is_added_changed_moved_and_removed(app, administrator, region_id):
    goal = f"/agenda/{region_id}/goals/{one(app, Goal)}"
    added = {"text": "Bellen.", "actors": "Wijkteam", "years": ["26-27", "27-28"]}
    send(administrator, f"{goal}/actions/new", **added, row=one(app, Row))
    names = ("text", "actors", "years", "row_id", "position")
    assert facts_of(app, PlannedAction, *names)[1:] == [
        ("Bellen.", "Wijkteam", ["26-27", "27-28"], 1, 1)
    ]

    address = f"/agenda/{region_id}/actions/2"
    send(administrator, address, text="Bellen.", actors="", years=["27-28"], row="0")
    assert facts_of(app, PlannedAction, *names)[1:] == [("Bellen.", "", ["27-28"], 2, 0)]

    remove(administrator, f"{address}/remove", page=address)
    assert facts_of(app, PlannedAction, "id") == [(1,)]
    assert facts_of(app, Row, "id") == [(1,)]


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"text": "", "actors": " "}, "Write what is done, or who does it."),
        ({"years": ["30-31"]}, "30-31"),
        ({"text": "a" * 501}, "500"),
    ],
)
def test_an_action_that_cannot_be_is_refused(app, administrator, region_id, mistake, said):
    address = f"/agenda/{region_id}/goals/{one(app, Goal)}/actions/new"
    answers = {"text": "Bellen.", "actors": "", "years": [], "row": "0"} | mistake

    refused = send(administrator, address, **answers)

    assert refused.status_code == 422
    check_page(refused)
    assert said in refused.text
    assert len(facts_of(app, PlannedAction, "id")) == 1


def test_every_change_is_written_down_without_its_words(app, administrator, region_id):
    goal = f"/agenda/{region_id}/goals/{one(app, Goal)}"
    send(administrator, goal, text="Ieder kind naar school.", part_of="0")
    replace(administrator, f"/agenda/{region_id}/file/", workbook_of(MATRIX))

    deeds = [
        deed for deed in facts_of(app, AuditEvent, "action", "thing", "thing_id")
        if deed[1] == "region"
    ]  # fmt: skip

    assert deeds == [
        ("changed the agenda of", "region", str(region_id)),
        ("read from a file the agenda of", "region", str(region_id)),
    ]
    log = administrator.get("/audit-log/").text
    assert "read from a file the agenda of" in log
