"""The parts that the page on writing lanes shows fit together into one lane."""

from __future__ import annotations

import re
from textwrap import indent

from docs.generate.pages import DOCS
from workflows.definition.loading import parse_lane
from workflows.definition.steps import Choice, ClockStop, Deadline, Loop, Task

PAGE = (DOCS / "how-to/write-a-lane.md").read_text("utf-8")
PARTS = re.findall(r"^```yaml part\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ASSUMPTIONS = re.findall(r"^```yaml\n(assumptions:\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
AROUND = """\
format: 1
id: parts
title: {zh: 示例, en: Parts}
office: office
calendars:
  office: {assumed: office_hours}
pools:
  window:
    title: {zh: 窗口, en: Window}
    department: {zh: 大厅, en: Hall}
    calendar: office
    staff: [{assumed: one_member}]
documents:
  site_plan:
    title: {zh: 平面图, en: Site plan}
    defect_share: {assumed: defect_of_technical_paper}
"""
REVIEW = """\
- kind: task
  id: review
  title: {zh: 审查, en: Review}
  pool: window
  service_time: {assumed: desk_review}
  outcomes:
    - {id: refused, title: {zh: 不予许可, en: Refused}, share: {assumed: refusal_share}}
    - {id: granted, title: {zh: 准予许可, en: Granted}}
"""


def test_the_parts_make_a_lane_that_can_be_used() -> None:
    steps = "".join(indent(part, "    ") for part in (REVIEW, *PARTS))
    lane = parse_lane(f"{AROUND}{ASSUMPTIONS[0]}body:\n  kind: sequence\n  steps:\n{steps}", "parts.yaml")
    kinds = {type(step) for step in lane.steps.values()}
    assert {Loop, ClockStop, Choice, Deadline} <= kinds
    check = lane.tasks["form_check"]
    assert isinstance(check, Task)
    assert check.service_time.provenance.basis == "Window log of May"
