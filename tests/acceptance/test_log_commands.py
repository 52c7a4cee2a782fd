"""Event logs on the command line: from one format to another, out of a simulation and out of the store."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.cli import log_files
from services.cli.log_files import LOG_ENDINGS, read_log
from services.cli.main import run
from services.store.cases import CaseRecord, Stage, add_case, add_lanes
from services.store.database import open_database, writing
from services.store.recording import record_events
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.events.event import EventKind
from workflows.temporal.messages import RecordedEvent

Run = Callable[..., tuple[int, str, str]]
ROWS = """case,task,begin,end,who
7,file,2026-03-02T09:00,2026-03-02T10:00,Li
7,check,2026-03-03T09:00,2026-03-03T09:30,Wu
"""
SAID = (
    "--case",
    "case",
    "--activity",
    "task",
    "--start",
    "begin",
    "--at",
    "end",
    "--member",
    "who",
    "--offset",
    "+08:00",
)


@pytest.fixture
def greenlane(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The product's store, with one case of each of two lanes."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    monkeypatch.setenv("GREENLANE_DATABASE_URL", url)
    engine = open_database(url)
    for lane, step in (("business_setup", "check_name_approval"), ("property_registration", "")):
        with writing(engine) as connection:
            hashes = add_lanes(connection, with_called_lanes(shipped_lane(lane)))
            record = CaseRecord(f"{lane}-1", lane, hashes[lane], hashes, None, {}, None, 5, Stage.REQUESTED, None, None)
            add_case(connection, record)
        happened = [RecordedEvent(kind=EventKind.SUBMITTED, at=10**12, step="")]
        if step:
            happened.append(RecordedEvent(kind=EventKind.ENABLED, at=10**12, step=step))
            happened.append(RecordedEvent(kind=EventKind.STARTED, at=10**12 + 1, step=step, member="Li"))
        record_events(engine, f"{lane}-1", lane, 0, happened)
    yield engine
    engine.dispose()


def test_a_simulated_log_goes_through_every_format_and_comes_out_the_same(greenlane: Run, tmp_path: Path) -> None:
    first = tmp_path / "simulated.csv"
    asked = ("business_setup", "--cases", 4, "--replications", 1, "--workers", 1, "--seed", 3)
    code, out, err = greenlane("simulate", *asked, "--log", first, "--json")
    assert code == 0
    assert json.loads(out)["lane"] == "business_setup"
    assert "cases: 4" in err
    before = first
    for ending in LOG_ENDINGS:
        after = tmp_path / f"log{ending}"
        code, out, err = greenlane("log", "convert", before, after, "--json")
        assert (code, err) == (0, "")
        assert json.loads(out)["cases"] == 4
        assert greenlane("check", after)[0] == 0
        assert list(read_log(after).log) == list(read_log(first).log)
        before = after
    greenlane("log", "convert", before, tmp_path / "last.csv")
    assert (tmp_path / "last.csv").read_bytes() == first.read_bytes()
    greenlane("simulate", *asked, "--log", tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == first.read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_a_description_measures_the_log_as_the_simulation_does(greenlane: Run, tmp_path: Path) -> None:
    log = tmp_path / "log.parquet"
    asked = ("construction_permit", "--cases", 4, "--replications", 1, "--workers", 1)
    _, simulated, _ = greenlane("simulate", *asked, "--log", log, "--json")
    code, out, _ = greenlane("log", "describe", log, "--lane", "construction_permit", "--json")
    found = json.loads(out)
    assert (code, found["foreign"], found["cases"], found["kinds"]["submitted"]) == (0, False, 4, 4)
    kpis = json.loads(simulated)["kpis"]
    assert {kpi: figure["value"] for kpi, figure in found["measured"]["kpis"].items()} == pytest.approx(
        {kpi: interval["mean"] for kpi, interval in kpis.items()}
    )
    _, out, _ = greenlane("log", "describe", log, "--lane", "construction_permit")
    assert "processing time, mean" in out
    _, out, _ = greenlane("--lang", "zh-CN", "log", "describe", log)
    assert "案件" in out


def test_another_tools_log_by_its_columns(greenlane: Run, tmp_path: Path) -> None:
    log = tmp_path / "theirs.csv"
    log.write_text(ROWS, "utf-8")
    code, out, _ = greenlane("log", "describe", log, *SAID, "--json")
    found = json.loads(out)
    assert (code, found["foreign"], found["cases"], found["events"], found["members"]) == (0, True, 1, 4, 2)
    assert found["most"] == [{"steps": ["file", "check"], "cases": 1}]
    assert found["first_at"] == "2026-03-02T09:00:00.000+08:00"
    code, _, err = greenlane("log", "describe", log)
    assert code == 3
    assert "`case`, `activity` and `at`" in err
    code, _, err = greenlane("log", "describe", log, *SAID, "--lane", "business_setup")
    assert code == 3
    assert "no step is called 'file'" in err
    assert greenlane("log", "convert", log, tmp_path / "ours.xes", *SAID)[0] == 0
    assert len(read_log(tmp_path / "ours.xes").log) == 4


def test_what_has_no_kind_here_is_told(greenlane: Run, tmp_path: Path) -> None:
    log = tmp_path / "theirs.csv"
    log.write_text("case,task,at,what\n7,file,2026-03-02T09:00Z,assign\n7,file,2026-03-02T09:00Z,complete\n", "utf-8")
    said = ("--case", "case", "--activity", "task", "--at", "at", "--lifecycle", "what")
    code, out, err = greenlane("log", "convert", log, tmp_path / "ours.csv", *said)
    assert (code, "events: 1" in out) == (0, True)
    assert "'assign'" in err


@pytest.mark.parametrize(("offset", "code"), [("+08:00", 0), ("Z", 0), ("-03:30", 0), ("8", 3), ("+25:00", 3)])
def test_an_offset_is_one(greenlane: Run, tmp_path: Path, offset: str, code: int) -> None:
    log = tmp_path / "theirs.csv"
    log.write_text(ROWS, "utf-8")
    assert greenlane("log", "describe", log, *SAID[:-1], offset)[0] == code


@pytest.mark.usefixtures("store")
def test_live_cases_are_exported(greenlane: Run, tmp_path: Path) -> None:
    code, out, _ = greenlane("log", "export", "--to", tmp_path / "all.xes.gz", "--json")
    assert (code, json.loads(out)["cases"], json.loads(out)["events"]) == (0, 2, 4)
    assert b'"org:group" value="' in gzip.decompress((tmp_path / "all.xes.gz").read_bytes())
    code, _, _ = greenlane("log", "export", "--lane", "business_setup", "--to", tmp_path / "one.json")
    assert code == 0
    log = read_log(tmp_path / "one.json").log
    assert log.cases == ["business_setup-1"]
    assert [event.member for event in log] == ["", "", "Li"]
    objects = json.loads((tmp_path / "one.json").read_text("utf-8"))["objects"]
    assert {each["type"] for each in objects} == {"case", "pool", "member"}
    code, _, err = greenlane("log", "export", "--lane", "busines_setup", "--to", tmp_path / "none.csv")
    assert code == 3
    assert "Did you mean 'business_setup'?" in err
    code, _, _ = greenlane("log", "export", "--lane", "agent_service", "--to", tmp_path / "none.csv")
    assert (code, len(read_log(tmp_path / "none.csv").log)) == (0, 0)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xes", b"<html/>", "not_xes"),
        ("a.xes.gz", b"no gzip", "[gzip]"),
        ("a.xes.gz", gzip.compress(b"<log>" * 1_000, mtime=0)[:20], "[gzip]"),
        ("a.csv.gz", gzip.compress(b"case,kind\n", mtime=0), "missing_column"),
        ("a.csv.gz", gzip.compress(b"case,kind,at\n" + b"\r" * 20_000, mtime=0), "blank_lines"),
        ("a.xes.gz", gzip.compress(b"<log>" + b" " * 20_000_000, mtime=0), "packed_too_tightly"),
        ("a.csv", b"case,kind,at\n" + b"x" * 5_000_000, "line_too_long"),
        ("a.json", b"\xff\xfe", "UTF-8"),
        ("a.json", b"{}", "[ocel]"),
        ("a.parquet", b"PAR1", "[parquet]"),
        ("a.csv.zip", b"", "the ending '.zip'"),
        ("none.xes", None, "unreadable_file"),
    ],
)
def test_bad_logs_are_refused_with_what_is_wrong(
    greenlane: Run, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for command in (["check", path], ["log", "describe", path], ["log", "convert", path, tmp_path / "out.csv"]):
        code, out, err = greenlane(*command)
        assert (code, out) == (3, "")
        assert said in err
        assert "Traceback" not in err
    assert not (tmp_path / "out.csv").exists()


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(
    greenlane: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {ending: kind._replace(largest=100_000) for ending, kind in log_files._FORMATS.items()}
    monkeypatch.setattr(log_files, "_FORMATS", small)
    rows = "".join(f"{number},submitted,2026-03-02T09:00:00Z\n" for number in range(5_000))
    for name, content in (("a.xes", b"<log>" + b" " * 1_000_000), ("a.csv", f"case,kind,at\n{rows}".encode())):
        (tmp_path / name).write_bytes(content)
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content))
        for file in (name, f"{name}.gz"):
            code, _, err = greenlane("check", tmp_path / file)
            assert code == 3
            assert "[too_large]" in err


def test_a_log_that_cannot_be_written_leaves_nothing(greenlane: Run, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("case,kind,at\na\x07,submitted,2026-03-02T09:00Z\n", "utf-8")
    code, _, err = greenlane("log", "convert", log, tmp_path / "out.xes")
    assert (code, "character" in err) == (3, True)
    assert greenlane("log", "convert", log, tmp_path / "no" / "out.csv")[0] == 1
    assert greenlane("log", "convert", log, tmp_path / "out.doc")[0] == 3
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"]
