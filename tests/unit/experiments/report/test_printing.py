"""What a browser makes of the report when it prints: A4 pages with numbers, and its fonts inside."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from services.experiments.report.experiment_page import experiment_page
from tests.unit.experiments.views.conftest import Carried, carried

__all__ = ["carried"]

CHROMIUM: Final = Path("/usr/bin/chromium")
SWITCHES: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM}: apt-get install chromium")
def test_a_browser_prints_it_on_a4_with_its_fonts_inside(
    carried: Callable[[str], Carried],
    tmp_path: Path,
) -> None:
    page, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(experiment_page(carried("simulate").views), "utf-8")
    where = (f"--user-data-dir={tmp_path / 'browser'}", f"--print-to-pdf={paper}", page.as_uri())
    subprocess.run([CHROMIUM, *SWITCHES, *where], check=True, capture_output=True, timeout=120)
    written = paper.read_bytes()
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", written)
    assert len(boxes) > 1
    # A4 in points, to a hundredth of an inch.
    assert {(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in boxes} == {
        (210, 297)
    }
    # No reader needs fonts of its own: glyphs stand in the file, drawn out (Type 3) or as a font file each, and what
    # they mean beside them, so that Chinese can be searched for and copied.
    drawn_out = len(re.findall(rb"/Subtype /Type3", written))
    descendants = len(re.findall(rb"/Subtype /CIDFontType", written))
    assert drawn_out + descendants > 0
    assert len(re.findall(rb"/FontFile[23]?\b", written)) >= descendants
    assert written.count(b"/ToUnicode") >= drawn_out + descendants
