/** Intervals of points. */
import type { CustomSeriesOption } from "echarts";

import { INK } from "./drawing";

/** The reach of an interval above and below a place on the other axis. */
export interface UprightReach {
  readonly at: number | string;
  readonly low: number;
  readonly high: number;
}

/** Intervals as upright whiskers. */
export function upright(data: readonly UprightReach[], colour: string = INK): CustomSeriesOption {
  return {
    type: "custom",
    silent: true,
    encode: { x: 0, y: [1, 2] },
    data: data.map(({ at, low, high }) => [at, low, high]),
    tooltip: { show: false },
    clip: true,
    z: 4,
    renderItem: ({ dataIndex }, api) => {
      const one = data[dataIndex];
      if (one === undefined) return null;
      const [x = 0, low = 0] = api.coord([one.at, one.low]);
      const [, high = 0] = api.coord([one.at, one.high]);
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: "line" as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke: colour, lineWidth: 1.5 },
      });
      return {
        type: "group",
        children: [line(x, low, x, high), line(x - 5, low, x + 5, low), line(x - 5, high, x + 5, high)],
      };
    },
  };
}
