"""Pulling levers: what they have to be told, what stands against them, and the lane before and after."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.doing import button, chosen, designer_at_choosing, drawn, opened
from tests.browser.looking import NARROW, Watched

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_levers_are_pulled_put_in_order_refused_and_taken_back(look: Watched) -> None:
    page = designer_at_choosing(look)
    opened(look, "不动产登记：一窗受理、并行办理", "Property registration: one window, in parallel")
    button(look, "下一步：施加改革措施", "Next: pull levers").click()
    drawn(page, 2)
    reform = page.get_by_role("region", name=look.text("改革方案", "The reform"))
    expect(reform.get_by_role("listitem")).to_have_count(6)
    look.looks("levers", hidden=(".frame-who",))
    look.looks("levers", at=NARROW, hidden=(".frame-who",))
    page.set_viewport_size({"width": 1280, "height": 900})
    look.can_be_used_by_everybody()

    page.get_by_role("searchbox").fill(look.text("调整窗口人员", "change staff"))
    button(look, "施加“调整窗口人员”", "Pull “Change staff”").click()
    form = page.get_by_role("dialog", name=look.text("调整窗口人员", "Change staff"))
    apply = form.get_by_role("button", name=look.text("确定", "Apply"))
    apply.click()
    expect(form.get_by_text(look.text("处需要填写", "Still to be filled in"))).to_be_visible()
    look.can_be_used_by_everybody()
    chosen(form, look.text("岗位", "Pool"), look.text("登记审核", "Registry reviewers"))
    added = form.get_by_label(look.text("增减人数", "People added or taken away"))
    added.fill("-99")
    apply.click()
    against = form.get_by_role("alert").filter(has_text=look.text("如何修改", "What would mend it"))
    expect(against).to_be_visible()
    look.can_be_used_by_everybody()
    added.fill("2")
    apply.click()
    expect(form).to_be_hidden()
    expect(reform.get_by_role("listitem")).to_have_count(7)
    expect(reform.get_by_text(look.text("为第 7 项", "as number 7"))).to_be_visible()

    reform.get_by_role("button", name=look.text("移除“一次性告知”", "Remove “One-time notification”")).click()
    expect(reform.get_by_role("listitem")).to_have_count(6)
    button(look, "撤销", "Undo").click()
    expect(reform.get_by_role("listitem")).to_have_count(7)
    differences = page.get_by_role("button", name=look.text("差异明细", "What differs"))
    differences.click()
    expect(page.get_by_role("table").first).to_contain_text(look.text("+ 新增", "+ added"))
    # A browser writes down every answer that is a refusal.
    look.complaints[:] = [each for each in look.complaints if " 422 " not in each]
