import { Input } from "antd";

import { useEditing } from "../editing";
import { Field } from "./field";

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly longest?: number;
}

export function TextField({ label, value, onChange, longest = 200 }: TextFieldProps) {
  const { rest } = useEditing();
  return (
    <Field label={label}>
      {(id) => (
        <Input
          id={id}
          value={value}
          maxLength={longest}
          status={value.trim() === "" ? "error" : ""}
          onChange={(event) => {
            onChange(event.target.value);
          }}
          onBlur={rest}
        />
      )}
    </Field>
  );
}
