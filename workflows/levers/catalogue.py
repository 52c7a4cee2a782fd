"""The catalogue of levers: every one that a scenario may use, by its id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, TypeAlias, get_args

from pydantic import Field

from workflows.definition.lane import Lane
from workflows.levers.after_decision import PublishDecision, SplitSupervision
from workflows.levers.agent_staffing import AgentStaffing
from workflows.levers.agents import AgentService
from workflows.levers.automating import AutomateSteps
from workflows.levers.before_acceptance import MoveBeforeAcceptance
from workflows.levers.behind_decision import MoveBehindDecision
from workflows.levers.bureau import ApprovalBureau, ChiefRepresentative
from workflows.levers.cancelling import CancelStep
from workflows.levers.channels import AssistedChannel, ChannelMix
from workflows.levers.commitment import NoticeAndCommitment
from workflows.levers.corrections import OneTimeNotification
from workflows.levers.county import DevolveToCounty
from workflows.levers.credit import CreditGate, GreenChannel
from workflows.levers.delegation import DelegateAuthority
from workflows.levers.documents import DropDocument, ShareDocument
from workflows.levers.early_intervention import EarlyIntervention
from workflows.levers.filing import FileInsteadOfApprove
from workflows.levers.guide import DemandSideGuide
from workflows.levers.handover import InternalHandover
from workflows.levers.incentives import IncentivePay
from workflows.levers.intake import OneWindowIntake
from workflows.levers.intermediaries import AgencyPaysIntermediary, IntermediaryMarket
from workflows.levers.intermediary_limits import IntermediaryLimit
from workflows.levers.investment import InvestByCommitment
from workflows.levers.joint_acceptance import JointAcceptance
from workflows.levers.joint_meeting import JointMeeting
from workflows.levers.joint_review import JointReview
from workflows.levers.legal_review import LegalReview
from workflows.levers.list_commitment import ListPlusCommitment
from workflows.levers.merging import MergeSteps
from workflows.levers.missing_documents import AcceptWithMissingDocuments
from workflows.levers.no_proof import NoProofService
from workflows.levers.on_site import OnSiteService
from workflows.levers.on_the_spot import OnTheSpotDecision
from workflows.levers.owner import FirstContactOwner
from workflows.levers.pacing import PaceByDeadline
from workflows.levers.parallel_handling import HandleInParallel
from workflows.levers.pooling import CityWideAcceptance, CrossTrain
from workflows.levers.pre_review import OnlinePreReview
from workflows.levers.scope import EndAt
from workflows.levers.signed_documents import ReplaceDocumentByCommitment
from workflows.levers.splitting import NoSplitting
from workflows.levers.staffing import ChangeHours, ChangeStaff
from workflows.levers.time_limits import CutTimeLimit, PromiseLimit
from workflows.levers.upward import PassUpwardAtOnce

_AnyLever: TypeAlias = (
    AcceptWithMissingDocuments
    | AgencyPaysIntermediary
    | AgentService
    | AgentStaffing
    | ApprovalBureau
    | AssistedChannel
    | AutomateSteps
    | CancelStep
    | ChangeHours
    | ChangeStaff
    | ChannelMix
    | ChiefRepresentative
    | CityWideAcceptance
    | CreditGate
    | CrossTrain
    | CutTimeLimit
    | DelegateAuthority
    | DemandSideGuide
    | DevolveToCounty
    | DropDocument
    | EarlyIntervention
    | EndAt
    | FileInsteadOfApprove
    | FirstContactOwner
    | GreenChannel
    | HandleInParallel
    | IncentivePay
    | IntermediaryLimit
    | IntermediaryMarket
    | InternalHandover
    | InvestByCommitment
    | JointAcceptance
    | JointMeeting
    | JointReview
    | LegalReview
    | ListPlusCommitment
    | MergeSteps
    | MoveBeforeAcceptance
    | MoveBehindDecision
    | NoProofService
    | NoSplitting
    | NoticeAndCommitment
    | OnSiteService
    | OnTheSpotDecision
    | OneTimeNotification
    | OneWindowIntake
    | OnlinePreReview
    | PaceByDeadline
    | PassUpwardAtOnce
    | PromiseLimit
    | PublishDecision
    | ReplaceDocumentByCommitment
    | ShareDocument
    | SplitSupervision
)

Lever: TypeAlias = Annotated[_AnyLever, Field(discriminator="lever")]
"""Any lever; in a file, the field ``lever`` tells which."""

LEVERS: Final[dict[str, type[_AnyLever]]] = {kind.model_fields["lever"].default: kind for kind in get_args(_AnyLever)}
"""Lever id to its model."""


def apply_levers(lane: Lane, levers: Iterable[Lever]) -> Lane:
    """Apply levers one after the other.

    Raises
    ------
    LeverRefusedError
        Of the first lever that does not fit the lane as the levers before it left it.
    """
    for lever in levers:
        lane = lever.apply(lane)
    return lane
