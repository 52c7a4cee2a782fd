"""What the search for a limit gap tries on a model: shorter limits, one more member, one more lever.

Each is a lever as a scenario could have it. Departments that lanes share are the same people, so what happens to a pool
happens in all lanes of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, islice
from types import MappingProxyType
from typing import Final, TypeAlias

from pydantic import TypeAdapter, ValidationError

from simulations.experiment import Model
from workflows.definition.lane import DocumentSource, Lane
from workflows.definition.provenance import Provenance, Source
from workflows.definition.steps import Sequence as Steps
from workflows.definition.steps import Task
from workflows.definition.tree import id_of, walk
from workflows.errors import InvalidInputError
from workflows.levers.catalogue import LEVERS, Lever
from workflows.levers.lever import Direction
from workflows.levers.overrides import Overrides
from workflows.levers.rewriting import flattened
from workflows.levers.staffing import ChangeStaff
from workflows.levers.time_limits import CutTimeLimit
from workflows.levers.together import apply_together

_TRIED: Final = Provenance(source=Source.ASSUMED, basis="Tried, to see how much of the gap it would close")
_LEVER: Final[TypeAdapter[Lever]] = TypeAdapter(Lever)
_LONGEST: Final = 3

Parameters: TypeAlias = Mapping[str, object]


def with_lever(model: Model, lever: Lever, at: int = 0) -> Model:
    """A model once a lever is applied to one of its lanes.

    Parameters
    ----------
    at : which of them: those measured first, then those called

    Raises
    ------
    InvalidInputError
        If the lever does not fit.
    """
    count = len(model.measured)
    lanes = apply_together(lever, (*model.measured, *model.called), at, Overrides())
    return Model(lane=lanes[0], beside=lanes[1:count], called=lanes[count:])


def with_limits_cut(model: Model, factor: float) -> Model:
    """A model whose lane in question, and whatever it calls, has shorter item limits.

    Parameters
    ----------
    factor : 0 < factor < 1; new limits are rounded up to whole working days, so none falls below one
    """
    cut = CutTimeLimit(factor=factor, provenance=_TRIED)
    count = len(model.measured)
    for at in (0, *range(count, count + len(model.called))):
        try:
            model = with_lever(model, cut, at)
        except InvalidInputError:
            continue
    return model


def with_another_member(model: Model, pool: str) -> tuple[Model, int]:
    """A model with one more member in a pool, who keeps the hours of its first ones; and how many these are then.

    Raises
    ------
    InvalidInputError
        If it is not clear who these are.
    """
    lanes = (*model.measured, *model.called)
    at = next(at for at, lane in enumerate(lanes) if pool in lane.pools)
    first = lanes[at].pools[pool].staff[0]
    changed = with_lever(model, ChangeStaff(pool=pool, add=1, calendar=first.calendar, provenance=_TRIED), at)
    return changed, (*changed.measured, *changed.called)[at].pools[pool].members


def other_levers(lane: Lane) -> tuple[tuple[Lever, ...], tuple[str, ...]]:
    """Levers that a lane has not come out of yet, with the parameters that offer themselves.

    Returns
    -------
    levers, those first that say they shorten processing time; and ids of those that would,
    but whose parameters only a designer can give
    """
    offered: dict[str, list[Lever]] = {}
    for id_, kind in LEVERS.items():
        if id_ not in lane.levers and not kind.scope_only:
            offered[id_] = list(_with_parameters(id_, _OFFERED.get(id_, _none_needed)(lane)))
    levers = [lever for of_kind in offered.values() for lever in of_kind]
    levers.sort(key=lambda lever: not _shortens(lever.moves))
    untried = (id_ for id_, of_kind in offered.items() if not of_kind and id_ not in _OFFERED)
    return tuple(levers), tuple(id_ for id_ in untried if _shortens(LEVERS[id_].moves))


def _shortens(moves: Mapping[str, Direction]) -> bool:
    return any(kpi.startswith("processing") and way is Direction.DOWN for kpi, way in moves.items())


def _with_parameters(id_: str, choices: Iterable[Parameters]) -> Iterable[Lever]:
    for parameters in choices:
        try:
            yield _LEVER.validate_python({"lever": id_, **parameters})
        except ValidationError:
            continue


def _none_needed(_: Lane) -> Sequence[Parameters]:
    return ({},)


def _documents(lane: Lane) -> Sequence[Parameters]:
    """All papers that applicants still bring."""
    brought = [id_ for id_, document in lane.documents.items() if document.source is DocumentSource.APPLICANT]
    return ({"documents": tuple(brought)},) if brought else ()


def _runs(lane: Lane) -> Sequence[Parameters]:
    """Items with limits of their own that follow one another; what law puts before what, they say themselves."""
    runs: list[list[str]] = []
    for block in walk(flattened(lane.body)):
        if isinstance(block, Steps):
            for limited, steps in groupby(block.steps, key=lambda step: isinstance(step, Task) and bool(step.limit)):
                if limited:
                    runs.append([name for step in steps if (name := id_of(step)) is not None])
    return [{"steps": tuple(run)} for run in runs if len(run) > 1]


def _longest_tasks(lane: Lane) -> Sequence[Parameters]:
    """The tasks with the longest limits, one at a time."""
    limited = [(task.limit.working_days, id_) for id_, task in lane.tasks.items() if task.limit]
    longest = sorted(limited, key=lambda each: -each[0])
    return [{"steps": (id_,)} for _, id_ in islice(longest, _LONGEST)]


_OFFERED: Final[Mapping[str, Callable[[Lane], Sequence[Parameters]]]] = MappingProxyType(
    {
        "change_staff": lambda _: (),
        "cut_time_limit": lambda _: (),
        "handle_in_parallel": _runs,
        "move_before_acceptance": _longest_tasks,
        "replace_document_by_commitment": _documents,
        "share_document": _documents,
    }
)
"""Lever id to the parameters that offer themselves; limits and staff are searched on their own."""
