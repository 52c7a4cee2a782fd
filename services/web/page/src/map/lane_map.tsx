import { Spin } from "antd";

import type { Lane } from "../api/schema";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { MAP } from "../texts/map";
import { DrawnMap, type MapLook } from "./drawn_map";
import { useDrawnLane } from "./use_drawn_lane";

export interface LaneMapProps extends MapLook {
  /** It may be unsound; the last one that could be drawn stays until this one is. */
  readonly lane: Lane;
}

/**
 * A lane as a BPMN map, drawn by the server.
 *
 * @example
 * <LaneMap lane={after} label={read(after.title)}
 *   marks={[{ step: "review", tone: "changed", sign: CHANGE_SIGNS.changed, label: read(LEVERS.changed) }]}
 *   heats={{ review: { level: 3, label: "4.2 h" } }} />
 */
export function LaneMap({ lane, ...look }: LaneMapProps) {
  const { read } = useReading();
  const { drawn, refusal, again } = useDrawnLane(lane);
  return (
    <div className="lane-map-whole">
      {refusal && <Failure refusal={refusal} again={again} />}
      {drawn === null ? (
        refusal === null && (
          <div className="map-empty">
            <Spin aria-label={read(MAP.drawing)} />
          </div>
        )
      ) : (
        <DrawnMap map={drawn} {...look} />
      )}
    </div>
  );
}
