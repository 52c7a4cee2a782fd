"""What the endpoints of a process work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Request
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from services.settings import Settings
from services.store.database import open_database
from services.telemetry import Telemetry
from services.temporal_client import Temporal, connect


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a process has around it.

    Attributes
    ----------
    engine : the store
    temporal : where cases live
    """

    settings: Settings
    engine: Engine
    temporal: Temporal
    telemetry: Telemetry

    def close(self) -> None:
        """Let go of the store, and send the last spans."""
        self.engine.dispose()
        if self.telemetry.tracing is not None:
            self.telemetry.tracing.end()


async def open_surroundings(settings: Settings, telemetry: Telemetry) -> Surroundings:
    """Open the store, and prepare to talk to Temporal.

    Raises
    ------
    ServerUnavailableError
        If the store does not answer.
    """
    engine = await run_in_threadpool(open_database, settings.database, settings.database_connections)
    tracing = telemetry.tracing
    temporal = await connect(settings, telemetry.runtime, () if tracing is None else tracing.interceptors)
    return Surroundings(settings, engine, temporal, telemetry)


async def _of_request(request: Request) -> Surroundings:  # not in a thread: a thread costs more than this does
    found: Surroundings = request.app.state.surroundings
    return found


Around: TypeAlias = Annotated[Surroundings, Depends(_of_request)]
