"""Logs of the processes: one JSON object a line, on standard error; with ids of cases, without anything of people.

The trap is what others put into a line. A traceback quotes the locals of every frame and the message of the exception,
which quotes the value that was wrong; the Temporal SDK quotes failures. Nothing of that is written: of exceptions the
kinds and where they were raised, of the SDK's lines the fields that are listed here.
"""

from __future__ import annotations

import logging
import sys
from typing import Final

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, ExcInfo, Processor

from services.settings import Settings

_OURS: Final = ("services", "simulations", "workflows")

_EXTRAS: Final = ("activity", "case", "duration_seconds", "method", "route", "status")
"""What a line of the standard library's may have beside its message."""

_OF_THE_SDK: Final = frozenset({"activity_type", "attempt", "run_id", "task_queue", "workflow_id", "workflow_type"})
"""Fields of the SDK's lines that are written; others quote failures."""

_SURROUNDINGS: Final = frozenset(
    {"BrokenPipeError", "ConnectionRefusedError", "ConnectionResetError", "OSError", "RPCError", "TimeoutError"}
)
"""Kinds of exceptions whose messages tell of machines alone."""


def begin_logs(settings: Settings, process: str) -> None:
    """Have everything that is logged in this process written as JSON lines.

    Parameters
    ----------
    process : its name, in every line
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([] if settings.traces_endpoint is None else [_trace_of()]),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(_EXTRAS), _fields_of_the_sdk],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_raised),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    level = logging.getLevelNamesMapping()[settings.log_level_of(process).upper()]
    # What libraries say for debugging quotes what they work on, so that is for no level.
    logging.basicConfig(level=max(level, logging.INFO), handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    # One line for every request to its own exporter says nothing.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(process=process)


def _trace_of() -> Processor:
    """Tells of every line in which trace it was written."""
    # Loaded by FastAPI in any case; but a command that only logs need not wait for it.
    from opentelemetry.trace import get_current_span  # noqa: PLC0415

    def add(_logger: object, _method: str, line: EventDict) -> EventDict:
        context = get_current_span().get_span_context()
        if context.is_valid:
            line["trace_id"] = f"{context.trace_id:032x}"
        return line

    return add


def _fields_of_the_sdk(_logger: object, _method: str, line: EventDict) -> EventDict:
    told = getattr(line.get("_record"), "temporal_log", None)
    if told is not None:
        line.update({name: value for name, value in told.fields.items() if name in _OF_THE_SDK})
    return line


_FRAMES: Final = ExceptionDictTransformer(show_locals=False)


def _raised(exc_info: ExcInfo) -> list[dict[str, object]]:
    """The kinds of exceptions, and where they were raised."""
    return [_without_message(dict(each)) for each in _FRAMES(exc_info)]


def _without_message(raised: dict[str, object]) -> dict[str, object]:
    kept: dict[str, object] = {
        name: raised[name] for name in ("exc_type", "is_cause", "is_group", "frames") if name in raised
    }
    if raised.get("exc_type") in _SURROUNDINGS:
        kept["exc_value"] = raised.get("exc_value")
    inside = raised.get("exceptions")
    if isinstance(inside, list) and inside:
        kept["exceptions"] = [[_without_message(dict(each)) for each in chain] for chain in inside]
    return kept
