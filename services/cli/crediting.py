"""What the command line shows of the credit register, and how it has breaches proposed for a list."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from sqlalchemy import Engine

from services.cli.output import tell, write_json, write_table
from services.cli.texts import say
from services.settings import load_settings
from services.store.database import open_database
from services.supervision.credit import read_register
from services.supervision.listings import open_listings
from services.temporal_client import connect
from workflows.errors import InvalidInputError
from workflows.instants import Instant, format_instant
from workflows.supervision.credit import CreditEvent, CreditList, CreditRegister, Entry, Happening, gate, is_subject


def write_lists(language: str, at: Instant, *, as_json: bool) -> None:
    """Who is on which list, since when and why."""
    register = _read(at, None)
    listed = [(*key, entry) for key, entry in sorted(register.entries.items()) if entry.holds(at)]
    if as_json:
        write_json({"listed": [_listed(subject, on, entry) for subject, on, entry in listed]})
        return
    columns = [say(language, f"credit.{name}") for name in ("subject", "list", "place", "since", "until", "reason")]
    rows = [_row(language, subject, on, entry) for subject, on, entry in listed]
    write_table(say(language, "credit.lists"), columns, rows)


def write_applicant(language: str, applicant: str, at: Instant, *, as_json: bool) -> None:
    """What the register knows of an applicant, and what that means for their next case.

    Raises
    ------
    InvalidInputError
        If nobody can be called so.
    """
    if not is_subject(applicant):
        raise InvalidInputError(
            f"expected an applicant as cases have them, letters, digits and . _ -; found {applicant!r}. Check it."
        )
    register = _read(at, applicant)
    attributes = gate(register, applicant, at)
    entries = {on: register.entry(applicant, on) for on in CreditList}
    if as_json:
        listed = [_listed(applicant, on, entry) for on, entry in entries.items() if entry.holds(at)]
        record = [_told(event) for event in _record(entries)]
        write_json({"applicant": applicant, "attributes": attributes, "listed": listed, "record": record})
        return
    columns = [say(language, f"credit.{name}") for name in ("at", "list", "happening", "reason")]
    rows = [
        (
            format_instant(event.at)[:16].replace("T", " "),
            say(language, f"credit.list.{event.list}"),
            say(language, f"credit.happening.{event.happening}"),
            event.reason,
        )
        for event in _record(entries)
    ]
    write_table(applicant, columns, rows)
    tell(say(language, "credit.gate", **{name: say(language, f"credit.{told}") for name, told in attributes.items()}))


def propose_listings(language: str, at: Instant) -> None:
    """Begin a case of the lane of listings for each breach that has none, and tell so."""
    settings = load_settings()
    engine = open_database(settings.database)

    async def opened() -> tuple[str, ...]:
        return await open_listings(engine, await connect(settings), at)

    try:
        began = asyncio.run(opened())
    finally:
        engine.dispose()
    for case in began:
        tell(say(language, "credit.proposed", case=case))
    if not began:
        tell(say(language, "credit.nothing_proposed"))


def _read(at: Instant, applicant: str | None) -> CreditRegister:
    engine: Engine = open_database(load_settings().database)
    try:
        return read_register(engine, at, applicant)
    finally:
        engine.dispose()


def _record(entries: Mapping[CreditList, Entry]) -> list[CreditEvent]:
    return sorted((event for entry in entries.values() for event in entry.record), key=lambda event: event.at)


def _listing(entry: Entry) -> CreditEvent:
    """What put somebody on the list: the last listing, since a subject may have been on it before."""
    return next(event for event in reversed(entry.record) if event.happening is Happening.LISTED)


def _listed(subject: str, on: CreditList, entry: Entry) -> dict[str, object]:
    listing = _listing(entry)
    return {
        "subject": subject,
        "list": on.value,
        "place": entry.place.value,
        "since": format_instant(listing.at),
        "until": None if entry.until is None else format_instant(entry.until),
        "reason": listing.reason,
    }


def _row(language: str, subject: str, on: CreditList, entry: Entry) -> tuple[str, ...]:
    listing = _listing(entry)
    return (
        subject,
        say(language, f"credit.list.{on}"),
        say(language, f"credit.place.{entry.place}"),
        format_instant(listing.at)[:16].replace("T", " "),
        "" if entry.until is None else format_instant(entry.until)[:10],
        listing.reason,
    )


def _told(event: CreditEvent) -> dict[str, object]:
    return {
        "at": format_instant(event.at),
        "list": event.list.value,
        "happening": event.happening.value,
        "reason": event.reason,
    }
