"""The table of all attacks."""

from __future__ import annotations

from functools import cache

from tests.bad_input.attack import Attack
from tests.bad_input.declared import declared
from tests.bad_input.drawn import models
from tests.bad_input.lanes import lanes
from tests.bad_input.logs import logs
from tests.bad_input.objects import objects
from tests.bad_input.reforms import scenarios


@cache
def attacks() -> tuple[Attack, ...]:
    """Every attack; their files are made when they are tried."""
    return (*lanes(), *declared(), *scenarios(), *models(), *logs(), *objects())
