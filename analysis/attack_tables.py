"""The outsider on any table: how narrowly what is shown bounds each hidden cell.

Plain cells and linear relations in, intervals out, so that it can be tried on tables from
elsewhere. It shares no code with the rest.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

_TERM = re.compile(r"([+-])?\s*(\d+\s*\*)?\s*([^\s+*=-][^+*=-]*)")


class UnreadableTable(ValueError):
    """A cell or a relation that cannot be read; the message names the line."""


@dataclass(frozen=True)
class Relation:
    """Cells whose weighted sum is zero: "a + b = c" is +a, +b, −c."""

    weights: Mapping[str, int]


@dataclass(frozen=True)
class Interval:
    """All that a hidden cell can be, given what is shown; `most` is None without a bound."""

    cell: str
    least: int
    most: int | None

    @property
    def width(self) -> float:
        """Give how many respondents lie between: 0 for a cell that is known exactly."""
        return np.inf if self.most is None else self.most - self.least


def read_relation(line: str) -> Relation:
    """Read "north + south = total" or "2*a - b = c"; names hold no + - * or =.

    Raises UnreadableTable.
    """
    sides = line.split("=")
    if len(sides) != 2:
        raise UnreadableTable(f"{line!r}: write one =, as in a + b = total")
    weights: dict[str, int] = {}
    for sign, side in zip((1, -1), sides, strict=True):
        rest = side.strip()
        while rest:
            term = _TERM.match(rest)
            if term is None:
                raise UnreadableTable(f"{line!r}: cannot read {rest!r}")
            plus, times, cell = term.groups()
            number = int(times.rstrip("* ")) if times else 1
            name = cell.strip()
            weights[name] = weights.get(name, 0) + (-sign if plus == "-" else sign) * number
            rest = rest[term.end() :].strip()
    return Relation(weights)


def read_cells(text: str) -> tuple[dict[str, int], list[str]]:
    """Read CSV lines with the columns cell, value and status ("shown" or "hidden").

    Gives the values of shown cells, and the names of hidden ones. Raises UnreadableTable.
    """
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in text else ",")
    missing = {"cell", "value", "status"} - set(reader.fieldnames or ())
    if missing:
        raise UnreadableTable(f"no column {', '.join(sorted(missing))}")
    shown: dict[str, int] = {}
    hidden: list[str] = []
    for row in reader:
        if row["status"] == "hidden":
            hidden.append(row["cell"])
        elif row["status"] == "shown" and row["value"].isdigit():
            shown[row["cell"]] = int(row["value"])
        else:
            raise UnreadableTable(
                f"line {reader.line_num}: write a whole number and shown, or hidden"
            )
    return shown, hidden


def bound_hidden(
    shown: Mapping[str, int], hidden: Sequence[str], relations: Iterable[Relation]
) -> list[Interval]:
    """Give the narrowest interval of each hidden cell: whole numbers from zero that fit.

    `shown` holds the values of shown cells. Raises UnreadableTable when a relation names a cell
    that is neither, or when no values fit at all.

    Source: Fischetti and Salazar-González, Solving the cell suppression problem on tabular data
    with linear constraints (Management Science, 2001), for the attacker's two problems.
    """
    place = {cell: position for position, cell in enumerate(hidden)}
    rows, totals = [], []
    for relation in relations:
        row, total = np.zeros(len(hidden)), 0
        for cell, weight in relation.weights.items():
            if cell in place:
                row[place[cell]] += weight
            elif cell in shown:
                total -= weight * shown[cell]
            else:
                raise UnreadableTable(f"{cell!r} stands in a relation but not among the cells")
        rows.append(row)
        totals.append(total)
    constraint = LinearConstraint(np.array(rows), totals, totals) if rows else None
    return [Interval(cell, *_range(place[cell], len(hidden), constraint)) for cell in hidden]


def _range(
    position: int, n_cells: int, constraint: LinearConstraint | None
) -> tuple[int, int | None]:
    goal = np.zeros(n_cells)
    goal[position] = 1
    least = _solve(goal, constraint)
    if least is None:
        raise UnreadableTable("no whole numbers fit all relations")
    most = _solve(-goal, constraint)
    return round(least), None if most is None else round(-most)


def _solve(goal: npt.NDArray[np.float64], constraint: LinearConstraint | None) -> float | None:
    """Give the least value of the goal; None when there is no solution, or no bound."""
    solution = milp(
        goal,
        integrality=np.ones(len(goal)),
        bounds=Bounds(0, np.inf),
        constraints=[constraint] if constraint else [],
    )
    return None if solution.fun is None else float(solution.fun)
