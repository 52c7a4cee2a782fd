import { Select } from "antd";

import { useReading } from "../language/language";
import { parameterTitle } from "../levers/parameters";
import { titleOf } from "../levers/reform";
import type { Definitions } from "../levers/shapes";
import { RUN } from "../texts/run";
import { Row } from "./inputs";
import type { QuestionFormProps } from "./question_form";
import { numbersIn } from "./ranges";

/** Which number of which lever takes which values. */
export function Sweeping({ study, question, palette, onChange }: QuestionFormProps) {
  const { read } = useReading();
  const { levers: known, definitions } = palette ?? { levers: [], definitions: {} };
  const levers = study.levers
    .map((use, at) => ({ at, title: titleOf(use, known), numbers: numbersIn(use) }))
    .filter(({ numbers }) => numbers.length > 0);
  if (levers.length === 0) return <p className="run-help">{read(RUN.sweepNone)}</p>;
  const { sweep } = question;
  const swept = levers.find(({ at }) => at === sweep?.lever);
  const schema = known.find(({ id }) => id === study.levers[swept?.at ?? -1]?.lever)?.parameters ?? {};
  const parameters = (swept?.numbers ?? []).map((parameter) => ({
    value: parameter,
    label: read(parameterTitle(parameter, schema, definitions as Definitions)),
  }));
  return (
    <>
      <Row id="run-sweep-lever" label={read(RUN.sweepLever)}>
        <Select
          id="run-sweep-lever"
          className="run-wide"
          value={sweep?.lever ?? null}
          options={levers.map(({ at, title }) => ({ value: at, label: `${at + 1}. ${read(title)}` }))}
          onChange={(lever: number | null) => {
            const parameter = levers.find(({ at }) => at === lever)?.numbers[0];
            if (lever !== null && parameter !== undefined)
              onChange({ ...question, sweep: { lever, parameter, values: [] } });
          }}
        />
      </Row>
      {sweep !== null && (
        <>
          <Row id="run-sweep-parameter" label={read(RUN.sweepParameter)}>
            <Select
              id="run-sweep-parameter"
              className="run-wide"
              value={sweep.parameter}
              options={parameters}
              onChange={(parameter: string) => {
                onChange({ ...question, sweep: { ...sweep, parameter, values: [] } });
              }}
            />
          </Row>
          <Row id="run-sweep-values" label={read(RUN.sweepValues)} help={read(RUN.sweepValuesHow)}>
            <Select
              id="run-sweep-values"
              className="run-wide"
              mode="tags"
              open={false}
              suffix={null}
              tokenSeparators={[",", " ", "，", "、"]}
              value={sweep.values.map(String)}
              onChange={(told: string[]) => {
                const values = told.map(Number).filter((value) => Number.isFinite(value));
                onChange({ ...question, sweep: { ...sweep, values } });
              }}
            />
          </Row>
        </>
      )}
    </>
  );
}
