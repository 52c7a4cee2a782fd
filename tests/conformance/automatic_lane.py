"""A lane with a step that a department's system does."""

from __future__ import annotations

from workflows.definition.loading import parse_lane

AUTOMATIC_LANE = parse_lane(
    """
format: 1
id: automatic_lane
title: {zh: 系统办理, en: Done by a system}
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
  some_time: {kind: fixed, value: 1, unit: minutes, provenance: *test}
body:
  kind: sequence
  steps:
    - kind: deadline
      id: in_time
      title: &title {zh: 登记, en: Register}
      within: {working_days: 5, provenance: *test}
      body:
        kind: task
        id: register
        title: *title
        pool: window
        service_time: {assumed: some_time}
        outcomes:
          - {id: refused, title: *title, share: {value: 0.1, provenance: *test}}
          - {id: granted, title: *title}
        automatic: {system: registry, outcome: granted}
    - {kind: applicant, id: collect, title: {zh: 领取, en: Collect}, time: {assumed: some_time}}
""",
    "automatic_lane.yaml",
)
