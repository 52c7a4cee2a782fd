"""Record what the API answers, as examples for its description: ``python -m tests.acceptance.record_examples``.

A whole system comes up, a case of each of two lanes is seen through, and of every operation whose model has no example
of its own one answer is written to ``services/api/examples``. Long lists are cut to their first entries, so that a
reader sees the form and not the mass; nothing else is changed.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from services.api import description
from services.serving import free_port
from tests.acceptance.test_up import GREENLANE, PORTS, up

FOLDER: Final = Path(description.__file__).with_name("examples")
CASE, FIRM = "/cases/tower-2026-0001", "91210100MA0000001X"
SHOWN: Final = 2
"""Entries that are left of a list."""
PATIENCE: Final = 60.0
"""Seconds; a guard against waiting for ever."""


@dataclass(frozen=True, slots=True)
class Hall:
    """An API, and who asks it.

    Attributes
    ----------
    http : of an officer of all departments, who asks for experiments too
    firm : of the applicant
    """

    http: httpx.Client
    firm: httpx.Client

    def get(self, path: str, **query: str | int) -> dict[str, object]:
        """What is at an address."""
        return _told(self.http.get(path, params=query))

    def post(self, path: str, body: Mapping[str, object]) -> dict[str, object]:
        """What a request does."""
        return _told(self.http.post(path, json=body))

    def go_on(self, case: str, until: str) -> None:
        """Do what waits for people, as the lane wishes it, until a step is open, or to the end of the case."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            told = self.http.get(case).json()
            waiting = [item for item in told["items"] if not item["planned"]]
            if told["ended_at"] or until in {item["step"] for item in waiting}:
                return
            if waiting:
                step = waiting[0]["step"]
                outcome = {"outcome": waiting[0]["outcomes"][-1]}
                # What a department's system does meanwhile is no longer there to be done.
                if waiting[0]["actor"] == "applicant":
                    self.firm.post(f"{case}/answers/{step}", json=outcome)
                else:
                    self.http.post(f"{case}/work-items/{step}/complete", json=outcome)
        raise TimeoutError(case)


def _told(answer: httpx.Response) -> dict[str, object]:
    assert answer.is_success, answer.text
    told: dict[str, object] = answer.json()
    return told


def recorded(hall: Hall) -> Iterator[tuple[str, object]]:
    """Operations and their answers."""
    theirs = Hall(hall.firm, hall.firm)
    new = {"lane": "construction_permit_30", "id": "tower-2026-0001", "attributes": {"project_kind": "general"}}
    yield "start_case", theirs.post("/cases", {**new, "rehearsal": {}})
    hall.go_on(CASE, "file_initiation")
    paper = {"document": "project_proposal", "digest": "9f" * 32, "media_type": "application/pdf", "size": 48_213}
    yield "file_paper", theirs.post(f"{CASE}/papers", paper)
    yield "list_papers", hall.get(f"{CASE}/papers")
    hall.go_on(CASE, "project_approval")
    asked = {"departments": ["planning_bureau", "environment_bureau"], "within": 5}
    hall.post(f"{CASE}/work-items/project_approval/opinions/asked", asked)
    given = {"department": "planning_bureau", "opinion": "agree"}
    hall.post(f"{CASE}/work-items/project_approval/opinions/given", given)
    yield "list_work_items", hall.get("/work-items", case="tower-2026-0001")
    yield "show_work_item", hall.get(f"{CASE}/work-items/project_approval")
    yield "show_case_standing", hall.get(f"{CASE}/standing")
    yield "show_case", hall.get(CASE)
    claim = {"filter": {"case": "tower-2026-0001"}, "action": {"kind": "claim"}}
    yield "change_work_items", hall.post("/work-items/bulk", claim)
    given["department"], given["opinion"] = "environment_bureau", "agree_with_conditions"
    hall.post(f"{CASE}/work-items/project_approval/opinions/given", given)
    hall.go_on(CASE, "")
    yield "list_case_events", hall.get(f"{CASE}/events", limit=4)
    yield "show_case_timeline", hall.get(f"{CASE}/timeline")
    yield "list_case_titles", hall.get(f"{CASE}/titles")
    yield "rate_case", theirs.post(f"{CASE}/rating", {"level": "very_satisfied"})

    theirs.post("/cases", {"lane": "business_setup_connected", "id": "firm-2026-0001"})
    hall.go_on("/cases/firm-2026-0001", "")
    yield "list_cases", theirs.get("/cases", limit=2)
    mandate = {"agent": "agent-1", "lanes": ["property_registration"], "ends_at": "2099-01-01T00:00:00+08:00"}
    taken = theirs.post("/mandates", mandate)
    yield "give_mandate", taken
    yield "list_mandates", theirs.get("/mandates")
    yield "end_mandate", _told(theirs.http.delete(f"/mandates/{taken['id']}"))
    yield "list_publications", hall.get("/publications", limit=1)
    yield "list_lanes", hall.get("/lanes")
    yield "show_lane", hall.get("/lanes/monthly_meeting")
    yield "show_lane_statistics", hall.get("/lanes/construction_permit/statistics")
    yield "list_scenarios", hall.get("/scenarios")
    yield "show_scenario", hall.get("/scenarios/commitment_approval_after")
    yield "show_health", hall.get("/healthz")
    yield "show_readiness", hall.get("/readyz")

    yield from _of_experiments(hall)


def _of_experiments(hall: Hall) -> Iterator[tuple[str, object]]:
    """Operations on experiments, and their answers."""
    meeting = hall.get("/lanes/monthly_meeting")
    yield "check_design", hall.post("/checks", {"lane": meeting | {"office": "no_such_calendar"}})
    yield "draw_map", hall.post("/maps", {"lane": meeting, "language": "en"})
    levers = hall.get("/levers")
    definitions = levers["definitions"]
    assert isinstance(definitions, dict)
    yield "list_levers", levers | {"definitions": dict(list(definitions.items())[:SHOWN])}
    promise = {"lever": "promise_limit", "working_days": 4, "provenance": {"source": "local", "basis": "an example"}}
    yield "derive_design", hall.post("/derivations", {"base": meeting, "levers": [promise]})

    asked_for = {"kind": "simulate", "subjects": ["property_registration"], "design": {"cases": 50, "replications": 2}}
    experiment = hall.http.post("/experiments", json=asked_for).json()["id"]
    yield "list_experiments", hall.get("/experiments")
    deadline = time.monotonic() + PATIENCE
    while (answer := hall.http.get(f"/experiments/{experiment}/result")).is_error:
        assert time.monotonic() < deadline, answer.text
    yield "show_experiment_result", answer.json()
    yield "show_experiment_views", hall.get(f"/experiments/{experiment}/views")
    yield "show_experiment_model", hall.get(f"/experiments/{experiment}/models/{answer.json()['models'][0]}")
    asked_for["subjects"] = ["business_setup_connected"]
    beside = hall.http.post("/experiments", json=asked_for).json()["id"]
    while (answer := hall.http.get(f"/experiments/{beside}/result")).is_error:
        assert time.monotonic() < deadline, answer.text
    yield "show_live_against_simulated", hall.get(f"/experiments/{beside}/views/live_against_simulated")


def cut(value: object) -> object:
    """A value whose lists, and maps as long as lists, are cut to their first entries."""
    match value:
        case dict():
            return {key: cut(each) for key, each in value.items()}
        case list():
            return [cut(each) for each in value[:SHOWN]]
        case _:
            return value


def asking(environment: Mapping[str, str], address: str, *who: str) -> httpx.Client:
    """A client with a token for somebody."""
    command: list[str] = [str(GREENLANE), "token", *who]
    token = subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout.strip()
    return httpx.Client(base_url=address, trust_env=False, timeout=60, headers={"Authorization": f"Bearer {token}"})


def main() -> None:
    """Record everything."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ports = {f"GREENLANE_{name}": str(free_port()) for name in PORTS}
        rehearsed = {"GREENLANE_DATA_DIRECTORY": folder, "GREENLANE_REHEARSAL": "true"}
        environment = {**os.environ, **ports, **rehearsed}
        with up(environment) as (_, found), ExitStack() as clients:
            staff = ("--role", "officer", "--role", "designer", "--department", "*", "--subject", "officer-1")
            firm = ("--role", "applicant", "--subject", FIRM)
            hall = Hall(*(clients.enter_context(asking(environment, found["api"], *who)) for who in (staff, firm)))
            for operation, answer in recorded(hall):
                text = json.dumps(cut(answer), ensure_ascii=False, indent=1)
                (FOLDER / f"{operation}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
