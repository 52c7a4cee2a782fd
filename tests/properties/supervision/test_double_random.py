"""A draw keeps its bounds, depends on nobody's choice, can be repeated by anybody, and favours nobody."""

from __future__ import annotations

from collections import Counter
from math import floor
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from tests.properties.supervision.registers import (
    AIM,
    DEPARTMENTS,
    alike,
    registers,
    rule,
    rules,
    seeds,
    share,
)
from workflows.supervision.double_random import Bound, Draw, draw, inspected_in, portion, verified
from workflows.supervision.registers import CountLimit, InspectionRule, Registers, RiskClass

LOW = RiskClass.LOW
ONE_IN_A_BILLION = 1e-9
"""Chance that a test of uniformity fails though the draw is uniform; the seeds are fixed, so it does or does not."""


@settings(max_examples=40)
@given(registers(), rules(), seeds, st.data())
def test_a_draw_keeps_its_bounds(firms: Registers, of: InspectionRule, seed: int, data: st.DataObject) -> None:
    ids = [firm.id for firm in firms.firms]
    before = data.draw(st.frozensets(st.sampled_from(ids))) if ids else frozenset[str]()
    found = draw(firms, of, seed, before)
    drawn = [inspection.firm for inspection in found.inspections]
    assert len(set(drawn)) == len(drawn)
    assert not before.intersection(drawn)
    allowed = min(round(of.cap.value * 100) * len(ids) // 100, of.aim.count)
    assert len(before) + len(drawn) <= max(allowed, len(before))

    by_id, people = {firm.id: firm for firm in firms.firms}, {each.id: each for each in firms.inspectors}
    given_to: Counter[str] = Counter()
    for inspection in found.inspections:
        for pair in inspection.pairs:
            first, second = pair.inspectors
            assert first != second
            assert pair.department in by_id[inspection.firm].departments
            for name in pair.inspectors:
                assert people[name].department == pair.department
                assert inspection.firm not in people[name].avoids
            given_to.update(pair.inspectors)
    if of.inspections_each is not None:
        assert max(given_to.values(), default=0) <= of.inspections_each.count
    manned = {(inspection.firm, pair.department) for inspection in found.inspections for pair in inspection.pairs}
    assert not manned.intersection((each.firm, each.department) for each in found.unmanned)


@settings(max_examples=40)
@given(registers(), rules(), seeds, st.randoms(use_true_random=False))
def test_the_order_of_the_registers_does_not_matter(
    firms: Registers, of: InspectionRule, seed: int, random: Random
) -> None:
    first, second = list(firms.firms), list(firms.inspectors)
    random.shuffle(first)
    random.shuffle(second)
    moved = Registers(firms=tuple(first), inspectors=tuple(second))
    assert draw(moved, of, seed) == draw(firms, of, seed)


@settings(max_examples=40)
@given(registers(), rules(), seeds)
def test_anybody_can_verify_a_draw(firms: Registers, of: InspectionRule, seed: int) -> None:
    found = draw(firms, of, seed)
    assert verified(found, firms)
    if found.inspections:
        tampered = found.model_copy(update={"inspections": found.inspections[1:]})
        assert not verified(tampered, firms)
    if firms.firms:
        other = firms.model_copy(update={"firms": firms.firms[1:]})
        assert not verified(found, other)


def test_no_firm_is_drawn_twice_in_a_period() -> None:
    firms, shares = alike(100, 4), {"market": {LOW: 0.08}}
    draws: list[Draw] = []
    for number in range(1, 5):
        drawn = draw(firms, rule(shares, draw=number), 7, inspected_in("y2018", draws))
        draws.append(drawn)
    assert [(len(each.inspections), each.bound) for each in draws] == [
        (8, Bound.WANTED), (8, Bound.WANTED), (4, Bound.CAP), (0, Bound.CAP),
    ]  # fmt: skip
    assert len(inspected_in("y2018", draws)) == 20
    assert inspected_in("y2019", draws) == frozenset()


def test_a_large_register_is_held_to_the_aim() -> None:
    aim = AIM.model_copy(update={"count": 30})
    found = draw(alike(200, 4), rule({"market": {LOW: 1.0}}, aim=aim), 7)
    assert (len(found.inspections), found.bound) == (30, Bound.AIM)


def test_departments_visit_together_the_firms_that_both_would_draw() -> None:
    """The smaller share is a part of the larger one, so nobody is visited who would not be anyway."""
    firms = alike(100, 4, DEPARTMENTS[:2])
    found = draw(firms, rule({"market": {LOW: 0.2}, "fire": {LOW: 0.05}}), 7)
    assert len(found.inspections) == 20
    assert sum(inspection.joint for inspection in found.inspections) == 5
    alone = draw(firms, rule({"fire": {LOW: 0.05}}), 7)
    joint = {each.firm for each in found.inspections if each.joint}
    assert joint == {each.firm for each in alone.inspections}


def test_a_firm_that_too_few_may_inspect_is_named() -> None:
    firms = alike(10, 2)
    biased = firms.inspectors[0].model_copy(update={"avoids": frozenset({"f3"})})
    partial = firms.model_copy(update={"inspectors": (biased, firms.inspectors[1])})
    found = draw(partial, rule({"market": {LOW: 1.0}}, cap=share(1.0)), 7)
    assert [(each.firm, each.department) for each in found.unmanned] == [("f3", "market")]
    assert "f3" not in inspected_in("y2018", [found])
    assert len(found.inspections) == 9


@pytest.mark.parametrize(("value", "of", "expected"), [(0.29, 100, 29), (0.2, 5, 1), (0.2, 4, 0), (0.07, 300, 21)])
def test_a_share_is_taken_as_it_is_written(value: float, of: int, expected: int) -> None:
    assert portion(share(value), of) == expected
    assert expected in (floor(value * of), floor(value * of) + 1)


SEEDS = 500


def test_every_firm_is_drawn_equally_often() -> None:
    """Simple random sampling of n from N: counts over S draws have variance S p (1 - p), and add up to S n."""
    firms, n, size = alike(30, 2), 6, 30
    of = rule({"market": {LOW: 0.2}})
    counts = Counter(each.firm for seed in range(SEEDS) for each in draw(firms, of, seed).inspections)
    assert _statistic(counts, [firm.id for firm in firms.firms], n / size) < chi2.isf(ONE_IN_A_BILLION, size - 1)


def test_what_the_cap_leaves_out_is_drawn_evenly_from_all_classes() -> None:
    """Otherwise a class of which few firms are wanted would lose none of them, or a risky one all."""
    plain = alike(40, 2)
    risky = tuple(
        firm.model_copy(update={"risk": RiskClass.HIGH}) if n < 10 else firm for n, firm in enumerate(plain.firms)
    )
    firms = plain.model_copy(update={"firms": risky})
    of = rule({"market": {RiskClass.HIGH: 1.0, LOW: 0.3333}})
    drawn = Counter(each.firm for seed in range(SEEDS) for each in draw(firms, of, seed).inspections)
    # 10 + 9 firms are wanted and 8 may be inspected, so 8/19 of each class's wanted ones are.
    high = sum(drawn[f"f{n}"] for n in range(10))
    chance, tries = 8 / 19, SEEDS * 10
    # Of each draw's 19 wanted firms the number of risky ones among 8 is hypergeometric.
    variance = SEEDS * 8 * (10 / 19) * (9 / 19) * (19 - 8) / (19 - 1)
    assert abs(high - tries * chance) < 6 * variance**0.5


def test_every_inspector_is_given_every_firm_equally_often() -> None:
    firms = alike(5, 10)
    of = rule({"market": {LOW: 1.0}}, cap=share(1.0), aim=CountLimit(count=5, provenance=AIM.provenance))
    counts: Counter[str] = Counter()
    for seed in range(SEEDS):
        counts.update(
            f"{inspection.firm}/{name}"
            for inspection in draw(firms, of, seed).inspections
            for name in inspection.pairs[0].inspectors
        )
    for firm in firms.firms:
        names = [f"{firm.id}/{inspector.id}" for inspector in firms.inspectors]
        assert _statistic(counts, names, 2 / 10) < chi2.isf(ONE_IN_A_BILLION, 9)


def _statistic(counts: Counter[str], names: list[str], chance: float) -> float:
    """Chi-square with as many degrees of freedom as there are names, less one.

    Counts of samples without replacement are correlated by -1/(N - 1), which the factor makes up for.
    """
    expected, size = SEEDS * chance, len(names)
    squares = sum((counts[name] - expected) ** 2 for name in names)
    return squares / (SEEDS * chance * (1 - chance)) * (size - 1) / size
