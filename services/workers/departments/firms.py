"""What the systems of the registry, the tax bureau and the police do for a firm that is set up."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from services.store.registers import (
    Effect,
    code_registered_by,
    file_seal,
    next_number,
    open_taxpayer,
    register,
)
from services.workers.departments.credit_codes import credit_code
from services.workers.departments.department import Jurisdiction, LeftToPeopleError
from workflows.instants import Instant
from workflows.temporal.errand_messages import Errand

_SEALS: Final = 10_000_000
"""Seals that a region can have: a seal's number is that of the region and seven digits."""


def allot_code(connection: Connection, errand: Errand, at: Instant, where: Jurisdiction) -> Effect:
    """Enter a firm under the next free code."""
    code = credit_code(where.authority, where.region, next_number(connection, "registrations"))
    register(connection, code, errand.case, at)
    return Effect(found=True, content={"code": code})


def open_record(connection: Connection, errand: Errand, at: Instant, _: Jurisdiction) -> Effect:
    """Open a taxpayer's record under the code that was allotted in the case."""
    code = _code(connection, errand)
    open_taxpayer(connection, code, errand.case, at)
    return Effect(found=True, content={"code": code})


def file_seals(connection: Connection, errand: Errand, at: Instant, where: Jurisdiction) -> Effect:
    """File the seals of the firm under the next free number of the region."""
    code = _code(connection, errand)
    number = next_number(connection, f"seals {where.region}")
    if number >= _SEALS:
        raise LeftToPeopleError(f"expected a free seal number of region {where.region}; all {_SEALS - 1} are taken")
    filed = f"{where.region}{number:07}"
    file_seal(connection, filed, code, errand.case, at)
    return Effect(found=True, content={"code": code, "seal": filed})


def _code(connection: Connection, errand: Errand) -> str:
    code = code_registered_by(connection, errand.case)
    if code is None:
        raise LeftToPeopleError(
            f"expected a firm that the registry's system has entered in case {errand.case!r}; found none. "
            f"Do step {errand.step!r} by hand."
        )
    return code
