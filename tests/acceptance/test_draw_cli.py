"""``greenlane draw``: made by a rule with the documents' caps, repeated by anybody, simulated, and begun once."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from services.cli.draw_files import read_draw
from services.cli.main import run
from services.settings import environment_of
from services.telemetry import begin_telemetry
from tests.acceptance.running import Running, running, settings_of
from workflows.definition.provenance import Source
from workflows.instants import parse_instant
from workflows.supervision.draw_rules import SHIPPED, find_rule
from workflows.supervision.publications import Publication
from workflows.working_time.state_council import WorkingDays

Run = Callable[..., tuple[int, str, str]]
PEOPLE = "".join(f"  - {{id: {of}-{n}, department: {of}}}\n" for of in ("fire", "market") for n in range(4))


def register(firms: int, risk: str = "high", prefix: str = "firm") -> str:
    """A register of which every fifth firm is of two departments."""
    of = ("fire, market", "market", "market", "market", "market")
    rows = (f"  - {{id: {prefix}-{n}, risk: {risk}, departments: [{of[n % 5]}]}}\n" for n in range(firms))
    return f"format: 1\nfirms:\n{''.join(rows)}inspectors:\n{PEOPLE}"


@pytest.fixture
def greenlane(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def registers(tmp_path: Path) -> Path:
    file = tmp_path / "register.yaml"
    file.write_text(register(100), "utf-8")
    return file


def drawn_to(greenlane: Run, file: Path, *arguments: object) -> list[str]:
    """Write a draw to a file; the firms that were drawn."""
    code, out, err = greenlane("draw", *arguments, "--json")
    assert code == 0, err
    file.write_text(out, "utf-8")
    return [each["firm"] for each in json.loads(out)["draw"]["inspections"]]


def test_the_shipped_rule_has_the_caps_of_the_documents_and_says_where_they_are_from() -> None:
    rule = find_rule(SHIPPED)
    assert (rule.cap.value, rule.cap.provenance.source) == (0.2, Source.SEED)
    assert (rule.aim.count, rule.aim.provenance.source) == (1_000, Source.SEED)
    assert all(share.provenance.is_assumption for share in rule.shares.values())


def test_a_draw_by_the_shipped_rule_keeps_to_a_fifth_and_to_a_thousand(greenlane: Run, tmp_path: Path) -> None:
    few, many = tmp_path / "few.yaml", tmp_path / "many.yaml"
    few.write_text(register(101), "utf-8")
    many.write_text(register(6_000), "utf-8")
    drawn = {path: json.loads(greenlane("draw", path, "--seed", 7, "--json")[1])["draw"] for path in (few, many)}
    # A fifth of the firms of two departments may be wanted beside a fifth of all: never more than a fifth together.
    assert len(drawn[few]["inspections"]) == 20
    assert (len(drawn[many]["inspections"]), drawn[many]["bound"]) == (1_000, "aim")
    for inspection in drawn[few]["inspections"]:
        for pair in inspection["pairs"]:
            assert all(name.startswith(pair["department"]) for name in pair["inspectors"])


def test_no_firm_of_an_earlier_draw_is_drawn_again_and_the_cap_is_shared(
    greenlane: Run, registers: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "rule.yaml"
    written = find_rule(SHIPPED).model_copy(update={"id": "mine"}).model_dump(mode="json", exclude_none=True)
    written["shares"]["high"]["value"] = 0.15
    rule.write_text(json.dumps(written), "utf-8")
    asked = registers, "--seed", 5, "--period", "y2018", "--rule", rule
    first = drawn_to(greenlane, tmp_path / "1.json", *asked)
    before = "--before", tmp_path / "1.json"
    second = drawn_to(greenlane, tmp_path / "2.json", *asked, "--draw", 2, *before)
    # 15 % of the firms of one department, and of those of the other one firm that is not among them; then the cap.
    assert (len(first), len(second)) == (16, 4)
    assert not set(first) & set(second)
    verified = "draw", "verify", tmp_path / "2.json", registers, "--rule", rule
    assert greenlane(*verified, *before)[0] == 0
    assert greenlane(*verified, "--before", tmp_path / "2.json")[:2] == (
        1, "It leaves other firms in peace than those that were drawn before.\n",
    )  # fmt: skip


def test_anybody_can_verify_a_draw_and_finds_out_what_was_changed(
    greenlane: Run, registers: Path, tmp_path: Path
) -> None:
    file = tmp_path / "result.json"
    drawn = drawn_to(greenlane, file, registers, "--seed", 11, "--period", "y2018")
    code, out, _ = greenlane("draw", "verify", file, registers)
    assert (code, out) == (0, "Verified: seed 11 and these registers give the same firms (20) and inspectors.\n")
    text = file.read_text("utf-8")

    def found(changed: str, against: Path = registers, *more: object) -> list[str]:
        file.write_text(changed, "utf-8")
        code, out, _ = greenlane("draw", "verify", file, against, *more, "--json")
        answer = json.loads(out)
        assert (code, answer["verified"]) == ((0, True) if not answer["differences"] else (1, False))
        return list(answer["differences"])

    spared = next(f"firm-{n}" for n in range(100) if f"firm-{n}" not in drawn)
    assert found(text) == []
    assert found(text.replace(f'"{drawn[0]}"', f'"{spared}"')) == ["digest", "firms"]
    assert found(text.replace('"seed": 11', '"seed": 12'))[0] == "digest"
    assert found(text.replace("market-0", "market-9"))[-1] == "inspectors"
    tougher = tmp_path / "rule.yaml"
    tougher.write_text(find_rule(SHIPPED).model_dump_json(exclude_none=True).replace("0.2,", "0.25,"), "utf-8")
    assert found(text, registers, "--rule", tougher) == ["rule"]
    other = tmp_path / "other.yaml"
    other.write_text(register(99), "utf-8")
    assert found(text, other) == ["registers"]
    assert "不是这份名录" in greenlane("--lang", "zh-CN", "draw", "verify", file, other)[1]


def test_the_inspections_are_simulated_to_their_publication(greenlane: Run, registers: Path) -> None:
    asked = "draw", registers, "--seed", 11, "--period", "y2018", "--simulate", "--on", "2018-04-02"
    code, out, _ = greenlane(*asked, "--json")
    simulated = json.loads(out)["simulation"]
    assert code == 0
    assert simulated["limits"] == {"double_random_inspection": 7, "joint_inspection": 7}
    assert simulated["inspections"] == simulated["published"] == len(simulated["firms"]) == 20
    days = WorkingDays()
    in_time = 0
    for firm in simulated["firms"]:
        decided, published = (date.fromisoformat(firm[name][:10]) for name in ("decided_at", "published_at"))
        took = sum(
            days.is_working_day(date.fromordinal(n)) for n in range(decided.toordinal() + 1, published.toordinal() + 1)
        )
        assert (firm["working_days"], firm["in_time"]) == (took, took <= 7)
        assert parse_instant(firm["decided_at"]) <= parse_instant(firm["published_at"])
        in_time += took <= 7
    assert {firm["lane"] for firm in simulated["firms"]} == set(simulated["limits"])
    assert (simulated["in_time"], simulated["share"]) == (in_time, in_time / 20)
    assert greenlane(*asked, "--json")[1] == out
    assert f"{in_time} of them within 7 working days" in greenlane(*asked)[1]
    assert f"7 个工作日内公开 {in_time} 件" in greenlane(*asked, "--lang", "zh-CN")[1]


@pytest.mark.parametrize(
    ("written", "instead", "place", "said"),
    [
        ("risk: high", "risk: hihg", "register.yaml:3 at firms[0].risk", "Did you mean 'high'?"),
        ("id: firm-1,", "id: firm-0,", "register.yaml:2 at firms", "found 'firm-0' again, as entries 1 and 2"),
        ("departments: [fire, market]", "departments: []", "register.yaml:3", "at least 1 of them"),
        ("departments: [market]", "departments: [market], attributes: {trade: farm}",
         "register.yaml:4 at firms[1].attributes.trade", "'services' or 'industry'; found 'farm'. Use one of them."),
        ("department: fire}", "department: fire, avoids: [firm_1]}",
         "register.yaml:9 at inspectors[0].avoids", "found 'firm_1'. Correct it, or take it from the list."),
        ("inspectors:", "inspektors:", "register.yaml", "did you mean 'inspectors'?"),
    ],
)  # fmt: skip
def test_a_register_with_something_wrong_is_refused_with_the_line_and_the_mend(
    greenlane: Run, tmp_path: Path, written: str, instead: str, place: str, said: str
) -> None:
    file = tmp_path / "register.yaml"
    file.write_text(register(5).replace(written, instead, 1), "utf-8")
    code, out, err = greenlane("draw", file, "--seed", 1)
    assert (code, out) == (3, "")
    assert place in err
    assert said in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--rule", "liaonin"), "Did you mean 'liaoning'?"),
        (("--rule", "no/such.yaml"), "no/such.yaml: expected a file that can be read"),
        (("--period", "2018"), "Write it as y2026"),
        (("--before", "no.json"), "no.json: expected a file that can be read"),
    ],
)
def test_what_a_draw_cannot_follow_is_refused(
    greenlane: Run, registers: Path, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = greenlane("draw", registers, "--seed", 1, *arguments)
    assert (code, out) == (3, "")
    assert message in err


def test_a_rule_for_a_department_that_the_register_does_not_have_is_refused(
    greenlane: Run, registers: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "rule.yaml"
    written = find_rule(SHIPPED).model_dump(mode="json", exclude_none=True)
    rule.write_text(json.dumps(written | {"departments": [{"department": "markt", "shares": {}}]}), "utf-8")
    code, _, err = greenlane("draw", registers, "--seed", 1, "--rule", rule)
    assert (code, "Did you mean 'market'?" in err) == (3, True)
    registers.write_text("firms: []\ninspectors: []\n", "utf-8")
    code, _, err = greenlane("draw", registers, "--seed", 1)
    assert (code, "expected a register with firms to draw from" in err) == (3, True)


async def test_drawn_inspections_begin_once_as_real_cases_and_their_results_are_published(
    tmp_path: Path, temporal_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun twice on a real server; one is inspected to its end, and the store tells what there is to publish."""
    settings = settings_of(tmp_path, temporal_address)
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    registers, result = tmp_path / "register.yaml", tmp_path / "result.json"
    prefix = uuid4().hex
    registers.write_text(register(10, prefix=prefix), "utf-8")
    asked = ["draw", str(registers), "--period", "y2018", "--start", "--seed"]
    async with running(settings, begin_telemetry()) as api:
        result.write_text(await _printed(*asked, "3"), "utf-8")
        first, again = read_draw(result), json.loads(await _printed(*asked, "3"))
        assert (again["digest"], again["began"]) == (first.digest, [])
        began = first.began
        assert began is not None
        assert len(began) == 2
        assert (await _view(api, began[0]))["applicant"] == first.draw.inspections[0].firm
        assert await asyncio.to_thread(run, [*asked, "4"]) == 3  # a draw that does not please is not made again
        await _inspected(api, began[0])
        published = Publication.model_validate_json(await _printed("draw", "results", str(result), str(registers)))
    assert (published.inspections, published.published, published.share) == (2, 1, 1.0)
    told = {firm.case: (firm.result, firm.in_time) for firm in published.firms}
    assert told == {began[0]: ("approved", True), began[1]: (None, None)}


async def _printed(*arguments: str) -> str:
    """What a command prints as JSON, in a process of its own so that it has its own loop."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.cli.main", *arguments, "--json", stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode()


async def _view(api: Running, case: str) -> dict[str, str]:
    while (answer := await api.http.get(f"/cases/{case}")).status_code != 200:
        pass
    found: dict[str, str] = answer.json()
    return found


async def _inspected(api: Running, case: str) -> None:
    """Do all that a case waits for, each step with its last outcome: nothing is found."""
    while (view := (await api.http.get(f"/cases/{case}")).json())["result"] is None:
        for item in view["items"]:
            body = {"outcome": item["outcomes"][-1] if item["outcomes"] else "done", "member": "tester"}
            answer = await api.post(f"/cases/{case}/work-items/{item['step']}/complete", body)
            assert answer.status_code == 200, answer.text
