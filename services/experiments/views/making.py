"""From the result of an experiment to its views, whatever its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from services.experiments.answering import Answer
from services.experiments.attribution import Attributed
from services.experiments.batches import Experiment, ExperimentResult
from services.experiments.provenance import assumptions_of
from services.experiments.request import ExperimentKind
from services.experiments.simulating import Simulated
from services.experiments.views.asking import Asking, Intervals
from services.experiments.views.courses import gantt_view, utilisation_view, work_in_progress_view
from services.experiments.views.document import ExperimentViews, View
from services.experiments.views.key_figures import kpis_view, precision_view
from services.experiments.views.manifest import cautions_of, lanes_asked, manifest_of, models_of, short_versions
from services.experiments.views.people import pareto_view, staffing_view
from services.experiments.views.savings import attributed_view, targets_view, waterfall_view
from services.experiments.views.shapes import Words
from services.experiments.views.steps import bottlenecks_view, heat_view
from services.experiments.views.studies import selection_view, sensitivity_view, sweep_views, warm_up_view
from services.experiments.views.tellings import told_alone, told_attributed, told_compared
from services.experiments.views.texts import text
from services.experiments.views.times import distribution_view, waiting_view
from services.experiments.views.told import Told
from services.experiments.views.wording import both, listed, said
from simulations.comparison import Comparison
from simulations.experiment import Design, Model
from simulations.precise import Reached
from simulations.selecting import LaneSelected
from simulations.sensitivity import Sensitivity
from simulations.staffing import StaffingFound
from simulations.sweeping import Sweep
from simulations.traces import Trace
from simulations.trade_off import TradeOffs
from simulations.transient import WarmUp

_INTERVALS: Final[Mapping[ExperimentKind, Intervals]] = MappingProxyType(
    {
        ExperimentKind.SIMULATE: "means",
        ExperimentKind.COMPARE: "paired",
        ExperimentKind.SWEEP: "paired",
        ExperimentKind.ATTRIBUTE: "attributed",
        ExperimentKind.SELECT: "selected",
        ExperimentKind.STAFF: "judged",
        ExperimentKind.SENSITIVITY: "bootstrap",
        ExperimentKind.PARETO: "means",
        ExperimentKind.WARM_UP: "none",
        ExperimentKind.TRACE: "means",
    }
)


def askings_of(experiment: Experiment, models: Mapping[str, Model]) -> tuple[Asking, ...]:
    """The questions of an experiment with their lanes.

    Parameters
    ----------
    models : by hash
    """
    versions = short_versions(experiment.versions)
    return tuple(
        Asking(
            experiment.id, versions, number, asked.form, asked.models, tuple(models[hash_] for hash_ in asked.models)
        )
        for number, asked in enumerate(experiment.asked)
    )


def views_of(experiment: Experiment, models: Mapping[str, Model], result: ExperimentResult) -> ExperimentViews:
    """The result of an experiment in views.

    Parameters
    ----------
    models : those that were asked about, by hash
    """
    askings = askings_of(experiment, models)
    views: list[View] = []
    for asking, answer in zip(askings, result.answers, strict=True):
        views += _views(asking, answer, result.precision)
    told = [each for asking, answer in zip(askings, result.answers, strict=True) for each in told_by(asking, answer)]
    design = _design(result.answers[0])
    return ExperimentViews(
        experiment=experiment.id,
        kind=experiment.kind,
        title=_title(askings, views),
        design=design,
        models=tuple(shown for asking in askings for shown in models_of(asking)),
        views=tuple(_numbered(views)),
        cautions=cautions_of(told, design, courses=any(asking.looks_at_courses for asking in askings)),
        assumptions=assumptions_of(lanes_asked(askings)),
        manifest=manifest_of(experiment, askings, design, _INTERVALS[experiment.kind]),
    )


def told_by(asking: Asking, answer: Answer) -> Iterator[Told]:
    """What an answer tells about lanes; nothing, of a study."""
    match answer:
        case Simulated():
            yield told_alone(asking, answer)
        case Comparison():
            yield from told_compared(asking, answer)
        case Attributed():
            yield from (told for told, _ in told_attributed(asking, answer))
        case _:
            return


def _views(asking: Asking, answer: Answer, reached: Reached | None) -> Iterator[View]:
    match answer:
        case Simulated() | Comparison():
            for told in told_by(asking, answer):
                yield from _of_lane(told, reached)
        case Attributed():
            for place, (told, of) in enumerate(told_attributed(asking, answer)):
                yield kpis_view(told)
                yield attributed_view(told, answer.attribution, of)
                targets = None if place else targets_view(told, answer)
                if targets is not None:
                    yield targets
                yield precision_view(told, None)
        case Trace():
            yield utilisation_view(asking, answer)
            yield work_in_progress_view(asking, answer)
            yield gantt_view(asking, answer)
        case _:
            yield from _of_study(asking, answer)


def _of_study(
    asking: Asking, answer: Sweep | LaneSelected | StaffingFound | Sensitivity | TradeOffs | WarmUp
) -> Iterator[View]:
    match answer:
        case Sweep():
            yield from sweep_views(asking, answer)
        case LaneSelected():
            yield selection_view(asking, answer)
        case StaffingFound():
            yield staffing_view(asking, answer)
        case Sensitivity():
            yield sensitivity_view(asking, answer)
        case TradeOffs():
            yield pareto_view(asking, answer)
        case WarmUp():
            yield warm_up_view(asking, answer)


def _of_lane(told: Told, reached: Reached | None) -> Iterator[View]:
    yield kpis_view(told)
    for found in (targets_view(told), waterfall_view(told)):
        if found is not None:
            yield found
    yield distribution_view(told)
    yield bottlenecks_view(told)
    yield waiting_view(told)
    yield heat_view(told)
    yield precision_view(told, reached)


def _numbered(views: Sequence[View]) -> Iterator[View]:
    """Views of one kind are told apart by a number, from the second on."""
    seen: Counter[str] = Counter()
    for view in views:
        seen[view.view] += 1
        yield view if seen[view.view] == 1 else view.model_copy(update={"id": f"{view.view}-{seen[view.view]}"})


def _design(first: Answer) -> Design:
    """With the replications that were run, where a precision was asked for."""
    return first.attribution.design if isinstance(first, Attributed) else first.design


def _title(askings: Sequence[Asking], views: Sequence[View]) -> Words:
    subjects = list(dict.fromkeys(view.about for view in views))
    kind = askings[0].form.kind
    return said(text(f"asked.{kind}", subjects=listed([both(each) for each in subjects[:3]])))
