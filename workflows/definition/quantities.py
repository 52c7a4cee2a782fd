"""Whether the numbers of a lane fit together: shares, durations, limits."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Arrivals, Lane
from workflows.definition.located import Located
from workflows.definition.places import Places
from workflows.definition.steps import (
    ApplicantStep,
    Choice,
    Graph,
    Inclusive,
    StatutoryWait,
    Task,
    ThirdPartyStep,
    Work,
)
from workflows.definition.steps import (
    Path as Way,
)
from workflows.definition.values import (
    Proportion,
)
from workflows.definition.yaml_nodes import Path
from workflows.errors import Problem
from workflows.instants import DAY

TOLERANCE: Final = 1e-9
"""How far shares may miss 1: what adding decimal fractions in binary costs, and nothing that an author would write."""

LONGEST_SPAN: Final = 100 * 366 * DAY
"""A mean above a century is a slip of the unit; far above it, instants would overflow."""


def quantity_problems(lane: Lane, places: Places, steps: tuple[Located, ...]) -> Iterator[Problem]:
    """Numbers that contradict each other."""
    for name, attribute in lane.attributes.items():
        path: Path = ("attributes", name, "values")
        values = [value.value for value in attribute.values]
        yield from _repeated(values, places, path, "value")
        total = math.fsum(value.share.value for value in attribute.values)
        if abs(total - 1) > TOLERANCE:
            yield Problem("shares", places.of(*path), "shares that add up to 1", f"{total:g}", "Change the shares.")
    if lane.arrivals is not None:
        yield from _arrival_problems(lane.arrivals, places)
    for each in steps:
        yield from _step_problems(lane, places, each)


def _arrival_problems(arrivals: Arrivals, places: Places) -> Iterator[Problem]:
    gap: Path = ("arrivals", "gap")
    if (arrivals.gap is None) == (arrivals.cadence is None):
        found = "neither" if arrivals.gap is None else "both"
        remedy = "Keep one: gap for cases that come one by one, cadence for a loop that comes round."
        yield Problem("arrivals_form", places.of("arrivals"), "exactly one of gap and cadence", found, remedy)
    if arrivals.batch is not None and arrivals.cadence is None:
        remedy = "Remove it; with a gap, cases come one by one."
        yield Problem("batch_without_cadence", places.of("arrivals", "batch"), "a cadence beside it", "none", remedy)
    if arrivals.gap is not None:
        yield from _span_problems(arrivals.gap, places, gap)
        if _finite(arrivals.gap) and arrivals.gap.mean == 0:
            found = "a gap of zero"
            yield Problem("zero_gap", places.of(*gap), "time between arrivals", found, "Give a mean above zero.")


def _step_problems(lane: Lane, places: Places, each: Located) -> Iterator[Problem]:
    step, path = each.step, each.path
    match step:
        case Task():
            yield from _span_problems(step.service_time, places, (*path, "service_time"))
            if step.circulation_time is not None:
                yield from _span_problems(step.circulation_time, places, (*path, "circulation_time"))
            yield from _pace_problems(step, places, path)
        case ApplicantStep() | ThirdPartyStep():
            yield from _span_problems(step.time, places, (*path, "time"))
        case StatutoryWait(working_days=days, time=time):
            if (days is None) == (time is None):
                found = "neither" if days is None else "both"
                remedy = "Keep one: working_days on the law's calendar, or time as a span."
                yield Problem("wait_form", places.of(*path), "exactly one of working_days and time", found, remedy)
            if time is not None:
                yield from _span_problems(time, places, (*path, "time"))
        case Choice(paths=ways) | Inclusive(paths=ways):
            yield from _way_problems(ways, places, (*path, "paths"))
            if isinstance(step, Choice):
                shares = [way.share for way in ways if way.when is None]
                yield from _too_much(shares, places, (*path, "paths"))
        case Graph():
            yield from _flow_share_problems(step, places, path)
        case _:
            pass
    if isinstance(step, Task | ApplicantStep | ThirdPartyStep):
        yield from _outcome_problems(lane, step, places, path)


def _way_problems(ways: Sequence[Way], places: Places, path: Path) -> Iterator[Problem]:
    for index, way in enumerate(ways):
        if (way.when is None) == (way.share is None):
            found = "neither" if way.when is None else "both"
            remedy = "Keep one of them; a path for all other cases is the block's `otherwise`."
            yield Problem("path_form", places.of(*path, index), "exactly one of when and share", found, remedy)


def _too_much(shares: Sequence[Proportion | None], places: Places, path: Path) -> Iterator[Problem]:
    total = math.fsum(share.value for share in shares if share is not None)
    if total > 1 + TOLERANCE:
        yield Problem("shares", places.of(*path), "shares that add up to at most 1", f"{total:g}", "Lower the shares.")


def _flow_share_problems(graph: Graph, places: Places, path: Path) -> Iterator[Problem]:
    out: dict[str, list[tuple[int, Proportion | None]]] = defaultdict(list)
    for index, flow in enumerate(graph.flows):
        out[flow.source].append((index, flow.share))
    for node in graph.nodes:
        leaving = out[node.id]
        if node.split == "exclusive" and len(leaving) > 1:
            yield from _too_much([share for _, share in leaving], places, (*path, "flows", leaving[0][0]))


def _outcome_problems(lane: Lane, step: Work, places: Places, path: Path) -> Iterator[Problem]:
    here: Path = (*path, "outcomes")
    yield from _repeated([outcome.id for outcome in step.outcomes], places, here, "outcome")
    for index, outcome in enumerate(step.outcomes):
        if outcome.from_documents and outcome.share is not None:
            remedy = "Remove the share, or from_documents."
            yield Problem("outcome_form", places.of(*here, index), "one of share and from_documents", "both", remedy)
        if outcome.from_documents and not step.documents:
            yield Problem(
                "no_documents",
                places.of(*here, index, "from_documents"),
                "documents that the step needs",
                "none",
                "List the step's documents, or give the outcome a share.",
            )
    from_documents = sum(outcome.from_documents for outcome in step.outcomes)
    if from_documents > 1:
        remedy = "Only one outcome can stand for missing or defective documents."
        yield Problem("outcome_form", places.of(*here), "at most one from_documents", str(from_documents), remedy)
    if step.outcomes and all(id_ in lane.documents for id_ in step.documents):
        yield from _outcome_share_problems(lane, step, places, here)


def _outcome_share_problems(lane: Lane, step: Work, places: Places, path: Path) -> Iterator[Problem]:
    resting = [outcome.id for outcome in step.outcomes if outcome.share is None and not outcome.from_documents]
    shares = dict(lane.outcome_shares(step))
    total = math.fsum(share for id_, share in shares.items() if id_ not in resting)
    if len(resting) > 1:
        found = f"{len(resting)}: {', '.join(resting)}"
        yield Problem(
            "shares", places.of(*path), "at most one outcome without a share", found, "Give the others shares."
        )
    elif total > 1 + TOLERANCE:
        yield Problem("shares", places.of(*path), "shares that add up to at most 1", f"{total:g}", "Lower the shares.")
    elif not resting and abs(total - 1) > TOLERANCE:
        remedy = "Leave out the share of the outcome that takes what the others leave."
        yield Problem("shares", places.of(*path), "shares that add up to 1", f"{total:g}", remedy)


def _pace_problems(task: Task, places: Places, path: Path) -> Iterator[Problem]:
    if task.paced_by_limit is None:
        return
    here: Path = (*path, "paced_by_limit")
    if task.limit is None:
        yield Problem("pace_without_limit", places.of(*here), "a limit to be paced by", "none", "Add the task's limit.")
    if task.circulation_time is not None:
        remedy = "Keep one of them; paced_by_limit is the circulation time, as a share of the limit."
        yield Problem("two_circulations", places.of(*here), "no circulation_time beside it", "both", remedy)
    yield from _span_problems(task.paced_by_limit, places, here)


def _span_problems(distribution: Distribution, places: Places, path: Path) -> Iterator[Problem]:
    if not _finite(distribution):
        yield Problem(
            "span_too_long",
            places.of(*path),
            "a mean of at most a hundred years and a finite variance",
            f"a {distribution.kind} beyond that, in {distribution.unit}",
            "Check its parameters and unit.",
        )


def _finite(distribution: Distribution) -> bool:
    try:
        variance = distribution.variance
        extreme = distribution.quantile(1 - 2**-53) * distribution.unit.milliseconds
        mean = distribution.mean * distribution.unit.milliseconds
    except OverflowError:
        return False
    return math.isfinite(variance) and math.isfinite(extreme) and mean <= LONGEST_SPAN


def _repeated(ids: Sequence[str], places: Places, path: Path, kind: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            yield Problem(
                f"repeated_{kind}",
                places.of(*path, index),
                f"each {kind} once",
                f"{id_!r} again",
                "Rename or remove it.",
            )
        seen.add(id_)
