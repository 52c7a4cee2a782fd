"""What another tool makes of the files that are written here, and this program of theirs: r4pm, made by others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
import r4pm
import r4pm.df

from tests.properties.simulations.runs import run
from workflows.definition.catalogue import shipped_lane
from workflows.definition.steps import Task
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats.foreign import Columns
from workflows.events.formats.object_reading import read_ocel
from workflows.events.formats.object_tables import write_ocel_tables
from workflows.events.formats.object_tables_reading import read_ocel_tables
from workflows.events.formats.object_writing import write_ocel
from workflows.events.formats.xes_reading import read_xes
from workflows.events.formats.xes_writing import write_xes

LANE = shipped_lane("construction_permit")
LOG = run(LANE, 3).log
POOLS = {step.id: step.pool for step in LANE.steps.values() if isinstance(step, Task)}
EVENTS = list(LOG)
STEPS = {event.step for event in EVENTS if event.kind is EventKind.COMPLETED}
COMPLETED = sorted((event.case, event.step) for event in EVENTS if event.kind is EventKind.COMPLETED)


def test_they_read_our_xes(tmp_path: Path) -> None:
    with (tmp_path / "log.xes").open("w", encoding="utf-8", newline="") as out:
        write_xes(LOG, out, POOLS)
    frame, _ = r4pm.df.import_xes(str(tmp_path / "log.xes"))
    assert len(frame) == len(EVENTS)
    by_trace = sorted(EVENTS, key=lambda event: LOG.cases.index(event.case))
    assert frame["time:timestamp"].dt.epoch("ms").to_list() == [event.at for event in by_trace]
    done = frame.filter((pl.col("lifecycle:transition") == "complete") & pl.col("concept:instance").is_not_null())
    assert sorted(done.select("case:concept:name", "concept:name").iter_rows()) == COMPLETED


def test_a_log_that_went_through_their_xes_is_still_our_log(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.xes", tmp_path / "theirs.xes"
    with ours.open("w", encoding="utf-8", newline="") as out:
        write_xes(LOG, out, POOLS)
    r4pm.export_item(r4pm.import_item("EventLog", str(ours)), str(theirs))
    assert ours.read_bytes() != theirs.read_bytes()
    with theirs.open("rb") as stream:
        taken = read_xes(stream, "theirs.xes")
    assert not taken.foreign
    assert list(taken.log) == EVENTS


def test_their_xes_by_its_standard_attributes_tells_the_work(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.xes", tmp_path / "theirs.xes"
    with ours.open("w", encoding="utf-8", newline="") as out:
        write_xes(LOG, out)
    r4pm.export_item(r4pm.import_item("EventLog", str(ours)), str(theirs))
    with theirs.open("rb") as stream:
        taken = read_xes(stream, "theirs.xes", Columns(activity="concept:name"))
    assert taken.foreign

    def work(events: Iterable[CaseEvent]) -> list[tuple[object, ...]]:
        kept = (EventKind.ENABLED, EventKind.STARTED, EventKind.COMPLETED)
        return sorted(event[:6] for event in events if event.kind in kept and event.step in STEPS)

    assert work(taken.log) == work(EVENTS)


def test_they_read_our_ocel(tmp_path: Path) -> None:
    with (tmp_path / "log.json").open("w", encoding="utf-8", newline="") as out:
        write_ocel(LOG, out, POOLS)
    read = r4pm.df.import_ocel(str(tmp_path / "log.json"))
    assert read["events"]["ocel:timestamp"].dt.epoch("ms").sort().to_list() == sorted(event.at for event in EVENTS)
    cases = read["relations"].filter(pl.col("ocel:qualifier") == "case")
    assert sorted(cases["ocel:oid"].unique()) == sorted(f"case:{case}" for case in LOG.cases)
    by = read["relations"].filter(pl.col("ocel:qualifier") == "by")
    assert len(by) == sum(bool(event.member) and event.step in POOLS for event in EVENTS)


def test_they_read_our_ocel_out_of_its_tables(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite").write_bytes(write_ocel_tables(LOG, POOLS))
    r4pm.export_item(r4pm.import_item("OCEL", str(tmp_path / "log.sqlite")), str(tmp_path / "log.json"))
    read = r4pm.df.import_ocel(str(tmp_path / "log.json"))
    assert read["events"]["ocel:timestamp"].dt.epoch("ms").sort().to_list() == sorted(event.at for event in EVENTS)
    assert sorted(read_ocel((tmp_path / "log.json").read_text("utf-8"), "log.json").log) == sorted(EVENTS)
    cases = read["objects"].filter(pl.col("ocel:type") == "case")
    assert sorted(cases["ocel:oid"]) == sorted(f"case:{case}" for case in LOG.cases)


def test_tables_that_they_wrote_are_still_our_log(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    ours.write_bytes(write_ocel_tables(LOG, POOLS))
    r4pm.export_item(r4pm.import_item("OCEL", str(ours)), str(theirs))
    assert ours.read_bytes() != theirs.read_bytes()
    assert sorted(read_ocel_tables(theirs.read_bytes(), "theirs.sqlite").log) == sorted(EVENTS)


def test_a_log_that_went_through_their_ocel_is_still_our_log(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
    with ours.open("w", encoding="utf-8", newline="") as out:
        write_ocel(LOG, out, POOLS)
    r4pm.export_item(r4pm.import_item("OCEL", str(ours)), str(theirs))
    assert ours.read_bytes() != theirs.read_bytes()
    assert sorted(read_ocel(theirs.read_text("utf-8"), "theirs.json").log) == sorted(EVENTS)
