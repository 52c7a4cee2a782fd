"""Whether a lever moves what it says: the same cases travel a lane before and after, with the same draws."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from simulations.experiment import Design, Model, Observed, run_replication
from simulations.statistics.intervals import Interval, paired_interval
from workflows.definition.catalogue import with_called_lanes
from workflows.definition.lane import Lane
from workflows.levers.lever import Direction

REPLICATIONS = 4
STARTS_ON = date(2017, 1, 3)
SEED = 20


def check_moves(before: Lane, after: Lane, moves: Mapping[str, Direction], cases: int) -> None:
    """Every KPI goes the way it should, beyond what chance explains at 95 %.

    Parameters
    ----------
    cases : of each of the replications
    """
    assert moves
    for kpi, direction in moves.items():
        difference = changed_by(kpi, before, after, cases)
        assert difference.excludes_zero, f"{kpi}: {difference}"
        assert (difference.mean > 0) == (direction is Direction.UP), f"{kpi}: {difference}"


def changed_by(kpi: str, before: Lane, after: Lane, cases: int) -> Interval:
    """After less before, paired by replication."""
    return paired_interval(_values(kpi, observed(before, cases)), _values(kpi, observed(after, cases)), 0.95)


_OBSERVED: dict[tuple[str, int], tuple[Observed, ...]] = {}


def observed(lane: Lane, cases: int) -> tuple[Observed, ...]:
    """What the replications of a lane came to; one that several tests compare with is run once."""
    model = Model(lane=lane, called=tuple(with_called_lanes(lane).values())[1:])
    if (model.key, cases) not in _OBSERVED:
        design = Design(seed=SEED, cases=cases, replications=REPLICATIONS, starts_on=STARTS_ON, background=False)
        _OBSERVED[model.key, cases] = tuple(run_replication(model, design, number) for number in range(REPLICATIONS))
    return _OBSERVED[model.key, cases]


def _values(kpi: str, runs: tuple[Observed, ...]) -> list[float]:
    found = [run.summary.value(kpi) for run in runs]
    known = [value for value in found if value is not None]
    assert len(known) == len(found), f"{kpi} has no value in some replication"
    return known
