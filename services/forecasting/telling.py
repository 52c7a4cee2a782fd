"""What is expected of a case, for whoever follows it."""

from __future__ import annotations

from sqlalchemy import Connection

from services.forecasting.published import ExpectedCompletion
from services.store.forecasts import expectation_of
from workflows.instants import format_instant


def expected_completion(connection: Connection, case: str) -> ExpectedCompletion | None:
    """When a case under way is expected to be delivered, or to end without that; none if nothing is known."""
    found = expectation_of(connection, case)
    if found is None:
        return None
    moments = {"at": found.expected_at, "low": found.low_at, "high": found.high_at, "forecast_at": found.made_at}
    return ExpectedCompletion.model_validate({name: format_instant(at) for name, at in moments.items()})
