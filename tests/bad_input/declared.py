"""Lanes whose text is in order and whose content is not: numbers, references, drawings, loops, sizes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.bad_input.attack import Attack, Expected
from tests.bad_input.lanes import GOOD, lane
from tests.unit.definition.examples import BY, HEAD, TITLE, block, checked, flow, graph, lane_text, sequence, task, way

_TIME: Final = f"{{kind: fixed, value: 1, unit: hours, {BY}}}"
_ARRIVALS: Final = f"arrivals: {{calendar: office, gap: {{kind: exponential, mean: 8, unit: hours, {BY}}}}}\n"
RUN: Final = (("check", "{file}"), ("simulate", "{file}", "--cases", "2", "--replications", "1", "--workers", "1"))
"""Looked over, and then run once: what is only wrong when it is run has to end as well."""


def timed(rest: str) -> str:
    """A lane of one task with this as its service time."""
    return lane_text(task("a").replace("{kind: exponential, mean: 1, unit: hours,", f"{{{rest}, unit: hours,"))


def run(what: str, content: str, expected: Expected = Expected.REFUSED) -> Attack:
    """A lane that is run too."""
    made = lane(what, content, expected)
    return Attack(made.kind, made.what, made.file, made.content, made.expected, RUN)


def declared() -> Iterator[Attack]:
    """Every one of them."""
    yield run("good, run", _ARRIVALS + GOOD, Expected.TAKEN)
    yield from _numbers()
    yield from _names()
    yield from _drawings()
    yield from _endless()
    yield from _sizes()


def _numbers() -> Iterator[Attack]:
    for value in (
        *(".nan", ".NaN", "NaN", ".inf", "-.inf", "Infinity", "1e400", "-1e400", "-1", "-0.0", "0", "0x10", "1_000"),
        *("1:30", "'1'", "true", "null", "1e-400", "1e308", "1e12", "9" * 400, "1e9999999999", "[1]", "{a: 1}", "٣"),
    ):
        yield lane(f"a mean of {value[:20]}", timed(f"kind: exponential, mean: {value}"))
    for what, rest in {
        "bounds swapped": "kind: uniform, low: 2, high: 1",
        "negative bounds": "kind: uniform, low: -2, high: -1",
        "a spread beyond all bounds": "kind: gamma, mean: 1, standard_deviation: 1e300",
        "a spread of nearly nothing": "kind: gamma, mean: 1e300, standard_deviation: 1e-300",
        "a lognormal beyond all bounds": "kind: lognormal, mean: 1e-300, standard_deviation: 1e300",
        "what is left of a law is nothing": "kind: truncated, law: normal, law_mean: 0, law_standard_deviation: 1e-9, "
        "low: 1e9",
        "a truncated law beyond all bounds": "kind: truncated, law: lognormal, law_mean: 1e308, "
        "law_standard_deviation: 1e308, low: 0",
        "shares that add up to more": "kind: discrete, values: [1, 2], shares: [0.9, 0.9]",
        "shares below nothing": "kind: discrete, values: [1, 2], shares: [-1, 2]",
        "shares that are nothing": "kind: discrete, values: [1, 2], shares: [0, 0]",
        "values in no order": "kind: discrete, values: [2, 1], shares: [0.5, 0.5]",
        "ten thousand values of nothing": f"kind: discrete, values: [{'0, ' * 10_000}], shares: [{'0, ' * 10_000}]",
        "no such law": "kind: pareto, mean: 1",
        "no unit of time": "kind: fixed, value: 1, unit: fortnights",
    }.items():
        yield lane(what, timed(rest))
    steep = "kind: truncated, law: gamma, law_mean: 1e-9, law_standard_deviation: 1e9, low: 0"
    yield run("a law that is hard to invert", _ARRIVALS + timed(steep), Expected.EITHER)
    for share in ("1.5", "-0.1", ".nan", "0.7500001"):
        yield lane(f"a share of {share}", lane_text(task("a"), HEAD.replace("0.75", share)))
    outcomes = (
        f"outcomes: [{{id: x, {TITLE}, share: {{value: 0.6, {BY}}}}}, {{id: y, {TITLE}, share: {{value: 0.6, {BY}}}}}]"
    )
    yield lane("outcomes that add up to more", lane_text(task("a", f", {outcomes}")))
    chances = ", ".join(way(task(each), f"share: {{value: 0.8, {BY}}}") for each in ("a", "b"))
    yield lane("ways that add up to more", lane_text(block("choice", "c", f"paths: [{chances}]")))
    for hours in ("25:00-26:00", "17:00-09:00", "09:00-17:00:00", "-", "", "09:00-12:00', '11:00-13:00"):
        yield lane(f"hours {hours}", GOOD.replace("09:00-17:00", hours).replace('"', "'"))


def _names() -> Iterator[Attack]:
    yield lane("a pool that is not there", GOOD.replace("pool: desk", "pool: nobody"))
    yield lane("a calendar that is not there", GOOD.replace("calendar: office", "calendar: never"))
    yield lane("an office that is not there", GOOD.replace("office: office", "office: never"))
    yield lane("a document that is not there", lane_text(task("a", ", documents: [none]")))
    yield lane("a lane that is not there", lane_text(block("call", "c", "lane: nowhere_at_all")))
    yield lane("a lane that calls itself", lane_text(sequence(task("a"), block("call", "c", "lane: example"))))
    yield lane("a law that is not there", lane_text(task("a", ", after: [nothing]")))
    yield lane("laws in a circle", lane_text(sequence(task("a", ", after: [b]"), task("b", ", after: [a]"))))
    yield lane("an outcome that is not there", lane_text(sequence(task("a"), task("b")), HEAD.replace(
        "attributes:", "sealed: {outcome_of: zzz, in: [x]}\nattributes:")))  # fmt: skip
    for name in ("../../etc/passwd", "..", "a/b", "a\\b", "C:", "a b", "A", "'" + "a" * 64 + "'", '"a\\nb"', "甲"):
        yield lane(f"called {name[:20]}", GOOD.replace("id: example", f"id: {name}"))
        yield lane(f"calls {name[:20]}", lane_text(block("call", "c", f"lane: {name}")))
    yield lane("the same step twice", lane_text(sequence(task("a"), task("a"))))
    yield lane("the same attribute value twice", GOOD.replace("value: high", "value: low"))


def _drawings() -> Iterator[Attack]:
    def node(id_: str, rest: str = "", step: str | None = "") -> str:
        made = f", step: {task('do_' + id_)}" if step is not None else ""
        return f"{{id: {id_}{made}{rest}}}"

    split, both = ", split: parallel", ", join: parallel"
    flows = ", ".join((flow("a", "b"), flow("a", "c"), flow("b", "d"), flow("c", "d")))
    wait = ", ".join((node("a"), node("b"), node("c"), node("d", both)))
    yield lane("a deadlock", lane_text(graph(wait, flows)))
    merge = ", ".join((node("a", split), node("b"), node("c"), node("d")))
    yield lane("lack of synchronisation", lane_text(graph(merge, flows)))
    circle = ", ".join((flow("a", "b"), flow("b", "a")))
    yield lane("a circle without a way out", lane_text(graph(f"{node('a')}, {node('b')}", circle)))
    yield lane("a circle without time", lane_text(graph(
        f"{node('a', step=None)}, {node('b', step=None)}, {node('c')}",
        ", ".join((flow("a", "b"), flow("b", "a", f", share: {{value: 0.5, {BY}}}"), flow("b", "c"))))))  # fmt: skip
    yield lane("a node that nothing leads to", lane_text(graph(f"{node('a')}, {node('b')}", "")))
    yield lane("a flow to nowhere", lane_text(graph(node("a"), flow("a", "zzz"))))
    yield lane("a start that is not there", lane_text(graph(node("a"), "", start="zzz")))
    yield lane("the same node twice", lane_text(graph(f"{node('a')}, {node('a')}", "")))
    yield lane("four to the power of thirty situations", lane_text(_states(30)))
    yield lane("two to the power of thirty ways at the start", lane_text(_ways(30, "a")))
    yield lane("two to the power of thirty ways later", lane_text(_ways(30, "s")))
    yield lane("two to the power of four hundred ways", lane_text(_ways(400, "a")))
    yield lane("two to the power of thirty ways beside", lane_text(_beside(10)))
    yield lane("everything leads to everything", lane_text(_tangle(44)))
    yield lane("four hundred branches with circles", lane_text(_states(120)))
    laws = ", ".join(f"do{n}" for n in range(99))
    bound = ", ".join(f"{{id: n{n}, step: {task(f'do{n}', f', after: [{laws}]')}}}" for n in range(100))
    follows = ", ".join(flow(f"n{n}", f"n{n + 1}") for n in range(99))
    yield lane("laws of all after all", lane_text(graph(bound, follows, start="n0")))
    chain = ", ".join(node(f"n{n}") for n in range(490))
    chained = ", ".join(flow(f"n{n}", f"n{n + 1}") for n in range(489))
    yield lane("five hundred nodes in a row", lane_text(graph(chain, chained, start="n0")), Expected.EITHER)


def _states(branches: int) -> str:
    """Branches beside each other, each of which goes round and round through four nodes before it ends."""
    nodes, flows = [f"{{id: a, step: {task('first')}, split: parallel}}"], []
    share = f", share: {{value: 0.5, {BY}}}"
    for n in range(branches):
        nodes += [f"{{id: {part}{n}, step: {task(f'do_{part}{n}')}}}" for part in "bcde"]
        flows += [flow("a", f"b{n}"), flow(f"b{n}", f"c{n}"), flow(f"c{n}", f"d{n}"), flow(f"d{n}", f"e{n}")]
        flows += [flow(f"d{n}", f"b{n}", share), flow(f"e{n}", f"c{n}", share), flow(f"e{n}", "z")]
    return graph(", ".join((*nodes, f"{{id: z, step: {task('last')}, join: parallel}}")), ", ".join(flows))


def _ways(count: int, start: str) -> str:
    """An inclusive split into many ways."""
    nodes = [f"{{id: s, step: {task('first')}}}", f"{{id: a, step: {task('ask')}, split: inclusive}}"]
    flows = [flow("s", "a"), flow("a", "z")]
    share = f", share: {{value: 0.5, {BY}}}"
    for n in range(count):
        nodes.append(f"{{id: b{n}, step: {task(f'do{n}')}}}")
        flows += [flow("a", f"b{n}", share), flow(f"b{n}", "z")]
    nodes.append(f"{{id: z, step: {task('last')}, join: inclusive}}")
    return graph(
        ", ".join(nodes if start == "s" else nodes[1:]), ", ".join(flows if start == "s" else flows[1:]), start
    )


def _beside(count: int) -> str:
    """Nodes that begin beside another one, each of which splits into many ways."""
    nodes, flows = [f"{{id: a, step: {task('first')}}}", f"{{id: z, step: {task('last')}}}"], [flow("a", "z")]
    share = f", share: {{value: 0.5, {BY}}}"
    for n in range(count):
        wait = block("wait", f"wait{n}", f"time: {_TIME}")
        nodes.append(f"{{id: w{n}, step: {wait}, beside: a, split: inclusive}}")
        nodes.append(f"{{id: b{n}, step: {task(f'do{n}')}}}")
        flows.append(flow(f"w{n}", f"b{n}"))
        for m in range(30):
            nodes.append(f"{{id: b{n}x{m}, step: {task(f'do{n}x{m}')}}}")
            flows.append(flow(f"w{n}", f"b{n}x{m}", share))
    return graph(", ".join(nodes), ", ".join(flows))


def _tangle(count: int) -> str:
    nodes = ", ".join(f"{{id: n{n}, step: {task(f'do{n}')}, split: inclusive, join: inclusive}}" for n in range(count))
    share = f", share: {{value: 0.01, {BY}}}"
    pairs = [(n, m) for n in range(count) for m in range(count) if n != m]
    flows = (flow(f"n{n}", f"n{m}", share if m != (n + 1) % count else "") for n, m in pairs)
    return graph(nodes, ", ".join(flows), start="n0")


def _endless() -> Iterator[Attack]:
    certain = checked("a").replace("0.5", "1")
    again = f"again: {{outcome_of: a, in: [failed]}}, {BY}"
    for times in ("1000000000000", "1e12", "-1", "0"):
        yield run(f"a loop that goes on {times} times",
                  _ARRIVALS + lane_text(block("loop", "l", f"body: {certain}, {again}, at_most: {times}")))  # fmt: skip
    still = task("a").replace("kind: exponential, mean: 1", "kind: fixed, value: 0")
    yield run("a loop without time", _ARRIVALS + lane_text(block("loop", "l", f"body: {still}, {again}, at_most: 9")))
    yield run("a loop that nothing changes", _ARRIVALS + lane_text(
        block("loop", "l", f"body: {task('a')}, again: {{attribute: risk, in: [low]}}, {BY}, at_most: 9")))  # fmt: skip
    share = f", share: {{value: 1, {BY}}}"
    nodes = f"{{id: a, step: {task('x')}}}, {{id: b, step: {task('y')}}}, {{id: c, step: {task('z')}}}"
    flows = ", ".join((flow("a", "b"), flow("b", "a", share), flow("b", "c")))
    yield run("a circle that nobody ever leaves", _ARRIVALS + lane_text(graph(nodes, flows)))
    rarely = f", share: {{value: 0.999999999, {BY}}}"
    yield run("a circle that is hardly ever left", _ARRIVALS + lane_text(graph(nodes, flows.replace(share, rarely))))
    short = lane_text(graph(nodes, flows)).replace("mean: 1,", "mean: 1e-300,")
    yield run("a circle that takes no time to speak of", _ARRIVALS + short)
    nested = certain
    for n in range(25):
        nested = block("loop", f"l{n}", f"body: {nested}, {again}, at_most: 1000000")
    yield run("twenty-five loops in each other", _ARRIVALS + lane_text(nested))
    gap = _ARRIVALS.replace("mean: 8", "mean: 1e-300")
    yield run("cases without end in no time", gap + GOOD, Expected.EITHER)
    by_day = ("simulate", "{file}", "--replications", "1", "--workers", "1")
    made = lane("a case every nanosecond of a year", gap + GOOD)
    yield Attack(made.kind, made.what, made.file, made.content, made.expected, (by_day,))


def _sizes() -> Iterator[Attack]:
    for count in ("1000000000", "1" + "0" * 30, "1e9", "0", "-3", "2.5", ".inf"):
        yield run(f"{count} officers", _ARRIVALS + GOOD.replace("count: 1", f"count: {count}"))
    days = "working_days: 1000000000000"
    yield run("a limit of 10^12 days", _ARRIVALS + lane_text(task("a", f", limit: {{{days}, {BY}}}")))
    yield run("a wait of 10^12 days", _ARRIVALS + lane_text(block("wait", "w", f"working_days: {{{days}, {BY}}}")))
    yield run("a wait of ten thousand years", _ARRIVALS + lane_text(
        block("wait", "w", f"working_days: {{working_days: 2500000, {BY}}}")))  # fmt: skip
    yield run("a deadline of 10^12 days", _ARRIVALS + lane_text(
        block("deadline", "d", f"body: {task('a')}, within: {{{days}, {BY}}}")))  # fmt: skip
    yield run("an urgency of 10^30", _ARRIVALS + lane_text(task("a", f", priority: 1{'0' * 30}")))
    yield run("1e308 yuan an hour", _ARRIVALS + GOOD.replace(
        "staff:", f"cost_per_hour: {{yuan: 1e308, {BY}}}, staff:"), Expected.EITHER)  # fmt: skip
    days_open = ", ".join(f"{{day: {2000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}, hours: ['09:00-10:00']}}"
                          for n in range(10_000))  # fmt: skip
    yield lane("ten thousand days with hours of their own",
               GOOD.replace('hours: ["09:00-17:00"],', f'hours: ["09:00-17:00"], extra: [{days_open}],'),
               Expected.EITHER)  # fmt: skip
    slots = ", ".join(f'"{n // 60:02}:{n % 60:02}-{n // 60:02}:{n % 60:02}"' for n in range(1_440))
    yield lane("hours of no length", GOOD.replace('"09:00-17:00"', slots))
    batch = f"batch: {{cases: 1000000000000, {BY}}}"
    cadence = f"cadence: {{kind: weekly, weekday: monday, at: {{hour: 9, {BY}}}, {BY}}}"
    yield run("10^12 cases a round", f"arrivals: {{calendar: office, {cadence}, {batch}}}\n{GOOD}")
    in_order = ", ".join(way(task(f"t{n}"), f"after: [{f't{n - 1}' if n else ''}]") for n in range(600))
    yield lane("six hundred steps in order", lane_text(block("ordered", "o", f"steps: [{in_order}]")), Expected.EITHER)
    crowd = ", ".join(task(f"t{n}") for n in range(2_000))
    yield lane("two thousand branches", lane_text(block("parallel", "p", f"branches: [{crowd}]")), Expected.EITHER)
    kinds = "".join(
        f"  k{n}:\n    {TITLE}\n    values:\n" + "".join(
            f"      - {{value: v{m}, {TITLE}, share: {{value: 0.1, {BY}}}}}\n" for m in range(10)
        )
        for n in range(12)
    )  # fmt: skip
    asked = ", ".join(f"{{when: {{attribute: k{n}, in: [v0]}}, time: {{value: 2, {BY}}}}}" for n in range(12))
    yield run("ten to the power of twelve kinds of cases", _ARRIVALS + lane_text(
        task("a", f", variations: [{asked}]"), HEAD + kinds), Expected.EITHER)  # fmt: skip
