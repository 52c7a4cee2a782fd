"""The workflow types: thin classes over the conduct of a case, each with the messages of its own lane.

Temporal wants the run method, and the constructor that sees the input, on the class itself; whatever is common stands
in :class:`_LaneWorkflow`. A lane's own messages put its words in place of steps and outcomes, and check what only that
lane knows; they end in the same two verbs, begin and complete.
"""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():  # pure, and the same in every workflow: no need to load it for each
    from workflows.instants import Instant
    from workflows.temporal import names
    from workflows.temporal.conduct import Conduct, refusals
    from workflows.temporal.messages import (
        ActorKind,
        AgentAssigned,
        BeginWork,
        CaseResult,
        CaseStart,
        CaseState,
        ChildEnded,
        CompleteWork,
        Finding,
        ItemDecision,
        LicenceDecision,
        Receipt,
        RecordedEvent,
        SignedCommitment,
        TaxPaid,
        Withdraw,
    )
    from workflows.temporal.order_messages import GiveOrder


class _LaneWorkflow:
    """Messages and queries that every lane has."""

    _conduct: Conduct

    @workflow.update(name=names.BEGIN_WORK)
    async def begin_work(self, message: BeginWork) -> Receipt:
        """Somebody begins a step."""
        return await self._conduct.begin_work(message)

    @begin_work.validator
    def _check_begin_work(self, message: BeginWork) -> None:
        self._conduct.check(message)

    @workflow.update(name=names.COMPLETE_WORK)
    async def complete_work(self, message: CompleteWork) -> Receipt:
        """Somebody has done a step."""
        return await self._conduct.complete_work(message)

    @complete_work.validator
    def _check_complete_work(self, message: CompleteWork) -> None:
        self._conduct.check(message)

    @workflow.update(name=names.WITHDRAW)
    async def withdraw(self, message: Withdraw) -> Receipt:
        """The applicant withdraws the case."""
        return await self._conduct.withdraw(message)

    @withdraw.validator
    def _check_withdraw(self, message: Withdraw) -> None:
        self._conduct.check(message)

    @workflow.update(name=names.GIVE_ORDER)
    async def give_order(self, message: GiveOrder) -> Receipt:
        """Somebody orders what the lane did not foresee."""
        return await self._conduct.give_order(message)

    @give_order.validator
    def _check_give_order(self, message: GiveOrder) -> None:
        self._conduct.check(message)

    @workflow.signal(name=names.CHILD_ENDED)
    def child_ended(self, ended: ChildEnded) -> None:
        """A case that this one waits for has ended."""
        self._conduct.child_ended(ended)

    @workflow.signal(name=names.PARENT_GONE)
    def parent_gone(self, at: Instant) -> None:
        """The case that waited for this one does so no longer."""
        self._conduct.parent_gone(at)

    @workflow.query(name=names.STATE)
    def state(self) -> CaseState:
        """Where the case is."""
        return self._conduct.state()

    @workflow.query(name=names.EVENTS)
    def events(self, after: int) -> list[RecordedEvent]:
        """What has happened to it, from an event on."""
        return self._conduct.events(after)


@workflow.defn(name=names.LANE_WORKFLOWS["business_setup"], failure_exception_types=refusals)
class BusinessSetup(_LaneWorkflow):
    """A firm is set up: licence, tax, seal."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._conduct = Conduct(start)

    @workflow.run
    async def run(self, start: CaseStart) -> CaseResult:
        """Conduct the case to its end."""
        return await self._conduct.run()

    @workflow.update
    async def decide_licence(self, decision: LicenceDecision) -> Receipt:
        """The registrar grants or refuses the business licence."""
        return await self._conduct.complete_work(decision.work("business_licence"))

    @decide_licence.validator
    def _check_decide_licence(self, decision: LicenceDecision) -> None:
        self._conduct.check(decision.work("business_licence"))


@workflow.defn(name=names.LANE_WORKFLOWS["property_registration"], failure_exception_types=refusals)
class PropertyRegistration(_LaneWorkflow):
    """A property changes hands: transaction, tax, register."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._conduct = Conduct(start)

    @workflow.run
    async def run(self, start: CaseStart) -> CaseResult:
        """Conduct the case to its end."""
        return await self._conduct.run()

    @workflow.update
    async def pay_tax(self, paid: TaxPaid) -> Receipt:
        """The deed tax has been assessed and paid; the register may not be changed before."""
        return await self._conduct.complete_work(paid.work())

    @pay_tax.validator
    def _check_pay_tax(self, paid: TaxPaid) -> None:
        self._conduct.check(paid.work())


@workflow.defn(name=names.LANE_WORKFLOWS["construction_permit"], failure_exception_types=refusals)
class ConstructionPermit(_LaneWorkflow):
    """A project travels from site selection to completion, item by item."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._conduct = Conduct(start)

    @workflow.run
    async def run(self, start: CaseStart) -> CaseResult:
        """Conduct the case to its end."""
        return await self._conduct.run()

    @workflow.update
    async def decide_item(self, decision: ItemDecision) -> Receipt:
        """A department decides one of the project's items."""
        return await self._conduct.complete_work(decision.work())

    @decide_item.validator
    def _check_decide_item(self, decision: ItemDecision) -> None:
        self._conduct.check(decision.work(), waits_for=ActorKind.POOL)


@workflow.defn(name=names.LANE_WORKFLOWS["commitment_approval"], failure_exception_types=refusals)
class CommitmentApproval(_LaneWorkflow):
    """A licence, decided at once on a commitment where that is allowed."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._conduct = Conduct(start)

    @workflow.run
    async def run(self, start: CaseStart) -> CaseResult:
        """Conduct the case to its end."""
        return await self._conduct.run()

    @workflow.update
    async def sign_commitment(self, signed: SignedCommitment) -> Receipt:
        """The applicant commits in writing to the conditions that were notified."""
        return await self._conduct.complete_work(signed.work())

    @sign_commitment.validator
    def _check_sign_commitment(self, signed: SignedCommitment) -> None:
        self._conduct.check(signed.work())


@workflow.defn(name=names.LANE_WORKFLOWS["commitment_follow_up"], failure_exception_types=refusals)
class CommitmentFollowUp(_LaneWorkflow):
    """What follows a decision on a commitment; lives on when the case that opened it has ended."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._conduct = Conduct(start)

    @workflow.run
    async def run(self, start: CaseStart) -> CaseResult:
        """Conduct the case to its end."""
        return await self._conduct.run()

    @workflow.update
    async def report_finding(self, finding: Finding) -> Receipt:
        """A supervisor has checked whether the commitment was kept."""
        return await self._conduct.complete_work(finding.work())

    @report_finding.validator
    def _check_report_finding(self, finding: Finding) -> None:
        self._conduct.check(finding.work())


@workflow.defn(name=names.LANE_WORKFLOWS["agent_service"], failure_exception_types=refusals)
class AgentService(_LaneWorkflow):
    """A client's lanes, opened as cases of their own and shepherded by an agent."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._conduct = Conduct(start)

    @workflow.run
    async def run(self, start: CaseStart) -> CaseResult:
        """Conduct the case to its end."""
        return await self._conduct.run()

    @workflow.update
    async def assign_agent(self, assigned: AgentAssigned) -> Receipt:
        """The agent centre names the agent who will see the client through."""
        return await self._conduct.complete_work(assigned.work())

    @assign_agent.validator
    def _check_assign_agent(self, assigned: AgentAssigned) -> None:
        self._conduct.check(assigned.work())


@workflow.defn(name=names.ANY_LANE, failure_exception_types=refusals)
class AnyLane(_LaneWorkflow):
    """A lane that a city wrote itself."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._conduct = Conduct(start)

    @workflow.run
    async def run(self, start: CaseStart) -> CaseResult:
        """Conduct the case to its end."""
        return await self._conduct.run()


WORKFLOWS = (
    BusinessSetup,
    PropertyRegistration,
    ConstructionPermit,
    CommitmentApproval,
    CommitmentFollowUp,
    AgentService,
    AnyLane,
)
"""Every workflow type, for a worker to register."""
