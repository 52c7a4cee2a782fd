"""The two registers of the double-random inspection, of firms and of inspectors, and the one rule (一单两库一细则).

Whoever has the registers can work out their digests and, with the published seed, repeat the draw; so a register is
plain data whose digest does not depend on the order of its entries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, PositiveInt, field_validator, model_validator

from workflows.definition.provenance import Frozen, Provenance
from workflows.definition.values import Identifier, Proportion

EntryId: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,99}$")]
"""What an entry of a register is called, such as a unified social credit code."""


class RiskClass(StrEnum):
    """How much reason there is to inspect a firm, by its credit."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Firm(Frozen):
    """An entry of the register of those who may be inspected.

    Parameters
    ----------
    departments : whose list of items to inspect applies to it
    attributes : what its cases are from the start, such as its trade; attributes that a lane does not ask for are left
        out there
    """

    id: EntryId
    risk: RiskClass
    departments: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    attributes: dict[Identifier, str] = {}


class Inspector(Frozen):
    """An entry of the register of those who inspect.

    Parameters
    ----------
    avoids : firms that they must not inspect, for a conflict of interest
    """

    id: EntryId
    department: Identifier
    avoids: frozenset[EntryId] = frozenset()


class Registers(Frozen):
    """The two registers on the day of a draw.

    Parameters
    ----------
    format : version of this file format
    """

    format: Literal[1] = 1
    firms: tuple[Firm, ...]
    inspectors: tuple[Inspector, ...]

    @field_validator("firms")
    @classmethod
    def _each_firm_once(cls, firms: tuple[Firm, ...]) -> tuple[Firm, ...]:
        _refuse_twice("firm", firms)
        return firms

    @field_validator("inspectors")
    @classmethod
    def _each_inspector_once(cls, inspectors: tuple[Inspector, ...]) -> tuple[Inspector, ...]:
        _refuse_twice("inspector", inspectors)
        return inspectors

    @property
    def digest(self) -> str:
        """SHA-256 of both registers, whatever the order of their entries."""
        return sha256(_lines(self.firms) + b"\n" + _lines(self.inspectors)).hexdigest()


class CountLimit(Frozen):
    """A largest number, with its source."""

    count: PositiveInt
    provenance: Provenance


class DepartmentRule(Frozen):
    """What one department inspects in a draw.

    Parameters
    ----------
    shares : of the firms of each risk class that its items apply to; no share, none of them
    """

    department: Identifier
    shares: dict[RiskClass, Proportion]


class InspectionRule(Frozen):
    """The rule of a draw.

    Parameters
    ----------
    period : within which no firm is drawn twice, and whose draws share one cap; such as a year
    draw : which draw of the period it is
    departments : that inspect; what they want of one firm they inspect together
    cap : largest share of the register that is inspected in the period
    aim : largest number of firms that is inspected in the period, if possible
    inspections_each : how many inspections of this draw an inspector may be given; as many as come if absent
    """

    period: Identifier
    draw: PositiveInt
    departments: Annotated[tuple[DepartmentRule, ...], Field(min_length=1)]
    cap: Proportion
    aim: CountLimit
    inspections_each: CountLimit | None = None

    @model_validator(mode="after")
    def _each_department_once(self) -> Self:
        names = [rule.department for rule in self.departments]
        if len(set(names)) < len(names):
            raise ValueError(f"expected each department once; found {', '.join(names)}. Put its shares in one entry.")
        return self


def _refuse_twice(name: str, entries: Iterable[Firm | Inspector]) -> None:
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries, 1):
        if entry.id in seen:
            raise ValueError(
                f"expected each {name} once; found {entry.id!r} again, as entries {seen[entry.id]} and {number}. "
                "Remove the second entry."
            )
        seen[entry.id] = number


def _lines(entries: Iterable[Firm | Inspector]) -> bytes:
    """One line of JSON for each entry, sorted by id, with sorted keys and lists: what anybody can write again."""
    return b"\n".join(_canonical(entry) for entry in sorted(entries, key=lambda entry: entry.id))


def _canonical(entry: Firm | Inspector) -> bytes:
    content = {
        key: sorted(value) if isinstance(value, list) else value for key, value in entry.model_dump(mode="json").items()
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
