"""Levers about people, places, channels, credit and money, chosen for a lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from tests.oracles.levers import BASIS, TITLE, minutes, pool_of, share, working_days
from workflows.definition.lane import Lane
from workflows.definition.steps import ApplicantStep, Choice, Loop, Sequence, Task, ThirdPartyStep
from workflows.definition.tree import id_of
from workflows.levers.rewriting import flattened

Parameters: TypeAlias = dict[str, Any]
Chooser: TypeAlias = Callable[[Lane, st.DataObject], Parameters]


def factor(value: float) -> dict[str, object]:
    """A factor that is assumed."""
    return {"value": value, "provenance": BASIS}


def _some(data: st.DataObject, names: list[str]) -> list[str]:
    if not names:
        return ["none_there"]
    return data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))


def _of(lane: Lane, *kinds: type) -> list[str]:
    return [name for name, step in lane.steps.items() if isinstance(step, kinds)]


def _circulating(lane: Lane) -> list[str]:
    return [name for name, task in lane.tasks.items() if task.circulation is not None]


def _devolved(lane: Lane, data: st.DataObject) -> Parameters:
    days = data.draw(st.lists(st.sampled_from(["monday", "wednesday", "friday"]), min_size=1, unique=True))
    transition = {"begins_on": "2023-03-01", "weekdays": days, "provenance": BASIS}
    nearer: Parameters = {"nearer": _some(data, _of(lane, ApplicantStep)), "way": factor(0.5)}
    return {
        "steps": _some(data, list(lane.tasks)),
        "pool": "county",
        "county": pool_of(2),
        "transition": data.draw(st.sampled_from([None, transition])),
        **data.draw(st.sampled_from([{}, nearer])),
    }


def _pools(_: Lane, data: st.DataObject) -> Parameters:
    return {"pools": ["desk", "hall"], "into": data.draw(st.sampled_from(["desk", "everybody"]))}


def _bureau(lane: Lane, data: st.DataObject) -> Parameters:
    legs = data.draw(st.sampled_from([[], _some(data, _of(lane, ApplicantStep))]))
    return {**_pools(lane, data), "legs": legs}


def _on_site(lane: Lane, data: st.DataObject) -> Parameters:
    body = flattened(lane.body)
    assert isinstance(body, Sequence)
    names = [id_of(step) or "" for step in body.steps]
    first, last = (names.index(mark) if mark in names else 0 for mark in ("accepted", "delivered"))
    return {
        "share": share(0.2),
        "eligible": data.draw(st.sampled_from([None, {"attribute": "risk", "in": ["low"]}])),
        "replaces": names[data.draw(st.integers(0, first)) : last + 1],
        "team": pool_of(1),
        "travel_time": minutes(60),
        "handling_time": minutes(30),
        "refused": data.draw(st.sampled_from([None, share(0.1)])),
    }


def _channels(lane: Lane, data: st.DataObject) -> Parameters:
    at = {"steps": _some(data, _of(lane, ApplicantStep, Task, ThirdPartyStep)), "visits": 0, "time": factor(0.5)}
    online = data.draw(st.integers(0, 10)) / 10
    return {
        "channels": [
            {"channel": "counter", "share": share(1 - online)},
            {"channel": "online", "share": share(online), "differs_at": [at]},
        ]
    }


def _assisted(lane: Lane, data: st.DataObject) -> Parameters:
    left = data.draw(st.sampled_from([None, share(0.5)]))
    return {"share": share(0.2), "steps": _some(data, list(lane.tasks)), "time": factor(2), "defects_left": left}


def _green(_: Lane, data: st.DataObject) -> Parameters:
    by_share: Parameters = {"share": share(0.1)}
    by_risk: Parameters = {"when": {"attribute": "risk", "in": ["low"]}}
    return {
        "provenance": BASIS,
        "add": data.draw(st.integers(-3, -1)),
        **data.draw(st.sampled_from([by_share, by_risk])),
    }


def _market(lane: Lane, data: st.DataObject) -> Parameters:
    parties = _of(lane, ThirdPartyStep)
    chosen: Parameters = {"steps": _some(data, parties), "time": factor(0.5)}
    more: list[Parameters] = [
        {},
        {"fee": factor(0.5)},
        {"selection_time": minutes(9)},
        {"documents": ["plan"], "defects_left": share(0.5)},
        {"designated": "desk", "providers": {"count": 4, "provenance": BASIS}},
        {"not_listed": _some(data, parties)},
        {"split": parties[:3]} if len(parties) > 1 else {},
    ]
    return {**chosen, **data.draw(st.sampled_from(more))}


def _incentives(lane: Lane, data: st.DataObject) -> Parameters:
    asked = [name for loop in lane.steps.values() if isinstance(loop, Loop) for name in _of(lane, Task)]
    more: list[Parameters] = [
        {},
        {"documents": ["form"], "defects": factor(0.5)},
        {"returns": _some(data, asked), "rework": factor(0.5)},
        {"cost_per_hour": {"yuan": 70, "provenance": BASIS}},
    ]
    pools = data.draw(st.sampled_from([["desk"], ["hall"], ["desk", "hall"]]))
    return {"pools": pools, "speed": factor(0.8), **data.draw(st.sampled_from(more))}


def _limited(lane: Lane, data: st.DataObject) -> Parameters:
    times = {"urging_time": minutes(9), "rest_time": minutes(90)}
    return {"steps": _some(data, _of(lane, ThirdPartyStep)), "within": working_days(5), "pool": "desk", **times}


def _gate(lane: Lane, data: st.DataObject) -> Parameters:
    lists: Parameters = {"black_share": share(0.1), **data.draw(st.sampled_from([{}, {"red_share": share(0.2)}]))}
    return {"gate": _some(data, _of(lane, Choice))[0], "provenance": BASIS, **lists}


NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "agency_pays_intermediary": ("party",),
    "chief_representative": ("parallel", "parallel"),
    "credit_gate": ("choice",),
    "intermediary_limit": ("party",),
    "intermediary_market": ("party", "party"),
    "pace_by_deadline": ("parallel", "parallel"),
}
"""Kinds of steps without which a lever has nothing to work on; tasks come in twos in what is parallel."""

PEOPLE: Final[dict[str, Chooser]] = {
    "agency_pays_intermediary": lambda lane, data: {"steps": _some(data, _of(lane, ThirdPartyStep))},
    "agent_staffing": lambda _, data: {
        "pool": "desk",
        "retained": {"items": data.draw(st.integers(1, 60)), "provenance": BASIS},
        "agents_per_item": factor(0.1),
    },
    "approval_bureau": _bureau,
    "assisted_channel": _assisted,
    "channel_mix": _channels,
    "chief_representative": lambda lane, data: {"tasks": _some(data, _circulating(lane)), "window": "hall"},
    "city_wide_acceptance": lambda _, data: {
        "windows": ["desk", "hall"],
        "into": data.draw(st.sampled_from(["hall", "windows"])),
        "into_title": TITLE,
    },
    "credit_gate": _gate,
    "cross_train": _pools,
    "devolve_to_county": _devolved,
    "first_contact_owner": lambda lane, data: {
        "pool": "desk",
        "owner_time": minutes(9),
        "gaps": _some(data, [*_of(lane, ApplicantStep, ThirdPartyStep), *_circulating(lane)]),
        "factor": factor(0.5),
    },
    "green_channel": _green,
    "incentive_pay": _incentives,
    "intermediary_limit": _limited,
    "intermediary_market": _market,
    "on_site_service": _on_site,
    "pace_by_deadline": lambda lane, data: {
        "steps": data.draw(st.sampled_from(["all", _some(data, _circulating(lane))])),
        "pace": minutes(1) | {"value": 0.7, "unit": "working_days"},
    },
    "publish_decision": lambda _lane, _data: {"pool": "desk", "publishing_time": minutes(9)},
    "split_supervision": lambda _lane, _data: {"supervision": "supervision"},
}
