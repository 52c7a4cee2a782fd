"""What a worker logs while it does something for a case says for which."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import Any, Final

from structlog.contextvars import bound_contextvars
from temporalio import activity, client, worker

_log: Final = logging.getLogger("services.workers.activities")


class CasesInLogs(client.Interceptor, worker.Interceptor):
    """Binds case and activity to every line that is logged meanwhile, and logs the end of each for debugging."""

    def intercept_activity(self, next: worker.ActivityInboundInterceptor) -> worker.ActivityInboundInterceptor:  # noqa: A002 - the SDK's name
        """See the SDK."""
        return _Bound(next)


class _Bound(worker.ActivityInboundInterceptor):
    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:  # noqa: A002, ANN401 - likewise
        about, began = activity.info(), perf_counter()
        with bound_contextvars(case=about.workflow_id, activity=about.activity_type, attempt=about.attempt):
            try:
                return await super().execute_activity(input)
            finally:
                _log.debug("activity", extra={"duration_seconds": round(perf_counter() - began, 6)})
