"""Our application as it is served, but for its clock: one sender stands for a whole country.

The limits on answering count as they always do, in time that goes ten thousand times as fast.
"""

import time

from flask import Flask

from feedback.answering.limits import Limits
from feedback.app import serve as serve_as_always

HASTE = 10_000


def serve() -> Flask:
    """Build the application from the environment: `gunicorn "bench.unhurried:serve()"`."""
    app = serve_as_always()
    app.extensions["limits"] = Limits(lambda: time.monotonic() * HASTE)
    return app
