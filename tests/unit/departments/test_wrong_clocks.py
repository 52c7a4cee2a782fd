"""What a department's system keeps is of Temporal's time, however wrong the clock of its machine is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from temporalio.testing import ActivityEnvironment

from services import clock
from services.store.database import reading
from services.store.tables import effects, registrations
from services.workers.departments.doing import DepartmentDesk
from tests.unit.departments.test_departments import AT, HERE, begun, errand
from workflows.definition.actors import System
from workflows.instants import SECOND, datetime_of


@pytest.mark.parametrize("wrong_by", [timedelta(days=1), timedelta(days=-1)])
def test_a_wrong_clock_leaves_no_wrong_instant(
    store: Engine, monkeypatch: pytest.MonkeyPatch, wrong_by: timedelta
) -> None:
    given_out = AT + SECOND
    monkeypatch.setattr(clock, "present_time", lambda: datetime_of(given_out) + wrong_by)
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, started_time=datetime_of(given_out))
    begun(store, "a")
    done = environment.run(DepartmentDesk(store, HERE).do_step, errand("a", System.REGISTRY))
    with reading(store) as connection:
        kept = [
            *connection.scalars(select(effects.c.made_at)),
            *connection.scalars(select(registrations.c.registered_at)),
        ]
    assert (done.began_at, kept) == (given_out, [given_out, given_out])
