"""Attributions of any network of offices: the same bytes anywhere, and every replication divided without a rest."""

from __future__ import annotations

import json
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context

import pytest

from simulations.attribution.attribution import Attribution, attribute
from simulations.attribution.coalitions import ATTRIBUTED, Player, Reform
from simulations.attribution.limit_gap import Effort, limit_gap
from simulations.experiment import Design, Model, run_replication
from tests.properties.simulations.networks import STEPS, Network
from workflows.definition.lane import Target
from workflows.definition.provenance import Frozen, Provenance, Source, Title
from workflows.levers.scenario import after, shipped_scenarios
from workflows.levers.time_limits import PromiseLimit

DESIGN = Design(starts_on=date(2024, 1, 2), replications=3, cases=30)
NETWORK = Network(minutes=dict.fromkeys(STEPS, (10, 20, 60)), gaps=(25, 50, 105), members={"window": 2, "office": 3})
NAME = Title(zh="改革", en="Reform")
ASSUMED = Provenance(source=Source.ASSUMED, basis="test")


def one_more(pool: str, network: Network) -> Network:
    return replace(network, members={**network.members, pool: network.members[pool] + 1})


def quicker(step: str, network: Network) -> Network:
    return replace(network, minutes={**network.minutes, step: (5, 10, 30)})


REFORM = Reform(
    "reform",
    NAME,
    NETWORK,
    [
        lambda network: one_more("window", network),
        lambda network: quicker(STEPS[0], network),
        lambda network: quicker(STEPS[-1], network),
        lambda network: one_more("office", network),
    ],
    [Player(f"lever_{place}", NAME, (place,)) for place in range(4)],
    lambda network: Model(lane=network.lane()),
)


def canonical(of: Frozen) -> bytes:
    return json.dumps(of.model_dump(mode="json", by_alias=True), sort_keys=True, allow_nan=False).encode()


def attributed(orders: int, executor: Executor | None = None) -> Attribution:
    return attribute(REFORM, DESIGN, orders, executor)


def test_one_process_or_two() -> None:
    target = Target(title=NAME, working_days=0.01, provenance=ASSUMED)

    def gap(executor: Executor | None) -> Frozen:
        effort = Effort(additions=1, levers=1)
        return limit_gap(Model(lane=NETWORK.lane()), target, (), (), DESIGN, effort, executor)

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as two:
        for orders in (2, 32):
            assert canonical(attributed(orders, two)) == canonical(attributed(orders))
        assert canonical(gap(two)) == canonical(gap(None))


@pytest.mark.parametrize("orders", [4, 32], ids=["drawn", "all"])
def test_every_figure_is_divided_without_a_rest(orders: int) -> None:
    found = attributed(orders)
    assert found.orders_taken == ("all" if orders == 32 else "drawn")
    [lane] = found.lanes
    for kpi, difference in lane.difference.items():
        scale = max(1, abs(lane.before[kpi].mean))
        assert sum(lever.in_order[kpi].mean for lever in lane.levers) == pytest.approx(
            difference.mean, abs=1e-9 * scale
        )
        values = [lever.over_orders[kpi] for lever in lane.levers]
        assert sum(each.change.mean for each in values) == pytest.approx(difference.mean, abs=1e-9 * scale)
        for each in values:
            assert each.least - 1e-9 * scale <= each.change.mean <= each.most + 1e-9 * scale


def test_a_promise_changes_nothing_but_what_is_on_time() -> None:
    """So combinations that differ in promises alone are run once."""
    lane = after(shipped_scenarios()["property_registration_after"])
    harder = PromiseLimit(working_days=1, provenance=ASSUMED).apply(lane)
    one, other = (run_replication(Model(lane=each), DESIGN, 0) for each in (lane, harder))
    assert one.summary.value("on_time.promised") != other.summary.value("on_time.promised")
    assert [one.summary.value(kpi) for kpi in ATTRIBUTED] == [other.summary.value(kpi) for kpi in ATTRIBUTED]
    assert (one.steps, one.pools, one.processing_time) == (other.steps, other.pools, other.processing_time)
