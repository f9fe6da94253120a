"""Measure, print the table, and fail when a budget is missed."""

import argparse
import sys

from bench import comments, crashes, exports, pages, posters, publishing, submissions
from bench.figures import Figure, at_most, table
from bench.installation import Installation, installation
from bench.servers import serving

ROUNDS = 7
MOST_MEGABYTES = 150


def main() -> int:
    """Run the measures that were asked for; gives the status to exit with."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="turns per race (default: 7)")
    parser.add_argument("--crashes", type=int, help="crash so many times instead of racing")
    asked = parser.parse_args()
    with installation() as place:
        if asked.crashes:
            figures = crashes.measure(place, asked.crashes)
        else:
            figures = pages.weigh(place) + measure(place, asked.rounds) + exports.measure()
            figures += posters.measure(place) + comments.measure()
    with submissions.postgresql() as url, installation(url) as place:
        if asked.crashes:
            figures += crashes.measure(place, asked.crashes)
        else:
            figures += measure(place, asked.rounds)
    print(table(figures))
    return 0 if all(figure.is_kept for figure in figures) else 1


def measure(place: Installation, rounds: int) -> list[Figure]:
    """Race an installation against the baseline on the same database."""
    pages.write_bare_page(place)
    submissions.make_bare_table()
    with (
        serving("bench.unhurried:serve()", place.folder, place.environment) as ours,
        serving("bench.bare:serve()", place.folder, place.environment) as bare,
    ):
        shown, page_rounds = pages.race(ours, bare, rounds)
        accepted, form_rounds = submissions.race(place, ours, bare, rounds)
        memory = at_most("memory of a web process", ours.megabytes(), MOST_MEGABYTES, "MB")
    return [
        *shown,
        *accepted,
        memory,
        submissions.cost(page_rounds, form_rounds),
        *publishing.measure(place),
    ]


if __name__ == "__main__":
    sys.exit(main())
