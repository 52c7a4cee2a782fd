import { Button, Checkbox } from "antd";

import { firstCondition, withCondition, withNewPath, withOtherwise, withShare } from "../../editing/branches";
import { isNamed, type NamedStep, type Step, type StepOf, type Title } from "../../editing/lane";
import { newStep, REASONS } from "../../editing/new_steps";
import { ASSUMED } from "../../editing/provenances";
import { freshStepId } from "../../editing/tree";
import { useReading } from "../../language/language";
import { known } from "../../map/quantities";
import { EDIT, REASON_NAMES, STEP } from "../../texts/edit";
import { KINDS } from "../../texts/map";
import { useEditing } from "../editing";
import { ConditionField } from "../fields/condition_field";
import { optionsOf, SelectField, type Option } from "../fields/select_field";
import { ShareField } from "../fields/share_field";
import { SourcedNumber } from "../fields/sourced_number";
import { WorkingDaysField } from "../fields/working_days_field";
import { OrderedFields } from "./ordered_fields";
import type { Change } from "./work_fields";

/** What orders the steps inside of it. */
export function BlockFields({ step, change }: { step: NamedStep; change: Change }) {
  const { read } = useReading();
  switch (step.kind) {
    case "choice":
    case "inclusive":
      return <ForkFields step={step} />;
    case "ordered":
      return <OrderedFields step={step} change={change} />;
    case "loop":
      return (
        <>
          <ConditionField
            label={read(STEP.again)}
            condition={step.again}
            onChange={(again) => {
              change({ ...step, again });
            }}
          />
          <SourcedNumber
            label={read(STEP.atMost)}
            value={step.at_most}
            provenance={step.provenance}
            least={1}
            whole
            said={(value) => ({ zh: `${value} 次`, en: String(value) })}
            onChange={(at_most, provenance) => {
              change({ ...step, at_most, provenance }, "at_most");
            }}
          />
        </>
      );
    case "deadline":
      return (
        <>
          <WorkingDaysField
            label={read(STEP.within)}
            days={step.within}
            onChange={(within) => {
              change({ ...step, within }, "within");
            }}
          />
          <Checkbox
            checked={step.interrupting}
            onChange={({ target }) => {
              change({ ...step, interrupting: target.checked });
            }}
          >
            {read(STEP.interrupting)}
          </Checkbox>
          <Checkbox
            checked={step.stops}
            onChange={({ target }) => {
              change({ ...step, stops: target.checked });
            }}
          >
            {read(STEP.stops)}
          </Checkbox>
        </>
      );
    case "clock_stop":
      return (
        <SelectField
          label={read(STEP.reason)}
          value={step.reason}
          options={optionsOf(REASONS, REASON_NAMES)}
          onChange={(reason) => {
            change({ ...step, reason });
          }}
        />
      );
    default:
      return null;
  }
}

type Way = "share" | "when";
const WAYS: readonly Option<Way>[] = [
  { value: "share", title: STEP.byShare },
  { value: "when", title: STEP.byCondition },
];

function ForkFields({ step }: { step: StepOf<"choice"> | StepOf<"inclusive"> }) {
  const { read } = useReading();
  const { lane, edit, choose } = useEditing();
  const fresh = (): NamedStep =>
    newStep(
      "task",
      { id: freshStepId(lane, "task"), title: known(KINDS, "task") },
      { pool: Object.keys(lane.pools)[0] ?? "", lane: "", thirdParty: known(KINDS, "third_party") },
    );
  const add = (put: typeof withNewPath): void => {
    const made = fresh();
    edit(put(lane, step.id, made));
    choose(made.id);
  };
  return (
    <section className="panel-part">
      <h3>{read(STEP.branches)}</h3>
      {step.paths.map((path, index) => (
        // Paths have no ids; they are told apart by where they stand.
        <fieldset key={index} className="panel-entry">
          <legend>{read(STEP.branch, { step: firstTitle(path.step) })}</legend>
          <SelectField
            label={read(STEP.way)}
            value={path.when == null ? "share" : "when"}
            options={WAYS}
            onChange={(way) => {
              edit(
                way === "share"
                  ? withShare(lane, step.id, index, { value: 0.1, provenance: ASSUMED })
                  : withCondition(lane, step.id, index, firstCondition(lane)),
              );
            }}
          />
          {path.share != null && (
            <ShareField
              label={read(STEP.share)}
              share={path.share}
              onChange={(share) => {
                edit(withShare(lane, step.id, index, share), `${step.id}.paths.${index}`);
              }}
            />
          )}
          {path.when != null && (
            <ConditionField
              label={read(STEP.byCondition)}
              condition={path.when}
              onChange={(when) => {
                edit(withCondition(lane, step.id, index, when));
              }}
            />
          )}
        </fieldset>
      ))}
      <p>
        {step.otherwise == null
          ? read(STEP.otherwiseNothing)
          : read(STEP.otherwise, { step: firstTitle(step.otherwise) })}
      </p>
      <div className="panel-buttons">
        <Button
          size="small"
          onClick={() => {
            add(withNewPath);
          }}
        >
          {read(STEP.addBranch)}
        </Button>
        {step.otherwise == null && (
          <Button
            size="small"
            onClick={() => {
              add(withOtherwise);
            }}
          >
            {read(STEP.addOtherwise)}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What a branch is called: as its first step is. */
function firstTitle(step: Step): Title {
  if (isNamed(step)) return step.title;
  const [first] = step.steps;
  return first === undefined ? EDIT.none : firstTitle(first);
}
