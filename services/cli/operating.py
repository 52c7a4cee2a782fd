"""``greenlane up``, ``api``, ``worker`` and ``department-worker``: what runs until it is stopped.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final

import typer

from services.cli.texts import say

_SIGNED_IN: Final = timedelta(hours=8)
"""For how long the link that `up` prints is of use."""

Json = Annotated[bool, typer.Option("--json", help="option.json")]


def up(context: typer.Context, json: Json = False) -> None:
    """Run the whole system."""
    import asyncio

    from services.cli.listing import write_addresses
    from services.cli.output import tell
    from services.clock import present_time
    from services.running.system import run_system
    from services.security.development import issue
    from services.security.principal import Principal, Role
    from services.settings import load_settings
    from services.web.links import sign_in_link

    language, settings = context.obj, load_settings()
    tell(say(language, "up.starting", data=settings.data))

    def ready(found: dict[str, str]) -> None:
        write_addresses(language, found, as_json=json)
        if settings.token_issuer is None:
            who = Principal(subject="developer", roles=frozenset({Role.DESIGNER}))
            token = issue(settings, who, present_time(), _SIGNED_IN)
            tell(say(language, "up.link", link=sign_in_link(settings, token)))
            tell(say(language, "up.token"))

    asyncio.run(run_system(settings, tell, ready))
    tell(say(language, "up.stopped"))


def worker() -> None:
    """Run a worker."""
    import asyncio

    from services.settings import load_settings
    from services.workers.lane_worker import run_worker

    asyncio.run(run_worker(load_settings()))


def department_worker(
    systems: Annotated[list[str] | None, typer.Argument(help="argument.systems", metavar="[SYSTEM]...")] = None,
) -> None:
    """Run a worker of departments' systems."""
    import asyncio

    from services.settings import load_settings
    from services.workers.departments.department_worker import run_departments
    from workflows.definition.actors import System
    from workflows.errors import UnknownNameError

    known = [system.value for system in System]
    for name in systems or ():
        if name not in known:
            raise UnknownNameError("system", name, known)
    asyncio.run(run_departments(load_settings(), [System(name) for name in dict.fromkeys(systems or known)]))


def api(service: Annotated[str, typer.Option("--service", help="option.service")] = "all") -> None:
    """Serve the API."""
    import asyncio

    from services.processes import SERVICES, run_api
    from services.settings import load_settings
    from workflows.errors import UnknownNameError

    if service not in SERVICES:
        raise UnknownNameError("service", service, list(SERVICES))
    asyncio.run(run_api(load_settings(), service))
