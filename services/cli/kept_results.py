"""Results of experiments that are kept, for people: each kind as its own command writes it."""

from __future__ import annotations

import typer
from sqlalchemy import Engine

from services.cli.attributing import write_attributed
from services.cli.experiment import precise_enough
from services.cli.figures import write_comparison, write_several, write_sweep
from services.cli.simulating import write_simulated
from services.cli.tables_of_studies import (
    write_selected,
    write_sensitivity,
    write_staffing,
    write_trade_offs,
    write_warm_up,
)
from services.cli.tracing import write_trace
from services.experiments.answering import Answer
from services.experiments.api.service import result
from services.experiments.attribution import Attributed
from services.experiments.batches import ExperimentResult
from services.experiments.simulating import Simulated
from simulations.comparison import Comparison
from simulations.selecting import LaneSelected
from simulations.sensitivity import Sensitivity
from simulations.several import among_several
from simulations.staffing import StaffingFound
from simulations.sweeping import Sweep
from simulations.traces import Trace
from simulations.transient import WarmUp
from workflows.errors import InvalidInputError, OperationFailedError


def write_result(language: str, engine: Engine, id_: str, *, as_json: bool) -> bool:
    """Write the result of an experiment.

    Returns
    -------
    whether it is as sure, and as precise, as was asked for

    Raises
    ------
    OperationFailedError
        If it has none.
    """
    try:
        kept = result(engine, id_)
    except InvalidInputError as error:
        # The experiment was fine when it was asked for; that it has no result is no fault of these arguments.
        raise OperationFailedError(str(error)) from error
    found = ExperimentResult.model_validate_json(kept)
    if as_json:
        typer.echo(kept)
    else:
        for place, answer in enumerate(found.answers):
            if place:
                typer.echo()
            _write(language, answer)
        comparisons = [answer for answer in found.answers if isinstance(answer, Comparison)]
        if len(comparisons) > 1:
            write_several(language, among_several(comparisons))
    return all([precise_enough(language, found.precision), *map(_settled, found.answers)])


def _write(language: str, answer: Answer) -> None:
    match answer:
        case Simulated():
            write_simulated(language, answer)
        case Comparison():
            write_comparison(language, answer)
        case Sweep():
            write_sweep(language, answer)
        case Attributed():
            write_attributed(language, answer)
        case LaneSelected():
            write_selected(language, answer)
        case StaffingFound():
            write_staffing(language, answer)
        case Sensitivity():
            write_sensitivity(language, answer)
        case WarmUp():
            write_warm_up(language, answer)
        case Trace():
            write_trace(language, answer)
        case _:
            write_trade_offs(language, answer)


def _settled(answer: Answer) -> bool:
    match answer:
        case LaneSelected() | WarmUp():
            return answer.settled
        case StaffingFound():
            return answer.proven
        case _:
            return True
