import { Checkbox } from "antd";

import { MARKS, RESULTS, span } from "../../editing/new_steps";
import type { NamedStep } from "../../editing/lane";
import { ASSUMED } from "../../editing/provenances";
import { useReading } from "../../language/language";
import { MARK_NAMES, RESULT_NAMES, STEP } from "../../texts/edit";
import { UNITS } from "../../texts/map";
import { optionsOf, SelectField } from "../fields/select_field";
import { TextField } from "../fields/text_field";
import { TimeField } from "../fields/time_field";
import { WorkingDaysField } from "../fields/working_days_field";
import type { Change } from "./work_fields";

const COUNTED = ["working_days", "days"] as const;

/** Waits, milestones, ends and calls. */
export function OtherFields({ step, change }: { step: NamedStep; change: Change }) {
  const { read } = useReading();
  switch (step.kind) {
    case "wait":
      return (
        <>
          <SelectField
            label={read(STEP.unit)}
            value={step.time == null ? "working_days" : "days"}
            options={optionsOf(COUNTED, UNITS)}
            onChange={(unit) => {
              const { id, title } = step;
              const kept = { id, title, kind: "wait" } as const;
              const days = { working_days: 5, provenance: ASSUMED };
              change(unit === "days" ? { ...kept, time: span(5, "days") } : { ...kept, working_days: days });
            }}
          />
          {step.working_days != null && (
            <WorkingDaysField
              label={read(STEP.waitDays)}
              days={step.working_days}
              onChange={(working_days) => {
                change({ ...step, working_days }, "working_days");
              }}
            />
          )}
          {step.time != null && (
            <TimeField
              label={read(STEP.time)}
              time={step.time}
              onChange={(time) => {
                change({ ...step, time }, "time");
              }}
            />
          )}
        </>
      );
    case "milestone":
      return (
        <SelectField
          label={read(STEP.mark)}
          value={step.mark}
          options={optionsOf(MARKS, MARK_NAMES)}
          onChange={(mark) => {
            change({ ...step, mark });
          }}
        />
      );
    case "end":
      return (
        <SelectField
          label={read(STEP.result)}
          value={step.result}
          options={optionsOf(RESULTS, RESULT_NAMES)}
          onChange={(result) => {
            change({ ...step, result });
          }}
        />
      );
    case "call":
      return (
        <>
          <TextField
            label={read(STEP.callLane)}
            value={step.lane}
            longest={63}
            onChange={(lane) => {
              change({ ...step, lane }, "lane");
            }}
          />
          <Checkbox
            checked={step.awaited}
            onChange={({ target }) => {
              change({ ...step, awaited: target.checked });
            }}
          >
            {read(STEP.awaited)}
          </Checkbox>
        </>
      );
    default:
      return null;
  }
}
