"""Running: a first answer, refined while one looks on, and cancelled."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.doing import button, designer_at_choosing, opened
from tests.browser.looking import NARROW, Watched

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_an_answer_comes_early_gets_narrower_and_can_be_cancelled(look: Watched) -> None:
    page = designer_at_choosing(look)
    opened(look, "告知承诺：先决定、后核查", "Commitment: decide first, check afterwards")
    page.get_by_role("link", name=look.text("模拟运行", "Run")).click()
    kinds = page.get_by_role("radiogroup")
    expect(kinds.get_by_role("radio", name=look.text("改革省多少", "What does the reform save?"))).to_be_checked()
    look.looks("run", hidden=(".frame-who",))
    look.looks("run", at=NARROW, hidden=(".frame-who",))
    page.set_viewport_size({"width": 1280, "height": 900})
    look.can_be_used_by_everybody()

    button(look, "怎样模拟", "How it is simulated").click()
    page.get_by_label(look.text("计量天数", "Days measured")).fill("60")
    times = page.get_by_label(look.text("重复次数", "Replications"), exact=True)
    times.fill("10")
    times.press("Tab")
    button(look, "运行", "Run").click()
    answer = page.get_by_role("region", name=look.text("目前的答案", "The answer so far"))
    expect(answer.get_by_text(look.text("95% 区间", "95 % interval")).first).to_be_visible()
    expect(answer.get_by_role("status")).to_have_text(look.text("已完成", "Done"), timeout=120_000)
    narrowing = answer.get_by_role("table")
    expect(narrowing.get_by_role("row").filter(has_text="−").first).to_be_visible()
    assert narrowing.get_by_role("row").count() >= 4
    look.can_be_used_by_everybody()

    times.fill("2000")
    times.press("Tab")
    button(look, "重新运行", "Run again").click()
    expect(
        answer.get_by_text(look.text("目前已有", "There is a first answer"))
        .or_(button(look, "取消运行", "Cancel"))
        .first
    ).to_be_visible()
    # People may go elsewhere meanwhile: it goes on, and is there when they come back.
    page.get_by_role("link", name=look.text("编辑流程", "Edit")).click()
    page.get_by_role("link", name=look.text("模拟运行", "Run")).click()
    button(look, "取消运行", "Cancel").click()
    expect(page.get_by_text(look.text("已取消", "Cancelled"))).to_be_visible()
