"""One publication, one set of figures: wherever it is told, it says that and nothing else.

What is gathered has one shape, whatever it was gathered from: (unit kind, unit key, group, measure)
→ (statistic, option) → what is shown; a hidden figure has nothing.
"""

import csv
import json
import re
from dataclasses import dataclass
from io import BytesIO, StringIO
from urllib.parse import unquote
from xml.etree import ElementTree
from zipfile import ZipFile

import lxml.html
import openpyxl
import pandas as pd
import pypdfium2
import pyreadstat
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from analysis.estimates import (
    as_grade,
    favourable_of,
    response_rate,
    shown_limits,
    shown_mean_limits,
)
from analysis.publications import Publication
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.api.tokens import make_client
from feedback.app import create_app
from feedback.cli import klankbord
from feedback.config import Settings
from feedback.database import db
from feedback.i18n import today
from surveys.agenda import Domain, Goal, Indicator, Row, Source, Statistic
from surveys.distribution import Link
from surveys.headcounts import save_headcounts
from surveys.items import RespondentGroup
from surveys.keys import WaveKeys
from tests import databases
from tests.cast import in_english, signed_in
from tests.factories import (
    QUESTIONNAIRE,
    a_link,
    a_pilot,
    a_publication,
    a_region,
    a_school,
    a_version,
    a_wave,
    close,
    figures_of,
    now,
    respond,
)

PARENT, YOUTH, TEACHER = RespondentGroup.PARENT, RespondentGroup.YOUTH, RespondentGroup.TEACHER
MORE = """
[[item]]
code = "gehoord"
kind = "scale"
measures = "nabijheid"
text = { nl = "Luistert de school naar u?", en = "Does the school listen to you?" }
[[item.option]]
code = "always"
value = 4
favourable = true
text = { nl = "Altijd", en = "Always" }
[[item.option]]
code = "often"
value = 3
favourable = true
text = { nl = "Vaak", en = "Often" }
[[item.option]]
code = "seldom"
value = 2
text = { nl = "Zelden", en = "Seldom" }
[[item.option]]
code = "never"
value = 1
text = { nl = "Nooit", en = "Never" }

[[item]]
code = "uren"
kind = "number"
minimum = 0
maximum = 9
text = { nl = "Hoe vaak in de week is er hulp?", en = "How often a week is there help?" }
"""
QUESTIONS = {
    "dichtbij": "Is er hulp op school?",
    "wie:leraar": "Wie helpt er? De leraar",
    "wie:wijkteam": "Wie helpt er? Het wijkteam",
    "cijfer": "Welk cijfer geeft u de hulp?",
    "gehoord": "Luistert de school naar u?",
    "uren": "Hoe vaak in de week is er hulp?",
}
ANSWERS = {
    "dichtbij": {"yes": "Ja", "partly": "Een beetje", "no": "Nee"},
    "gehoord": {"always": "Altijd", "often": "Vaak", "seldom": "Zelden", "never": "Nooit"},
    "wie:leraar": {"yes": "Ja", "no": "Nee"},
    "wie:wijkteam": {"yes": "Ja", "no": "Nee"},
}
GOOD = {"dichtbij": ("yes",), "gehoord": ("always", "often"), "cijfer": ("7", "8", "9", "10")}
VALUES = {
    "dichtbij": {"yes": 3, "partly": 2, "no": 1},
    "gehoord": {"always": 4, "often": 3, "seldom": 2, "never": 1},
    "cijfer": {str(grade): grade for grade in range(1, 11)},
    "uren": {str(hours): hours for hours in range(10)},
}
GROUPS = {"parent": "Ouders", "youth": "Jongeren (12–18)", "teacher": None, "all": "Iedereen"}
HIDDEN = "Te weinig (verschillende) antwoorden"
# Name → municipality, board, in the pilot, and how many parents, young people and teachers answer.
SCHOOLS = {
    "De Brug": ("Terneuzen", "Samen", True, (320, 60, 24)),
    "Het Anker": ("Terneuzen", "Samen", True, (120, 24, 12)),
    "De Ster": ("Terneuzen", "Anders", False, (31, 12, 7)),
    "De Vlieger": ("Hulst", "Anders", True, (14, 4, 5)),
    "Klein A": ("Hulst", "Anders", False, (7, 0, 3)),
    "Klein B": ("Hulst", "Anders", False, (4, 3, 2)),
    "Klein C": ("Hulst", "Samen", False, (4, 2, 0)),
    "Eensgezind": ("Sluis", "Alleen", False, (12, 11, 6)),
}


@dataclass(frozen=True)
class Town:
    """The application with the publication, and all that it holds."""

    app: Flask
    publication_id: int
    earlier_id: int
    region_id: int
    figures: dict
    cells: dict
    units: dict
    headcounts: dict


@pytest.fixture(scope="module")
def town(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("everything")
    settings = Settings(
        database_url=databases.copy_sqlite(sqlite_template, folder / "klankbord.db"),
        secret_key="a secret that only tests may know",
        password_salt="a salt for tests",
        key_directory=folder / "keys",
        queue=str(folder / "queue.db"),
        public_url="http://localhost",
        demo=False,
    )
    app = create_app(settings)
    app.testing = True
    with app.app_context():
        town = a_town(app, db.session(), WaveKeys(settings.key_directory))
    yield town
    with app.app_context():
        db.engine.dispose()


def a_town(app, session, keys):
    """Two waves of one campaign; gives what is published of the last one."""
    schools = [
        a_school(session, name, municipality=town, board=board)
        for name, (town, board, _, _) in SCHOOLS.items()
    ]
    for school in schools[:6]:
        save_headcounts(session, school, {PARENT: 500, TEACHER: 40}, today=now().date())
    region = a_region(session, schools=schools)
    a_pilot(session, region, [one for one in schools if SCHOOLS[one.name][2]])
    version = a_version(session, QUESTIONNAIRE + MORE)
    campaign = None
    publications = []
    for lean in (1, 0):
        wave = a_wave(session, keys, region=region, version=version)
        wave.campaign = campaign = campaign or wave.campaign
        for school in schools:
            for group, n in zip((PARENT, YOUTH, TEACHER), SCHOOLS[school.name][3], strict=True):
                link = a_link(session, wave, school, group)
                for number in range(n):
                    respond(session, link, a_form(school.name, number, lean))
        publications.append(a_publication(session, close(session, keys, wave)))
        session.commit()
    earlier, publication = publications
    cells = {place_of(cell): cell for cell in figures_of(session, publication)}
    session.add(an_agenda_of_figures(region))
    session.commit()
    return Town(
        app,
        publication.id,
        earlier.id,
        region.id,
        {place: said_by(cell) for place, cell in cells.items()},
        cells,
        {(unit.kind, unit.key): unit.name for unit in publication.units},
        {(unit.kind, unit.key): dict(unit.headcounts or {}) for unit in publication.units},
    )


def an_agenda_of_figures(region):
    """A domain with an indicator for each figure that the region can have."""
    row = Row(investment="")
    for group in GROUPS:
        for measure in ("dichtbij", "cijfer", "gehoord", "uren", "indicator~nabijheid"):
            for statistic in Statistic:
                source = Source("nabijheid", measure, group, statistic)
                text = f"{group} {measure} {statistic}"
                row.indicators.append(Indicator(text=text, source=str(source)))
    domain = Domain(region=region, position=0, name="Nabijheid", years=[])
    domain.goals.append(Goal(text="Hulp is dichtbij.", rows=[row]))
    return domain


def a_form(school, number, lean):
    """The answers of one of the people of a school, who agree at one of the schools only."""
    if school == "Eensgezind":
        return {"dichtbij": ["yes"], "cijfer": ["8"], "gehoord": ["often"], "uren": ["1"]}
    near = ("yes", "partly", "no", "yes", "na")[(number + lean) % 5 if number % 3 else 2]
    listens = ("always", "often", "seldom", "never", "often", "often")[number % 6]
    given = {"dichtbij": [near], "cijfer": [str(3 + (number + lean) % 7)], "gehoord": [listens]}
    given |= {"uren": [str(number % 4)]} if number % 8 else {}
    who = [["leraar"], ["wijkteam"], ["leraar", "wijkteam"]][number % 3]
    return given | ({"wie": who} if near in ("yes", "partly") else {})


@pytest.fixture(scope="module")
def reader(town):
    """Somebody who sees all there is, in Dutch."""
    client = signed_in(town.app, Role.ADMINISTRATOR)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "nl"
    return client


def place_of(cell):
    return cell.unit_kind, cell.unit_key, cell.respondent_group, cell.measure


def said_by(cell):
    if cell.status == "hidden":
        assert not any((cell.n, cell.coverage, cell.mean, cell.favourable, cell.shares))
        return {}
    said = {(name, ""): getattr(cell, name) for name in ("n", "coverage", "mean", "favourable")}
    said |= {("share", option): share for option, share in cell.shares.items()}
    return {key: value for key, value in said.items() if value}


def test_the_town_has_every_sort_of_figure(town):
    ns = {said.get(("n", "")) for said in town.figures.values()}

    assert {None, "5–9", "320"} <= ns
    assert {cell.coverage for cell in town.cells.values()} > {"", "≥95"}
    assert any(said and "mean" not in dict(said) for said in town.figures.values())
    assert {"low", "middle", "high"} & {cell.mean for cell in town.cells.values()}
    assert any(place[3] == "indicator~nabijheid" for place, said in town.figures.items() if said)
    assert {place[0] for place in town.figures} == {
        "school", "education-type", "board", "municipality", "pilot", "region",
    }  # fmt: skip


# Files and feeds: each holds all of the publication.


def long_rows(rows):
    """Gather rows of the long layout, each a mapping of columns."""
    gathered: dict = {}
    for row in rows:
        place = tuple(
            row[name] for name in ("unit_kind", "unit_key", "respondent_group", "measure")
        )
        said = gathered.setdefault(place, {})
        if row["status"] == "hidden":
            assert row["statistic"] == "n"
            assert all(not row[name] for name in ("value", "value_number", "lower", "upper"))
        else:
            assert (row["statistic"], row["option"] or "") not in said
            said[row["statistic"], row["option"] or ""] = row["value"]
    return gathered


def wide_rows(rows):
    gathered = {}
    for row in rows:
        place = tuple(
            row[name] for name in ("unit_kind", "unit_key", "respondent_group", "measure")
        )
        said = {(name, ""): row[name] for name in ("n", "coverage", "mean", "favourable")}
        said |= {
            ("share", name.removeprefix("share_")): value
            for name, value in row.items()
            if name.startswith("share_")
        }
        gathered[place] = {key: value for key, value in said.items() if value}
        assert (row["status"] == "hidden") == (not gathered[place])
    return gathered


def without_nothing(rows):
    """Give rows of a frame as mappings, with an empty text for whatever its tool calls nothing."""
    for row in rows.to_dict("records"):
        yield {
            name: "" if (isinstance(value, float) and pd.isna(value)) or value is None else value
            for name, value in row.items()
        }


def exported(town, folder, ending, *wishes):
    file = folder / f"figures{ending}"
    done = CliRunner().invoke(
        klankbord,
        ["publication", "export", str(town.publication_id), "--to", str(file), *wishes],
        obj=lambda: town.app,
    )
    assert done.exit_code == 0, done.output
    return file


def read_csv(file):
    text = file.read_text(encoding="utf-8-sig")
    return csv.DictReader(StringIO(text), delimiter=max(";,", key=text.splitlines()[0].count))


def read_json(file):
    return [
        {name: "" if value is None else value for name, value in row.items()}
        for row in json.loads(file.read_text(encoding="utf-8"))["rows"]
    ]


def read_parquet(file):
    return without_nothing(pd.read_parquet(file).astype(object))


def read_sav(file):
    frame, _ = pyreadstat.read_sav(file)
    return without_nothing(frame)


def read_package(file):
    with ZipFile(file) as package:
        text = package.read("figures.csv").decode()
    return csv.DictReader(StringIO(text))


LONG = [
    (".csv", (), read_csv),
    (".csv", ("--delimiter", ",", "--language", "nl"), read_csv),
    (".json", ("--language", "en"), read_json),
    (".parquet", (), read_parquet),
    (".sav", (), read_sav),
    (".zip", (), read_package),
]


@pytest.mark.parametrize(("ending", "wishes", "read"), LONG)
def test_a_long_file_holds_the_publication(town, tmp_path, ending, wishes, read):
    assert long_rows(read(exported(town, tmp_path, ending, *wishes))) == town.figures


@pytest.mark.parametrize(
    ("ending", "read"),
    [(".csv", read_csv), (".json", read_json), (".parquet", read_parquet), (".sav", read_sav)],
)
def test_a_wide_file_holds_the_publication(town, tmp_path, ending, read):
    assert wide_rows(read(exported(town, tmp_path, ending, "--layout", "wide"))) == town.figures


def test_the_sheet_to_compute_with_holds_the_publication(town, tmp_path):
    sheet = openpyxl.load_workbook(exported(town, tmp_path, ".xlsx"))["Rekenen"]
    header, *rows = sheet.iter_rows(values_only=True)
    texts = (
        {name: "" if one is None else str(one) for name, one in zip(header, row, strict=True)}
        for row in rows
    )
    assert long_rows(texts) == with_means_as_numbers(town.figures)


def test_the_sheet_to_read_holds_the_publication(town, tmp_path):
    sheet = openpyxl.load_workbook(exported(town, tmp_path, ".xlsx"))["Lezen"]
    _, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == len(town.figures)
    for row, said in zip(rows, with_means_as_numbers(town.figures).values(), strict=True):
        *_figure, n, coverage, mean, favourable, shares, status = row
        texts = ["" if one is None else str(one) for one in (n, coverage, mean, favourable)]
        names = ("n", "coverage", "mean", "favourable")
        assert texts == [said.get((name, ""), "") for name in names]
        told = re.findall(r": (\S+) %", shares or "")
        assert told == [value for (name, _), value in said.items() if name == "share"]
        assert status == (None if said else HIDDEN.lower()) or (status == HIDDEN and not said)


def with_means_as_numbers(figures):
    """Give the figures as a spreadsheet holds them: a mean of 6.0 is the number 6."""
    return {
        place: {
            key: re.sub(r"^(\d+)\.0$", r"\1", value) if key == ("mean", "") else value
            for key, value in said.items()
        }
        for place, said in figures.items()
    }


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_download_holds_what_the_command_writes(town, reader, tmp_path, ending):
    answer = reader.get(f"/results/{town.publication_id}/figures.{ending}")
    file = exported(town, tmp_path, f".{ending}")

    assert answer.status_code == 200
    if ending == "xlsx":
        books = [openpyxl.load_workbook(one) for one in (BytesIO(answer.data), file)]
        sheets = [[list(sheet.values) for sheet in book] for book in books]
        assert sheets[0] == sheets[1]
    else:
        assert answer.data == file.read_bytes()


@pytest.fixture(scope="module")
def ask(town):
    """Ask a feed, as a client that may read everything."""
    with town.app.app_context():
        _, token = make_client(
            db.session(), "BI", OrganisationKind.INSTALLATION, None, days=30, today=today()
        )
        db.session.commit()
    client = in_english(town.app)

    def get(address):
        answer = client.get(address, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, address
        return answer.json

    return get


def test_the_api_gives_the_publication_page_by_page(town, ask):
    address, rows = f"/api/v1/publications/{town.publication_id}/observations?limit=700", []
    while address:
        page = ask(address.removeprefix("http://localhost"))
        rows += page["items"]
        address = page["next"]

    assert long_rows(rows) == town.figures


def test_the_api_gives_the_publication_unit_by_unit(town, ask):
    start = f"/api/v1/publications/{town.publication_id}/units"
    units = [(one["unit_kind"], one["unit_key"]) for one in ask(start)["items"]]
    gathered = {}
    for unit in units:
        for one in ask("/".join((start, *unit, "figures")))["items"]:
            place = (*unit, one["respondent_group"], one["measure"])
            said = {(name, ""): one[name] for name in ("n", "coverage", "mean", "favourable")}
            said |= {("share", option): value for option, value in one["shares"].items()}
            gathered[place] = {key: value for key, value in said.items() if value}
            assert (one["status"] == "hidden") == (not gathered[place])

    assert sorted(units) == sorted(town.units)
    assert gathered == town.figures


def test_the_odata_feed_gives_the_publication(town, ask):
    gathered: dict = {}
    for row in ask(f"/odata/v1/Klankbord/P{town.publication_id}/Observations")["value"]:
        measure, statistic, option = (*row["Measure"].split("."), "")[:3]
        said = gathered.setdefault((*row["Unit"].split(":", 1), row["Respondents"], measure), {})
        if row["ValueAttribute"] == "Confidential":
            assert (row["Value"], row["StringValue"]) == (None, None)
            continue
        said[statistic, option] = row["StringValue"]
        assert row["Value"] in (None, as_float(row["StringValue"]))

    assert gathered == town.figures


def as_float(text):
    return float(text) if re.fullmatch(r"[\d.]+", text) else None


def test_the_codebooks_explain_every_measure_and_hold_no_figure(town, reader, tmp_path):
    measures = {place[3] for place in town.figures}
    ddi = ElementTree.parse(exported(town, tmp_path, ".xml")).getroot()
    with ZipFile(exported(town, tmp_path, ".zip")) as package:
        rows = list(csv.DictReader(StringIO(package.read("codebook.csv").decode())))
    page = lxml.html.fromstring(reader.get(f"/results/{town.publication_id}/codebook").text)

    variables = ddi.findall(".//{*}dataDscr/{*}var")
    assert measures <= {one.get("name") for one in variables if one.get("ID")[0] == "Q"}
    assert not ddi.findall(".//{*}catStat") + ddi.findall(".//{*}sumStat")
    assert measures <= {row["measure"] for row in rows}
    assert measures <= {code.text for code in page.iter("code")}


# Pages and paper: each tells a part, in words.


def plain(element):
    return tidy(element.text_content())


def tidy(text):
    return " ".join(text.split())


def numbers_in(text):
    return set(re.findall(r"\d+(?:[.,]\d+)?", text))


def in_dutch(mean):
    words = {"low": "laag", "middle": "midden", "high": "hoog", "": ""}
    return words.get(mean, mean.replace(".", ","))


def rest_of(share):
    other = 100 - int(share.strip("≤≥"))
    return {"≤": f"≥{other}", "≥": f"≤{other}"}.get(share[0], str(other))


def bar_of(cell):
    """What stands below the bar of a figure: the words and share of each part."""
    words = ANSWERS.get(cell.measure, {})
    shares = {words.get(code, code): share for code, share in cell.shares.items()}
    if not shares and cell.favourable:
        good = " + ".join(words.get(code, code) for code in GOOD.get(cell.measure, ("yes",)))
        shares = {good: cell.favourable, "de rest": rest_of(cell.favourable)}
    return {f"{text}: {share} %" for text, share in shares.items()}


@dataclass(frozen=True)
class Telling:
    """What a page or paper may say beside one figure, worked out from the publication."""

    town: Town
    unit: tuple
    group: str

    def cell(self, measure, unit=None):
        return self.town.cells.get((*(unit or self.unit), self.group, measure))

    def numbers(self, cell):
        """Every number that may stand beside a figure of this unit."""
        people = self.town.headcounts[self.unit].get(self.group)
        texts = [cell.n, in_dutch(cell.mean), cell.coverage, cell.favourable, *cell.shares.values()]
        texts += bar_of(cell)
        if cell.favourable:
            texts += [tenths_of(cell), "10", "1", "9"]
        if share := favourable_of(cell, people):
            texts += map(str, shown_limits(share))
        if limits := shown_mean_limits(cell, VALUES.get(cell.measure, {}), people):
            texts += [in_dutch(f"{limit:.1f}") for limit in limits]
        if rate := response_rate(cell.n, people):
            texts += [str(people), rate]
        if cell.measure == "gehoord" and re.match(r"\d", cell.mean):
            texts += [f"{as_grade(float(cell.mean), 1, 4):.1f}".replace(".", ","), "1", "10"]
        if answering := self.cell(f"{cell.measure}~answered"):
            texts += answering.shares.values()
        for unit, name in self.town.units.items():
            other = self.cell(cell.measure, unit)
            if unit[0] in ("education-type", "pilot", "region") and other is not None:
                texts += [other.favourable, name]
        return numbers_in(" ".join(texts))

    def check(self, cell, text, *, has_bar=True):
        """Hold what is told of one figure against the publication; `text` is without its question.

        Nothing but what may be derived from it is in there; a hidden one has no number at all.
        """
        if cell is None or cell.status == "hidden":
            assert HIDDEN in text
            assert not numbers_in(text.split("Waarom")[0])
            return
        assert f"{cell.n} antwoorden" in text
        if cell.coverage != "≥95":
            assert f"dit is {cell.coverage} % van iedereen die hier antwoord gaf" in text
        tenths = re.findall(r"(\d+) van de 10 mensen", text)
        if cell.favourable and not (cell.mean and cell.measure in ("cijfer", "uren")):
            assert tenths == [tenths_of(cell)]
        assert not has_bar or all(part in text for part in bar_of(cell)), text
        surplus = numbers_in(text) - self.numbers(cell)
        assert not surplus, text


@pytest.fixture(scope="module", params=["region", "pilot", "municipality", "board", "school"])
def kind(request):
    return request.param


def units_of(town, kind):
    return [unit for unit in town.units if unit[0] == kind]


def groups_of(town, unit):
    return [group for group in GROUPS if any(p[:3] == (*unit, group) for p in town.figures)]


def address(town, unit):
    return f"/results/{town.publication_id}/{unit[0]}/{unit[1]}"


def figures_shown(town, unit, group):
    """Give the figures of questions, in the order in which these are asked."""
    telling = Telling(town, unit, group)
    return [cell for measure in QUESTIONS if (cell := telling.cell(measure)) is not None]


def test_results_pages_tell_the_publication(town, reader, kind):
    for unit in units_of(town, kind):
        groups = groups_of(town, unit)
        for group in groups:
            page = lxml.html.fromstring(reader.get(f"{address(town, unit)}?group={group}").text)
            check_sections(Telling(town, unit, group), page)
            check_table(Telling(town, unit, group), page)
        assert groups
        for group in GROUPS.keys() - groups:
            assert reader.get(f"{address(town, unit)}?group={group}").status_code == 404


def check_sections(telling, page):
    sections = page.xpath("//section[@class='figure']")
    cells = figures_shown(telling.town, telling.unit, telling.group)
    assert [plain(one.find("h2")) for one in sections] == [QUESTIONS[c.measure] for c in cells]
    for section, cell in zip(sections, cells, strict=True):
        section.remove(section.find("h2"))
        for trend in section.xpath(".//details[@class='trend']"):
            # Figures of the wave before are another publication's: beside a shown figure only.
            assert cell.status == "shown"
            now_told = plain(trend.xpath(".//tbody/tr[last()]/td[1]")[0])
            assert now_told == f"{cell.favourable} %"
            trend.getparent().remove(trend)
        telling.check(cell, plain(section))
        bars = section.xpath(".//svg[@class='bar']")
        assert len(bars) == bool(bar_of(cell))
        for bar in bars:
            check_bar(bar, section, cell)


def check_bar(bar, section, cell):
    """Hold the widths of a bar against the shares in its legend."""
    parts = [plain(one) for one in section.xpath(".//ul[@class='legend']/li")]
    shares = [int(re.findall(r"\d+", part)[-1]) for part in parts]
    widths = [float(rect.get("width")) for rect in bar.iter("rect")]
    assert set(parts) == bar_of(cell)
    assert widths == pytest.approx([100 * one / sum(shares) for one in shares], abs=0.01)


def check_table(telling, page):
    rows = {row.get("data-measure"): row for row in page.xpath("//tr[@data-measure]")}
    own = {
        measure: said
        for (kind, key, group, measure), said in telling.town.figures.items()
        if (kind, key, group) == (*telling.unit, telling.group) and "~answered" not in measure
    }
    assert rows.keys() == own.keys()
    for measure, row in rows.items():
        texts = [plain(one) for one in row.iter("td")]
        said = own[measure]
        if not said:
            assert texts == [HIDDEN]
            continue
        n, mean, favourable = texts[:3]
        assert (n, mean) == (said["n", ""], in_dutch(said.get(("mean", ""), "")))
        assert favourable.removesuffix(" %") == said.get(("favourable", ""), "")
        words = ANSWERS.get(measure, {})
        shares = {
            f"{words.get(code, code)}: {value} %"
            for (name, code), value in said.items()
            if name == "share"
        }
        assert set(filter(None, "".join(texts[3:]).split("; "))) == shares


def test_parts_beside_each_other_tell_the_publication(town, reader):
    for unit in [*units_of(town, "region"), *units_of(town, "municipality")]:
        for group in groups_of(town, unit):
            page = reader.get(f"{address(town, unit)}/beside?group={group}")
            for link in lxml.html.fromstring(page.text).xpath("//main//a[contains(@href, 'per=')]"):
                if f"group={group}&" in link.get("href"):
                    check_beside(town, group, reader.get(link.get("href")).text, link.get("href"))


def check_beside(town, group, html, link):
    page = lxml.html.fromstring(html)
    kind, measure = re.search(r"per=([\w-]+)(?:&measure=([^&]+))?", link).groups()
    measure = unquote(measure or "dichtbij")
    for row in page.xpath("//tr[@data-unit]"):
        place = (kind, row.get("data-unit"), group, measure)
        check_row_beside(town.figures[place], measure, [plain(one) for one in row.iter("td")])
    for part in page.xpath("//li[@data-unit]"):
        cell = town.cells[kind, part.get("data-unit"), group, measure]
        part.remove(part.find("h3"))
        assert (HIDDEN in plain(part)) == (cell.status == "hidden")
        allowed = {cell.favourable.strip("≤≥"), in_dutch(cell.mean)}
        assert numbers_in(plain(part)) <= allowed
        for rect in part.xpath(
            ".//rect[@class='tone-0'][not(ancestor::svg[contains(@class, 'bar')])]"
        ):
            assert rect.get("width") == cell.favourable.strip("≤≥")


def check_row_beside(said, measure, texts):
    if not said:
        assert texts == [HIDDEN]
        return
    assert (texts[0], texts[1]) == (said["n", ""], in_dutch(said.get(("mean", ""), "")))
    if len(texts) > 3:
        assert texts[2].removesuffix(" %") == said.get(("favourable", ""), "")
    words = ANSWERS.get(measure, {})
    shares = {
        f"{words.get(code, code)}: {value} %"
        for (name, code), value in said.items()
        if name == "share"
    }
    assert set(filter(None, texts[-1].split("; "))) == shares


def test_the_page_of_trends_ends_with_the_publication(town, reader):
    for kind in ("region", "school"):
        for unit in units_of(town, kind):
            for group in groups_of(town, unit):
                answer = reader.get(f"{address(town, unit)}/trends?group={group}")
                if answer.status_code == 404:
                    continue
                for row in lxml.html.fromstring(answer.text).xpath("//tr[@data-measure]"):
                    cell = town.cells[(*unit, group, row.get("data-measure"))]
                    now_told = plain(row.xpath("td[last()]")[0])
                    assert cell.status == "shown"
                    assert now_told.startswith(f"{cell.favourable} %")


def test_an_earlier_wave_has_the_limits_of_its_own_page(town, reader, kind):
    told = []
    for unit in units_of(town, kind):
        page = lxml.html.fromstring(reader.get(f"{address(town, unit)}?group=parent").text)
        earlier = reader.get(f"/results/{town.earlier_id}/{unit[0]}/{unit[1]}?group=parent")
        own = limits_told(lxml.html.fromstring(earlier.text))
        for section in page.xpath("//section[.//details[@class='trend']]"):
            limits = plain(section.xpath(".//details[@class='trend']//tbody/tr[1]/td[2]")[0])
            told.append(limits)
            assert limits.removesuffix(" %") == own[plain(section.find("h2"))]
    assert any(told)


def limits_told(page):
    """The limits of each figure by its question, as they stand below it."""
    found = {}
    for section in page.xpath("//section[@class='figure']"):
        limits = re.search(r"is dit waarschijnlijk tussen (\d+ en \d+) %", plain(section))
        found[plain(section.find("h2"))] = limits[1] if limits else ""
    return found


def paper(pdf, footer="nothing"):
    """Give the text of a PDF, without the line at the foot of each page."""
    pages = pypdfium2.PdfDocument(BytesIO(pdf))
    texts = (tidy(page.get_textpage().get_text_range()) for page in pages)
    text = " ".join(re.sub(re.escape(footer) + r" ?\d*", "", one) for one in texts)
    return tidy(text.replace("hoogstens ", "≤").replace("minstens ", "≥").replace("\u00ad", ""))


@pytest.mark.parametrize("file", ["report", "conversation"])
def test_papers_tell_the_publication(town, reader, kind, file):
    for unit in units_of(town, kind):
        answer = reader.get(f"{address(town, unit)}/{file}.pdf")
        with town.app.app_context():
            digest = db.session.get(Publication, town.publication_id).digest
        text = paper(answer.data, f"{town.units[unit]} · {digest[:12]}")
        start = text.index("Dan laten we niets zien.")
        told = list(in_turn(text, start, town, unit))
        assert len(told) == sum(len(figures_shown(town, unit, g)) for g in groups_of(town, unit))
        for telling, cell, said in told:
            telling.check(cell, said)


def in_turn(text, start, town, unit):
    """Cut a text into what it tells of each figure, in the order in which they should stand."""
    wanted = [
        (Telling(town, unit, group), cell)
        for group in groups_of(town, unit)
        for cell in figures_shown(town, unit, group)
    ]
    places = []
    for _telling, cell in wanted:
        question = QUESTIONS[cell.measure]
        start = text.index(question, start)
        places.append((start, start := start + len(question)))
    ends = [place for place, _ in places[1:]] + [len(text)]
    for (telling, cell), (_, begin), end in zip(wanted, places, ends, strict=True):
        said = text[begin:end]
        # The heading of the next group stands behind the last figure of a group.
        for heading in ("Jongeren (12–18)", "Leraren", "Drie vragen", "Wat de school"):
            said = said.partition(heading)[0]
        yield telling, cell, said


def test_posters_tell_only_what_is_published(town, reader):
    for unit in units_of(town, "school"):
        text = paper(reader.get(f"{address(town, unit)}/said.pdf").data)
        said = text.split("Dit zeiden jullie")[-1].partition("Dit doen wij")[0]
        shown = {
            (QUESTIONS[cell.measure], tenths_of(cell))
            for group in groups_of(town, unit)
            for cell in figures_shown(town, unit, group)
            if cell.favourable
        }
        told = re.findall(r": ([^:]*?\?) (?:\S+ ){1,3}?(\d+) van de 10", said)
        assert set(told) <= shown
        assert bool(told) == bool(shown)
        left = re.sub(r"\d+ van de 10|\(12–18\)", "", said)
        assert not numbers_in(left), said


def tenths_of(cell):
    in_ten = (int(cell.favourable.strip("≤≥")) + 5) // 10
    return str({0: 1, 10: 9}.get(in_ten, in_ten))


HEADINGS = {
    "Wat ouders zeiden": "parent",
    "Wat jongeren zeiden": "youth",
    "Wat mensen die hier werken zeiden": "teacher",
}


def circles_of(town, unit):
    """The units that may speak for a school, the school itself first."""
    if unit[0] == "region":
        return [unit]
    town_name = SCHOOLS[town.units[unit]][0]
    return [
        unit,
        *(one for one in units_of(town, "municipality") if town.units[one] == town_name),
        *units_of(town, "region"),
    ]


def check_told(town, unit, group, sections):
    """Hold what everybody reads of a group against the smallest circle that shows the figure."""
    for section in sections:
        question = plain(section.find("h3"))
        section.remove(section.find("h3"))
        text = plain(section)
        wanted = [
            (circle, cell)
            for circle in circles_of(town, unit)
            for measure in measures_asked(question)
            if (cell := town.cells.get((*circle, group, measure))) and cell.status == "shown"
        ]
        if HIDDEN in text:
            assert not wanted or ":" in wanted[0][1].measure
            assert not numbers_in(text)
            continue
        fitting = [(circle, cell) for circle, cell in wanted if f"{cell.n} antwoorden" in text]
        assert fitting, text
        if ":" not in fitting[0][1].measure:
            assert fitting[0] == wanted[0]
        circle, _ = fitting[0]
        assert (town.units[circle] in text) == (circle != unit)
        allowed = set()
        for _, cell in fitting:
            allowed |= Telling(town, circle, group).numbers(cell)
            if ":" not in cell.measure:
                # Everybody reads what people gave on average, without a bar of every number.
                Telling(town, circle, group).check(cell, text, has_bar=cell.measure != "uren")
        assert numbers_in(text) <= allowed


def measures_asked(question):
    return [measure for measure, text in QUESTIONS.items() if text.startswith(question)]


def test_public_pages_tell_the_publication(town):
    client = town.app.test_client()
    start = f"/r/{town.region_id}/nl"
    page = lxml.html.fromstring(client.get(start).text)
    region = units_of(town, "region")[0]
    check_public(town, region, page)
    schools = [a.get("href") for a in page.iter("a") if a.get("href").startswith(f"{start}/")]
    names = {town.units[unit]: unit for unit in units_of(town, "school")}
    assert len(schools) == len(names)
    for link in schools:
        page = lxml.html.fromstring(client.get(link).text)
        check_public(town, names[plain(page.find(".//h1"))], page)


def check_public(town, unit, page):
    groups = [one for one in page.iter("details") if one.find("summary/h2") is not None]
    assert groups
    for details in groups:
        group = HEADINGS[plain(details.find("summary"))]
        check_told(town, unit, group, details.findall("section"))


def test_the_address_of_a_poster_tells_the_publication(town):
    client = town.app.test_client()
    with town.app.app_context():
        wave_id = db.session.get(Publication, town.publication_id).wave_id
        links = [
            (one.code, str(one.school_id), one.respondent_group)
            for one in db.session.scalars(select(Link).where(Link.wave_id == wave_id))
        ]
    for code, school, group in links:
        page = lxml.html.fromstring(client.get(f"/v/{code}/nl").text)
        sections = page.xpath("//section[h3]")
        assert sections
        check_told(town, ("school", school), group, sections)


def test_the_agenda_tells_the_publication(town, reader):
    """What counts now, and what counted in the wave before, which has a publication of its own."""
    with town.app.app_context():
        domain_id = db.session().scalars(select(Domain.id)).one()
    page = lxml.html.fromstring(reader.get(f"/agenda/{town.region_id}/{domain_id}").text)
    region = ("region", str(town.region_id))
    told = {plain(one.find("h4")): plain(one.find("p")) for one in page.findall(".//div[h4]")}

    for text, said in told.items():
        group, measure, statistic = text.split()
        cell = town.cells.get((*region, group, measure))
        now = re.search(r"nu: (.*?) \((?:0-meting|vervolgmeting)", said)
        shown = getattr(cell, statistic) if cell and cell.status == "shown" else ""
        if shown and re.match(r"[≤≥]?\d", shown):
            assert in_dutch(shown) in numbers_in(now[1]), (text, said)
        else:
            assert now is None or not numbers_in(now[1]), (text, said)
    assert len(told) == len(GROUPS) * 5 * len(Statistic)
    assert sum("nu: " in said for said in told.values()) > len(told) / 2


def test_no_hidden_figure_has_a_page_for_its_meaning(town, reader):
    for (kind, key, group, measure), said in town.figures.items():
        if kind not in ("region", "municipality") or "~answered" in measure:
            continue
        url = f"/interpretations/{town.publication_id}/{kind}/{group}/{measure}/{key}"
        answer = reader.get(url)
        assert (answer.status_code == 200) == bool(said), url
        if said and "~" not in measure:
            page = lxml.html.fromstring(answer.text).find(".//main")
            for form in page.xpath(".//form"):
                form.getparent().remove(form)
            cell = town.cells[kind, key, group, measure]
            assert f"{cell.n} antwoorden" in plain(page)
            assert all(part in plain(page) for part in bar_of(cell))
