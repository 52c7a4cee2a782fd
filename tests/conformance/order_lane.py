"""A licence with all that people may order about it: a file that can lack something, a limit, a joint review."""

from __future__ import annotations

from workflows.definition.loading import parse_lane

ORDER_LANE = parse_lane(
    """
format: 1
id: order_lane
title: {zh: 许可, en: Licence}
office: office
calendars:
  office: {base: state_council, hours: ["09:00-17:00"], provenance: &test {source: assumed, basis: made up for a test}}
pools:
  window:
    title: &window {zh: 窗口, en: Window}
    department: *window
    calendar: office
    staff: [{count: 2, provenance: *test}]
documents:
  form: {title: {zh: 申请表, en: Form}, defect_share: {value: 0.1, provenance: *test}}
  plan: {title: {zh: 图纸, en: Plan}, defect_share: {value: 0.1, provenance: *test}}
limits:
  - {working_days: 20, kind: statutory, provenance: *test}
extension: {working_days: 15, provenance: *test}
assumptions:
  some_time: {kind: exponential, mean: 1, unit: hours, provenance: *test}
body:
  kind: sequence
  steps:
    - kind: loop
      id: corrections
      title: {zh: 补正, en: Corrections}
      at_most: 3
      provenance: *test
      notice: {working_days: 5, counts_as: complete, provenance: *test}
      again: {outcome_of: check, in: [incomplete]}
      body:
        kind: task
        id: check
        title: {zh: 形式审查, en: Check}
        pool: window
        service_time: {assumed: some_time}
        documents: [form, plan]
        outcomes:
          - {id: complete, title: {zh: 齐全, en: Complete}}
          - {id: incomplete, title: {zh: 不齐, en: Incomplete}, from_documents: true}
      redo: {kind: applicant, id: correct, title: {zh: 补正, en: Correct}, time: {assumed: some_time}}
    - {kind: milestone, id: accepted, title: {zh: 受理, en: Accepted}, mark: accepted}
    - kind: deadline
      id: in_time
      title: {zh: 审查期限, en: Time to review}
      within: {working_days: 20, provenance: *test}
      interrupting: false
      body: {kind: task, id: review, title: {zh: 审查, en: Review}, pool: window, service_time: {assumed: some_time}}
    - {kind: milestone, id: decided, title: {zh: 决定, en: Decided}, mark: decided}
    - {kind: task, id: issue, title: {zh: 发证, en: Issue}, pool: window, service_time: {assumed: some_time}}
    - {kind: milestone, id: delivered, title: {zh: 送达, en: Delivered}, mark: delivered}
""",
    "order_lane.yaml",
)
