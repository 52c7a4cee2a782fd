"""What is published of a draw, and what somebody finds who repeats it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Literal

from workflows.definition.provenance import Frozen
from workflows.supervision.double_random import Draw, draw, inspected_in
from workflows.supervision.draw_rules import DrawRule, rule_of
from workflows.supervision.registers import Registers


class DrawResult(Frozen):
    """A draw as it is published.

    Parameters
    ----------
    format : version of this file format
    digest : of the draw: its rule, its seed, the digest of its registers, and what came of them
    """

    format: Literal[1] = 1
    digest: str
    draw: Draw


class Difference(StrEnum):
    """What a published draw has otherwise than whoever repeats it."""

    DIGEST = "digest"
    """The digest is not that of the draw beside it: one of the two was changed."""
    REGISTERS = "registers"
    """It was made from other registers, so nothing else can be told."""
    RULE = "rule"
    """It does not follow the rule that it is said to follow."""
    INSPECTED = "inspected"
    """It leaves other firms in peace than those that were drawn before in its period."""
    FIRMS = "firms"
    """Other firms are drawn."""
    INSPECTORS = "inspectors"
    """The firms are the same, and others inspect them or nobody can."""


def result_of(drawn: Draw) -> DrawResult:
    """What is published of a draw."""
    return DrawResult(digest=digest_of(drawn), draw=drawn)


def digest_of(drawn: Draw) -> str:
    """SHA-256 of a draw, as a line of JSON with sorted keys: what anybody can write again."""
    content = json.dumps(drawn.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(content.encode()).hexdigest()


def differences(
    published: DrawResult,
    registers: Registers,
    rule: DrawRule | None = None,
    before: Sequence[Draw] | None = None,
) -> tuple[Difference, ...]:
    """Repeat a draw and tell what comes out otherwise; nothing if it is right.

    Parameters
    ----------
    rule : that it should follow; its own is taken at its word if absent
    before : the draws of its period before it; what it says of them is taken at its word if absent
    """
    told, found = published.draw, [Difference.DIGEST] if digest_of(published.draw) != published.digest else []
    if told.registers != registers.digest:
        return (*found, Difference.REGISTERS)
    if rule is not None and rule_of(rule, registers, told.rule.period, told.rule.draw) != told.rule:
        found.append(Difference.RULE)
    if before is not None and inspected_in(told.rule.period, before) != frozenset(told.inspected):
        found.append(Difference.INSPECTED)
    again = draw(registers, told.rule, told.seed, told.inspected)
    if [each.firm for each in again.inspections] != [each.firm for each in told.inspections]:
        found.append(Difference.FIRMS)
    elif again != told:
        found.append(Difference.INSPECTORS)
    return tuple(found)
