import { Radio } from "antd";

import type { CaseTitles } from "../api/schema";
import { useReading, type Both } from "../language/language";

/** The outcome of a step that can come out in one way only: nobody has to choose it. */
export function onlyOutcome(outcomes: readonly string[]): string | null {
  return outcomes.length === 1 ? (outcomes[0] ?? null) : null;
}

interface Choice {
  readonly legend: Both;
  readonly step: string;
  /** Ids of the outcomes that it may have now. */
  readonly outcomes: readonly string[];
  readonly titles: CaseTitles;
  readonly chosen: string | null;
  readonly choose: (outcome: string) => void;
}

/** How a step comes out, of several ways. */
export function OutcomeChoice({ legend, step, outcomes, titles, chosen, choose }: Choice) {
  const { read } = useReading();
  if (onlyOutcome(outcomes) !== null) return null;
  const known = titles.steps[step]?.outcomes ?? [];
  return (
    <fieldset className="plain">
      <legend>{read(legend)}</legend>
      <Radio.Group
        className="choices"
        value={chosen}
        onChange={({ target }) => {
          choose(target.value as string);
        }}
      >
        {outcomes.map((id) => (
          <Radio key={id} value={id}>
            {read(known.find((each) => each.id === id)?.title ?? { zh: id, en: id })}
          </Radio>
        ))}
      </Radio.Group>
    </fieldset>
  );
}
