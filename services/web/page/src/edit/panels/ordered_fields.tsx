import { isNamed, type StepOf } from "../../editing/lane";
import { named, useReading } from "../../language/language";
import { STEP } from "../../texts/edit";
import { SeveralField } from "../fields/select_field";
import type { Change } from "./work_fields";

/** Which steps of a block have to be done before which. */
export function OrderedFields({ step, change }: { step: StepOf<"ordered">; change: Change }) {
  const { read } = useReading();
  const inside = step.steps.flatMap(({ step: each }) => (isNamed(each) ? [each] : []));
  return (
    <section className="panel-part">
      <h3>{read(STEP.order)}</h3>
      {step.steps.map((entry, index) =>
        // What has no id nothing can come after, and its place is all that tells it apart.
        isNamed(entry.step) ? (
          <SeveralField
            key={entry.step.id}
            label={read(STEP.beginsAfter, { step: named(entry.step) })}
            values={entry.after}
            options={inside
              .filter((each) => each !== entry.step)
              .map((each) => ({ value: each.id, title: named(each) }))}
            onChange={(after) => {
              change({ ...step, steps: step.steps.with(index, { ...entry, after }) });
            }}
          />
        ) : null,
      )}
    </section>
  );
}
