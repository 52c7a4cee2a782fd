"""Seeing a result: every view with its sentence, table, CSV and picture, and further questions beside it."""

from __future__ import annotations

import csv
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.doing import asked, designer_at_choosing, drawn
from tests.browser.looking import NARROW, WIDE, Watched

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

SHORT: Final = {"replications": 5, "lever_replications": 5, "warm_up_days": 20, "window_days": 60, "cool_down_days": 20}


def test_every_view_of_a_comparison_says_draws_tabulates_and_gives_away_the_same(look: Watched) -> None:
    page = designer_at_choosing(look)
    experiment = asked(look, "compare", "property_registration_after", **SHORT)
    look.go(f"/results/{experiment}")
    drawn(page, 2)
    expect(page.get_by_role("button", name="PNG").or_(page.locator("button[aria-label*=PNG]")).first).to_be_attached()
    views = page.locator("section.view").filter(has=page.locator(".view-footer"))
    for view in views.all():
        assert view.locator(".view-sentence").inner_text().strip()
        assert "1" in view.locator(".view-footer").inner_text()
    assert views.count() >= 8
    look.can_be_used_by_everybody()
    for at in (WIDE, NARROW):
        look.looks("results", at=at, hidden=(".frame-who", ".view-footer"))
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})

    heat = page.get_by_role("region", name=look.text("流程图上的热力", "Heat on the map"))
    for kind, suffix in (("CSV", ".csv"), ("PNG", ".png")):
        with page.expect_download() as download:
            heat.get_by_role("button").filter(has_text=kind).click()
        saved = download.value.path()
        assert download.value.suggested_filename.endswith(suffix)
        if kind == "CSV":
            rows = list(csv.reader(saved.read_text("utf-8-sig").splitlines()))
            assert len(rows) > 10
        else:
            with Image.open(saved) as picture:
                assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 20
    where = page.get_by_role("region", name=look.text("时间花在哪里", "Where the time goes"))
    head = where.get_by_role("columnheader").last
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")


def test_further_questions_are_answered_on_the_same_page(look: Watched) -> None:
    page = designer_at_choosing(look)
    experiment = asked(look, "simulate", "simplified_deregistration", **SHORT)
    look.go(f"/results/{experiment}")
    closer = page.get_by_role("region", name=look.text("看得更多", "Look closer"))
    closer.get_by_role("button", name=look.text("一周忙闲", "Hours of the week")).click()
    busy = page.get_by_role("region", name=look.text("何时忙", "are busy"))
    expect(busy.first).to_be_visible(timeout=120_000)
    assert "with=" in page.url
    page.reload()
    expect(busy.first).to_be_visible(timeout=120_000)
    closer.get_by_role("button", name=look.text("与实际案件对照", "Live cases")).click()
    expect(
        page.get_by_text(look.text("还没有案件按这个流程办理", "No cases have started under this lane yet"))
    ).to_be_visible()
    look.can_be_used_by_everybody()
    look.complaints[:] = [each for each in look.complaints if "404" not in each]
