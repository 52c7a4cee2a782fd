import type { WaterfallView } from "../charts/views";
import { waterfallChart } from "../charts/waterfall";
import { useReading } from "../language/language";
import { CODES, RESULTS } from "../texts/results";
import { OneOfSeveral } from "./one_of_several";
import type { ViewSectionProps } from "./view_section";

/** What each lever saves; of the time that is chosen, and the way of dividing. */
export function WaterfallSection({ view, place }: ViewSectionProps<WaterfallView>) {
  const { read } = useReading();
  const { waterfalls } = view.data;
  const ways = new Set(waterfalls.map(({ way }) => way));
  const figures = waterfalls.map((one) => {
    const how = ways.size < 2 ? undefined : CODES.way?.[one.way];
    const name = read(one.title);
    return {
      value: `${one.kpi} ${one.way}`,
      label: how === undefined ? name : `${name} · ${read(how)}`,
      one,
    };
  });
  return <OneOfSeveral view={view} place={place} what={RESULTS.measure} several={figures} chart={waterfallChart} />;
}
