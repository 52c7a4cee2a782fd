"""The command line answers soon, because it loads nothing that the question does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.model import ten_tasks

HEAVY = {
    "bpmn_io", "fastapi", "httpx", "jinja2", "optuna", "polars", "prometheus_client", "r4pm", "rich", "SALib", "scipy",
    "simulations.attribution", "sqlalchemy", "temporalio", "uvicorn", "workflows.levers.catalogue",
}  # fmt: skip
OF_OTHER_QUESTIONS = {"asyncio", "workflows.interchange"}
NOT_FOR_HELP = HEAVY | {"numpy", "simpy", "simulations", "workflows.definition"}


def _loaded(*arguments: str) -> set[str]:
    """Modules that are loaded when a command is done."""
    told = (
        "import json, sys; from services.cli.main import run\n"
        f"code = run({list(arguments)!r}); print(json.dumps([code, *sys.modules]), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True)
    code, *modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    return set(modules)


@pytest.mark.parametrize("arguments", [("--help",), ("simulate", "--help"), ("--lang", "zh-CN", "compare", "--help")])
def test_help_loads_only_the_outline_of_the_commands(arguments: tuple[str, ...]) -> None:
    assert not _loaded(*arguments) & NOT_FOR_HELP


def test_a_lane_is_simulated_without_levers_and_without_the_live_system(tmp_path: Path) -> None:
    file = tmp_path / "ten_tasks.yaml"
    file.write_text(ten_tasks().model_dump_json(by_alias=True, exclude_none=True), "utf-8")
    asked = "--cases", "5", "--replications", "1", "--json"
    assert not _loaded("simulate", str(file), *asked) & (HEAVY | OF_OTHER_QUESTIONS)
    assert not _loaded("simulate", "simplified_deregistration", *asked) & HEAVY


def test_an_experiment_is_run_without_the_live_system() -> None:
    asked = "--cases", "5", "--replications", "2", "--json"
    loaded = _loaded("compare", "simplified_deregistration", "business_setup", *asked)
    assert not loaded & {"fastapi", "polars", "scipy", "sqlalchemy", "temporalio"}
