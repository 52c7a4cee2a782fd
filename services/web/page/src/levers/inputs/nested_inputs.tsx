import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";

import { useReading } from "../../language/language";
import { LEVERS } from "../../texts/levers";
import { resolved, type Schema, type Variant } from "../shapes";
import { initialValue, isVariant, recordOf } from "../values";
import { controlOf, useFormGround, type InputOf } from "./form_context";
import { ValueInput } from "./value_input";

/** One of several forms of a value, such as a fixed time or one between bounds. */
export function VariantsInput({
  path,
  label,
  value,
  onChange,
  by,
  options,
}: InputOf<unknown> & { by: string | null; options: readonly Variant[] }) {
  const { read } = useReading();
  const { definitions } = useFormGround();
  const now = options.find(({ id, schema }) => isVariant(id, schema, by, value, definitions));
  const titleOf = ({ id, title }: Variant): string => {
    if (title !== null) return read(title);
    return id in LEVERS ? read(LEVERS[id as keyof typeof LEVERS]) : id;
  };
  return (
    <div className="lever-record" role="group" aria-label={label}>
      <Select
        id={controlOf(path)}
        aria-label={`${label}: ${read(LEVERS.kind)}`}
        className="lever-kind"
        value={now?.id ?? null}
        placeholder={read(LEVERS.none)}
        allowClear
        options={options.map((option) => ({ value: option.id, label: titleOf(option) }))}
        onChange={(id: string | undefined) => {
          const chosen = options.find((option) => option.id === id);
          if (chosen === undefined) onChange(undefined);
          else {
            const begun = initialValue(chosen.schema, definitions, read(LEVERS.assumedBasis));
            onChange(carriedOver(begun, value, resolved(chosen.schema, definitions)));
          }
        }}
      />
      {now !== undefined && (
        <ValueInput path={path} label={label} value={value} onChange={onChange} schema={now.schema} />
      )}
    </div>
  );
}

/** What a form of a value has in common with the one before it, such as the unit, is kept. */
function carriedOver(begun: unknown, before: unknown, schema: Schema): unknown {
  const old = recordOf(before);
  const kept = ["unit", "provenance", "mean"].filter((name) => old[name] !== undefined && schema.properties?.[name]);
  return { ...recordOf(begun), ...Object.fromEntries(kept.map((name) => [name, old[name]])) };
}

/** Several values of one form. */
export function ListInput({ path, label, value, onChange, item }: InputOf<unknown> & { item: Schema }) {
  const { read } = useReading();
  const { definitions } = useFormGround();
  const items = Array.isArray(value) ? (value as unknown[]) : [];
  return (
    <div className="lever-rows" role="group" aria-label={label}>
      {items.map((each, index) => (
        <fieldset className="lever-item" key={index}>
          <legend>
            {read(LEVERS.item, { number: index + 1 })}
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={read(LEVERS.removeOne, { number: index + 1 })}
              onClick={() => {
                onChange(items.toSpliced(index, 1));
              }}
            />
          </legend>
          <ValueInput
            path={`${path}.${index}`}
            label={`${label} ${index + 1}`}
            value={each}
            schema={item}
            onChange={(told) => {
              onChange(items.with(index, told));
            }}
          />
        </fieldset>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => {
          onChange([...items, initialValue(item, definitions, read(LEVERS.assumedBasis))]);
        }}
      >
        {read(LEVERS.addOne)}
      </Button>
    </div>
  );
}
