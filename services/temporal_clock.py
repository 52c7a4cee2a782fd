"""What time it is for those whom Temporal gives work: Temporal's, since one of many machines' clocks may be wrong.

What a worker writes down stands beside what others do, in the order of its instants. So whatever is kept of a piece of
work is of the instant at which Temporal gave it out, and no worker's clock comes into the store.
"""

from __future__ import annotations

from temporalio import activity

from workflows.instants import Instant, instant_of


def instant_given_out() -> Instant:
    """When Temporal gave the activity out that runs here, by its clock."""
    return instant_of(activity.info().started_time)
