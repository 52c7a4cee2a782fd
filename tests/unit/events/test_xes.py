"""Logs as XES: what other tools see, and everything that can be wrong with one."""

from __future__ import annotations

import io
from datetime import UTC

import pytest

from tests.unit.events.reading import codes, problems, taken
from workflows.errors import InvalidInputError
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats.foreign import Columns
from workflows.events.formats.xes_writing import write_xes
from workflows.events.log import EventLog
from workflows.instants import parse_instant

MONDAY = parse_instant("2026-03-02T09:00:00.000+08:00")
LOG = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'
NAME = '<string key="concept:name" value="file"/>'
AT = '<date key="time:timestamp" value="2026-03-02T02:00:00.000+01:00"/>'


def trace(*events: str, name: str = "a") -> str:
    inside = "".join(f"<event>{event}</event>\n" for event in events)
    return f'<trace><string key="concept:name" value="{name}"/>\n{inside}</trace>\n'


def written(*events: CaseEvent, pools: dict[str, str] | None = None) -> str:
    log, out = EventLog(), io.StringIO(newline="")
    log.extend(events)
    write_xes(log, out, pools)
    return out.getvalue()


def test_what_happens_to_a_step_is_said_in_the_words_of_the_standard() -> None:
    def words(*kinds: EventKind) -> list[str]:
        text = written(*(CaseEvent("a", kind, MONDAY, "file") for kind in kinds))
        return [piece.split('"')[0] for piece in text.split('lifecycle:transition" value="')[2:]]

    work = [EventKind.ENABLED, EventKind.STARTED, EventKind.RELEASED, EventKind.SUSPENDED, EventKind.RESUMED]
    assert words(*work, EventKind.COMPLETED) == ["schedule", "start", "unknown", "suspend", "resume", "complete"]
    assert words(EventKind.ENABLED, EventKind.CANCELLED) == ["schedule", "withdraw"]
    assert words(EventKind.ENABLED, EventKind.STARTED, EventKind.CANCELLED)[2:] == ["ate_abort"]
    assert words(EventKind.ACCEPTED, EventKind.EXPIRED) == ["complete", "complete"]


def test_an_event_as_it_is_written() -> None:
    text = written(CaseEvent("案1", EventKind.STARTED, MONDAY, "file", 2, "Li & Co", "", ""), pools={"file": "window"})
    assert (
        text[text.index("  <trace>") :]
        == """  <trace>
    <string key="concept:name" value="案1"/>
    <event>
      <string key="concept:name" value="file"/>
      <string key="concept:instance" value="file#2"/>
      <string key="lifecycle:transition" value="start"/>
      <date key="time:timestamp" value="2026-03-02T09:00:00.000+08:00"/>
      <string key="org:resource" value="Li &amp; Co"/>
      <string key="org:group" value="window"/>
      <string key="greenlane:kind" value="started"/>
      <int key="greenlane:occurrence" value="2"/>
      <string key="greenlane:step" value="file"/>
      <int key="greenlane:sequence" value="0"/>
    </event>
  </trace>
</log>
"""
    )


def test_a_character_that_xml_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="Write the log as Parquet or CSV"):
        written(CaseEvent("a\x07", EventKind.SUBMITTED, MONDAY))


def test_another_tools_log_by_its_keys() -> None:
    who = '<string key="org:resource" value="Li"/>'
    deep = '<list key="more"><values><string key="concept:name" value="no"/></values></list>'
    found = taken("xes", LOG + trace(AT + deep + NAME + who) + "</log>")
    assert list(found.log) == [CaseEvent("a", EventKind.COMPLETED, MONDAY, "file", 0, "Li")]
    ours = '<string key="todo" value="check"/><date key="on" value="2026-03-02T01:00:00"/>'
    said = Columns(activity="todo", at="on", offset=UTC)
    assert list(taken("xes", LOG + trace(ours) + "</log>", said).log) == [
        CaseEvent("a", EventKind.COMPLETED, MONDAY, "check")
    ]


def test_instances_tell_the_times_of_an_activity_apart() -> None:
    def event(word: str, instance: str) -> str:
        rest = f'<string key="lifecycle:transition" value="{word}"/><string key="concept:instance" value="{instance}"/>'
        return NAME + AT + rest

    events = [event("start", "x"), event("start", "y"), event("complete", "y"), event("complete", "x")]
    log = taken("xes", LOG + trace(*events) + "</log>").log
    assert [event.occurrence for event in log] == [0, 1, 1, 0]


def test_a_log_of_ours_read_by_its_keys_is_another_tools() -> None:
    text = written(CaseEvent("a", EventKind.ACCEPTED, MONDAY, "accepted"))
    found = taken("xes", text, Columns(activity="greenlane:step"))
    assert found.foreign
    assert [event.step for event in found.log] == ["accepted"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("xml", 1)]),
        ("hello", [("xml", 1)]),
        ("<html/>", [("not_xes", 1)]),
        (LOG + trace(NAME + AT), [("xml", 6)]),
        (LOG + "<trace></event></log>", [("xml", 3)]),
        (LOG.replace("UTF-8", "klingon") + "</log>", [("xml", 1)]),
        (LOG + "<event/></log>", [("event_without_case", 3)]),
        (LOG + "<trace/></log>", [("missing_case", 3)]),
        (LOG + trace(NAME + AT) * 2 + "</log>", [("case_twice", 6)]),
        (LOG + trace(NAME, AT) + "</log>", [("instant", 4), ("missing_step", 5)]),
        (LOG + trace(NAME + AT.replace("-03-", "-13-")) + "</log>", [("instant", 4)]),
        ('<!DOCTYPE log [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>\n' + "<log/>", [("xml_doctype", 1)]),
        ('<?xml version="1.0"?>\n<!DOCTYPE log SYSTEM "http://127.0.0.1:9/x.dtd"><log/>', [("xml_doctype", 2)]),
        (LOG + trace(NAME + AT + '<list key="x">' * 300 + "</list>" * 300) + "</log>", [("xml_depth", 4)]),
        (LOG + trace(NAME + AT + f'<string key="x" value="{"y" * (5 << 20)}"/>') + "</log>", [("xml_piece", 4)]),
        (LOG + trace(NAME + AT + "&undefined;") + "</log>", [("xml", 4)]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, expected: list[tuple[str, int]]) -> None:
    assert codes("xes", text) == expected


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"greenlane:kind" value="accepted"', '"greenlane:kind" value="accept_ed"', "unknown_kind"),
        ('<int key="greenlane:sequence" value="0"/>', "", "sequence"),
        ('"greenlane:sequence" value="0"', '"greenlane:sequence" value="NaN"', "sequence"),
        ("2026-03-02T09", "2026-03-02T29", "instant"),
        ("+08:00", "", "instant"),
        ("2026-03-02T09", "1066-03-02T09", "instant_out_of_range"),
    ],
)
def test_a_damaged_log_of_ours_is_not_read_halfway(old: str, new: str, code: str) -> None:
    text = written(CaseEvent("a", EventKind.ACCEPTED, MONDAY))
    assert old in text
    (problem,) = problems("xes", text.replace(old, new))
    assert problem.code == code
    assert problem.place.line is not None


def test_events_that_cannot_follow_each_other_are_named_by_line() -> None:
    (problem,) = problems("xes", written(*(CaseEvent("a", EventKind.STARTED, MONDAY, "file") for _ in range(2))))
    assert problem.code == "event_out_of_order"
    assert problem.place.line is not None
