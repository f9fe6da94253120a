"""One question of many places beside each other, and all questions of one place through time."""

import re

import lxml.html
import pytest

from feedback.accounts.permissions import OrganisationKind, Role
from tests.cast import count_statements, in_english, signed_in
from tests.factories import (
    a_link,
    a_publication,
    a_region,
    a_school,
    a_wave,
    close,
    respond,
)
from tests.page import check_page

# Name → municipality and how many parents answer; their answers differ from place to place.
TOWN = {
    "de Ster": ("Hulst", 60),
    "Het Anker": ("Terneuzen", 24),
    "Brug": ("Terneuzen", 120),
    "Klein": ("Hulst", 3),
    "Zes": ("Terneuzen", 6),
}


def a_town(session, wave_keys, n_of, n_waves=1):
    schools = [
        a_school(session, name, municipality=place, board=f"Bestuur {place}")
        for name, (place, _) in n_of.items()
    ]
    region = a_region(session, schools=schools)
    campaign, publication = None, None
    for number in range(n_waves):
        wave = a_wave(session, wave_keys, region=region)
        wave.campaign = campaign = campaign or wave.campaign
        for place, school in enumerate(schools):
            link = a_link(session, wave, school)
            for person in range(n_of[school.name][1]):
                near = ("yes", "partly", "no")[(person + number) % 3 if person % (place + 2) else 0]
                respond(session, link, {"dichtbij": [near], "cijfer": [str(4 + person % 6)]})
        publication = a_publication(session, close(session, wave_keys, wave))
    session.commit()
    return publication, {school.name: school for school in schools}


@pytest.fixture
def town(session, wave_keys):
    return a_town(session, wave_keys, TOWN)


@pytest.fixture
def analyst(app, town):
    region = town[0].wave.campaign.region_id
    return signed_in(app, Role.ANALYST, OrganisationKind.REGION, region)


def of_region(publication, page, query=""):
    region = publication.wave.campaign.region_id
    return f"/results/{publication.id}/region/{region}/{page}{query}"


def parts_on(text):
    items = lxml.html.fromstring(text).xpath("//ul[@class='multiples']/li")
    return {one.find("h3").text_content(): one for one in items}


def test_schools_stand_by_name_and_a_hidden_one_is_named(analyst, town):
    page = analyst.get(of_region(town[0], "beside"))

    check_page(page)
    parts = parts_on(page.text)
    assert list(parts) == ["Brug", "de Ster", "Het Anker", "Klein", "Zes"]
    assert "Too few (different) answers" in parts["Klein"].text_content()
    assert not parts["Klein"].findall(".//svg")
    assert parts["Brug"].findall(".//svg")
    assert not re.search(r"\d", parts["Klein"].text_content())


def test_of_few_people_it_says_how_high_and_draws_nothing(analyst, town):
    parts = parts_on(analyst.get(of_region(town[0], "beside", "?measure=dichtbij")).text)

    assert not parts["Zes"].findall(".//svg")
    assert re.search(r"mean: (low|middle|high)|Too few", parts["Zes"].text_content())


def test_the_drawing_is_as_long_as_the_share_of_the_unit_page(analyst, town):
    publication, schools = town
    own = analyst.get(f"/results/{publication.id}/school/{schools['Brug'].id}").text
    share = re.search(r"favourable: <bdi[^>]*>(\d+) %", own)[1]

    brug = parts_on(analyst.get(of_region(publication, "beside")).text)["Brug"]

    assert brug.find(".//rect[@class='tone-0']").get("width") == share


def test_municipalities_and_boards_can_stand_beside_each_other_too(analyst, town):
    text = analyst.get(of_region(town[0], "beside", "?per=municipality")).text

    assert list(parts_on(text)) == ["Hulst", "Terneuzen"]
    assert list(parts_on(analyst.get(of_region(town[0], "beside", "?per=board")).text)) == [
        "Bestuur Hulst", "Bestuur Terneuzen",
    ]  # fmt: skip


def test_only_parts_of_the_unit_itself_stand_there(analyst, town):
    publication, schools = town
    hulst = schools["Klein"].municipality_id

    text = analyst.get(f"/results/{publication.id}/municipality/{hulst}/beside").text

    assert list(parts_on(text)) == ["de Ster", "Klein"]


def test_who_sees_one_municipality_sees_no_school_of_another(app, town):
    publication, schools = town
    hulst = schools["Klein"].municipality_id
    viewer = signed_in(app, Role.MUNICIPALITY_VIEWER, OrganisationKind.MUNICIPALITY, hulst)

    text = viewer.get(of_region(publication, "beside")).text

    assert list(parts_on(text)) == ["de Ster", "Klein"]
    assert "Brug" not in text


def test_a_coordinator_sees_no_school_beside_the_own_one(app, town):
    publication, schools = town
    of_school = signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, schools["Brug"].id)

    assert of_school.get(of_region(publication, "beside")).status_code == 404
    assert "/beside" not in of_school.get(of_region(publication, "")[:-1]).text


def test_who_sees_one_school_sees_no_trend_of_another(app, session, wave_keys):
    publication, schools = a_town(session, wave_keys, TOWN, n_waves=2)
    of_school = signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, schools["Brug"].id)
    trends = f"/results/{publication.id}/school/{{}}/trends"

    assert of_school.get(trends.format(schools["Brug"].id)).status_code == 200
    assert of_school.get(trends.format(schools["Het Anker"].id)).status_code == 404
    assert in_english(app).get(trends.format(schools["Brug"].id)).status_code == 303


@pytest.mark.parametrize(
    "query", ["?measure=nothing", "?per=planet", "?per=region", "?group=youth"]
)
def test_what_is_not_there_is_not_there(analyst, town, query):
    assert analyst.get(of_region(town[0], "beside", query)).status_code == 404


def test_the_page_of_a_region_leads_there(analyst, town):
    region = analyst.get(of_region(town[0], "")[:-1]).text

    assert of_region(town[0], "beside").removeprefix("http://localhost") in region
    assert "/trends" not in region
    assert analyst.get(of_region(town[0], "trends")).status_code == 404


def test_many_schools_ask_no_more_of_the_database_than_few(app, session, wave_keys, town):
    many = {f"School {number}": ("Sluis", 12) for number in range(14)}
    larger, _ = a_town(session, wave_keys, many)
    client = signed_in(app, Role.ADMINISTRATOR)
    small, large = (of_region(one, "beside") for one in (town[0], larger))

    n_of_many = count_statements(app, lambda: client.get(large))

    assert n_of_many == count_statements(app, lambda: client.get(small))
    assert n_of_many <= 28


def test_questions_stand_on_one_line_of_time(app, session, wave_keys):
    publication, schools = a_town(session, wave_keys, {"Brug": ("Hulst", 60)}, n_waves=3)
    client = signed_in(app, Role.ADMINISTRATOR)

    answer = client.get(f"/results/{publication.id}/school/{schools['Brug'].id}/trends")

    check_page(answer)
    page = lxml.html.fromstring(answer.text)
    drawings = page.xpath("//ul[@class='multiples']//svg")
    rows = page.xpath("//tr[@data-measure]")
    assert len(drawings) == len(rows) == 2
    assert {one.get("viewbox") for one in drawings} == {"0 0 120 104"}
    for row, drawing in zip(rows, drawings, strict=True):
        shares = [int(re.findall(r"\d+", one.text_content())[0]) for one in row.findall("td")]
        assert [102 - float(one.get("cy")) for one in drawing.findall("circle")] == shares
