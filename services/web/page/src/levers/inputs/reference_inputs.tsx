import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Segmented, Select } from "antd";

import { useReading, type Reading } from "../../language/language";
import { LEVERS } from "../../texts/levers";
import { choicesOf, mayBeNew, type Choice } from "../references";
import type { Named } from "../shapes";
import { recordOf, withPart } from "../values";
import { controlOf, useFormGround, type InputOf } from "./form_context";
import { useStatus } from "./simple_inputs";

/** Something of the lane, chosen by its title; an id can be typed where it may be new. */
export function ReferenceInput({ path, label, value, onChange, to }: InputOf<unknown> & { to: string }) {
  const { read } = useReading();
  const options = optionsOf(choicesOf(useFormGround().choices, to), read);
  const status = useStatus(path);
  const named = typeof value === "string" ? value : null;
  if (mayBeNew(to)) {
    return (
      <AutoComplete
        id={controlOf(path)}
        className="lever-wide"
        aria-label={label}
        status={status}
        value={named ?? ""}
        placeholder={read(LEVERS.newId)}
        options={options}
        onChange={(told: string) => {
          onChange(told === "" ? undefined : told.trim());
        }}
      />
    );
  }
  return (
    <Select
      id={controlOf(path)}
      className="lever-wide"
      aria-label={label}
      status={status}
      allowClear
      showSearch={{ filterOption: matches }}
      value={named}
      options={options}
      onChange={(told: string | undefined) => {
        onChange(told);
      }}
    />
  );
}

/** Several of them; or all, where that can be said. */
export function ReferencesInput({
  path,
  label,
  value,
  onChange,
  to,
  all,
}: InputOf<unknown> & { to: string; all: boolean }) {
  const { read } = useReading();
  const choices = choicesOf(useFormGround().choices, to);
  const everything = value === "all";
  const several = (
    <Several path={path} label={label} value={value} onChange={onChange} choices={choices} open={mayBeNew(to)} />
  );
  if (!all) return several;
  return (
    <div className="lever-all">
      <Segmented
        aria-label={label}
        value={everything ? "all" : "some"}
        options={[
          { value: "all", label: read(LEVERS.all) },
          { value: "some", label: read(LEVERS.some) },
        ]}
        onChange={(told) => {
          onChange(told === "all" ? "all" : []);
        }}
      />
      {!everything && several}
    </div>
  );
}

export function ChoicesInput({
  path,
  label,
  value,
  onChange,
  values,
}: InputOf<unknown> & { values: readonly Named[] }) {
  return <Several path={path} label={label} value={value} onChange={onChange} choices={values} open={false} />;
}

/** Texts that are typed, such as hours. */
export function TextsInput({ path, label, value, onChange }: InputOf<unknown>) {
  return <Several path={path} label={label} value={value} onChange={onChange} choices={[]} open />;
}

function Several({
  path,
  label,
  value,
  onChange,
  choices,
  open,
}: InputOf<unknown> & { choices: readonly Choice[]; open: boolean }) {
  const { read } = useReading();
  return (
    <Select
      id={controlOf(path)}
      className="lever-wide"
      aria-label={label}
      mode={open ? "tags" : "multiple"}
      status={useStatus(path)}
      {...(open ? { placeholder: read(LEVERS.textsHow) } : {})}
      showSearch={{ filterOption: matches }}
      value={Array.isArray(value) ? value.map(String) : []}
      options={optionsOf(choices, read)}
      onChange={onChange}
    />
  );
}

/** Branches, each a step or several that follow one another. */
export function ChainsInput({ path, label, value, onChange, to }: InputOf<unknown> & { to: string }) {
  const { read } = useReading();
  const { choices } = useFormGround();
  const chains = Array.isArray(value)
    ? (value as unknown[]).map((each): unknown[] => (Array.isArray(each) ? each : [each]))
    : [];
  const tell = (told: readonly (readonly unknown[])[]) => {
    onChange(told.map((chain) => (chain.length === 1 ? chain[0] : chain)));
  };
  return (
    <div className="lever-rows" role="group" aria-label={label}>
      <p className="lever-help">{read(LEVERS.chainHow)}</p>
      {chains.map((chain, index) => (
        <div className="lever-row" key={index}>
          <Several
            path={`${path}.${index}`}
            label={`${label}: ${read(LEVERS.item, { number: index + 1 })}`}
            value={chain}
            choices={choicesOf(choices, to)}
            open={false}
            onChange={(told) => {
              tell(chains.with(index, told as unknown[]));
            }}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={read(LEVERS.removeOne, { number: index + 1 })}
            onClick={() => {
              tell(chains.toSpliced(index, 1));
            }}
          />
        </div>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => {
          tell([...chains, []]);
        }}
      >
        {read(LEVERS.chainAdd)}
      </Button>
    </div>
  );
}

/** For some steps, the steps that each of them waits for. */
export function LinksInput({ path, label, value, onChange, to }: InputOf<unknown> & { to: string }) {
  const { read } = useReading();
  const choices = choicesOf(useFormGround().choices, to);
  const links = recordOf(value);
  const free = choices.filter((choice) => !(choice.value in links));
  return (
    <div className="lever-rows" role="group" aria-label={label}>
      {Object.entries(links).map(([from, after], index) => {
        const title = choices.find((choice) => choice.value === from)?.title ?? { zh: from, en: from };
        return (
          <div className="lever-row" key={from}>
            <span className="lever-link">{read(title)}</span>
            <Several
              path={`${path}.${from}`}
              label={`${read(title)}: ${read(LEVERS.linkAfter)}`}
              value={after}
              choices={choices}
              open={false}
              onChange={(told) => {
                onChange({ ...links, [from]: told });
              }}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={read(LEVERS.removeOne, { number: index + 1 })}
              onClick={() => {
                onChange(withPart(links, from, undefined));
              }}
            />
          </div>
        );
      })}
      <Select
        id={controlOf(path)}
        className="lever-wide"
        aria-label={`${label}: ${read(LEVERS.addOne)}`}
        placeholder={read(LEVERS.addOne)}
        showSearch={{ filterOption: matches }}
        value={null}
        options={optionsOf(free, read)}
        onChange={(from: string | null) => {
          if (from !== null) onChange({ ...links, [from]: [] });
        }}
      />
    </div>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

function optionsOf(choices: readonly Choice[], read: Reading["read"]): Option[] {
  return choices.map(({ value, title }) => ({ value, label: read(title) }));
}

function matches(words: string, option: Option | undefined): boolean {
  const wanted = words.toLowerCase();
  return option !== undefined && (option.label.toLowerCase().includes(wanted) || option.value.includes(wanted));
}
