"""People who take cases to their ends at once, two of them wanting the same item now and then.

Cases keep to the wall's clock, so a wait of the law, such as a tender's twenty days, is not sat out: whoever waits for
nobody and no system withdraws the case. What a system leaves alone for a while is done by people, as in life.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from pydantic import BaseModel, TypeAdapter

from services.security.principal import Principal
from services.security.resources import is_brought
from tests.killing.asked import Asked, Deed
from tests.killing.sending import Body, Client, founder, key_from, officer
from workflows.levers.scenario import after, shipped_scenarios

ROUTES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "business_setup_connected": {},
        "construction_permit_30": {"project_kind": "general"},
        "commitment_approval_after": {
            "safety_related": "no",
            "correctable_later": "yes",
            "on_negative_list": "no",
            "blacklisted": "no",
        },
        "agent_service": {"registration_kind": "general"},
        "property_registration": {"registration_kind": "general"},
    }
)
"""What is started, and what is declared of it: systems that do steps, long forms, a case that opens one that outlives
it, one that waits for two that it opened, and one of plain windows."""

_RIVALS: Final = 0.25
"""Share of completions that two officers send at once, each with an outcome of their own choice."""
_TWICE: Final = 0.1
"""Share of messages that somebody sends twice at the same moment, under one key."""
_CLAIMS: Final = 0.15
_BEGINS: Final = 0.15
_OTHER_OUTCOMES: Final = 0.15
"""Share of steps that may come out otherwise than the lane wishes."""
_WITHDRAWALS: Final = 0.01
_SYSTEMS_TIME: Final = 6.0
"""Seconds after which people do what a department's system has not done."""
_NOBODYS_TIME: Final = 4.0
"""Seconds without anything open after which a case counts as waiting for the calendar."""
_LOOK: Final = 0.5
"""Seconds between one look at a case that waits for others and the next; each has its worker tell where it is."""


class _Item(BaseModel):
    step: str
    occurrence: int
    actor: str
    outcomes: tuple[str, ...]


class _View(BaseModel):
    lane: str
    parent: str | None
    result: str | None
    items: tuple[_Item, ...]


class _Own(BaseModel):
    id: str
    result: str | None


_OWN: Final = TypeAdapter(tuple[_Own, ...])


@dataclass(slots=True)
class Case:
    """A case that is being taken to its end.

    Attributes
    ----------
    seen_at : of its open items, when each was seen first, in seconds on the runner's clock
    moved_at : when anything was last open
    """

    id: str
    applicant: Principal
    chance: Random
    seen_at: dict[tuple[str, int], float] = field(default_factory=dict)
    moved_at: float = field(default_factory=monotonic)
    sent: int = 0

    @property
    def path(self) -> str:
        """Its address; the id of a case that another one has opened has slashes in it."""
        return f"/cases/{quote(self.id, safe='')}"


async def start_one(client: Client, number: int, route: str, chance: Random) -> str | None:
    """Have an applicant start a case.

    Returns
    -------
    its id; none if nobody was told
    """
    who = founder(f"founder-{number}")
    body: Body = {"lane": route, "attributes": dict(ROUTES[route])}
    asked = Asked(Deed.START, who.subject, key_from(chance.getrandbits(128)), ())
    return (await client.ask(asked, who, "/cases", body))[0].case or None


async def see_through(client: Client, number: int, route: str, chance: Random) -> None:
    """Start a case and take it, and all that it opens, to the end."""
    if await start_one(client, number, route, chance) is None:
        return
    who, known = founder(f"founder-{number}"), dict[str, Case]()
    while True:
        own = _OWN.validate_python((await client.read(who, "/cases")).json()["cases"])
        under_way = [each.id for each in own if each.result is None]
        if not under_way:
            return
        moved = False
        for id_ in under_way:
            case = known.setdefault(id_, Case(id_, who, Random(chance.getrandbits(64))))  # noqa: S311 - not secret
            moved = await go_on(client, case, others_open=len(under_way) > 1) or moved
        if not moved:
            await asyncio.sleep(_LOOK)


async def go_on(client: Client, case: Case, *, others_open: bool) -> bool:
    """Do one thing in a case, if there is anything to do.

    Parameters
    ----------
    others_open : whether it may wait for a case that it has opened
    """
    view = _View.model_validate_json((await client.read(case.applicant, case.path)).raise_for_status().content)
    if view.result is not None:
        return True
    now = monotonic()
    for item in view.items:
        case.seen_at.setdefault((item.step, item.occurrence), now)
    mine = [each for each in view.items if _is_for_people(view, each, now - case.seen_at[each.step, each.occurrence])]
    if view.items or (others_open and view.parent is None):
        case.moved_at = now
    if now - case.moved_at > _NOBODYS_TIME or case.chance.random() < _WITHDRAWALS:
        await withdraw(client, case, view)
        return True
    if not mine:
        return False
    await do(client, case, case.chance.choice(mine))
    return True


async def do(client: Client, case: Case, item: _Item) -> None:
    """Have a step done, by one of those for whom it waits, or by two who do not know of each other."""
    if item.actor == "applicant":
        await _send(client, case, item, Deed.ANSWER, case.applicant, f"{case.path}/answers/{item.step}")
        return
    at = f"{case.path}/work-items/{item.step}"
    first, second = (officer(f"officer-{case.sent}-{place}") for place in ("a", "b"))
    drawn = case.chance.random()
    if drawn < _CLAIMS:
        await _claim(client, case, item, first)
    if _CLAIMS <= drawn < _CLAIMS + _BEGINS:
        await _send(client, case, item, Deed.BEGIN, first, f"{at}/begin")
    sending = [_send(client, case, item, Deed.COMPLETE, first, f"{at}/complete")]
    if case.chance.random() < _RIVALS:
        sending.append(_send(client, case, item, Deed.COMPLETE, second, f"{at}/complete"))
    await asyncio.gather(*sending)


async def withdraw(client: Client, case: Case, view: _View) -> None:
    """Have a case withdrawn: by its applicant, or by the authority that has brought it."""
    who = case.applicant if is_brought(view.lane) else officer(f"supervisor-{case.sent}")
    asked = Asked(Deed.WITHDRAW, who.subject, _key(case), (), case=case.id)
    await client.ask(asked, who, f"{case.path}/withdrawal", {})


async def _claim(client: Client, case: Case, item: _Item, who: Principal) -> None:
    at = f"{case.path}/work-items/{item.step}"
    seen = await client.read(who, at, occurrence=str(item.occurrence))
    if not seen.is_success:
        return  # the inbox has not heard of it yet
    asked = Asked(Deed.CLAIM, who.subject, _key(case), (), case.id, item.step, item.occurrence)
    await client.ask(asked, who, f"{at}/claim", {"occurrence": item.occurrence}, **{"If-Match": seen.headers["ETag"]})


async def _send(client: Client, case: Case, item: _Item, deed: Deed, who: Principal, path: str) -> None:
    wished = item.outcomes[-1]
    outcome = case.chance.choice(item.outcomes) if case.chance.random() < _OTHER_OUTCOMES else wished
    body: Body = {"occurrence": item.occurrence} | ({} if deed is Deed.BEGIN else {"outcome": outcome})
    told = "" if deed is Deed.BEGIN else outcome
    asked = Asked(deed, who.subject, _key(case), (), case.id, item.step, item.occurrence, told)
    times = 2 if case.chance.random() < _TWICE else 1
    await asyncio.gather(*(client.ask(asked, who, path, body) for _ in range(times)))


def _key(case: Case) -> str:
    case.sent += 1
    return key_from(case.chance.getrandbits(128))


def _is_for_people(view: _View, item: _Item, waits: float) -> bool:
    """Whether people do a step now: one that a system does, only when that takes long."""
    return waits > _SYSTEMS_TIME or item.step not in AUTOMATIC.get(view.lane, ())


AUTOMATIC: Final = MappingProxyType(
    {
        lane.id: frozenset(step for step, task in lane.tasks.items() if task.automatic is not None)
        for lane in (after(shipped_scenarios()["business_setup_connected"]),)
    }
)
"""Lane to its steps that systems do. The same step of the lane as it is waits for people, only later."""
