"""What the workflow of a forecast, its activity and the schedule say to each other: add, never rename."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, NonNegativeInt

from workflows.definition.provenance import Frozen

FORECAST: Final = "Forecast"
MAKE_FORECAST: Final = "make_forecast"


class ForecastOrder(Frozen):
    """A forecast to make of how things stand when it is begun.

    Parameters
    ----------
    replications : at least 9
    """

    seed: NonNegativeInt
    replications: Annotated[int, Field(ge=9, le=9_999)]
