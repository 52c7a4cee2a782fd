"""The game of a reform: its players are levers, and a coalition is the lane with some of them.

Whichever levers are introduced, they are applied in the reform's own order, so that everybody's coalition is the lane
after the reform and every lever on the way means what it means there. A coalition in which a lever is refused, because
it names what another lever makes, or stands on what another clears away, cannot form.

All coalitions run in the same replications under common random numbers, so what a lever adds in one replication is a
difference between years that are alike in everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

from simulations.attribution.games import Coalition, members
from simulations.experiment import Design, Model, Observed, run_replications
from workflows.definition.provenance import Title
from workflows.errors import InvalidInputError
from workflows.measures import KPIS

State = TypeVar("State")
"""What levers are applied to: a lane, or several that run at the same time."""

Figures: TypeAlias = Mapping[str, tuple[float, ...]]
"""KPI id to its value in each replication; without those that have none in some replication."""

ATTRIBUTED: Final = tuple(kpi for kpi in KPIS if kpi.partition(".")[0] != "on_time")
"""Shares on time are left out: a promise is a lever itself, so coalitions would be held to different promises."""


@dataclass(frozen=True, slots=True)
class Player:
    """A lever, or levers that are introduced together.

    Attributes
    ----------
    id : of the lever, or of the principle under which several stand
    called : what a report calls it
    uses : places of its uses among those of the reform
    """

    id: str
    called: Title
    uses: tuple[int, ...]


class Reform(Generic[State]):
    """What levers make of lanes, whichever of them are introduced.

    Parameters
    ----------
    scenario, title : what the reform is called
    start : the lanes as they are
    uses : what applies each use of a lever, in the reform's order
    players : to whom the uses belong, in the order in which they are declared to be introduced; at least one
    model_of : what is simulated of lanes
    """

    def __init__(
        self,
        scenario: str,
        title: Title,
        start: State,
        uses: Sequence[Callable[[State], State]],
        players: Sequence[Player],
        model_of: Callable[[State], Model],
    ) -> None:
        self.scenario = scenario
        self.title = title
        self.players = tuple(players)
        self._uses = tuple(uses)
        self._model_of = model_of
        self._states: dict[int, State] = {0: start}
        self._refused: dict[int, InvalidInputError] = {}

    @property
    def everybody(self) -> Coalition:
        """All players."""
        return (1 << len(self.players)) - 1

    def model(self, coalition: Coalition) -> Model:
        """What is simulated with the levers of some players.

        Raises
        ------
        InvalidInputError
            Of the first lever that does not fit what those before it left.
        """
        return self._model_of(self._state(self._used_by(coalition)))

    def can_form(self, coalition: Coalition) -> bool:
        """Whether no lever of some players is refused."""
        try:
            self._state(self._used_by(coalition))
        except InvalidInputError:
            return False
        return True

    def _used_by(self, coalition: Coalition) -> int:
        """Uses, written as bits."""
        return sum(1 << use for player in members(coalition) for use in self.players[player].uses)

    def _state(self, used: int) -> State:
        if used in self._refused:
            raise self._refused[used]
        if used not in self._states:
            last = used.bit_length() - 1
            try:
                self._states[used] = self._uses[last](self._state(used ^ 1 << last))
            except InvalidInputError as error:
                self._refused[used] = error
                raise
        return self._states[used]


def simulated_figures(
    models: Mapping[Coalition, Model],
    design: Design,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[list[dict[Coalition, Figures]], int]:
    """Run coalitions in the same replications; those that are alike for whoever travels them are run once.

    Returns
    -------
    for each measured lane, coalition to its figures; and how many coalitions differ and were run
    """
    bare = {coalition: _unpromised(model) for coalition, model in models.items()}
    different = {model.key: model for model in bare.values()}
    observed = dict(zip(different, observe_models(list(different.values()), design, executor, progress), strict=True))
    figures = []
    for number in range(len(bare[0].measured)):
        by_key = {key: figures_of([each.of(number) for each in results]) for key, results in observed.items()}
        figures.append({coalition: by_key[model.key] for coalition, model in bare.items()})
    return figures, len(different)


def observe_models(
    models: Sequence[Model],
    design: Design,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[list[Observed]]:
    """All replications of some models, by model."""
    observed: list[list[Observed]] = [[] for _ in models]
    counts = [design.replications] * len(models)
    for done, (index, result) in enumerate(run_replications(models, design, counts, executor), start=1):
        observed[index].append(result)
        progress(done, sum(counts))
    return observed


def figures_of(observed: Sequence[Observed]) -> Figures:
    """The KPIs that have a value in every replication."""
    values = {kpi: [result.summary.value(kpi) for result in observed] for kpi in ATTRIBUTED}
    known = {kpi: tuple(each for each in of if each is not None) for kpi, of in values.items()}
    return {kpi: of for kpi, of in known.items() if len(of) == len(observed)}


def _unpromised(model: Model) -> Model:
    """A model without what is only held against its cases afterwards: limits of lanes as a whole, and targets."""
    blank: Mapping[str, object] = {"limits": (), "targets": (), "levers": ()}
    lane, *beside = (lane.model_copy(update=blank) for lane in model.measured)
    return model.model_copy(update={"lane": lane, "beside": tuple(beside)})
