"""How soon what inspections found is published: firm by firm, and as a share of those published (一公开)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import NonNegativeInt

from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen
from workflows.definition.values import Identifier
from workflows.instants import format_instant
from workflows.supervision.inspections import InspectionCase, PublishedResult, days_to_publish, publication_limit
from workflows.supervision.registers import EntryId
from workflows.working_time.state_council import WorkingDays


class FirmPublication(Frozen):
    """What the public is told of one inspection, and when.

    Parameters
    ----------
    result : how the case ended; none while it goes on
    decided_at, published_at : none for what has not happened
    working_days : from the decision to its publication; none before that
    in_time : whether that was within the lane's limit
    """

    firm: EntryId
    case: str
    lane: Identifier
    result: Identifier | None
    decided_at: str | None
    published_at: str | None
    working_days: NonNegativeInt | None
    in_time: bool | None


class Publication(Frozen):
    """What is published of a draw.

    Parameters
    ----------
    limits : lane id to the working days within which it promises to publish
    in_time : how many of those that are published were so in time
    share : of those that are published, how many were so in time; none before the first
    assumed_years : calendar years that count although their working days are not yet published
    """

    limits: dict[Identifier, NonNegativeInt]
    inspections: NonNegativeInt
    published: NonNegativeInt
    in_time: NonNegativeInt
    share: float | None
    assumed_years: tuple[int, ...]
    firms: tuple[FirmPublication, ...]


def publication_of(
    cases: Sequence[InspectionCase], results: Sequence[PublishedResult], lanes: Mapping[str, Lane], days: WorkingDays
) -> Publication:
    """What is published of some inspections, and how soon.

    Parameters
    ----------
    cases, results : of the same inspections in the same order
    lanes : by id, those of the cases
    """
    limits = {id_: publication_limit(lane) for id_, lane in lanes.items()}
    firms = tuple(_firm(case, result, limits[case.lane], days) for case, result in zip(cases, results, strict=True))
    published = sum(each.published_at is not None for each in firms)
    in_time = sum(each.in_time is True for each in firms)
    years = {int(each.published_at[:4]) for each in firms if each.published_at is not None}
    return Publication(
        limits=limits,
        inspections=len(firms),
        published=published,
        in_time=in_time,
        share=in_time / published if published else None,
        assumed_years=days.assumed_years(sorted(years)),
        firms=firms,
    )


def _firm(of: InspectionCase, result: PublishedResult, limit: int, days: WorkingDays) -> FirmPublication:
    took = days_to_publish(result, days)
    return FirmPublication(
        firm=result.firm,
        case=result.case,
        lane=of.lane,
        result=result.result,
        decided_at=None if result.decided_at is None else format_instant(result.decided_at),
        published_at=None if result.published_at is None else format_instant(result.published_at),
        working_days=took,
        in_time=None if took is None else took <= limit,
    )
