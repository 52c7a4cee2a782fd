import { Select } from "antd";
import { useMemo, useState } from "react";

import { answer, api } from "../api/client";
import { Refusal } from "../api/refusal";
import { useAnswer } from "../api/use_answer";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { studyFromScenario } from "../study/opening";
import { laneIsUntouched, scenarioIsShipped, type Study } from "../study/study";
import { LEVERS } from "../texts/levers";

const scenarios = (signal: AbortSignal) => answer(api.GET("/scenarios", { signal }));

export interface ScenarioPickerProps {
  readonly study: Study;
  readonly onPicked: (picked: Pick<Study, "levers" | "surroundings"> & Partial<Study>) => void;
}

/** Start from the levers of a shipped reform of the same lane. */
export function ScenarioPicker({ study, onPicked }: ScenarioPickerProps) {
  const { read } = useReading();
  const { data } = useAnswer(scenarios);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const options = useMemo(
    () =>
      (data ?? [])
        .filter(({ base, levers }) => base === study.lane.id && levers.length > 0)
        .map(({ id, title }) => ({ value: id, label: read(title) })),
    [data, study.lane.id, read],
  );
  if (data === null) return null;
  if (options.length === 0) return <p className="lever-help">{read(LEVERS.noScenarios)}</p>;

  const pick = (id: string) => {
    setBusy(true);
    setRefusal(null);
    studyFromScenario(id).then(
      (picked) => {
        setBusy(false);
        const { levers, surroundings, lane, shipped } = picked;
        // A lane of one's own stays; only what is to become of it is taken over.
        onPicked(!laneIsUntouched(study) ? { levers, surroundings } : { levers, surroundings, lane, shipped });
      },
      (failure: unknown) => {
        setBusy(false);
        setRefusal(failure instanceof Refusal ? failure : new Refusal(0, null));
      },
    );
  };
  return (
    <div className="levers-start">
      <label htmlFor="levers-scenario">{read(LEVERS.fromScenario)}</label>
      <Select
        id="levers-scenario"
        className="lever-wide"
        loading={busy}
        value={scenarioIsShipped(study) ? (study.shipped?.id ?? null) : null}
        options={options}
        onChange={(id: string | null) => {
          if (id !== null) pick(id);
        }}
      />
      {refusal && <Failure refusal={refusal} />}
    </div>
  );
}
