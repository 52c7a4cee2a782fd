import { useCallback, useMemo, useRef } from "react";

import { useAnswer } from "../api/use_answer";
import type { HeatView } from "../charts/views";
import { useReading } from "../language/language";
import { numberText, quantityText } from "../language/numbers";
import { LaneMap } from "../map/lane_map";
import type { Heats } from "../map/shapes";
import { SideBySide } from "../map/side_by_side";
import { Failure } from "../shell/failure";
import { HEAT } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { RESULTS } from "../texts/results";
import { Choose, useChosen } from "./chosen";
import { Classes } from "./classes";
import { drawnMaps } from "./drawn_maps";
import { modelOf } from "./models";
import { Section } from "./section";
import type { ViewSectionProps } from "./view_section";

type HeatSide = HeatView["data"]["sides"][number];
type Scale = HeatView["data"]["scales"][number];

/** The maps of a lane before and after, each step coloured by what is chosen, with its figure on it. */
export function HeatSection({ view, place }: ViewSectionProps<HeatView>) {
  const { language, read } = useReading();
  const { scales, sides } = view.data;
  const maps = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useChosen(scales.map(({ measure }) => measure));
  const scale = scales.find(({ measure }) => measure === chosen);
  const { experiment } = view.footer;
  const hashes = sides.map(({ model }) => model).join(" ");
  const ask = useCallback(
    () => Promise.all(hashes.split(" ").map((model) => modelOf(experiment, model))),
    [experiment, hashes],
  );
  const { data: models, refusal, again } = useAnswer(ask);
  const heats = useMemo(() => {
    const short = (side: HeatSide, of: Scale): Heats =>
      Object.fromEntries(
        side.steps.flatMap(({ step, values }) => {
          const found = values[of.measure];
          if (found === undefined || found.value === null || found.level === null) return [];
          const words = of.classes[found.level]?.title ?? of.title;
          const title = `${read(of.title)}${read(CHARTS.colon)}${quantityText(found.value, of.unit, language)} · ${read(words)}`;
          return [[step, { level: found.level, label: `${numberText(found.value, of.unit)}${signOf(of)}`, title }]];
        }),
      );
    return scale === undefined ? [] : sides.map((side) => short(side, scale));
  }, [sides, scale, read, language]);
  const shown = sides.map((side, index) => ({
    lane: models?.[index]?.lane,
    title: read(CHARTS[side.side]),
    heats: heats[index] ?? {},
  }));
  const [first, second] = shown;
  return (
    <Section
      view={view}
      place={place}
      drawn={async () => ({
        drawn: await drawnMaps(maps.current),
        classes: [
          ...(scale === undefined ? [] : [{ name: read(scale.title), fill: "#fff" }]),
          ...(scale?.classes ?? []).map(({ title }, level) => ({
            name: read(title),
            fill: HEAT[level]?.fill ?? "#fff",
          })),
        ],
      })}
      choices={
        <Choose
          label={read(RESULTS.measure)}
          choices={scales.map(({ measure, title }) => ({ value: measure, label: read(title) }))}
          chosen={chosen}
          onChoose={choose}
        />
      }
    >
      {scale !== undefined && <Classes classes={scale.classes} />}
      {refusal && <Failure refusal={refusal} again={again} />}
      <div ref={maps} className="heat-maps">
        {first?.lane !== undefined &&
          (second?.lane === undefined ? (
            <LaneMap lane={first.lane} label={read(view.title)} heats={first.heats} />
          ) : (
            <SideBySide before={{ ...first, lane: first.lane }} after={{ ...second, lane: second.lane }} />
          ))}
      </div>
    </Section>
  );
}

/** Shares keep their sign on the map, where there is no head to say what they are. */
function signOf({ unit }: Scale): string {
  return unit.name === "share" ? "%" : unit.name === "hours" ? " h" : "";
}
