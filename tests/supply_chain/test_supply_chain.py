"""What is shipped is listed, under licences that were read; and no answer is never told as a good one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.assurance.results import Outcome, read_results
from tests.supply_chain.__main__ import NOT_RUN, main
from tests.supply_chain.advisories import knowing
from tests.supply_chain.bills import bill_of, faults_of
from tests.supply_chain.licences import NAMED, licence_of, refused
from tests.supply_chain.parts import PAGE, ROOT, RUNTIME, Part, page_parts, python_parts, shipped
from tests.supply_chain.vulnerabilities import Audited, audit_page, audit_python

NOBODY_HERE = "http://127.0.0.1:9"
LOCK = "simpy==4.1.2 \\\n    --hash=sha256:" + 64 * "0" + "\n"


def python_by(address: str, folder: Path) -> Audited:
    (folder / "own.lock").write_text(LOCK, encoding="utf-8")
    return audit_python(["--vulnerability-service=osv", f"--osv-url={address}", "--timeout=5"], folder / "own.lock")


def page_by(address: str, _: Path) -> Audited:
    return audit_page([f"--registry={address}"])


ASKED = pytest.mark.parametrize(
    ("ask", "known", "ours"),
    [pytest.param(python_by, "jinja2", "simpy", id="python"), pytest.param(page_by, "minimist", "antd", id="page")],
)
Ask = Callable[[str, Path], Audited]


def a_part(licence: str, name: str = "some-library") -> Part:
    return Part(ecosystem="pypi", name=name, version="1.0", licence=licence, hashes=())


def test_all_that_is_shipped_is_under_a_licence_that_was_read() -> None:
    assert refused(shipped()) == []


def test_the_bill_lists_both_locks_whole_and_is_what_cyclonedx_asks_for() -> None:
    parts = shipped()
    bill = bill_of(parts)
    assert faults_of(bill) is None
    assert bill == bill_of(parts)
    listed = {component["bom-ref"]: component for component in json.loads(bill)["components"]}
    pinned = {line.split(" ")[0] for line in RUNTIME.read_text("utf-8").splitlines() if "==" in line[:60]}
    assert {f"{part.name}=={part.version}" for part in parts if part.ecosystem == "pypi"} >= {
        pin for pin in pinned if "[" not in pin
    }
    asked = json.loads((ROOT / "services/web/page/package.json").read_text("utf-8"))["dependencies"]
    assert {f"npm/{name}@{version}" for name, version in asked.items()} <= set(listed)
    assert all(component["hashes"] and component["licenses"] for component in listed.values())


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        ("MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("AGPL-3.0-only", False),
        ("LGPL-3.0-only", False),
        ("GPL-3.0-only WITH GCC-exception-3.1", False),
        ("Nobody's Own Licence", False),
        ("", False),
    ],
)
def test_whatever_nobody_has_allowed_is_refused(said: str, goes: bool) -> None:  # noqa: FBT001 - of a table
    assert (refused([a_part(said)]) == []) == goes


def test_what_was_read_for_one_library_holds_while_it_says_the_same() -> None:
    assert licence_of(a_part("LGPL-3.0-only", "psycopg")) == "LGPL-3.0-only"
    assert licence_of(a_part("GPL-3.0-only", "psycopg")) is None
    names = {part.name for part in shipped()}
    assert set(NAMED) <= names, "an exception for what is not shipped any more"


def test_the_mark_of_bpmn_io_is_not_hidden() -> None:
    """Its licence asks that the mark stays on every drawing."""
    sources = (ROOT / "services/web/page/src").rglob("*.css")
    assert not [path for path in sources if "bjs-powered-by" in path.read_text("utf-8")]


@ASKED
def test_nothing_is_found_by_who_would_have_known(ask: Ask, known: str, ours: str, tmp_path: Path) -> None:
    with knowing({known}) as address:
        assert ask(address, tmp_path) == Audited(Outcome.OK)
    assert ours != known


@ASKED
def test_what_is_known_to_be_vulnerable_is_found(ask: Ask, known: str, ours: str, tmp_path: Path) -> None:
    with knowing({known, ours}) as address:
        came = ask(address, tmp_path)
    assert came.outcome is Outcome.FOUND
    assert any(each.startswith(ours) for each in came.found)


@pytest.mark.parametrize("ask", [python_by, page_by])
def test_silence_of_who_knows_nothing_is_no_answer(ask: Ask, tmp_path: Path) -> None:
    with knowing(()) as address:
        came = ask(address, tmp_path)
    assert came.outcome is Outcome.NOT_RUN
    assert "silence" in came.why


@pytest.mark.parametrize("ask", [python_by, page_by])
def test_without_an_answer_nothing_was_run(ask: Ask, tmp_path: Path) -> None:
    came = ask(NOBODY_HERE, tmp_path)
    assert came.outcome is Outcome.NOT_RUN
    assert came.why


@pytest.mark.parametrize(
    ("known", "code", "kept"),
    [
        pytest.param({"jinja2", "minimist", "antd"}, 1, {"shipped-libraries", "known-vulnerabilities"}, id="found"),
        pytest.param((), NOT_RUN, {"shipped-libraries"}, id="not run"),
    ],
)
def test_the_exit_code_tells_found_and_not_run_apart(
    known: set[str], code: int, kept: set[str], tmp_path: Path
) -> None:
    with knowing(known) as address:
        asked = ["--pip-audit=--vulnerability-service=osv", f"--pip-audit=--osv-url={address}"]
        given = [*asked, f"--npm=--registry={address}", "--date=2026-11-23"]
        assert main([*given, f"--out={tmp_path / 'out'}", f"--into={tmp_path / 'results'}"]) == code
    assert {result.name for result in read_results(tmp_path / "results")} == kept
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *("bill-of-materials.cdx.json", "licences.md", "told.txt"),
    }
    assert date(2026, 11, 23) == next(iter(read_results(tmp_path / "results"))).measured_on


def test_libraries_for_testing_are_not_counted_as_shipped() -> None:
    names = {part.name for part in page_parts(PAGE.read_text("utf-8"))}
    assert {"react", "bpmn-js"} <= names
    assert not names & {"vitest", "oidc-provider", "@types/react"}
    assert "pytest" not in {part.name for part in python_parts(RUNTIME.read_text("utf-8"), {})}
