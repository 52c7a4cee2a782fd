import { Checkbox } from "antd";

import type { NamedStep, StepOf, WorkStep } from "../../editing/lane";
import { span } from "../../editing/new_steps";
import { ASSUMED } from "../../editing/provenances";
import { namedSteps } from "../../editing/tree";
import { useReading } from "../../language/language";
import { STEP } from "../../texts/edit";
import { useEditing } from "../editing";
import { NumberField } from "../fields/number_field";
import { SelectField, SeveralField, type Option } from "../fields/select_field";
import { SourcedNumber } from "../fields/sourced_number";
import { TimeField } from "../fields/time_field";
import { TitleFields } from "../fields/title_fields";
import { WorkingDaysField } from "../fields/working_days_field";
import { OutcomeFields } from "./outcome_fields";
import { VariationFields } from "./variation_fields";

export type Change = (step: NamedStep, field?: string) => void;

/** What a department, the applicant or a third party does. */
export function WorkFields({ step, change }: { step: WorkStep; change: Change }) {
  const { read } = useReading();
  const { lane } = useEditing();
  const documents = Object.entries(lane.documents).map(([value, { title }]) => ({ value, title }));
  const fee = step.fee ?? null;
  return (
    <>
      {step.kind === "task" && <TaskFields step={step} change={change} />}
      {step.kind === "third_party" && (
        <TitleFields
          labels={{ zh: read(STEP.party), en: read(STEP.partyEn) }}
          title={step.party}
          onChange={(party) => {
            change({ ...step, party }, "party");
          }}
        />
      )}
      {step.kind !== "task" && (
        <TimeField
          label={read(STEP.time)}
          time={step.time}
          onChange={(time) => {
            change({ ...step, time }, "time");
          }}
        />
      )}
      {(documents.length > 0 || step.documents.length > 0) && (
        <SeveralField
          label={read(STEP.documents)}
          values={step.documents}
          options={documents}
          onChange={(chosen) => {
            change({ ...step, documents: chosen });
          }}
        />
      )}
      <OutcomeFields step={step} change={change} />
      {(step.variations.length > 0 || Object.keys(lane.attributes).length > 0) && (
        <VariationFields step={step} change={change} />
      )}
      <NumberField
        label={read(STEP.visits)}
        value={step.visits}
        whole
        onChange={(visits) => {
          change({ ...step, visits }, "visits");
        }}
      />
      <Checkbox
        checked={fee !== null}
        onChange={({ target }) => {
          change({ ...step, fee: target.checked ? { yuan: 100, provenance: ASSUMED } : null });
        }}
      >
        {read(STEP.hasFee)}
      </Checkbox>
      {fee !== null && (
        <SourcedNumber
          label={read(STEP.fee)}
          value={fee.yuan}
          provenance={fee.provenance}
          said={(value) => ({ zh: `${value} 元`, en: `${value} yuan` })}
          onChange={(yuan, provenance) => {
            change({ ...step, fee: { yuan, provenance } }, "fee");
          }}
        />
      )}
    </>
  );
}

type Circulation = "none" | "own" | "paced";
const CIRCULATIONS: readonly Option<Circulation>[] = [
  { value: "none", title: STEP.circulationNone },
  { value: "own", title: STEP.circulationOwn },
  { value: "paced", title: STEP.circulationPaced },
];

function TaskFields({ step, change }: { step: StepOf<"task">; change: Change }) {
  const { read } = useReading();
  const { lane } = useEditing();
  const limit = step.limit ?? null;
  const own = step.circulation_time ?? null;
  const paced = step.paced_by_limit ?? null;
  const circulate = (way: Circulation): void => {
    change({
      ...step,
      circulation_time: way === "own" ? span(1, "working_days") : null,
      paced_by_limit: way === "paced" ? span(0.8, "working_days") : null,
    });
  };
  const others = namedSteps(lane).filter((each) => each.kind === "task" && each.id !== step.id);
  return (
    <>
      <SelectField
        label={read(STEP.pool)}
        value={step.pool}
        options={Object.entries(lane.pools).map(([value, { title, department }]) => ({
          value,
          title: { zh: `${department.zh} · ${title.zh}`, en: `${title.en} · ${department.en}` },
        }))}
        onChange={(pool) => {
          change({ ...step, pool });
        }}
      />
      <TimeField
        label={read(STEP.serviceTime)}
        time={step.service_time}
        onChange={(service_time) => {
          change({ ...step, service_time }, "service_time");
        }}
      />
      <Checkbox
        checked={limit !== null}
        onChange={({ target }) => {
          change({ ...step, limit: target.checked ? { working_days: 5, provenance: ASSUMED } : null });
        }}
      >
        {read(STEP.hasLimit)}
      </Checkbox>
      {limit !== null && (
        <WorkingDaysField
          label={read(STEP.limit)}
          days={limit}
          onChange={(days) => {
            change({ ...step, limit: days }, "limit");
          }}
        />
      )}
      <SelectField
        label={read(STEP.circulation)}
        value={own !== null ? "own" : paced !== null ? "paced" : "none"}
        options={CIRCULATIONS}
        onChange={circulate}
      />
      {own !== null && (
        <TimeField
          label={read(STEP.circulationTime)}
          time={own}
          onChange={(circulation_time) => {
            change({ ...step, circulation_time }, "circulation_time");
          }}
        />
      )}
      {paced !== null && (
        <TimeField
          label={read(STEP.pacedTime)}
          time={paced}
          onChange={(paced_by_limit) => {
            change({ ...step, paced_by_limit }, "paced_by_limit");
          }}
        />
      )}
      <SeveralField
        label={read(STEP.lawOrder)}
        values={step.after}
        options={others.map(({ id, title }) => ({ value: id, title }))}
        onChange={(after) => {
          change({ ...step, after });
        }}
      />
      <NumberField
        label={read(STEP.priority)}
        value={step.priority}
        least={-1000}
        most={1000}
        whole
        onChange={(priority) => {
          change({ ...step, priority }, "priority");
        }}
      />
    </>
  );
}
