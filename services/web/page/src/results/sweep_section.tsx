import { sweepChart } from "../charts/sweep";
import type { SweepView } from "../charts/views";
import { useReading } from "../language/language";
import { RESULTS } from "../texts/results";
import { OneOfSeveral } from "./one_of_several";
import type { ViewSectionProps } from "./view_section";

/** A figure over the values of what is swept; those that matter most can be chosen first. */
export function SweepSection({ view, place }: ViewSectionProps<SweepView>) {
  const { read } = useReading();
  const { headlines, kpis } = view.data;
  const rank = (kpi: string) => (headlines.includes(kpi) ? headlines.indexOf(kpi) : headlines.length);
  const figures = kpis
    .filter(({ points }) => points.some(({ reached }) => reached !== null))
    .sort((one, other) => rank(one.kpi) - rank(other.kpi))
    .map((one) => ({ value: one.kpi, label: read(one.title), one }));
  return <OneOfSeveral view={view} place={place} what={RESULTS.measure} several={figures} chart={sweepChart} />;
}
