"""Logs made up by a small random process, valid by construction: any work in any order, any marks, any stops."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import yaml
from hypothesis import strategies as st

from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.instants import MINUTE, Instant, start_of
from workflows.working_time import WorkingDays, WorkingTimeAxis, compile_axis

TICK = 15 * MINUTE
DAYS = WorkingDays()
ORIGIN = start_of(date(2026, 9, 18))
"""A Friday; a make-up Sunday follows, and the National Day week soon after."""
SPAN = 16 * 96
"""Ticks in which cases are submitted and marks reached."""

LANE = Lane.model_validate(
    yaml.safe_load("""
id: measured
title: {zh: 测量, en: Measured}
office: office
calendars:
  office: {base: state_council, hours: ["09:00-12:00", "13:30-17:30"], provenance: &p {source: assumed, basis: test}}
  evening: {base: every_day, hours: ["16:00-20:30"], provenance: *p}
  alike: {base: every_day, hours: ["16:00-20:30"], provenance: *p}
pools:
  window:
    title: &t {zh: 窗口, en: Window}
    department: *t
    calendar: office
    cost_per_hour: {yuan: 64, provenance: *p}
    staff: [{count: 2, provenance: *p}, {count: 1, calendar: evening, provenance: *p}]
  review:
    title: *t
    department: *t
    calendar: alike
    cost_per_hour: {yuan: 128, provenance: *p}
    staff: [{count: 1, provenance: *p}, {count: 1, provenance: *p}]
documents:
  form: {title: *t, defect_share: &none {value: 0, provenance: *p}}
  deed: {title: *t, defect_share: *none}
  licence: {title: *t, source: shared, defect_share: *none}
limits:
  - {working_days: 3, provenance: *p, kind: statutory}
  - {working_days: 1, provenance: *p, kind: promised}
  - {working_days: 6, provenance: *p, kind: promised, start: submitted, until: delivered}
body:
  kind: sequence
  steps:
    - {kind: task, id: intake, title: *t, pool: window, visits: 1, documents: [form, deed, licence],
       service_time: &s {kind: fixed, value: 1, unit: hours, provenance: *p}, fee: {yuan: 10, provenance: *p}}
    - {kind: task, id: check, title: *t, pool: review, service_time: *s, circulation_time: *s}
    - {kind: task, id: issue, title: *t, pool: window, service_time: *s, documents: [licence]}
    - {kind: applicant, id: correct, title: *t, time: *s, visits: 2, documents: [form], fee: {yuan: 3, provenance: *p}}
    - {kind: third_party, id: survey, title: *t, party: *t, time: *s, fee: {yuan: 500, provenance: *p}}
    - {kind: third_party, id: opinion, title: *t, party: *t, time: *s, fee: {yuan: 7, provenance: *p}, paid_by: agency}
    - {kind: wait, id: notice, title: *t, time: *s}
    - {kind: milestone, id: accepted, title: *t, mark: accepted}
    - {kind: milestone, id: decided, title: *t, mark: decided}
    - {kind: milestone, id: delivered, title: *t, mark: delivered}
    - {kind: clock_stop, id: mending, title: *t, reason: correction,
       body: {kind: end, id: stop, title: *t, result: rejected}}
    - {kind: clock_stop, id: hearing, title: *t, reason: hearing,
       body: {kind: end, id: halt, title: *t, result: rejected}}
""")
)
AXES: dict[str, WorkingTimeAxis] = {
    id_: compile_axis(calendar, range(2026, 2027), DAYS) for id_, calendar in LANE.calendars.items()
}
MEMBERS = {"intake": 3, "check": 2, "issue": 3}


class MadeUp(NamedTuple):
    """A log, and when the looking ended."""

    log: EventLog
    observed_until: Instant


@st.composite
def made_up_logs(draw: st.DrawFn) -> MadeUp:
    """Up to four cases, interleaved."""
    events: list[CaseEvent] = []
    for number in range(draw(st.integers(0, 4))):
        events += draw(case_events(f"case-{number}"))
    last = max((event.at for event in events), default=ORIGIN)
    until = draw(st.one_of(st.just(last), st.integers(0, SPAN + 96).map(lambda tick: ORIGIN + tick * TICK)))
    log = EventLog()
    log.extend(sorted((event for event in events if event.at <= until), key=lambda event: event.at))
    return MadeUp(log, until)


@st.composite
def case_events(draw: st.DrawFn, case: str) -> list[CaseEvent]:
    """What happens to one case, in order."""
    submitted = ORIGIN + draw(st.integers(0, SPAN)) * TICK
    events = [CaseEvent(case, EventKind.SUBMITTED, submitted)]
    occurrences: dict[str, int] = {}
    for step in draw(
        st.lists(st.sampled_from(["intake", "check", "issue", "correct", "survey", "opinion", "notice"]), max_size=6)
    ):
        occurrence = occurrences.get(step, 0)
        occurrences[step] = occurrence + 1
        events += draw(piece_events(case, step, occurrence, submitted))
    for reason, step in (("correction", "mending"), ("hearing", "hearing")):
        events += draw(stop_events(case, step, reason, submitted))
    marks = sorted(draw(st.lists(st.integers(0, SPAN // 2), max_size=3)))
    for kind, offset in zip((EventKind.ACCEPTED, EventKind.DECIDED, EventKind.DELIVERED), marks, strict=False):
        events.append(CaseEvent(case, kind, submitted + offset * TICK, step=kind.name.lower()))
    events.sort(key=lambda event: event.at)
    if draw(st.booleans()):
        result = draw(st.sampled_from(["approved", "rejected", "withdrawn"]))
        events.append(CaseEvent(case, EventKind.ENDED, events[-1].at + draw(st.integers(0, 96)) * TICK, outcome=result))
    return events


@st.composite
def piece_events(draw: st.DrawFn, case: str, step: str, occurrence: int, submitted: Instant) -> list[CaseEvent]:
    """One step of one case, brought to an end or left off anywhere."""
    kinds = [EventKind.ENABLED]
    if step != "notice":
        kinds.append(EventKind.STARTED)
    if step in MEMBERS:
        kinds += [EventKind.SUSPENDED, EventKind.RESUMED] * draw(st.integers(0, 2))
    if step == "check":
        kinds.append(EventKind.RELEASED)
    kinds = kinds[: draw(st.integers(1, len(kinds)))]
    whole = EventKind.SUSPENDED is not kinds[-1] and (len(kinds) > 1 or step == "notice")
    kinds += draw(
        st.sampled_from([[EventKind.COMPLETED], [EventKind.CANCELLED], []] if whole else [[EventKind.CANCELLED], []])
    )
    member = str(draw(st.integers(1, MEMBERS[step]))) if step in MEMBERS else ""
    at = submitted + draw(st.integers(0, 96)) * TICK
    events = []
    for kind in kinds:
        events.append(CaseEvent(case, kind, at, step, occurrence, member if kind > EventKind.ENABLED else ""))
        still = kind is EventKind.ENABLED and step in ("correct", "survey", "opinion")
        at += 0 if still else draw(st.integers(0, 150)) * TICK
    return events


@st.composite
def stop_events(draw: st.DrawFn, case: str, step: str, reason: str, submitted: Instant) -> list[CaseEvent]:
    """Times that the legal clock stood still for one reason; the last may be open."""
    moments = sorted(draw(st.lists(st.integers(0, SPAN // 2), max_size=4)))
    return [
        CaseEvent(
            case,
            EventKind.CLOCK_RESUMED if number % 2 else EventKind.CLOCK_STOPPED,
            submitted + moment * TICK,
            step,
            number // 2,
            cause=reason,
        )
        for number, moment in enumerate(moments)
    ]
