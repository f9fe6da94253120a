"""Comments: how long it takes to redact, embed and theme them, and whether luck decides."""

import json
import subprocess
import sys
import time
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from analysis.care_likeness import sound_like
from analysis.care_signals import find_signals
from analysis.clustering import Themes, find_themes
from analysis.embedding import UniversalSentenceEncoder, unit_rows
from analysis.redaction import redact
from bench import servers
from bench.figures import Figure, at_least, at_most, peak_megabytes
from bench.servers import environment
from feedback.demo.writing import Writing
from surveys.items import RespondentGroup

LANGUAGES = ("nl", "nl", "nl", "en", "tr", "ar")
N_PREPARED, MOST_SECONDS_PREPARED = 10_000, 120
# How many are themed in how many seconds at most.
THEMED = {2_000: 15, 10_000: 90, 100_000: 120}
MOST_MEGABYTES = 1_000
N_RERUN, LEAST_AGREEMENT = 2_000, 0.8

_NOISE = 0.5


def measure() -> list[Figure]:
    """Prepare and theme made-up comments, each size in a process of its own."""
    figures = [_prepare()]
    for n, most in THEMED.items():
        seconds, megabytes, n_themes = _in_own_process(n)
        detail = f" ({n_themes:.0f} themes)"
        figures.append(at_most(f"theme {n:,} comments", seconds, most, "s", detail))
        if n == max(THEMED):
            name = f"memory for {n:,} comments"
            figures.append(at_most(name, megabytes, MOST_MEGABYTES, "MB"))
    return [*figures, _agreement()]


def some_comments(n: int) -> tuple[list[str], list[str]]:
    """Make up texts and their languages, as the demo does."""
    writing, dice = Writing.load(), Random(2026)
    texts: list[str] = []
    languages: list[str] = []
    while len(texts) < n:
        language = dice.choice(LANGUAGES)
        for text in writing.comments(RespondentGroup.PARENT, language, dice).values():
            texts.append(text)
            languages.append(language)
    return texts[:n], languages[:n]


def _prepare() -> Figure:
    texts, languages = some_comments(N_PREPARED)
    redact("Warm.", "nl")
    encoder = UniversalSentenceEncoder()
    sound_like(["Warm."], encoder)
    started = time.perf_counter()
    redacted = [
        redact(text, language).text for text, language in zip(texts, languages, strict=True)
    ]
    of_redaction = time.perf_counter() - started
    for text, language in zip(texts, languages, strict=True):
        find_signals(text, language)
    sound_like(redacted, encoder)
    of_danger = time.perf_counter() - started - of_redaction
    encoder.embed(redacted)
    seconds = round(time.perf_counter() - started, 1)
    detail = f" ({of_redaction:.1f} s of it to redact, {of_danger:.1f} s to look for danger)"
    name = f"redact, look for danger in and embed {N_PREPARED:,} comments"
    return at_most(name, seconds, MOST_SECONDS_PREPARED, "s", detail)


def _vectors(n: int) -> tuple[NDArray[np.float32], list[str]]:
    """Give vectors that all differ: those of comments, each with noise as long as half of it."""
    texts, languages = some_comments(min(n, 5_000))
    rows = UniversalSentenceEncoder().embed(texts)
    chosen = np.random.default_rng(1).integers(len(rows), size=n)
    vectors = rows[chosen]
    dice = np.random.default_rng(2)
    # A part at a time: what is measured is the theming, not the making of its vectors.
    for part in np.array_split(vectors, max(1, n // 5_000)):
        noise = unit_rows(dice.standard_normal(part.shape, dtype=np.float32))
        np.add(part, _NOISE * noise, out=part)
    return vectors, [languages[row] for row in chosen.tolist()]


def _agreement() -> Figure:
    vectors, languages = _vectors(N_RERUN)
    first, second = (find_themes(vectors, languages, seed=seed) for seed in (1, 2))
    agreement = float(adjusted_rand_score(first.labels, second.labels))
    return at_least(f"themes of {N_RERUN:,} from another seed, ARI", agreement, LEAST_AGREEMENT)


def _in_own_process(n: int) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "bench.comments", str(n)]
    done = subprocess.run(
        command, cwd=servers.ROOT, env=environment(), check=True, capture_output=True, text=True
    )
    seconds, megabytes, n_themes = json.loads(done.stdout)
    return seconds, megabytes, n_themes


def _theme(n: int) -> tuple[float, float, int]:
    vectors, languages = _vectors(n)
    started = time.perf_counter()
    themes: Themes = find_themes(vectors, languages)
    seconds = round(time.perf_counter() - started, 1)
    megabytes = peak_megabytes()
    return seconds, megabytes, themes.count


if __name__ == "__main__":
    print(json.dumps(_theme(int(sys.argv[1]))))
