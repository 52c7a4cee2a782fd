"""A lane out of an event log, with everything that the log does not tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from simulations.calibration.blocks import Blocks
from simulations.calibration.crews import Crew, crews_of
from simulations.calibration.discovering import discover
from simulations.calibration.fitting import fitted
from simulations.calibration.hours import worked_hours
from simulations.calibration.observed import Execution, Observed, observed
from simulations.calibration.process_tree import Tree, activities_of
from simulations.calibration.replaying import fitness
from simulations.calibration.timing import Spans, gaps_of, hours_over, most_at_once, spans_of, waits_of
from simulations.calibration.told import Finding, Kind
from workflows.definition.distributions import Distribution, Fixed
from workflows.definition.lane import Arrivals, Lane, Pool, Staff
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep, Work
from workflows.definition.steps import Sequence as InARow
from workflows.definition.units import TimeUnit
from workflows.errors import InvalidFileError, Place, Problem
from workflows.events.formats.intake import Taken
from workflows.instants import DAY, HOUR, MINUTE, Instant
from workflows.interchange.names import Names
from workflows.measures.hours import Hours
from workflows.working_time.calendars import Calendar

NOISE: Final = 0.1
"""Part of the most frequent edge out of an activity below which another one is left out, unless somebody says."""
MOST_ACTIVITIES: Final = 60
"""Of a mined lane: more make no map that anybody reads. The rarest are left out, and told."""

_BUSIEST: Final = 0.9
"""Load of a pool above which its queue would be far longer than any that the log has, so that more people are taken."""
_OWN_HOURS: Final = 1_000
"""Instants from which on a pool's own hours are told from everybody's: some sixty to each half hour of a day."""
_LYING: Final = 0.1
"""Time for which work lies though nobody is busy, by the time that it takes, above which it is not chance."""
_SPARE: Final = 0.5
"""Share of its time for which a pool is at work below which its queue is short."""
_UNKNOWN: Final = Title(zh="日志未载明的原因", en="reasons that the log does not tell")
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Mined:
    """What came out of a log.

    Attributes
    ----------
    tree : the same blocks as the lane's, by the log's own names
    told : what was found, and what had to be assumed
    """

    lane: Lane
    tree: Tree
    told: tuple[Finding, ...]


def mined(taken: Taken, name: str, noise: float = NOISE, most_activities: int = MOST_ACTIVITIES) -> Mined:
    """Make a lane of a log.

    Parameters
    ----------
    taken : the log, as it was read
    name : what it is called
    noise : from 0 to 1; see :data:`NOISE`

    Raises
    ------
    InvalidFileError
        If nothing was done in it.
    """
    seen = observed(taken.log, foreign=taken.foreign)
    if not any(seen.executions):
        remedy = "Take a log that tells when activities of cases were completed."
        problem = Problem("nothing_done", Place(name), "a log in which something is done", "no activity", remedy)
        raise InvalidFileError([problem])
    return _Miner(seen, _short(name)).lane(noise, most_activities)


class _Miner:
    def __init__(self, seen: Observed, name: str) -> None:
        self.seen, self.name = seen, name
        self.told: list[Finding] = []
        self.before: dict[str, Work] = {}
        self.names = Names("office")

    def lane(self, noise: float, most_activities: int) -> Mined:
        self._leave_out_rare(most_activities)
        traces = self.seen.traces()
        tree = discover(traces, noise)
        self._tell(Kind.BLOCKS, cases=str(traces.total()), share=_percent(fitness(tree, traces)), noise=f"{noise:g}")
        executions = self.seen.all()
        at_work = [each for each in executions if each.member] or executions
        office = self._hours("office", _instants(at_work), Title(zh="办公时间", en="Office hours"))
        calendars = {"office": office}
        activities = frozenset(activities_of(tree))
        executions = [each for each in executions if each.activity in activities]
        ids = {activity: self.names.of(activity) for activity in activities_of(tree)}
        pools, works = self._pools(executions, ids, calendars)
        works |= self._others(executions, ids, works)
        body = Blocks(works, self.before, self.names, self.name).step_of(tree)
        assert body is not None  # something is done
        arrivals = self._arrivals(calendars)
        lane = Lane(
            id=self.names.new(self.name.partition(".")[0] or "mined"),
            title=_titled(self.name),
            office="office",
            calendars=calendars,
            pools=pools,
            arrivals=arrivals,
            body=body if isinstance(body, InARow) else InARow(steps=(body,)),
        )
        problems = problems_of(lane) or check_soundness(lane)
        if problems:
            raise InvalidFileError(problems)
        spans = sorted(case[-1].completed_at - case[0].asked_at for case in self.seen.executions if case)
        self._tell(Kind.CYCLE_TIME, days=f"{spans[len(spans) // 2] / DAY:.3g}")
        self._tell(Kind.NO_LAW)
        return Mined(lane, tree, tuple(self.told))

    def _leave_out_rare(self, most: int) -> None:
        done = Counter(each.activity for case in self.seen.executions for each in case)
        rare = sorted(done, key=lambda activity: (-done[activity], activity))[most:]
        if rare:
            self._tell(
                Kind.RARE_LEFT_OUT,
                count=str(len(rare)),
                share=_percent(sum(done[each] for each in rare) / done.total()),
                kept=str(most),
            )
            self.seen = self.seen.without(rare)

    def _hours(self, id_: str, instants: Sequence[Instant], title: Title) -> Calendar:
        worked = worked_hours(instants, title, self.name)
        kind = Kind.HOURS_MEASURED if worked.measured else Kind.HOURS_ASSUMED
        self._tell(kind, f"calendars.{id_}", hours=", ".join(worked.calendar.hours) or "–")
        return worked.calendar

    def _pools(
        self, executions: Sequence[Execution], ids: dict[str, str], calendars: dict[str, Calendar]
    ) -> tuple[dict[str, Pool], dict[str, Work]]:
        crews = crews_of(executions, own=self.seen.own)
        if not crews:
            self._tell(Kind.NOBODY_NAMED)
            crews = (Crew(tuple(ids), (), float(most_at_once(executions))),)
        pools: dict[str, Pool] = {}
        works: dict[str, Work] = {}
        estimated = 0
        for number, crew in enumerate(crews, 1):
            does = frozenset(crew.activities)
            theirs = [each for each in executions if each.activity in does]
            id_ = self.names.new(f"pool_{number}")
            calendar = self._calendar_of(id_, _instants(theirs), calendars)
            hours = hours_over(calendars[calendar], _instants(theirs, asked=True))
            spans = spans_of(theirs, hours, hours_over(calendars["office"], _instants(executions, asked=True)))
            load = _load(sum(sum(each.busy) for each in spans.values()), hours, _instants(theirs))
            pools[id_] = self._pool(id_, crew, calendar, load)
            for activity, found in spans.items():
                estimated += found.estimated
                self._left_lying(activity, ids[activity], found, load / pools[id_].members)
                works[activity] = Task(
                    id=ids[activity],
                    title=_titled(activity),
                    pool=id_,
                    service_time=self._time(found.busy, estimated=found.estimated > 0),
                    circulation_time=self._time(found.circulating) if found.circulating else None,
                )
        if estimated:
            self._tell(Kind.STARTS_ESTIMATED, count=str(estimated), of=str(len(executions)))
        return pools, works

    def _left_lying(self, activity: str, id_: str, found: Spans, busy: float) -> None:
        """Have work lie before it is begun, if it does so although nobody is busy: no queue of a simulation does that.

        Logs tell of one process, and people work in several (Chapela-Campa & Dumas, Information Systems 120, 2024).
        Where a pool has time to spare, no queue is the reason for any of its waits.

        Parameters
        ----------
        busy : share of its time for which the pool is at work
        """
        if not found.idle or sum(found.idle) <= max(_LYING * sum(found.busy), len(found.idle) * MINUTE):
            return
        lying = found.waiting if busy < _SPARE else found.idle
        mean = sum(lying) / len(lying)
        self._tell(Kind.LEFT_LYING, id_, hours=f"{mean / HOUR:.3g}")
        title = Title(zh=f"等待：{activity[:150]}", en=f"Left lying: {activity[:150]}")
        time = self._time(lying)
        self.before[activity] = ThirdPartyStep(id=self.names.new(f"wait_{id_}"), title=title, party=_UNKNOWN, time=time)

    def _calendar_of(self, whose: str, instants: Sequence[Instant], calendars: dict[str, Calendar]) -> str:
        """The hours of a pool or of arrivals: their own, where the log tells them and they are not everybody's."""
        title = Title(zh=f"{whose} 的时间", en=f"Hours of {whose}")
        worked = worked_hours(instants, title, self.name)
        office = calendars["office"]
        same = (worked.calendar.hours, worked.calendar.weekday_hours, worked.calendar.base) == (
            office.hours, office.weekday_hours, office.base,
        )  # fmt: skip
        if same or not worked.measured or len(instants) < _OWN_HOURS:
            return "office"
        id_ = self.names.new(f"{whose}_hours")
        calendars[id_] = worked.calendar
        self._tell(Kind.HOURS_MEASURED, f"calendars.{id_}", hours=", ".join(worked.calendar.hours) or "–")
        return id_

    def _pool(self, id_: str, crew: Crew, calendar: str, load: float) -> Pool:
        found = max(1, round(crew.a_week))
        needed = max(1, ceil(load / _BUSIEST))
        people = Provenance(source=Source.MEASURED, basis=f"{self.name}: {crew.a_week:.1f} people a week at work"[:500])
        if not crew.members:
            why = "enough that nobody waits, since the log names nobody"
            people = Provenance(source=Source.ASSUMED, basis=f"{self.name}: {why}"[:500])
        elif needed > found:
            why = f"{found} people would be at work {load / found:.0%} of their time"
            people = Provenance(source=Source.ASSUMED, basis=f"{self.name}: {why}"[:500])
            self._tell(Kind.STAFF_RAISED, f"pools.{id_}", found=str(found), taken=str(needed))
        self._tell(
            Kind.POOL, f"pools.{id_}", people=str(max(found, needed)), names=str(len(crew.members)),
            activities=str(len(crew.activities)), busy=_percent(load / max(found, needed)),
        )  # fmt: skip
        most = crew.activities[0][:80]
        title = Title(zh=f"{most} 等环节的人员", en=f"People for {most}")
        staff = (Staff(count=max(found, needed), provenance=people),)
        return Pool(title=title, department=title, calendar=calendar, staff=staff)

    def _others(self, executions: Sequence[Execution], ids: dict[str, str], works: dict[str, Work]) -> dict[str, Work]:
        """What nobody of a department is said to do."""
        found: dict[str, Work] = {}
        for activity in dict.fromkeys(each.activity for each in executions):
            if activity not in works:
                self._tell(Kind.DONE_OUTSIDE, ids[activity])
                theirs = [each for each in executions if each.activity == activity]
                time = self._time(waits_of(theirs), estimated=True)
                found[activity] = ApplicantStep(id=ids[activity], title=_titled(activity), time=time)
        return found

    def _arrivals(self, calendars: dict[str, Calendar]) -> Arrivals | None:
        began = self.seen.began_at
        calendar = self._calendar_of(self.names.new("arrivals"), began, calendars)
        gaps = gaps_of(began, hours_over(calendars[calendar], began)) if len(began) > 1 else ()
        if not sum(gaps):
            self._tell(Kind.NO_ARRIVALS)
            return None
        self._tell(Kind.ARRIVALS, "arrivals", cases=str(len(began)), gap=f"{sum(gaps) / len(gaps) / HOUR:.3g}")
        return Arrivals(gap=self._time(gaps), calendar=calendar)

    def _time(self, spans: Sequence[float], *, estimated: bool = False) -> Distribution:
        mean = sum(spans) / len(spans)
        if not mean:
            why = f"{self.name} tells no time for it; rework has to take some, or it could go on for ever"
            return Fixed(value=1, unit=TimeUnit.SECONDS, provenance=Provenance(source=Source.ASSUMED, basis=why[:500]))
        unit = TimeUnit.MINUTES if mean < 3 * HOUR else TimeUnit.HOURS
        size = MINUTE if unit is TimeUnit.MINUTES else HOUR
        how = "times, the start estimated" if estimated else "times"
        provenance = Provenance(source=Source.MEASURED, basis=f"{self.name}: {len(spans)} {how}"[:500])
        return fitted([span / size for span in spans], unit, provenance)

    def _tell(self, kind: Kind, place: str = "", **values: str) -> None:
        self.told.append(Finding(kind, place, tuple(values.items())))


def _instants(executions: Sequence[Execution], *, asked: bool = False) -> list[Instant]:
    """At which somebody began or ended something; or at which anything happened to it."""
    begun = [each.started_at for each in executions if each.started_at is not None]
    others = (at for each in executions for at in (each.asked_at, each.completed_at)) if asked else ()
    return [*begun, *(each.released_at for each in executions), *others]


def _load(busy: float, hours: Hours, instants: Sequence[Instant]) -> float:
    """How many people the work of a pool keeps busy on the mean while it is open."""
    [axis] = hours.axes
    return busy / max(1, axis.between(min(instants), max(instants)))


def _titled(name: str) -> Title:
    text = " ".join("".join(each if each.isprintable() else " " for each in name).split())[:_LONGEST_TITLE] or "?"
    return Title(zh=text, en=text)


def _short(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2][-_LONGEST_TITLE:] or "log"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"
