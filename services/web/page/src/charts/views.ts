/** Views of results, as the API describes them; each kind by its name. */
import type { ExperimentViews } from "../api/schema";

export type { ExperimentViews };
export type View = ExperimentViews["views"][number];
export type ViewKind = View["view"];
export type ViewOf<Kind extends ViewKind> = Extract<View, { view: Kind }>;

export type KpisView = ViewOf<"kpis">;
export type TargetsView = ViewOf<"targets">;
export type DistributionView = ViewOf<"distribution">;
export type WaterfallView = ViewOf<"waterfall">;
export type BottlenecksView = ViewOf<"bottlenecks">;
export type WaitingView = ViewOf<"waiting">;
export type HeatView = ViewOf<"heat">;
export type PrecisionView = ViewOf<"precision">;
export type UtilisationByHourView = ViewOf<"utilisation_by_hour">;
export type GanttView = ViewOf<"gantt">;
export type WorkInProgressView = ViewOf<"work_in_progress">;
export type SweepView = ViewOf<"sweep">;
export type ParetoView = ViewOf<"pareto">;
export type StaffingView = ViewOf<"staffing">;
export type SelectionView = ViewOf<"selection">;
export type SensitivityView = ViewOf<"sensitivity">;
export type WarmUpView = ViewOf<"warm_up">;
export type LiveView = ViewOf<"live_against_simulated">;

export type Kpi = KpisView["data"]["kpis"][number];
export type Estimate = NonNullable<Kpi["after"]>;
export type ViewUnit = Kpi["unit"];
export type ViewTable = View["table"];
export type TableColumn = ViewTable["columns"][number];
export type TableRow = ViewTable["rows"][number];
export type Cell = TableRow[string];
export type Side = DistributionView["data"]["measures"][number]["series"][number]["side"];
export type Verdict = NonNullable<Kpi["verdict"]>;
