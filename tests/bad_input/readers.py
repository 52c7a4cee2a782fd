"""Every reader by its format, with good files of its own: what damage is done to, and who has to bear it."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

from services.cli.log_files import read_log_content
from services.imports.reading import LARGEST_UNPACKED, taken_in
from services.imports.schemas import NewImport, NumbersFile
from tests.bad_input.declared import declared
from tests.bad_input.drawn import BPSIM, EXCLUSIVE, GOOD, NUMBERS, QBP, SWIMLANES
from tests.bad_input.logs import CSV, XES
from tests.bad_input.objects import good_json, good_parquet, good_tables
from tests.bad_input.reforms import GOOD as SCENARIO
from workflows.definition.catalogue import shipped_lane
from workflows.interchange.lane_text import lane_text


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader as it is called with what somebody sends.

    Attributes
    ----------
    read : takes a file, or raises InvalidInputError; anything else is a defect
    good : makes good files
    """

    read: Callable[[bytes], object]
    good: Callable[[], tuple[bytes, ...]]


def _imported(name: str, content: bytes) -> object:
    return taken_in(NewImport(name=name, base64=b64encode(content).decode()))


def _numbers(name: str, model: bytes, content: bytes) -> object:
    numbers = NumbersFile(name=name, content=content.decode("utf-8", "replace"))
    return taken_in(NewImport(name="model.bpmn", base64=b64encode(model).decode(), parameters=numbers))


def _log(name: str, content: bytes) -> object:
    return read_log_content(content, name, LARGEST_UNPACKED)


def _lanes() -> tuple[bytes, ...]:
    drawn = next(attack for attack in declared() if attack.what == "five hundred nodes in a row").content()
    return lane_text(shipped_lane("property_registration")).encode(), drawn[:4_000]


READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "lane": Reader(partial(_imported, "x.yaml"), _lanes),
        "lane in JSON": Reader(
            partial(_imported, "x.json"),
            lambda: (shipped_lane("agent_service").model_dump_json(by_alias=True).encode(),),
        ),
        "scenario": Reader(partial(_imported, "x.yaml"), lambda: (SCENARIO.encode(),)),
        "bpmn": Reader(partial(_imported, "x.bpmn"), lambda: (GOOD.encode(), SWIMLANES, EXCLUSIVE)),
        "bpsim": Reader(partial(_numbers, "x.xml", SWIMLANES), lambda: (BPSIM.encode(),)),
        "qbp": Reader(partial(_imported, "x.bpmn"), lambda: (QBP.encode(),)),
        "prosimos": Reader(partial(_numbers, "x.json", EXCLUSIVE), lambda: (NUMBERS.encode(),)),
        "csv": Reader(partial(_log, "x.csv"), lambda: (CSV.encode(),)),
        "csv.gz": Reader(partial(_log, "x.csv.gz"), lambda: (gzip.compress(CSV.encode(), mtime=0),)),
        "xes": Reader(partial(_log, "x.xes"), lambda: (XES.encode(),)),
        "ocel": Reader(partial(_log, "x.jsonocel"), lambda: (good_json().encode(),)),
        "ocel in SQLite": Reader(partial(_log, "x.sqlite"), lambda: (good_tables(),)),
        "parquet": Reader(partial(_log, "x.parquet"), lambda: (good_parquet(),)),
    }
)
