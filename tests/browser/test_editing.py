"""Editing a lane: with the keyboard alone, wrongly, with undo, and into versions of a draft that can be compared."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.doing import button, designer_at_choosing, drawn, opened
from tests.browser.looking import NARROW, Watched

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FURTHEST: Final = 120
"""Presses of Tab after which what is sought cannot be reached by the keyboard."""


def reached(look: Watched, sought: Locator) -> None:
    """Come to a control by pressing Tab, as somebody does who has no mouse."""
    for _ in range(FURTHEST):
        if sought.evaluate("element => element === document.activeElement"):
            return
        look.page.keyboard.press("Tab")
    raise AssertionError(f"expected to come to {sought} within {FURTHEST} presses of Tab")


def test_a_lane_is_chosen_changed_saved_and_taken_on_with_the_keyboard_alone(look: Watched) -> None:
    page, keys = designer_at_choosing(look), look.page.keyboard
    reached(look, button(look, "打开“企业简易注销”", "Open “Simplified deregistration”"))
    keys.press("Enter")
    drawn(page)
    steps = page.locator("summary").filter(has_text=look.text("环节列表", "List of steps"))
    reached(look, steps)
    keys.press("Enter")
    first = page.get_by_role("listitem").get_by_role("button").filter(has_text=look.text("部门办理", "Task")).first
    reached(look, first)
    keys.press("Enter")
    name = page.get_by_label(look.text("名称（中文）", "Name (English)"), exact=True)
    expect(name).to_be_visible()
    before = name.input_value()
    reached(look, name)
    keys.press("ControlOrMeta+A")
    keys.type(look.text("窗口初审", "First look"))
    expect(page.get_by_role("main")).to_contain_text(look.text("窗口初审", "First look"))
    keys.press("Tab")
    keys.press("ControlOrMeta+z")
    expect(name).to_have_value(before)
    keys.press("ControlOrMeta+Shift+z")
    expect(name).to_have_value(look.text("窗口初审", "First look"))
    keys.press("ControlOrMeta+s")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    look.can_be_used_by_everybody()
    reached(look, dialog.get_by_label(look.text("草稿名称", "Name of the draft")))
    keys.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_text(look.text("已保存", "Saved")).first).to_be_visible()
    reached(look, button(look, "下一步：施加改革措施", "Next: pull levers"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name=look.text("施加改革措施", "Pull levers"), level=1)).to_be_visible()


def test_what_is_wrong_is_told_at_its_place_and_undone(look: Watched) -> None:
    page = designer_at_choosing(look)
    opened(look, "企业简易注销", "Simplified deregistration")
    sound = page.get_by_text(look.text("没有问题，可以运行", "No problems: it can run"))
    expect(sound).to_be_visible()
    page.locator("summary").filter(has_text=look.text("环节列表", "List of steps")).click()
    page.get_by_role("listitem").get_by_role("button").filter(has_text=look.text("部门办理", "Task")).first.click()
    name = page.get_by_label(look.text("名称（中文）", "Name (English)"), exact=True)
    name.fill("")
    problems = page.get_by_role("region", name=look.text("处问题", "problem"))
    expect(problems).to_be_visible()
    leads = problems.get_by_role("button", name=look.text("环节：", "Step:"))
    expect(leads.first).to_be_visible()
    expect(page.locator(".map-badge-problem").first).to_be_visible()
    look.can_be_used_by_everybody()
    look.looks("wrong", hidden=(".frame-who",))
    look.looks("wrong", at=NARROW, hidden=(".frame-who",))
    page.set_viewport_size({"width": 1280, "height": 900})
    button(look, "撤销", "Undo").click()
    expect(sound).to_be_visible()


def test_versions_of_a_draft_are_kept_and_compared(look: Watched) -> None:
    page = designer_at_choosing(look)
    opened(look, "企业简易注销", "Simplified deregistration")
    dialog = page.get_by_role("dialog")
    button(look, "保存为草稿", "Save as a draft").click()
    dialog.get_by_label(look.text("草稿名称", "Name of the draft")).fill("<b>one</b>")
    dialog.get_by_role("button", name=look.text("保存", "Save"), exact=True).click()
    expect(page.get_by_text(look.text("草稿“<b>one</b>” · 版本 1", "Draft “<b>one</b>” · version 1"))).to_be_visible()

    page.get_by_role("tab", name=look.text("部门", "Departments"), exact=True).click()
    panel = page.get_by_role("region", name=look.text("编辑", "Editing"))
    panel.get_by_role("tab", name=look.text("注销登记窗口", "Deregistration window")).click()
    members = panel.get_by_label(look.text("人数", "Members"), exact=True)
    members.fill("7")
    members.press("Tab")
    button(look, "保存", "Save").click()
    dialog.get_by_label(look.text("本版说明（可不填）", "Note on this version (optional)")).fill("7!")
    dialog.get_by_role("button", name=look.text("保存", "Save"), exact=True).click()
    expect(page.get_by_text(look.text("版本 2", "version 2")).first).to_be_visible()
    button(look, "版本", "Versions").click()
    drawn(page, 2)
    differences = page.get_by_role("table").last
    expect(differences).to_contain_text("7")
    look.can_be_used_by_everybody()
    page.get_by_role("link", name=look.text("设计", "Design"), exact=True).click()
    button(look, "删除草稿“<b>one</b>”", "Delete the draft “<b>one</b>”").click()
    expect(page.get_by_text(look.text("无法恢复", "It cannot be undone"))).to_be_visible()
    look.can_be_used_by_everybody()
    page.get_by_role("button", name=look.text("删除", "Delete"), exact=True).last.click()
    expect(page.get_by_text(look.text("还没有草稿", "No drafts yet"))).to_be_visible()
