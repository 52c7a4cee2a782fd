"""What stands among the assumptions is assumed, measured or known; no document asks for it."""

from __future__ import annotations

from importlib.resources import files

import yaml


def test_no_assumption_is_a_word_of_the_documents() -> None:
    """The documents state targets and limits; how people then behave, none of them counted."""
    text = (files("workflows.lanes") / "assumptions.yaml").read_text("utf-8")
    entries = yaml.safe_load(text)["assumptions"]
    assert len(entries) > 100
    assert [id_ for id_, entry in entries.items() if entry["provenance"]["source"] == "seed"] == []
