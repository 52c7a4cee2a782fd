"""The pack for other simulators is up to date, and its files alone are enough to come to what is expected."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
from pydantic import JsonValue, ValidationError

from simulations.rerun import KnownCase
from tests.conformance.directories import DIRECTORIES
from tests.conformance.on_simpy import events_on_simpy
from tests.conformance.pack import PACK, WRITTEN_BY_HAND, expected_csv, lane_written, pack
from tests.conformance.scripted import ScriptedCase
from workflows.definition.lane import Lane
from workflows.events.event import EventKind
from workflows.events.formats import read_csv
from workflows.instants import date_of, parse_instant
from workflows.interpreter.case import Case
from workflows.interpreter.script import Performance, Script, ScriptedOrder, ScriptedStep
from workflows.working_time.state_council import WorkingDays

AGAIN: Final = "make the pack again with `python -m tests.conformance.pack`"
TITLE: Final = {"zh": "步骤", "en": "Step"}
PROVENANCE: Final = {"source": "assumed", "basis": "made up for a test"}
SPAN: Final = {"kind": "exponential", "mean": 1, "unit": "hours", "provenance": PROVENANCE}
POOL: Final = {
    "title": TITLE, "department": TITLE, "calendar": "office", "staff": [{"count": 2, "provenance": PROVENANCE}],
}  # fmt: skip
CALENDAR: Final = {"base": "state_council", "hours": ["09:00-17:00"], "provenance": PROVENANCE}
FURNITURE: Final = {"title": TITLE, "provenance": PROVENANCE, "service_time": SPAN, "time": SPAN}
"""What this program asks of a lane and the course of a case does not depend on."""


def test_the_pack_is_up_to_date() -> None:
    found = {
        path.relative_to(PACK).as_posix(): path.read_bytes().decode()
        for path in PACK.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    by_hand = [found.pop(name) for name in WRITTEN_BY_HAND]
    assert all(by_hand)
    assert found == pack(), AGAIN


def furnished(written: Mapping[str, JsonValue]) -> Lane:
    """The lane that a file of the pack describes, with what has no effect put in wherever it is asked for."""
    content = json.loads(json.dumps(written))
    content |= {"office": "office", "calendars": {"office": CALENDAR}, "pools": dict.fromkeys(_pools(content), POOL)}
    for attribute in content.get("attributes", {}).values():
        for value in attribute["values"]:
            value["share"] = {"value": 1 / len(attribute["values"]), "provenance": PROVENANCE}
    while True:
        try:
            return Lane.model_validate(content)
        except ValidationError as error:
            missing = [each["loc"] for each in error.errors() if each["type"] == "missing"]
            if not missing:
                raise
        for place in missing:
            _put(content, place)


def _pools(content: object) -> set[str]:
    if isinstance(content, Mapping):
        mine = {content["pool"]} if "pool" in content else set()
        return mine.union(*map(_pools, content.values()))
    return set().union(*map(_pools, content)) if isinstance(content, list) else set()


def _put(content: dict[str, JsonValue], place: tuple[int | str, ...]) -> None:
    found: object = content
    for part in place[:-1]:
        if isinstance(found, list):
            found = found[int(part)]
        elif isinstance(found, dict) and part in found:  # a kind of step is part of an error's place, not of the file
            found = found[part]
    assert isinstance(found, dict)
    found.setdefault(place[-1], FURNITURE[str(place[-1])])


def _script(written: Mapping[str, Any]) -> Script:
    steps = [
        ScriptedStep(
            step=each["step"],
            occurrence=each["occurrence"],
            performance=Performance.model_validate(
                {name: value for name, value in each.items() if name not in {"step", "occurrence"}}
            ),
        )
        for each in written["steps"]
    ]
    orders = [
        ScriptedOrder.model_validate(
            {
                "after": each["after"],
                "order": {name: value for name, value in each.items() if name != "after"}
                | {"kind": EventKind[each["kind"].upper()]},
            }
        )
        for each in written.get("orders", ())
    ]
    return Script(
        steps=tuple(steps),
        orders=tuple(orders),
        withdrawn_after=written["withdrawn_after"],
        heard_after=written.get("heard_after", 0),
    )


def from_the_pack(name: str) -> ScriptedCase:
    """The case of a behaviour, read from the pack's files alone."""
    lanes = [furnished(lane) for lane in json.loads((PACK / name / "lanes.json").read_text("utf-8"))]
    written = json.loads((PACK / name / "case.json").read_text("utf-8"))
    case = Case(
        id=written["case"], submitted_at=parse_instant(written["submitted_at"]), attributes=written["attributes"]
    )
    children = {child: _script(script) for child, script in written["children"].items()}
    known = KnownCase(lane=written["lane"], case=case, script=_script(written), children=children)
    return ScriptedCase({lane.id: lane for lane in lanes}, known)


@pytest.mark.parametrize("name", [name for name in DIRECTORIES if name != "choice_by_share"])
def test_the_files_alone_lead_to_what_is_expected(name: str) -> None:
    found = expected_csv(events_on_simpy(from_the_pack(name)))
    assert found == (PACK / name / "expected.csv").read_bytes().decode()


def test_a_choice_by_share_follows_from_the_number_that_is_given() -> None:
    written = json.loads((PACK / "choice_by_share" / "case.json").read_text("utf-8"))
    chosen = {each["step"]: each["number"] for each in written["numbers"]}
    assert {step: round(number, 4) for step, number in chosen.items()} == {"inspection": 0.5075, "second": 0.5380}
    assert all("numbers" in path.read_text("utf-8") for path in PACK.glob("*/case.json"))


@pytest.mark.parametrize("name", DIRECTORIES)
def test_the_days_that_work_are_those_of_the_calendar(name: str) -> None:
    written = json.loads((PACK / name / "case.json").read_text("utf-8"))
    days = WorkingDays(beyond="weekdays")
    told = [date.fromisoformat(day) for day in written["working_days"]]
    first = date_of(parse_instant(written["submitted_at"]))
    span = [first + timedelta(days=number) for number in range((told[-1] - first).days + 1)]
    assert told == [day for day in span if days.is_working_day(day)]
    with (PACK / name / "expected.csv").open(encoding="utf-8", newline="") as lines:
        assert told[-1] > date_of(max(read_csv(lines, name).at)) + timedelta(days=14)


def _compare() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compare", PACK / "compare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_results_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    compare = _compare()
    for name in DIRECTORIES:
        (tmp_path / f"{name}.csv").write_bytes((PACK / name / "expected.csv").read_bytes())
    assert compare.main([str(tmp_path)]) == 0
    assert f"{len(DIRECTORIES)} of {len(DIRECTORIES)} agree" in capsys.readouterr().out
    path = tmp_path / "ties.csv"
    path.write_text(
        path.read_text("utf-8").replace("00:00:00.000+08:00,publish", "00:00:01.000+08:00,publish"), "utf-8"
    )
    (tmp_path / "weekend.csv").unlink()
    assert compare.main([str(tmp_path), "ties", "weekend", "sequence"]) == 1
    out = capsys.readouterr().out
    assert "ties: case ties, event 17: expected" in out
    assert "sequence: agrees" in out
    assert "1 of 3 agree" in out


def test_a_simulator_may_tell_less_and_in_another_zone(tmp_path: Path) -> None:
    rows = (PACK / "sequence" / "expected.csv").read_text("utf-8").splitlines()
    kept = [",".join(row.split(",")[:4]) for row in rows]
    (tmp_path / "sequence.csv").write_text("\n".join(kept).replace("T09:00:00.000+08:00", "T01:00:00Z"), "utf-8")
    assert _compare().main([str(tmp_path), "sequence"]) == 0


def test_nothing_is_said_twice() -> None:
    """A file of the pack has no more than what decides the course of a case."""
    lanes = [(PACK / name / "lanes.json").read_text("utf-8") for name in DIRECTORIES]
    words = {word for lane in lanes for word in lane.split('"')}
    assert not words & {"provenance", "title", "service_time", "mean"}
    assert lane_written(from_the_pack("sequence").lanes["sequence"])["id"] == "sequence"
