"""The catalogue of levers: every one that a scenario may use, by its id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, TypeAlias, get_args

from pydantic import Field

from workflows.definition.lane import Lane
from workflows.levers.agents import AgentService
from workflows.levers.before_acceptance import MoveBeforeAcceptance
from workflows.levers.behind_decision import MoveBehindDecision
from workflows.levers.cancelling import CancelStep
from workflows.levers.commitment import NoticeAndCommitment
from workflows.levers.corrections import OneTimeNotification
from workflows.levers.documents import DropDocument, ShareDocument
from workflows.levers.handover import InternalHandover
from workflows.levers.intake import OneWindowIntake
from workflows.levers.joint_review import JointReview
from workflows.levers.merging import MergeSteps
from workflows.levers.missing_documents import AcceptWithMissingDocuments
from workflows.levers.parallel_handling import HandleInParallel
from workflows.levers.scope import EndAt
from workflows.levers.staffing import ChangeHours, ChangeStaff
from workflows.levers.time_limits import CutTimeLimit, PromiseLimit

_AnyLever: TypeAlias = (
    AcceptWithMissingDocuments
    | AgentService
    | CancelStep
    | ChangeHours
    | ChangeStaff
    | CutTimeLimit
    | DropDocument
    | EndAt
    | HandleInParallel
    | InternalHandover
    | JointReview
    | MergeSteps
    | MoveBeforeAcceptance
    | MoveBehindDecision
    | NoticeAndCommitment
    | OneTimeNotification
    | OneWindowIntake
    | PromiseLimit
    | ShareDocument
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
