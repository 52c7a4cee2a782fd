"""What the workflow of an experiment, its activities and those who start it say to each other.

The store holds the data and these only point to it, so a history stays small however large an experiment is. Histories
hold these names and fields: add, never rename.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, NonNegativeInt, PositiveInt

from workflows.definition.provenance import Frozen

EXPERIMENT: Final = "Experiment"
RUN_BATCH: Final = "run_batch"
CONCLUDE_EXPERIMENT: Final = "conclude_experiment"
CLOSE_EXPERIMENT: Final = "close_experiment"


class ExperimentOrder(Frozen):
    """An experiment to carry out.

    Parameters
    ----------
    experiment : its id
    batches : how many it has
    at_once : how many of them wait or run at a time
    fairness_key : with whom it shares the workers' time
    next : number of the first batch that has not been handed out
    batches_a_run : how many are handed out before the workflow goes on with a new history
    """

    experiment: str
    batches: PositiveInt
    at_once: PositiveInt
    fairness_key: Annotated[str, Field(min_length=1, max_length=64)]
    next: NonNegativeInt = 0
    batches_a_run: PositiveInt = 1_000


class BatchDue(Frozen):
    """A batch to run.

    Parameters
    ----------
    number : its place in the experiment
    """

    experiment: str
    number: NonNegativeInt


class Closing(Frozen):
    """How an experiment ends that has no result.

    Parameters
    ----------
    reason : why it failed; empty if it was cancelled
    """

    experiment: str
    reason: str
