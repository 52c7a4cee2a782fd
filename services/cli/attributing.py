"""`greenlane attribute`: what each lever saves, in the scenario's order and over all orders, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import typer

from services.cli.experiment import Experiment, progress_line
from services.cli.output import write_json, write_table
from services.cli.quantities import number, unit_of
from services.cli.texts import say
from services.experiments.attribution import Attributed, attribute_named
from services.experiments.report.numbers import NOTHING, signed, with_half
from services.experiments.report.numbers import number as short
from services.experiments.report.sentences import target_sentence
from services.experiments.service import horizon_of
from services.experiments.side_by_side import processes
from simulations.attribution.attribution import Attribution, LaneAttribution, LeverAttribution, OnPaper
from simulations.attribution.limit_gap import LimitGap, LimitsNeeded
from simulations.experiment import Design
from workflows.levers.catalogue import LEVERS, Lever
from workflows.measures import KPIS

_SHOWN: Final = (
    "processing_time.mean",
    "processing_days.p90",
    "cycle_time.mean",
    "visits",
    "agency_cost",
    "fees",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be attributed.

    Attributes
    ----------
    scenario : its id or file
    orders : of introduction, drawn if there are too many
    """

    scenario: str
    orders: int
    experiment: Experiment

    @property
    def design(self) -> Design:
        """How it is run."""
        return self.experiment.design_of(horizon_of(self.scenario))


def attribute(language: str, asked: Asked, *, as_json: bool) -> None:
    """Attribute what a scenario saves, and write it."""
    with processes(asked.experiment.workers) as executor:
        attributed = attribute_named(asked.scenario, asked.design, asked.orders, executor, progress_line(language))
    if as_json:
        write_json(attributed)
    else:
        write_attributed(language, attributed)


def write_attributed(language: str, attributed: Attributed) -> None:
    """What each lever saves, figure by figure, then what is missing to the target."""
    attribution = attributed.attribution
    typer.echo(_orders(language, attribution))
    for lane in attribution.lanes:
        title = attribution.title.in_language(language)
        if len(attribution.lanes) > 1:
            title = f"{title}: {lane.title.in_language(language)}"
        for kpi in _SHOWN:
            if kpi in lane.difference:
                typer.echo()
                _write_kpi(language, title, lane, kpi, drawn=attribution.orders_taken == "drawn")
        typer.echo()
        _write_paper(language, title, lane)
    if attributed.gap is not None:
        typer.echo()
        _write_gap(language, attributed.gap, attributed.applied)


def _orders(language: str, attribution: Attribution) -> str:
    return say(
        language,
        f"attribute.orders.{attribution.orders_taken}",
        orders=f"{attribution.orders:,}",
        coalitions=attribution.coalitions,
        run=attribution.coalitions_run,
        replications=attribution.design.replications,
        confidence=f"{attribution.design.confidence:.0%}",
    )


def _write_kpi(language: str, title: str, lane: LaneAttribution, kpi: str, *, drawn: bool) -> None:
    """One figure, both ways of dividing it; the last row is what both add up to."""
    unit = KPIS[kpi].unit
    columns = [*_first_columns(language), say(language, "attribute.over_orders")]
    if drawn:
        columns.append(say(language, "attribute.of_orders"))
    columns.append(say(language, "attribute.range"))
    rows = []
    for place, lever in enumerate(lane.levers, start=1):
        over = lever.over_orders[kpi]
        row = [*_named(language, place, lever), signed(lever.in_order[kpi], unit), signed(over.change, unit)]
        if drawn:
            row.append(NOTHING if over.orders_half_width is None else f"± {short(over.orders_half_width, unit)}")
        rows.append([*row, f"{short(over.least, unit)} … {short(over.most, unit)}"])
    whole = signed(lane.difference[kpi], unit)
    rows.append(["", say(language, "attribute.together"), "", whole, whole, *[""] * (len(columns) - 5)])
    name = f"{KPIS[kpi].title.in_language(language)} ({unit_of(language, kpi)})"
    write_table(f"{title}: {name}", columns, rows)


def _write_paper(language: str, title: str, lane: LaneAttribution) -> None:
    columns = [*_first_columns(language), say(language, "attribute.over_orders"), say(language, "attribute.range")]
    rows = []
    for place, lever in enumerate(lane.levers, start=1):
        paper = lever.on_paper
        between = f"{short(paper.least)} … {short(paper.most)}"
        rows.append([*_named(language, place, lever), short(paper.in_order), _over_orders(paper), between])
    whole_change = short(lane.on_paper_after - lane.on_paper_before)
    rows.append(["", say(language, "attribute.together"), "", whole_change, whole_change, ""])
    write_table(f"{title}: {say(language, 'attribute.on_paper')}", columns, rows)


def _over_orders(paper: OnPaper) -> str:
    """Nothing on paper is random but which orders were drawn."""
    error = f" ± {short(paper.orders_half_width, like=paper.over_orders)}" if paper.orders_half_width else ""
    return short(paper.over_orders) + error


def _first_columns(language: str) -> list[str]:
    return ["", *(say(language, f"attribute.{name}") for name in ("lever", "needs", "in_order"))]


def _named(language: str, place: int, lever: LeverAttribution) -> list[str]:
    needs = ", ".join(str(needed + 1) for needed in lever.needs)
    return [str(place), lever.called.in_language(language), needs]


def _write_gap(language: str, gap: LimitGap, applied: int) -> None:
    sentence = target_sentence(gap.gap, applied)
    typer.echo(sentence.zh if language.startswith("zh") else sentence.en)
    if not gap.missing:
        return
    typer.echo(say(language, "gap.missing", missing=short(gap.missing)))
    if gap.limits is not None:
        typer.echo(_limits(language, gap.limits))
    if gap.members:
        typer.echo()
        _write_members(language, gap)
    if gap.levers:
        typer.echo()
        _write_levers(language, gap)
    if gap.untried:
        typer.echo()
        names = (LEVERS[id_].title.in_language(language) for id_ in gap.untried)
        typer.echo(say(language, "gap.untried", levers=("、" if language.startswith("zh") else ", ").join(names)))


def _limits(language: str, limits: LimitsNeeded) -> str:
    if limits.factor is None:
        return say(language, "gap.limits.never", reached=with_half(limits.tried[0].reached))
    at = next(tried for tried in limits.tried if tried.factor == limits.factor)
    ends = [NOTHING if end is None else number(end) for end in (limits.surely, limits.perhaps)]
    return say(
        language,
        "gap.limits",
        factor=number(limits.factor),
        surely=ends[0],
        perhaps=ends[1],
        reached=with_half(at.reached),
    )


def _write_members(language: str, gap: LimitGap) -> None:
    columns = [say(language, f"gap.{name}") for name in ("pool", "members", "utilisation", "saved", "p90", "kept")]
    rows = [
        [
            tried.title.in_language(language),
            f"{tried.members - 1} → {tried.members}",
            f"{tried.utilisation:.0%}",
            signed(tried.saved),
            with_half(tried.reached),
            say(language, "gap.yes" if tried.kept else "gap.no"),
        ]
        for tried in gap.members
    ]
    write_table(say(language, "gap.capacities"), columns, rows)


def _write_levers(language: str, gap: LimitGap) -> None:
    columns = [say(language, f"gap.{name}") for name in ("lever", "with", "saved", "p90")]
    rows = [
        [
            tried.lever.called.in_language(language),
            _parameters(tried.lever),
            signed(tried.saved),
            with_half(tried.reached),
        ]
        for tried in gap.levers
    ]
    write_table(say(language, "gap.levers"), columns, rows)


def _parameters(lever: Lever) -> str:
    """What a scenario would say, beside which lever it is."""
    given = lever.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"lever", "name"})
    return "; ".join(f"{name}: {_short(value)}" for name, value in given.items())


def _short(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
