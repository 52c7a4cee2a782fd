"""Whether what a lane names exists: pools, calendars, documents, steps, outcomes and case attributes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from workflows.definition.actors import Automatic
from workflows.definition.conditions import AllOf, AnyOf, AttributeIs, Condition, Not, OutcomeIs, leaves
from workflows.definition.graph_form import graph_problems
from workflows.definition.lane import Lane
from workflows.definition.located import Located, conditions_of, located
from workflows.definition.outcomes import checks_of, outcome_ids
from workflows.definition.places import Places
from workflows.definition.precedence import precedence_problems
from workflows.definition.quantities import quantity_problems
from workflows.definition.sizes import size_problems
from workflows.definition.steps import ApplicantStep, Loop, Sequence, Task, ThirdPartyStep
from workflows.definition.yaml_nodes import Path
from workflows.errors import MOST_PROBLEMS, Problem, closest

NOWHERE = Places()
"""The places of a lane that was not read from a file."""


def problems_of(lane: Lane, places: Places = NOWHERE) -> tuple[Problem, ...]:
    """Everything in a lane that contradicts itself.

    Parameters
    ----------
    places : of the file that the lane was read from; without it, a problem's place is the path alone

    Returns
    -------
    problems in the order of the lane's parts, no more than one error tells of; none if the lane is consistent
    """
    steps = tuple(located(lane.body))
    names = tuple(_first(_Names(lane, places, steps).problems()))
    others = chain(
        quantity_problems(lane, places, steps),
        size_problems(lane, places, steps),
        graph_problems(lane, places, steps),
        # What comes after what is only asked of steps that all exist and can be told apart.
        () if names else precedence_problems(lane, places, steps),
    )
    return tuple(_first(chain(names, others)))


def _first(problems: Iterable[Problem]) -> Iterator[Problem]:
    """As many as one error tells of, and one more that shows that there are more."""
    return islice(problems, MOST_PROBLEMS + 1)


@dataclass(frozen=True, slots=True)
class _Names:
    lane: Lane
    places: Places
    steps: tuple[Located, ...]

    def problems(self) -> Iterator[Problem]:
        lane = self.lane
        yield from self._known("calendar", lane.office, lane.calendars, ("office",))
        for id_, pool in lane.pools.items():
            yield from self._known("calendar", pool.calendar, lane.calendars, ("pools", id_, "calendar"))
            for index, staff in enumerate(pool.staff):
                if staff.calendar is not None:
                    path = ("pools", id_, "staff", index, "calendar")
                    yield from self._known("calendar", staff.calendar, lane.calendars, path)
        if lane.arrivals is not None:
            yield from self._known("calendar", lane.arrivals.calendar, lane.calendars, ("arrivals", "calendar"))
        for index, priority in enumerate(lane.priorities):
            yield from self._of_attributes(priority.when, ("priorities", index, "when"))
        if lane.sealed is not None:
            yield from self._of_attributes(lane.sealed, ("sealed",))
        yield from self._repeated_ids()
        for each in self.steps:
            yield from self._of_step(each)

    def _of_step(self, each: Located) -> Iterator[Problem]:
        step, path = each.step, each.path
        if isinstance(step, Task):
            yield from self._known("pool", step.pool, self.lane.pools, (*path, "pool"))
            if step.stage is not None:
                yield from self._known("stage", step.stage, self.lane.stages, (*path, "stage"))
            for index, id_ in enumerate(step.after):
                yield from self._known("step", id_, self.lane.steps, (*path, "after", index))
            if step.automatic is not None:
                yield from self._of_system(step, step.automatic, (*path, "automatic"))
        if isinstance(step, Task | ApplicantStep | ThirdPartyStep):
            for index, id_ in enumerate(step.documents):
                yield from self._known("document", id_, self.lane.documents, (*path, "documents", index))
            for index, variation in enumerate(step.variations):
                yield from self._of_attributes(variation.when, (*path, "variations", index, "when"))
        if isinstance(step, Loop) and step.notice is not None:
            for check in checks_of(step):
                known = list(outcome_ids(self.lane.steps[check])) if check in self.lane.steps else []
                kind = f"outcome of step {check}"
                yield from self._known(kind, step.notice.counts_as, known, (*path, "notice", "counts_as"))
        for condition, condition_path in conditions_of(step, path):
            yield from self._of_condition(condition, condition_path)

    def _of_system(self, step: Task, automatic: Automatic, path: Path) -> Iterator[Problem]:
        known = outcome_ids(step)
        for field, outcome in (("outcome", automatic.outcome), ("otherwise", automatic.otherwise)):
            if outcome is not None:
                yield from self._known(f"outcome of step {step.id}", outcome, known, (*path, field))
        for index, id_ in enumerate(automatic.documents):
            yield from self._known("document", id_, self.lane.documents, (*path, "documents", index))
        if step.outcomes and automatic.outcome is None:
            remedy = "Add outcome: with which of them the system completes the step."
            expected = f"an outcome of step {step.id}, one of {', '.join(known)}"
            yield Problem("missing_outcome", self.places.of(*path), expected, "none", remedy)

    def _of_attributes(self, condition: Condition, path: Path) -> Iterator[Problem]:
        yield from self._of_condition(condition, path)
        for leaf in leaves(condition):
            if isinstance(leaf, OutcomeIs):
                remedy = "Ask for an attribute; what came out of a step is asked by a choice."
                yield Problem(
                    "not_an_attribute",
                    self.places.of(*path),
                    "a condition on attributes, which a case has from the start",
                    f"one on the outcome of {leaf.outcome_of!r}",
                    remedy,
                )

    def _of_condition(self, condition: Condition, path: Path) -> Iterator[Problem]:
        lane = self.lane
        match condition:
            case AttributeIs(attribute=name, in_=values):
                yield from self._known("attribute", name, lane.attributes, (*path, "attribute"))
                if name in lane.attributes:
                    known = [value.value for value in lane.attributes[name].values]
                    for index, value in enumerate(values):
                        yield from self._known(f"value of attribute {name}", value, known, (*path, "in", index))
            case OutcomeIs(outcome_of=id_, in_=outcomes):
                yield from self._known("step", id_, lane.steps, (*path, "outcome_of"))
                if id_ in lane.steps:
                    known = list(outcome_ids(lane.steps[id_]))
                    for index, outcome in enumerate(outcomes):
                        yield from self._known(f"outcome of step {id_}", outcome, known, (*path, "in", index))
            case AllOf(all_of=parts):
                for index, part in enumerate(parts):
                    yield from self._of_condition(part, (*path, "all_of", index))
            case AnyOf(any_of=parts):
                for index, part in enumerate(parts):
                    yield from self._of_condition(part, (*path, "any_of", index))
            case Not(not_=part):
                yield from self._of_condition(part, (*path, "not"))

    def _repeated_ids(self) -> Iterator[Problem]:
        first: dict[str, Path] = {}
        for each in self.steps:
            if isinstance(each.step, Sequence):
                continue
            if each.step.id in first:
                place = self.places.of(*each.path, "id")
                earlier = self.places.of(*first[each.step.id])
                remedy = "Give one of them another id; events are told apart by it."
                yield Problem(
                    "repeated_id", place, "an id that no other step has", f"{each.step.id!r}, also {earlier}", remedy
                )
            first.setdefault(each.step.id, each.path)

    def _known(self, kind: str, name: str, known: Collection[str], path: Path) -> Iterator[Problem]:
        if name in known:
            return
        close = closest(name, known)
        code = f"unknown_{kind.split(' ', maxsplit=1)[0]}"
        expected = f"a {kind}, one of {', '.join(known)}" if known else f"no {kind}, for the lane has none"
        remedy = f"Did you mean {close!r}?" if close else f"Add it, or name another {kind}."
        yield Problem(code, self.places.of(*path), expected, repr(name), remedy)
