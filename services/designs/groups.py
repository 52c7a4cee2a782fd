"""How levers are grouped in the palette."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.designs.schemas import LeverGroup
from workflows.definition.provenance import Title

GROUP_TITLES: Final[Mapping[LeverGroup, Title]] = MappingProxyType(
    {
        LeverGroup.REVIEW: Title(zh="审查方式", en="How it is reviewed"),
        LeverGroup.STEPS: Title(zh="精简环节", en="Fewer steps"),
        LeverGroup.LIMITS: Title(zh="时限", en="Limits"),
        LeverGroup.MATERIALS: Title(zh="材料与证明", en="Documents and proofs"),
        LeverGroup.COMMITMENT: Title(zh="承诺与信用", en="Commitments and credit"),
        LeverGroup.WINDOWS: Title(zh="窗口与渠道", en="Windows and channels"),
        LeverGroup.PEOPLE: Title(zh="人员与授权", en="People and authority"),
        LeverGroup.AGENTS: Title(zh="代办与中介", en="Agents and intermediaries"),
        LeverGroup.SUPERVISION: Title(zh="监督与公开", en="Supervision and publication"),
        LeverGroup.SCOPE: Title(zh="比较范围", en="Scope of the comparison"),
    }
)

_LEVERS: Final[Mapping[LeverGroup, tuple[str, ...]]] = MappingProxyType(
    {
        LeverGroup.REVIEW: (
            "early_intervention",
            "handle_in_parallel",
            "joint_acceptance",
            "joint_meeting",
            "joint_review",
            "legal_review",
        ),
        LeverGroup.STEPS: (
            "automate_steps",
            "cancel_step",
            "file_instead_of_approve",
            "internal_handover",
            "merge_steps",
            "move_before_acceptance",
            "move_behind_decision",
            "on_the_spot_decision",
        ),
        LeverGroup.LIMITS: ("cut_time_limit", "pace_by_deadline", "pass_upward_at_once", "promise_limit"),
        LeverGroup.MATERIALS: (
            "accept_with_missing_documents",
            "demand_side_guide",
            "drop_document",
            "no_proof_service",
            "one_time_notification",
            "online_pre_review",
            "share_document",
        ),
        LeverGroup.COMMITMENT: (
            "credit_gate",
            "green_channel",
            "invest_by_commitment",
            "list_plus_commitment",
            "notice_and_commitment",
            "replace_document_by_commitment",
        ),
        LeverGroup.WINDOWS: (
            "assisted_channel",
            "change_hours",
            "channel_mix",
            "city_wide_acceptance",
            "on_site_service",
            "one_window_intake",
        ),
        LeverGroup.PEOPLE: (
            "approval_bureau",
            "change_staff",
            "chief_representative",
            "cross_train",
            "delegate_authority",
            "devolve_to_county",
            "first_contact_owner",
            "incentive_pay",
        ),
        LeverGroup.AGENTS: (
            "agency_pays_intermediary",
            "agent_service",
            "agent_staffing",
            "intermediary_limit",
            "intermediary_market",
            "no_splitting",
        ),
        LeverGroup.SUPERVISION: ("publish_decision", "split_supervision"),
        LeverGroup.SCOPE: ("end_at",),
    }
)

GROUP_OF: Final[Mapping[str, LeverGroup]] = MappingProxyType(
    {lever: group for group, levers in _LEVERS.items() for lever in levers}
)
"""Lever id to its group."""
