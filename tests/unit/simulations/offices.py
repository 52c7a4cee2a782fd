"""A small office in which everything takes exactly as long as it says, and a readable account of what happens there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

from simulations.run import Run
from simulations.what_if import Past, what_if
from workflows.definition.lane import Lane
from workflows.events.event import EventKind
from workflows.instants import format_instant, parse_instant
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan, plan_of
from workflows.working_time.state_council import WorkingDays

DAYS = WorkingDays()
YEARS = range(2024, 2026)
DAY = "2024-03-05"
"""A Tuesday."""

_HEAD = """
id: {id}
title: &t {{zh: 办公室, en: Office}}
office: day
calendars:
  day: {{base: state_council, hours: ["09:00-12:00", "13:00-17:00"], provenance: &p {{source: assumed, basis: test}}}}
  early: {{base: state_council, hours: ["07:00-11:00"], provenance: *p}}
  late: {{base: state_council, hours: ["10:00-14:00"], provenance: *p}}
pools:
  desk: {{title: *t, department: *t, calendar: day, staff: {staff}}}
  archive: {{title: *t, department: *t, calendar: day, staff: [{{count: 1, provenance: *p}}]}}
"""


def lane(body: str, *, staff: str = "[{count: 1, provenance: *p}]", id_: str = "office", more: str = "") -> Lane:
    """A lane; `&t` and `&p` are a title and a provenance to refer to in YAML."""
    lines = "\n".join(f"  {line}" for line in body.strip("\n").splitlines())
    return Lane.model_validate(yaml.safe_load(f"{_HEAD.format(id=id_, staff=staff)}{more}\nbody:\n{lines}\n"))


def task(id_: str, minutes: float, *, pool: str = "desk", more: str = "") -> str:
    """A task in YAML, in one line."""
    extra = f", {more}" if more else ""
    return f"{{kind: task, id: {id_}, title: *t, pool: {pool}, service_time: {fixed(minutes)}{extra}}}"


def fixed(minutes: float) -> str:
    """A span in YAML."""
    return f"{{kind: fixed, value: {minutes}, unit: minutes, provenance: *p}}"


def plans_of(*lanes: Lane) -> dict[str, Plan]:
    """Lanes, ready to run."""
    return {each.id: plan_of(each, YEARS, DAYS) for each in lanes}


def at(clock: str, day: str = DAY) -> int:
    """An instant of that day."""
    return parse_instant(f"{day}T{clock}:00+08:00")


def run(lanes: Lane | Sequence[Lane], cases: Mapping[str, str], *, attributes: Mapping[str, str] | None = None) -> Run:
    """Cases by name, each with the time of DAY at which it is submitted, through the first lane."""
    known = [lanes] if isinstance(lanes, Lane) else list(lanes)
    submitted = [
        Case(id=id_, submitted_at=at(clock), number=number, draws=f"{known[0].id}/", attributes=dict(attributes or {}))
        for number, (id_, clock) in enumerate(cases.items())
    ]
    return what_if(plans_of(*known), known[0].id, submitted, Past(), seed=1)


def account(of: Run, *kinds: EventKind) -> list[str]:
    """What happened, as ``day hour:minute case step what member``; all kinds if none are given."""
    lines = []
    for event in of.log:
        if not kinds or event.kind in kinds:
            day, clock = format_instant(event.at)[5:16].split("T")
            when = clock if day == DAY[5:] else f"{day} {clock}"
            words = (when, event.case, event.step, event.kind.name.lower(), event.member, event.cause, event.outcome)
            lines.append(" ".join(word for word in words if word))
    return lines


def served(of: Run) -> list[str]:
    """When whom began what, and when it was done."""
    return account(of, EventKind.STARTED, EventKind.COMPLETED)
