"""Which items a bulk request is about: what its query finds when it comes for the first time."""

from __future__ import annotations

from pydantic import NonNegativeInt
from sqlalchemy import Connection, Engine

from services.api.keys import fingerprint
from services.audit.chain import Outcome
from services.audit.keeping import append
from services.clock import present_instant
from services.decisions.bulk.schemas import Bulk
from services.decisions.inbox.service import wanted
from services.security.acts import Act
from services.security.principal import Principal
from services.security.visibility import items_of_principal
from services.store.database import reading, writing
from services.store.keys import use_key
from services.store.work_items import items_wanted
from workflows.definition.provenance import Frozen


class Found(Frozen):
    """An item as the query found it."""

    case: str
    step: str
    occurrence: NonNegativeInt
    revision: NonNegativeInt


class Selection(Frozen):
    """What a bulk request is about.

    Parameters
    ----------
    more : whether the query found more
    """

    items: tuple[Found, ...]
    more: bool


def found_now(engine: Engine, who: Principal, bulk: Bulk) -> Selection:
    """What the query finds now."""
    with reading(engine) as connection:
        return _found(connection, who, bulk)


def found_once(engine: Engine, act: Act, bulk: Bulk, key: str | None) -> Selection:
    """What the query finds; what it found then, if the same request came under its key before.

    What it found is written down before anything is done, so that whoever was cut off goes on with the same items.

    Raises
    ------
    KeyReusedError
        If another request came under the key.
    """
    digest = fingerprint(bulk)
    with writing(engine) as connection:
        found = _found(connection, act.who, bulk)
        if key is not None:
            scope = f"POST /work-items/bulk {act.who.subject}"
            before = use_key(connection, scope, key, digest, found.model_dump_json(), present_instant())
            found = found if before is None else Selection.model_validate_json(before)
        append(connection, act.entry(Outcome.DONE, digest))
    return found


def _found(connection: Connection, who: Principal, bulk: Bulk) -> Selection:
    query = wanted(bulk.filter, who, present_instant())
    items = items_wanted(connection, query, None, bulk.limit + 1, items_of_principal(connection, who))
    chosen = items[: bulk.limit]
    return Selection(
        items=tuple(
            Found(case=item.case_id, step=item.step, occurrence=item.occurrence, revision=item.revision)
            for item in chosen
        ),
        more=len(items) > bulk.limit,
    )
