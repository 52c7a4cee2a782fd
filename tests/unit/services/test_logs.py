"""Lines of a log: as JSON, at the level that the settings say, and with nothing in them that somebody has declared."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import structlog

from services.api.log_lines import request_id
from services.logs import begin_logs
from services.settings import Settings, load_settings
from tests.unit.services.logging_as_before import logging_as_before
from workflows.errors import InvalidInputError

PERSON = "诸葛流云"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    with logging_as_before():
        yield


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_exception_is_its_kind_and_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    begin_logs(Settings(), "worker")
    declared = {"name": PERSON}
    try:
        try:
            int(declared["name"])
        except ValueError as error:
            raise KeyError(PERSON) from error
    except KeyError as error:
        structlog.get_logger("services.api").error("defect", exc_info=error)
        logging.getLogger("somebody.else").exception("failed")
    ours, theirs = _lines(capsys)
    for line in (ours, theirs):
        assert PERSON not in json.dumps(line, ensure_ascii=False)
        raised = line["exception"]
        assert isinstance(raised, list)
        assert [each["exc_type"] for each in raised] == ["KeyError", "ValueError"]
        assert raised[0]["frames"][-1]["name"] == test_an_exception_is_its_kind_and_its_place.__name__
    assert (ours["process"], ours["level"]) == ("worker", "error")


def test_several_at_once_are_without_messages_too(capsys: pytest.CaptureFixture[str]) -> None:
    begin_logs(Settings(), "worker")
    group = ExceptionGroup(PERSON, [ValueError(PERSON), ConnectionRefusedError(111, "Connection refused")])
    structlog.get_logger("services.api").error("defect", exc_info=group)
    [line] = _lines(capsys)
    told = json.dumps(line, ensure_ascii=False)
    assert PERSON not in told
    assert "Connection refused" in told  # which tells of a machine


def test_lines_of_the_sdk_have_known_fields_only(capsys: pytest.CaptureFixture[str]) -> None:
    begin_logs(Settings(), "worker")
    said = SimpleNamespace(fields={"workflow_id": "p-1", "failure": PERSON, "error": PERSON})
    logging.getLogger("temporalio.core").warning("Failing workflow task", extra={"temporal_log": said})
    [line] = _lines(capsys)
    assert (line["event"], line["workflow_id"]) == ("Failing workflow task", "p-1")
    assert PERSON not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize(
    ("setting", "process", "expected"),
    [
        ("info", "worker", ["info", "error"]),
        ("debug", "worker", ["debug", "info", "error"]),
        ("error,worker=debug", "worker", ["debug", "info", "error"]),
        ("error,worker=debug", "api-all", ["error"]),
    ],
)
def test_a_process_logs_from_its_level_on(
    capsys: pytest.CaptureFixture[str], setting: str, process: str, expected: list[str]
) -> None:
    begin_logs(Settings(log_level=setting), process)
    for level in (logging.DEBUG, logging.INFO, logging.ERROR):
        logging.getLogger("services.workers.activities").log(level, "done", extra={"case": "p-1", "who": PERSON})
    logging.getLogger("urllib3").debug(PERSON)
    lines = _lines(capsys)
    assert [line["level"] for line in lines] == expected
    assert all(line["case"] == "p-1" and "who" not in line for line in lines)


def test_a_level_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLANE_LOG_LEVEL", "loud")
    with pytest.raises(InvalidInputError, match="GREENLANE_LOG_LEVEL"):
        load_settings()


@pytest.mark.parametrize("sane", ["0af7651916cd43dd8448eb211c80319c", "7D444840-9DC0-11D1-B245-5FFDCE74FAD2"])
def test_an_id_of_a_request_is_kept(sane: str) -> None:
    assert request_id(sane) == sane


@pytest.mark.parametrize("other", [None, "", "13800138000", "210402199003071234", PERSON, "a" * 33, "a" * 32 + "\n"])
def test_whatever_else_is_sent_as_one_is_replaced(other: str | None) -> None:
    made = request_id(other)
    assert made != other
    assert len(made) == 32
    assert request_id(other) != made
