import { Select } from "antd";
import { useMemo } from "react";

import { useReading, type Both } from "../../language/language";
import { Field } from "./field";

export interface Option<Value extends string> {
  readonly value: Value;
  readonly title: Both;
}

interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value | undefined;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
}

/** One of several. What is there but cannot be chosen is shown as it is, so that it is seen. */
export function SelectField<Value extends string>({
  label,
  value,
  options,
  onChange,
  ...more
}: SelectFieldProps<Value>) {
  const { read } = useReading();
  const shown = useMemo(() => options.map((each) => ({ value: each.value, label: read(each.title) })), [options, read]);
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id}
          className="field-wide"
          {...(value !== undefined && value !== "" && { value })}
          options={shown}
          showSearch={shown.length > 8 && { optionFilterProp: "label" }}
          {...(more.placeholder !== undefined && { placeholder: more.placeholder })}
          onChange={(chosen: Value) => {
            onChange(chosen);
          }}
        />
      )}
    </Field>
  );
}

interface SeveralFieldProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly options: readonly Option<string>[];
  readonly onChange: (values: string[]) => void;
}

/** Any of several. */
export function SeveralField({ label, values, options, onChange }: SeveralFieldProps) {
  const { read } = useReading();
  const shown = useMemo(() => options.map((each) => ({ value: each.value, label: read(each.title) })), [options, read]);
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id}
          className="field-wide"
          mode="multiple"
          value={[...values]}
          options={shown}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(chosen: string[]) => {
            onChange(chosen);
          }}
        />
      )}
    </Field>
  );
}

/** Options out of texts. */
export function optionsOf<Value extends string>(
  values: readonly Value[],
  texts: Readonly<Record<string, Both>>,
): readonly Option<Value>[] {
  return values.map((value) => ({ value, title: texts[value] ?? { zh: value, en: value } }));
}
