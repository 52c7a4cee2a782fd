"""Forecasts held against what came.

A case is judged by the *first* forecast that was made of it. The last one before its end would be a biased judge: which
one that is depends on when the case ended, so of cases that end soon after a forecast there are too many, and even a
right forecast would be found to be late. The first one is chosen without a look at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from pydantic import NonNegativeFloat, NonNegativeInt

from simulations.forecasting.forecast import CaseForecast, Forecast
from workflows.definition.provenance import Frozen
from workflows.instants import Instant, Milliseconds


class Verdict(StrEnum):
    """How what came stands to the interval that was forecast."""

    INSIDE = "inside"
    EARLY = "early"
    LATE = "late"


def verdict_of(low_at: Instant, high_at: Instant, completed_at: Instant | None, now: Instant) -> Verdict | None:
    """The verdict on a forecast; none while it is open. A case that goes on beyond its interval is late already."""
    if (completed_at is None and now > high_at) or (completed_at is not None and completed_at > high_at):
        return Verdict.LATE
    if completed_at is None:
        return None
    return Verdict.EARLY if completed_at < low_at else Verdict.INSIDE


class Judged(Frozen):
    """A forecast of a case, and what came.

    Parameters
    ----------
    made_at : instant of the forecast
    completed_at : none if the case is under way, later than expected
    """

    forecast: CaseForecast
    made_at: Instant
    completed_at: Instant | None
    verdict: Verdict


class LaneAccuracy(Frozen):
    """How well cases of a lane were forecast.

    Parameters
    ----------
    judged : cases, each once
    coverage : share of them whose end lay in its interval
    expected_coverage : what it would be in the long run if the lane were right
    bias : mean of what came minus what was expected, calendar time; above 0: cases took longer
    mean_absolute_error : of the same differences
    """

    lane: str
    judged: NonNegativeInt
    inside: NonNegativeInt
    early: NonNegativeInt
    late: NonNegativeInt
    coverage: NonNegativeFloat
    expected_coverage: NonNegativeFloat
    bias: float
    mean_absolute_error: NonNegativeFloat


def judged(forecasts: Iterable[Forecast], completed_at: Mapping[str, Instant], now: Instant) -> tuple[Judged, ...]:
    """Hold each case against the first forecast of it.

    Parameters
    ----------
    forecasts : in the order in which they were made
    completed_at : case to when it was delivered, or ended without that; without those under way
    now : instant up to which that is known
    """
    first: dict[str, Judged] = {}
    seen: set[str] = set()
    for each in forecasts:
        for case in each.cases:
            if case.case in seen:
                continue
            seen.add(case.case)
            done_at = completed_at.get(case.case)
            verdict = verdict_of(case.low_at, case.high_at, done_at, now)
            if verdict is not None:
                first[case.case] = Judged(forecast=case, made_at=each.at, completed_at=done_at, verdict=verdict)
    return tuple(first.values())


def accuracy(found: Iterable[Judged], expected_coverage: float, now: Instant) -> tuple[LaneAccuracy, ...]:
    """Sum up verdicts by lane; a case under way, late already, counts as if it ended now."""
    by_lane: dict[str, list[Judged]] = {}
    for each in found:
        by_lane.setdefault(each.forecast.lane, []).append(each)
    return tuple(_of_lane(lane, of, expected_coverage, now) for lane, of in sorted(by_lane.items()))


def _of_lane(lane: str, found: list[Judged], expected_coverage: float, now: Instant) -> LaneAccuracy:
    counts = {verdict: sum(each.verdict is verdict for each in found) for verdict in Verdict}
    differences: list[Milliseconds] = [
        (now if each.completed_at is None else each.completed_at) - each.forecast.expected_at for each in found
    ]
    return LaneAccuracy(
        lane=lane,
        judged=len(found),
        inside=counts[Verdict.INSIDE],
        early=counts[Verdict.EARLY],
        late=counts[Verdict.LATE],
        coverage=counts[Verdict.INSIDE] / len(found),
        expected_coverage=expected_coverage,
        bias=sum(differences) / len(found),
        mean_absolute_error=sum(map(abs, differences)) / len(found),
    )
