import { Segmented, Select } from "antd";
import { useState } from "react";

/** Up to so many choices stand side by side. */
const BESIDE = 3;

export interface Choice<Value extends string | number> {
  readonly value: Value;
  readonly label: string;
}

/**
 * Which of several is shown. What was chosen stays chosen when a more precise result comes, as long as it is there.
 */
export function useChosen<Value extends string | number>(
  values: readonly Value[],
): [Value | undefined, (value: Value) => void] {
  const [chosen, choose] = useState<Value | undefined>(undefined);
  return [chosen !== undefined && values.includes(chosen) ? chosen : values[0], choose];
}

/** A choice of one of several; nothing if there is nothing to choose. */
export function Choose<Value extends string | number>({
  label,
  choices,
  chosen,
  onChoose,
}: {
  label: string;
  choices: readonly Choice<Value>[];
  chosen: Value | undefined;
  onChoose: (value: Value) => void;
}) {
  if (choices.length < 2) return null;
  const short = choices.length <= BESIDE && choices.every((choice) => choice.label.length <= 24);
  if (short && chosen !== undefined) {
    return <Segmented aria-label={label} options={[...choices]} value={chosen} onChange={onChoose} />;
  }
  return (
    <label className="choose">
      <span>{label}</span>
      <Select
        aria-label={label}
        options={[...choices]}
        {...(chosen !== undefined && { value: chosen })}
        onChange={onChoose}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: "label" }}
      />
    </label>
  );
}
