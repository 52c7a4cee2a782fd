"""How much a browser has to load."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from services.web.built_page import BUILT
from tests.browser.looking import Watched

MOST: Final = 900_000
"""Bytes, compressed: all that there is of scripts and styles."""
AT_FIRST: Final = 450_000
"""Bytes, compressed: what is loaded before anything has been chosen."""


def weight(path: Path) -> int:
    """Bytes of a file as it is sent."""
    return len(gzip.compress(path.read_bytes(), 6))


def test_the_whole_page_is_light() -> None:
    weights = {path.name: weight(path) for path in (BUILT / "assets").iterdir() if path.suffix in {".js", ".css"}}
    assert weights
    assert sum(weights.values()) <= MOST, json.dumps(weights, indent=1)


@pytest.mark.browser
def test_what_is_not_shown_is_not_loaded(look: Watched) -> None:
    look.sign_in("designer", "wang")
    expect(look.page.get_by_role("heading", level=1)).to_be_visible()
    loaded = {Path(url.partition("?")[0]).name for url in look.asked if "/page/assets/" in url}
    assert sum(weight(BUILT / "assets" / name) for name in loaded) <= AT_FIRST
    assert not [name for name in loaded if name.startswith(("charts", "maps"))]
