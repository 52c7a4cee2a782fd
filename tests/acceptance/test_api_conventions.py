"""What every route of the API has, those that are still to come too: read off the description, and tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest
from fastapi.routing import APIRoute
from prometheus_client import CollectorRegistry

from services.api.context import open_surroundings
from services.api.description import TAGS
from services.api.problems import RESPONSES
from services.processes import SERVICES, api
from services.security.authentication import OPEN
from services.security.policy import Action
from services.telemetry import begin_telemetry
from tests.acceptance.running import running, settings_of

PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
CHANGING: Final = frozenset({"post", "put", "patch", "delete"})
WITHOUT_KEY: Final = {
    "cancel_experiment": "what is cancelled stays so, however often it is asked",
    "end_mandate": "what is ended stays so, likewise",
    "decode_payloads": "nothing changes but the trail, which is to have every time it was asked",
    "encode_payloads": "likewise",
    "remove_draft": "what is removed stays so, and a tag is held against it",
    "compare_lanes": "it is looked at, and nothing is kept",
    "import_file": "likewise",
    "check_design": "likewise",
    "draw_map": "likewise",
    "derive_design": "likewise",
    "export_design": "likewise",
}
WITHOUT_PAGES: Final = {
    "list_lanes": "as many as are shipped",
    "list_scenarios": "likewise",
    "list_levers": "likewise",
    "list_case_titles": "as many as the lanes that the cases of one hall travel have",
    "list_papers": "a case takes a thousand at most",
}
OF_THE_PROCESS: Final = frozenset({"show_health", "show_readiness", "show_metrics"})
"""Asked by machines that look after processes, in the forms that these know."""


@pytest.fixture
async def described(tmp_path: Path, temporal_address: str) -> dict[str, Any]:
    around = await open_surroundings(settings_of(tmp_path, temporal_address), begin_telemetry())
    try:
        return api("all", around).openapi()
    finally:
        around.engine.dispose()


Operation = tuple[str, str, dict[str, Any]]


def operations(described: dict[str, Any]) -> Iterator[Operation]:
    """Address, method and operation of everything but what is asked of processes."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if operation["operationId"] not in OF_THE_PROCESS:
                yield path, method, operation


def parameters(operation: dict[str, Any]) -> set[str]:
    return {each["name"] for each in operation.get("parameters", ())}


async def test_operations_and_models_have_names_that_a_client_can_use(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")
    named = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(named) == len(set(named))
    assert [name for name in named if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []
    assert [name for name in described["components"]["schemas"] if not re.fullmatch(r"[A-Z][A-Za-z]+", name)] == []
    for _, _, operation in operations(described):
        assert operation["summary"], operation["operationId"]
        assert operation["description"].endswith("."), operation["operationId"]
        assert len(operation["tags"]) == 1, operation["operationId"]
    assert [dict(tag) for tag in TAGS] == described["tags"]
    assert {tag for _, _, operation in operations(described) for tag in operation["tags"]} | {"health"} == {
        tag["name"] for tag in TAGS
    }


async def test_a_field_says_what_it_is_where_its_model_does(described: dict[str, Any]) -> None:
    view = described["components"]["schemas"]["CaseView"]
    assert view["description"] == "Where a case is."
    assert view["properties"]["stopped"]["description"] == "whether the legal clock stands still"
    for schema in described["components"]["schemas"].values():
        assert "----" not in schema.get("description", "")


async def test_every_operation_declares_its_problems(described: dict[str, Any]) -> None:
    for _, _, operation in operations(described):
        has_body = "requestBody" in operation
        wanted = {str(status) for status in RESPONSES} - (set() if has_body else {"415"})
        assert wanted <= set(operation["responses"]), operation["operationId"]
        for status, response in operation["responses"].items():
            if status >= "400":
                assert response["content"] == PROBLEM, (operation["operationId"], status)
        assert "Retry-After" in operation["responses"]["503"]["headers"]
        assert "WWW-Authenticate" in operation["responses"]["401"]["headers"]


async def test_what_changes_something_takes_a_key(described: dict[str, Any]) -> None:
    without = {
        operation["operationId"]
        for _, method, operation in operations(described)
        if method in CHANGING and "Idempotency-Key" not in parameters(operation)
    }
    assert without == set(WITHOUT_KEY)


async def test_what_is_held_to_a_tag_is_shown_with_it(described: dict[str, Any]) -> None:
    held = [(path, each) for path, _, each in operations(described) if "If-Match" in parameters(each)]
    assert len(held) > 5
    for path, operation in held:
        assert "412" in operation["responses"], operation["operationId"]
        shown = [described["paths"].get(place, {}).get("get") for place in (path, path.rpartition("/")[0])]
        assert any("ETag" in each["responses"]["200"].get("headers", {}) for each in shown if each), path
    assert "428" in described["paths"]["/cases/{case}/work-items/{step}/claim"]["post"]["responses"]
    for _, _, operation in operations(described):
        if "If-None-Match" in parameters(operation):
            assert "ETag" in operation["responses"]["200"]["headers"]
        if "201" in operation["responses"] and operation["operationId"] == "start_case":
            assert "Location" in operation["responses"]["201"]["headers"]


async def test_every_list_comes_in_pages(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    paged, whole = set(), set()
    for _, method, operation in operations(described):
        if method != "get":
            continue
        schema = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
        model = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
        name = operation["operationId"]
        if "next" in model.get("properties", {}):
            assert {"cursor", "limit"} <= parameters(operation), name
            assert model["properties"]["next"]["anyOf"] == [{"type": "string"}, {"type": "null"}], name
            paged.add(name)
        elif model.get("type") == "array" or name.startswith("list_"):
            whole.add(name)
    assert len(paged) >= 5
    assert whole == set(WITHOUT_PAGES)


async def test_every_request_and_answer_has_an_example_that_is_one(described: dict[str, Any]) -> None:
    without = []
    for _, _, operation in operations(described):
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        bodies += [each for status, each in operation["responses"].items() if status.startswith("2")]
        contents = [body.get("content", {}) for body in bodies]
        for media in (each["application/json"] for each in contents if "application/json" in each):
            examples = _examples(media, described["components"]["schemas"])
            if not examples:
                without.append(operation["operationId"])
            check = jsonschema_rs.validator_for({**media["schema"], "components": described["components"]})
            for example in examples:
                assert [str(error) for error in check.iter_errors(example)] == [], operation["operationId"]
    assert without == [], "give the model an example, or run: python -m tests.acceptance.record_examples"


def _examples(media: dict[str, Any], schemas: dict[str, Any]) -> list[object]:
    if "example" in media:
        return [media["example"]]
    schema = schemas.get(media["schema"].get("$ref", "").rpartition("/")[2], {})
    return list(schema.get("examples", ()))


async def test_every_operation_says_whom_it_is_for(described: dict[str, Any]) -> None:
    assert described["components"]["securitySchemes"]["bearer"]["description"]
    for path, _, operation in operations(described):
        if path in OPEN:
            assert "security" not in operation
        else:
            [needed] = operation["security"]
            assert [Action(action) for action in needed["bearer"]]


async def test_a_service_by_itself_describes_what_it_serves_and_no_more(tmp_path: Path, temporal_address: str) -> None:
    around = await open_surroundings(settings_of(tmp_path, temporal_address), begin_telemetry())
    for service in SERVICES:
        telemetry = replace(around.telemetry, registry=CollectorRegistry())
        application = api(service, replace(around, telemetry=telemetry))
        routes = {route.name for route in application.routes if isinstance(route, APIRoute)}
        alone = application.openapi()
        told = {each["operationId"] for methods in alone["paths"].values() for each in methods.values()}
        assert routes <= told
        assert {tag["name"] for tag in alone["tags"]} == {
            tag for methods in alone["paths"].values() for each in methods.values() for tag in each["tags"]
        }
    around.engine.dispose()


async def test_whatever_is_wrong_with_a_request_it_is_told_as_a_problem(tmp_path: Path, temporal_address: str) -> None:
    settings = settings_of(tmp_path, temporal_address, largest_body=2_000, largest_import=2_000)
    async with running(settings, begin_telemetry(), worker=False) as api_:
        described = (await api_.http.get("/openapi.json")).json()
        tried: list[tuple[str, str, dict[str, Any], int]] = [("patch", "/nowhere", {}, 404)]
        for path, methods in described["paths"].items():
            unused = next(method for method in ("patch", "put") if method not in methods)
            tried.append((unused, path, {}, 405))
            for method, operation in methods.items():
                if "requestBody" in operation:
                    tried += [
                        (method, path, {"content": b"a=1", "headers": {"Content-Type": "text/plain"}}, 415),
                        (method, path, {"content": b"a=1"}, 415),
                        (method, path, {"json": {"a": "b" * 2_000}}, 413),
                    ]
                if method == "get" and "cursor" in parameters(operation) and "{" not in path:
                    tried.append((method, f"{path}?cursor=!", {}, 422))
        for method, path, sent, status in tried:
            answer = await api_.http.request(method, path, **sent)
            told = answer.json()
            assert (answer.status_code, told["status"]) == (status, status), (method, path, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
            assert told["type"] == f"urn:greenlane:problem:{told['code']}"
            assert told["detail"]
            assert told["instance"] == path.partition("?")[0]
            assert status != 405 or answer.headers["allow"]
