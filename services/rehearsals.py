"""Cases whose clock runs ahead of the wall, for rehearsing a lane in minutes instead of months."""

from __future__ import annotations

from typing import Any

from temporalio.api.common.v1 import TimeSkippingConfig
from temporalio.client import Interceptor, OutboundInterceptor, StartWorkflowInput, WorkflowHandle

from workflows.temporal.messages import CaseStart

_SKIPS = 1_000_000
"""Waits that may be skipped in one case; the server would stop after a hundred."""


class RunsAhead(Interceptor):
    """Has Temporal skip the waits of rehearsed cases, and of no others.

    The server has to allow it (``frontend.WorkflowTimeSkippingEnabled``).
    """

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002 - the SDK's name
        """See the SDK."""
        return _Skipping(next)


class _Skipping(OutboundInterceptor):
    async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:  # noqa: A002 - likewise
        if any(isinstance(argument, CaseStart) and argument.rehearsal is not None for argument in input.args):
            input.time_skipping_config = TimeSkippingConfig(enabled=True, max_session_skip_count=_SKIPS)
        return await super().start_workflow(input)
