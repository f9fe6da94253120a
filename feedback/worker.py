"""The job runner's entry: `huey_consumer feedback.worker.queue`."""

from feedback.app import create_app
from feedback.config import load_settings
from feedback.logs import set_up_logs

set_up_logs(strict=False)
queue = create_app(load_settings()).extensions["queue"]
