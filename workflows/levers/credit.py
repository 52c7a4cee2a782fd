"""Who goes first, and who may not (绿色通道、红黑名单): priority classes, and credit lists before a commitment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from workflows.definition.conditions import AllOf, Condition, Not
from workflows.definition.lane import CasePriority, Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import Choice, Path
from workflows.definition.values import Identifier, Proportion
from workflows.levers.attributes import asks_for, first_in_line, has, with_attribute
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.rewriting import find, replace_step, revised
from workflows.levers.shorter_path import check_known_from_the_start

Urgency = Annotated[int, Field(lt=0)]
"""What is added to the priority of a case's tasks; lower goes first."""


class GreenChannel(LeverFields):
    """Some cases go before all others wherever they wait. Nobody works faster, so the others wait longer.

    Parameters
    ----------
    attribute, share : which cases: an attribute of yes and no, and its share if the lane does not have it
    when : instead: a condition on attributes that the lane has
    add : to the priority of their tasks, below 0
    provenance : who opened the channel for whom
    """

    title: ClassVar[Title] = Title(zh="绿色通道", en="Green channel")
    explanation: ClassVar[Title] = Title(
        zh="绿色通道事项在各环节优先办理，等候缩短；其他事项相应后移。",
        en="Cases of the green channel go before others in every queue: they wait less, the others wait more.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="这些办件尚无优先级，条件只涉及办件属性。",
        en="These cases have no priority yet, and are told by attributes.",
    )
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("DD-008", "在开辟“绿色通道”、专人承办、协同办理、全程跟踪等代办服务方面加强制度建设"),
    )

    lever: Literal["green_channel"] = "green_channel"
    attribute: Identifier | None = None
    share: Proportion | None = None
    when: Condition | None = None
    add: Urgency = -1
    provenance: Provenance

    @model_validator(mode="after")
    def _one_way_to_tell(self) -> Self:
        if self.when is not None and (self.attribute is not None or self.share is not None):
            raise ValueError("expected when, or an attribute and its share; found both")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane in which they go first.

        Raises
        ------
        LeverRefusedError
            If these cases have a priority already, or as of the attribute.
        """
        attributes = lane.attributes
        if self.when is not None:
            check_known_from_the_start(self, self.when, lane.attributes)
            when = self.when
        else:
            name = self.attribute or "green_channel"
            attributes = with_attribute(self, lane, name, Title(zh="绿色通道", en="Green channel"), self.share)
            when = has(name)
        if any(priority.when == when for priority in lane.priorities):
            raise refused(self, "cases that have no priority yet", "cases that do", "Leave the lever out.")
        new = CasePriority(when=when, add=self.add, provenance=self.provenance)
        return reformed(self, lane, attributes=attributes, priorities=first_in_line(lane.priorities, new))


class CreditGate(LeverFields):
    """Applicants on the black list may not give a commitment; those on the red list go first.

    Whoever is on both lists counts as black.

    Parameters
    ----------
    gate : id of the choice that leads to the commitment; each of its paths gets the gate
    black, black_share : the attribute of those on the black list, and its share if the lane does not have it
    red, red_share : the same for the red list; without either nobody is on one
    add : to the priority of the tasks of those on the red list, below 0
    provenance : who keeps the lists
    """

    title: ClassVar[Title] = Title(zh="红黑名单联合奖惩", en="Credit lists before a commitment")
    explanation: ClassVar[Title] = Title(
        zh="黑名单申请人不适用承诺审批，按原流程办理；红名单申请人优先办理。",
        en="Those on the black list take the long path instead of a commitment; those on the red list go first.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="流程须已有按条件进入的承诺路径，且尚未排除黑名单。",
        en="The lane has a choice by conditions that leads to a commitment and does not ask for the black list yet.",
    )
    comes_after: ClassVar[tuple[str, ...]] = ("notice_and_commitment",)
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.UP}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("SY-046", "认定本行业“红黑名单”,并共享至沈阳市公共信用信息平台"),
        seed("FS-008", "嚴格執行征信約束機制"),
        seed("PJ-022", "行业“黑名单”制度和市场退出机制"),
    )

    lever: Literal["credit_gate"] = "credit_gate"
    gate: Identifier = "commitment_eligible"
    black: Identifier = "blacklisted"
    black_share: Proportion | None = None
    red: Identifier | None = None
    red_share: Proportion | None = None
    add: Urgency = -1
    provenance: Provenance

    def apply(self, lane: Lane) -> Lane:
        """The lane with the gate.

        Raises
        ------
        LeverRefusedError
            If there is no such choice by conditions, if one of its paths asks for the black list already, if the red
            list has a priority already, or as of the attributes.
        """
        title = Title(zh="申请人在失信黑名单内", en="Applicant is on the black list")
        attributes = with_attribute(self, lane, self.black, title, self.black_share)
        choice = find(lane.body, self.gate)
        if not isinstance(choice, Choice):
            raise refused(self, f"a choice as {self.gate!r}", choice.kind, "Name the choice before the commitment.")
        trusted: Condition = Not.model_validate({"not": has(self.black)})
        gated = revised(choice, paths=tuple(self._gated(lane, path, trusted) for path in choice.paths))
        priorities = lane.priorities
        if self.red is not None or self.red_share is not None:
            red = self.red or "red_listed"
            title = Title(zh="申请人在守信红名单内", en="Applicant is on the red list")
            with_red = revised(lane, attributes=attributes)
            attributes = with_attribute(self, with_red, red, title, self.red_share)
            when = AllOf(all_of=(has(red), trusted))
            if any(asks_for(priority.when, red) for priority in priorities):
                raise refused(self, "a red list that has no priority yet", f"{red!r}, which has", "Leave red out.")
            new = CasePriority(when=when, add=self.add, provenance=self.provenance)
            priorities = first_in_line(priorities, new)
        body = replace_step(lane.body, self.gate, gated)
        return reformed(self, lane, body, attributes=attributes, priorities=priorities)

    def _gated(self, lane: Lane, path: Path, trusted: Condition) -> Path:
        if path.when is None:
            raise refused(
                self,
                f"a choice by conditions as {self.gate!r}",
                "one by chance",
                "Name the choice that asks who may give a commitment.",
            )
        if asks_for(path.when, self.black):
            raise refused(
                self,
                f"a way to the commitment that is not gated by {self.black!r} yet",
                "one that is",
                "Leave the lever out.",
            )
        parts = path.when.all_of if isinstance(path.when, AllOf) else (path.when,)
        check_known_from_the_start(self, path.when, lane.attributes)
        return revised(path, when=AllOf(all_of=(*parts, trusted)))
