import { Button } from "antd";

import type { LaneSummary } from "../api/schema";
import { useReading } from "../language/language";
import { workingDaysSaid } from "../map/quantities";
import { CHOOSE } from "../texts/choose";

const SHOWN = 4;

interface LaneCardProps {
  readonly lane: LaneSummary;
  readonly busy: boolean;
  readonly onOpen: () => void;
}

/** A shipped lane at a glance. */
export function LaneCard({ lane, busy, onOpen }: LaneCardProps) {
  const { read } = useReading();
  const pools = Object.values(lane.pools);
  const names = pools
    .slice(0, SHOWN)
    .map((pool) => read(pool))
    .join(read(CHOOSE.separator));
  const [target] = lane.targets;
  return (
    <article className="lane-card">
      <h3>{read(lane.title)}</h3>
      <dl>
        <dt>{read(CHOOSE.steps)}</dt>
        <dd>{lane.steps}</dd>
        {pools.length > 0 && (
          <>
            <dt>{read(CHOOSE.pools)}</dt>
            <dd>
              {names}
              {pools.length > SHOWN && ` ${read(CHOOSE.more, { all: pools.length, rest: pools.length - SHOWN })}`}
            </dd>
          </>
        )}
        {lane.limits.length > 0 && (
          <>
            <dt>{read(CHOOSE.limits)}</dt>
            <dd>
              {lane.limits.map(({ working_days }) => read(workingDaysSaid(working_days))).join(read(CHOOSE.separator))}
            </dd>
          </>
        )}
        {target !== undefined && (
          <>
            <dt>{read(CHOOSE.targets)}</dt>
            <dd>
              {read(target.title)} · {read(workingDaysSaid(target.working_days))}
              {lane.targets.length > 1 &&
                ` ${read(CHOOSE.more, { all: lane.targets.length, rest: lane.targets.length - 1 })}`}
            </dd>
          </>
        )}
      </dl>
      <Button loading={busy} aria-label={read(CHOOSE.openNamed, { name: lane.title })} onClick={onOpen}>
        {read(CHOOSE.open)}
      </Button>
    </article>
  );
}
