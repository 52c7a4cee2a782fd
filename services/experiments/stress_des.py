"""A simulation study as the STRESS-DES checklist asks for it, written from the lane, the design and the result.

References
----------
Monks, Currie, Onggo, Robinson, Kunc & Taylor (2019), Strengthening the reporting of empirical simulation studies:
introducing the STRESS guidelines. Journal of Simulation 13(1), 55-67.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, cast

from services.experiments.provenance import assumptions_of, counts_by_source, provenances
from services.experiments.quantity import quantity_of
from services.experiments.report.numbers import number, with_half
from services.experiments.simulating import Simulated
from services.experiments.stress_texts import SECTIONS, TEXTS
from simulations.experiment import Design, Model
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Title
from workflows.definition.steps import ApplicantStep, End, StatutoryWait, Step, Task, ThirdPartyStep
from workflows.definition.tree import children, id_of
from workflows.measures import KPIS
from workflows.measures.kpis import KpiUnit

Language: TypeAlias = Literal["zh-CN", "en"]

_LIBRARIES: Final = ("simpy", "numpy", "scipy")


@dataclass(frozen=True, slots=True)
class _Report:
    """What a report is written from; every item of the checklist is a method that gives its lines."""

    name: str
    model: Model
    simulated: Simulated
    language: Language

    @property
    def lane(self) -> Lane:
        return self.model.lane

    @property
    def design(self) -> Design:
        return self.simulated.design

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Everything that was simulated together."""
        return (*self.model.measured, *self.model.called)

    def words(self, key: str, **places: object) -> str:
        return TEXTS[key].in_language(self.language).format(**places)

    def title(self, title: Title) -> str:
        return title.in_language(self.language)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        yield _row([self.words(f"column.{name}") for name in columns])
        yield _row(["---"] * len(columns))
        yield from map(_row, rows)

    def purpose(self) -> Iterator[str]:
        yield self.words("purpose")
        if self.lane.description is not None:
            yield ""
            yield self.title(self.lane.description)

    def outputs(self) -> Iterator[str]:
        yield self.words("outputs", replications=self.design.replications, confidence=f"{self.design.confidence:.0%}")
        yield ""
        rows = [
            (self.title(KPIS[kpi].title), with_half(interval, KPIS[kpi].unit), _unit(KPIS[kpi].unit))
            for kpi, interval in self.simulated.kpis.items()
        ]
        yield from self.table(("figure", "mean", "unit"), rows)

    def aims(self) -> Iterator[str]:
        yield self.words("aims")

    def overview(self) -> Iterator[str]:
        yield from self._outline(self.lane.body, 0)

    def _outline(self, step: Step, depth: int) -> Iterator[str]:
        name = id_of(step)
        if name is not None:
            yield f"{'  ' * depth}- {self.title(self.lane.titles[name])} (`{name}`, {step.kind})"
        for child in children(step):
            yield from self._outline(child, depth + (name is not None))

    def logic(self) -> Iterator[str]:
        yield self.words("logic")
        for key, lanes in (("calls", self.model.called), ("beside", self.model.beside)):
            if lanes:
                yield ""
                yield self.words(key, lanes=", ".join(f"{self.title(lane.title)} (`{lane.id}`)" for lane in lanes))

    def scenario(self) -> Iterator[str]:
        levers = ", ".join(f"`{lever}`" for lever in self.lane.levers)
        yield self.words("levers", levers=levers) if levers else self.words("no_levers")

    def algorithms(self) -> Iterator[str]:
        yield self.words("algorithms")

    def entities(self) -> Iterator[str]:
        if not self.lane.attributes:
            yield self.words("entities_alike")
            return
        yield self.words("entities")
        yield ""
        rows = [
            (
                self.title(attribute.title),
                ", ".join(f"{self.title(each.title)} {each.share.value:.1%}" for each in attribute.values),
            )
            for attribute in self.lane.attributes.values()
        ]
        yield from self.table(("attribute", "values"), rows)

    def activities(self) -> Iterator[str]:
        rows = []
        for name, step in self.lane.steps.items():
            done = self._done(step)
            if done is not None:
                rows.append((f"{self.title(self.lane.titles[name])} (`{name}`)", *done))
        yield from self.table(("step", "who", "quantity"), rows)

    def _done(self, step: Step) -> tuple[str, str] | None:
        """Who does a step, and how long it takes them."""
        match step:
            case Task():
                spans = [step.service_time, *([step.circulation] if step.circulation else [])]
                return self.title(self.lane.pools[step.pool].title), " + ".join(map(self._span, spans))
            case ApplicantStep():
                return self.words("applicant"), self._span(step.time)
            case ThirdPartyStep():
                return self.title(step.party), self._span(step.time)
            case StatutoryWait():
                waited = step.time or step.working_days
                return self.words("law"), self.title(quantity_of(waited)) if waited is not None else ""
            case _:
                return None

    def _span(self, span: Distribution) -> str:
        return self.title(quantity_of(span))

    def resources(self) -> Iterator[str]:
        used = {pool.pool: pool for pool in self.simulated.side.pools}
        rows = []
        for name, pool in self.lane.pools.items():
            calendars = dict.fromkeys(group.calendar or pool.calendar for group in pool.staff)
            hours = ", ".join(self.title(quantity_of(self.lane.calendars[calendar])) for calendar in calendars)
            busy = f"{number(used[name].utilisation.mean * 100)} %" if name in used else ""
            rows.append((f"{self.title(pool.title)} (`{name}`)", str(pool.members), hours, busy))
        yield from self.table(("pool", "members", "calendar", "utilisation"), rows)

    def queues(self) -> Iterator[str]:
        yield self.words("queues")

    def entry_and_exit(self) -> Iterator[str]:
        arrivals = self.lane.arrivals
        if arrivals is None:
            entry = self.words("no_arrivals")
        else:
            quantity = arrivals.gap if arrivals.gap is not None else arrivals.cadence
            entry = "" if quantity is None else self.title(quantity_of(quantity))
            entry += f" ({arrivals.clock.value}, `{arrivals.calendar}`)"
        yield self.words("entry", arrivals=entry)
        ends = [
            f"{self.title(step.title)} ({step.result.value})"
            for step in self.lane.steps.values()
            if isinstance(step, End)
        ]
        yield ""
        yield self.words("exit", ends=", ".join([*ends, self.words("at_the_end")]))

    def sources(self) -> Iterator[str]:
        yield self.words("sources")
        yield ""
        counts = counts_by_source(self.lanes)
        yield from self.table(("source", "count"), [(source.value, str(count)) for source, count in counts.items()])

    def preprocessing(self) -> Iterator[str]:
        yield self.words("preprocessing")

    def parameters(self) -> Iterator[str]:
        yield self.words("parameters")
        for lane in self.lanes:
            yield ""
            yield f"`{lane.id}`:"
            yield ""
            rows = [
                (f"`{each.place}`", self.title(each.quantity), each.provenance.source.value, each.provenance.basis)
                for each in provenances(lane)
            ]
            yield from self.table(("place", "quantity", "source", "basis"), rows)

    def assumptions(self) -> Iterator[str]:
        found = assumptions_of(self.lanes)
        if not found:
            yield self.words("no_assumptions")
            return
        yield self.words("assumptions", count=len(found))
        yield ""
        for each in found:
            places = ", ".join(f"`{place}`" for place in each.places)
            yield f"- {self.title(each.quantity)} ({each.provenance.source.value}): {each.provenance.basis} {places}"

    def initialisation(self) -> Iterator[str]:
        start = self.design.starts_on.isoformat()
        if self.design.cases is not None:
            yield self.words("all_cases", start=start)
        else:
            yield self.words("empty", start=start, warm_up=self.design.warm_up_days)

    def run_length(self) -> Iterator[str]:
        side = self.simulated.side
        if self.design.cases is not None:
            yield self.words("length_cases", of=self.design.cases, cases=side.cases)
            return
        yield self.words(
            "length",
            window=self.design.window_days,
            cool_down=self.design.cool_down_days,
            cases=side.cases,
            unfinished=side.unfinished,
        )

    def estimation(self) -> Iterator[str]:
        confidence = f"{self.design.confidence:.0%}"
        yield self.words("estimation", replications=self.design.replications, confidence=confidence)

    def software(self) -> Iterator[str]:
        others = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
        yield self.words("software", greenlane=version("greenlane"), python=platform.python_version(), others=others)

    def sampling(self) -> Iterator[str]:
        yield self.words("sampling", seed=self.design.seed)

    def execution(self) -> Iterator[str]:
        yield self.words("execution")

    def system(self) -> Iterator[str]:
        yield self.words("system")

    def access(self) -> Iterator[str]:
        size = "" if self.design.cases is None else f" --cases {self.design.cases}"
        options = f"--replications {self.design.replications} --seed {self.design.seed}{size}"
        command = f"greenlane simulate {self.name} {options}"
        yield self.words("access", hash=self.simulated.side.lane_hash, command=command)


_ITEMS: Final[Mapping[str, Callable[[_Report], Iterator[str]]]] = MappingProxyType(
    {
        "1.1": _Report.purpose,
        "1.2": _Report.outputs,
        "1.3": _Report.aims,
        "2.1": _Report.overview,
        "2.2": _Report.logic,
        "2.3": _Report.scenario,
        "2.4": _Report.algorithms,
        "2.5.1": _Report.entities,
        "2.5.2": _Report.activities,
        "2.5.3": _Report.resources,
        "2.5.4": _Report.queues,
        "2.5.5": _Report.entry_and_exit,
        "3.1": _Report.sources,
        "3.2": _Report.preprocessing,
        "3.3": _Report.parameters,
        "3.4": _Report.assumptions,
        "4.1": _Report.initialisation,
        "4.2": _Report.run_length,
        "4.3": _Report.estimation,
        "5.1": _Report.software,
        "5.2": _Report.sampling,
        "5.3": _Report.execution,
        "5.4": _Report.system,
        "6.1": _Report.access,
    }
)


def stress_des_of(name: str, model: Model, simulated: Simulated, language: str) -> str:
    """The report as Markdown; the same bytes for the same study and versions.

    Parameters
    ----------
    name : by which the lane was found, to tell how to reproduce it
    model : what was simulated
    simulated : what came of it
    """
    # What the command line calls a language is checked there.
    spoken = cast(Language, language)
    report = _Report(name, model, simulated, spoken)
    lines = [f"# {report.words('title', lane=report.title(model.lane.title))}", "", report.words("about")]
    for item, heading in SECTIONS.items():
        lines += ["", f"{'###' if '.' in item else '##'} {heading.in_language(spoken)}"]
        if item in _ITEMS:
            lines += ["", *_ITEMS[item](report)]
    return "\n".join(lines) + "\n"


def _unit(unit: KpiUnit) -> str:
    return "%" if unit is KpiUnit.SHARE else unit.value.replace("_", " ")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
