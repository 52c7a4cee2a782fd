import { Alert, Button, Collapse, Drawer } from "antd";
import { useMemo, useState, type SubmitEvent } from "react";

import { answer, api } from "../api/client";
import { Refusal } from "../api/refusal";
import type { DesignProblem, Lane, Palette, PaletteLever } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import type { LeverUse } from "../study/study";
import { LEVERS } from "../texts/levers";
import { derive, type Base } from "./deriving";
import { FormContext } from "./inputs/form_context";
import { TitleInput } from "./inputs/simple_inputs";
import { RecordInput } from "./inputs/value_input";
import { Moves } from "./palette";
import { ProblemCard } from "./problem_card";
import { choicesIn } from "./references";
import type { Definitions, Schema } from "./shapes";
import { initialValues, missing, type Values } from "./values";

const shippedLanes = (signal: AbortSignal) => answer(api.GET("/lanes", { signal }));

export interface LeverFormProps {
  readonly lever: PaletteLever;
  readonly definitions: Palette["definitions"];
  readonly base: Base;
  /** The lane that the lever is to act on: as the levers before it leave it. */
  readonly lane: Lane;
  /** The levers before it. */
  readonly before: readonly LeverUse[];
  /** What it has been told so far; none of a lever that is new. */
  readonly use: LeverUse | null;
  readonly onApply: (use: LeverUse) => void;
  readonly onClose: () => void;
}

/** What a lever has to be told, beside what it does and where it comes from; tried before it is taken. */
export function LeverForm({ lever, definitions, base, lane, before, use, onApply, onClose }: LeverFormProps) {
  const { read } = useReading();
  const schema = lever.parameters as Schema;
  const [values, setValues] = useState<Values>(() =>
    use === null ? initialValues(schema, definitions as Definitions, read(LEVERS.assumedBasis)) : parametersOf(use),
  );
  const [name, setName] = useState<unknown>(use?.name);
  const [tried, setTried] = useState(false);
  const [problems, setProblems] = useState<readonly DesignProblem[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const { data: lanes } = useAnswer(shippedLanes);
  const choices = useMemo(
    () => choicesIn(lane, lanes?.map(({ id, title }) => ({ value: id, title })) ?? []),
    [lane, lanes],
  );
  const lacking = useMemo(
    () => new Set(tried ? missing(schema, values, definitions as Definitions) : []),
    [tried, schema, values, definitions],
  );
  const ground = useMemo(
    () => ({ definitions: definitions as Definitions, choices, missing: lacking }),
    [definitions, choices, lacking],
  );
  const told: LeverUse = { ...values, ...(name == null ? {} : { name }), lever: lever.id };

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing(schema, values, definitions as Definitions).length > 0) return;
    setBusy(true);
    setRefusal(null);
    derive(base, [...before, told], new AbortController().signal).then(
      ({ pulled, problems: against }) => {
        setBusy(false);
        // A lever before it that is refused is told of in the list, and says nothing of this one.
        if (pulled > before.length || against.every((problem) => problem.lever !== before.length + 1)) onApply(told);
        else setProblems(against);
      },
      (failure: unknown) => {
        setBusy(false);
        setRefusal(failure instanceof Refusal ? failure : new Refusal(0, null));
      },
    );
  };
  const count = Object.keys(schema.properties ?? {}).length;
  return (
    <Drawer
      open
      size={640}
      onClose={onClose}
      title={read(lever.title)}
      closable={{ "aria-label": read(LEVERS.close) }}
      footer={
        <div className="levers-form-foot">
          <Button onClick={onClose}>{read(LEVERS.cancel)}</Button>
          {problems.length > 0 && (
            <Button
              onClick={() => {
                onApply(told);
              }}
            >
              {read(LEVERS.keepAnyway)}
            </Button>
          )}
          <Button type="primary" htmlType="submit" form="lever-form" loading={busy}>
            {read(LEVERS.apply)}
          </Button>
        </div>
      }
    >
      <p>{read(lever.explanation)}</p>
      <Moves lever={lever} />
      <dl className="levers-about">
        <dt>{read(LEVERS.needs)}</dt>
        <dd>{read(lever.needs)}</dd>
      </dl>
      <Collapse
        size="small"
        ghost
        items={[
          {
            key: "clauses",
            label: read(LEVERS.clauses),
            children: (
              <ul className="levers-clauses" lang="zh-CN">
                {lever.clauses.map(({ basis }) => (
                  <li key={basis}>{basis}</li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      <form id="lever-form" noValidate onSubmit={submit}>
        <FormContext value={ground}>
          {count === 0 ? (
            <p>{read(LEVERS.noParameters)}</p>
          ) : (
            <RecordInput
              path=""
              label={read(lever.title)}
              value={values}
              schema={schema}
              onChange={(changed) => {
                setValues(changed as Values);
                setProblems([]);
              }}
            />
          )}
          <div className="lever-field">
            <span className="lever-label">{read(LEVERS.called)}</span>
            <TitleInput path="name" label={read(LEVERS.called)} value={name} onChange={setName} />
          </div>
        </FormContext>
      </form>
      <div aria-live="polite" className="levers-problems">
        {lacking.size > 0 && <Alert type="warning" showIcon title={read(LEVERS.tellCount, { count: lacking.size })} />}
        {problems.map((problem) => (
          <ProblemCard key={`${problem.code} ${problem.path.join(".")}`} problem={problem} />
        ))}
        {refusal && <Failure refusal={refusal} />}
      </div>
    </Drawer>
  );
}

function parametersOf(use: LeverUse): Values {
  return Object.fromEntries(Object.entries(use).filter(([name]) => name !== "lever" && name !== "name"));
}
