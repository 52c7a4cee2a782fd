"""What ``greenlane doctor`` asks of what runs: Temporal, the workers on its queues, the processes, the issuer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from typing import Final

import httpx
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    DescribeTaskQueueRequest,
    GetSystemInfoRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError

from services.cli.examining_store import clock_of
from services.cli.findings import Finding, State, well, wrong
from services.cli.texts import say
from services.clock import present_time
from services.security.issuers import issuer_of, keys_of
from services.settings import Settings
from services.temporal_client import Temporal
from services.workers.deployment import build_of
from services.workers.versions import releases
from workflows.definition.actors import System
from workflows.errors import GreenlaneError
from workflows.temporal.names import department_queue

_WITHIN: Final = timedelta(seconds=5)
_GONE: Final = 75.0
"""Seconds: a worker that is there asks for tasks again after a minute at the latest."""

_WORKFLOWS: Final = TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW
_ACTIVITIES: Final = TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY


async def temporal(settings: Settings, language: str) -> AsyncIterator[Finding]:
    """Whether Temporal answers, and whether there is somebody for everything that waits in it."""
    try:
        client = await Client.connect(settings.temporal_address, namespace=settings.temporal_namespace, lazy=True)
        system = await client.workflow_service.get_system_info(GetSystemInfoRequest(), timeout=_WITHIN)
    except (RPCError, RuntimeError, ValueError) as error:
        yield wrong(language, "temporal_answers", f"{settings.temporal_address}: {_said(error)}")
        return
    address, version = settings.temporal_address, system.server_version
    detail = say(language, "doctor.temporal_answers.detail", address=address, version=version)
    yield well(language, "temporal_answers", detail)
    try:
        asked = DescribeNamespaceRequest(namespace=settings.temporal_namespace)
        found = await client.workflow_service.describe_namespace(asked, timeout=_WITHIN)
    except RPCError as error:
        yield wrong(language, "namespace", _said(error), namespace=settings.temporal_namespace)
        return
    days = found.config.workflow_execution_retention_ttl.ToTimedelta() / timedelta(days=1)
    kept = say(language, "doctor.namespace.detail", days=f"{days:g}")
    yield well(language, "namespace", kept, namespace=settings.temporal_namespace)
    for queue, kind, command in _queues(settings):
        async for finding in _worker_on(client, queue, kind, command, language):
            yield finding
    if settings.deployment is not None:
        yield await _release(client, settings, settings.deployment, language)


def _queues(settings: Settings) -> list[tuple[str, TaskQueueType.ValueType, str]]:
    departments = [
        (department_queue(settings.task_queue, each), f"greenlane department-worker {each}") for each in System
    ]
    return [
        (settings.task_queue, _WORKFLOWS, "greenlane worker"),
        (settings.task_queue, _ACTIVITIES, "greenlane worker"),
        (settings.simulation_task_queue, _WORKFLOWS, "greenlane simulation-worker"),
        (settings.simulation_task_queue, _ACTIVITIES, "greenlane simulation-worker"),
        *((queue, _ACTIVITIES, command) for queue, command in departments),
    ]


async def _worker_on(
    client: Client, queue: str, kind: TaskQueueType.ValueType, command: str, language: str
) -> AsyncIterator[Finding]:
    named = f"{queue} ({'workflow' if kind == _WORKFLOWS else 'activity'})"
    asked = DescribeTaskQueueRequest(namespace=client.namespace, task_queue=TaskQueue(name=queue), task_queue_type=kind)
    try:
        answer = await client.workflow_service.describe_task_queue(asked, timeout=_WITHIN)
    except RPCError as error:
        yield wrong(language, "queue", _said(error), queue=named, command=command)
        return
    now = present_time()
    ages = [(now - each.last_access_time.ToDatetime(UTC)).total_seconds() for each in answer.pollers]
    present = [age for age in ages if age <= _GONE]
    if not present:
        yield wrong(language, "queue", say(language, "doctor.queue.none"), queue=named, command=command)
        return
    last = min(present)
    detail = say(language, "doctor.queue.detail", count=len(present), seconds=f"{max(last, 0):.0f}")
    yield well(language, "queue", detail, queue=named)
    if last < -1:  # it came in what is the future here
        yield clock_of("Temporal", -last, language)


async def _release(client: Client, settings: Settings, deployment: str, language: str) -> Finding:
    build = build_of(settings)
    try:
        known = await releases(Temporal(client, settings.task_queue, _WITHIN), deployment)
    except GreenlaneError as error:
        return wrong(language, "release", str(error))
    current = next((each.build for each in known if each.current), "-")
    detail = say(language, "doctor.release.detail", current=current, build=build)
    return well(language, "release", detail) if current == build else wrong(language, "release", detail)


async def processes(settings: Settings, language: str, *, expected: bool) -> AsyncIterator[Finding]:
    """Whether the processes of this machine are ready.

    Parameters
    ----------
    expected : whether those that do not run are missed
    """
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - read, not bound
    async with httpx.AsyncClient(trust_env=False, timeout=_WITHIN.total_seconds()) as http:
        for process, port in (
            ("api", settings.port),
            ("worker", settings.worker_port),
            ("department-worker", settings.department_port),
            ("simulation-worker", settings.simulation_port),
        ):
            try:
                answer = await http.get(f"http://{host}:{port}/readyz")
                found = answer.json()
                parts, behind = [name for name, there in found["parts"].items() if not there], found.get("cases_behind")
            except httpx.ConnectError:
                if expected:
                    what = say(language, "doctor.process", process=process, port=port)
                    yield Finding(what=what, state=State.NOTE, detail=say(language, "doctor.process.none"))
                continue
            except (httpx.HTTPError, ValueError, KeyError, AttributeError, TypeError):
                other = say(language, "doctor.process.other")
                yield wrong(language, "process", other, process=process, port=port)
                continue
            if parts:
                silent = say(language, "doctor.process.parts", parts=", ".join(parts))
                yield wrong(language, "process", silent, process=process, port=port)
            else:
                yield well(language, "process", str(answer.status_code), process=process, port=port)
            if behind is not None:
                told = say(language, "doctor.behind.detail", count=behind)
                yield wrong(language, "behind", told, state=State.NOTE) if behind else well(language, "behind", told)


async def issuer(settings: Settings, language: str) -> Finding:
    """Whether tokens can be checked."""
    try:
        await keys_of(settings).count()
    except GreenlaneError as error:
        return wrong(language, "issuer", f"{issuer_of(settings)}: {error}")
    return well(language, "issuer", issuer_of(settings))


def _said(error: Exception) -> str:
    return error.message if isinstance(error, RPCError) else str(error)
