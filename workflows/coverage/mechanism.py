"""A mechanism of the source documents, and what runs it here."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from workflows.definition.provenance import Frozen, Title
from workflows.definition.values import Identifier


class City(StrEnum):
    """Whose document it is, as its ids begin."""

    SHENYANG = "SY"
    TIELING = "TL"
    FUSHUN = "FS"
    PANJIN = "PJ"
    DANDONG = "DD"


class MechanismKind(StrEnum):
    """What a mechanism is in its document."""

    LANE = "lane"
    """A way that requests take."""
    LEVER = "lever"
    """A change of such a way."""
    SUPERVISION_LOOP = "supervision_loop"
    """What the authority does again and again to look after itself or others."""
    KPI = "kpi"
    """A figure that is wanted, or counted."""
    TASK = "task"
    """Something to be done once, by somebody, until some day."""
    CONTEXT = "context"
    """Something that the others take place in."""


Way: TypeAlias = Literal["lever", "lane", "scenario", "package", "kpi", "target", "task", "object", "out_of_scope"]
"""How a mechanism is covered; the field of a row that is filled in."""

WAYS: Final[tuple[Way, ...]] = (
    "lever",
    "lane",
    "scenario",
    "package",
    "kpi",
    "target",
    "task",
    "object",
    "out_of_scope",
)


class Mechanism(Frozen):
    """One row of the table.

    Parameters
    ----------
    id : of the mechanism, city and number
    kind : what it is in its document
    title : what it is called here, in short
    lever : id of the lever that it became
    lane : id of the lane that it became, or is a part of
    scenario : id of the scenario, for what is a lane only after its levers
    package : id of the package of scenarios
    kpi : id of the KPI that measures it
    target : id of the published target that says which figure is wanted by when
    task : board and task, as ``board/task``
    object : whatever else runs it, a cadence, a draw, a register: ``package.module:name``
    out_of_scope : why nothing does
    test : the test that runs it, as ``file::function``
    """

    id: Annotated[str, Field(pattern=r"^(SY|TL|FS|PJ|DD)-\d{3}$")]
    kind: MechanismKind
    title: Title
    lever: Identifier | None = None
    lane: Identifier | None = None
    scenario: Identifier | None = None
    package: Identifier | None = None
    kpi: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)?$")] | None = None
    target: Identifier | None = None
    task: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*/[a-z0-9_]+$")] | None = None
    object: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)+:[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    out_of_scope: Annotated[str, Field(min_length=40, max_length=300)] | None = None
    test: Annotated[str, Field(pattern=r"^tests/[a-z0-9_/]+\.py::test_[a-z0-9_]+$")] | None = None

    @model_validator(mode="after")
    def _covered_once(self) -> Self:
        filled = [way for way in WAYS if getattr(self, way) is not None]
        if len(filled) != 1:
            raise ValueError(
                f"expected one of {', '.join(WAYS)} for {self.id}; found {', '.join(filled) or 'none'}. "
                "Name the one object that runs it."
            )
        if (self.test is None) != (self.out_of_scope is not None):
            raise ValueError(
                f"expected a test for {self.id} unless it is out of scope; found "
                f"{self.test or 'no test'}. Name the test that runs the object."
            )
        if self.out_of_scope is not None and self.kind is not MechanismKind.CONTEXT:
            raise ValueError(
                f"expected an object for {self.id}, a {self.kind.value}; found out_of_scope. "
                "Only context may be left out."
            )
        return self

    @property
    def city(self) -> City:
        """Whose document it stands in."""
        return City(self.id[:2])

    @property
    def covered_by(self) -> tuple[Way, str]:
        """How it is covered, and by what."""
        [covered] = [(way, str(value)) for way in WAYS if (value := getattr(self, way)) is not None]
        return covered
