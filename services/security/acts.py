"""What somebody was allowed to do: who, what, and to what. Services take it, and the trail keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from services.audit.chain import Entry, Outcome
from services.clock import present_instant
from services.security.policy import Action, Resource, allows, authorise
from services.security.principal import Principal
from workflows.definition.lane import Lane

_NOTHING: Final = Resource()


@dataclass(frozen=True, slots=True)
class Act:
    """A request by somebody who may make it.

    Attributes
    ----------
    named : kind to id of what it is about, for the trail
    resource : the same, for the policy
    lane : that the case travels which it is about, if it is about one and the store has the lane
    """

    who: Principal
    action: Action
    named: tuple[tuple[str, str], ...] = ()
    resource: Resource = _NOTHING
    lane: Lane | None = field(default=None, repr=False, compare=False)

    def allows(self, action: Action) -> bool:
        """Whether they may do something else to the same thing too."""
        return allows(self.who, action, self.resource)

    def require(self, action: Action) -> None:
        """See that they may do something else to the same thing too.

        Raises
        ------
        ForbiddenError
            If they may not.
        """
        authorise(self.who, action, self.resource)

    def to(self, **named: str) -> Act:
        """The same, with what only came of it, such as the id of a case that is started."""
        return replace(self, named=tuple(sorted((dict(self.named) | named).items())))

    def entry(self, outcome: Outcome, digest: str = "", regarding: int | None = None) -> Entry:
        """The same, as the trail keeps it.

        Parameters
        ----------
        digest : of the request's body
        """
        return Entry(
            at=present_instant(),
            subject=self.who.subject,
            roles=tuple(sorted(self.who.roles)),
            credential=self.who.credential,
            action=self.action,
            resources=self.named,
            outcome=outcome,
            digest=digest,
            regarding=regarding,
        )
