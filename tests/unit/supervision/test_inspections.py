"""From a draw to inspections that run, and to what is published of them."""

from __future__ import annotations

from datetime import date

import pytest

from simulations.given_cases import simulate_cases
from tests.properties.supervision.registers import DEPARTMENTS, alike, rule
from workflows.definition.catalogue import shipped_lane
from workflows.instants import HOUR, start_of
from workflows.interpreter.plan import plan_of
from workflows.supervision.double_random import Draw, draw
from workflows.supervision.inspections import JOINT, SINGLE, inspections_of, published_results
from workflows.supervision.registers import Registers, RiskClass
from workflows.working_time.state_council import WorkingDays

LOW = RiskClass.LOW
LANES = {id_: shipped_lane(id_) for id_ in (SINGLE, JOINT)}
SUBMITTED_AT = start_of(date(2018, 4, 2)) + 9 * HOUR


def drawn() -> tuple[Draw, Registers]:
    """Ten firms of a hundred, three of them by two departments."""
    plain = alike(100, 4, DEPARTMENTS[:2])
    firms = tuple(
        firm.model_copy(update={"attributes": {"trade": "industry"}}) if n % 2 else firm
        for n, firm in enumerate(plain.firms)
    )
    registers = plain.model_copy(update={"firms": firms})
    return draw(registers, rule({"market": {LOW: 0.1}, "fire": {LOW: 0.03}}), 11), registers


def test_a_firm_that_several_departments_drew_gets_one_joint_case() -> None:
    found, registers = drawn()
    cases = inspections_of(found, registers, LANES, SUBMITTED_AT)
    assert [each.inspection for each in cases] == list(found.inspections)
    assert sorted(each.lane for each in cases) == [SINGLE] * 7 + [JOINT] * 3
    assert all((each.lane == JOINT) == each.inspection.joint for each in cases)
    assert len({each.case.id for each in cases}) == 10
    assert {each.case.submitted_at for each in cases} == {SUBMITTED_AT}


def test_a_case_is_what_the_register_says_of_the_firm() -> None:
    found, registers = drawn()
    known = {firm.id: firm.attributes for firm in registers.firms}
    cases = inspections_of(found, registers, LANES, SUBMITTED_AT)
    for each in cases:
        assert set(each.case.attributes) == set(LANES[each.lane].attributes)
        if each.lane == JOINT and known[each.inspection.firm]:
            assert each.case.attributes["trade"] == "industry"
    assert inspections_of(found, registers, LANES, SUBMITTED_AT) == cases


def test_other_registers_than_those_of_the_draw_are_refused() -> None:
    found, registers = drawn()
    with pytest.raises(ValueError, match="expected the registers of the draw"):
        inspections_of(found, registers.model_copy(update={"firms": registers.firms[1:]}), LANES, SUBMITTED_AT)


def test_inspections_run_and_their_results_are_published() -> None:
    found, registers = drawn()
    cases = inspections_of(found, registers, LANES, SUBMITTED_AT)
    nothing = published_results(cases, {})
    assert all(result.result is None and result.published_at is None for result in nothing)

    plans = {id_: plan_of(lane, range(2017, 2021), WorkingDays()) for id_, lane in LANES.items()}
    log = simulate_cases(plans, [(each.lane, each.case) for each in cases], seed=1).log
    results = published_results(cases, log.by_case())
    assert [(result.firm, result.pairs) for result in results] == [(i.firm, i.pairs) for i in found.inspections]
    for result in results:
        assert result.result in {"approved", "rejected"}
        assert result.decided_at is not None
        assert result.published_at is not None
        assert SUBMITTED_AT < result.decided_at <= result.published_at


def test_a_simulation_of_given_cases_needs_some() -> None:
    with pytest.raises(ValueError, match="expected cases to simulate; found none"):
        simulate_cases({}, [], seed=1)
