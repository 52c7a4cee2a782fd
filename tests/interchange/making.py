"""Small models, made by hand, and the numbers that go with them."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from simulations.run import Replication, simulate
from workflows.definition.lane import Lane
from workflows.errors import InvalidFileError
from workflows.events.event import EventKind
from workflows.instants import MINUTE, parse_instant
from workflows.interchange.bpmn_reading import Imported, Source, read_bpmn
from workflows.interpreter.plan import plan_of
from workflows.working_time.state_council import WorkingDays

Raw: TypeAlias = dict[str, Any]

MODELS: Final = Path(__file__).parent / "models"
STARTS_AT: Final = parse_instant("2024-01-01T00:00:00+08:00")
"""A Monday."""
DAYS: Final = WorkingDays(beyond="weekdays")
ROUND_THE_CLOCK: Final = [{"from": "MONDAY", "to": "SUNDAY", "beginTime": "00:00:00", "endTime": "23:59:59"}]
OFFICE: Final = [{"from": "MONDAY", "to": "FRIDAY", "beginTime": "09:00:00", "endTime": "17:00:00"}]


def model(name: str) -> Source:
    """One of the model files."""
    return Source((MODELS / f"{name}.bpmn").read_text("utf-8"), f"{name}.bpmn")


def process(inside: str, around: str = "") -> Source:
    """A model with this in its process, which begins in line 4, and this beside it."""
    return Source(
        '<?xml version="1.0" encoding="UTF-8"?>\n<definitions id="d" targetNamespace="t" '
        'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">\n'
        f'<process id="p" name="Permit">\n{inside}\n</process>{around}</definitions>',
        "m.bpmn",
    )


def between(*shapes: str) -> str:
    """Shapes one after the other between a start and an end; each has an id of its own, as `{id}` in its text."""
    ids = ["start", *(f"n{number}" for number in range(1, len(shapes) + 1)), "end"]
    drawn = "\n".join(shape.format(id=id_) for shape, id_ in zip(shapes, ids[1:], strict=False))
    flows = "".join(flow(f"f{at}", source, ids[at + 1]) for at, source in enumerate(ids[:-1]))
    return f'<startEvent id="start"/>\n{drawn}\n<endEvent id="end"/>{flows}'


def flow(id_: str, source: str, target: str) -> str:
    """A sequence flow."""
    return f'<sequenceFlow id="{id_}" sourceRef="{source}" targetRef="{target}"/>'


def spread(name: str, *numbers: float) -> Raw:
    """A distribution of a Prosimos file."""
    return {"distribution_name": name, "distribution_params": [{"value": number} for number in numbers]}


def prosimos(
    tasks: Mapping[str, float | Raw],
    *,
    gateways: dict[str, dict[str, float]] | None = None,
    events: dict[str, float] | None = None,
    members: int = 9,
    calendar: list[Raw] = ROUND_THE_CLOCK,
    gap: Raw | None = None,
    **more: object,
) -> Raw:
    """A Prosimos file in which the same members do everything.

    Parameters
    ----------
    tasks : minutes that they always take, or a distribution in seconds
    events : minutes
    gateways : gateway to flow to its probability
    """
    times = {
        id_: spread("fix", time * 60, 0, 0) if isinstance(time, int | float) else time for id_, time in tasks.items()
    }
    member = {"id": "m", "name": "M", "amount": members, "cost_per_hour": 0, "calendar": "hours", "assignedTasks": []}
    made = {
        "resource_profiles": [{"id": "team", "name": "Team", "resource_list": [member]}],
        "resource_calendars": [{"id": "hours", "name": "hours", "time_periods": calendar}],
        "task_resource_distribution": [
            {"task_id": id_, "resources": [{"resource_id": "m", **time}]} for id_, time in times.items()
        ],
        "arrival_time_distribution": gap or spread("fix", 6_000_000),
        "arrival_time_calendar": ROUND_THE_CLOCK,
        "gateway_branching_probabilities": [
            {
                "gateway_id": gateway,
                "probabilities": [{"path_id": path, "value": value} for path, value in paths.items()],
            }
            for gateway, paths in (gateways or {}).items()
        ],
        "event_distribution": [
            {"event_id": id_, **spread("fix", minutes * 60)} for id_, minutes in (events or {}).items()
        ],
        **more,
    }
    return copy.deepcopy(made)


def numbers(raw: Raw) -> Source:
    """A Prosimos file, a line for every piece of it."""
    return Source(json.dumps(raw, indent=1), "numbers.json")


def lane_of(drawn: Source, raw: Raw | None = None) -> Lane:
    """The lane that comes out."""
    return read_bpmn(drawn, None if raw is None else numbers(raw)).lane


def imported(drawn: Source) -> Imported:
    """What comes out of a model alone."""
    return read_bpmn(drawn)


def codes(error: InvalidFileError) -> set[tuple[str, int | None, str | None]]:
    """What was refused where: code, line and id of the element."""
    return {(problem.code, problem.place.line, problem.place.path) for problem in error.problems}


def travelled(lane: Lane, kind: EventKind = EventKind.COMPLETED, case: int = 1) -> list[tuple[str, float]]:
    """What one case came to, with minutes since it was submitted; steps without work are left out."""
    plans = {lane.id: plan_of(lane, range(2023, 2040), DAYS)}
    log = list(simulate(plans, Replication(seed=1, start_at=STARTS_AT, cases=case)).log)
    mine = [event for event in log if event.case == f"{lane.id}-{case}"]
    begun = mine[0].at
    return [(event.step, (event.at - begun) / MINUTE) for event in mine if event.kind is kind]


def ended_after(lane: Lane) -> float:
    """Minutes that the first case took."""
    [(_, minutes)] = travelled(lane, EventKind.ENDED)
    return minutes
