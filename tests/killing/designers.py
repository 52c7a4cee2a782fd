"""A designer who asks for one experiment after the other while everything is struck, and waits for each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random
from typing import Final

from pydantic import BaseModel

from services.security.principal import Principal, Role
from services.store.experiments import ExperimentStage
from tests.killing.asked import Asked, Deed
from tests.killing.sending import Body, Client, key_from

_LANES: Final = ("property_registration", "business_setup", "construction_permit_30")
_REPLICATIONS: Final = 10
"""Two batches of five."""
_CASES: Final = 10
_LOOK: Final = 0.3
"""Seconds between one look at an experiment and the next."""
_READS: Final = 2.0
"""Seconds for which a designer reads a result before asking for the next."""


class _View(BaseModel):
    id: str
    stage: ExperimentStage


async def ask_experiments(client: Client, chance: Random, most: int, goes_on: Callable[[], bool]) -> None:
    """Ask for experiments, one after the other, at least for one if any are wanted."""
    seed = chance.getrandbits(64)
    for number in range(most):
        await _see_through(client, number, Random(f"{seed} {number}"))  # noqa: S311 - nobody is to guess anything here
        if not goes_on():
            return
        await asyncio.sleep(_READS)


async def _see_through(client: Client, number: int, chance: Random) -> None:
    who = Principal(subject=f"designer-{number}", roles=frozenset({Role.DESIGNER}))
    body: Body = {
        "kind": "simulate",
        "subjects": [_LANES[number % len(_LANES)]],
        "design": {"seed": number, "replications": _REPLICATIONS, "cases": _CASES},
    }
    asked = Asked(Deed.EXPERIMENT, who.subject, key_from(chance.getrandbits(128)), ())
    done, _ = await client.ask(asked, who, "/experiments", body)
    if not done.case:
        return
    while True:
        told = await client.read(who, f"/experiments/{done.case}")
        if _View.model_validate_json(told.raise_for_status().content).stage is not ExperimentStage.OPEN:
            return
        await asyncio.sleep(_LOOK)
