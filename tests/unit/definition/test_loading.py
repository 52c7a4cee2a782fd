"""All that is wrong with a file's form is said at once: where, what was expected, what was found, what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.definition.examples import BY, HEAD, HOUR, TITLE, lane, lane_text, problems, task
from workflows.definition.lane import Staff
from workflows.definition.loading import load_lane, parse_model
from workflows.definition.yaml_nodes import Node, read_yaml
from workflows.errors import MOST_PROBLEMS, InvalidFileError


def said(body: str, head: str = HEAD) -> str:
    """The only problem of a lane with this body."""
    (problem,) = problems(lane_text(body, head))
    return str(problem)


def test_a_lane_is_loaded_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "example.yaml"
    file.write_text("\ufeff" + lane_text(task("review")), encoding="utf-8")
    assert load_lane(file) == lane(task("review"))


def test_every_problem_is_told_not_just_the_first() -> None:
    head = (
        HEAD.replace("count: 1", "count: 0").replace("value: 0.1", "value: 1.5").replace("id: example", "id: Example")
    )
    found = problems(lane_text("{kind: tassk, id: review}", head))
    assert [(problem.code, problem.place.line, problem.place.path) for problem in found] == [
        ("identifier", 2, "id"),
        ("greater_than", 8, "pools.desk.staff[0].count"),
        ("less_than_equal", 10, "documents.form.defect_share.value"),
        ("unknown_kind", 17, "body.kind"),
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "{kind: tassk, id: x}",
            (
                "body.kind: expected kind to be one of applicant, call, choice, clock_stop, deadline, end, graph,"
                " inclusive, loop, milestone, ordered, parallel, race, sequence, task, third_party, wait;"
                " found 'tassk'. Did you mean 'task'?"
            ),
        ),
        (
            task("x").replace("mean: 1", "mean: .nan"),
            (
                "body.service_time.mean: expected a finite number; found nan."
                " Give the number; infinity and nan cannot be worked with."
            ),
        ),
        (
            task("x").replace("mean: 1", "mean: -1"),
            "body.service_time.mean: expected more than 0; found -1. Change the value.",
        ),
        (
            task("x").replace("mean: 1", "mean: '1'"),
            "body.service_time.mean: expected a number; found '1'. Write a number, without quotes or a unit.",
        ),
        (
            task("x", ", visits: true"),
            "body.visits: expected a whole number; found true. Write a whole number, without quotes or a unit.",
        ),
        (
            task("x").replace("unit: hours", "unit: hour"),
            (
                "body.service_time.unit: expected 'seconds', 'minutes', 'hours', 'days' or 'working_days';"
                " found 'hour'. Did you mean 'hours'?"
            ),
        ),
        (
            task("x").replace(f", {BY}", ""),
            (
                "body.service_time.provenance: expected the field provenance; found only kind, mean, unit."
                " Every number says where it comes from: add provenance: {source: seed | statute | policy | published |"
                " local | measured | knowledge | assumed, basis: the clause, figure or reason}; or replace the"
                " quantity by {assumed: id}."
            ),
        ),
        (
            task("x").replace(HOUR, f"{{kind: uniform, low: 3, high: 1, unit: hours, {BY}}}"),
            "body.service_time: expected low <= high; found low 3.0, high 1.0. Change the value.",
        ),
        (
            task("x", ", documents: form"),
            "body.documents: expected a list; found 'form'. Write a list: [first, second], or a line with - for each.",
        ),
        (
            f"{{kind: choice, id: c, {TITLE}, paths: [{{step: {task('x')}, when: {{risk: low}}}}]}}",
            (
                "body.paths[0].when: expected a mapping with one of attribute, in, outcome_of, all_of, any_of, not;"
                " found a mapping with risk. Use one of these forms."
            ),
        ),
        (
            f"{{kind: choice, id: c, {TITLE}, paths: [{{step: {task('x')}, when: {{not: {{all_of: []}}}}}}]}}",
            "body.paths[0].when.not.all_of: expected at least 1 of them; found a list of 0. Add what is missing.",
        ),
        (
            f"{{kind: sequence, steps: [{task('x')}, {{id: y}}]}}".replace("{id: y}", f"{{kind: end, id: y, {TITLE}}}"),
            "body.steps[1].result: expected the field result; found only kind, id, title. Add result.",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_message_says_place_expectation_finding_and_remedy(body: str, message: str) -> None:
    assert said(body).removeprefix("example.yaml:17 at ").rpartition(" [")[0] == message


def test_an_unknown_field_names_the_one_that_was_meant() -> None:
    (missing, unknown) = problems(lane_text(task("x").replace("service_time", "servce_time")))
    assert (missing.code, missing.place.path) == ("missing_field", "body.service_time")
    assert (unknown.code, unknown.place.path) == ("unknown_field", "body.servce_time")
    assert unknown.remedy == "Remove servce_time, or did you mean 'service_time'?"


def test_a_bare_number_is_asked_for_its_source() -> None:
    message = said(task("x"), HEAD.replace(f"{{value: 0.1, {BY}}}", "0.1"))
    assert "documents.form.defect_share: expected a mapping with value, provenance; found 0.1. Every number" in message


def test_the_line_is_that_of_the_value_in_a_long_file() -> None:
    steps = f"\n  kind: sequence\n  steps:\n    - {task('x')}\n    - kind: task\n      id: y\n      {TITLE}\n"
    found = problems(lane_text(f"{steps}      pool: 5\n      service_time: {HOUR}\n"))
    assert [(each.place.line, each.place.path) for each in found] == [(24, "body.steps[1].pool")]


ASSUMED = f"""\
assumptions:
  clerks: {{count: 2, {BY}}}
  hour: {HOUR}
"""


def test_an_assumption_is_put_in_where_it_is_named() -> None:
    head = ASSUMED + HEAD.replace(f"{{count: 1, {BY}}}", "{assumed: clerks}")
    written_out = lane(task("x"), HEAD.replace("count: 1", "count: 2"))
    assert lane(task("x").replace(HOUR, "{assumed: hour}"), head) == written_out


def test_fields_beside_an_assumption_replace_the_entry_s() -> None:
    head = ASSUMED + HEAD.replace(f"{{count: 1, {BY}}}", "{assumed: clerks, count: 5}")
    assert lane(task("x"), head).pools["desk"].members == 5


def test_the_file_s_own_assumptions_come_before_those_given() -> None:
    text = ASSUMED + "assumed: clerks"
    shared = {"clerks": entry(9), "porters": entry(7)}
    assert parse_model(text, "f", Staff, shared).model.count == 2
    assert parse_model("assumed: porters", "f", Staff, shared).model.count == 7


def entry(count: int) -> Node:
    return read_yaml(f"{{count: {count}, {BY}}}", "shared.yaml")


def test_an_unknown_assumption_is_told_beside_the_other_problems_and_once() -> None:
    head = ASSUMED + HEAD.replace(f"{{count: 1, {BY}}}", "{assumed: clerk}")
    unknown, other = problems(lane_text(task("x", ", visits: -1"), head))
    assert (unknown.code, unknown.place.line) == ("unknown_assumption", 11)
    assert unknown.place.path == "pools.desk.staff[0].assumed"
    assert unknown.remedy == "Did you mean 'clerks'?"
    assert other.place.path == "body.visits"


def test_a_problem_inside_an_assumption_is_told_where_the_entry_stands() -> None:
    head = ASSUMED.replace("count: 2", "count: 0") + HEAD.replace(f"{{count: 1, {BY}}}", "{assumed: clerks}")
    (problem,) = problems(lane_text(task("x"), head))
    assert (problem.place.line, problem.place.path) == (2, "pools.desk.staff[0].count")


@pytest.mark.parametrize("entries", ["assumptions: [1]", "assumptions: {a: 5}", "assumptions: {a: {assumed: b}}"])
def test_assumptions_of_another_form_are_refused(entries: str) -> None:
    (problem,) = problems(f"{entries}\n{lane_text(task('x'))}")
    assert problem.code in ("assumptions_form", "assumption_form")
    assert problem.place.line == 1


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("标题: 绿色通道".encode("gb18030"), "encoding", 1),
        (b"a: 1\nb: \xff\n", "encoding", 2),
        ("a: 1".encode("utf-16"), "encoding", 1),
        (b"\x00\x01\x02", "unprintable_character", 1),
        (b"x" * 1_000_001, "file_too_large", None),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, code: str, line: int | None) -> None:
    file = tmp_path / "lane.yaml"
    file.write_bytes(content)
    with pytest.raises(InvalidFileError) as refusal:
        load_lane(file)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.place.line, problem.place.file) == (code, line, str(file))


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidFileError, match="unreadable_file"):
        load_lane(tmp_path / name)


def test_any_model_is_loaded_with_the_places_of_its_parts() -> None:
    loaded = parse_model(f"count: 3\n{BY}\n", "staff.yaml", Staff)
    assert loaded.model.count == 3
    assert str(loaded.places.of("provenance", "basis")) == "staff.yaml:2 at provenance.basis"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "id", "body", "steps"]), inner)
    ),
    max_leaves=10,
)


@settings(deadline=None, max_examples=50)
@given(values)
def test_whatever_stands_where_a_step_should_is_loaded_or_refused_with_reasons(value: object) -> None:
    body = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True).removesuffix("...\n")
    assert all(problem.expected and problem.remedy for problem in problems(lane_text(body)))


@pytest.mark.parametrize(
    "text",
    [
        lane_text(task("a")) + "".join(f"unknown{number}: 1\n" for number in range(5_000)),
        lane_text(task("a")) + "id: again\n" * 5_000,
        lane_text(task("a", f", documents: [{', '.join(f'none{number}' for number in range(5_000))}]")),
    ],
    ids=["form", "text", "references"],
)
def test_of_thousands_of_problems_the_first_are_told_and_that_there_are_more(text: str) -> None:
    found = problems(text)
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1].code == "more_problems"


def test_a_message_holds_the_beginning_and_the_end_of_what_is_long() -> None:
    (problem,) = problems(f"{lane_text(task('a'))}description: !{'x' * 900_000} a\n")
    assert len(str(problem)) < 3_000
    assert problem.found.startswith("the tag !xxx")
