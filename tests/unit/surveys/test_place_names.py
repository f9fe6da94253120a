import pytest

from surveys.place_names import municipality_name, readable, spelling


@pytest.mark.parametrize(
    "name",
    [
        "'s Gravenmoer",
        "'s-Gravenhage",
        "'t Harde",
        "Berg en Dal",
        "Bergen (NH.)",
        "Bergen op Zoom",
        "Capelle aan den IJssel",
        "De Bilt",
        "IJsselstein",
        "Nieuwegein",
        "Oude IJsselstreek",
        "Reusel-De Mierden",
        "Rijssen-Holten",
        "Sint-Michielsgestel",
        "Súdwest-Fryslân",
    ],
)
def test_a_name_in_capitals_is_written_as_people_write_it(name):
    assert readable(name.upper()) == name


@pytest.mark.parametrize("name", ["de Lutte", "Bergen NH", "McDorp", ""])
def test_a_name_that_is_not_all_in_capitals_stays_as_it_is(name):
    assert readable(name) == name


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("BERGEN LB", "Bergen (L.)"),
        ("NUENEN CA", "Nuenen, Gerwen en Nederwetten"),
        ("S GRAVENHAGE", "'s-Gravenhage"),
        ("SUDWEST-FRYSLAN", "Súdwest-Fryslân"),
        ("TERNEUZEN", "Terneuzen"),
    ],
)
def test_a_municipality_gets_back_the_signs_that_the_register_drops(capitals, name):
    assert municipality_name(capitals) == name


@pytest.mark.parametrize("other", ["SUDWEST-FRYSLAN", "Sudwest Fryslân", "súdwest-fryslân"])
def test_spellings_of_one_name_are_the_same(other):
    assert spelling(other) == spelling("Súdwest-Fryslân")


def test_names_of_two_places_are_not_the_same():
    assert spelling("Bergen (NH.)") != spelling("Bergen (L.)")
