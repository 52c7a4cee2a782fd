"""A lane with a little of everything that people answer."""

from __future__ import annotations

from workflows.definition.loading import parse_lane

DESK_LANE = parse_lane(
    """
format: 1
id: desk_lane
title: {zh: 窗口, en: Desk lane}
office: office
calendars:
  office: {base: state_council, hours: ["09:00-17:00"], provenance: &test {source: assumed, basis: made up for a test}}
pools:
  window:
    title: &window {zh: 窗口, en: Window}
    department: *window
    calendar: office
    staff: [{count: 2, provenance: *test}]
assumptions:
  some_time: {kind: exponential, mean: 1, unit: hours, provenance: *test}
body:
  kind: sequence
  steps:
    - kind: loop
      id: checking
      title: {zh: 检查, en: Checking}
      at_most: 2
      provenance: *test
      again: {outcome_of: form_check, in: [incomplete]}
      body:
        kind: task
        id: form_check
        title: {zh: 形式审查, en: Form check}
        pool: window
        service_time: {assumed: some_time}
        outcomes:
          - {id: complete, title: {zh: 齐全, en: Complete}}
          - {id: incomplete, title: {zh: 不齐, en: Incomplete}, share: {value: 0.3, provenance: *test}}
      redo: {kind: applicant, id: correct, title: {zh: 补正, en: Correct}, time: {assumed: some_time}}
    - kind: parallel
      id: reviews
      title: {zh: 审查, en: Reviews}
      branches:
        - kind: task
          id: review
          title: {zh: 审查, en: Review}
          pool: window
          service_time: {assumed: some_time}
          circulation_time: {assumed: some_time}
        - {kind: third_party, id: seal, title: {zh: 刻章, en: Seal}, party: *window, time: {assumed: some_time}}
    - {kind: task, id: issue, title: {zh: 发证, en: Issue}, pool: window, service_time: {assumed: some_time}}
""",
    "desk_lane.yaml",
)
