"""The behaviours as files that any simulator can read: ``python -m tests.conformance.pack`` makes them again.

What is written says nothing of this program's own formats: titles, sources and distributions are left out, days that
work are listed, and numbers that decide are given.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import JsonValue

from tests.conformance.directories import DIRECTORIES, FOLDER, scripted_case
from tests.conformance.on_simpy import events_on_simpy
from tests.conformance.scripted import EventsByCase, ScriptedCase
from workflows.definition.lane import Lane
from workflows.definition.steps import Choice
from workflows.events.formats import write_csv
from workflows.events.log import EventLog
from workflows.instants import date_of, format_instant
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.interpreter.script import Performance, Script
from workflows.working_time.state_council import WorkingDays

PACK: Final = FOLDER.parent / "conformance_pack"
WRITTEN_BY_HAND: Final = ("README.md", "compare.py")

_LEFT_OUT: Final = frozenset(
    {"assumptions", "calendars", "circulation_time", "format", "office", "pools", "provenance", "service_time", "title"}
)
_BEYOND: Final = timedelta(days=31)
"""Days after the last event for which it is still told whether they work."""


def pack() -> dict[str, str]:
    """Every file of the pack that is made: its path in the pack, and its content."""
    files = {"behaviours.json": _json([{"behaviour": name, "title": _title(name)} for name in DIRECTORIES])}
    for name in DIRECTORIES:
        scripted = scripted_case(name)
        events = events_on_simpy(scripted)
        files[f"{name}/README.md"] = (FOLDER / name / "README.md").read_text("utf-8")
        files[f"{name}/lanes.json"] = _json([lane_written(lane) for lane in scripted.lanes.values()])
        files[f"{name}/case.json"] = _json(_case(scripted, events))
        files[f"{name}/expected.csv"] = expected_csv(events)
    return files


def expected_csv(events: EventsByCase) -> str:
    """Events as a log, case by case: how events of different cases interleave is not part of a behaviour."""
    log, out = EventLog(), io.StringIO(newline="")
    for _, happened in sorted(events.items()):
        log.extend(happened)
    write_csv(log, out)
    return out.getvalue()


def lane_written(lane: Lane) -> dict[str, JsonValue]:
    """A lane with nothing but what decides the course of a case."""
    written = _pruned(lane.model_dump(mode="json", by_alias=True, exclude_unset=True))
    assert isinstance(written, dict)
    return written


def _pruned(content: JsonValue, within: str = "") -> JsonValue:
    if isinstance(content, list):
        return [_pruned(each, within) for each in content]
    if not isinstance(content, dict):
        return content
    return {key: _pruned(value, key) for key, value in content.items() if not _without_effect(content, key, within)}


def _without_effect(content: Mapping[str, JsonValue], key: str, within: str) -> bool:
    """Whether a field is for people, or for simulations whose spans and outcomes are not told."""
    spent = key == "time" and content.get("kind") in {"applicant", "third_party"}
    return key in _LEFT_OUT or spent or (key == "share" and within in {"values", "outcomes"})


def _case(scripted: ScriptedCase, events: EventsByCase) -> dict[str, Any]:
    case = scripted.case
    first = date_of(case.submitted_at)
    last = date_of(max(event.at for happened in events.values() for event in happened)) + _BEYOND
    days = WorkingDays(beyond="weekdays")
    span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return {
        "case": case.id,
        "lane": scripted.known.lane,
        "submitted_at": format_instant(case.submitted_at),
        "attributes": dict(case.attributes),
        "unit": "milliseconds",
        **_script(scripted.known.script),
        "children": {child: _script(script) for child, script in scripted.known.children.items()},
        "numbers": list(_numbers(scripted)),
        "working_days": [day.isoformat() for day in span if days.is_working_day(day)],
    }


def _script(script: Script) -> dict[str, Any]:
    written: dict[str, Any] = {
        "withdrawn_after": script.withdrawn_after,
        "steps": [
            {"step": step.step, "occurrence": step.occurrence, **_performance(step.performance)}
            for step in script.steps
        ],
    }
    if script.heard_after:
        written["heard_after"] = script.heard_after
    if script.orders:
        written["orders"] = [
            {"after": each.after, **each.order.model_dump(mode="json"), "kind": each.order.kind.name.lower()}
            for each in script.orders
        ]
    return written


def _performance(performance: Performance) -> dict[str, Any]:
    """How a step goes; who finishes it and what they find missing only where there is something to tell."""
    seldom = {name for name in ("finisher", "missing") if not getattr(performance, name)}
    return performance.model_dump(mode="json", exclude=seldom)


def _numbers(scripted: ScriptedCase) -> Iterator[dict[str, Any]]:
    """What decides between paths that have shares, the first time that the case comes to them."""
    case, lane = scripted.case, scripted.lanes[scripted.known.lane]
    for step in lane.steps.values():
        if isinstance(step, Choice):
            for number, path in enumerate(step.paths):
                if path.share is not None:
                    key = key_of(scripted.seed, 0, stream_name(case.draws, step.id, f"path{number}"))
                    yield {"step": step.id, "occurrence": 0, "number": uniform(key, case.number)}
                    break


def _title(name: str) -> str:
    return (FOLDER / name / "README.md").read_text("utf-8").partition("\n")[0].removeprefix("# ")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write(folder: Path) -> None:
    """Make the pack again, without what it no longer has."""
    made = pack()  # before anything is taken away: a pack that cannot be made leaves the old one
    for old in folder.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode())


if __name__ == "__main__":
    write(PACK)
