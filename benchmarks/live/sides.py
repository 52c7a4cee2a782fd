"""The two sides: the same cases and decisions over HTTP with tokens, and by a program that calls the Temporal SDK.

The program is what a department's own portal would be without Greenlane's API: it starts the same workflow with the
same input, and sends the same updates. It checks nobody's token, and keeps no trail and no idempotency keys. The worker
is the same on both sides and has the same to do: since it makes the inbox only of cases that are written down, the
program's cases are written down too, all at once and before anything is measured, where ours are while it is.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPConnection
from threading import local
from typing import Final, NamedTuple, TypeVar
from uuid import uuid4

from benchmarks.live.load import Answers, in_tasks, in_threads
from services.requests.starting import Route, number_of, route_of, write_down
from services.security.development import issue
from services.security.principal import Principal, Role
from services.settings import Settings
from services.store.database import connect_database, writing
from services.temporal_client import Temporal, connect
from workflows.definition.steps import Task
from workflows.instants import CHINA, instant_of
from workflows.interpreter.case import Case
from workflows.temporal import names
from workflows.temporal.messages import CaseStart, CompleteWork, Receipt

LANE: Final = "construction_permit"
ATTRIBUTES: Final = {"project_kind": "general"}
UNTIL_DECISIONS: Final = (CompleteWork(step="write_eia_form"), CompleteWork(step="file_site_opinion"))
"""What others do before the first decision: the form is written, and the file is handed in."""
DECISIONS: Final = (
    CompleteWork(step="check_site_opinion", outcome="complete"),
    CompleteWork(step="site_opinion", outcome="done"),
)
"""What is measured: a department finds the file complete, and gives its opinion of the site."""

_OFFICERS: Final = 40
_VALID: Final = timedelta(hours=2)

_Job = TypeVar("_Job")
_Answer = TypeVar("_Answer")


class Decision(NamedTuple):
    """A decision on a case."""

    case: str
    message: CompleteWork


class UnexpectedAnswerError(RuntimeError):
    """A request was not answered as it is when all is well; a figure with such answers in it would say nothing."""


@dataclass(frozen=True)
class Through:
    """One side.

    Attributes
    ----------
    start : so many cases; what came of it are their ids
    decide : on cases
    """

    start: Callable[[int], Answers[str]]
    decide: Callable[[Sequence[Decision]], Answers[None]]


def through_http(settings: Settings, cases: int) -> Through:
    """Everything over HTTP, each case by its own applicant and each department by officers of its own.

    Parameters
    ----------
    cases : how many are going to be started; their applicants have tokens before anything is measured
    """
    persons = [Principal(subject=f"A{number}", roles=frozenset({Role.APPLICANT})) for number in range(cases)]
    applicants = [_header(settings, person) for person in persons]
    officers = [_header(settings, _officer(number)) for number in range(_OFFICERS)]
    asked = json.dumps({"lane": LANE, "attributes": ATTRIBUTES})

    def start(count: int) -> Answers[str]:
        with _connections(settings) as connection:
            return in_threads(applicants[:count], lambda who: str(_post(connection(), "/cases", asked, who)["id"]))

    def decide(decisions: Sequence[Decision]) -> Answers[None]:
        with _connections(settings) as connection:

            def one(numbered: tuple[int, Decision]) -> None:
                number, (case, message) = numbered
                body = json.dumps({"outcome": message.outcome})
                path = f"/cases/{case}/work-items/{message.step}/complete"
                _post(connection(), path, body, officers[number % _OFFICERS])

            return in_threads(list(enumerate(decisions)), one)

    return Through(start, decide)


@contextmanager
def _connections(settings: Settings) -> Iterator[Callable[[], HTTPConnection]]:
    """What gives each thread a connection of its own; all are closed in the end, since threads close none of theirs."""
    threads, opened = local(), list[HTTPConnection]()

    def connection() -> HTTPConnection:
        if not hasattr(threads, "connection"):
            threads.connection = HTTPConnection(settings.host, settings.port)
            opened.append(threads.connection)
        found: HTTPConnection = threads.connection
        return found

    try:
        yield connection
    finally:
        for each in opened:
            each.close()


def _post(connection: HTTPConnection, path: str, body: str, who: dict[str, str]) -> dict[str, object]:
    headers = {**who, "Content-Type": "application/json", "Idempotency-Key": uuid4().hex}
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status >= 300:
        raise UnexpectedAnswerError(f"POST {path}: {answer.status} {content.decode('utf-8', 'replace')}")
    found: dict[str, object] = json.loads(content)
    return found


def through_sdk(settings: Settings, cases: int) -> Through:
    """The same by the SDK's client.

    Parameters
    ----------
    cases : how many are going to be started, with the one that is before anything is measured
    """
    route = route_of(LANE)
    ids = _written_down(settings, route, cases)

    async def start(temporal: Temporal, id_: str) -> str:
        case = Case(
            id=id_,
            submitted_at=instant_of(datetime.now(CHINA)),
            number=number_of(id_),
            attributes=ATTRIBUTES,
            draws=f"{LANE}/",
        )
        begun = CaseStart(declares=True, lanes=dict(route.lanes), lane=LANE, case=case)
        await temporal.client.start_workflow(
            names.workflow_of(LANE), begun, id=id_, task_queue=temporal.task_queue, rpc_timeout=temporal.patience
        )
        return id_

    return Through(
        lambda count: _by_sdk(settings, [ids.popleft() for _ in range(count)], start),
        lambda decisions: _by_sdk(settings, decisions, _decide),
    )


def _written_down(settings: Settings, route: Route, cases: int) -> deque[str]:
    """So many cases that are about to begin, as the worker looks for them in the store."""
    ids = deque(f"{LANE}-{uuid4().hex[:16]}" for _ in range(cases))
    engine = connect_database(settings.database)
    with writing(engine) as connection:
        for id_ in ids:
            write_down(connection, route, ATTRIBUTES, id_, instant_of(datetime.now(CHINA)), None, None)
    engine.dispose()
    return ids


def advance(settings: Settings, decisions: Sequence[Decision]) -> None:
    """Bring cases on, the same way on both sides; nothing of it is measured."""
    _by_sdk(settings, decisions, _decide)


async def _decide(temporal: Temporal, decision: Decision) -> None:
    handle = temporal.client.get_workflow_handle(decision.case)
    await handle.execute_update(
        names.COMPLETE_WORK,
        decision.message,
        id=uuid4().hex,
        result_type=Receipt,
        rpc_timeout=temporal.patience,
    )


def _by_sdk(
    settings: Settings, jobs: Sequence[_Job], do: Callable[[Temporal, _Job], Awaitable[_Answer]]
) -> Answers[_Answer]:
    async def all_of_them() -> Answers[_Answer]:
        temporal = await connect(settings)
        await temporal.client.service_client.check_health()
        return await in_tasks(jobs, lambda job: do(temporal, job))

    return asyncio.run(all_of_them())


def _officer(number: int) -> Principal:
    lane = route_of(LANE).lane
    pools = {step.pool for step in lane.steps.values() if isinstance(step, Task)}
    departments = frozenset(f"{LANE}/{pool}" for pool in pools)
    return Principal(subject=f"officer-{number}", roles=frozenset({Role.OFFICER}), departments=departments)


def _header(settings: Settings, who: Principal) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue(settings, who, datetime.now(CHINA), _VALID)}"}
