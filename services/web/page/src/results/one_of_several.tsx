import { useCallback, useMemo } from "react";

import { Chart } from "../charts/chart";
import type { Drawing, Look } from "../charts/drawing";
import type { View } from "../charts/views";
import { useReading, type Both } from "../language/language";
import { Choose, useChosen, type Choice } from "./chosen";
import { Section } from "./section";
import type { ViewSectionProps } from "./view_section";

interface OneOf<Value extends string | number, One> extends Choice<Value> {
  readonly one: One;
}

interface Several<Shown extends View, Value extends string | number, One> extends ViewSectionProps<Shown> {
  /** What is chosen, such as a case. */
  readonly what: Both;
  readonly several: readonly OneOf<Value, One>[];
  readonly chart: (view: Shown, one: One, look: Look) => Drawing;
}

/** A view of several things, of which one at a time is drawn. */
export function OneOfSeveral<Shown extends View, Value extends string | number, One>({
  view,
  place,
  what,
  several,
  chart,
}: Several<Shown, Value, One>) {
  const { read } = useReading();
  const [chosen, choose] = useChosen(several.map(({ value }) => value));
  const one = several.find(({ value }) => value === chosen)?.one;
  const draw = useCallback(
    (look: Look) => (one === undefined ? { option: {}, height: 0 } : chart(view, one, look)),
    [chart, view, one],
  );
  const charts = useMemo(() => [draw], [draw]);
  return (
    <Section
      view={view}
      place={place}
      charts={charts}
      choices={
        <Choose
          label={read(what)}
          choices={several.map(({ value, label }) => ({ value, label }))}
          chosen={chosen}
          onChoose={choose}
        />
      }
    >
      <Chart draw={draw} label={read(view.sentence)} />
    </Section>
  );
}
