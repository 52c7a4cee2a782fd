import { Button, Checkbox } from "antd";

import type { Variation } from "../../api/schema";
import { firstCondition } from "../../editing/branches";
import type { WorkStep } from "../../editing/lane";
import { ASSUMED } from "../../editing/provenances";
import { useReading } from "../../language/language";
import { EDIT, STEP } from "../../texts/edit";
import { useEditing } from "../editing";
import { ConditionField } from "../fields/condition_field";
import { NumberField } from "../fields/number_field";
import { SourcedNumber } from "../fields/sourced_number";
import type { Change } from "./work_fields";

/** For which cases a step takes another time or other trips. */
export function VariationFields({ step, change }: { step: WorkStep; change: Change }) {
  const { read } = useReading();
  const { lane } = useEditing();
  const { variations } = step;
  const put = (changed: Variation[], field?: string): void => {
    change({ ...step, variations: changed }, field);
  };
  return (
    <section className="panel-part">
      <h3>{read(STEP.variations)}</h3>
      {variations.map((variation, index) => {
        const label = read(STEP.variation, { number: index + 1 });
        const { time = null, visits = null } = variation;
        const one = (changed: Variation, field?: string): void => {
          put(variations.with(index, changed), field && `variations.${index}.${field}`);
        };
        return (
          // Variations have no ids; they are told apart by where they stand.
          <fieldset key={index} className="panel-entry">
            <legend>{label}</legend>
            <ConditionField
              label={read(STEP.byCondition)}
              condition={variation.when}
              onChange={(when) => {
                one({ ...variation, when });
              }}
            />
            <Checkbox
              checked={time !== null}
              onChange={({ target }) => {
                one({ ...variation, time: target.checked ? { value: 1, provenance: ASSUMED } : null });
              }}
            >
              {read(STEP.hasFactor)}
            </Checkbox>
            {time !== null && (
              <SourcedNumber
                label={read(STEP.factor)}
                value={time.value}
                provenance={time.provenance}
                least={0}
                said={(value) => ({ zh: `${value} 倍`, en: `${value} times` })}
                onChange={(value, provenance) => {
                  one({ ...variation, time: { value, provenance } }, "time");
                }}
              />
            )}
            <Checkbox
              checked={visits !== null}
              onChange={({ target }) => {
                one({ ...variation, visits: target.checked ? step.visits : null });
              }}
            >
              {read(STEP.hasOwnVisits)}
            </Checkbox>
            {visits !== null && (
              <NumberField
                label={read(STEP.visits)}
                value={visits}
                whole
                onChange={(count) => {
                  one({ ...variation, visits: count }, "visits");
                }}
              />
            )}
            <Button
              size="small"
              aria-label={read(EDIT.removeNamed, { name: label })}
              onClick={() => {
                put(variations.toSpliced(index, 1));
              }}
            >
              {read(EDIT.remove)}
            </Button>
          </fieldset>
        );
      })}
      {/* Only what a case is from the start can say for which it is. */}
      {Object.keys(lane.attributes).length > 0 && (
        <Button
          size="small"
          onClick={() => {
            put([...variations, { when: firstCondition(lane), time: { value: 1, provenance: ASSUMED } }]);
          }}
        >
          {read(STEP.addVariation)}
        </Button>
      )}
    </section>
  );
}
