"""`greenlane simulate`: how a lane does, and what is written of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from services.cli.experiment import Experiment, kept, precise_enough, progress_line, with_precision
from services.cli.output import write_json, write_table, write_text
from services.cli.quantities import ends_of, number, unit_of
from services.cli.texts import say
from services.cli.thresholds import parse_threshold
from services.experiments.side_by_side import as_many_as_runs, processes
from services.experiments.simulating import Progress, Simulated, how_a_model_does, lane_alone
from simulations.experiment import Design, Model
from workflows.measures import KPIS

if TYPE_CHECKING:  # loaded only by who asks for a precision
    from simulations.precise import Reached


def simulate(
    language: str, lane: str, experiment: Experiment, stress_des: Path | None = None, *, as_json: bool
) -> bool:
    """Simulate a lane and write its figures.

    Parameters
    ----------
    stress_des : file for the report that the STRESS-DES checklist asks for; none is written if absent

    Returns
    -------
    whether they keep the bounds, and are as precise as asked for
    """
    thresholds = [parse_threshold(bound) for bound in experiment.bounds]
    model, design = _asked(lane, experiment)
    found, reached = _simulated(model, design, experiment, progress_line(language))
    if stress_des is not None:
        from services.experiments.stress_des import stress_des_of

        write_text(stress_des, stress_des_of(lane, model, found, language))
    if as_json:
        write_json(with_precision(found.model_dump(mode="json", by_alias=True), reached))
    else:
        write_simulated(language, found)
    return all([kept(language, thresholds, [found.kpis]), precise_enough(language, reached)])


def _simulated(
    model: Model, design: Design, experiment: Experiment, progress: Progress
) -> tuple[Simulated, Reached | None]:
    if experiment.precision is None:
        with as_many_as_runs(experiment.workers, design.replications) as executor:
            return how_a_model_does(model, design, executor, progress), None
    from simulations.remembering import RememberingExecutor

    with processes(experiment.workers) as workers:
        remembering = RememberingExecutor(workers)
        design, reached = experiment.replicated([model], design, remembering, progress)
        return how_a_model_does(model, design, remembering, progress), reached


def _asked(name: str, experiment: Experiment) -> tuple[Model, Design]:
    """What is simulated, and how; where a reform or other lanes are meant, all that they need is loaded."""
    lane = lane_alone(name)
    if lane is not None:
        return Model(lane=lane), experiment.design_of(None)
    from services.experiments.questions import how_it_does
    from services.experiments.service import horizon_of
    from services.experiments.subjects import find_subject

    [model] = how_it_does(find_subject(name)).models
    return model, experiment.design_of(horizon_of(name))


def write_simulated(language: str, simulated: Simulated) -> None:
    """Write the figures of a lane, each with its interval."""
    columns = [
        say(language, "experiment.figure"),
        say(language, "experiment.mean"),
        say(language, "experiment.interval", confidence=f"{simulated.design.confidence:.0%}"),
        say(language, "experiment.unit"),
    ]
    rows = [
        (KPIS[kpi].title.in_language(language), number(interval.mean), ends_of(kpi, interval), unit_of(language, kpi))
        for kpi, interval in simulated.kpis.items()
    ]
    write_table(simulated.title.in_language(language), columns, rows)
