"""The page on deciding cases tells of every address of the service and of no other, and of problems that there are."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi.routing import APIRoute

from services.decisions.bulk.schemas import AnyBulkAction
from services.decisions.inbox.schemas import InboxQuery
from services.decisions.routers import routers
from workflows.events.causes import Ground, Procedure
from workflows.temporal.refusals import RefusedError

PAGE = " ".join((Path(__file__).parents[3] / "docs/how-to/decide-cases.md").read_text("utf-8").split())


def test_every_address_is_told_and_no_other() -> None:
    served = {
        f"{method} {route.path}"
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert set(re.findall(r"`((?:GET|POST) /[^`?]+)`", PAGE)) == served


def test_every_parameter_of_the_inbox_and_every_kind_of_action_is_told() -> None:
    told = set(re.findall(r"`(\w+)`", PAGE))
    assert told >= set(InboxQuery.model_fields)
    assert told >= {kind.model_fields["kind"].default for kind in AnyBulkAction.__args__}
    assert told >= {*Procedure, *Ground}


def test_problems_that_are_told_are_those_of_cases() -> None:
    known = set(re.findall(r"``([a-z_]+)``", RefusedError.__doc__ or ""))
    assert set(re.findall(r"\((?:\d{3}, )?`([a-z_]+)`\)", PAGE)) - {"unassigned", "warning", "overdue"} <= known
