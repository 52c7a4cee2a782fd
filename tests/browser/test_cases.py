"""A case from its start to its correction by the pages of applicants and officers, and what happens between them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.looking import NARROW, WIDE, System, Watched, watched

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TRANSACTIONS: Final = "transaction_counter"
CHANGING: Final = (".number", ".course .quiet", ".when")
"""What differs from run to run: ids and instants."""


@pytest.fixture
def beside(chromium: Browser, system: System, language: str) -> Iterator[Watched]:
    """A second person, at a browser of their own."""
    with watched(chromium, system, language) as found:
        yield found


def somebody(role: str) -> str:
    """A name that no other test uses."""
    return f"{role}-{uuid4().hex[:8]}"


def started(system: System, firm: str) -> str:
    """A case of a firm whose papers are handed in, so that the first check waits for a department."""
    headers = {"Authorization": f"Bearer {system.token('applicant', firm)}"}
    with httpx.Client(base_url=system.api, headers=headers, trust_env=False, timeout=60) as http:
        new = {"lane": "property_registration", "attributes": {"registration_kind": "general"}}
        case: str = http.post("/cases", json=new).raise_for_status().json()["id"]
        http.post(f"/cases/{case}/answers/file_contract_filing").raise_for_status()
    return case


def test_an_applicant_starts_a_case_and_corrects_it_when_an_officer_tells_what_is_missing(
    look: Watched, beside: Watched
) -> None:
    firm, officer = somebody("firm"), somebody("officer")
    applicant, hall = look.page, beside.page

    look.sign_in("applicant", firm)
    applicant.get_by_role("button", name=look.text("办理新事项", "Start a new case")).or_(
        applicant.get_by_role("link", name=look.text("办理新事项", "Start a new case"))
    ).click()
    applicant.get_by_role("radio", name=look.text("不动产登记", "Property registration")).check()
    applicant.get_by_role("radio", name=look.text("一般登记", "General")).check()
    applicant.get_by_role("button", name=look.text("提交", "Submit")).click()
    expect(applicant).to_have_url(re.compile(r"#/cases/property_registration-"))
    case = applicant.url.rsplit("/", 1)[1]
    expect(applicant.get_by_text(look.text("在您手里", "You"), exact=True)).to_be_visible()
    applicant.get_by_role("button", name=look.text("我已办好", "I have done this")).click()
    expect(applicant.get_by_text(look.text("房产局", "Housing bureau"), exact=True)).to_be_visible()
    look.can_be_used_by_everybody()

    beside.sign_in("officer", officer, TRANSACTIONS)
    expect(hall.get_by_role("heading", name=beside.text("待办", "Inbox"))).to_be_visible()
    hall.get_by_role("link").filter(has_text=case).click()
    hall.get_by_role("button", name=beside.text("领取", "Take it on"), exact=True).click()
    hall.get_by_role("radio", name=beside.text("材料不全", "Incomplete")).check()
    hall.get_by_role("button", name=beside.text("发出一次性补正告知", "Tell what is missing")).click()
    expect(hall.get_by_role("alert")).to_contain_text(beside.text("请至少选一份材料", "Choose at least one paper"))
    hall.get_by_role("checkbox", name=beside.text("买卖合同", "Sale contract")).check()
    beside.can_be_used_by_everybody()
    hall.get_by_role("button", name=beside.text("发出一次性补正告知", "Tell what is missing")).click()
    expect(hall.get_by_text(beside.text("这一步已办结", "This step is finished"))).to_be_visible()

    applicant.reload()
    asked = applicant.get_by_role("region", name=look.text("请您办理", "Please do this"))
    expect(asked).to_contain_text(look.text("买卖合同", "Sale contract"))
    expect(asked).not_to_contain_text(look.text("身份证明", "Identity"))
    expect(applicant.get_by_text(look.text("时限现在停止计算", "The clock stands still now"))).to_be_visible()
    asked.get_by_role("button").click()
    expect(applicant.get_by_text(look.text("房产局", "Housing bureau"), exact=True)).to_be_visible()


def test_of_two_officers_the_second_is_told_that_somebody_was_faster(look: Watched, beside: Watched) -> None:
    case = started(look.system, somebody("firm"))
    for each in (look, beside):
        each.sign_in("officer", somebody("officer"), TRANSACTIONS)
        each.go(f"/inbox/{case}/check_contract_filing/0")
        expect(each.page.get_by_role("button", name=each.text("领取", "Take it on"), exact=True)).to_be_visible()
    look.page.get_by_role("button", name=look.text("领取", "Take it on"), exact=True).click()
    expect(look.page.get_by_role("radio", name=look.text("材料不全", "Incomplete"))).to_be_visible()
    beside.page.get_by_role("button", name=look.text("领取", "Take it on"), exact=True).click()
    told = beside.page.get_by_role("alert")
    expect(told).to_contain_text(beside.text("刚刚有人动过这一件", "Somebody has just changed this"))
    expect(beside.page.get_by_text(beside.text("这一步在 ", "in the hands of")).first).to_be_visible()
    beside.complaints[:] = [each for each in beside.complaints if "412" not in each]


def test_what_is_pressed_again_after_a_silence_takes_effect_once(look: Watched) -> None:
    case, officer = started(look.system, somebody("firm")), somebody("officer")
    look.sign_in("officer", officer, TRANSACTIONS)
    look.go(f"/inbox/{case}/check_contract_filing/0")
    keys: list[str | None] = []

    def lost(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) == 1:
            route.fetch()  # it takes effect, and nobody hears of it
            route.abort()
        else:
            route.continue_()

    take = look.page.get_by_role("button", name=look.text("领取", "Take it on"), exact=True)
    expect(take).to_be_visible()
    look.page.route("**/claim", lost)
    look.page.route("**/work-items/check_contract_filing?*", lambda route: route.abort())
    take.click()
    expect(look.page.get_by_role("alert")).to_contain_text(look.text("没有应答", "did not answer"))
    look.page.unroute("**/work-items/check_contract_filing?*")
    take.click()
    expect(look.page.get_by_role("radio", name=look.text("材料不全", "Incomplete"))).to_be_visible()
    assert keys[0] is not None
    assert keys == [keys[0]] * 2
    headers = {"Authorization": f"Bearer {look.system.token('officer', officer, TRANSACTIONS)}"}
    events = httpx.get(f"{look.system.api}/cases/{case}/events", headers=headers, trust_env=False).json()["events"]
    assert [event["member"] for event in events if event["kind"] == "assigned"] == [officer]
    look.complaints[:] = [each for each in look.complaints if "ERR_FAILED" not in each]


def test_a_session_that_is_over_takes_nothing_away_that_was_typed(look: Watched) -> None:
    firm = somebody("firm")
    look.page.clock.install()
    look.page.goto(short_link(look.system, firm, "/mandates"))
    field = look.page.get_by_label(look.text("代办人账号", "Their account"))
    field.fill("agent-zhou")
    look.page.clock.fast_forward(3 * 60_000)
    dialog = look.page.get_by_role("dialog", name=look.text("登录已到期", "Your session is over"))
    expect(dialog).to_be_visible()
    look.can_be_used_by_everybody()
    other = look.page.context.new_page()
    other.goto(f"{look.system.api}/page/#/sign-in?token={look.system.token('applicant', firm)}")
    expect(dialog).to_be_hidden()
    expect(field).to_have_value("agent-zhou")
    look.page.get_by_label(look.text("最后一天", "Last day")).fill("2099-01-01")
    look.page.get_by_role("button", name=look.text("委托", "Give the mandate"), exact=True).click()
    expect(look.page.get_by_text(look.text("您委托 agent-zhou", "agent-zhou acts for you"))).to_be_visible()


@pytest.mark.parametrize("at", [WIDE, NARROW])
def test_both_inboxes_look_as_they_are_known_to(look: Watched, at: tuple[int, int]) -> None:
    firm = somebody("firm")
    case = started(look.system, firm)
    look.sign_in("applicant", firm)
    expect(look.page.get_by_text(case)).to_be_visible()
    look.looks("cases", at=at, hidden=(*CHANGING, ".frame-who"))
    look.can_be_used_by_everybody()
    look.go(f"/cases/{case}")
    expect(look.page.get_by_role("heading", name=look.text("还要多久", "How long still"))).to_be_visible()
    look.looks("case", at=at, hidden=(*CHANGING, ".frame-who", "[aria-labelledby=how-long]"))
    look.can_be_used_by_everybody()
    look.page.get_by_role("button", name=look.text("退出", "Sign out")).click()
    look.sign_in("officer", somebody("officer"), TRANSACTIONS)
    look.go(f"/inbox/{case}/check_contract_filing/0")
    expect(look.page.get_by_role("heading", name=look.text("办到哪里了", "What has been done"))).to_be_visible()
    look.looks("step", at=at, hidden=(*CHANGING, ".frame-who"))
    look.can_be_used_by_everybody()


def short_link(system: System, subject: str, to: str) -> str:
    """What signs an applicant in for two minutes, and leads them to a place of the page."""
    greenlane = str(Path(sys.executable).with_name("greenlane"))
    command = [greenlane, "token", "--role", "applicant", "--subject", subject, "--valid", "2m"]
    environment = {**os.environ, "GREENLANE_DATA_DIRECTORY": str(system.data)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return f"{system.api}/page/#/sign-in?token={done.stdout.strip()}&to={to}"
