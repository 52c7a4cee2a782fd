"""The releases of the workers as Temporal knows them: which one is current, which one comes to a share of the cases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from temporalio.api.deployment.v1 import RoutingConfig, WorkerDeploymentInfo, WorkerDeploymentVersion
from temporalio.api.enums.v1 import RoutingConfigUpdateState, TaskQueueType, VersionDrainageStatus
from temporalio.api.workflowservice.v1 import (
    DescribeWorkerDeploymentRequest,
    DescribeWorkerDeploymentResponse,
    DescribeWorkerDeploymentVersionRequest,
    SetWorkerDeploymentCurrentVersionRequest,
    SetWorkerDeploymentRampingVersionRequest,
)
from temporalio.service import RPCError, RPCStatusCode

from services.temporal_client import Temporal
from workflows.errors import InvalidInputError, ServerUnavailableError, UnknownNameError
from workflows.instants import Instant, instant_of

_AGAIN: Final = 0.2
"""Seconds between one look for a worker of a release and the next."""

_IDENTITY: Final = "greenlane"
"""Who changes what is current, as Temporal notes it."""

_KINDS: Final = (TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)

_DRAINED: Final = {
    VersionDrainageStatus.VERSION_DRAINAGE_STATUS_DRAINING: False,
    VersionDrainageStatus.VERSION_DRAINAGE_STATUS_DRAINED: True,
}


@dataclass(frozen=True, slots=True)
class Release:
    """A release of the workers.

    Attributes
    ----------
    build : its id
    first_seen_at : when a worker of it first came
    current : whether cases go on under it
    share : of cases that go on under it before it is current, 0 to 1
    drained : whether no case that is under way was last run by it; none while nobody has looked, or while it is in use
    """

    build: str
    first_seen_at: Instant
    current: bool
    share: float
    drained: bool | None


async def releases(temporal: Temporal, deployment: str) -> tuple[Release, ...]:
    """The releases of which workers have come, the newest first; none if there has been no worker yet.

    Raises
    ------
    ServerUnavailableError
        If Temporal does not answer.
    """
    request = DescribeWorkerDeploymentRequest(namespace=temporal.client.namespace, deployment_name=deployment)
    try:
        async with _in_our_words(temporal):
            service = temporal.client.workflow_service
            answer = await service.describe_worker_deployment(request, timeout=temporal.patience)
    except _NoneYetError:
        return ()
    found = [_release(each, answer.worker_deployment_info.routing_config) for each in _summaries(answer)]
    return tuple(sorted(found, key=lambda release: (release.first_seen_at, release.build), reverse=True))


def _summaries(
    answer: DescribeWorkerDeploymentResponse,
) -> Iterable[WorkerDeploymentInfo.WorkerDeploymentVersionSummary]:
    return answer.worker_deployment_info.version_summaries


def _release(found: WorkerDeploymentInfo.WorkerDeploymentVersionSummary, routing: RoutingConfig) -> Release:
    build = found.deployment_version.build_id
    ramping = build == routing.ramping_deployment_version.build_id
    return Release(
        build=build,
        first_seen_at=instant_of(found.create_time.ToDatetime(UTC)),
        current=build == routing.current_deployment_version.build_id,
        share=routing.ramping_version_percentage / 100 if ramping else 0.0,
        drained=_DRAINED.get(found.drainage_info.status),
    )


async def make_current(temporal: Temporal, deployment: str, build: str) -> None:
    """Have all cases go on under a release from their next step on; it was made current before if it is already.

    Raises
    ------
    UnknownNameError
        If no worker of that release has come.
    ServerUnavailableError
        If Temporal does not answer, or has not told all of its parts in time.
    """
    await _require(temporal, deployment, build)
    request = SetWorkerDeploymentCurrentVersionRequest(
        namespace=temporal.client.namespace, deployment_name=deployment, build_id=build, identity=_IDENTITY
    )
    async with _in_our_words(temporal):
        await temporal.client.workflow_service.set_worker_deployment_current_version(request, timeout=temporal.patience)


async def ramp(temporal: Temporal, deployment: str, build: str, share: float) -> None:
    """Have a share of the cases go on under a release; which ones, Temporal decides by their ids, and keeps to it.

    Parameters
    ----------
    share : 0 to 1; 0 takes the release back

    Raises
    ------
    UnknownNameError, ServerUnavailableError
    """
    await _require(temporal, deployment, build)
    request = SetWorkerDeploymentRampingVersionRequest(
        namespace=temporal.client.namespace,
        deployment_name=deployment,
        build_id=build if share else "",
        percentage=100 * share,
        identity=_IDENTITY,
    )
    async with _in_our_words(temporal):
        await temporal.client.workflow_service.set_worker_deployment_ramping_version(request, timeout=temporal.patience)


async def wait_for_release(temporal: Temporal, deployment: str, build: str, within: float) -> None:
    """Wait until a worker of a release has come, for workflows and for activities: it asks for them one by one.

    Parameters
    ----------
    within : seconds

    Raises
    ------
    ServerUnavailableError
        If none comes in time.
    """
    clock = asyncio.get_running_loop().time
    deadline = clock() + within
    wanted = {(temporal.task_queue, kind) for kind in _KINDS}
    while not wanted <= await _served(temporal, deployment, build):
        if clock() > deadline:
            raise ServerUnavailableError(
                f"expected a worker of release {build!r} of {deployment!r} to come within {within:g} s; none did. "
                "See the log of the worker."
            )
        await asyncio.sleep(_AGAIN)


async def _served(temporal: Temporal, deployment: str, build: str) -> set[tuple[str, int]]:
    """Names and kinds of the queues that workers of a release have asked."""
    request = DescribeWorkerDeploymentVersionRequest(
        namespace=temporal.client.namespace,
        deployment_version=WorkerDeploymentVersion(deployment_name=deployment, build_id=build),
    )
    try:
        async with _in_our_words(temporal):
            service = temporal.client.workflow_service
            answer = await service.describe_worker_deployment_version(request, timeout=temporal.patience)
    except _NoneYetError:
        return set()
    return {(each.name, each.type) for each in answer.version_task_queues}


async def _everywhere(temporal: Temporal, deployment: str) -> None:
    """Wait until every queue has heard of a change; until then a case may still go on under the release before."""
    request = DescribeWorkerDeploymentRequest(namespace=temporal.client.namespace, deployment_name=deployment)
    service, clock = temporal.client.workflow_service, asyncio.get_running_loop().time
    deadline = clock() + temporal.patience.total_seconds()
    while clock() < deadline:
        answer = await service.describe_worker_deployment(request, timeout=temporal.patience)
        state = answer.worker_deployment_info.routing_config_update_state
        if state != RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS:
            return
        await asyncio.sleep(_AGAIN)
    raise ServerUnavailableError(
        f"Temporal has taken note of the change, but not every queue of {deployment!r} has within "
        f"{temporal.patience.total_seconds():g} s. Give the same command again."
    )


async def _require(temporal: Temporal, deployment: str, build: str) -> None:
    known = [release.build for release in await releases(temporal, deployment)]
    if build not in known:
        raise UnknownNameError(f"release of {deployment!r}, of which a worker has come,", build, known)


class _NoneYetError(Exception):
    """No worker of the deployment has ever come."""


@asynccontextmanager
async def _in_our_words(temporal: Temporal) -> AsyncIterator[None]:
    address = temporal.client.service_client.config.target_host
    try:
        yield
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise _NoneYetError from error
        if error.status is RPCStatusCode.FAILED_PRECONDITION:
            raise InvalidInputError(f"Temporal refuses: {error.message}") from error
        raise ServerUnavailableError(f"Temporal at {address} does not answer: {error.message}") from error
    except RuntimeError as error:
        if "client connect" not in str(error):
            raise
        raise ServerUnavailableError(f"Temporal at {address} cannot be reached") from error
