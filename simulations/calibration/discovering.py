"""Discovery: from traces to a process tree, by an inductive miner with a filter for noise.

The inductive miner for infrequent behaviour (Leemans, Fahland & van der Aalst, BPM Workshops 2013): a cut of all that
happened, else a cut of what happened often enough, else the least that is still true of the traces. Each part is then
taken by itself. The tree is sound whatever the log, and without noise every trace can be replayed on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from simulations.calibration.cuts import Cut, find_cut
from simulations.calibration.directly_follows import Trace, Traces, directly_follows
from simulations.calibration.process_tree import Block, Leaf, Operator, Tree, joined
from simulations.calibration.splitting import split

_RARELY: Final = 0.02
"""Share of turns in which a step is passed over, or done twice, that is still taken for a slip of the log where noise
is filtered: a reform's saving hangs on such shares, so that far less is taken for noise here than among edges."""


def discover(traces: Traces, noise: float) -> Tree:
    """The blocks of some traces.

    Parameters
    ----------
    traces : with how many cases have each
    noise : from 0 (everything that happened is in the tree) to 1; see
        :func:`simulations.calibration.directly_follows.directly_follows`
    """
    total = sum(traces.values())
    nothing = traces.get((), 0)
    if nothing == total:
        return Leaf(None, total)
    if nothing:
        rest = Counter({trace: count for trace, count in traces.items() if trace})
        if nothing <= min(noise, _RARELY) * total:
            return discover(rest, noise)
        return joined(Operator.CHOICE, (discover(rest, noise), Leaf(None, nothing)), total)
    names = {activity for trace in traces for activity in trace}
    if len(names) == 1:
        return _one(names.pop(), traces, noise, total)
    for filtered in (0.0, noise) if noise else (0.0,):
        if cut := find_cut(directly_follows(traces, filtered)):
            return _cut(traces, cut, noise, total)
    return next(_otherwise(traces, sorted(names), noise, total))


def _cut(traces: Traces, cut: Cut, noise: float, total: int) -> Tree:
    logs, most = split(traces, cut)
    if cut.operator is not Operator.LOOP:
        return joined(cut.operator, tuple(discover(log, noise) for log in logs if log), total)
    body, *redo = (discover(log, noise) for log in logs)
    return Block(Operator.LOOP, (body, *redo), total, most)


def _one(activity: str, traces: Traces, noise: float, total: int) -> Tree:
    """One activity, once or several times in a row."""
    times = sum(len(trace) * count for trace, count in traces.items())
    repeated = sum(count for trace, count in traces.items() if len(trace) > 1)
    if repeated <= min(noise, _RARELY) * total:
        return Leaf(activity, total)
    most = max(map(len, traces)) - 1
    return Block(Operator.LOOP, (Leaf(activity, times), Leaf(None, times - total)), total, most)


def _otherwise(traces: Traces, names: list[str], noise: float, total: int) -> Iterator[Tree]:
    """What is true of traces without a cut, the most telling first."""
    for name in names:
        if all(trace.count(name) == 1 for trace in traces):
            yield _beside(traces, name, noise, total)
    for name in names:
        rest = _without(traces, name)
        if rest.get((), 0) == 0 and find_cut(directly_follows(rest, 0.0)):
            yield _beside(traces, name, noise, total)
    graph = directly_follows(traces, 0.0)
    starts = {name for name, begins in zip(graph.activities, graph.starts, strict=True) if begins}
    ends = {name for name, is_end in zip(graph.activities, graph.ends, strict=True) if is_end}
    for after in (ends, set(names)):
        turns, most = _turns(traces, starts, after)
        times = sum(turns.values())
        if times > total and turns.keys() != traces.keys():
            body = discover(turns, noise)
            yield Block(Operator.LOOP, (body, Leaf(None, times - total)), total, most)
    counts = Counter[str]()
    for trace, count in traces.items():
        for activity in trace:
            counts[activity] += count
    body = Block(Operator.CHOICE, tuple(Leaf(name, counts[name]) for name in names), counts.total())
    yield Block(Operator.LOOP, (body, Leaf(None, counts.total() - total)), total, max(map(len, traces)) - 1)


def _beside(traces: Traces, name: str, noise: float, total: int) -> Tree:
    """An activity that stands anywhere, beside everything else."""
    alone: Counter[Trace] = Counter()
    for trace, count in traces.items():
        alone[tuple(activity for activity in trace if activity == name)] += count
    rest = _without(traces, name)
    return joined(Operator.PARALLEL, (discover(alone, noise), discover(rest, noise)), total)


def _without(traces: Traces, name: str) -> Counter[Trace]:
    found: Counter[Trace] = Counter()
    for trace, count in traces.items():
        found[tuple(activity for activity in trace if activity != name)] += count
    return found


def _turns(traces: Traces, starts: set[str], ends: set[str]) -> tuple[Counter[Trace], int]:
    """Traces cut wherever what can begin one follows what can end one."""
    found: Counter[Trace] = Counter()
    most = 0
    for trace, count in traces.items():
        begun = 0
        again = 0
        for at in range(1, len(trace) + 1):
            if at == len(trace) or (trace[at] in starts and trace[at - 1] in ends):
                found[trace[begun:at]] += count
                begun, again = at, again + 1
        most = max(most, again - 1)
    return found, most
