"""Calendars of BPSim, which are iCalendar texts: those that say the same hours every week."""

from __future__ import annotations

import re
from typing import Final

from workflows.interchange.weekly import WEEKDAYS, Span, minutes_of, spans_of
from workflows.working_time.calendars import Calendar

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TIME: Final = re.compile(r"T(\d{2})(\d{2})(\d{2})?")
_DURATION: Final = re.compile(r"PT(?:(\d{1,2})H)?(?:(\d{1,2})M)?")
_KNOWN: Final = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "SUMMARY", "UID", "DTSTAMP", "DESCRIPTION"})


def spans_of_icalendar(text: str) -> list[Span]:
    """Weekly hours of the events of an iCalendar text.

    Raises
    ------
    ValueError
        If an event does not come round every day or on days of every week.
    """
    spans: list[Span] = []
    event: dict[str, str] | None = None
    for line in text.replace("\r\n ", "").replace("\n ", "").splitlines():
        name, _, value = line.strip().partition(":")
        key = name.partition(";")[0].upper()
        if key == "BEGIN" and value.strip() == "VEVENT":
            event = {}
        elif key == "END" and value.strip() == "VEVENT" and event is not None:
            spans += _spans_of_event(event)
            event = None
        elif event is not None and key:
            if key not in _KNOWN:
                raise ValueError(f"expected events of {', '.join(sorted(_KNOWN))}; found {key}")
            event[key] = value.strip()
    if not spans:
        raise ValueError("expected at least one VEVENT; found none")
    return spans


def _spans_of_event(event: dict[str, str]) -> list[Span]:
    rule = dict(part.split("=", 1) for part in event.get("RRULE", "").split(";") if "=" in part)
    frequency, days = rule.pop("FREQ", ""), rule.pop("BYDAY", "")
    if rule.pop("INTERVAL", "1") != "1" or rule or frequency not in ("DAILY", "WEEKLY"):
        found = event.get("RRULE", "no RRULE")
        raise ValueError(f"expected RRULE:FREQ=DAILY or FREQ=WEEKLY with BYDAY; found {found}")
    named = [day.strip() for day in days.split(",") if day.strip()]
    if any(day not in _DAYS for day in named) or (frequency == "WEEKLY" and not named):
        raise ValueError(f"expected BYDAY of {', '.join(_DAYS)}; found {days!r}")
    on = [_DAYS.index(day) for day in named] if named else list(range(7))
    begin = _time_in(event.get("DTSTART", ""))
    if "DTEND" in event:
        end = _time_in(event["DTEND"])
    else:
        length = _DURATION.fullmatch(event.get("DURATION", ""))
        if length is None or not any(length.groups()):
            raise ValueError("expected DTEND or DURATION such as PT8H")
        end = (begin + int(length[1] or 0) * 60 + int(length[2] or 0)) % (24 * 60)
    return spans_of(on, begin, end)


def _time_in(text: str) -> int:
    match = _TIME.search(text)
    at = None if match is None else minutes_of(f"{match[1]}:{match[2]}:{match[3] or '00'}")
    if at is None:
        raise ValueError(f"expected a date with a time in whole minutes, such as 20240101T090000; was {text!r}")
    return at


def icalendar_of(calendar: Calendar) -> tuple[str, bool]:
    """A calendar as weekly events, and whether that says all of it: dates and public holidays are left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Greenlane//lane//EN"]
    exact = calendar.base != "state_council" and not calendar.leave and not calendar.extra
    by_hours: dict[str, list[str]] = {}
    for day, own in enumerate(calendar.weekday_hours.by_weekday()):
        works = calendar.base == "every_day" or day < len(WEEKDAYS) - 2
        for hours in (calendar.hours if works else ()) if own is None else own:
            by_hours.setdefault(hours, []).append(_DAYS[day])
    for hours, days in by_hours.items():
        begin, end = (text.replace(":", "") for text in hours.split("-"))
        until = "20240102T000000" if end == "2400" else f"20240101T{end}00"
        lines += [
            "BEGIN:VEVENT", f"DTSTART:20240101T{begin}00", f"DTEND:{until}",
            f"RRULE:FREQ=WEEKLY;BYDAY={','.join(days)}", "END:VEVENT",
        ]  # fmt: skip
    return "\n".join([*lines, "END:VCALENDAR"]), exact
