import { ganttChart } from "../charts/gantt";
import type { GanttView } from "../charts/views";
import { useReading } from "../language/language";
import { RESULTS } from "../texts/results";
import { OneOfSeveral } from "./one_of_several";
import type { ViewSectionProps } from "./view_section";

/** One case at a time, before above after. */
export function GanttSection({ view, place }: ViewSectionProps<GanttView>) {
  const { read } = useReading();
  const cases = view.data.cases.map((one) => ({ value: one.number, label: read(one.title), one }));
  return <OneOfSeveral view={view} place={place} what={RESULTS.case} several={cases} chart={ganttChart} />;
}
