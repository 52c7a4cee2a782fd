"""``python -m tests.same_bytes.making --workers 2``: what a process makes of the same questions, as hashes.

A process has a hash seed, a zone and a language of its own, so whoever wants to try others starts this with others.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from typing import Final

from services.designs.mapping import mapped
from services.experiments.batches import (
    ExperimentResult,
    Missing,
    Replicated,
    answered,
    replications_of,
    run_of,
    write_replicated,
)
from services.experiments.carrying_out import Prepared, prepare
from services.experiments.report.experiment_page import experiment_page
from services.experiments.request import ExperimentRequest, find_shipped
from services.experiments.views.making import views_of
from workflows.definition.catalogue import find_lane

LANE: Final = "property_registration"
ASKED: Final = (
    {"kind": "simulate", "subjects": [LANE], "design": {"cases": 10, "replications": 3}},
    {"kind": "compare", "subjects": [f"{LANE}_after"], "design": {"cases": 10, "replications": 2}},
    {
        "kind": "trace",
        "subjects": [f"{LANE}_after"],
        "design": {"warm_up_days": 5, "window_days": 20, "cool_down_days": 5, "replications": 2},
    },
)
ANSWER: Final = "answer"
"""What does not say which Python it comes from, and so is the same of all of them."""


def made(workers: int) -> Iterator[tuple[str, str]]:
    """Name of each thing that is made, and its bytes as text."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        for asked in ASKED:
            request = ExperimentRequest.model_validate(asked)
            prepared = prepare(request, find_shipped(request.lanes), 10_000)
            text = _carried_out(prepared, executor)
            result = ExperimentResult.model_validate_json(text)
            views = views_of(prepared.experiment, prepared.models, result)
            kind = request.kind.value
            yield f"{ANSWER} of {kind}", json.dumps([each.model_dump(mode="json") for each in result.answers])
            yield f"result of {kind}", text
            yield f"views of {kind}", views.model_dump_json()
            yield f"report of {kind}", experiment_page(views)
    draft = find_lane(LANE).model_dump(mode="json", by_alias=True)
    for language in ("zh-CN", "en"):
        yield f"{ANSWER}, map in {language}", mapped(draft, language).model_dump_json()


def _carried_out(prepared: Prepared, executor: ProcessPoolExecutor) -> str:
    experiment, there = prepared.experiment, dict[tuple[str, int], Replicated]()
    run = run_of(experiment.kind)
    while isinstance(found := answered(experiment, prepared.models, there), Missing):
        for batch in found.batches:
            count = len(batch.numbers)
            models, designs = [found.models[batch.model]] * count, [experiment.design] * count
            came = list(executor.map(run, models, designs, batch.numbers))
            there.update(replications_of(experiment.kind, iter([(batch, write_replicated(came))])))
    return found


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=1)
    hashes = {name: sha256(text.encode()).hexdigest() for name, text in made(parser.parse_args().workers)}
    sys.stdout.write(json.dumps(hashes))
