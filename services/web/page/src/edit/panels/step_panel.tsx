import { Empty } from "antd";
import { useDeferredValue } from "react";

import type { NamedStep, Step } from "../../editing/lane";
import { childrenOf, stepOf, withStep } from "../../editing/tree";
import { isNamed, isWork } from "../../editing/lane";
import { named, useReading } from "../../language/language";
import { known } from "../../map/quantities";
import { EDIT, STEP } from "../../texts/edit";
import { KINDS } from "../../texts/map";
import { useEditing } from "../editing";
import { TitleFields } from "../fields/title_fields";
import { BlockFields } from "./block_fields";
import { StepActions } from "./step_actions";
import { WorkFields } from "./work_fields";
import { OtherFields } from "./other_fields";

/** The chosen step, field by field, and what can be done with it. */
export function StepPanel() {
  const { read } = useReading();
  const { lane, chosen, edit } = useEditing();
  // The map and the list show at once what is chosen; the fields follow.
  const shown = useDeferredValue(chosen);
  const step = shown === null ? null : stepOf(lane, shown);
  if (step === null) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={read(EDIT.chooseStep)} />;
  }
  const change = (changed: NamedStep, field?: string): void => {
    edit(
      withStep(lane, step.id, () => changed),
      field === undefined ? undefined : `${step.id}.${field}`,
    );
  };
  return (
    // A key of its own, so that what was said of one step's numbers is not taken for the next one's.
    <div key={step.id} className="panel-fields">
      <p className="panel-kind">
        {read(known(KINDS, step.kind))} <code>{step.id}</code>
      </p>
      <StepActions step={step} />
      <TitleFields
        title={step.title}
        onChange={(title) => {
          change({ ...step, title }, "title");
        }}
      />
      {isWork(step) ? (
        <WorkFields step={step} change={change} />
      ) : childrenOf(step).length > 0 ? (
        <BlockFields step={step} change={change} />
      ) : (
        <OtherFields step={step} change={change} />
      )}
      <Inside step={step} />
    </div>
  );
}

/** Ways to the steps inside of a block. */
function Inside({ step }: { step: NamedStep }) {
  const { read } = useReading();
  const { choose } = useEditing();
  const inside = childrenOf(step).flatMap(({ step: child }) => within(child));
  if (inside.length === 0) return null;
  return (
    <section className="panel-part">
      <h3>{read(STEP.inside)}</h3>
      <ul className="plain-list">
        {inside.map((child) => (
          <li key={child.id}>
            <button
              type="button"
              className="text-button"
              onClick={() => {
                choose(child.id);
              }}
            >
              {read(named(child))}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function within(step: Step): NamedStep[] {
  return isNamed(step) ? [step] : step.steps.flatMap(within);
}
