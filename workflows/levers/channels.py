"""Channels (渠道): the window, the net, machines, appointments and agents; each case comes by one of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, NonNegativeInt, model_validator

from workflows.definition.lane import Attribute, AttributeValue, DocumentSource, Lane
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.definition.quantities import TOLERANCE
from workflows.definition.steps import Step, Task
from workflows.definition.values import Identifier, Proportion, Variation
from workflows.levers.attributes import asks_for, has, share_left, share_of, varied, with_attribute, work_named
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.reactions import Reaction
from workflows.levers.rewriting import replace_steps, revised

ATTRIBUTE: Final = "channel"


class Channel(StrEnum):
    """A way by which a case comes in."""

    COUNTER = "counter"
    ONLINE = "online"
    SELF_SERVICE = "self_service"
    APPOINTMENT = "appointment"
    AGENT = "agent"


_TITLES: Final = {
    Channel.COUNTER: Title(zh="窗口办理", en="At the window"),
    Channel.ONLINE: Title(zh="网上办理", en="Online"),
    Channel.SELF_SERVICE: Title(zh="自助办理", en="At a machine"),
    Channel.APPOINTMENT: Title(zh="预约办理", en="By appointment"),
    Channel.AGENT: Title(zh="委托代办", en="Through an agent"),
}


class AtSteps(Frozen):
    """What some steps are like for cases of one channel.

    Parameters
    ----------
    steps : which
    visits : trips that each then costs, instead of its own
    time : by how much each then takes longer, or less long if below 1
    """

    steps: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    visits: NonNegativeInt | None = None
    time: Reaction | None = None

    @model_validator(mode="after")
    def _differs(self) -> Self:
        if self.visits is None and self.time is None:
            raise ValueError("expected visits or time, or both; found none. Leave the entry out.")
        return self


class ChannelUse(Frozen):
    """How many cases come by a channel, and at which steps that makes a difference.

    Parameters
    ----------
    channel, share : which, and the share of cases that come by it
    differs_at : the steps that are then not what the lane says
    """

    channel: Channel
    share: Proportion
    differs_at: tuple[AtSteps, ...] = ()


class ChannelMix(LeverFields):
    """Every case comes by one channel, which makes some steps cost fewer trips or less time.

    Used again, with shares alone, it shifts cases between the channels: from nine in ten online to all of them.

    Parameters
    ----------
    channels : each with its share; the shares add up to 1
    """

    title: ClassVar[Title] = Title(zh="办理渠道", en="Channel mix")
    explanation: ClassVar[Title] = Title(
        zh="按渠道（窗口、网上、自助、预约、代办）分流：网上办理的环节少跑或不跑，用时缩短。",
        en="Cases come by window, online, machine, appointment or agent; steps done online cost fewer trips and "
        "less time.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="首次使用须列明渠道影响的环节；再次使用只调整各渠道占比。",
        en="A first use names steps at which a channel makes a difference; a later one gives other shares and "
        "nothing else.",
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "one_window_intake",
        "merge_steps",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"visits": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("DD-032", "积极推行一站式办理、上门办理、预约办理、自助办理、委托代办等服务"),
        seed("FS-024", "全市政務服務事項網上可辦率達到90%以上"),
        seed("FS-025", "審批事項由“最多跑一次”向“一次都不跑”邁進"),
        seed("PJ-027", "“网上审批为常态,网下审批为例外”"),
        seed("SY-018", "形成互联网服务统一入口"),
        seed("PJ-017", "加快推进工商登记注册全程电子化"),
    )

    lever: Literal["channel_mix"] = "channel_mix"
    channels: Annotated[tuple[ChannelUse, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _every_case_comes_by_one(self) -> Self:
        names = [use.channel for use in self.channels]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"expected each channel once; found {twice} again")
        total = math.fsum(use.share.value for use in self.channels)
        if abs(total - 1) > TOLERANCE:
            raise ValueError(f"expected shares that add up to 1; found {total:g}")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with channels, or with other shares of them.

        Raises
        ------
        LeverRefusedError
            If it makes no difference at any step, if a step is named twice for a channel, or if the lane has channels
            already and more than shares is given.
        """
        if ATTRIBUTE in lane.attributes:
            return self._shifted(lane)
        if not any(use.differs_at for use in self.channels):
            raise refused(self, "a step at which a channel makes a difference", "none", "Name some (differs_at).")
        values = tuple(
            AttributeValue(value=use.channel.value, title=_TITLES[use.channel], share=use.share)
            for use in self.channels
        )
        attribute = Attribute(title=Title(zh="办理渠道", en="Channel"), values=values)
        body = replace_steps(lane.body, self._varied(lane)) or lane.body
        return reformed(self, lane, body, attributes=lane.attributes | {ATTRIBUTE: attribute})

    def _varied(self, lane: Lane) -> dict[str, Step | None]:
        new: dict[str, dict[Channel, Variation]] = defaultdict(dict)
        for use in self.channels:
            for entry in use.differs_at:
                for step_id in entry.steps:
                    if use.channel in new[step_id]:
                        raise refused(
                            self, "every step once for a channel", f"{step_id!r} twice", "Join the two entries."
                        )
                    when = has(ATTRIBUTE, use.channel.value)
                    new[step_id][use.channel] = Variation(when=when, visits=entry.visits, time=entry.time)
        return {step.id: varied(self, step, new[step.id].values()) for step in work_named(self, lane, new)}

    def _shifted(self, lane: Lane) -> Lane:
        attribute = lane.attributes[ATTRIBUTE]
        if any(use.differs_at for use in self.channels):
            raise refused(
                self,
                "shares alone, since the lane has channels already",
                "steps at which a channel differs",
                "Leave differs_at out to shift cases between channels.",
            )
        there = {each.value: each for each in attribute.values}
        shares = {known("channel", use.channel.value, there): use.share for use in self.channels}
        if missing := [value for value in there if value not in shares]:
            raise refused(self, "a share for every channel of the lane", f"none of {missing[0]}", "Give it one.")
        values = tuple(revised(each, share=shares[each.value]) for each in attribute.values)
        return reformed(self, lane, attributes=lane.attributes | {ATTRIBUTE: revised(attribute, values=values)})


class AssistedChannel(LeverFields):
    """Some applicants, such as the elderly, are helped at the window, which takes longer for them.

    Parameters
    ----------
    attribute, share : who: an attribute of yes and no, and its share if the lane does not have it
    steps : at which they are helped
    time : by how much these then take longer
    visits : trips that each of these then costs, instead of its own
    defects_left : share of the defects in their papers that is left after the help; by default all. A document has one
        chance of a defect for everybody, so the defects fall on average over all cases
    """

    title: ClassVar[Title] = Title(zh="传统服务方式（老年人等）", en="Assisted channel")
    explanation: ClassVar[Title] = Title(
        zh="为老年人等群体保留传统窗口服务并加以引导：窗口用时更长，材料差错可相应减少。",
        en="The elderly and others are helped at the window: it takes officers longer, and may leave fewer papers "
        "wrong.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列环节须有人办理，且尚未对这类申请人作区别。",
        en="Somebody does the steps, and they are the same for these applicants so far.",
    )
    comes_after: ClassVar[tuple[str, ...]] = (
        "one_window_intake",
        "merge_steps",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"agency_cost": Direction.UP}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("SY-005", "尤其是针对年龄偏大群体,强化传统服务方式"),
        seed("SY-004", "变“被动式”服务为“主动式”服务"),
    )

    lever: Literal["assisted_channel"] = "assisted_channel"
    attribute: Identifier = "assisted"
    share: Proportion | None = None
    steps: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    time: Reaction
    visits: NonNegativeInt | None = None
    defects_left: Proportion | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with help.

        Raises
        ------
        LeverRefusedError
            If a step differs for them already, if defects are to fall although no step needs a document of the
            applicant, or as of the attribute.
        """
        title = Title(zh="需要引导帮助", en="Needs assistance")
        attributes = with_attribute(self, lane, self.attribute, title, self.share)
        helped: dict[str, Step | None] = {}
        needed: dict[str, None] = {}
        for step in work_named(self, lane, self.steps):
            if any(asks_for(variation.when, self.attribute) for variation in step.variations):
                raise refused(
                    self,
                    f"a step that is the same for them so far as {step.id!r}",
                    f"one that asks for {self.attribute!r} already",
                    "Leave it out.",
                )
            variation = Variation(when=has(self.attribute), visits=self.visits, time=self.time)
            helped[step.id] = varied(self, step, [variation])
            needed |= dict.fromkeys(step.documents if isinstance(step, Task) else ())
        documents = dict(lane.documents)
        if self.defects_left is not None:
            brought = [name for name in needed if documents[name].source is DocumentSource.APPLICANT]
            if not brought:
                raise refused(
                    self, "a step with papers of the applicant", "none", "Name the form check, or drop defects_left."
                )
            for name in brought:
                share, of = documents[name].defect_share, share_of(attributes[self.attribute])
                documents[name] = revised(documents[name], defect_share=share_left(share, of, self.defects_left))
        body = replace_steps(lane.body, helped)
        return reformed(self, lane, body, attributes=attributes, documents=documents)
