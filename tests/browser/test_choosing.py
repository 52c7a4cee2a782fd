"""Choosing a lane: those that are shipped, and files that are brought, which may be hostile."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from simulations.experiment import Design, Model, plans_for
from simulations.run import simulate
from tests.browser.doing import button, designer_at_choosing, drawn, file_of
from tests.browser.looking import NARROW, WIDE, Watched
from tests.interchange.making import MODELS, between, model, numbers, process, prosimos, spread
from workflows.definition.catalogue import shipped_lane
from workflows.events.formats.comma_separated import write_csv

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ENTITIES: Final = b"""<?xml version="1.0"?>
<!DOCTYPE definitions [<!ENTITY local SYSTEM "file:///etc/passwd"><!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="&local;&b;"/></definitions>"""
MARKUP: Final = '<img src=x onerror="window.came=1">.bpmn'
"""A name that would run a script wherever it stood as markup."""


def brought(look: Watched, *paths: Path) -> Page:
    """Bring files as somebody who picks them."""
    with look.page.expect_file_chooser() as choosing:
        button(look, "选择文件", "Choose files").click()
    choosing.value.set_files(paths)
    return look.page


def test_everything_that_is_shipped_can_be_found_and_opened(look: Watched) -> None:
    page = designer_at_choosing(look)
    for at in (WIDE, NARROW):
        look.looks("choose", at=at, hidden=(".frame-who",), absent=".drafts-of-others")
    look.can_be_used_by_everybody()
    page.get_by_role("searchbox").fill(look.text("信用", "credit"))
    expect(page.get_by_role("heading", name=look.text("红黑名单", "Credit list"))).to_be_visible()
    expect(page.get_by_role("heading", name=look.text("不动产登记", "Property registration"))).to_have_count(0)
    page.get_by_role("searchbox").fill("zzz")
    expect(page.get_by_text(look.text("没有与“zzz”相符的流程", "Nothing fits “zzz”"))).to_be_visible()
    page.get_by_role("searchbox").fill(look.text("承诺审批", "Commitment approval"))
    button(look, "打开“承诺审批”", "Open “Commitment approval”").click()
    drawn(page)
    steps = page.locator("summary").filter(has_text=look.text("环节列表", "List of steps"))
    steps.click()
    # What the map shows in colours and shapes, the list says in words: who does it, and within which limit.
    reviews = page.get_by_role("button").filter(has_text=look.text("20 个工作日", "20 working days"))
    expect(reviews.first).to_contain_text(look.text("审批窗口", "Licence office"))
    look.looks("map", hidden=(".frame-who",))
    look.can_be_used_by_everybody()


def test_models_and_logs_that_are_brought_become_lanes(look: Watched, tmp_path: Path) -> None:
    page = designer_at_choosing(look)
    brought(look, MODELS / "swimlanes.bpmn")
    report = page.get_by_role("region", name=look.text("已读取“swimlanes.bpmn”", "“swimlanes.bpmn” was read"))
    expect(report).to_contain_text(look.text("文件没有的数值", "Numbers the file lacks"))
    look.can_be_used_by_everybody()
    look.looks("imported", hidden=(".frame-who",))

    drawn_queue = MODELS / "queue.bpmn"
    told = numbers(prosimos({"Work": spread("expon", 600, 0, 1e9)}, members=2)).text
    brought(look, drawn_queue, file_of(tmp_path, "queue.json", told.encode()))
    expect(page.get_by_text(look.text("已读取“queue.bpmn”", "“queue.bpmn” was read"))).to_be_visible()

    lane = shipped_lane("commitment_approval")
    run = simulate(plans_for(Model(lane=lane), Design(cases=40)), Design(cases=40).replication(0))
    log = io.StringIO(newline="")
    write_csv(run.log, log)
    brought(look, file_of(tmp_path, "cases.csv", log.getvalue().encode()))
    mined = page.get_by_role("region", name=look.text("已读取“cases.csv”", "“cases.csv” was read"))
    expect(mined).to_contain_text(look.text("由事件日志挖掘出的流程", "Lane mined from an event log"))
    button(look, "使用此流程", "Use this lane").click()
    drawn(page)
    expect(page.get_by_text(look.text("没有问题，可以运行", "No problems: it can run"))).to_be_visible()


def test_hostile_files_are_refused_and_run_nothing(look: Watched, tmp_path: Path) -> None:
    page = designer_at_choosing(look)
    refused = look.text("未能导入", "could not be imported")
    for name, content, why in (
        ("entities.bpmn", ENTITIES, "DOCTYPE"),
        (MARKUP, b"<a>" * 2_000, "BPMN"),
        ("nothing.yaml", b" " * 5_000_000, "nothing"),
        ("zeros.csv", bytes(5_000_000), ""),
    ):
        brought(look, file_of(tmp_path, name, content))
        told = page.get_by_role("heading", name=f"“{name}”").or_(page.get_by_role("heading", name=f"“{name}”{refused}"))
        expect(told).to_contain_text(refused)
        expect(page.get_by_role("alert").filter(has_text=why).first).to_be_visible()
    scripted = process(between('<task id="{id}" name="&lt;script&gt;window.came=1&lt;/script&gt;"/>'))
    brought(look, file_of(tmp_path, "scripted.bpmn", scripted.text.encode()))
    expect(page.get_by_text("scripted.bpmn").first).to_be_visible()
    brought(look, *(file_of(tmp_path, f"{number}.bpmn", model("queue").text.encode()) for number in range(3)))
    expect(page.get_by_role("alert")).to_contain_text(look.text("请一次导入一个文件", "Import one file at a time"))
    assert page.evaluate("() => window.came") is None
    look.can_be_used_by_everybody()
    # A browser writes down every answer that is a refusal.
    look.complaints[:] = [each for each in look.complaints if " 422 " not in each]
