"""Tokens of the development issuer, for whoever a test needs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from services.security.development import issue
from services.security.principal import EVERY, Principal, Role
from services.settings import Settings
from workflows.instants import CHINA

EVERYBODY = Principal(subject="tester", roles=frozenset(Role), departments=frozenset({EVERY}))
"""Whoever may do everything at once but act for an applicant who is known."""


def principal(
    subject: str, *roles: Role, departments: Collection[str] = (), mandates: Collection[str] = ()
) -> Principal:
    """Somebody."""
    return Principal(
        subject=subject, roles=frozenset(roles), departments=frozenset(departments), mandates=frozenset(mandates)
    )


def bearer(settings: Settings, who: Principal = EVERYBODY) -> dict[str, str]:
    """The header that says who somebody is."""
    return {"Authorization": f"Bearer {issue(settings, who, datetime.now(CHINA), timedelta(hours=1))}"}
