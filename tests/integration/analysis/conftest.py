from dataclasses import dataclass

import pytest

from analysis.publications import Publication
from analysis.publishing import publish
from surveys.campaigns import Wave
from surveys.organisations import School
from tests.factories import (
    SIGNING_KEY,
    a_link,
    a_pilot,
    a_region,
    a_school,
    a_wave,
    close,
    now,
    respond,
)

# Per school: municipality, board, and how many parents say yes, partly and no.
TOWN = {
    "De Brug": ("Terneuzen", "Stichting Samen", (9, 7, 6)),
    "Het Anker": ("Terneuzen", "Stichting Samen", (4, 3, 3)),
    "De Vlieger": ("Hulst", "De Schakel", (2, 1, 1)),
    "De Linde": ("Hulst", "De Schakel", (1, 2, 1)),
    "De Wilg": ("Hulst", None, (2, 2, 0)),
    "Eensgezind": ("Sluis", "De Schakel", (8, 0, 0)),
    "De Stilte": ("Sluis", None, (0, 0, 0)),
}
CODES = ("yes", "partly", "no")


@dataclass(frozen=True)
class Town:
    wave: Wave
    schools: dict[str, School]


def build(session, wave_keys, *, backwards: bool = False) -> Town:
    """The town with its closed wave; the same answers came in from behind when `backwards`."""
    schools = {
        name: a_school(session, name, municipality=municipality, board=board)
        for name, (municipality, board, _) in TOWN.items()
    }
    region = a_region(session, schools=schools.values())
    a_pilot(session, region, [schools["De Brug"], schools["De Vlieger"]])
    wave = a_wave(session, wave_keys, region=region)
    links = {name: a_link(session, wave, school) for name, school in schools.items()}
    forms = [
        (links[name], code)
        for name, (_, _, counts) in TOWN.items()
        for code, n in zip(CODES, counts, strict=True)
        for _ in range(n)
    ]
    for link, code in reversed(forms) if backwards else forms:
        respond(session, link, {"dichtbij": [code]})
    return Town(close(session, wave_keys, wave), schools)


@pytest.fixture
def town(session, wave_keys) -> Town:
    return build(session, wave_keys)


@pytest.fixture
def publication(session, town) -> Publication:
    done = publish(session, town.wave.id, now=now(), software_version="1.2.3", key=SIGNING_KEY)
    session.commit()
    return done
