"""The layouts of register files: which column holds what, and which must be there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.errors import InvalidRegister, Mistake, Said, say


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of register file, by what they hold.

    Where several columns may hold the same thing, the first one that the file has is read.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...] = ("location_code", "name", "municipality")

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Give where in a case-folded header each thing stands, as far as it is there."""
        return {
            name: header.index(found[0])
            for name, columns in self.columns.items()
            if (found := [column.casefold() for column in columns if column.casefold() in header])
        }

    def missing(self, header: Sequence[str]) -> list[str]:
        """Give the required columns that a case-folded header lacks."""
        places = self.places(header)
        return [self.columns[name][0] for name in self.required if name not in places]


_DUO = {
    "name": ("VESTIGINGSNAAM",),
    "municipality": ("GEMEENTENAAM",),
    "province": ("PROVINCIE",),
    "street": ("STRAATNAAM",),
    "house_number": ("HUISNUMMER-TOEVOEGING",),
    "postcode": ("POSTCODE",),
    "city": ("PLAATSNAAM",),
    "education_area": ("ONDERWIJSGEBIED NAAM",),
    "board_number": ("BEVOEGD GEZAG NUMMER",),
    "board_name": ("BEVOEGD GEZAG NAAM",),
    "education_type": ("ONDERWIJSSTRUCTUUR", "SOORT PRIMAIR ONDERWIJS", "ONDERWIJSTYPE"),
}
_DUO_REQUIRED = ("location_code", "institution", "name", "municipality")

LAYOUTS = (
    Layout(
        "Klankbord",
        {
            "location_code": ("vestigingscode",),
            "institution": ("brin_nummer",),
            "name": ("naam",),
            "municipality": ("gemeente",),
            "province": ("provincie",),
            "street": ("straat",),
            "house_number": ("huisnummer",),
            "postcode": ("postcode",),
            "city": ("plaats",),
            "education_area": ("onderwijsgebied",),
            "education_type": ("type",),
            "n_pupils": ("leerlingen",),
        },
    ),
    Layout(
        "DUO",
        {"location_code": ("VESTIGINGSCODE",), "institution": ("INSTELLINGSCODE",), **_DUO},
        _DUO_REQUIRED,
    ),
    Layout(
        "DUO, older years",
        {"location_code": ("VESTIGINGSNUMMER",), "institution": ("BRIN NUMMER",), **_DUO},
        _DUO_REQUIRED,
    ),
)


def find_columns(header: Sequence[str]) -> dict[str, int]:
    """Give where in the header each thing that we read stands, capitals or not.

    Raises InvalidRegister, with the missing columns and the known layouts, when no layout fits.
    """
    columns = [column.strip().casefold() for column in header]
    layout = min(
        LAYOUTS, key=lambda layout: (len(layout.missing(columns)), -len(layout.places(columns)))
    )
    missing = layout.missing(columns)
    if missing:
        fault = say(
            "no column %(columns)s (the nearest layout is %(layout)s)",
            columns=", ".join(missing), layout=layout.name,
        )  # fmt: skip
        known = "; ".join(f"{layout.name}: {', '.join(layout.missing([]))}" for layout in LAYOUTS)
        raise _refusal(fault, say("use a known layout (%(layouts)s)", layouts=known))
    places = layout.places(columns)
    twice = [header[at] for at in places.values() if columns.count(columns[at]) > 1]
    if twice:
        fault = say("%(columns)s occurs more than once", columns=", ".join(twice))
        raise _refusal(fault, say("keep one column of each name"))
    return places


def _refusal(fault: Said, cure: Said) -> InvalidRegister:
    return InvalidRegister([Mistake(say("line %(line)s", line=1), fault, cure)])
