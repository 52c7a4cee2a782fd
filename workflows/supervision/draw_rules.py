"""The rule of a draw as a file, for whatever departments a register has; and the shipped one (一细则)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal

from pydantic import PositiveInt

from workflows.definition.loading import parse_model
from workflows.definition.provenance import Frozen, Title
from workflows.definition.values import Identifier, Proportion
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.supervision.registers import CountLimit, DepartmentRule, InspectionRule, Registers, RiskClass

_PACKAGE: Final = "workflows.supervision.rules"
SHIPPED: Final = "liaoning"
"""Id of the rule that a draw follows unless another one is named."""


class DrawRule(Frozen):
    """How draws are made from any register.

    Parameters
    ----------
    format : version of this file format
    cap : largest share of the register that is inspected in a period
    aim : largest number of firms that is inspected in a period, if possible
    shares : of the firms of each risk class that a department inspects; no share, none of them
    departments : those that have shares of their own
    inspections_each : how many inspections of a draw an inspector may be given; as many as come if absent
    """

    format: Literal[1] = 1
    id: Identifier
    title: Title
    cap: Proportion
    aim: CountLimit
    shares: dict[RiskClass, Proportion]
    departments: tuple[DepartmentRule, ...] = ()
    inspections_each: CountLimit | None = None


def rule_of(rule: DrawRule, registers: Registers, period: Identifier, number: PositiveInt) -> InspectionRule:
    """What a rule means for the departments of a register: all that is needed to repeat a draw.

    Parameters
    ----------
    period : within which no firm is drawn twice, such as ``y2018``
    number : of the draw in the period

    Raises
    ------
    InvalidInputError
        If the register has no firms.
    UnknownNameError
        If the rule has shares for a department that no firm of the register is of.
    """
    names = sorted({department for firm in registers.firms for department in firm.departments})
    if not names:
        raise InvalidInputError("expected a register with firms to draw from; found none. Add those to be inspected.")
    own = {each.department: each for each in rule.departments}
    for name in own:
        if name not in names:
            raise UnknownNameError(f"department of the register, as rule {rule.id!r} has it,", name, names)
    return InspectionRule(
        period=period,
        draw=number,
        departments=tuple(own.get(name) or DepartmentRule(department=name, shares=rule.shares) for name in names),
        cap=rule.cap,
        aim=rule.aim,
        inspections_each=rule.inspections_each,
    )


@lru_cache(maxsize=1)
def shipped_rules() -> Mapping[str, DrawRule]:
    """The rules that come with Greenlane, by id."""
    found = sorted((file for file in files(_PACKAGE).iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name)
    rules = (parse_model(file.read_text("utf-8"), file.name, DrawRule).model for file in found)
    return MappingProxyType({rule.id: rule for rule in rules})


def find_rule(id_: str) -> DrawRule:
    """A shipped rule.

    Raises
    ------
    UnknownNameError
        If none is called so.
    """
    rules = shipped_rules()
    if id_ not in rules:
        raise UnknownNameError("rule of a draw", id_, list(rules))
    return rules[id_]
