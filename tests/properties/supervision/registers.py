"""Registers and rules to draw from."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from workflows.definition.provenance import Provenance, Source
from workflows.definition.values import Proportion
from workflows.supervision.registers import (
    CountLimit,
    DepartmentRule,
    Firm,
    InspectionRule,
    Inspector,
    Registers,
    RiskClass,
)

BY = Provenance(source=Source.ASSUMED, basis="drawn for a test")
CAP = Proportion(value=0.2, provenance=Provenance(source=Source.SEED, basis="SY-030"))
AIM = CountLimit(count=1_000, provenance=Provenance(source=Source.SEED, basis="SY-030"))
DEPARTMENTS = ("market", "fire", "environment")


def share(value: float) -> Proportion:
    return Proportion(value=value, provenance=BY)


def rule(
    shares: Mapping[str, Mapping[RiskClass, float]],
    *,
    cap: Proportion = CAP,
    aim: CountLimit = AIM,
    draw: int = 1,
    each: int | None = None,
) -> InspectionRule:
    """A rule: department to the share of each risk class that it inspects."""
    return InspectionRule(
        period="y2018",
        draw=draw,
        departments=tuple(
            DepartmentRule(department=name, shares={risk: share(value) for risk, value in of.items()})
            for name, of in shares.items()
        ),
        cap=cap,
        aim=aim,
        inspections_each=None if each is None else CountLimit(count=each, provenance=BY),
    )


def alike(firms: int, inspectors: int, departments: tuple[str, ...] = DEPARTMENTS[:1]) -> Registers:
    """Firms of one risk class, all of them of every department, and as many inspectors for each."""
    return Registers(
        firms=tuple(Firm(id=f"f{n}", risk=RiskClass.LOW, departments=departments) for n in range(firms)),
        inspectors=tuple(
            Inspector(id=f"{name}-{n}", department=name) for name in departments for n in range(inspectors)
        ),
    )


@st.composite
def registers(draw: st.DrawFn) -> Registers:
    some = st.lists(st.sampled_from(DEPARTMENTS), min_size=1, unique=True).map(tuple)
    firms = [
        Firm(id=f"f{n}", risk=draw(st.sampled_from(RiskClass)), departments=draw(some))
        for n in range(draw(st.integers(0, 30)))
    ]
    ids = [firm.id for firm in firms]
    avoids = st.frozensets(st.sampled_from(ids), max_size=10) if ids else st.just(frozenset[str]())
    inspectors = [
        Inspector(id=f"i{n}", department=draw(st.sampled_from(DEPARTMENTS)), avoids=draw(avoids))
        for n in range(draw(st.integers(0, 8)))
    ]
    return Registers(firms=tuple(firms), inspectors=tuple(inspectors))


@st.composite
def rules(draw: st.DrawFn) -> InspectionRule:
    named = draw(st.lists(st.sampled_from(DEPARTMENTS), min_size=1, unique=True))
    shares = st.dictionaries(st.sampled_from(RiskClass), st.integers(0, 100).map(lambda percent: percent / 100))
    return rule(
        {name: draw(shares) for name in named},
        cap=share(draw(st.integers(0, 100)) / 100),
        aim=CountLimit(count=draw(st.integers(1, 40)), provenance=BY),
        draw=draw(st.integers(1, 4)),
        each=draw(st.none() | st.integers(1, 5)),
    )


seeds = st.integers(0, (1 << 64) - 1)
