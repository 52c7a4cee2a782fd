import { memo, useCallback, useMemo } from "react";

import { bottlenecksChart } from "../charts/bottlenecks";
import { Chart } from "../charts/chart";
import { distributionChart } from "../charts/distribution";
import type { Drawing, Look } from "../charts/drawing";
import { liveAgainstSimulatedChart } from "../charts/live_against_simulated";
import { paretoChart } from "../charts/pareto";
import { precisionChart } from "../charts/precision";
import { selectionChart } from "../charts/selection";
import { sensitivityChart } from "../charts/sensitivity";
import { staffingChart } from "../charts/staffing";
import { targetsChart } from "../charts/targets";
import type { DistributionView, View } from "../charts/views";
import { waitingChart } from "../charts/waiting";
import { warmUpChart } from "../charts/warm_up";
import { workInProgressChart } from "../charts/work_in_progress";
import { useReading } from "../language/language";
import { RESULTS } from "../texts/results";
import { GanttSection } from "./gantt_section";
import { HeatSection } from "./heat_section";
import { KpiStrip } from "./kpi_strip";
import { LiveStrip } from "./live_strip";
import { Section } from "./section";
import { SweepSection } from "./sweep_section";
import { UtilisationSection } from "./utilisation_section";
import { WaterfallSection } from "./waterfall_section";

export interface ViewSectionProps<Shown extends View = View> {
  readonly view: Shown;
  readonly place: string;
}

/** A view as a section of the page; drawn again only if it is another one. */
export const ViewSection = memo(function ViewSection({ view, place }: ViewSectionProps) {
  switch (view.view) {
    case "kpis":
      return (
        <Section view={view} place={place}>
          <KpiStrip view={view} />
        </Section>
      );
    case "heat":
      return <HeatSection view={view} place={place} />;
    case "distribution":
      return <DistributionSection view={view} place={place} />;
    case "waterfall":
      return <WaterfallSection view={view} place={place} />;
    case "utilisation_by_hour":
      return <UtilisationSection view={view} place={place} />;
    case "gantt":
      return <GanttSection view={view} place={place} />;
    case "sweep":
      return <SweepSection view={view} place={place} />;
    case "live_against_simulated":
      return (
        <OneChart view={view} place={place} draw={liveAgainstSimulatedChart}>
          <LiveStrip view={view} />
        </OneChart>
      );
    case "bottlenecks":
      return <OneChart view={view} place={place} draw={bottlenecksChart} open />;
    case "waiting":
      return <OneChart view={view} place={place} draw={waitingChart} />;
    case "targets":
      return <OneChart view={view} place={place} draw={targetsChart} open />;
    case "precision":
      return <OneChart view={view} place={place} draw={precisionChart} />;
    case "work_in_progress":
      return <OneChart view={view} place={place} draw={workInProgressChart} />;
    case "pareto":
      return <OneChart view={view} place={place} draw={paretoChart} open />;
    case "staffing":
      return <OneChart view={view} place={place} draw={staffingChart} open />;
    case "selection":
      return <OneChart view={view} place={place} draw={selectionChart} open />;
    case "sensitivity":
      return <OneChart view={view} place={place} draw={sensitivityChart} open />;
    case "warm_up":
      return <OneChart view={view} place={place} draw={warmUpChart} />;
  }
});

interface OneChartProps<Shown extends View> extends ViewSectionProps<Shown> {
  readonly draw: (view: Shown, look: Look) => Drawing;
  readonly open?: boolean;
  readonly children?: React.ReactNode;
}

function OneChart<Shown extends View>({ view, place, draw, open = false, children }: OneChartProps<Shown>) {
  const { read } = useReading();
  const drawn = useCallback((look: Look) => draw(view, look), [view, draw]);
  const charts = useMemo(() => (isEmpty(view) ? [] : [drawn]), [drawn, view]);
  return (
    <Section view={view} place={place} charts={charts} open={open}>
      {children}
      {isEmpty(view) ? <p>{read(RESULTS.nothingHere)}</p> : <Chart draw={drawn} label={read(view.sentence)} />}
    </Section>
  );
}

/** Whether there is nothing to draw, as of live cases of which no step is done yet. */
function isEmpty(view: View): boolean {
  switch (view.view) {
    case "live_against_simulated":
      return view.data.steps.every(({ live_done }) => live_done === 0);
    case "precision":
      return view.data.figures.every(({ relative }) => relative === null);
    case "bottlenecks":
      return view.data.steps.length === 0;
    case "pareto":
      return view.data.points.length === 0;
    case "targets":
      return view.data.targets.length === 0;
    default:
      return false;
  }
}

function DistributionSection({ view, place }: ViewSectionProps<DistributionView>) {
  const { read } = useReading();
  const charts = useMemo(
    () => view.data.measures.map((measure) => (look: Look) => distributionChart(view, measure, look)),
    [view],
  );
  return (
    <Section view={view} place={place} charts={charts}>
      <div className="charts-beside">
        {charts.map((draw, index) => (
          <figure key={view.data.measures[index]?.measure}>
            <figcaption>{read(view.data.measures[index]?.title ?? view.title)}</figcaption>
            <Chart draw={draw} label={read(view.sentence)} />
          </figure>
        ))}
      </div>
    </Section>
  );
}
