"""JSON lines on standard output; the closed list of fields a log line may carry."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from gunicorn.config import Config
from gunicorn.glogging import Logger

OUR_PACKAGES = ("feedback", "analysis", "surveys")
FIELDS = frozenset(
    {
        "command",
        "count",
        "endpoint",
        "job",
        "locale",
        "link_id",
        "publication_id",
        "reason",
        "seconds",
        "status",
        "theme_id",
        "user_id",
        "version_id",
        "wave_id",
    }
)
_BUILT_IN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class UnknownLogField(Exception):
    """A log line carries fields outside the closed list."""

    def __init__(self, fields: set[str]) -> None:
        self.fields = fields
        super().__init__(", ".join(sorted(fields)))


class JsonLines(logging.Formatter):
    """One JSON object per line: the fixed event, known fields, and where an error came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record without rendering its arguments: they could hold what people typed."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.msg if _is_ours(record) else _place(record.pathname, record.lineno),
        }
        line |= {name: value for name, value in vars(record).items() if name in FIELDS}
        if record.exc_info and record.exc_info[0]:
            line |= _describe_error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


class ClosedList(logging.Filter):
    """Refuses a line of ours with a field outside the closed list. Raises UnknownLogField."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let a line through whose fields are all known."""
        unknown = vars(record).keys() - _BUILT_IN - FIELDS
        if unknown and _is_ours(record):
            raise UnknownLogField(unknown)
        return True


def set_up_logs(*, strict: bool) -> None:
    """Send all logging to standard output as JSON; `strict` raises on a field that is unknown.

    Otherwise such a field is dropped: a log line must never stop a respondent.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    if strict:
        handler.addFilter(ClosedList())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for package in OUR_PACKAGES:
        logging.getLogger(package).setLevel(logging.INFO)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.split(".")[0] in OUR_PACKAGES


def _describe_error(error: BaseException | None) -> dict[str, object]:
    # Never the message: it may quote a form, a code or a row.
    frames = traceback.extract_tb(error.__traceback__) if error else []
    places = [_place(frame.filename, frame.lineno) for frame in frames]
    return {"error": type(error).__name__, "error_at": places[-1] if places else None}


def _place(filename: str, line: int | None) -> str:
    return f"{'/'.join(Path(filename).parts[-2:])}:{line}"


class ServerLog(Logger):  # type: ignore[misc]
    """What the web server itself says, by our rules: gunicorn would name addresses and paths."""

    def setup(self, cfg: Config) -> None:
        """Let all of it go through `JsonLines`, which leaves out what is filled in."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())
