"""Who sends a request, once a credential has told it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, TypeAlias

from pydantic import Field

from workflows.definition.provenance import Frozen

EVERY: Final = "*"
"""As a department: all of them."""


class Role(StrEnum):
    """What somebody is, for what they may do."""

    APPLICANT = "applicant"
    """Whoever a case is about, for themselves."""
    AGENT = "agent"
    """Whoever acts for applicants that gave them a mandate."""
    OFFICER = "officer"
    """Whoever does the work of a department."""
    SUPERVISOR = "supervisor"
    """Whoever answers for departments and their officers."""
    DESIGNER = "designer"
    """Whoever designs lanes, and runs experiments for that."""
    OPERATOR = "operator"
    """Whoever runs the machines, and is nobody's case worker."""


Subject: TypeAlias = Annotated[
    str, Field(pattern=r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$", max_length=120)
]
"""What somebody is called: in work items, in the trail, and as an applicant."""

_Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=200)]


class Mandate(Frozen):
    """What an applicant has allowed an agent, as far as it counts now.

    Parameters
    ----------
    lanes : in which it counts; in all if there are none
    actions : what the agent may do, beside seeing the cases
    """

    applicant: str
    lanes: frozenset[str]
    actions: frozenset[str]


class Principal(Frozen):
    """Who sends a request.

    Parameters
    ----------
    roles : what they may be at once; a request is allowed if one of them allows it
    departments : of officers and supervisors: whose work is theirs, each as a pool (``deed_tax_hall``), a pool of one
        lane (``property_registration/deed_tax_hall``), a department's title in either language, or ``*`` for all
    mandates : of agents: the applicants that they act for in everything, as the credential says
    registered : of agents: the mandates that applicants have given them here
    credential : what told it: ``token``, or ``key`` and the key's id
    """

    subject: Subject
    roles: frozenset[Role]
    departments: Annotated[frozenset[_Name], Field(max_length=1_000)] = frozenset()
    mandates: Annotated[frozenset[_Name], Field(max_length=1_000)] = frozenset()
    registered: tuple[Mandate, ...] = ()
    credential: str = "token"

    def serves(self, departments: frozenset[str]) -> bool:
        """Whether one of some departments, by all of their names, is theirs."""
        return EVERY in self.departments or not self.departments.isdisjoint(departments)

    @property
    def clients(self) -> frozenset[str]:
        """Of agents: everybody for whom they do anything."""
        return self.mandates | {mandate.applicant for mandate in self.registered}
