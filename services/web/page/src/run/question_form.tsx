import { Checkbox, InputNumber, Segmented, Select } from "antd";

import type { Lane, Palette, ScenarioSummary } from "../api/schema";
import { useReading } from "../language/language";
import { stepsOf } from "../levers/references";
import type { Study } from "../study/study";
import { RUN } from "../texts/run";
import { KpiRow, NumberRow, PoolsRow, Row, useKpiOptions } from "./inputs";
import { goalOf, goalText, numbersOf } from "./ranges";
import { needsLevers, type Question } from "./requests";
import { Sweeping } from "./sweeping";

export interface QuestionFormProps {
  readonly study: Study;
  readonly question: Question;
  /** The lane that the question is about. */
  readonly lane: Lane;
  /** None before it is known. */
  readonly palette: Palette | null;
  readonly scenarios: readonly ScenarioSummary[];
  readonly onChange: (question: Question) => void;
}

/** What a kind of question has to be told. */
export function QuestionForm(given: QuestionFormProps) {
  const { question, study, onChange } = given;
  const { read } = useReading();
  const sided = !needsLevers(question.kind) && question.kind !== "select" && question.kind !== "trace";
  return (
    <>
      {sided && study.levers.length > 0 && (
        <Row id="run-side" label={read(RUN.side)}>
          <Segmented
            id="run-side"
            value={question.side}
            options={(["before", "after"] as const).map((side) => ({ value: side, label: read(RUN[side]) }))}
            onChange={(side) => {
              onChange({ ...question, side });
            }}
          />
        </Row>
      )}
      <OfKind {...given} />
    </>
  );
}

function OfKind(given: QuestionFormProps) {
  switch (given.question.kind) {
    case "attribute":
      return <Attribution {...given} />;
    case "sweep":
      return <Sweeping {...given} />;
    case "select":
      return <Selection {...given} />;
    case "staff":
      return <Staffing {...given} />;
    case "sensitivity":
      return <Sensitivity {...given} />;
    case "pareto":
      return <TradeOff {...given} />;
    case "trace":
      return <Tracing {...given} />;
    default:
      return null;
  }
}

function Attribution({ question, onChange }: QuestionFormProps) {
  const { read } = useReading();
  return (
    <NumberRow
      id="run-orders"
      label={read(RUN.orders)}
      help={read(RUN.ordersHow)}
      min={2}
      max={10_000}
      value={question.told.attribute?.orders ?? 32}
      onChange={(orders) => {
        onChange({ ...question, told: { attribute: { orders: orders ?? 32 } } });
      }}
    />
  );
}

function Selection({ study, question, scenarios, onChange }: QuestionFormProps) {
  const { read } = useReading();
  const select = question.told.select ?? { indifference: 1, kpi: "processing_time.mean", first: 10, most: 500 };
  const options = scenarios
    .filter(({ base, id }) => base === study.lane.id && id !== study.shipped?.id)
    .map(({ id, title }) => ({ value: id, label: read(title) }));
  const tell = (told: Partial<typeof select>) => {
    onChange({ ...question, told: { select: { ...select, ...told } } });
  };
  return (
    <>
      <Row id="run-others" label={read(RUN.others)}>
        <Select
          id="run-others"
          className="run-wide"
          mode="multiple"
          value={[...question.others]}
          options={options}
          onChange={(others: string[]) => {
            onChange({ ...question, told: { select }, others });
          }}
        />
      </Row>
      <KpiRow
        id="run-select-kpi"
        value={select.kpi}
        onChange={(kpi) => {
          tell({ kpi });
        }}
      />
      <NumberRow
        id="run-indifference"
        label={read(RUN.indifference)}
        help={read(RUN.indifferenceHow)}
        min={0.0001}
        step={0.1}
        usual={false}
        value={select.indifference}
        onChange={(indifference) => {
          tell({ indifference: indifference ?? 1 });
        }}
      />
    </>
  );
}

function Staffing({ question, lane, onChange }: QuestionFormProps) {
  const { read } = useReading();
  const options = useKpiOptions();
  const staff = question.told.staff ?? { pools: [], goal: "", most: 60 };
  const goal = goalOf(staff.goal);
  const tell = (told: Partial<typeof staff>) => {
    onChange({ ...question, told: { staff: { ...staff, ...told } } });
  };
  return (
    <>
      <PoolsRow
        lane={lane}
        value={staff.pools}
        onChange={(pools) => {
          tell({ pools });
        }}
      />
      <Row id="run-goal" label={read(RUN.goal)} help={read(RUN.goalHow)}>
        <div className="run-goal">
          <Select
            id="run-goal"
            value={goal.kpi}
            options={options}
            onChange={(kpi) => {
              tell({ goal: goalText({ ...goal, kpi }) });
            }}
          />
          <Segmented
            aria-label={read(RUN.goal)}
            value={goal.bound}
            options={[
              { value: "<=", label: read(RUN.atMost) },
              { value: ">=", label: read(RUN.atLeast) },
            ]}
            onChange={(bound) => {
              tell({ goal: goalText({ ...goal, bound: bound as "<=" | ">=" }) });
            }}
          />
          <InputNumber<number>
            aria-label={read(RUN.goalValue)}
            min={0}
            value={goal.value}
            onChange={(value) => {
              tell({ goal: goalText({ ...goal, value }) });
            }}
          />
        </div>
      </Row>
    </>
  );
}

function Sensitivity({ question, lane, onChange }: QuestionFormProps) {
  const { read } = useReading();
  const told = question.told.sensitivity ?? { inputs: [], kpi: "processing_time.mean", method: "morris" as const };
  const tell = (changed: Partial<typeof told>) => {
    onChange({ ...question, told: { sensitivity: { ...told, ...changed } } });
  };
  return (
    <>
      <Row id="run-inputs" label={read(RUN.inputs)} help={read(RUN.inputsHow)}>
        <Select
          id="run-inputs"
          className="run-wide"
          mode="tags"
          value={told.inputs}
          options={numbersOf(lane, stepsOf(lane.body)).map(({ value, title }) => ({ value, label: read(title) }))}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(inputs: string[]) => {
            tell({ inputs });
          }}
        />
      </Row>
      <KpiRow
        id="run-sensitivity-kpi"
        value={told.kpi}
        onChange={(kpi) => {
          tell({ kpi });
        }}
      />
      <Row id="run-method" label={read(RUN.method)}>
        <Segmented
          id="run-method"
          value={told.method}
          options={(["morris", "sobol"] as const).map((method) => ({ value: method, label: read(RUN[method]) }))}
          onChange={(method) => {
            tell({ method });
          }}
        />
      </Row>
    </>
  );
}

function TradeOff({ study, question, lane, onChange }: QuestionFormProps) {
  const { read } = useReading();
  const told = question.told.pareto ?? { pools: [], kpi: "processing_time.p90", trials: 100, levers: false };
  const tell = (changed: Partial<typeof told>) => {
    onChange({ ...question, told: { pareto: { ...told, ...changed } } });
  };
  return (
    <>
      <PoolsRow
        lane={lane}
        value={told.pools}
        onChange={(pools) => {
          tell({ pools });
        }}
      />
      <KpiRow
        id="run-pareto-kpi"
        value={told.kpi}
        onChange={(kpi) => {
          tell({ kpi });
        }}
      />
      <NumberRow
        id="run-trials"
        label={read(RUN.trials)}
        max={10_000}
        usual={false}
        value={told.trials}
        onChange={(trials) => {
          tell({ trials: trials ?? 100 });
        }}
      />
      {study.levers.length > 0 && question.side === "after" && (
        <Checkbox
          checked={told.levers}
          onChange={({ target }) => {
            tell({ levers: target.checked });
          }}
        >
          {read(RUN.leversToo)}
        </Checkbox>
      )}
    </>
  );
}

function Tracing({ question, onChange }: QuestionFormProps) {
  const { read } = useReading();
  const told = question.told.trace ?? { shares: [0.5, 0.9], cases: [] };
  const numbers = (texts: readonly string[], from: number, to: number) =>
    texts.map(Number).filter((value) => value >= from && value <= to);
  return (
    <>
      <Row id="run-shares" label={read(RUN.shares)} help={read(RUN.sharesHow)}>
        <Select
          id="run-shares"
          className="run-wide"
          mode="multiple"
          value={told.shares.map(String)}
          options={[0.1, 0.25, 0.5, 0.75, 0.9, 0.95].map((share) => ({
            value: String(share),
            label: `${Math.round(share * 100)} %`,
          }))}
          onChange={(shares: string[]) => {
            onChange({ ...question, told: { trace: { ...told, shares: numbers(shares, 0.01, 0.99) } } });
          }}
        />
      </Row>
      <Row id="run-cases" label={read(RUN.cases)} help={read(RUN.sweepValuesHow)}>
        <Select
          id="run-cases"
          className="run-wide"
          mode="tags"
          open={false}
          suffix={null}
          value={told.cases.map(String)}
          onChange={(cases: string[]) => {
            onChange({
              ...question,
              told: { trace: { ...told, cases: numbers(cases, 1, 100_000_000).filter(Number.isInteger) } },
            });
          }}
        />
      </Row>
    </>
  );
}
