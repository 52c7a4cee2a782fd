"""``greenlane token`` and ``greenlane keys``: credentials for whoever is to use the API.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer

from services.cli.texts import say

if TYPE_CHECKING:
    from services.security.principal import Principal

Json = Annotated[bool, typer.Option("--json", help="option.json")]
Subject = Annotated[str, typer.Option("--subject", help="option.subject")]
Roles = Annotated[list[str], typer.Option("--role", help="option.role")]
Departments = Annotated[list[str] | None, typer.Option("--department", help="option.department")]
Mandates = Annotated[list[str] | None, typer.Option("--mandate", help="option.mandate")]
Valid = Annotated[str, typer.Option("--valid", help="option.valid")]
Link = Annotated[bool, typer.Option("--link", help="option.link")]
KeyId = Annotated[str, typer.Argument(help="argument.access_key")]

_SPAN: Final = re.compile(r"([1-9]\d{0,5})([mhd])")
_UNITS: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_LONGEST_TOKEN: Final = timedelta(days=30)
_LONGEST_KEY: Final = timedelta(days=3_660)

keys = typer.Typer(
    help="keys", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


def token(
    context: typer.Context,
    role: Roles,
    subject: Subject = "developer",
    department: Departments = None,
    mandate: Mandates = None,
    valid: Valid = "8h",
    link: Link = False,
    json: Json = False,
) -> None:
    """Issue a token."""
    from services.cli.output import tell, write_json
    from services.clock import present_time
    from services.security.development import issue
    from services.settings import load_settings
    from services.web.links import sign_in_link

    who, settings = _principal(context.obj, subject, role, department or [], mandate or []), load_settings()
    at, span = present_time(), _span(valid, _LONGEST_TOKEN)
    issued, until = issue(settings, who, at, span), (at + span).isoformat(timespec="seconds")
    leading = sign_in_link(settings, issued)
    if json:
        write_json({"token": issued, "link": leading, "expires_at": until, **_told(who)})
    else:
        typer.echo(leading if link else issued)
        tell(say(context.obj, "token.until", until=until))


@keys.command("add", help="keys.add")
def add(
    context: typer.Context,
    role: Roles,
    subject: Subject,
    department: Departments = None,
    mandate: Mandates = None,
    valid: Valid = "90d",
    json: Json = False,
) -> None:
    """Make an API key."""
    from services.cli.output import tell, write_json
    from services.security.administration import made_key
    from workflows.instants import format_instant

    who = _principal(context.obj, subject, role, department or [], mandate or [])
    key, record = made_key(who, _span(valid, _LONGEST_KEY))
    until = format_instant(record.expires_at)
    if json:
        write_json({"key": key, "id": record.id, "expires_at": until, **_told(who)})
    else:
        typer.echo(key)
        tell(say(context.obj, "keys.made", id=record.id, until=until))


@keys.command("list", help="keys.list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the API keys."""
    from services.cli.output import write_json, write_table
    from services.security.administration import listed_keys
    from workflows.instants import format_instant

    def at(instant: int | None) -> str | None:
        return None if instant is None else format_instant(instant)

    found = [
        {
            "id": key.id,
            "subject": key.subject,
            "roles": list(key.roles),
            "departments": list(key.departments),
            "mandates": list(key.mandates),
            "made_at": at(key.made_at),
            "expires_at": at(key.expires_at),
            "revoked_at": at(key.revoked_at),
            "last_used_at": at(key.last_used_at),
            "state": state,
        }
        for key, state in listed_keys()
    ]
    if json:
        write_json({"keys": found})
        return
    columns = [say(context.obj, f"keys.{name}") for name in ("id", "subject", "roles", "expires", "used", "state")]
    rows = [
        (
            str(key["id"]),
            str(key["subject"]),
            ", ".join(map(str, key["roles"] or ())),
            str(key["expires_at"])[:16].replace("T", " "),
            str(key["last_used_at"] or "")[:16].replace("T", " "),
            say(context.obj, f"keys.state.{key['state']}"),
        )
        for key in found
    ]
    write_table(say(context.obj, "keys.keys"), columns, rows)


@keys.command("revoke", help="keys.revoke")
def revoke(context: typer.Context, key: KeyId) -> None:
    """Revoke an API key."""
    from services.cli.output import tell
    from services.security.administration import revoke_named

    revoke_named(key)
    tell(say(context.obj, "keys.revoked", id=key))


def _told(who: Principal) -> dict[str, object]:
    return {
        "subject": who.subject,
        "roles": sorted(who.roles),
        "departments": sorted(who.departments),
        "mandates": sorted(who.mandates),
    }


def _principal(language: str, subject: str, roles: list[str], departments: list[str], mandates: list[str]) -> Principal:
    from pydantic import ValidationError

    from services.cli.output import tell
    from services.security.administration import known_departments
    from services.security.principal import EVERY, Principal, Role
    from workflows.errors import InvalidInputError, UnknownNameError

    known = [role.value for role in Role]
    for name in roles:
        if name not in known:
            raise UnknownNameError("role", name, known)
    given = frozenset(Role(name) for name in roles)
    if given & {Role.OFFICER, Role.SUPERVISOR} and not departments:
        raise InvalidInputError(
            f"expected the departments of an officer or supervisor. Add --department, or '{EVERY}'."
        )
    for each in sorted({*departments} - {EVERY} - known_departments()):
        tell(say(language, "token.unknown_department", department=each))
    try:
        return Principal(subject=subject, roles=given, departments=frozenset(departments), mandates=frozenset(mandates))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise InvalidInputError(f"expected names of at most 120 printable characters; {wrong}") from error


def _span(text: str, longest: timedelta) -> timedelta:
    from workflows.errors import InvalidInputError

    found = _SPAN.fullmatch(text)
    span = int(found[1]) * _UNITS[found[2]] if found else None
    if span is None or span > longest:
        raise InvalidInputError(
            f"expected a span of minutes, hours or days, such as 30m, 8h or 90d, and at most {longest.days}d; "
            f"was {text!r}. Change --valid."
        )
    return span
