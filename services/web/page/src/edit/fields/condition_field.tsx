import { Button } from "antd";

import type { Condition, Lane } from "../../editing/lane";
import { outcomesOf } from "../../editing/new_steps";
import { firstCondition } from "../../editing/branches";
import { isWork } from "../../editing/lane";
import { replaced, without } from "../../editing/places";
import { namedSteps, stepOf } from "../../editing/tree";
import { useReading, type Both } from "../../language/language";
import { EDIT, OUTCOME_NAMES, STEP } from "../../texts/edit";
import { useEditing } from "../editing";
import { SelectField, SeveralField, type Option } from "./select_field";

type Asked = "attribute" | "outcome_of" | "all_of" | "any_of" | "not";
const ASKED: readonly Option<Asked>[] = [
  { value: "outcome_of", title: STEP.outcomeIs },
  { value: "attribute", title: STEP.attributeIs },
  { value: "all_of", title: STEP.allOf },
  { value: "any_of", title: STEP.anyOf },
  { value: "not", title: STEP.not },
];

interface ConditionFieldProps {
  readonly label: string;
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
}

/** When a path is taken: by what the case is, by how a step came out, or by several such together. */
export function ConditionField({ label, condition, onChange }: ConditionFieldProps) {
  const { read } = useReading();
  const { lane } = useEditing();
  const asked = askedBy(condition);
  return (
    <fieldset className="condition">
      <legend>{label}</legend>
      <SelectField
        label={read(STEP.ask)}
        value={asked}
        options={ASKED}
        onChange={(other) => {
          if (other !== asked) onChange(turned(lane, condition, other));
        }}
      />
      <Inside condition={condition} onChange={onChange} />
    </fieldset>
  );
}

function Inside({ condition, onChange }: Omit<ConditionFieldProps, "label">) {
  const { read } = useReading();
  const { lane } = useEditing();
  if ("attribute" in condition) {
    const values = lane.attributes[condition.attribute]?.values ?? [];
    return (
      <>
        <SelectField
          label={read(STEP.attribute)}
          value={condition.attribute}
          options={Object.entries(lane.attributes).map(([value, { title }]) => ({ value, title }))}
          onChange={(attribute) => {
            const first = lane.attributes[attribute]?.values[0]?.value;
            onChange({ attribute, in: first === undefined ? [] : [first] });
          }}
        />
        <SeveralField
          label={read(STEP.values)}
          values={condition.in}
          options={values}
          onChange={(chosen) => {
            onChange({ ...condition, in: chosen });
          }}
        />
      </>
    );
  }
  if ("outcome_of" in condition) {
    const step = stepOf(lane, condition.outcome_of);
    return (
      <>
        <SelectField
          label={read(STEP.step)}
          value={condition.outcome_of}
          options={namedSteps(lane)
            .filter((each) => outcomesOf(each).length > 0)
            .map(({ id, title }) => ({ value: id, title }))}
          onChange={(outcome_of) => {
            const other = stepOf(lane, outcome_of);
            onChange({ outcome_of, in: other === null ? [] : outcomesOf(other).slice(0, 1) });
          }}
        />
        <SeveralField
          label={read(STEP.values)}
          values={condition.in}
          options={(step === null ? [] : outcomesOf(step)).map((value) => ({
            value,
            title: outcomeTitle(lane, condition.outcome_of, value),
          }))}
          onChange={(chosen) => {
            onChange({ ...condition, in: chosen });
          }}
        />
      </>
    );
  }
  if ("not" in condition) {
    return (
      <ConditionField
        label={read(STEP.not)}
        condition={condition.not}
        onChange={(inside) => {
          onChange({ not: inside });
        }}
      />
    );
  }
  const all = "all_of" in condition;
  const parts = all ? condition.all_of : condition.any_of;
  const put = (changed: Condition[]): void => {
    onChange(all ? { all_of: changed } : { any_of: changed });
  };
  return (
    <>
      {parts.map((part, index) => (
        // Conditions have no ids; they are told apart by where they stand.
        <div key={index} className="condition-part">
          <ConditionField
            label={String(index + 1)}
            condition={part}
            onChange={(changed) => {
              put(replaced(parts, index, changed));
            }}
          />
          {parts.length > 1 && (
            <Button
              size="small"
              onClick={() => {
                put(without(parts, index));
              }}
            >
              {read(EDIT.remove)}
            </Button>
          )}
        </div>
      ))}
      <Button
        size="small"
        onClick={() => {
          put([...parts, firstCondition(lane)]);
        }}
      >
        {read(STEP.addCondition)}
      </Button>
    </>
  );
}

function outcomeTitle(lane: Lane, id: string, outcome: string): Both {
  const step = stepOf(lane, id);
  if (step !== null && isWork(step)) {
    const found = step.outcomes.find((each) => each.id === outcome);
    if (found !== undefined) return found.title;
  }
  return OUTCOME_NAMES[outcome] ?? { zh: outcome, en: outcome };
}

function askedBy(condition: Condition): Asked {
  if ("attribute" in condition) return "attribute";
  if ("outcome_of" in condition) return "outcome_of";
  if ("all_of" in condition) return "all_of";
  return "any_of" in condition ? "any_of" : "not";
}

/** The condition asked in another way, with as much of it kept as can be. */
function turned(lane: Lane, condition: Condition, asked: Asked): Condition {
  const inside = "all_of" in condition ? condition.all_of : "any_of" in condition ? condition.any_of : [condition];
  const first = inside[0] ?? condition;
  switch (asked) {
    case "all_of":
      return { all_of: [...inside] };
    case "any_of":
      return { any_of: [...inside] };
    case "not":
      return { not: first };
    case "attribute":
      return firstCondition(lane);
    case "outcome_of": {
      const step = namedSteps(lane).find((each) => isWork(each) && each.outcomes.length > 0);
      return { outcome_of: step?.id ?? "", in: step === undefined ? [] : outcomesOf(step).slice(0, 1) };
    }
  }
}
