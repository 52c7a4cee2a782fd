"""A backlog that lanes work off, simulated, beside the target that a document published for it.

The size of the backlog is a fact of the document, and how fast it shrinks comes out of the lane: its steps, people and
hours. The target is drawn beside that, and nothing of it goes in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Final

from pydantic import PositiveInt

from simulations.given_cases import simulate_cases
from workflows.definition.cadence import Batch
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen, Provenance, Source
from workflows.definition.steps import Result
from workflows.errors import UnknownNameError
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, start_of
from workflows.interpreter.case import Case, attributes_of
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.interpreter.plan import Plan, plan_of
from workflows.supervision.targets import PublishedTarget, TargetStanding, burn_down, find_target, standing
from workflows.working_time.state_council import WorkingDays


@dataclass(frozen=True, slots=True)
class Backlog:
    """What there is to work off.

    Attributes
    ----------
    lane : id of the lane by which a piece is dealt with
    pieces : how many there are on the first day
    begins, until : first day of the work, and last day that is looked at
    attributes : of every piece, where they are not drawn by the lane's shares
    cleared_by : step and the outcomes by which a piece is gone once that is delivered; if none, an approval does it
    as_share : whether the target counts the share that is gone, rather than the pieces that are left
    """

    lane: str
    pieces: Batch
    begins: date
    until: date
    attributes: Mapping[str, str]
    cleared_by: tuple[str, frozenset[str]] | None = None
    as_share: bool = False


BACKLOGS: Final[Mapping[str, Backlog]] = MappingProxyType(
    {
        "land_problems": Backlog(
            lane="land_problem_clearing",
            pieces=Batch(cases=105, provenance=Provenance(source=Source.SEED, basis="SY-044: 105 problems")),
            begins=date(2018, 1, 1),
            until=date(2019, 12, 31),
            attributes={},
        ),
        "arrears_paid": Backlog(
            lane="arrears_clearing",
            pieces=Batch(
                cases=100,
                provenance=Provenance(
                    source=Source.ASSUMED, basis="SY-043 gives shares of the debt and no number; a hundred like entries"
                ),
            ),
            begins=date(2018, 1, 1),
            until=date(2019, 12, 31),
            attributes={},
            as_share=True,
        ),
        "items_of_the_catalogue": Backlog(
            lane="catalogue_maintenance",
            pieces=Batch(cases=1_476, provenance=Provenance(source=Source.SEED, basis="FS-013: 1,476 items")),
            begins=date(2020, 4, 13),
            until=date(2021, 6, 30),
            attributes={"occasion": "adjustment"},
            cleared_by=("decide_item", frozenset({"cancel", "devolve", "merge"})),
        ),
    }
)
"""Target id to the backlog that it is about."""


class BurnDownRow(Frozen):
    """The end of one month.

    Parameters
    ----------
    day : last day of the month
    observed : mean over the replications, in the target's unit
    least, most : over the replications
    standing : of the mean
    """

    day: date
    observed: float
    least: float
    most: float
    standing: TargetStanding


class BurnDown(Frozen):
    """A simulated backlog beside its target.

    Parameters
    ----------
    lane : id of the lane by which pieces are dealt with
    pieces : on the first day
    """

    target: PublishedTarget
    lane: str
    pieces: PositiveInt
    seed: int
    replications: PositiveInt
    rows: tuple[BurnDownRow, ...]


def simulate_burn_down(target: str, seed: int, replications: int) -> BurnDown:
    """Work a backlog off in a simulation, and hold each month against the target.

    Parameters
    ----------
    target : one of :data:`BACKLOGS`

    Raises
    ------
    UnknownNameError
        If nothing is known of a backlog that the target is about.
    """
    if target not in BACKLOGS:
        raise UnknownNameError("target with a backlog", target, list(BACKLOGS))
    backlog, published = BACKLOGS[target], find_target(target)
    lane, days = shipped_lane(backlog.lane), WorkingDays()
    plan = plan_of(lane, range(backlog.begins.year - 1, 2027), days)
    gone = [_gone(backlog, plan, seed, number) for number in range(replications)]
    rows = []
    for day in _month_ends(backlog.begins, backlog.until):
        at = start_of(day + timedelta(days=1))
        observed = [_observed(backlog, ended, at) for ended in gone]
        mean = sum(observed) / len(observed)
        rows.append(
            BurnDownRow(
                day=day,
                observed=mean,
                least=min(observed),
                most=max(observed),
                standing=standing(published, mean, at),
            )
        )
    return BurnDown(
        target=published,
        lane=lane.id,
        pieces=backlog.pieces.cases,
        seed=seed,
        replications=replications,
        rows=tuple(rows),
    )


def _gone(backlog: Backlog, plan: Plan, seed: int, number: int) -> list[Instant]:
    """When pieces were gone in one replication."""
    at = plan.office.next_open(start_of(backlog.begins))
    cases = [_piece(backlog, plan.lane, place, at, seed, number) for place in range(backlog.pieces.cases)]
    run = simulate_cases({plan.lane.id: plan}, [(plan.lane.id, case) for case in cases], seed, number)
    ended = (_gone_at(backlog, events) for events in run.log.by_case().values())
    return [at for at in ended if at is not None]


def _piece(backlog: Backlog, lane: Lane, place: int, at: Instant, seed: int, number: int) -> Case:
    draws = f"{lane.id}/"
    drawn = partial(_attribute, seed, number, draws, place)
    attributes = attributes_of(lane, backlog.attributes, drawn)
    return Case(id=f"{lane.id}-{place + 1}", submitted_at=at, number=place, attributes=attributes, draws=draws)


def _attribute(seed: int, number: int, draws: str, place: int, attribute: str) -> float:
    return uniform(key_of(seed, number, stream_name(draws, attribute, "attribute")), place)


def _gone_at(backlog: Backlog, events: Sequence[CaseEvent]) -> Instant | None:
    """When a piece was gone; none if it is there to stay."""
    if backlog.cleared_by is None:
        gone = any(event.kind is EventKind.ENDED and event.outcome == Result.APPROVED for event in events)
    else:
        step, outcomes = backlog.cleared_by
        gone = any(event.step == step and event.outcome in outcomes for event in events)
    delivered = (event.at for event in events if event.kind is EventKind.DELIVERED)
    return next(delivered, None) if gone else None


def _observed(backlog: Backlog, gone: Sequence[Instant], at: Instant) -> float:
    left = burn_down(backlog.pieces.cases, gone, at)
    return 1 - left / backlog.pieces.cases if backlog.as_share else float(left)


def _month_ends(first: date, last: date) -> list[date]:
    ends: list[date] = []
    day = first.replace(day=1)
    while True:
        following = (day + timedelta(days=32)).replace(day=1)
        if following - timedelta(days=1) > last:
            return ends
        ends.append(following - timedelta(days=1))
        day = following
