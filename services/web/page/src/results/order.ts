/** In which order views stand on the page: what people look for first comes first. */
import type { ExperimentViews, View, ViewKind } from "../charts/views";

const ORDER: readonly ViewKind[] = [
  "kpis",
  "staffing",
  "selection",
  "sensitivity",
  "warm_up",
  "sweep",
  "pareto",
  "heat",
  "distribution",
  "waterfall",
  "bottlenecks",
  "waiting",
  "utilisation_by_hour",
  "gantt",
  "work_in_progress",
  "targets",
  "live_against_simulated",
  "precision",
];

export interface Placed {
  readonly view: View;
  /** Alone on its page, and the same for a more precise result. */
  readonly place: string;
}

/**
 * The views of a result in the order of the page; of several subjects, all of the first come first.
 *
 * @param beside the experiment, if it is one of several further answers, of which two can be of one kind
 */
export function placed({ kind, views }: ExperimentViews, beside: string | null = null): readonly Placed[] {
  const subjects = [...new Set(views.map(subjectOf))];
  return [...views]
    .sort(
      (one, other) =>
        subjects.indexOf(subjectOf(one)) - subjects.indexOf(subjectOf(other)) ||
        ORDER.indexOf(one.view) - ORDER.indexOf(other.view),
    )
    .map((view) => ({ view, place: [kind, ...(beside === null ? [] : [beside.slice(0, 12)]), view.id].join("-") }));
}

/** Whether the views are of several subjects, whose names then have to stand with them. */
export function ofSeveral({ views }: ExperimentViews): boolean {
  return new Set(views.map(subjectOf)).size > 1;
}

function subjectOf({ about }: View): string {
  return about.en;
}
