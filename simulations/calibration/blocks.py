"""From a process tree to the steps of a lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from simulations.calibration.process_tree import Block, Leaf, Operator, Tree
from workflows.definition.conditions import OutcomeIs
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import (
    Choice,
    Flow,
    Gateway,
    Graph,
    Loop,
    Node,
    Parallel,
    Path,
    Sequence,
    Step,
    Work,
)
from workflows.definition.values import Outcome, Proportion
from workflows.interchange.names import Names

_AGAIN: Final = "again"
_ENOUGH: Final = "enough"


@dataclass(slots=True)
class Blocks:
    """Makes blocks.

    Attributes
    ----------
    works : activity to its step
    before : activity to what comes before it each time, if anything does
    names : gives ids
    log : what the log is called
    """

    works: Mapping[str, Work]
    before: Mapping[str, Work]
    names: Names
    log: str
    _deciding: dict[str, tuple[Outcome, ...]] = field(default_factory=dict)

    def step_of(self, tree: Tree) -> Step | None:
        """The step of a tree; none if nothing is done."""
        if isinstance(tree, Leaf):
            return None if tree.activity is None else self._work(tree.activity)
        match tree.operator:
            case Operator.SEQUENCE:
                steps = [step for part in tree.parts if (step := self.step_of(part))]
                return _in_a_row(steps)
            case Operator.PARALLEL:
                branches = tuple(step for part in tree.parts if (step := self.step_of(part)))
                if len(branches) < 2:
                    return branches[0] if branches else None
                return Parallel(id=self.names.new("together"), title=_TOGETHER, branches=branches)
            case Operator.CHOICE:
                return self._choice(tree)
            case Operator.LOOP:
                return self._loop(tree)

    def _work(self, activity: str) -> Step:
        work = self.works[activity]
        outcomes = self._deciding.get(activity)
        if outcomes is not None:
            work = work.model_copy(update={"outcomes": outcomes})
        lying = self.before.get(activity)
        return work if lying is None else Sequence(steps=(lying, work))

    def _choice(self, tree: Block) -> Step | None:
        paths = tuple(
            Path(step=step, share=self._share(part.count, tree.count))
            for part in tree.parts
            if (step := self.step_of(part))
        )
        return Choice(id=self.names.new("which"), title=_WHICH, paths=paths) if paths else None

    def _loop(self, tree: Block) -> Step | None:
        body, *parts = tree.parts
        turns = body.count
        again = self._share(max(0, turns - tree.count), turns)
        last = _last(body)
        decides = last is not None and last not in self._deciding
        if last is not None and decides:
            self._deciding[last] = (
                Outcome(id=_AGAIN, title=_DONE_AGAIN, share=again),
                Outcome(id=_ENOUGH, title=_DONE_ENOUGH),
            )
        inside = self.step_of(body)
        redone = sum(part.count for part in parts)
        redo = self.step_of(replace(parts[0]) if len(parts) == 1 else Block(Operator.CHOICE, tuple(parts), redone))
        if inside is None:
            return redo
        if last is not None and decides:
            return Loop(
                id=self.names.new("rework"),
                title=_REWORK,
                body=inside,
                again=OutcomeIs.model_validate({"outcome_of": self.works[last].id, "in": [_AGAIN]}),
                redo=redo,
                at_most=max(1, tree.most),
                provenance=self._measured(f"at most {max(1, tree.most)} times in a row"),
            )
        return self._round(inside, redo, again)

    def _round(self, body: Step, redo: Step | None, again: Proportion) -> Graph:
        """A loop whose body has no step that always comes last, and could say whether to go on: drawn with flows."""
        id_ = self.names.new("round")
        into, inside, out, end, back = (self.names.new(f"{id_}_{name}") for name in ("in", "do", "out", "end", "redo"))
        nodes = [Node(id=into), Node(id=inside, step=body), Node(id=out, split=Gateway.EXCLUSIVE), Node(id=end)]
        flows = [Flow(source=into, target=inside), Flow(source=inside, target=out), Flow(source=out, target=end)]
        if redo is None:
            flows.append(Flow(source=out, target=into, share=again))
        else:
            nodes.append(Node(id=back, step=redo))
            flows += [Flow(source=out, target=back, share=again), Flow(source=back, target=into)]
        return Graph(id=id_, title=_REWORK, start=into, nodes=tuple(nodes), flows=tuple(flows))

    def _share(self, part: int, whole: int) -> Proportion:
        return Proportion(value=part / max(1, whole), provenance=self._measured(f"{part} of {whole}"))

    def _measured(self, found: str) -> Provenance:
        return Provenance(source=Source.MEASURED, basis=f"{self.log}: {found}"[:500])


def _in_a_row(steps: list[Step]) -> Step | None:
    if len(steps) < 2:
        return steps[0] if steps else None
    return Sequence(steps=tuple(steps))


def _last(tree: Tree) -> str | None:
    """The activity with which a tree ends, always; none if that differs."""
    if isinstance(tree, Leaf):
        return tree.activity
    return _last(tree.parts[-1]) if tree.operator is Operator.SEQUENCE else None


_TOGETHER: Final = Title(zh="并行", en="At the same time")
_WHICH: Final = Title(zh="选择", en="One of several ways")
_REWORK: Final = Title(zh="返工", en="Again")
_DONE_AGAIN: Final = Title(zh="再做一次", en="to be done again")
_DONE_ENOUGH: Final = Title(zh="完成", en="done")
