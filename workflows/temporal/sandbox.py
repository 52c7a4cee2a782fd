"""How a worker shields workflows from the world outside.

The SDK loads a workflow's modules anew for every case, so that none can see what another has left in a global. The
modules of this package have no such globals: that they reach for no clock, no randomness and no I/O is checked whenever
the tests run. Loading them once is then the same, and it takes a tenth of a second off the start of every case.
"""

from __future__ import annotations

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions


def lane_runner() -> SandboxedWorkflowRunner:
    """The runner for workers that run lanes."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(
            "workflows",  # pure by contract
            "pydantic",  # lanes and messages are its models
            "pydantic_core",
            "annotated_types",
            "chinese_calendar",  # tables
            "yaml",  # only reached through the modules that load lanes, never by a workflow
        )
    )
