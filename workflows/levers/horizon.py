"""How long a reform is looked at: from when, for how long, how often."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator

from workflows.definition.provenance import Frozen
from workflows.working_time.state_council import PUBLISHED_YEARS

Days: TypeAlias = Annotated[int, Field(ge=0, le=36_600)]
"""Calendar days, up to a century."""


class Horizon(Frozen):
    """What a scenario asks of its experiment; whatever it leaves out is as the experiment's design has it.

    Parameters
    ----------
    starts_on : first day of arrivals, with nobody in the system
    warm_up_days : calendar days whose arrivals are not measured, until the queues are what they usually are
    window_days : calendar days whose arrivals are measured
    cool_down_days : calendar days for which cases go on arriving after that
    replications : how many times
    lever_replications : how many of them are run for the lanes between before and after too
    background : whether lanes that are called have cases of their own as well
    """

    starts_on: date | None = None
    warm_up_days: Days | None = None
    window_days: Annotated[Days, Field(ge=1)] | None = None
    cool_down_days: Days | None = None
    replications: Annotated[int, Field(ge=1, le=10_000)] | None = None
    lever_replications: Annotated[int, Field(ge=1, le=10_000)] | None = None
    background: bool | None = None

    @model_validator(mode="after")
    def _starts_in_a_known_year(self) -> Self:
        if self.starts_on is not None and self.starts_on.year not in PUBLISHED_YEARS:
            raise ValueError(
                f"expected a year from {PUBLISHED_YEARS.start} to {PUBLISHED_YEARS.stop - 1}, whose working days are "
                f"published; found {self.starts_on.year}. Start in another year."
            )
        return self
