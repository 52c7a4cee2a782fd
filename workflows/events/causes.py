"""The words by which events tell why, how and what about, where people have ordered them."""

from __future__ import annotations

from enum import StrEnum


class Procedure(StrEnum):
    """Special procedures, whose time is not counted (行政许可法 art. 45)."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TEST = "test"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"


class Ground(StrEnum):
    """Why an authority ends a case by itself."""

    NOT_NEEDED = "not_needed"
    """The matter needs no licence (行政许可法 art. 32(1)): not accepted."""
    NOT_COMPETENT = "not_competent"
    """It is another authority's (行政许可法 art. 32(2)): acceptance is refused."""
    RETRACTION = "retraction"
    """A lawful decision is taken back because the law or the facts have changed (行政许可法 art. 8)."""
    REVOCATION = "revocation"
    """A decision that should not have been taken is struck down (行政许可法 art. 69)."""


class Handover(StrEnum):
    """How a step comes into other hands."""

    CLAIMED = "claimed"
    RELEASED = "released"
    DELEGATED = "delegated"
    REASSIGNED = "reassigned"
    ESCALATED = "escalated"


class Capacity(StrEnum):
    """As what somebody orders something that is not everybody's to order."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"


class Opinion(StrEnum):
    """What a department thinks of what another one leads."""

    AGREE = "agree"
    AGREE_WITH_CONDITIONS = "agree_with_conditions"
    OBJECT = "object"
