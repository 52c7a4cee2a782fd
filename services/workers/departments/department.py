"""What a department's system is: one function, in the transaction in which its effect is kept, or not.

::

    registry      allots a unified social credit code          registers  registrations
    tax           opens a taxpayer's record under it                      taxpayers
    seal          files the seals under a number                          seals
    sharing       looks up what earlier cases have shown                  -
    publication   tells the public of the decision                        publications
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from services.store.registers import Effect
from workflows.errors import GreenlaneError
from workflows.instants import Instant
from workflows.temporal.errand_messages import Errand


class LeftToPeopleError(GreenlaneError):
    """A step that a system cannot do, now or later: people have to."""


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Where an installation's departments are.

    Attributes
    ----------
    authority : first two places of credit codes: the authority and the kind of organisation
    region : six digits of GB/T 2260
    """

    authority: str
    region: str


class Department(Protocol):
    """A department's system."""

    def __call__(self, connection: Connection, errand: Errand, at: Instant, where: Jurisdiction, /) -> Effect:
        """Do a step.

        Parameters
        ----------
        connection : of the transaction in which the effect is kept
        at : now

        Raises
        ------
        LeftToPeopleError
            If it cannot be done.
        """
