"""Names by which workflows, activities and messages are known on the wire. Histories hold them: add, never rename."""

from __future__ import annotations

from typing import Final

RECORD_EVENTS: Final = "record_events"
DO_STEP: Final = "do_step"
OPEN_ROUND: Final = "open_round"
SUPERVISION_ROUND: Final = "SupervisionRound"
CHILD_ENDED: Final = "child_ended"
PARENT_GONE: Final = "parent_gone"
BEGIN_WORK: Final = "begin_work"
COMPLETE_WORK: Final = "complete_work"
WITHDRAW: Final = "withdraw"
GIVE_ORDER: Final = "give_order"
STATE: Final = "state"
EVENTS: Final = "events"

LANE_WORKFLOWS: Final = {
    "business_setup": "BusinessSetup",
    "property_registration": "PropertyRegistration",
    "construction_permit": "ConstructionPermit",
    "commitment_approval": "CommitmentApproval",
    "commitment_follow_up": "CommitmentFollowUp",
    "agent_service": "AgentService",
}
"""Lane id to workflow type."""

ANY_LANE: Final = "AnyLane"
"""Workflow type of lanes that a city wrote itself."""


def workflow_of(lane: str) -> str:
    """The workflow type that runs cases of a lane."""
    return LANE_WORKFLOWS.get(lane, ANY_LANE)


def department_queue(queue: str, system: str) -> str:
    """The task queue of a department's system.

    Parameters
    ----------
    queue : on which the cases wait for a worker
    """
    return f"{queue}-{system}"
