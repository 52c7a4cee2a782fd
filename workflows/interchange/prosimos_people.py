"""Who does which task how fast, in a Prosimos file, as pools of a lane.

A lane has one pool and one service time for a task. So the members who may do a task make a pool, whatever profile they
are listed under, and all of them have to be as fast as each other at it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workflows.definition.lane import Pool, Staff
from workflows.definition.values import Money
from workflows.interchange.findings import Findings, listed, made_up, stated, titled
from workflows.interchange.json_values import Value
from workflows.interchange.names import Names
from workflows.interchange.parameters import Parameters, TaskNumbers
from workflows.interchange.prosimos_times import distribution_of, read_week


@dataclass(frozen=True, slots=True)
class _Resource:
    """An entry of a profile: some members alike."""

    value: Value
    profile: Value
    count: int
    calendar: str
    cost: float


@dataclass(slots=True)
class _Teams:
    """The pools made so far, by who is in them."""

    by_members: dict[tuple[str, ...], str] = field(default_factory=dict)
    of_member: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)


def read_people(root: Value, file: str, parameters: Parameters, findings: Findings) -> None:
    """Read calendars, resource profiles and who does what."""
    calendars = _calendars(root, file, parameters, findings)
    resources = _resources(root, calendars, findings)
    teams = _Teams()
    for task in root.field("task_resource_distribution").items():
        _read_task(task, file, resources, teams, parameters, findings)


def _calendars(root: Value, file: str, parameters: Parameters, findings: Findings) -> dict[str, str]:
    names, known = Names(*parameters.calendars), {}
    for calendar in root.field("resource_calendars").items():
        id_ = calendar.field("id").text()
        week = read_week(calendar.field("time_periods"), stated(file, f"resource_calendars {id_}"), findings)
        if week is not None:
            known[id_] = names.new(id_)
            parameters.calendars[known[id_]] = week
    return known


def _resources(root: Value, calendars: dict[str, str], findings: Findings) -> dict[str, _Resource]:
    resources: dict[str, _Resource] = {}
    for profile in root.field("resource_profiles").items():
        for entry in profile.field("resource_list").items():
            count, calendar = entry.field("amount").number(), entry.field("calendar").text()
            if count < 1 or not count.is_integer():
                found = f"{count:g}"
                findings.refuse("amount", entry.place, "a whole number of members, at least 1", found, "Correct it.")
            elif calendar not in calendars:
                if not findings.problems:
                    expected = f"a calendar, one of {listed(list(calendars))}"
                    findings.refuse("unknown_calendar", entry.place, expected, repr(calendar), "Add the calendar.")
            else:
                cost = entry.field("cost_per_hour").number() if entry.has("cost_per_hour") else 0.0
                id_ = entry.field("id").text()
                resources[id_] = _Resource(entry, profile, int(count), calendars[calendar], cost)
    return resources


def _read_task(
    task: Value,
    file: str,
    resources: dict[str, _Resource],
    teams: _Teams,
    parameters: Parameters,
    findings: Findings,
) -> None:
    id_ = task.field("task_id").text()
    parameters.mentioned[id_] = task.place
    entries = {entry.field("resource_id").text(): entry for entry in task.field("resources").items()}
    unknown = [entry for resource, entry in entries.items() if resource not in resources]
    for entry in unknown if not findings.problems else []:
        found = repr(entry.field("resource_id").text())
        findings.refuse("unknown_resource", entry.place, "a resource of resource_profiles", found, "Add the resource.")
    if unknown or not entries:
        return
    times = {
        resource: distribution_of(entry, file, f"task_resource_distribution of {id_}", findings)
        for resource, entry in entries.items()
    }
    first = next(iter(entries))
    time = times[first]
    if time is None:
        return
    alike = {"provenance": made_up("alike but for their lines")}
    for resource, entry in entries.items():
        other = times[resource]
        if other is not None and other.model_copy(update=alike) != time.model_copy(update=alike):
            findings.refuse(
                "members_differ", entry.place, f"the same distribution for everybody who does {id_}",
                f"another one for {resource} than for {first}",
                "Give them one distribution, or draw a task of its own for those who are faster.",
            )  # fmt: skip
    pool = _team(task, tuple(entries), file, resources, teams, parameters, findings)
    parameters.tasks[id_] = TaskNumbers(pool, time, task.place)


def _team(
    task: Value,
    members: tuple[str, ...],
    file: str,
    resources: dict[str, _Resource],
    teams: _Teams,
    parameters: Parameters,
    findings: Findings,
) -> str:
    key = tuple(sorted(members))
    if key in teams.by_members:
        return teams.by_members[key]
    profile = resources[members[0]].profile
    id_ = teams.names.new(profile.field("id").text())
    for member in members:
        if member in teams.of_member:
            findings.refuse(
                "members_shared", task.place, "tasks that either the same members do or none in common",
                f"{member}, who also does tasks with others than {listed([m for m in members if m != member])}",
                "Let the same members do all of these tasks, or split the resource.",
            )  # fmt: skip
        teams.of_member[member] = id_
    teams.by_members[key] = id_
    costs = {resources[member].cost for member in members}
    if len(costs) > 1:
        found = listed([f"{cost:g}" for cost in sorted(costs)])
        remedy = "Give the members of a pool one cost."
        findings.refuse("costs_differ", task.place, f"one cost an hour of those who do it ({id_})", found, remedy)
    staff = tuple(
        Staff(
            count=resources[member].count,
            provenance=stated(file, f"amount of {member}, line {resources[member].value.place.line}"),
            calendar=resources[member].calendar,
        )
        for member in members
    )
    name = titled(profile.field("name").text() if profile.has("name") else "", id_)
    cost = Money(yuan=max(costs), provenance=stated(file, f"cost_per_hour of {id_}; the file names no currency"))
    parameters.pools[id_] = Pool(
        title=name,
        department=name,
        calendar=resources[members[0]].calendar,
        staff=staff,
        cost_per_hour=cost if max(costs) > 0 else None,
    )
    return id_
