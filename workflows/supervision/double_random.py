"""The double-random draw: which firms are inspected, and by whom, is nobody's choice (双随机、一公开).

Every firm and every pair of firm and inspector has a number of its own, found by name from the published seed; the
smallest numbers are drawn. So the order of the registers does not matter, an entry added or removed moves nobody else's
number, and whoever has the registers and the seed gets the same draw: :func:`verified`.

All departments look at the *same* number of a firm. What one of them draws is then, as far as it can be, what the
others draw too, and they visit the firm together instead of one after the other.

References
----------
Ohlsson (1995), Coordination of samples using permanent random numbers. In: Business Survey Methods, Wiley.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from workflows.definition.provenance import Frozen
from workflows.definition.values import Identifier, Proportion
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.supervision.registers import (
    DepartmentRule,
    EntryId,
    Firm,
    InspectionRule,
    Inspector,
    Registers,
)

INSPECTORS_OF_A_DEPARTMENT = 2
"""Who inspects: at least two officers (行政处罚法 art. 42)."""

Seed = Annotated[int, Field(ge=0, lt=1 << 64)]


class Bound(StrEnum):
    """What decided how many firms were drawn."""

    WANTED = "wanted"
    """The shares of the departments."""
    CAP = "cap"
    """The largest share of the register."""
    AIM = "aim"
    """The number that is aimed at."""


class Pair(Frozen):
    """Who inspects a firm for a department."""

    department: Identifier
    inspectors: Annotated[tuple[EntryId, ...], Field(min_length=2, max_length=2)]


class Inspection(Frozen):
    """One firm that was drawn, with everybody who visits it together.

    Parameters
    ----------
    pairs : by department
    """

    firm: EntryId
    pairs: Annotated[tuple[Pair, ...], Field(min_length=1)]

    @property
    def joint(self) -> bool:
        """Whether several departments inspect."""
        return len(self.pairs) > 1


class Unmanned(Frozen):
    """A firm that a department drew and cannot inspect: fewer than two of its inspectors may and can."""

    firm: EntryId
    department: Identifier


class Draw(Frozen):
    """A draw, and all that is needed to repeat it, but for the registers.

    Parameters
    ----------
    registers : digest of the registers of that day
    inspected : firms inspected in the period before, by id
    inspections : by firm
    bound : what decided how many firms were drawn
    """

    rule: InspectionRule
    seed: Seed
    registers: str
    inspected: tuple[EntryId, ...]
    inspections: tuple[Inspection, ...]
    unmanned: tuple[Unmanned, ...]
    bound: Bound


def draw(registers: Registers, rule: InspectionRule, seed: int, inspected: Collection[str] = ()) -> Draw:
    """Draw firms and inspectors.

    Parameters
    ----------
    seed : published before the draw, 0 <= seed < 2**64
    inspected : ids of firms that were inspected in the period before: see :func:`inspected_in`

    Returns
    -------
    at most as many firms as the cap and the aim leave, none of them inspected before
    """
    wanted: dict[str, list[str]] = {}
    for of in sorted(rule.departments, key=lambda each: each.department):
        for firm in _wanted(registers, rule, of, seed, inspected):
            wanted.setdefault(firm.id, []).append(of.department)
    cap = portion(rule.cap, len(registers.firms))
    largest = min(cap, rule.aim.count)
    left = max(0, largest - len(set(inspected)))
    # Not by the firm's own number, which is small for firms of a class of which few are inspected.
    admitted = sorted(wanted, key=lambda firm: (_number(rule, seed, firm, "admitted"), firm))[:left]
    inspections, unmanned = _manned(registers, rule, seed, {firm: wanted[firm] for firm in admitted})
    return Draw(
        rule=rule,
        seed=seed,
        registers=registers.digest,
        inspected=tuple(sorted(set(inspected))),
        inspections=inspections,
        unmanned=unmanned,
        bound=Bound.WANTED if len(wanted) <= left else Bound.CAP if cap <= rule.aim.count else Bound.AIM,
    )


def verified(published: Draw, registers: Registers) -> bool:
    """Whether a draw is what its seed and rule make of the registers."""
    return published == draw(registers, published.rule, published.seed, published.inspected)


def inspected_in(period: str, draws: Iterable[Draw]) -> frozenset[str]:
    """Firms that some draws have had inspected in a period: they are left in peace until it is over."""
    return frozenset(inspection.firm for each in draws if each.rule.period == period for inspection in each.inspections)


def portion(share: Proportion, of: int) -> int:
    """A share of a number, rounded down: as it is written, not as binary fractions have it."""
    return int(Decimal(repr(share.value)) * of)


def _wanted(
    registers: Registers, rule: InspectionRule, of: DepartmentRule, seed: int, inspected: Collection[str]
) -> list[Firm]:
    """The firms that a department would inspect: of each risk class, those with the smallest numbers."""
    found: list[Firm] = []
    left_in_peace = frozenset(inspected)
    for risk, share in of.shares.items():
        of_class = [firm for firm in registers.firms if firm.risk is risk and of.department in firm.departments]
        eligible = [firm for firm in of_class if firm.id not in left_in_peace]
        eligible.sort(key=lambda firm: (_number(rule, seed, firm.id, "firm"), firm.id))
        found += eligible[: portion(share, len(of_class))]
    return found


def _manned(
    registers: Registers, rule: InspectionRule, seed: int, departments: dict[str, list[str]]
) -> tuple[tuple[Inspection, ...], tuple[Unmanned, ...]]:
    """Two inspectors for each firm and department: those with the smallest numbers for that firm."""
    most = None if rule.inspections_each is None else rule.inspections_each.count
    given: Counter[str] = Counter()
    pairs: dict[str, list[Pair]] = {}
    unmanned: list[Unmanned] = []
    # Firms choose in an order that is drawn too, since with a bound on each inspector the last ones have less choice.
    for firm in sorted(departments, key=lambda id_: (_number(rule, seed, id_, "manned"), id_)):
        for department in departments[firm]:
            numbered = sorted(
                (_number(rule, seed, firm, f"inspector/{each.id}"), each.id)
                for each in registers.inspectors
                if _may(each, firm, department) and (most is None or given[each.id] < most)
            )
            chosen = tuple(id_ for _, id_ in numbered[:INSPECTORS_OF_A_DEPARTMENT])
            if len(chosen) < INSPECTORS_OF_A_DEPARTMENT:
                unmanned.append(Unmanned(firm=firm, department=department))
                continue
            given.update(chosen)
            pairs.setdefault(firm, []).append(Pair(department=department, inspectors=chosen))
    inspections = (Inspection(firm=firm, pairs=tuple(pairs[firm])) for firm in sorted(pairs))
    return tuple(inspections), tuple(sorted(unmanned, key=lambda each: (each.firm, each.department)))


def _may(inspector: Inspector, firm: str, department: str) -> bool:
    return inspector.department == department and firm not in inspector.avoids


def _number(rule: InspectionRule, seed: int, firm: str, purpose: str) -> float:
    """The number of a firm for a purpose, in (0, 1)."""
    name = stream_name(f"{rule.period}/{rule.draw}/", firm, purpose)
    return uniform(key_of(seed, 0, name), 0)
