import csv
import re
from html import unescape
from io import StringIO
from itertools import groupby

import pytest

from feedback.accounts.permissions import OrganisationKind, Role
from feedback.delivery.targets import Failure, Target
from surveys.items import RespondentGroup
from tests.cast import count_statements, in_english, signed_in
from tests.factories import (
    QUESTIONNAIRE,
    a_closed_wave,
    a_link,
    a_publication,
    a_region,
    a_school,
    a_version,
    a_wave,
    close,
    now,
    respond,
)
from tests.page import check_page

PARENT, YOUTH = RespondentGroup.PARENT, RespondentGroup.YOUTH
CODES = {"Yes": "yes", "A little": "partly", "No": "no"}
NUMBER = """
[[item]]
code = "uren"
kind = "number"
minimum = 0
maximum = 9
text = { nl = "Hoeveel uur hulp is er in de week?", en = "How many hours of help a week?" }
"""
OWN_WORDING = QUESTIONNAIRE.replace(
    'text = { nl = "Is er hulp op school?", en = "Is there help at school?" }',
    """[item.text]
nl = "Krijgt uw kind hulp?"
en = "Does your child get help?"
[item.text.youth]
nl = "Krijg jij hulp?"
en = "Do you get help?"
""",
    1,
)


def answers(n):
    """The forms of n people who do not agree."""
    for number in range(n):
        near = ("yes", "partly", "yes", "no")[number % 4]
        who = [["leraar"], ["wijkteam"], ["leraar", "wijkteam"]][number % 3] if near != "no" else []
        given = {"dichtbij": [near], "cijfer": [str(4 + number % 6)], "uren": [str(number % 4)]}
        yield given | ({"wie": who} if who else {})


def a_published_wave(session, wave_keys, n_of, *, definition=QUESTIONNAIRE + NUMBER):
    """Publish a wave in which so many of each (school, group) answered; gives its number."""
    schools = {school for school, _ in n_of}
    region = a_region(session, schools=schools)
    wave = a_wave(session, wave_keys, region=region, version=a_version(session, definition))
    for (school, group), n in n_of.items():
        link = a_link(session, wave, school, group)
        for given in answers(n):
            respond(session, link, given)
    publication = a_publication(session, close(session, wave_keys, wave))
    session.commit()
    return publication


@pytest.fixture
def schools(session):
    return {
        name: a_school(session, name, municipality=town, board=board)
        for name, town, board in [
            ("De Brug", "Terneuzen", "Samen"),
            ("Het Anker", "Terneuzen", "Samen"),
            ("De Ster", "Hulst", "Anders"),
            ("Klein Een", "Hulst", "Anders"),
            ("Klein Twee", "Hulst", "Anders"),
            ("Klein Drie", "Hulst", "Samen"),
        ]
    }


@pytest.fixture
def publication(session, wave_keys, schools):
    n_of = dict(zip(schools.values(), (60, 12, 6, 4, 4, 3), strict=True))
    young = {(schools["De Brug"], YOUTH): 24, (schools["De Ster"], YOUTH): 4}
    return a_published_wave(session, wave_keys, {(s, PARENT): n for s, n in n_of.items()} | young)


@pytest.fixture
def analyst(app, publication):
    region = publication.wave.campaign.region_id
    return signed_in(app, Role.ANALYST, OrganisationKind.REGION, region)


@pytest.fixture
def of_school(app, publication, schools):
    school = schools["De Brug"].id
    return signed_in(app, Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, school)


def address(publication, kind, key, group=None):
    url = f"/results/{publication.id}/{kind}/{key}"
    return url if group is None else f"{url}?group={group}"


def text_of(html):
    return " ".join(unescape(re.sub("<[^>]+>", "", html)).split())


def share(text):
    return text.removesuffix(" %")


def table_of(page):
    """What the table on a page says: measure → None when hidden, or its statistics."""
    table = {}
    for measure, row in re.findall(r'<tr data-measure="([^"]+)">(.*?)</tr>', page, re.DOTALL):
        cells = [text_of(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        if len(cells) == 1:
            table[measure] = None
            continue
        n, mean, favourable, *shares = cells
        said = {("n", ""): n, ("mean", ""): mean, ("favourable", ""): share(favourable)}
        for one in filter(None, "".join(shares).split("; ")):
            option, value = one.rsplit(": ", 1)
            said["share", CODES.get(option, option)] = share(value)
        table[measure] = {key: value for key, value in said.items() if value}
    return table


def figures_in(file):
    """What a file says: (kind, key, group) → measure → None when hidden, or its statistics."""
    rows = list(csv.DictReader(StringIO(file.removeprefix("\ufeff")), delimiter=";"))
    figures = {}
    for (kind, key, group, measure), of_figure in groupby(
        rows, lambda r: (r["unit_kind"], r["unit_key"], r["respondent_group"], r["measure"])
    ):
        said = {(row["statistic"], row["option"]): row["value"] for row in of_figure}
        said.pop(("coverage", ""), None)
        of_unit = figures.setdefault((kind, key, group), {})
        # Who did not answer stands on the page in words.
        if "~answered" not in measure:
            of_unit[measure] = said if any(said.values()) else None
    return figures


def links_of(page, pattern):
    return {unescape(url) for url in re.findall(rf'href="({pattern}[^"]*)"', page)}


def hidden_figures(page):
    sections = re.findall(r'<section class="figure">(.*?)</section>', page, re.DOTALL)
    hidden = [one for one in sections if 'class="hidden"' in one]
    return [re.sub("<h2>.*?</h2>", "", one, flags=re.DOTALL) for one in hidden]


def test_the_page_and_the_file_say_the_same_of_every_unit_and_group(publication, analyst):
    file = figures_in(analyst.get(f"/results/{publication.id}/figures.csv").text)

    pages = {unit: table_of(analyst.get(address(publication, *unit)).text) for unit in file}

    assert pages == file
    assert any(figure for page in pages.values() for figure in page.values())
    assert any(figure is None for page in pages.values() for figure in page.values())


def test_the_list_leads_to_every_unit_in_the_file(publication, analyst):
    file = figures_in(analyst.get(f"/results/{publication.id}/figures.csv").text)
    listed = analyst.get("/results/")

    check_page(listed)
    found = links_of(listed.text, rf"/results/{publication.id}/[^\"/]+/")
    assert found == {address(publication, kind, key) for kind, key, _ in file}


def test_a_results_page_is_a_page_for_everybody(publication, schools, of_school):
    check_page(of_school.get(address(publication, "school", schools["De Brug"].id)))


def test_hidden_figures_are_all_alike_and_hold_no_number(publication, analyst):
    file = figures_in(analyst.get(f"/results/{publication.id}/figures.csv").text)
    hidden = {
        text
        for unit in file
        for text in hidden_figures(analyst.get(address(publication, *unit)).text)
    }

    assert len(hidden) == 1
    assert not re.search(r"\d", hidden.pop())


def test_no_page_tells_a_silent_school_from_a_unanimous_one(app, session, wave_keys):
    counts = {"School A": {"yes": 8}, "School B": {"yes": 2}, "School C": {}}
    schools = {a_school(session, name): given for name, given in counts.items()}
    publication = a_publication(session, a_closed_wave(session, wave_keys, schools))
    session.commit()
    client = signed_in(app, Role.ADMINISTRATOR)

    pages = [client.get(address(publication, "school", school.id)).text for school in schools]

    # Around the figures stand a token, and the list of all units.
    figures = [page.split("<main")[1].split("Compare with")[0] for page in pages]
    assert len({re.sub(r"School \w|/school/\d+", "", text) for text in figures}) == 1
    assert len({len(page) for page in pages}) == 1


def test_a_results_page_has_no_header_that_depends_on_the_figures(publication, schools, analyst):
    headers = [
        dict(analyst.get(address(publication, "school", schools[name].id)).headers)
        for name in ("De Brug", "Klein Een")
    ]
    for one in headers:
        one.pop("Content-Length")
        # A session counts its seconds; the figures have no part in that.
        one.pop("Set-Cookie", None)

    assert headers[0] == headers[1]
    assert "ETag" not in headers[0]


def test_a_school_of_somebody_else_is_not_there(publication, schools, of_school):
    for name in ("Het Anker", "De Ster"):
        assert of_school.get(address(publication, "school", schools[name].id)).status_code == 404


def test_a_coordinator_sees_larger_units_to_compare_with_and_no_other_school(
    publication, schools, of_school
):
    text = of_school.get(address(publication, "school", schools["De Brug"].id)).text

    assert links_of(text, f"/results/{publication.id}/region")
    own = address(publication, "school", schools["De Brug"].id)
    assert {
        url for url in links_of(text, "/results/.*/school/") if not url.startswith(own)
    } == set()
    assert "Het Anker" not in text


def test_a_file_holds_no_unit_outside_the_region_of_its_reader(app, session, publication):
    other = a_region(session, "Zwolle", schools=[a_school(session, "Ver", municipality="Zwolle")])
    region = other.id
    session.commit()
    client = signed_in(app, Role.ANALYST, OrganisationKind.REGION, region)

    assert client.get(f"/results/{publication.id}/figures.csv").status_code == 404


def test_a_unit_whose_name_holds_a_slash_has_a_page(app, session, wave_keys):
    school = a_school(session, education_type="VMBO/HAVO")
    a_published_wave(session, wave_keys, {(school, PARENT): 24})
    client = signed_in(app, Role.ADMINISTRATOR)

    [url] = links_of(client.get("/results/").text, ".*/education-type/")

    assert client.get(url).status_code == 200


@pytest.mark.parametrize("group", ["teacher", "nobody"])
def test_a_group_that_was_not_asked_has_no_page(publication, schools, analyst, group):
    url = address(publication, "school", schools["De Brug"].id, group)

    assert analyst.get(url).status_code == 404


def test_results_are_told_in_the_language_of_the_reader(app, publication, schools, of_school):
    url = address(publication, "school", schools["De Brug"].id)
    of_school.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nl"

    assert "Is er hulp op school?" in of_school.get(url).text
    assert "Is er hulp op school?" not in in_english(app).get(url).text


def test_each_answer_to_a_multiple_choice_is_a_figure(publication, schools, analyst):
    table = table_of(analyst.get(address(publication, "school", schools["De Brug"].id)).text)

    assert table["wie:leraar"]["n", ""] == "45"
    assert table["wie:leraar"]["share", "yes"] == "65"
    assert "wie" not in table


def test_everybody_reads_every_wording_and_a_group_its_own(app, session, wave_keys):
    school = a_school(session)
    n_of = {(school, PARENT): 24, (school, YOUTH): 24}
    published = a_published_wave(session, wave_keys, n_of, definition=OWN_WORDING + NUMBER)
    client = signed_in(app, Role.ADMINISTRATOR)

    young = client.get(address(published, "school", school.id, "youth")).text
    everybody = client.get(address(published, "school", school.id, "all")).text

    assert "Do you get help?" in young
    assert "Does your child get help?" not in young
    assert "Does your child get help? / Do you get help?" in everybody


def test_a_bar_is_as_long_as_its_page_and_draws_only_shown_figures(publication, analyst):
    file = figures_in(analyst.get(f"/results/{publication.id}/figures.csv").text)
    for unit in file:
        page = analyst.get(address(publication, *unit)).text
        for bar in re.findall(r'<svg class="bar".*?</svg>', page, re.DOTALL):
            parts = re.findall(r'x="([\d.]+)" y="0" width="([\d.]+)"', bar)
            start, width = map(float, parts[-1])

            assert sum(float(width) for _, width in parts) == pytest.approx(100, abs=0.1)
            assert start + width <= 100.05


def test_a_results_page_asks_as_much_of_the_database_for_many_answers_as_for_few(
    app, session, wave_keys, publication, schools
):
    client = signed_in(app, Role.ADMINISTRATOR)
    many = [a_school(session, f"School {number}") for number in range(12)]
    larger = a_published_wave(session, wave_keys, {(school, PARENT): 30 for school in many})
    small = address(publication, "school", schools["De Brug"].id, "parent")
    large = address(larger, "school", many[0].id, "parent")

    assert count_statements(app, lambda: client.get(large)) == count_statements(
        app, lambda: client.get(small)
    )
    assert count_statements(app, lambda: client.get(large)) <= 26


def test_an_administrator_sees_what_did_not_arrive(app, session, publication):
    for name, n_failures, last_failure in (("dashboard", 0, ""), ("archief", 3, "refused")):
        session.add(
            Target(
                name=name, address=f"/{name}", moment="publication", files=["csv"],
                n_failures=n_failures, last_failure=last_failure,
                next_try_at=now() if n_failures else None,
            )
        )  # fmt: skip
    session.commit()

    page = text_of(signed_in(app, Role.ADMINISTRATOR).get("/results/").text)

    assert "dashboard: 0 publications arrived" in page
    assert "archief: the last publication did not arrive, because it refuses us." in page


def test_every_failure_is_told_in_words(app, session, publication):
    session.add_all(
        Target(
            name=failure, address="/out", moment="publication", files=["csv"],
            n_failures=1, last_failure=failure, next_try_at=now(),
        )
        for failure in Failure
    )  # fmt: skip
    session.commit()

    page = text_of(signed_in(app, Role.ADMINISTRATOR).get("/results/").text)

    assert page.count("did not arrive, because") == len(Failure)


def test_nobody_else_sees_where_publications_go(session, publication, analyst):
    session.add(Target(name="archief", address="/archief", moment="publication", files=["csv"]))
    session.commit()

    assert "archief" not in analyst.get("/results/").text
