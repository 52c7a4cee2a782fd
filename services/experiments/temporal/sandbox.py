"""How a simulation worker shields experiments' workflows from the world outside."""

from __future__ import annotations

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions


def experiment_runner() -> SandboxedWorkflowRunner:
    """The runner for workers that carry experiments out."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(
            "pydantic",  # messages are its models
            "pydantic_core",
            "annotated_types",
        )
    )
