"""Those beside the people of pools: who pays a third party, and the systems that do steps by themselves."""

from __future__ import annotations

from enum import StrEnum

from workflows.definition.provenance import Frozen
from workflows.definition.values import Identifier


class Payer(StrEnum):
    """Who pays a third party's fee."""

    APPLICANT = "applicant"
    AGENCY = "agency"


class System(StrEnum):
    """A department's system that does steps by itself."""

    REGISTRY = "registry"
    """市场监管登记系统: allots a unified social credit code."""
    TAX = "tax"
    """电子税务局: opens a taxpayer's record under that code."""
    SEAL = "seal"
    """印章备案系统: files the seals and gives them a number."""
    SHARING = "sharing"
    """数据共享交换平台: looks up documents that authorities hold already."""
    PUBLICATION = "publication"
    """信息公开平台: publishes the decision."""


class Automatic(Frozen):
    """Which system does a step, so that nobody has to; people can still take over while it is open.

    Parameters
    ----------
    system : whose system
    outcome : how the step comes out when the system has done it; one of its outcomes, if it has any
    otherwise : how it comes out when the system finds nothing; it then waits for people if absent
    documents : that the system looks up, if they are others than those that the step needs from the applicant
    """

    system: System
    outcome: Identifier | None = None
    otherwise: Identifier | None = None
    documents: tuple[Identifier, ...] = ()
