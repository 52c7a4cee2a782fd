"""The lanes' own messages, as workflows take them; only an instant is written differently over HTTP."""

from __future__ import annotations

from pydantic import ConfigDict

from services.api.moments import MomentIn
from workflows.temporal.messages import (
    AgentAssigned,
    Finding,
    ItemDecision,
    LicenceDecision,
    SignedCommitment,
    TaxPaid,
)


class LicenceDecisionIn(LicenceDecision):
    """The registrar grants or refuses the business licence."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"granted": True}]})

    at: MomentIn | None = None


class TaxPaidIn(TaxPaid):
    """The deed tax has been paid; `receipt` is the number of the tax receipt."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"receipt": "2026-000123"}]})

    at: MomentIn | None = None


class ItemDecisionIn(ItemDecision):
    """A department decides one of a project's items; `item` is the id of the step."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"item": "site_opinion"}]})

    at: MomentIn | None = None


class SignedCommitmentIn(SignedCommitment):
    """A commitment in writing; `digest` is the SHA-256 of the signed document, in hexadecimal."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"digest": "0" * 64}]})

    at: MomentIn | None = None


class FindingIn(Finding):
    """What a check after the decision has found: whether the commitment was kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kept": True}]})

    at: MomentIn | None = None


class AgentAssignedIn(AgentAssigned):
    """An agent is named for a client."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"agent": "agent-1"}]})

    at: MomentIn | None = None
