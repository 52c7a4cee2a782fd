import { useMemo } from "react";

import type { Lane } from "../api/schema";
import { LaneMap } from "./lane_map";
import type { Heats, Mark } from "./shapes";
import { sharedView } from "./views";

export interface Side {
  readonly lane: Lane;
  /** In the reader's language. */
  readonly title: string;
  readonly marks?: readonly Mark[];
  readonly heats?: Heats;
}

export interface SideBySideProps {
  readonly before: Side;
  readonly after: Side;
  readonly chosen?: string | null;
  readonly onChoose?: (step: string) => void;
}

/** Two lanes whose maps move together; a step that both have is chosen on both. */
export function SideBySide({ before, after, chosen = null, onChoose }: SideBySideProps) {
  const view = useMemo(() => sharedView(), []);
  return (
    <div className="maps-beside">
      {[before, after].map(({ lane, title, ...shown }, index) => (
        <div key={index === 0 ? "before" : "after"} className="maps-side">
          <h3>{title}</h3>
          <LaneMap lane={lane} label={title} chosen={chosen} view={view} {...shown} {...(onChoose && { onChoose })} />
        </div>
      ))}
    </div>
  );
}
