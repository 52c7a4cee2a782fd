"""The inspections of a draw, simulated: when what they find would be decided and published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from simulations.given_cases import simulate_cases
from workflows.definition.lane import Lane
from workflows.instants import start_of
from workflows.interpreter.plan import plan_of
from workflows.supervision.double_random import Draw
from workflows.supervision.inspections import inspections_of, published_results
from workflows.supervision.publications import Publication, publication_of
from workflows.supervision.registers import Registers
from workflows.working_time.state_council import WorkingDays

_YEARS: Final = 15
"""Calendar years that the inspections of one draw may take: a thousand firms and two inspectors are done in one."""


def simulate_inspections(drawn: Draw, registers: Registers, lanes: Mapping[str, Lane], on: date) -> Publication:
    """Have the inspections of a draw queue for the people of their lanes, all of them begun when offices open on a day.

    What inspectors find is drawn with the seed of the draw.

    Parameters
    ----------
    registers : those of the draw
    lanes : by id, that for one department and that for several
    """
    days = WorkingDays(beyond="weekdays")
    plans = {id_: plan_of(lane, range(on.year - 1, on.year + _YEARS), days) for id_, lane in lanes.items()}
    begins = max(plan.office.next_open(start_of(on)) for plan in plans.values())
    cases = inspections_of(drawn, registers, lanes, begins)
    if not cases:
        return publication_of((), (), lanes, days)
    log = simulate_cases(plans, [(each.lane, each.case) for each in cases], drawn.seed).log
    return publication_of(cases, published_results(cases, log.by_case()), lanes, days)
