"""Distributions and weekly periods of a Prosimos file."""

from __future__ import annotations

from workflows.definition.distributions import Distribution
from workflows.definition.provenance import Provenance
from workflows.interchange.findings import Findings, said, stated
from workflows.interchange.fitting import histogram, prosimos_distribution
from workflows.interchange.json_values import Value
from workflows.interchange.weekly import Span, minutes_of, spans_of, weekdays_between, weekly_calendar
from workflows.working_time.calendars import Calendar


def read_week(periods: Value, basis: Provenance, findings: Findings) -> Calendar | None:
    """A calendar; none if it is not one, which `findings` then tells."""
    spans: list[Span] = []
    for period in periods.items():
        days = weekdays_between(period.field("from").text(), period.field("to").text())
        begin, end = (minutes_of(period.field(name).text()) for name in ("beginTime", "endTime"))
        if period.has("probability") and period.field("probability").number() != 1:
            remedy = "Give hours that are open or closed."
            findings.refuse("calendar", period.place, "hours without a probability", "one", remedy)
        elif days is None or begin is None or end is None:
            found = " ".join(period.field(name).text() for name in ("from", "to", "beginTime", "endTime"))
            remedy = "Write MONDAY to SUNDAY and times such as 09:00:00."
            findings.refuse("calendar", period.place, "weekdays and times in whole minutes", found, remedy)
        else:
            spans += spans_of(days, begin, end)
    if not spans:
        if not findings.problems:
            findings.refuse("calendar", periods.place, "some open hours", "none", "Give hours.")
        return None
    return weekly_calendar(spans, basis)


def distribution_of(stating: Value, file: str, where: str, findings: Findings) -> Distribution | None:
    """A distribution; none if there is no such one, which `findings` then tells."""
    name = stating.field("distribution_name").text()
    basis = stated(file, f"{where}, line {stating.place.line}")
    try:
        if name == "histogram_sampling":
            data = stating.field("histogram_data") if stating.has("histogram_data") else stating
            return histogram(_numbers(data.field("cdf")), _numbers(data.field("bin_midpoints")), basis)
        numbers = _numbers(stating.field("distribution_params"))
        found = prosimos_distribution(name, numbers, basis)
    except ValueError as error:
        remedy = "Correct the distribution and its numbers."
        findings.refuse("distribution", stating.place, f"a distribution of {where}", said(error), remedy)
        return None
    findings.declare_cut_off(found, numbers[0], stating.place)
    return found


def _numbers(numbers: Value) -> tuple[float, ...]:
    """Numbers of a list, each by itself or as {"value": …}."""
    return tuple((item.field("value") if item.has("value") else item).number() for item in numbers.items())
