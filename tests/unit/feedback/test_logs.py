import json
import logging

import pytest

from feedback.logs import ClosedList, JsonLines, UnknownLogField


def a_record(name="feedback.jobs", event="wave published", args=(), **fields):
    record = logging.makeLogRecord({"name": name, "msg": event, "args": args, **fields})
    record.levelname = "INFO"
    return record


def written(record):
    return json.loads(JsonLines().format(record))


def test_a_line_holds_its_event_and_its_fields():
    line = written(a_record(wave_id=7))

    assert (line["event"], line["wave_id"]) == ("wave published", 7)


def test_a_field_outside_the_closed_list_is_refused_in_tests():
    with pytest.raises(UnknownLogField, match="answer"):
        ClosedList().filter(a_record(answer="mijn kind"))


def test_a_field_outside_the_closed_list_is_dropped_from_the_line():
    assert "answer" not in written(a_record(answer="mijn kind"))


def test_arguments_of_an_event_are_not_rendered():
    assert "ABCD2345" not in JsonLines().format(a_record(event="wrong code %s", args=("ABCD2345",)))


def test_an_error_shows_its_kind_and_place_but_not_its_message():
    try:
        raise ValueError("mijn kind")
    except ValueError as error:
        text = JsonLines().format(a_record(exc_info=(ValueError, error, error.__traceback__)))

    assert json.loads(text)["error"] == "ValueError"
    assert "test_logs.py:" in json.loads(text)["error_at"]
    assert "mijn kind" not in text


def test_a_library_tells_only_where_it_spoke():
    record = a_record(
        name="werkzeug", event="10.0.0.1 GET /s/ABCD2345", pathname="/x/werkzeug/serving.py"
    )

    assert written(record)["event"].startswith("werkzeug/serving.py:")
