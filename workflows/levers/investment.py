"""Commitment for investment projects (企业投资项目承诺制): who complies needs no approval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, NonNegativeInt, model_validator

from workflows.definition.conditions import AllOf, Condition, Not
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Attribute, AttributeValue, Lane
from workflows.definition.provenance import Frozen, Provenance, Source, Title
from workflows.definition.steps import ApplicantStep, Call, Choice, Mark, Milestone, Path, Step, Task
from workflows.definition.values import Factor, Identifier, Proportion, Variation
from workflows.levers.attributes import has, varied, work_named
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.rewriting import flattened, in_sequence, replace_steps
from workflows.levers.runs import consecutive_run
from workflows.levers.shorter_path import check_known_from_the_start, marks_of_run, passed_again, steps_of_run

COMPLIANT: Final = "compliant"
NEGATIVE_LIST: Final = "negative_list"
_OTHERS: Final = "in_catalogue"


class InvestmentKinds(Frozen):
    """How many projects are of which kind; the others need the approval that they needed before.

    Parameters
    ----------
    attribute : id of the attribute that the lane gets
    compliant : outside the approval catalogue, and in line with policy, equipment, energy use and emissions
    negative_list : on the negative list
    """

    attribute: Identifier = "investment_kind"
    compliant: Proportion
    negative_list: Proportion

    @model_validator(mode="after")
    def _no_more_than_all(self) -> Self:
        if self.compliant.value + self.negative_list.value > 1:
            raise ValueError(
                f"expected compliant and negative_list to add up to 1 at most; was {self.compliant.value} and "
                f"{self.negative_list.value}"
            )
        return self

    def as_attribute(self) -> Attribute:
        """The attribute, with what is left as a third value."""
        left = Proportion(
            value=1 - self.compliant.value - self.negative_list.value,
            provenance=Provenance(source=Source.ASSUMED, basis="What compliant and listed projects leave"),
        )
        titles = {
            COMPLIANT: Title(zh="目录外且合规", en="Compliant, outside the catalogue"),
            NEGATIVE_LIST: Title(zh="负面清单", en="On the negative list"),
            _OTHERS: Title(zh="仍须核准", en="Still to be approved"),
        }
        shares = {COMPLIANT: self.compliant, NEGATIVE_LIST: self.negative_list, _OTHERS: left}
        return Attribute(
            title=Title(zh="投资项目类别", en="Kind of investment project"),
            values=tuple(AttributeValue(value=key, title=titles[key], share=share) for key, share in shares.items()),
        )


class InvestByCommitment(LeverFields):
    """Compliant projects are not approved any more: they commit themselves and are supervised. The rest is approved.

    Parameters
    ----------
    kinds : how many projects are compliant or on the negative list, if the lane does not tell yet
    compliant, listed : instead: conditions on attributes that the lane has; a listed project is never compliant
    replaces : the consecutive steps of the approval
    signing_time, signing_visits : of the applicant, for the commitment
    pool, recording_time : who records the commitment, and its working time
    follow_up : id of the lane of the supervision, a case of its own that nobody waits for
    strict_steps : steps that take longer for listed projects
    strictness : how many times as long, at least 1
    """

    title: ClassVar[Title] = Title(
        zh="企业投资项目承诺制与负面清单", en="Investment by commitment, with a negative list"
    )
    explanation: ClassVar[Title] = Title(
        zh="目录外合规项目不再审批，承诺后加强监管；负面清单项目严审批、严监管。",
        en="Compliant projects outside the catalogue only commit themselves; listed ones are approved strictly.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="条件只问案件属性，新属性不得重名；严审步骤须有人办理；受理与决定不得只在所替代步骤的分支之内。",
        en=(
            "Conditions ask for attributes only, a new one has a new id, somebody does the strict steps, and no mark "
            "of the clock hides in a path."
        ),
    )
    comes_after: ClassVar[tuple[str, ...]] = ("move_before_acceptance",)
    moves: ClassVar[Mapping[str, Direction]] = {"processing_time.mean": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("PJ-004", "在工艺和装备以及能耗、排放等方面都符合相关要求的企业投资项目不再审批"),
        seed("PJ-005", "列入“负面清单”,实行严审批、严监管"),
    )

    lever: Literal["invest_by_commitment"] = "invest_by_commitment"
    kinds: InvestmentKinds | None = None
    compliant: Condition | None = None
    listed: Condition | None = None
    replaces: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    signing_time: Distribution
    signing_visits: NonNegativeInt = 0
    pool: Identifier
    recording_time: Distribution
    follow_up: Identifier = "commitment_follow_up"
    strict_steps: tuple[Identifier, ...] = ()
    strictness: Factor | None = None

    @model_validator(mode="after")
    def _told_in_one_way(self) -> Self:
        if (self.kinds is None) == (self.compliant is None and self.listed is None):
            raise ValueError("expected kinds, or compliant and listed; found " + ("both" if self.kinds else "neither"))
        if self.kinds is None and (self.compliant is None or self.listed is None):
            raise ValueError("expected compliant and listed; found one of them")
        if bool(self.strict_steps) != (self.strictness is not None):
            raise ValueError("expected strict_steps and strictness, or neither; found one of them")
        if self.strictness is not None and self.strictness.value < 1:
            raise ValueError(f"expected a strictness of at least 1; was {self.strictness.value}")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with a path of commitment.

        Raises
        ------
        LeverRefusedError
            If a condition asks for anything but attributes, if the lane has the new attribute, or if the clock starts
            or ends in a path of what is replaced.
        """
        known("pool", self.pool, lane.pools)
        compliant, listed, attributes = self._told_apart(lane)
        body = flattened(lane.body)
        if self.strictness is not None:
            strict = Variation(when=listed, time=self.strictness)
            works = work_named(self, lane, self.strict_steps)
            body = replace_steps(body, {step.id: varied(self, step, (strict,)) for step in works}) or body
        run = consecutive_run(self, lane, body, self.replaces)
        path = in_sequence(*self._committed(marks_of_run(self, body, run)))
        either = Choice(
            id="investment_commitment",
            title=Title(zh="承诺或审批", en="Commitment or approval"),
            paths=(Path(step=path, when=AllOf(all_of=(compliant, Not.model_validate({"not": listed})))),),
            otherwise=in_sequence(*steps_of_run(run)),
        )
        return reformed(self, lane, run.replaced_by(body, (either,)), attributes=attributes)

    def _told_apart(self, lane: Lane) -> tuple[Condition, Condition, dict[str, Attribute]]:
        if self.compliant is not None and self.listed is not None:
            check_known_from_the_start(self, self.compliant, lane.attributes)
            check_known_from_the_start(self, self.listed, lane.attributes)
            return self.compliant, self.listed, lane.attributes
        assert self.kinds is not None  # checked when the lever is read
        name = self.kinds.attribute
        if name in lane.attributes:
            raise refused(
                self, "a new id for the new attribute", f"{name!r} twice", "Give conditions instead (compliant)."
            )
        attributes = lane.attributes | {name: self.kinds.as_attribute()}
        return has(name, COMPLIANT), has(name, NEGATIVE_LIST), attributes

    def _committed(self, marks: tuple[Milestone, ...]) -> tuple[Step, ...]:
        signed = ApplicantStep(
            id="investment_commitment_signed",
            title=Title(zh="签署投资项目承诺书", en="Sign the commitment of the project"),
            time=self.signing_time,
            visits=self.signing_visits,
            clauses=self.clauses[:1],
        )
        recorded = Task(
            id="investment_commitment_recorded",
            title=Title(zh="承诺备案", en="Record the commitment"),
            pool=self.pool,
            service_time=self.recording_time,
            clauses=self.clauses[:1],
        )
        supervised = Call(
            id="investment_supervision_opened",
            title=Title(zh="转承诺后监管", en="Open the supervision"),
            lane=self.follow_up,
            awaited=False,
        )
        before = tuple(mark for mark in marks if mark.mark in (Mark.SUBMITTED, Mark.ACCEPTED))
        behind = tuple(mark for mark in marks if mark not in before)
        return (
            signed,
            *(passed_again(mark, "investment_commitment") for mark in before),
            recorded,
            *(passed_again(mark, "investment_commitment") for mark in behind),
            supervised,
        )
