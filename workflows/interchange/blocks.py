"""From a gateway that splits and the one that joins again, with a step on each way between, to the block they mean."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass

from workflows.definition.provenance import Title
from workflows.definition.soundness.ways import is_instant, passes
from workflows.definition.steps import Choice, Flow, Gateway, Inclusive, Parallel, Path, Sequence, Step


@dataclass(frozen=True, slots=True)
class Way:
    """A way from the split to the join.

    Attributes
    ----------
    flow : by which a token leaves the split
    step : on the way; none if there is nothing
    """

    flow: Flow
    step: Step | None

    @property
    def asks(self) -> bool:
        """Whether it is taken only if a condition holds or by chance."""
        return self.flow.when is not None or self.flow.share is not None


def block_of(split: Gateway, ways: Several[Way], id_: str, title: Title) -> tuple[Step | None] | None:
    """The step that means the same as all ways together.

    A block says less than a drawing can: it has no word for a way with nothing on it that is taken for a reason of its
    own. What there is no block for stays drawn.

    Parameters
    ----------
    ways : in the order of the drawing, which is that of the draws
    id_ : of the block, and the name under which it draws

    Returns
    -------
    the step, or nothing if nothing is done on any way; or else none, if there is no such block
    """
    if split is Gateway.PARALLEL:
        return _parallel([way.step for way in ways if way.step is not None], id_, title)
    default = next((way for way in ways if not way.asks), None)
    asking = [way for way in ways if way.asks]
    otherwise = None if default is None else default.step
    if split is Gateway.INCLUSIVE:
        if default is not None and default is not ways[-1]:
            return None  # Ways are drawn by their number, and `otherwise` has none.
        while asking and asking[-1].step is None and otherwise is None:
            asking.pop()  # Whether or not it is taken, nothing follows from it.
    paths = [Path(step=way.step, when=way.flow.when, share=way.flow.share) for way in asking if way.step is not None]
    if len(paths) < len(asking) or not paths:
        return None
    block = Choice if split is Gateway.EXCLUSIVE else Inclusive
    return (block(id=id_, title=title, paths=tuple(paths), otherwise=otherwise),)


def _parallel(branches: list[Step], id_: str, title: Title) -> tuple[Step | None] | None:
    if any(is_instant(branch) and not passes(branch) for branch in branches):
        return None  # A lane may not say so: the end comes before the other branches have begun.
    if len(branches) < 2:
        return (branches[0] if branches else None,)
    return (Parallel(id=id_, title=title, branches=tuple(branches)),)


def in_turn(*steps: Step | None) -> Step | None:
    """Steps one after the other, as one; nothing if there are none."""
    flat: list[Step] = []
    for step in steps:
        flat += step.steps if isinstance(step, Sequence) else () if step is None else (step,)
    return Sequence(steps=tuple(flat)) if len(flat) > 1 else flat[0] if flat else None
