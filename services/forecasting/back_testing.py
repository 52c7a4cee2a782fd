"""Forecasts of then, held against what came: of an installation's own past, or of histories that a lane generates."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import NonNegativeFloat, NonNegativeInt, PositiveInt
from sqlalchemy import Engine, func, select

from services.api.moments import MomentKept
from services.forecasting.defaults import REPLICATIONS, SEED
from services.forecasting.making import forecast_at
from services.store.database import reading
from services.store.forecasts import completions
from services.store.tables import cases
from simulations.forecasting.back_test import Judged, accuracy, judged
from simulations.forecasting.forecast import Forecast, Replications
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError
from workflows.instants import HOUR, Instant, format_instant


class Accuracy(Frozen):
    """How well the cases of a lane were forecast.

    Parameters
    ----------
    judged : cases, each by the first forecast of it
    inside, early, late : how what came stood to the interval
    coverage : share of those inside
    expected_coverage : what that would be in the long run if the lane were right
    bias_hours : mean of what came minus what was expected, calendar hours; above 0: cases took longer
    mean_absolute_error_hours : of the same differences
    """

    lane: str
    judged: NonNegativeInt
    inside: NonNegativeInt
    early: NonNegativeInt
    late: NonNegativeInt
    coverage: NonNegativeFloat
    expected_coverage: NonNegativeFloat
    bias_hours: float
    mean_absolute_error_hours: NonNegativeFloat


class BackTest(Frozen):
    """What forecasts of then were worth.

    Parameters
    ----------
    forecasts : the instants from which was forecast
    until : up to when it is known what came
    undecided : cases that were forecast, and go on within their interval
    """

    seed: NonNegativeInt
    replications: NonNegativeInt
    forecasts: tuple[MomentKept, ...]
    until: MomentKept
    undecided: NonNegativeInt
    lanes: tuple[Accuracy, ...]


class LookBack(Frozen):
    """From where to look at what came.

    Parameters
    ----------
    forecasts : from how many instants, evenly between `start` and `end`
    seed, replications : of each forecast
    start, end : by default the first submission that the store knows, and the present
    """

    forecasts: PositiveInt = 10
    seed: NonNegativeInt = SEED
    replications: Replications = REPLICATIONS
    start: Instant | None = None
    end: Instant | None = None


def back_test(
    engine: Engine, look: LookBack, present: Instant, told: Callable[[int], None] = lambda done: None
) -> BackTest:
    """Forecast from past instants as if they were the present, and hold what was expected against what came.

    Parameters
    ----------
    told : called with how many forecasts have been made

    Raises
    ------
    InvalidInputError
        If there is nothing to look back on.
    """
    with reading(engine) as connection:
        first = connection.execute(select(func.min(cases.c.submitted_at))).scalar_one()
    begin = first if look.start is None else look.start
    until = present if look.end is None else look.end
    if begin is None or not begin < until <= present:
        found = "no case" if begin is None else f"{format_instant(begin)} to {format_instant(until)}"
        raise InvalidInputError(
            f"expected cases to look back on, from an instant before {format_instant(present)}; found {found}. "
            "Name a time in the past, with --from and --to."
        )
    instants = [begin + (until - begin) * number // (look.forecasts + 1) for number in range(1, look.forecasts + 1)]
    made = []
    for at in instants:
        made.append(forecast_at(engine, at, look.seed, look.replications))
        told(len(made))
    forecast_cases = sorted({case.case for each in made for case in each.cases})
    with reading(engine) as connection:
        completed_at = completions(connection, forecast_cases)
    return _summed_up(made, completed_at, present, look)


def _summed_up(made: list[Forecast], completed_at: Mapping[str, Instant], until: Instant, look: LookBack) -> BackTest:
    found = judged(made, completed_at, until)
    forecast_cases = {case.case for each in made for case in each.cases}
    return BackTest(
        seed=look.seed,
        replications=look.replications,
        forecasts=tuple(each.at for each in made),
        until=until,
        undecided=len(forecast_cases) - len(found),
        lanes=accuracies(found, made[0].coverage, until),
    )


def accuracies(found: tuple[Judged, ...], expected_coverage: float, until: Instant) -> tuple[Accuracy, ...]:
    """Verdicts summed up by lane."""
    return tuple(
        Accuracy(
            lane=each.lane,
            judged=each.judged,
            inside=each.inside,
            early=each.early,
            late=each.late,
            coverage=each.coverage,
            expected_coverage=each.expected_coverage,
            bias_hours=each.bias / HOUR,
            mean_absolute_error_hours=each.mean_absolute_error / HOUR,
        )
        for each in accuracy(found, expected_coverage, until)
    )
