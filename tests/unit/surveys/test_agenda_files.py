from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.agenda import (
    Direction,
    Domain,
    Goal,
    HandValue,
    Indicator,
    PlannedAction,
    Row,
    is_school_year,
    tidy,
    tidy_lines,
)
from surveys.agenda_layout import Column
from surveys.agenda_reading import MOST_MATRIX_ROWS, read_agenda
from surveys.agenda_writing import as_csv, as_workbook
from surveys.errors import InvalidAgenda
from tests.matrices import (
    FLAT,
    HEADER,
    MATRIX,
    csv_of,
    rows_of,
    rows_of_csv,
    trimmed,
    with_details,
    workbook_of,
)


def mistakes_of(content):
    with pytest.raises(InvalidAgenda) as refused:
        read_agenda(content)
    return [str(mistake) for mistake in refused.value.mistakes]


def test_the_matrix_of_the_handreiking_goes_in_and_comes_out_the_same():
    read = read_agenda(workbook_of(MATRIX))

    assert rows_of(as_workbook(read.domains)) == trimmed(MATRIX)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_matrix_goes_in_and_comes_out_the_same_as_csv(delimiter):
    read = read_agenda(csv_of(MATRIX, delimiter))

    assert rows_of_csv(as_csv(read.domains)) == trimmed(MATRIX)


def test_a_matrix_that_was_copied_out_of_a_document_keeps_its_words():
    read = read_agenda(csv_of(FLAT, "\t"))

    written = [
        [" ".join(cell.split()) for cell in row] for row in rows_of(as_workbook(read.domains))
    ]
    assert written == trimmed(FLAT)


def test_a_flat_list_is_read_as_its_lines_and_marks():
    [domain] = read_agenda(csv_of(FLAT)).domains

    first = domain.goals[0].rows[0]
    assert [action.text for action in first.actions] == [
        "Bepalen actoren.", "Afspraken maken.", "SOT oprichten.", "Overleg plannen.",
    ]  # fmt: skip
    assert [action.years for action in first.actions] == [["15-16"]] * 4


def test_lines_of_actors_and_marks_belong_to_the_action_beside_them():
    [domain] = read_agenda(workbook_of(MATRIX)).domains

    assert [(one.text, one.actors, one.years) for one in domain.goals[0].rows[0].actions] == [
        ("Bepalen actoren.", "OOGO-werkgroep", ["15-16"]),
        ("Afspraken maken.", "OOGO-werkgroep", ["15-16"]),
        ("SOT oprichten.", "Directeur, ib'er, smw", ["15-16"]),
        ("Overleg plannen.", "", ["15-16"]),
    ]


def test_domains_stand_below_one_another_or_on_sheets_of_their_own():
    other = [["Domein", "Thuiszitters"], [*HEADER, "26-27"], ["Elk kind naar school"]]

    below = read_agenda(workbook_of([*MATRIX, [], *other])).domains
    apart = read_agenda(workbook_of([["Let op: concept"]], MATRIX, other)).domains

    assert as_csv(below) == as_csv(apart)
    assert rows_of_csv(as_csv(below)) == trimmed([*MATRIX, [], *other])


def test_the_introduction_of_a_domain_may_have_several_lines():
    rows = [MATRIX[0], ["Toelichting", "Waarom wij dit doen.\n\nEn hoe."], *MATRIX[1:]]

    read = read_agenda(workbook_of(rows))

    assert read.domains[0].introduction == "Waarom wij dit doen.\n\nEn hoe."
    assert rows_of(as_workbook(read.domains)) == trimmed(rows)


def test_everything_that_is_known_of_an_indicator_comes_along():
    rows = with_details(
        "Bron", "Eenheid", "Richting", "0-meting", "Streefwaarde", "Evaluatie", "Gemeten",
        Bron="helpt-de-hulp/snel/parent/favourable", Eenheid="leerlingen", Richting="omlaag",
        Streefwaarde="12,5", Evaluatie="2027-06-01", Gemeten="2025-10-01: 40; 2026-10-01: 31,5",
        **{"0-meting": "40"},
    )  # fmt: skip

    read = read_agenda(workbook_of(rows))

    [indicator] = read.domains[0].indicators
    assert (indicator.baseline, indicator.target) == (40, 12.5)
    assert indicator.direction == Direction.DOWN
    assert indicator.evaluate_on == date(2027, 6, 1)
    assert [one.value for one in indicator.values] == [40, 31.5]
    assert rows_of(as_workbook(read.domains)) == trimmed(rows)


def test_a_goal_is_part_of_the_goal_that_it_names():
    rows = [
        ["Domein", "Thuiszitters"],
        [*HEADER, "Deel van"],
        ["Sneller hulp", "", "", "", "", "Elk kind naar school"],
        ["Elk kind naar school"],
    ]

    read = read_agenda(workbook_of(rows))

    small, large = read.domains[0].goals
    assert small.parent is large
    assert rows_of(as_workbook(read.domains)) == trimmed(rows)


@pytest.mark.parametrize(
    ("row", "text", "said"),
    [
        (["Domein", ""], "", "the domain has no name; write its name in the second cell"),
        (["Doelstelling", "Indicatoren", "Kosten"], "", "'Kosten' is no column of the matrix"),
        (["Doelstelling", "Indicatoren", "26-28"], "", "'26-28' is no column of the matrix"),
        (["Doelstelling", "Indicatoren", "Acties", "actie"], "", "occurs more than once"),
        (["", "- Iets"], "", "there is no goal above this row; write the goal"),
        (["Doel", "- Iets", "", "", "", "ja"], "", "'ja' is no mark; write X"),
        (["Doel", "- Iets", "", "", "", "", "", "", "", "los"], "", "no column has a name"),
        (["Doel", "- " + "a" * 501], "", "501 characters; write at most 500"),
        (["Doel", "", "a" * 501], "", "501 characters"),
        (["Doel", "\n".join(["- a"] * 51)], "", "more than 50 lines"),
        (["Doel", "- a\n-\n- b"], "", "an indicator without words"),
    ],
)
def test_a_mistake_is_told_with_its_place(row, text, said):
    rows = [*MATRIX[:2], row] if row[0] != "Domein" else [row, *MATRIX[1:]]
    if row[0] == "Doelstelling":
        rows = [MATRIX[0], row]

    for content in (workbook_of(rows), csv_of(rows)):
        [mistake] = mistakes_of(content)
        assert "row " in mistake
        assert said in mistake


@pytest.mark.parametrize(
    ("column", "cell", "cure"),
    [
        ("Bron", "helpt-de-hulp/snel", "write questionnaire/question/group/favourable"),
        ("Bron", "helpt-de-hulp/snel/iedereen/mean", "write questionnaire"),
        ("Bron", f"helpt-de-hulp/{'a' * 250}/parent/mean", "write questionnaire"),
        ("Eenheid", "een veel te lange eenheid", "write at most 20"),
        ("Richting", "hoger", 'write "omhoog" or "omlaag"'),
        ("0-meting", "veel", "write a number such as 12,5"),
        ("Streefwaarde", "1e9", "write a number such as 12,5"),
        ("Evaluatie", "2027-13-01", "write a day such as 2027-06-01"),
        ("Gemeten", "2026-10-01: 3; 2026-10-01: 4", "write days and numbers"),
        ("Gemeten", "3", "write days and numbers"),
        ("Streefwaarde", "1\n2", "write one line for each indicator"),
        ("Deel van", "Een ander doel", "write a goal as it stands above"),
        ("Deel van", "Elk kind naar school", "name a goal that is larger"),
    ],
)
def test_a_mistake_in_a_detail_is_told_with_its_column(column, cell, cure):
    [mistake] = mistakes_of(workbook_of(with_details(column, **{column: cell})))

    assert f'row 3, column "{column}"' in mistake
    assert cure in mistake


def test_every_mistake_is_told_at_once():
    rows = [
        *MATRIX[:2], ["Een", "", "", "", "", "nee"], ["Twee", "", "", "", "", "", "soms"],
        ["Een", "- iets"],
    ]  # fmt: skip

    places = [mistake.partition(":")[0] for mistake in mistakes_of(csv_of(rows))]

    assert places == [
        'row 3, column "15-16"',
        'row 4, column "16-17"',
        'row 5, column "Doelstelling"',
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "no row begins with"),
        (MATRIX[1:], "no row begins with"),
        ([MATRIX[0], *MATRIX[2:3]], "the names of the columns are missing"),
        ([["Doel"], *MATRIX], "it stands above the first domain"),
        ([*MATRIX, *MATRIX], "there are two domains of this name"),
        ([MATRIX[0], [*HEADER, *(f"{n}-{n + 1}" for n in range(20, 31))]], "more than 10 school"),
        ([one for n in range(21) for one in (["Domein", str(n)], HEADER)], "more than 20 domains"),
        ([*MATRIX[:2], *([str(n)] for n in range(MOST_MATRIX_ROWS + 1))], "more than 2000 rows"),
    ],
)
def test_a_file_that_is_no_matrix_is_refused(rows, said):
    [mistake] = mistakes_of(csv_of(rows))

    assert said in mistake


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"PK\x03\x04 no workbook",
        b'Domein;"A',
        b"\x89PNG",
        b"\xd0\xcf\x11\xe0",
    ],
)
def test_what_is_no_file_of_ours_is_refused_with_a_reason(content):
    assert mistakes_of(content)


def test_a_formula_is_refused():
    [mistake] = mistakes_of(workbook_of([*MATRIX[:2], ["Doel", "=1+1"]]))

    assert "a formula; write the text itself" in mistake


def test_no_cell_of_a_csv_file_is_worked_out_by_a_spreadsheet():
    domain = Domain(name="=HYPERLINK(1)", introduction="'s Middags", years=[])
    domain.goals.append(Goal(text="@goal"))

    written = as_csv([domain])

    assert all(not cell.startswith(("=", "+", "-", "@")) for cell in written.split(";"))
    assert as_csv(read_agenda(written.encode()).domains) == written


@pytest.mark.parametrize("year", ["26-27", "2026-2027", "26/27", "99-00", "1999-2000"])
def test_school_years_are_known_in_every_way_of_writing(year):
    assert is_school_year(year)


@pytest.mark.parametrize("year", ["26-26", "26-28", "2026-27", "26", "27-26", "126-127"])
def test_what_is_no_school_year_is_not_taken_for_one(year):
    assert not is_school_year(year)


texts = st.text(min_size=1, max_size=40).map(tidy).filter(bool)
YEARS = ("26-27", "27-28")
numbers = st.none() | st.decimals(-999, 999, places=2).map(float)
indicators = st.builds(
    Indicator,
    text=texts,
    unit=st.sampled_from(["", "%", "leerlingen"]),
    direction=st.sampled_from(["up", "down"]),
    baseline=numbers,
    target=numbers,
    evaluate_on=st.none() | st.dates(date(2020, 1, 1), date(2099, 1, 1)),
    source=st.sampled_from(["", "hulp/indicator~nabijheid/parent/mean"]),
    values=st.dictionaries(
        st.dates(date(2020, 1, 1), date(2099, 1, 1)), st.integers(-99, 99), max_size=2
    ).map(lambda known: [HandValue(day=day, value=n) for day, n in sorted(known.items())]),
)
actions = st.builds(
    PlannedAction,
    text=st.just("") | texts,
    actors=st.just("") | texts.filter(lambda text: text not in ("-", "–")),
    years=st.sets(st.sampled_from(YEARS)).map(sorted),
).filter(lambda one: bool(one.text or one.actors or one.years))
rows = st.builds(
    Row,
    investment=st.just("") | texts,
    indicators=st.lists(indicators, max_size=3),
    actions=st.lists(actions, max_size=3),
).filter(lambda row: not row.is_empty)
goals = st.lists(
    st.builds(
        Goal,
        text=texts.filter(lambda text: text.casefold() != "domein"),
        rows=st.lists(rows, max_size=2),
    ),
    max_size=3,
    unique_by=lambda goal: goal.text,
)


@st.composite
def agendas(draw):
    names = draw(st.lists(texts, max_size=2, unique=True))
    domains = []
    for name in names:
        introduction = draw(st.text(max_size=60).map(tidy_lines))
        domain = Domain(name=name, introduction=introduction, years=list(YEARS))
        for goal in draw(goals):
            goal.parent = draw(st.sampled_from([None, *domain.goals]))
            domain.goals.append(goal)
        domains.append(domain)
    return domains


@given(agendas().filter(bool))
def test_what_comes_out_goes_in_again_and_comes_out_the_same(domains):
    written = as_csv(domains)

    assert as_csv(read_agenda(written.encode()).domains) == written


@given(texts, texts)
def test_a_workbook_says_the_same_as_the_csv_file(name, text):
    domain = Domain(name=name, introduction="", years=[])
    domain.goals.append(Goal(text="Doel", rows=[Row(investment=text)]))

    again = read_agenda(as_workbook([domain])).domains

    assert as_csv(again) == as_csv([domain])


def test_a_column_of_the_matrix_is_named_in_the_docs():
    docs = Path(__file__).parents[3] / "docs" / "agenda.md"

    assert [column for column in Column if f"`{column}`" not in docs.read_text("utf-8")] == []
