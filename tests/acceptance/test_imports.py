"""Files taken in over HTTP: models, lanes, scenarios and logs come out as sound lanes; what cannot be used is told."""

from __future__ import annotations

import gzip
import io
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from services.security.principal import Role
from services.telemetry import begin_telemetry
from simulations.experiment import Design, Model, plans_for
from simulations.run import simulate
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.events.formats.comma_separated import write_csv
from workflows.interchange.bpmn_writing import write_bpmn
from workflows.interchange.lane_text import lane_text

LANE: Final = shipped_lane("property_registration")
WINDOW: Final = "\n".join(
    [
        "id,what,who,from,to",
        *(
            f"{day}-{hour},{what},{who},2026-03-{day:02}T{hour + later:02}:00,2026-03-{day:02}T{hour + later:02}:25"
            for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13)
            for hour in (8, 10, 13)
            for later, what, who in ((0, "Check", "Li"), (1, "Decide", "Wang"))
        ),
    ]
)
COLUMNS: Final = {"case": "id", "activity": "what", "member": "who", "start": "from", "at": "to", "offset": 8}


@pytest.fixture
async def designer(tmp_path: Path, temporal_address: str) -> AsyncIterator[Running]:
    settings = settings_of(tmp_path, temporal_address, largest_import=4_000_000)
    async with running(settings, begin_telemetry()) as api, api.acting(principal("anna", Role.DESIGNER)) as found:
        yield found


def sound(answer: object) -> Lane:
    assert isinstance(answer, dict)
    lane = Lane.model_validate(answer["lane"])
    assert not problems_of(lane)
    assert not check_soundness(lane)
    return lane


async def test_lanes_models_and_scenarios_come_out_as_they_went_in(designer: Running) -> None:
    as_yaml = await designer.post("/imports", {"name": "lane.yaml", "content": lane_text(LANE)})
    assert as_yaml.status_code == 200, as_yaml.text
    assert (as_yaml.json()["kind"], sound(as_yaml.json())) == ("lane", LANE)

    as_json = await designer.post("/imports", {"name": "lane.json", "content": LANE.model_dump_json(by_alias=True)})
    assert (as_json.json()["kind"], sound(as_json.json())) == ("lane", LANE)

    model = write_bpmn(LANE, "en", bpsim=True).text
    drawn = await designer.post("/imports", {"name": "lane.bpmn", "base64": b64encode(model.encode()).decode()})
    assert (drawn.json()["kind"], sound(drawn.json())) == ("model", LANE)

    scenario = (
        "id: quicker\ntitle: {zh: 更快, en: Quicker}\nbase: property_registration\n"
        "levers:\n- {lever: one_time_notification}\n"
    )
    reform = await designer.post("/imports", {"name": "quicker.yaml", "content": scenario})
    assert reform.status_code == 200, reform.text
    assert (sound(reform.json()), len(reform.json()["levers"])) == (LANE, 1)
    elsewhere = scenario.replace("base: property_registration", "base: /etc/passwd.yaml")
    refused = await designer.post("/imports", {"name": "quicker.yaml", "content": elsewhere})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_file")
    assert "lane or scenario" in refused.text


async def test_what_a_scenario_says_of_both_sides_comes_with_it(designer: Running) -> None:
    volume = "{value: 1.5, provenance: {source: assumed, basis: more}}"
    text = (
        "id: narrower\ntitle: {zh: 更窄, en: Narrower}\nbase: construction_permit\n"
        "scope: [{lever: end_at, step: building_permit_refused}]\nlevers: [{lever: one_time_notification}]\n"
        f"beside: [{{base: property_registration}}]\narrivals: {{property_registration: {{volume: {volume}}}}}\n"
        "sweep: {lever: 0, parameter: name.en, values: [One, Two]}\n"
    )
    asked = {"name": "narrower.yaml", "content": text}
    taken = (await designer.post("/imports", asked)).raise_for_status().json()
    narrowed = {"base": "construction_permit", "levers": [{"lever": "end_at", "step": "building_permit_refused"}]}
    assert taken["lane"] == (await designer.post("/derivations", narrowed)).raise_for_status().json()["after"]
    around = taken["surroundings"]
    assert [each["base"] for each in around["beside"]] == ["property_registration"]
    assert around["arrivals"]["property_registration"]["volume"]["value"] == 1.5
    told = " ".join(each["text"]["en"] for each in taken["told"])
    assert "its scope, the lanes beside it, arrivals" in told
    assert "sweeps" in told

    elsewhere = asked | {"content": text.replace("[{base: property_registration}]", "[{base: /etc/passwd.yaml}]")}
    assert (await designer.post("/imports", elsewhere)).json()["code"] == "invalid_file"


async def test_what_a_model_leaves_open_is_told_in_both_languages(designer: Running) -> None:
    model = Path(__file__).parents[1] / "interchange" / "models" / "queue.bpmn"
    answer = await designer.post("/imports", {"name": model.name, "content": model.read_text("utf-8")})
    assert answer.status_code == 200, answer.text
    assert answer.json()["missing"]
    sound(answer.json())


async def test_a_lane_is_mined_of_a_log_of_ours_and_of_anothers(designer: Running) -> None:
    run = simulate(plans_for(Model(lane=LANE), Design(cases=40)), Design(cases=40).replication(0))
    text = io.StringIO(newline="")
    write_csv(run.log, text)
    packed = b64encode(gzip.compress(text.getvalue().encode())).decode()
    ours = await designer.post("/imports", {"name": "ours.csv.gz", "base64": packed, "log": {"noise": 0}})
    assert ours.status_code == 200, ours.text
    assert sound(ours.json()).tasks.keys() <= LANE.tasks.keys()

    theirs = await designer.post("/imports", {"name": "window.csv", "content": WINDOW, "log": COLUMNS})
    assert theirs.status_code == 200, theirs.text
    lane = sound(theirs.json())
    assert [task.title.en for task in lane.tasks.values()] == ["Check", "Decide"]
    assert {task.service_time.mean for task in lane.tasks.values()} == {25}
    assert len(lane.pools) == 2
    texts = [each["text"] for each in theirs.json()["told"]]
    assert any("100.0 %" in text["en"] and "100.0%" in text["zh"] for text in texts)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name": "x.exe", "content": "a"}, "ends in one of"),
        ({"name": "../x.csv", "content": "a"}, "name"),
        ({"name": "x.csv"}, "exactly one of content"),
        ({"name": "x.csv", "content": "a", "base64": "YQ=="}, "exactly one of content"),
        ({"name": "x.yaml", "base64": "%%%"}, "base64"),
        ({"name": "x.yaml", "base64": "/w=="}, "UTF-8"),
        ({"name": "x.bpmn", "content": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "DOCTYPE"),
        ({"name": "x.xes", "content": '<!DOCTYPE a [<!ENTITY b "c">]><log>&b;</log>'}, "DOCTYPE"),
        ({"name": "x.csv", "content": "case,kind,at\n"}, "nothing_done"),
        ({"name": "x.xes.gz", "base64": b64encode(b"no gzip").decode()}, "gzip"),
        ({"name": "x.parquet", "base64": b64encode(b"PAR1junk").decode()}, "Parquet"),
    ],
    ids=[
        *("ending", "folder", "nothing", "twice", "base64", "encoding", "DOCTYPE in BPMN", "DOCTYPE in XES"),
        *("no activity", "not packed", "no Parquet"),
    ],
)
async def test_what_cannot_be_taken_in_is_told(designer: Running, body: dict[str, str], expected: str) -> None:
    answer = await designer.post("/imports", body)
    assert answer.status_code == 422, answer.text
    assert expected in answer.text


async def test_what_takes_too_much_is_given_up_and_the_next_file_is_taken(
    tmp_path: Path, temporal_address: str
) -> None:
    rows = "".join(f"{number},b,2026-03-02T09:00:00Z\n" for number in range(2_000_000))
    bomb = b64encode(gzip.compress(f"id,what,to\n{rows}".encode(), 1)).decode()
    log = {"case": "id", "activity": "what", "at": "to"}
    settings = settings_of(tmp_path, temporal_address, import_within=3)
    async with running(settings, begin_telemetry()) as api, api.acting(principal("anna", Role.DESIGNER)) as anna:
        for _ in range(3):  # more often than files are taken in at a time: each lets go of its place
            slow = await anna.post("/imports", {"name": "bomb.csv.gz", "base64": bomb, "log": log})
            assert (slow.status_code, "takes longer" in slow.text) == (422, True), slow.text
        small = await anna.post("/imports", {"name": "lane.yaml", "content": lane_text(LANE)})
        assert small.status_code == 200


async def test_a_file_may_be_larger_than_other_bodies_but_not_than_it_may(designer: Running) -> None:
    large = designer.settings.largest_body + 1_000
    padded = {"name": "x.exe", "content": "a" * large}
    assert (await designer.post("/imports", padded)).status_code == 422
    assert (await designer.post("/drafts", {"title": "x", "lane": {"a": "a" * large}})).status_code == 413
    padded["content"] = "a" * (designer.settings.largest_import + 1)
    assert (await designer.post("/imports", padded)).status_code == 413
