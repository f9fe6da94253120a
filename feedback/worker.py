"""The job runner's entry: `python -m feedback.worker`.

It starts huey's consumer itself, so that a failed job is logged by our rules: huey's own log would
write out the message of an error, and that may quote a comment.
"""

from feedback.app import create_app
from feedback.config import load_settings
from feedback.logs import set_up_logs


def main() -> None:
    """Do the jobs in the queue until told to stop."""
    set_up_logs(strict=False)
    create_app(load_settings()).extensions["queue"].create_consumer(workers=1).run()


if __name__ == "__main__":
    main()
