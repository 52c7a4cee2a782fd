import { DatePicker, Input, InputNumber, Select, Switch } from "antd";
import dayjs from "dayjs";

import { useReading } from "../../language/language";
import { LEVERS } from "../../texts/levers";
import type { Bound, Named, Shape } from "../shapes";
import { recordOf, withPart } from "../values";
import { controlOf, useFormGround, type InputOf } from "./form_context";

export function FlagInput({ path, label, value, onChange }: InputOf<unknown>) {
  return <Switch id={controlOf(path)} aria-label={label} checked={value === true} onChange={onChange} />;
}

type NumberShape = Extract<Shape, { kind: "number" }>;

export function NumberInput({ path, value, onChange, shape }: InputOf<unknown> & { shape: NumberShape }) {
  return (
    <InputNumber<number>
      id={controlOf(path)}
      status={useStatus(path)}
      value={typeof value === "number" ? value : null}
      onChange={(told) => {
        onChange(told ?? undefined);
      }}
      {...boundOf("min", shape.from)}
      {...boundOf("max", shape.to)}
      {...(shape.whole ? { precision: 0 } : {})}
    />
  );
}

export function TextInput({ path, value, onChange, longest }: InputOf<unknown> & { longest: number | null }) {
  return (
    <Input
      id={controlOf(path)}
      status={useStatus(path)}
      value={typeof value === "string" ? value : ""}
      {...(longest === null ? {} : { maxLength: longest })}
      onChange={({ target }) => {
        onChange(target.value === "" ? undefined : target.value);
      }}
    />
  );
}

export function DateInput({ path, value, onChange }: InputOf<unknown>) {
  const day = typeof value === "string" ? dayjs(value) : null;
  return (
    <DatePicker
      id={controlOf(path)}
      status={useStatus(path)}
      value={day?.isValid() ? day : null}
      onChange={(told) => {
        onChange(told === null ? undefined : told.format("YYYY-MM-DD"));
      }}
    />
  );
}

export function ChoiceInput({ path, label, value, onChange, values }: InputOf<unknown> & { values: readonly Named[] }) {
  const { read } = useReading();
  return (
    <Select
      id={controlOf(path)}
      aria-label={label}
      className="lever-wide"
      status={useStatus(path)}
      value={typeof value === "string" ? value : null}
      options={values.map((each) => ({ value: each.value, label: read(each.title) }))}
      onChange={onChange}
    />
  );
}

export function TitleInput({ path, label, value, onChange }: InputOf<unknown>) {
  const { read } = useReading();
  const { missing } = useFormGround();
  const title = recordOf(value);
  return (
    <div className="lever-pair" role="group" aria-label={label}>
      {(["zh", "en"] as const).map((language) => (
        <Input
          key={language}
          id={controlOf(`${path}.${language}`)}
          aria-label={`${label} (${read(language === "zh" ? LEVERS.chinese : LEVERS.english)})`}
          lang={language === "zh" ? "zh-CN" : "en"}
          prefix={<span className="lever-unit">{read(language === "zh" ? LEVERS.chinese : LEVERS.english)}</span>}
          maxLength={200}
          status={missing.has(path) || missing.has(`${path}.${language}`) ? "error" : ""}
          value={typeof title[language] === "string" ? title[language] : ""}
          onChange={({ target }) => {
            const told = withPart(title, language, target.value === "" ? undefined : target.value);
            onChange(Object.keys(told).length === 0 ? undefined : told);
          }}
        />
      ))}
    </div>
  );
}

export function ProvenanceInput({
  path,
  label,
  value,
  onChange,
  sources,
}: InputOf<unknown> & { sources: readonly Named[] }) {
  const { read } = useReading();
  const { missing } = useFormGround();
  const provenance = recordOf(value);
  return (
    <div className="lever-source" role="group" aria-label={label}>
      <Select
        id={controlOf(`${path}.source`)}
        aria-label={`${label}: ${read(LEVERS.source)}`}
        value={typeof provenance.source === "string" ? provenance.source : null}
        status={missing.has(path) || missing.has(`${path}.source`) ? "error" : ""}
        options={sources.map((each) => ({ value: each.value, label: read(each.title) }))}
        onChange={(source: string) => {
          onChange({ ...provenance, source });
        }}
      />
      <Input
        id={controlOf(`${path}.basis`)}
        aria-label={`${label}: ${read(LEVERS.basis)}`}
        placeholder={read(LEVERS.basis)}
        maxLength={500}
        value={typeof provenance.basis === "string" ? provenance.basis : ""}
        status={missing.has(path) || missing.has(`${path}.basis`) ? "error" : ""}
        onChange={({ target }) => {
          onChange({ ...provenance, basis: target.value });
        }}
      />
    </div>
  );
}

/** A share, told as a percentage. */
export function PercentInput({ path, label, value, onChange }: InputOf<unknown>) {
  return (
    <InputNumber<number>
      id={controlOf(path)}
      aria-label={label}
      status={useStatus(path)}
      suffix="%"
      min={0}
      max={100}
      value={typeof value === "number" ? Number((value * 100).toPrecision(12)) : null}
      onChange={(told) => {
        onChange(told === null ? undefined : Number((told / 100).toPrecision(12)));
      }}
    />
  );
}

export function useStatus(path: string): "" | "error" {
  return useFormGround().missing.has(path) ? "error" : "";
}

function boundOf(side: "min" | "max", bound: Bound): { min?: number; max?: number } {
  return bound === null ? {} : { [side]: bound.at };
}
