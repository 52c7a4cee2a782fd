"""Scripted cases on SimPy."""

from __future__ import annotations

from simulations.rerun import rerun
from tests.conformance.scripted import EventsByCase, ScriptedCase
from workflows.instants import date_of
from workflows.interpreter.plan import plan_of
from workflows.working_time.state_council import WorkingDays


def events_on_simpy(scripted: ScriptedCase) -> EventsByCase:
    """What happens to a case and its children."""
    year = date_of(scripted.case.submitted_at).year
    days = WorkingDays(beyond="weekdays")
    plans = {id_: plan_of(lane, range(year - 1, year + 10), days) for id_, lane in scripted.lanes.items()}
    return rerun(plans, [scripted.known], scripted.seed).by_case()
