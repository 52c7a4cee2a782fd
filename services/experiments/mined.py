"""Lanes out of event logs, for whoever may not reach into simulations."""

from __future__ import annotations

from dataclasses import dataclass

from services.experiments.mining_texts import said_of
from simulations.calibration.mining import MOST_ACTIVITIES, NOISE, mined
from workflows.definition.lane import Lane
from workflows.events.formats.intake import Taken

__all__ = ["MOST_ACTIVITIES", "NOISE", "MinedLane", "mined_lane"]


@dataclass(frozen=True, slots=True)
class MinedLane:
    """What came out of a log.

    Attributes
    ----------
    told : place in the lane to what is told of it, in Chinese and English
    """

    lane: Lane
    told: tuple[tuple[str, tuple[str, str]], ...]


def mined_lane(taken: Taken, name: str, noise: float = NOISE, most_activities: int = MOST_ACTIVITIES) -> MinedLane:
    """Mine a lane; see :func:`simulations.calibration.mining.mined`.

    Raises
    ------
    InvalidFileError
        If nothing was done in the log.
    """
    found = mined(taken, name, noise, most_activities)
    return MinedLane(found.lane, tuple((each.place, said_of(each)) for each in found.told))
