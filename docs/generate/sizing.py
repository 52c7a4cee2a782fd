"""The page on sizing: what a case was measured to cost, and the arithmetic from there to a province."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from benchmarks.sizing import needs
from benchmarks.sizing.figures import LaneCost, Measured, read_measured
from benchmarks.sizing.needs import Need, mean_cost, need_of, replayed_time, steps_of

_Each = TypeVar("_Each")

_SIZES: Final = (("a county", 100_000), ("a city", 1_000_000), ("a province", 10_000_000))

_COSTS: Final[Sequence[tuple[str, Callable[[LaneCost], str]]]] = (
    ("requests to the API", lambda cost: f"{cost.requests:.0f}"),
    ("steps that somebody takes", lambda cost: f"{steps_of(cost):.0f}"),
    ("events", lambda cost: f"{cost.events:.0f}"),
    ("events of Temporal's history", lambda cost: f"{cost.history_events:.0f}"),
    ("bytes of Temporal's history", lambda cost: f"{cost.history_bytes:,.0f}"),
    ("processor of the API, s", lambda cost: f"{cost.api_time:.3f}"),
    ("processor of workers, s", lambda cost: f"{cost.worker_time:.3f}"),
    ("processor of Temporal, s", lambda cost: f"{cost.temporal_time:.3f}"),
    ("bytes of the store", lambda cost: f"{cost.store_bytes:,.0f}"),
    ("bytes of Temporal's database", lambda cost: f"{cost.temporal_bytes:,.0f}"),
)

_NEEDS: Final[Sequence[tuple[str, Callable[[Need], str]]]] = (
    ("cases a year", lambda need: f"{need.cases_a_year:,}"),
    ("cases a working day", lambda need: f"{need.cases_a_day:,.0f}"),
    ("cases a second, at the peak", lambda need: f"{need.cases_a_second:.2f}"),
    ("officers at work", lambda need: f"{need.officers:,.0f}"),
    ("requests a second, at the peak", lambda need: f"{need.requests_a_second:,.0f}"),
    ("events of histories a second, at the peak", lambda need: f"{need.history_events_a_second:,.0f}"),
    ("cores of workers", lambda need: f"{need.worker_cores:.1f}"),
    ("cores of the API", lambda need: f"{need.api_cores:.1f}"),
    ("cores of Temporal, beside its database", lambda need: f"{need.temporal_cores:.1f}"),
    ("`numHistoryShards`", lambda need: f"{need.shards}"),
    ("the store grows in a year by", lambda need: _size(need.store_bytes)),
    ("Temporal's databases come to", lambda need: _size(need.temporal_bytes)),
    ("series of Prometheus", lambda need: f"{need.series:,}"),
    (f"Prometheus' disk, {needs.KEPT_DAYS} days", lambda need: _size(need.prometheus_bytes)),
)


def sizing_page() -> str:
    """The page."""
    measured = read_measured()
    cost = mean_cost(measured.lanes)
    lanes = (*measured.lanes, cost)
    return _PAGE.format(
        on=measured.on,
        measured_at=measured.measured_at,
        python=measured.python,
        release=measured.release,
        cases=measured.lanes[0].cases,
        costs=_table(("a case of", *(f"`{lane.lane}`" for lane in measured.lanes), "mean"), _COSTS, lanes),
        idle=", ".join(f"{kind} {100 * share:.2f} %" for kind, share in measured.idle.items()),
        replay=f"{1_000 * measured.replay_time:.2f}",
        needs=_table(("", *(name for name, _ in _SIZES)), _NEEDS, [need_of(size, measured) for _, size in _SIZES]),
        arithmetic=_arithmetic(measured, cost, need_of(_SIZES[-1][1], measured)),
        assumed=_assumed(),
    )


def _table(head: Sequence[str], rows: Sequence[tuple[str, Callable[[_Each], str]]], of: Sequence[_Each]) -> str:
    lines = [f"| {' | '.join(head)} |", "|---|" + "---:|" * len(of)]
    lines += [f"| {name} | {' | '.join(say(each) for each in of)} |" for name, say in rows]
    return "\n".join(lines)


def _arithmetic(measured: Measured, cost: LaneCost, need: Need) -> str:
    replayed = replayed_time(cost, measured)
    cases, day, second = f"{need.cases_a_year:,}", f"{need.cases_a_day:,.0f}", f"{need.cases_a_second:.2f}"
    steps, officers, busy = f"{steps_of(cost):.1f} steps", f"{need.officers:,.0f}", f"{needs.BUSY:g}"
    replay, look = f"{1_000 * measured.replay_time:.2f} ms", f"{1_000 * cost.api_time / cost.requests:.1f} ms"
    requests, happened = f"{need.requests_a_second:,.0f}", f"{cost.history_events:.0f}"
    minutes, doubled = f"{needs.OFFICER_MINUTES:g} min", f"{needs.POSTGRESQL:g}"
    kept = f"({needs.OPEN_DAYS} d + {needs.RETENTION_DAYS} d)"
    each = f"{cost.temporal_bytes:,.0f}"
    events = f"{need.history_events_a_second:,.0f} events a second"
    lines = {
        "cases a day": f"{cases} / {needs.WORKING_DAYS} working days = {day}",
        "cases a second": f"{day} / {needs.OFFICE_SECONDS:,} s x {needs.PEAK:g} = {second}",
        "officers": f"{day} x {steps} x {minutes} / 480 min = {officers}",
        "requests": f"{second} x {cost.requests:.1f} + {officers} / 60 s = {requests} a second",
        "playing again": f"{needs.COLD:g} x {steps} x {happened} / 2 events x {replay} = {replayed:.3f} s a case",
        "workers": f"{second} x ({cost.worker_time:.3f} s + {replayed:.3f} s) / {busy} = {need.worker_cores:.1f} cores",
        "API": f"{requests} x {look} / {busy} = {need.api_cores:.1f} cores",
        "Temporal": f"{second} x {cost.temporal_time:.3f} s / {busy} = {need.temporal_cores:.1f} cores",
        "shards": f"{second} x {happened} = {events} / {needs.EVENTS_A_SHARD:g}, to a power of two = {need.shards}",
        "store": f"{cases} x {cost.store_bytes:,.0f} B x {doubled} = {_size(need.store_bytes)} a year",
        "Temporal's": f"{cases} / 365 x {kept} x {each} B x {doubled} = {_size(need.temporal_bytes)}",
    }
    return "\n".join(f"{name:<16} {line}" for name, line in lines.items())


def _assumed() -> str:
    rows = (
        ("every measured lane has as many cases", "use the lanes of your own, by `GET /lanes/{lane}/statistics`"),
        (f"the busiest minutes are {needs.PEAK:g} times the mean", "`greenlane_api_requests_total`"),
        (f"a processor is counted on to {100 * needs.BUSY:.0f} %", "the rest is for Pods that are gone, and bursts"),
        (
            f"at {100 * needs.COLD:.0f} % of steps no worker has the case at hand",
            "`temporal_sticky_cache_hit_total`, `…_miss_total`",
        ),
        (f"a case is open for {needs.OPEN_DAYS} days", "`greenlane_case_cycle_time_seconds`"),
        (f"PostgreSQL takes {needs.POSTGRESQL:g} bytes for one of SQLite", "`pg_database_size`"),
        (
            f"an officer has a step in hand for {needs.OFFICER_MINUTES:g} minutes and looks for work once a minute",
            "`greenlane_task_sojourn_time_seconds`",
        ),
        (f"a shard is reckoned for {needs.EVENTS_A_SHARD:g} events a second", "cautious, with room for ten years"),
    )
    return "\n".join(("| assumed | see instead |", "|---|---|", *(f"| {what} | {where} |" for what, where in rows)))


def _size(size: float) -> str:
    for unit, bytes_of in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if size >= bytes_of:
            return f"{size / bytes_of:.2g} {unit}" if size / bytes_of < 10 else f"{size / bytes_of:.0f} {unit}"
    return f"{size:.0f} B"


_PAGE: Final = """\
# Sizing

How much of everything an installation needs, from what one case was *measured* to cost. The figures of this page are
made by `python -m benchmarks.sizing`, which runs the whole system and sends it people who answer at once, and by
`python -m docs.generate`, which does the sums. Measure on your own machine: seconds of a processor are seconds of that
processor.

## What a case costs

{cases} cases of each lane, Greenlane {release} on Python {python}, {on}, {measured_at}. From its start to its end a
case took, on the mean:

{costs}

What waits costs nothing: a case that is open for a year takes no more processor than one that is over in a minute.
The store and Temporal were SQLite on the same machine. What the processes use while nothing happens is not in it:
{idle} of a core.

A worker keeps the cases that it was last at in memory. Where days lie between two steps, the case's history is played
to its workflow again: **{replay} ms** of processor for an event of the history.

## What so many cases need

{needs}

For the province, line by line:

```text
{arithmetic}
```

## What is assumed

{assumed}

## What to make of it

- **Workers** take one core each, so the cores are the Pods. Beside them count two for departments' systems, and for
  experiments as many as designers are to wait for; they have queues of their own and take nothing from cases.
- **The API**: five services, each at least twice, so that one may go. `requests` and `decisions` have most of the load.
- **`numHistoryShards` is for good**; too few cannot be mended without new databases. The compose file has 512.
- **PostgreSQL**: all processes together hold at most `GREENLANE_DATABASE_CONNECTIONS` each, which has to stay below
  `max_connections` or go through PgBouncer. Keep the store and Temporal in one server until it is busy, since a
  [back-up](../how-to/back-up-and-restore.md) of one instant is worth more than a second machine. What it needs was not
  measured here: SQLite's work is in the seconds of the workers and of Temporal.
- **The store only grows**: events and the trail are kept for as long as files are. Add what the law makes you keep,
  times the growth of a year.
- **One server** with `greenlane up` and SQLite takes a county: one process writes at a time. A city wants PostgreSQL.

The overlay `province` of [the Kubernetes files](../how-to/deploy-on-kubernetes.md) never has fewer cores of workers and
of services than the last column says; a test sees to that.
"""
