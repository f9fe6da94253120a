from pathlib import Path

import pytest

from surveys.errors import InvalidRegister
from surveys.register import Register, RegisterSchool, read_register
from surveys.register_layouts import LAYOUTS

HEADER = (
    "vestigingscode;brin_nummer;naam;type;denominatie;straat;huisnummer;postcode;plaats;"
    "gemeente;provincie;onderwijsgebied;leerlingen;lat;lon"
)
DUO_HEADER = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;"
    "HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;ONDERWIJSSTRUCTUUR"
)
BRUG = {
    "vestigingscode": "99XA00",
    "brin_nummer": "99XA",
    "naam": "De Brug",
    "type": "basisschool",
    "straat": "Kade",
    "huisnummer": "3a",
    "postcode": "4531 AB",
    "plaats": "Terneuzen",
    "gemeente": "TERNEUZEN",
    "provincie": "Zeeland",
    "onderwijsgebied": "Zeeland",
    "leerlingen": "210",
}


def a_file(*rows: dict[str, str]) -> str:
    lines = [";".join((BRUG | row).get(name, "") for name in HEADER.split(";")) for row in rows]
    return "\n".join([HEADER, *lines])


def read(text: str) -> Register:
    return read_register(text.encode())


def mistakes_of(*rows: dict[str, str]) -> list[str]:
    return [str(mistake) for mistake in read(a_file(*rows)).mistakes]


def refusal_of(text: str) -> str:
    with pytest.raises(InvalidRegister) as refused:
        read(text)
    return str(refused.value)


def test_a_row_is_read_as_a_school():
    assert read(a_file({})).schools == (
        RegisterSchool(
            location_code="99XA00",
            name="De Brug",
            municipality="Terneuzen",
            province="Zeeland",
            street="Kade 3a",
            postcode="4531AB",
            city="Terneuzen",
            education_area="Zeeland",
            n_pupils=210,
            education_types=frozenset({"basisschool"}),
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_accents_survive_in_every_encoding(encoding):
    register = read_register(a_file({"naam": "De Zeeën – oost"}).encode(encoding))

    assert register.schools[0].name == "De Zeeën – oost"


def test_bytes_without_a_meaning_are_a_mistake_in_their_cell():
    data = a_file({}).encode().replace(b"De Brug", b"De Br\x81g \xeb")

    (mistake,) = read_register(data).mistakes

    assert mistake.place == "line 2, naam"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_ends_a_row(ending):
    text = a_file({}, {"vestigingscode": "99XA01"}).replace("\n", ending)

    assert [school.location_code for school in read(text).schools] == ["99XA00", "99XA01"]


def test_commas_separate_and_quotes_keep_a_comma():
    text = 'vestigingscode,naam,gemeente\n99XA00,"De ""Brug"", noord",TERNEUZEN\n'

    assert read(text).schools[0].name == 'De "Brug", noord'


def test_lines_without_content_are_passed_over():
    assert read(f"{a_file({})}\n\n{';' * 14}\n").mistakes == ()


@pytest.mark.parametrize("code", ["99XA00", "00", "0"])
def test_duos_layout_takes_a_whole_location_code_or_its_end(code):
    row = f"Zeeland;41234;99XA;{code};De Brug;Kade;3;4531 AB;TERNEUZEN;0715;TERNEUZEN;HAVO/VWO"

    assert read(f"{DUO_HEADER}\n{row}").schools == (
        RegisterSchool(
            location_code="99XA00",
            name="De Brug",
            municipality="Terneuzen",
            province="Zeeland",
            street="Kade 3",
            postcode="4531AB",
            city="Terneuzen",
            board_number="41234",
            education_types=frozenset({"HAVO/VWO"}),
        ),
    )


def test_duos_older_layout_is_read():
    text = "BRIN NUMMER,VESTIGINGSNUMMER,VESTIGINGSNAAM,GEMEENTENAAM\n99XA,01,De Brug,HULST"

    assert read(text).schools == (RegisterSchool("99XA01", "De Brug", "Hulst"),)


def test_a_header_in_other_capitals_fits_its_layout():
    assert read("Vestigingscode; NAAM ;Gemeente\n99XA00;De Brug;Hulst").mistakes == ()


def test_an_unknown_header_tells_what_is_missing_and_which_layouts_there_are():
    assert refusal_of("vestigingscode;naam;stad\n") == (
        "line 1: no column gemeente (the nearest layout is Klankbord); use a known layout ("
        "Klankbord: vestigingscode, naam, gemeente; "
        "DUO: VESTIGINGSCODE, INSTELLINGSCODE, VESTIGINGSNAAM, GEMEENTENAAM; "
        "DUO, older years: VESTIGINGSNUMMER, BRIN NUMMER, VESTIGINGSNAAM, GEMEENTENAAM)"
    )


@pytest.mark.parametrize("text", ["", "\n", "\x00\x00", '"naam'])
def test_a_file_without_a_header_is_refused(text):
    assert "no column vestigingscode, naam, gemeente" in refusal_of(text)


def test_a_column_that_occurs_twice_is_refused():
    assert "naam occurs more than once" in refusal_of("vestigingscode;naam;gemeente;naam\n")


def test_a_wrong_location_code_is_told_with_its_cure():
    assert mistakes_of({"vestigingscode": "0AH"}) == [
        "line 2, vestigingscode: '0AH' is not a location code; "
        "write four characters of the institution and two of the location, such as 00AH00"
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"naam": " "}, "line 2, naam: empty"),
        ({"gemeente": ""}, "line 2, gemeente: empty"),
        ({"postcode": "453 AB"}, "line 2, postcode: '453 AB' is not a postcode"),
        ({"postcode": "0531AB"}, "line 2, postcode: '0531AB' is not a postcode"),
        ({"leerlingen": "-1"}, "line 2, leerlingen: '-1' is not a number of pupils"),
        ({"leerlingen": "12,5"}, "line 2, leerlingen: '12,5' is not a number of pupils"),
        ({"leerlingen": "²"}, "line 2, leerlingen: '²' is not a number of pupils"),
        ({"leerlingen": "9" * 5000}, f"line 2, leerlingen: '{'9' * 39}…' is not a number"),
        ({"naam": "De\tBrug"}, r"line 2, naam: 'De\tBrug' holds characters"),
        ({"naam": "De Brug\0"}, r"line 2, naam: 'De Brug\x00' holds characters"),
        ({"naam": "De \u202egurB"}, r"line 2, naam: 'De \u202egurB' holds characters"),
        ({"naam": "x" * 201}, "line 2, naam: 201 characters, where at most 200 fit"),
        ({"straat": "x" * 199}, "line 2, straat: 202 characters, where at most 200 fit"),
        ({"type": "x" * 61}, "line 2, type: 61 characters, where at most 60 fit"),
        ({"lon": "5;6"}, "line 2: 16 columns where the header has 15"),
        ({"naam": '"De Brug'}, "line 2: the quotes do not match"),
    ],
)
def test_a_wrong_cell_is_one_mistake_with_its_place(row, expected):
    (mistake,) = mistakes_of(row)

    assert mistake.startswith(expected)


def test_too_few_columns_are_a_mistake():
    (mistake,) = read(f"{HEADER}\n99XA00;99XA;De Brug").mistakes

    assert mistake.fault == "3 columns where the header has 15"


def test_an_unclosed_quote_spoils_only_its_own_line():
    register = read(a_file({"naam": '"De Brug'}, {"vestigingscode": "99XA01"}))

    assert [school.location_code for school in register.schools] == ["99XA01"]


def test_all_mistakes_of_all_rows_are_told():
    register = read(a_file({"naam": "", "postcode": "x"}, {}, {"leerlingen": "veel"}))

    assert [mistake.place for mistake in register.mistakes] == [
        "line 2, naam",
        "line 2, postcode",
        "line 4, leerlingen",
    ]
    assert register.n_wrong_rows == 2


def test_rows_of_one_location_become_a_school_with_all_their_types():
    (school,) = read(a_file({"type": "SO"}, {"type": "VSO"}, {"type": ""})).schools

    assert school.education_types == {"SO", "VSO"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"naam": "Het Anker"}, "naam: 99XA00 is 'Het Anker' here and 'De Brug' on line 2"),
        ({"gemeente": "HULST"}, "gemeente: 99XA00 is in 'Hulst' here and in 'Terneuzen' on line 2"),
    ],
)
def test_one_location_cannot_be_two_schools(row, expected):
    (mistake,) = mistakes_of({}, row)

    assert mistake.startswith(f"line 3, {expected}; keep the right one")


def test_one_location_may_be_spelled_in_two_ways():
    assert mistakes_of({}, {"naam": "DE BRUG", "gemeente": "Terneuzen"}) == []


def test_spaces_of_any_kind_become_one():
    assert read(a_file({"naam": " De\u00a0 Brug "})).schools[0].name == "De Brug"


def test_a_register_of_many_wrong_lines_is_read_to_its_end():
    rows = [{"vestigingscode": f"99XA{n % 100:02}", "leerlingen": "?"} for n in range(5000)]

    assert len(read(a_file(*rows)).mistakes) == 5000


def test_the_page_about_the_register_names_every_column_we_read():
    page = (Path(__file__).parents[3] / "docs" / "register.md").read_text()
    columns = {c for layout in LAYOUTS for names in layout.columns.values() for c in names}

    assert {column for column in columns if f"`{column}`" not in page} == set()
