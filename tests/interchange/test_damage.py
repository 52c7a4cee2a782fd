"""Whatever happens to a file, it is either read or refused with its place: never a traceback."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interchange.making import MODELS, model, prosimos, spread
from workflows.errors import InvalidFileError
from workflows.interchange.bpmn_reading import Source, read_bpmn
from workflows.interchange.bpmn_writing import write_bpmn

OFTEN = settings(max_examples=300, deadline=None, database=None, derandomize=True)
FILES = [path.read_text("utf-8") for path in sorted(MODELS.glob("*.bpmn"))]
NUMBERS = json.dumps(
    prosimos(
        {"Check": spread("gamma", 60, 60, 0, 900), "Mend": 3},
        gateways={"Fine": {"yes": 0.5, "no": 0.5}},
        case_attributes=[{"name": "a", "type": "discrete", "values": [{"key": "x", "value": 1}]}],
        prioritisation_rules=[{"priority_level": 1, "rules": [[{"attribute": "a", "comparison": "=", "value": "x"}]]}],
    ),
    indent=0,
)
STRANGE = st.sampled_from(["", "-1", "1e999", "NaN", "𝔘", "x" * 300, "0", "null", "[]", "{}", "true"])


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """A text in which some quoted words or numbers are something else, or some lines are missing."""
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            lines = text.splitlines(keepends=True)
            gone = draw(st.integers(0, len(lines) - 1))
            text = "".join(lines[:gone] + lines[gone + 1 :])
        else:
            words = list(re.finditer(r'"([^"]*)"|(?<=: )[\d.]+', text))
            word = words[draw(st.integers(0, len(words) - 1))] if words else None
            if word is not None:
                new = draw(STRANGE)
                quoted = f'"{new}"' if word.group().startswith('"') else new
                text = text[: word.start()] + quoted + text[word.end() :]
    return text


@OFTEN
@given(st.sampled_from(FILES).flatmap(damaged))
def test_a_damaged_model_is_read_or_refused(text: str) -> None:
    with suppress(InvalidFileError):
        found = read_bpmn(Source(text, "x.bpmn"))
        assert read_bpmn(Source(write_bpmn(found.lane).text, "y.bpmn")).lane == found.lane


@OFTEN
@given(damaged(NUMBERS))
def test_a_damaged_prosimos_file_is_read_or_refused(text: str) -> None:
    with suppress(InvalidFileError):
        read_bpmn(model("exclusive_and_back"), Source(text, "x.json"))


@OFTEN
@given(damaged((MODELS / "swimlanes.bpsim.xml").read_text("utf-8")))
def test_a_damaged_bpsim_file_is_read_or_refused(text: str) -> None:
    with suppress(InvalidFileError):
        read_bpmn(model("swimlanes"), Source(text, "x.xml"))


def test_the_models_are_where_they_are_looked_for() -> None:
    assert Path(MODELS).is_dir()
    assert len(FILES) > 5
