"""The inbox is answered page by page in its order, whatever is asked for, and by an index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import Connection, Engine, text

from services.store.database import open_database, reading, writing
from services.store.standing import count_open_items
from services.store.work_items import (
    Item,
    ItemStage,
    Position,
    Wanted,
    items_wanted,
    keep_items,
    page_of_inbox,
    position_in_inbox,
)
from tests.servers import database_of_its_own
from workflows.measures.item_states import Lamp
from workflows.temporal.messages import ActorKind

POOLS = tuple(f"pool-{number}" for number in range(8))
LANES = tuple(f"lane-{number}" for number in range(4))
PEOPLE = ("", "", *(f"officer-{number}" for number in range(9)))
NOW = 1_000_000


def item(number: int) -> Item:
    """One of many items, unlike each other in all that one may ask for."""
    closed = number % 7 == 0
    return Item(
        case_id=f"case-{number // 3:05}",
        step=f"step-{number % 3}",
        occurrence=number % 2,
        lane=LANES[number // 3 % 4],
        lane_hash=None,
        actor=(ActorKind.POOL, ActorKind.POOL, ActorKind.APPLICANT)[number % 3],
        pool=POOLS[number % 8] if number % 3 < 2 else "",
        stage=ItemStage.COMPLETED if closed else (ItemStage.WAITING, ItemStage.STARTED)[number % 2],
        enabled_at=NOW - number * 37 % 5_000,
        closed_at=NOW if closed else None,
        department=f"department-{number % 8 // 2}" if number % 3 < 2 else "",
        priority=(0, 0, 0, -1, 2)[number % 5],
        assignee=PEOPLE[number % 11],
        revision=number % 4,
        warning_at=None if number % 4 == 0 else NOW + (number * 131 % 4_000 - 2_100) * 10,
        due_at=None if number % 4 == 0 else NOW + (number * 131 % 4_000 - 100) * 10,
    )


ITEMS = tuple(item(number) for number in range(6_000))

ASKED = [
    Wanted(),
    Wanted(pool="pool-3"),
    Wanted(department="department-2"),
    Wanted(lane="lane-1"),
    Wanted(assignee="officer-4"),
    Wanted(assignee=""),
    Wanted(case="case-00017"),
    Wanted(actor=ActorKind.APPLICANT),
    Wanted(stage=ItemStage.STARTED),
    *(Wanted(lamp=lamp, now=NOW) for lamp in Lamp),
    Wanted(pool="pool-2", lane="lane-2", stage=ItemStage.WAITING, assignee="", lamp=Lamp.WARNING, now=NOW),
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "sqlite":
        yield from filled(f"sqlite:///{tmp_path_factory.mktemp('inbox') / 'store.db'}")
    else:
        with database_of_its_own(request.getfixturevalue("postgresql")) as url:
            yield from filled(url)


def filled(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    with writing(engine) as connection:
        keep_items(connection, ITEMS)
        connection.execute(text("ANALYZE"))
    yield engine
    engine.dispose()


def fits(wanted: Wanted, each: Item) -> bool:
    told = (
        (each.case_id if name == "case" else getattr(each, name), getattr(wanted, name))
        for name in ("pool", "department", "lane", "case", "actor", "stage", "assignee")
    )
    if each.closed_at is not None or any(asked is not None and found != asked for found, asked in told):
        return False
    return wanted.lamp in {None, lamp_of(each)}


def lamp_of(each: Item) -> Lamp:
    if each.due_at is not None and each.due_at <= NOW:
        return Lamp.OVERDUE
    return Lamp.WARNING if each.warning_at is not None and each.warning_at <= NOW else Lamp.NORMAL


@pytest.mark.parametrize("wanted", ASKED, ids=repr)
def test_pages_are_what_was_asked_for_in_the_order_of_the_inbox(full: Engine, wanted: Wanted) -> None:
    expected = sorted((each for each in ITEMS if fits(wanted, each)), key=position_in_inbox)
    assert expected
    paged: list[Item] = []
    after: Position | None = None
    with reading(full) as connection:
        while page := items_wanted(connection, wanted, after, 250):
            paged += page
            after = position_in_inbox(page[-1])
    assert paged == expected


def test_what_comes_and_goes_between_two_pages_moves_nobody(store: Engine) -> None:
    there = [each for each in ITEMS[:60] if each.closed_at is None]
    with writing(store) as connection:
        keep_items(connection, there)
        first = items_wanted(connection, Wanted(), None, 20)
        closed = [replace(each, closed_at=NOW, stage=ItemStage.COMPLETED) for each in first[5:15]]
        ahead = [replace(each, case_id=f"new-{each.case_id}", priority=-9) for each in there[:5]]
        behind = [replace(each, case_id=f"new-{each.case_id}", priority=9) for each in there[:5]]
        keep_items(connection, [*closed, *ahead, *behind])
        rest = items_wanted(connection, Wanted(), position_in_inbox(first[-1]), 1_000)
    expected = sorted([*there, *behind], key=position_in_inbox)
    assert first + rest == expected


def test_what_is_open_is_counted_with_how_it_stands(full: Engine) -> None:
    with reading(full) as connection:
        found = count_open_items(connection, NOW)
    still_open = [each for each in ITEMS if each.closed_at is None]
    assert sum(each.items for each in found) == len(still_open)
    assert sum(each.overdue for each in found) == sum(i.due_at is not None and i.due_at <= NOW for i in still_open) > 0
    alike = [(i.lane, i.pool, i.department, i.stage) for i in still_open]
    assert {each[:4] for each in found} == set(alike)
    for each in found:
        assert each.oldest == min(i.enabled_at for i, of in zip(still_open, alike, strict=True) if of == each[:4])


SERVED = {
    Wanted(): "open_items_in_order",
    Wanted(pool="pool-3"): "open_items_by_pool",
    Wanted(department="department-2"): "open_items_by_department",
    Wanted(lane="lane-1"): "open_items_by_lane",
    Wanted(assignee="officer-4"): "open_items_by_assignee",
}


@pytest.mark.parametrize(("wanted", "begun"), list(product(SERVED, [False, True])), ids=repr)
def test_a_page_is_read_off_an_index_without_sorting(full: Engine, wanted: Wanted, *, begun: bool) -> None:
    after = position_in_inbox(ITEMS[1]) if begun else None
    with reading(full) as connection:
        plan = explained(connection, wanted, after)
    assert SERVED[wanted] in plan
    assert "sort" not in plan.lower()
    assert "b-tree" not in plan.lower()


def test_what_is_overdue_is_found_among_open_items_alone(full: Engine) -> None:
    """PostgreSQL knows how few they are and begins with them; SQLite does not, and takes the open ones in order."""
    with reading(full) as connection:
        plan = explained(connection, Wanted(lamp=Lamp.OVERDUE, now=NOW - 900), None)
    assert ("open_items_in_order" if full.dialect.name == "sqlite" else "open_items_by_due_at") in plan


def explained(connection: Connection, wanted: Wanted, after: Position | None) -> str:
    """How a database is going to answer, as it says."""
    query = page_of_inbox(wanted, after, 5).compile(connection, compile_kwargs={"render_postcompile": True})
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    parameters = query.construct_params()
    given = tuple(parameters[name] for name in query.positiontup or ()) if connection.dialect.positional else parameters
    told = connection.exec_driver_sql(f"{explain} {query}", given).all()
    return "\n".join(str(row[-1]) for row in told)
