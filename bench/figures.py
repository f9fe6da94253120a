"""What is measured: a figure, its budget, and whether it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.clients import Round


@dataclass(frozen=True)
class Figure:
    """One measure beside its budget, as they are printed."""

    measure: str
    figure: str
    budget: str
    is_kept: bool


def at_most(measure: str, value: float, most: float, unit: str, detail: str = "") -> Figure:
    """Give a figure that must not exceed its budget."""
    return Figure(measure, f"{value:,g} {unit}{detail}", f"≤ {most:,g} {unit}", value <= most)


def at_least(measure: str, value: float, least: float) -> Figure:
    """Give a figure that must not fall below its budget."""
    return Figure(measure, f"{value:.2f}", f"≥ {least:g}", value >= least)


def share_of_bare(
    measure: str, ours: Sequence[Round], bare: Sequence[Round], least: float
) -> Figure:
    """Compare the rates of rounds that alternated: the median share and its spread.

    Beside it stand both rates, and the processor time that a request took of either server.
    """
    shares = [our_round.rate / each.rate for our_round, each in zip(ours, bare, strict=True)]
    middle = median(shares)
    return Figure(
        measure,
        f"{middle:.0%} ({min(shares):.0%}–{max(shares):.0%}; "
        f"{_rate(ours):,.0f}/s of {_rate(bare):,.0f}/s; "
        f"CPU {_cpu_ms(ours):.2f} ms against {_cpu_ms(bare):.2f} ms)",
        f"≥ {least:.0%}",
        middle >= least,
    )


def wait_beside_bare(
    measure: str, ours: Sequence[Round], bare: Sequence[Round], most: float
) -> Figure:
    """Compare what all but one in a hundred waited, in rounds that alternated."""
    ratios = [our_round.p99_ms / each.p99_ms for our_round, each in zip(ours, bare, strict=True)]
    middle = median(ratios)
    return Figure(
        measure,
        f"{middle:.2f} × ({min(ratios):.2f}–{max(ratios):.2f}; "
        f"{median(each.p99_ms for each in ours):.1f} ms "
        f"against {median(each.p99_ms for each in bare):.1f} ms)",
        f"≤ {most:g} ×",
        middle <= most,
    )


def _rate(rounds: Sequence[Round]) -> float:
    return median(each.rate for each in rounds)


def _cpu_ms(rounds: Sequence[Round]) -> float:
    return median(each.cpu_ms_each for each in rounds)


def table(figures: Sequence[Figure]) -> str:
    """Give the figures as lines of text under each other."""
    rows = [
        ("measure", "figure", "budget", "verdict"),
        *(
            (each.measure, each.figure, each.budget, "kept" if each.is_kept else "MISSED")
            for each in figures
        ),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def peak_megabytes() -> int:
    """Give the most memory that this process took since its program began.

    What `getrusage` says would begin with what the process took that started it.
    """
    status = Path("/proc/self/status").read_text()
    return round(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
