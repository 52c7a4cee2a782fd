"""What a round makes of its cases before Temporal hears of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError

from services.requests.starting import route_of
from services.store.database import open_database
from services.supervision.opening import RoundOpener, case_ids, drawn_attributes
from services.temporal_client import connect
from tests.acceptance.running import settings_of
from workflows.instants import parse_instant
from workflows.temporal.rounds import Round

DUE_AT = parse_instant("2026-01-05T09:00:00+08:00")
LANE = "campaign_phase"


def test_the_cases_of_a_round_have_its_name() -> None:
    assert case_ids(Round(lane=LANE, cases=2, at=DUE_AT)) == [
        f"{LANE}-20260105T090000-1",
        f"{LANE}-20260105T090000-2",
    ]


def test_a_case_that_begins_by_itself_is_drawn_by_the_shares_of_its_lane() -> None:
    route = route_of("complaint_handling")
    asked = route.lane.attributes
    assert asked
    ids = [f"complaint_handling-{number}" for number in range(2_000)]
    drawn = [drawn_attributes(route, id_) for id_ in ids]
    assert drawn_attributes(route, ids[0]) == drawn[0]
    for name, attribute in asked.items():
        counts = Counter(each[name] for each in drawn)
        for value in attribute.values:
            share = value.share.value
            # Binomial: five standard deviations.
            assert abs(counts[value.value] / len(ids) - share) <= 5 * (share * (1 - share) / len(ids)) ** 0.5


async def test_a_round_of_a_lane_that_is_gone_is_not_tried_for_ever(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "127.0.0.1:1")
    opener = RoundOpener(open_database(f"sqlite:///{tmp_path / 'store.db'}"), await connect(settings))
    with pytest.raises(ApplicationError, match="no lane or scenario is called 'gone'") as refused:
        await opener.open_round(Round(lane="gone", cases=1, at=DUE_AT))
    assert refused.value.non_retryable
    assert refused.value.type == "UnknownNameError"
