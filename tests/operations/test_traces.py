"""A request that starts a case is one trace, from the API through the workflow to the activity, and tells of nobody."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from opentelemetry import propagate
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer

from services.secrets.converter import sealing_converter
from services.secrets.key_file import KeyFile
from services.telemetry import begin_telemetry
from services.tracing import ATTRIBUTES, begin_tracing
from tests.acceptance.running import running, settings_of
from tests.operations.collecting import Collected, collecting
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.sandbox import lane_runner

PERSON = "诸葛流云"
THEIRS = "0af7651916cd43dd8448eb211c80319c"
CASE = {"lane": "property_registration", "attributes": {"registration_kind": "general"}}


async def test_a_started_case_is_one_trace(tmp_path: Path, temporal_address: str) -> None:
    before = propagate.get_global_textmap()
    settings = settings_of(tmp_path, temporal_address)
    with collecting() as collector:
        tracing = begin_tracing("everything", collector.endpoint, 1)
        async with running(settings, begin_telemetry(tracing)) as api:
            sent = {
                "traceparent": f"00-{THEIRS}-b7ad6b7169203331-01",
                "tracestate": "them=ID-210402199003071234",
                "baggage": "who=zhuge-liuyun",
            }
            answer = await api.http.post("/cases", json=CASE, headers=sent, params={"who": PERSON})
            assert answer.status_code == 201, answer.text
            case = answer.json()["id"]
            async with asyncio.timeout(60):
                while not (await api.http.get(f"/cases/{case}")).json()["events"]:
                    pass
            await api.http.get("/cases/nobody-has-this")
            await api.http.get("/metrics")
            history = await _history(settings.keys, temporal_address, case)
        tracing.end()
    propagate.set_global_textmap(before)

    trace = [span for span in collector.spans if span.trace == THEIRS]
    request = _named(trace, "POST /cases")
    start = _named(trace, "StartWorkflow:")
    run = _named(trace, "RunWorkflow:")
    schedule = _named(trace, "StartActivity:record_events")
    record = _named(trace, "RunActivity:record_events")
    assert (request.parent, start.parent, run.parent) == ("b7ad6b7169203331", request.id, start.id)
    assert (schedule.parent, record.parent) == (start.id, schedule.id)  # the same whether it was replayed
    assert {span.attributes["temporalWorkflowID"] for span in trace if span is not request} == {case}
    names = {span.name for span in collector.spans}
    assert {"GET /cases/{case}"} <= names
    assert not {name for name in names if "metrics" in name}
    assert {key for span in collector.spans for key in span.attributes} <= ATTRIBUTES
    everything = b"".join(collector.bodies)
    for told in (PERSON, "zhuge-liuyun", "210402199003071234", "nobody-has-this", "general"):
        assert told.encode() not in everything
    assert "zhuge-liuyun" not in history.to_json()
    # What was begun with traces goes on without them.
    replayer = Replayer(
        workflows=WORKFLOWS, workflow_runner=lane_runner(), data_converter=sealing_converter(KeyFile(settings.keys))
    )
    await replayer.replay_workflow(history)


def test_without_an_address_nothing_of_it_is_loaded() -> None:
    program = (
        "import sys; from services.settings import Settings\n"
        "from services.telemetry import begin_telemetry, tracing_of\n"
        "import services.processes, services.workers.lane_worker\n"
        "assert begin_telemetry(tracing_of(Settings(), 'worker')).tracing is None\n"
        "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter', "
        "'temporalio.contrib.opentelemetry', 'services.tracing'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_the_extra_it_is_said_what_to_install() -> None:
    program = (
        "import sys; sys.modules['opentelemetry.exporter'] = None\n"
        "from services.settings import Settings; from services.telemetry import tracing_of\n"
        "tracing_of(Settings(traces_endpoint='http://127.0.0.1:4318/v1/traces'), 'worker')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "Install greenlane[tracing]" in done.stderr


async def _history(keys: Path, address: str, case: str) -> WorkflowHistory:
    client = await Client.connect(address, data_converter=sealing_converter(KeyFile(keys)))
    return await client.get_workflow_handle(case).fetch_history()


def _named(spans: list[Collected], name: str) -> Collected:
    found = [span for span in spans if span.name.startswith(name)]
    assert found, (name, [span.name for span in spans])
    return found[0]
