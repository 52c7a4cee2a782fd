"""How a system does a step once, however often it is told to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import Engine
from temporalio import activity
from temporalio.exceptions import ApplicationError

from services.store.database import writing
from services.store.registers import Effect, claim_effect, keep_effect
from services.temporal_clock import instant_given_out
from services.workers.departments.department import Department, Jurisdiction, LeftToPeopleError
from services.workers.departments.firms import allot_code, file_seals, open_record
from services.workers.departments.publishing import publish_decision
from services.workers.departments.sharing import look_up
from workflows.definition.actors import System
from workflows.definition.lane import DONE
from workflows.instants import Instant
from workflows.temporal.errand_messages import Errand, ErrandDone
from workflows.temporal.names import DO_STEP

DEPARTMENTS: Final[Mapping[System, Department]] = MappingProxyType(
    {
        System.REGISTRY: allot_code,
        System.TAX: open_record,
        System.SEAL: file_seals,
        System.SHARING: look_up,
        System.PUBLICATION: publish_decision,
    }
)


def do_once(engine: Engine, errand: Errand, at: Instant, where: Jurisdiction) -> ErrandDone:
    """Do a step, unless it has been done: then answer what was answered then.

    Parameters
    ----------
    at : now

    Raises
    ------
    LeftToPeopleError
        If people have to do it; nothing is kept then.
    ServerUnavailableError
        If the store does not answer.
    """
    automatic = errand.automatic
    with writing(engine) as connection:
        effect = claim_effect(connection, errand.key, automatic.system, errand.case, at)
        if effect is None:
            effect = DEPARTMENTS[automatic.system](connection, errand, at, where)
            _check_answer(errand, effect)
            keep_effect(connection, errand.key, effect)
    return ErrandDone(
        step=errand.step,
        occurrence=errand.occurrence,
        outcome=(automatic.outcome or DONE) if effect.found else (automatic.otherwise or DONE),
        member=automatic.system,
        began_at=at,
    )


def _check_answer(errand: Errand, effect: Effect) -> None:
    if not effect.found and errand.automatic.otherwise is None:
        raise LeftToPeopleError(
            f"{errand.automatic.system} has found nothing for step {errand.step!r} of case {errand.case!r}, "
            "and the lane does not say how the step comes out then"
        )


class DepartmentDesk:
    """The activity of a department's worker.

    Parameters
    ----------
    engine : the store
    """

    def __init__(self, engine: Engine, where: Jurisdiction) -> None:
        self._engine = engine
        self._where = where

    @activity.defn(name=DO_STEP)
    def do_step(self, errand: Errand) -> ErrandDone:
        """Do a step for a case; the key is the case, the step and its occurrence."""
        try:
            return do_once(self._engine, errand, instant_given_out(), self._where)
        except LeftToPeopleError as error:
            raise ApplicationError(str(error), type="left_to_people", non_retryable=True) from error
