import { InputNumber } from "antd";

import { useEditing } from "../editing";
import { Field } from "./field";

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly least?: number;
  readonly most?: number;
  readonly whole?: boolean;
  readonly suffix?: string;
}

/** A number; while it is empty, the one before stays. */
export function NumberField({ label, value, onChange, least = 0, most, whole = false, suffix }: NumberFieldProps) {
  const { rest } = useEditing();
  return (
    <Field label={label}>
      {(id) => (
        <InputNumber
          id={id}
          className="field-number"
          value={value}
          min={least}
          {...(most !== undefined && { max: most })}
          {...(whole && { precision: 0 })}
          {...(suffix !== undefined && { suffix })}
          onChange={(typed) => {
            if (typeof typed === "number" && Number.isFinite(typed)) onChange(typed);
          }}
          onBlur={rest}
        />
      )}
    </Field>
  );
}
