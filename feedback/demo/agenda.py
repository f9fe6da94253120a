"""The agenda of the made-up region: what it follows by hand, and in what people answer."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from surveys.agenda import (
    Direction,
    Domain,
    Goal,
    HandValue,
    Indicator,
    PlannedAction,
    Row,
    school_years_from,
)
from surveys.organisations import Region

_YEARS = 4
_HELPS = "helpt-de-hulp"


def make_agenda(session: Session, region: Region, *, today: date) -> None:
    """Make the agenda of the region; its school years begin with that of a year ago."""
    years = school_years_from(today - timedelta(days=365), _YEARS)
    near = Domain(
        region=region,
        position=0,
        name="Preventie en vroege hulp",
        introduction=(
            "Kinderen en ouders vinden hulp op school, voordat een probleem groot wordt. "
            "Wat zij er zelf van merken, vragen we elk jaar."
        ),
        years=years,
    )
    help_near = Goal(
        text="Hulp is dichtbij, op of om de school.", rows=[_near(years), _light(years)]
    )
    near.goals.append(help_near)
    near.goals.append(
        Goal(text="Hulp is er op tijd.", parent=help_near, rows=[_soon(today, years)])
    )
    near.goals.append(
        Goal(text="School en jeugdhulp werken met één plan.", parent=help_near, rows=[_plan(years)])
    )
    at_school = Domain(
        region=region, position=1, name="Elk kind naar school", introduction="", years=years
    )
    at_school.goals.append(
        Goal(
            text="Minder kinderen zitten thuis zonder onderwijs.",
            rows=[_at_home(today, years), _exempted(today)],
        )
    )
    session.add_all([near, at_school])
    session.flush()


def _near(years: list[str]) -> Row:
    indicator = _followed("Ouders vinden hulp dichtbij", "indicator~nabijheid", "parent", 65)
    return Row(
        investment="1,5 fte schoolmaatschappelijk werk",
        indicators=[indicator],
        actions=[
            PlannedAction(text="Spreekuur op elke school.", actors="Wijkteam", years=years[:2]),
            PlannedAction(text="Team rond de school oprichten.", actors="Directeur", years=years),
        ],
    )


def _light(years: list[str]) -> Row:
    return Row(
        investment="",
        indicators=[_followed("Leraren vinden de hulp nuttig", "cijfer-nut", "teacher", 7, "mean")],
        actions=[PlannedAction(text="Elk kwartaal samen duiden.", actors="", years=years[1:])],
    )


def _soon(today: date, years: list[str]) -> Row:
    waiting = _counted("Wachttijd tot de eerste afspraak", "weken", (11, 9), 4, today)
    waiting.evaluate_on = today - timedelta(days=14)
    followed = _followed("Hulp is er snel bij", "indicator~sneller-erbij-halen", "parent", 60)
    return Row(
        investment="",
        indicators=[waiting, followed],
        actions=[
            PlannedAction(text="Wachttijd elke maand melden.", actors="Jeugdhulp", years=years)
        ],
    )


def _plan(years: list[str]) -> Row:
    indicator = _followed("Er is één plan", "indicator~een-plan", "supporter", 70)
    return Row(
        investment="",
        indicators=[indicator],
        actions=[
            PlannedAction(
                text="Eén plan invoeren.", actors="Samenwerkingsverband", years=years[1:3]
            )
        ],
    )


def _at_home(today: date, years: list[str]) -> Row:
    indicator = _counted("Thuiszitters van 5 tot 16 jaar", "leerlingen", (48, 37), 20, today)
    indicator.evaluate_on = today + timedelta(days=200)
    return Row(
        investment="",
        indicators=[indicator],
        actions=[
            PlannedAction(text="Na twee weken verzuim bellen.", actors="Leerplicht", years=years)
        ],
    )


def _exempted(today: date) -> Row:
    exempted = _counted("Vrijstellingen van onderwijs", "leerlingen", (22, 24), 15, today)
    return Row(investment="", indicators=[exempted], actions=[])


def _followed(
    text: str, measure: str, group: str, target: float, statistic: str = "favourable"
) -> Indicator:
    source = f"{_HELPS}/{measure}/{group}/{statistic}"
    return Indicator(text=text, source=source, target=target)


def _counted(
    text: str, unit: str, values: tuple[int, int], target: float, today: date
) -> Indicator:
    """Give an indicator that was counted a year and a month ago, and should go down."""
    days = (today - timedelta(days=395), today - timedelta(days=30))
    return Indicator(
        text=text,
        unit=unit,
        direction=Direction.DOWN.value,
        baseline=values[0],
        target=target,
        values=[HandValue(day=day, value=n) for day, n in zip(days, values, strict=True)],
    )
