"""What a lane cannot do is refused, each thing with the line and the id of its element; and so is hostile XML."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interchange.making import between, codes, flow, lane_of, model, process, prosimos
from workflows.errors import InvalidFileError
from workflows.interchange.bpmn_reading import Source, read_bpmn
from workflows.interchange.bpmn_writing import write_bpmn
from workflows.interchange.xml_nodes import read_xml

TASK = '<task id="{id}"/>'
TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
NOT_DONE = [
    (between('<callActivity id="{id}" calledElement="x"/>'), "called_elsewhere", 5, "n1"),
    (between('<callActivity id="{id}"/>'), "called_elsewhere", 5, "n1"),
    (between('<callActivity id="{id}" calledElement="p"/>'), "circle_of_calls", 5, "n1"),
    (
        between('<callActivity id="{id}" calledElement="p">\n<standardLoopCharacteristics id="lo"/></callActivity>'),
        "element_not_done", 6, "lo",
    ),
    (between('<complexGateway id="{id}"/>'), "element_not_done", 5, "n1"),
    (between('<transaction id="{id}"/>'), "element_not_done", 5, "n1"),
    (between('<adHocSubProcess id="{id}"/>'), "element_not_done", 5, "n1"),
    (between('<task id="{id}" isForCompensation="true"/>'), "element_not_done", 5, "n1"),
    (between('<receiveTask id="{id}" instantiate="true"/>'), "element_not_done", 5, "n1"),
    (between('<subProcess id="{id}" triggeredByEvent="1"><task id="t"/></subProcess>'), "element_not_done", 5, "n1"),
    (
        between(TASK) + f'\n<boundaryEvent id="b" attachedToRef="n1" cancelActivity="maybe">{TIMER}</boundaryEvent>'
        + flow("x", "b", "end"),
        "wrong_form", 7, "b",
    ),
    (
        between('<task id="{id}">\n<multiInstanceLoopCharacteristics id="mi"/></task>'),
        "element_not_done", 6, "mi",
    ),
    (between('<task id="{id}">\n<standardLoopCharacteristics id="lo"/></task>'), "element_not_done", 6, "lo"),
    (
        between('<subProcess id="{id}">\n<standardLoopCharacteristics id="lo"/><task id="t"/></subProcess>'),
        "element_not_done", 6, "lo",
    ),
    (
        between('<subProcess id="{id}" triggeredByEvent="true"><task id="t"/></subProcess>'),
        "element_not_done", 5, "n1",
    ),
    (between('<intermediateCatchEvent id="{id}"><linkEventDefinition/></intermediateCatchEvent>'),
     "event_not_done", 5, "n1"),
    (between('<intermediateThrowEvent id="{id}"><signalEventDefinition/></intermediateThrowEvent>'),
     "event_not_done", 5, "n1"),
    (
        between('<intermediateCatchEvent id="{id}">\n<timerEventDefinition id="td"><timeCycle>R3/PT1H</timeCycle>'
                "</timerEventDefinition></intermediateCatchEvent>"),
        "timer_not_done", 6, "td",
    ),
    (
        between('<exclusiveGateway id="{id}"/>') + f'\n<boundaryEvent id="b" attachedToRef="n1">{TIMER}</boundaryEvent>'
        + flow("x", "b", "end"),
        "timer_on_no_activity", 7, "b",
    ),
    (
        between(TASK) + '\n<boundaryEvent id="b" attachedToRef="n1"><errorEventDefinition/></boundaryEvent>'
        + flow("x", "b", "end"),
        "event_not_done", 7, "b",
    ),
    (between(TASK) + f'\n<boundaryEvent id="b" attachedToRef="no">{TIMER}</boundaryEvent>', "unknown_shape", 7, "b"),
    (between(TASK) + "\n" + flow("x", "n1", "nowhere"), "unknown_shape", 7, "x"),
    (between(TASK) + '\n<task id="alone"/>', "several_starts", 7, "alone"),
    (between(TASK) + '\n<startEvent id="too"/>' + flow("x", "too", "n1"), "several_starts", 7, "too"),
    (flow("x", "a", "b") + flow("y", "b", "a") + '<task id="a"/><task id="b"/>', "no_start", 3, "p"),
    (between("<task/>"), "no_id", 5, "task"),
    (between('<endEvent id="{id}"><errorEventDefinition/></endEvent>'), "event_not_done", 5, "n1"),
    (
        between('<eventBasedGateway id="{id}"/>', TASK) + "\n" + flow("g", "n1", "end"),
        "not_awaited", 8, "g",
    ),
    (
        between(
            '<subProcess id="{id}"><startEvent id="s"/><parallelGateway id="g"/><task id="a"/>\n'
            '<endEvent id="e"><terminateEventDefinition/></endEvent>'
            + flow("i1", "s", "g") + flow("i2", "g", "a") + flow("i3", "g", "e") + "</subProcess>"
        ),
        "terminate_inside", 6, "e",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("drawn", "code", "line", "id_"), NOT_DONE, ids=[f"{each[1]}-{at}" for at, each in enumerate(NOT_DONE)]
)
def test_what_a_lane_cannot_do_is_refused_with_its_place(drawn: str, code: str, line: int, id_: str) -> None:
    with pytest.raises(InvalidFileError) as refused:
        read_bpmn(process(drawn))
    assert (code, line, id_) in codes(refused.value)


def test_everything_is_told_at_once() -> None:
    drawn = between('<transaction id="{id}"/>', '<complexGateway id="{id}"/>')
    with pytest.raises(InvalidFileError) as refused:
        read_bpmn(process(drawn))
    assert {("element_not_done", 5, "n1"), ("element_not_done", 6, "n2")} <= codes(refused.value)


def within_each_other(depth: int, inside: str) -> str:
    """Sub-processes in a row of boxes, the inmost of which holds this."""
    opened = "".join(f'<subProcess id="s{level}">' for level in range(depth))
    return '<startEvent id="start"/>' + opened + inside + "</subProcess>" * depth + flow("f", "start", "s0")


def test_boxes_within_boxes_are_read_drawn_and_read_back_in_no_time_or_refused() -> None:
    timer = f'<boundaryEvent id="b" attachedToRef="t" cancelActivity="false">{TIMER}</boundaryEvent>'
    lane = lane_of(process(within_each_other(30, '<task id="t"/>' + timer)), prosimos({"t": 90}))
    assert read_bpmn(Source(write_bpmn(lane).text, "x.bpmn")).lane == lane
    with pytest.raises(InvalidFileError) as refused:
        read_bpmn(process(within_each_other(31, '<task id="t"/>')))
    assert ("nested_too_deeply", 4, "s30") in codes(refused.value)


def test_a_second_process_in_which_something_happens_is_refused() -> None:
    with pytest.raises(InvalidFileError) as refused:
        read_bpmn(process(between(TASK), '\n<process id="other"><task id="t"/></process>'))
    assert {(code, id_) for code, _, id_ in codes(refused.value)} == {("several_processes", "other")}


def test_a_reminder_that_could_come_twice_at_once_is_told_where_it_was_drawn() -> None:
    """The activity is in a loop, so a second reminder could be due before the first is done."""
    drawn = (
        '<startEvent id="s"/><task id="a"/><exclusiveGateway id="x"/>\n<task id="remind"/>'
        f'<boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{TIMER}</boundaryEvent>'
        + flow("f1", "s", "a") + flow("f2", "a", "x") + flow("f3", "x", "a") + flow("f4", "b", "remind")
        + '<endEvent id="e"/>' + flow("f5", "x", "e")
    )  # fmt: skip
    with pytest.raises(InvalidFileError) as refused:
        lane_of(process(drawn), prosimos({"a": 1, "remind": 1}, gateways={"x": {"f3": 0.5, "f5": 0.5}}))
    assert ("second_token", 5, "remind") in codes(refused.value)


def test_a_deadlock_is_told_where_it_was_drawn() -> None:
    drawn = (
        '<startEvent id="s"/><exclusiveGateway id="x"/><task id="a"/><task id="b"/>\n<parallelGateway id="join"/>'
        + flow("f1", "s", "x") + flow("f2", "x", "a") + flow("f3", "x", "b")
        + flow("f4", "a", "join") + flow("f5", "b", "join")
    )  # fmt: skip
    with pytest.raises(InvalidFileError) as refused:
        lane_of(process(drawn), prosimos({"a": 1, "b": 1}, gateways={"x": {"f2": 0.5, "f3": 0.5}}))
    assert ("deadlock", 5, "join") in codes(refused.value)


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;">]>\n<d>&c;</d>'
OUTSIDE = '<?xml version="1.0"?>\n<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">\n<d/>'
FILE = '<?xml version="1.0"?>\n<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>\n<d>&f;</d>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, FILE], ids=["bomb", "outside", "file"])
def test_a_document_type_is_refused_before_it_does_anything(text: str) -> None:
    with pytest.raises(InvalidFileError) as refused:
        read_xml(text, "x.bpmn")
    assert codes(refused.value) == {("document_type", 2, None)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<a>" + " " * 10_000_000 + "</a>", "file_too_large"),
        ("<a>" * 100 + "</a>" * 100, "nested_too_deeply"),
        ("<a>" + "<b/>" * 60_000 + "</a>", "too_many_elements"),
        ("<a>", "xml_syntax"),
        ("", "xml_syntax"),
        ("<a b='1' b='2'/>", "xml_syntax"),
        ("<a>&nothing;</a>", "xml_syntax"),
        ("<x:a/>", "xml_syntax"),
    ],
)
def test_xml_that_is_too_much_or_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidFileError) as refused:
        read_xml(text, "x.bpmn")
    assert {problem.code for problem in refused.value.problems} == {code}


def test_something_else_than_bpmn_is_refused() -> None:
    with pytest.raises(InvalidFileError, match="no_bpmn"):
        read_bpmn(Source("<html/>", "x.xml"))
    empty = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"/></definitions>'
    with pytest.raises(InvalidFileError, match="no_process"):
        read_bpmn(Source(empty, "x.bpmn"))


def test_models_made_by_hand_are_well_formed() -> None:
    files = sorted((Path(__file__).parent / "models").glob("*.bpmn"))
    assert files
    for file in files:
        assert read_bpmn(model(file.stem)).lane.steps


def test_calls_that_double_are_refused_before_they_are_read_for_the_millionth_time() -> None:
    doubled = "".join(
        f'<process id="q{n}"><callActivity id="q{n}a" calledElement="q{n + 1}"/>'
        f'<callActivity id="q{n}b" calledElement="q{n + 1}"/>{flow(f"q{n}f", f"q{n}a", f"q{n}b")}</process>'
        for n in range(28)
    )
    for levels, expected in (
        (f'{doubled}<process id="q28"><task id="t"/></process>', "too_large"),
        (doubled, "called_"),
    ):
        with pytest.raises(InvalidFileError, match=expected):
            lane_of(process(between('<callActivity id="{id}" calledElement="q0"/>'), levels))


@pytest.mark.parametrize(
    "inside",
    [
        between(*['<task id="{id}"/>'] * 1_000),
        between('<task id="{id}"/>') + "".join(flow(f"x{number}", "n1", "end") for number in range(2_000)),
        between('<task id="{id}"/>').replace("n1", "n" * 400_000),
    ],
    ids=["shapes", "arrows", "id"],
)
def test_a_drawing_that_no_lane_could_hold_is_refused(inside: str) -> None:
    with pytest.raises(InvalidFileError, match=r"too_large|no_id"):
        lane_of(process(inside))
