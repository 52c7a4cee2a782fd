import { useState } from "react";

import type { Distribution, Provenance } from "../../editing/lane";
import { typedOver } from "../../editing/provenances";
import {
  FAMILY_ORDER,
  isChosen,
  meanOf,
  numbersOf,
  PARAMETERS,
  refitted,
  TIME_UNITS,
  withParameter,
  withSource,
  withUnit,
  type Chosen,
} from "../../editing/times";
import { useReading } from "../../language/language";
import { timeSaid } from "../../map/quantities";
import { PARAMETER_NAMES, STEP } from "../../texts/edit";
import { FAMILIES, UNITS } from "../../texts/map";
import { NumberField } from "./number_field";
import { ProvenanceField } from "./provenance_field";
import { optionsOf, SelectField } from "./select_field";

interface TimeFieldProps {
  readonly label: string;
  readonly time: Distribution;
  readonly onChange: (time: Distribution) => void;
}

/** How long something takes: the family of its distribution, its parameters, its unit and its source. */
export function TimeField({ label, time, onChange }: TimeFieldProps) {
  const { read } = useReading();
  const [explained, setExplained] = useState(false);
  const numbers = numbersOf(time);
  const names: readonly string[] = isChosen(time.kind) ? PARAMETERS[time.kind] : Object.keys(numbers);
  const families: readonly Distribution["kind"][] = isChosen(time.kind) ? FAMILY_ORDER : [...FAMILY_ORDER, time.kind];
  const source = (): Provenance =>
    explained
      ? time.provenance
      : typedOver(time.provenance, timeSaid({ kind: time.kind, mean: meanOf(time), unit: time.unit }));
  const typed = (changed: Distribution): void => {
    onChange(withSource(changed, source()));
  };
  const list = time.kind === "empirical" || time.kind === "discrete" ? time.values.length : null;
  return (
    <fieldset className="time-field">
      <legend>{label}</legend>
      <div className="field-row">
        <SelectField
          label={read(STEP.family)}
          value={time.kind}
          options={optionsOf(families, FAMILIES)}
          onChange={(family) => {
            if (family !== time.kind && isChosen(family)) typed(refitted(time, family satisfies Chosen));
          }}
        />
        <SelectField
          label={read(STEP.unit)}
          value={time.unit}
          options={optionsOf(TIME_UNITS, UNITS)}
          onChange={(unit) => {
            typed(withUnit(time, unit));
          }}
        />
      </div>
      {list !== null && <p className="field-help">{read(STEP.listed, { count: list })}</p>}
      <div className="field-row">
        {names.map((name) => (
          <NumberField
            key={name}
            label={read(PARAMETER_NAMES[name] ?? { zh: name, en: name })}
            value={numbers[name] ?? 0}
            onChange={(value) => {
              if (value !== numbers[name]) typed(withParameter(time, name, value));
            }}
          />
        ))}
      </div>
      <ProvenanceField
        of={label}
        provenance={time.provenance}
        onChange={(provenance) => {
          setExplained(true);
          onChange(withSource(time, provenance));
        }}
      />
    </fieldset>
  );
}
