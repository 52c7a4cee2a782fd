"""What lanes look like from near: pools over the week, work under way day by day, single cases step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final, TypeVar

from services.experiments.report.language import Both
from services.experiments.report.language import both as both_of
from services.experiments.report.numbers import number
from services.experiments.views.asking import Asking
from services.experiments.views.of_courses import (
    CaseCourse,
    CourseBar,
    CourseSide,
    CourseSpell,
    GanttData,
    GanttView,
    PoolWeek,
    ProgressSide,
    UtilisationByHourData,
    UtilisationByHourView,
    WorkInProgressData,
    WorkInProgressView,
)
from services.experiments.views.shapes import Cell, Side, UnitName, Words
from services.experiments.views.steps import SCALES, level_of
from services.experiments.views.tabling import column, table
from services.experiments.views.texts import text
from services.experiments.views.wording import UNIT, both, capitalised, estimated, said, with_interval
from simulations.traces import PoolHours, Trace, TracedCase, TracedSide
from workflows.definition.units import OFFICE_DAY
from workflows.instants import DAY, HOUR, Instant
from workflows.measures.gantt import Gantt, Row, RowKind, Spell

_Value = TypeVar("_Value")
_DAYS: Final = tuple(said(text(f"weekday.{day}")) for day in range(7))
_DOERS: Final = {
    RowKind.APPLICANT: "applicant",
    RowKind.THIRD_PARTY: "third_party",
    RowKind.STATUTORY: "law",
    RowKind.CALL: "call",
}


def utilisation_view(asking: Asking, found: Trace) -> UtilisationByHourView:
    """When departments are busy."""
    pools = tuple(_week(side, pool) for side, of in _sides(found) for pool in of.pools)
    rows: list[Mapping[str, Cell]] = [
        {
            "side": week.side, "pool": week.title, "weekday": _DAYS[day], "hour": float(hour),
            "utilisation": week.utilisation[day][hour], "queue": week.queue[day][hour],
        }
        for week in pools
        for day in range(7)
        for hour in range(24)
    ]  # fmt: skip
    columns = [
        column("side", "text"), column("pool", "words"), column("weekday", "words"), column("hour", "number"),
        column("utilisation", "number", "share"), column("queue", "number", "tasks"),
    ]  # fmt: skip
    return UtilisationByHourView(
        id="utilisation_by_hour",
        about=said(both_of(found.title)),
        lane=found.before.lane,
        title=said(text("utilisation_by_hour.title")),
        sentence=said(_busiest(pools)),
        notes=(said(text("utilisation_by_hour.note")),),
        table=table(columns, rows),
        footer=asking.footer(found.design, "means"),
        data=UtilisationByHourData(
            days=_DAYS, classes=next(scale.classes for scale in SCALES if scale.measure == "utilisation"), pools=pools
        ),
    )


def gantt_view(asking: Asking, found: Trace) -> GanttView:
    """Single cases step by step."""
    compared = found.after is not None
    cases = tuple(_course(case, compared=compared) for case in found.cases)
    rows: list[Mapping[str, Cell]] = [
        {
            "case": bar.case, "side": side.side, "step": bar.step, "title": bar.title,
            "occurrence": float(bar.occurrence), "doer": bar.doer, "enabled": bar.start, "started": bar.begun,
            "completed": bar.end,
        }
        for case in cases
        for side in case.sides
        for bar in side.bars
    ]  # fmt: skip
    columns = [
        column("case", "code"), column("side", "text"), column("step", "code"), column("title", "words"),
        column("occurrence", "number"), column("doer", "words"), column("enabled", "number", "hours"),
        column("started", "number", "hours"), column("completed", "number", "hours"),
    ]  # fmt: skip
    sentences = [sentence for case in cases for sentence in _lasted(case)]
    told = text("nothing") if not sentences else sentences[0]
    for sentence in sentences[1:]:
        told = told.then(sentence)
    return GanttView(
        id="gantt",
        about=said(both_of(found.title)),
        lane=found.before.lane,
        title=said(text("gantt.title")),
        sentence=said(told),
        notes=(said(text("gantt.note")),),
        table=table(columns, rows),
        footer=asking.footer(found.design, "none", 1),
        data=GanttData(unit=UNIT[UnitName.HOURS], cases=cases),
    )


def work_in_progress_view(asking: Asking, found: Trace) -> WorkInProgressView:
    """Whether cases pile up."""
    design = found.design
    count = max(len(of.under_way.mean) for _, of in _sides(found))
    days = [(found.before.under_way.first + timedelta(days=day)).isoformat() for day in range(count)]
    sides = tuple(_progress(side, of) for side, of in _sides(found))
    rows: list[Mapping[str, Cell]] = [
        {
            "side": side.side, "date": days[day], "mean": side.mean[day], "low": side.low[day],
            "high": side.high[day],
        }
        for side in sides
        for day in range(len(side.mean))
    ]  # fmt: skip
    columns = [
        column("side", "text"), column("date", "text"), column("mean", "number", "cases"),
        column("low", "number", "cases"), column("high", "number", "cases"),
    ]  # fmt: skip
    measured = None
    if design.cases is None:
        first = design.starts_on + timedelta(days=design.warm_up_days)
        measured = first.isoformat(), (first + timedelta(days=design.window_days)).isoformat()
    return WorkInProgressView(
        id="work_in_progress",
        about=said(both_of(found.title)),
        lane=found.before.lane,
        title=said(text("work_in_progress.title")),
        sentence=said(_piled_up(sides, days, measured)),
        notes=(said(text("work_in_progress.note")),),
        table=table(columns, rows),
        footer=asking.footer(design, "means"),
        data=WorkInProgressData(
            unit=UNIT[UnitName.CASES],
            days=tuple(days),
            measured_from=None if measured is None else measured[0],
            measured_until=None if measured is None else measured[1],
            sides=sides,
        ),
    )


def _sides(found: Trace) -> Iterator[tuple[Side, TracedSide]]:
    yield "alone" if found.after is None else "before", found.before
    if found.after is not None:
        yield "after", found.after


def _week(side: Side, pool: PoolHours) -> PoolWeek:
    return PoolWeek(
        pool=pool.pool,
        title=said(both_of(pool.title)),
        side=side,
        utilisation=_by_day(pool.busy),
        levels=_by_day([None if each is None else level_of("utilisation", each) for each in pool.busy]),
        queue=_by_day(pool.queue),
        on_duty=_by_day(pool.on_duty),
        whole=estimated(pool.utilisation),
    )


def _by_day(hours: Sequence[_Value]) -> tuple[tuple[_Value, ...], ...]:
    return tuple(tuple(hours[24 * day : 24 * day + 24]) for day in range(7))


def _busiest(pools: Sequence[PoolWeek]) -> Both:
    last = pools[-1].side if pools else "alone"
    ours = [pool for pool in pools if pool.side == last]
    if not ours:
        return text("nothing")
    pool = max(ours, key=lambda each: each.whole.value)
    # Hours of the few Saturdays that are made up for would come first: everybody has waited for those.
    usual = max(map(max, pool.on_duty)) / 2
    hours = [
        (busy, day, hour)
        for day in range(7)
        for hour, busy in enumerate(pool.utilisation[day])
        if busy is not None and pool.on_duty[day][hour] >= usual
    ]
    if not hours:
        return text("nothing")
    busy, day, hour = max(hours, key=lambda each: (each[0], -each[1], -each[2]))
    return text(
        "utilisation_by_hour.sentence",
        pool=both(pool.title),
        utilisation=with_interval(pool.whole, UNIT[UnitName.SHARE]),
        day=both(_DAYS[day]),
        hour=hour,
        busy=number(busy * 100),
    )


def _course(case: TracedCase, *, compared: bool) -> CaseCourse:
    drawn: list[tuple[Side, Gantt | None]] = [("before" if compared else "alone", case.before)]
    if compared:
        drawn.append(("after", case.after))
    return CaseCourse(
        number=case.number,
        share=case.share,
        title=said(_chosen(case)),
        sides=tuple(_side(side, gantt) for side, gantt in drawn if gantt is not None),
    )


def _chosen(case: TracedCase) -> Both:
    if case.share is None:
        return text("gantt.given", number=case.number)
    kind = "median" if case.share == 0.5 else "share" if case.share > 0.5 else "quick"
    return text(f"gantt.{kind}", number=case.number, share=number(case.share * 100))


def _side(side: Side, gantt: Gantt) -> CourseSide:
    start = gantt.submitted_at
    cycle_time, processing_time = gantt.closed_at - start, gantt.processing_time
    return CourseSide(
        side=side,
        accepted=None if gantt.accepted_at is None else _hours(gantt.accepted_at, start),
        decided=None if gantt.decided_at is None else _hours(gantt.decided_at, start),
        ended=cycle_time / HOUR,
        cycle_days=cycle_time / DAY,
        processing_working_days=None if processing_time is None else processing_time / OFFICE_DAY,
        result=gantt.result,
        bars=tuple(_bar(row, start) for row in gantt.rows if row.spells),
        held=_spells(gantt.held, start),
    )


def _bar(row: Row, start: Instant) -> CourseBar:
    return CourseBar(
        case=row.case,
        lane=row.lane,
        step=row.step,
        title=said(both_of(row.title)),
        kind=row.kind.value,
        occurrence=row.occurrence + 1,
        pool=row.pool or None,
        doer=_doer(row),
        member=row.member or None,
        start=_hours(row.spells[0].start, start),
        begun=None if row.started_at is None else _hours(row.started_at, start),
        end=_hours(row.spells[-1].end, start),
        spells=_spells(row.spells, start),
    )


def _doer(row: Row) -> Words:
    if row.pool_title is not None:
        return said(both_of(row.pool_title))
    return said(text(f"gantt.{_DOERS.get(row.kind, 'law')}"))


def _spells(spells: Sequence[Spell], start: Instant) -> tuple[CourseSpell, ...]:
    return tuple(
        CourseSpell(holder=each.holder.value, start=_hours(each.start, start), end=_hours(each.end, start))
        for each in spells
    )


def _hours(at: Instant, start: Instant) -> float:
    return (at - start) / HOUR


def _lasted(case: CaseCourse) -> Iterator[Both]:
    title, sides = capitalised(both(case.title)), {side.side: side for side in case.sides}
    if "before" in sides and "after" in sides:
        before, after = number(sides["before"].cycle_days), number(sides["after"].cycle_days)
        yield text("gantt.both", case=title, before=before, after=after)
    else:
        for side in case.sides:
            yield text("gantt.one", case=title, days=number(side.cycle_days))


def _progress(side: Side, of: TracedSide) -> ProgressSide:
    under_way = of.under_way
    return ProgressSide(
        side=side,
        title=said(text("work_in_progress.alone" if side == "alone" else side)),
        mean=under_way.mean,
        low=under_way.low,
        high=under_way.high,
        p10=tuple(map(float, under_way.p10)),
        p90=tuple(map(float, under_way.p90)),
    )


def _piled_up(sides: Sequence[ProgressSide], days: Sequence[str], measured: tuple[str, str] | None) -> Both:
    """From the first measured day to the last; where all cases are measured, nothing begins or ends."""
    if measured is None or measured[0] not in days:
        return text("work_in_progress.whole")
    first, after = days.index(measured[0]), days.index(measured[1]) if measured[1] in days else len(days)
    told = None
    for side in sides:
        last = min(after, len(side.mean)) - 1
        sentence = text(
            "work_in_progress.sentence",
            side=capitalised(both(side.title)),
            start=number(side.mean[first]),
            end=number(side.mean[last]),
        ).then(text(f"work_in_progress.{_course_of(side, first, last)}"))
        told = sentence if told is None else told.then(sentence)
    return told or text("nothing")


def _course_of(side: ProgressSide, first: int, last: int) -> str:
    ends = side.low[first], side.high[first], side.low[last], side.high[last]
    low_before, high_before, low_after, high_after = ends
    if low_before is None or high_before is None or low_after is None or high_after is None:
        return "single"
    if low_after > high_before:
        return "clear"
    return "less" if high_after < low_before else "unclear"
