"""No splitting (严禁拆分): what is one service of an intermediary is ordered, done and paid once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, PositiveFloat

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import Step, ThirdPartyStep
from workflows.definition.values import Identifier, Money
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed
from workflows.levers.merging import summed
from workflows.levers.rewriting import flattened, revised
from workflows.levers.runs import consecutive_run
from workflows.levers.shorter_path import steps_of_run


class NoSplitting(LeverFields):
    """Several steps of one intermediary become the one service that they are.

    Parameters
    ----------
    services : the steps, at least two, that follow one another
    into, into_title : id and title of the one service
    factor : its time as a multiple of the sum of theirs
    time : instead: its time
    fee : what it costs; by default what they cost together
    """

    title: ClassVar[Title] = Title(zh="中介服务不得拆分", en="No splitting of an intermediary service")
    explanation: ClassVar[Title] = Title(
        zh="一项中介服务不得拆分为多个环节：合并为一次委托、一次跑动。",
        en="Steps into which one intermediary service was split become one again: ordered once, with one trip.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="各环节须由同一类中介办理、前后相连、对各类案件相同，且至多一个有不同结果。",
        en=(
            "One party does all of the steps, they follow one another, are the same for all cases, and one decides at "
            "most."
        ),
    )
    moves: ClassVar[Mapping[str, Direction]] = {"steps": Direction.DOWN, "visits": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (seed("SY-053", "严禁将一项中介服务拆分为多个环节"),)

    lever: Literal["no_splitting"] = "no_splitting"
    services: Annotated[tuple[Identifier, ...], Field(min_length=2)]
    into: Identifier
    into_title: Title
    factor: PositiveFloat = 1.0
    time: Distribution | None = None
    fee: Money | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with one service in the place of its parts.

        Raises
        ------
        LeverRefusedError
            If somebody else does one of them, if other steps stand between, or if more than one can come out in
            different ways.
        """
        body = flattened(lane.body)
        run = consecutive_run(self, lane, body, self.services)
        services = [self._service(step) for step in steps_of_run(run)]
        self._check_one(services)
        whole = revised(
            services[0],
            id=self.into,
            title=self.into_title,
            time=self.time or summed([step.time for step in services], self.factor),
            visits=max(step.visits for step in services),
            outcomes=next((step.outcomes for step in services if step.outcomes), ()),
            documents=tuple(dict.fromkeys(name for step in services for name in step.documents)),
            fee=self.fee or _together(services),
            clauses=tuple(dict.fromkeys((*(each for step in services for each in step.clauses), *self.clauses))),
        )
        return reformed(self, lane, run.replaced_by(body, (whole,)), dict.fromkeys(self.services, self.into))

    def _service(self, step: Step) -> ThirdPartyStep:
        if isinstance(step, ThirdPartyStep):
            return step
        raise refused(self, "steps of an intermediary", step.kind, "Name third-party steps only.")

    def _check_one(self, services: list[ThirdPartyStep]) -> None:
        first = services[0]
        for step in services[1:]:
            if step.party != first.party:
                raise refused(
                    self,
                    "one party, since it is one service",
                    f"{first.party.en} for {first.id!r} and {step.party.en} for {step.id!r}",
                    "Name parts of the same service.",
                )
            if step.variations != first.variations:
                raise refused(
                    self,
                    "steps that are the same for all cases",
                    f"{step.id!r} with variations",
                    "Apply this lever before those that vary steps.",
                )
        if len(deciding := [step.id for step in services if step.outcomes]) > 1:
            raise refused(
                self,
                "at most one step that comes out in different ways",
                f"{', '.join(deciding)}",
                "Name parts of which one decides.",
            )


def _together(services: list[ThirdPartyStep]) -> Money | None:
    fees = [step.fee for step in services if step.fee]
    return Money(yuan=math.fsum(fee.yuan for fee in fees), provenance=fees[0].provenance) if fees else None
