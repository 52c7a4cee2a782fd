import type { EChartsType } from "echarts/core";
import { useLayoutEffect, useMemo, useRef, useState } from "react";

import { useReading } from "../language/language";
import type { Drawing, Look } from "./drawing";
import { chartIn } from "./library";

/** From what width on a chart is drawn; narrower ones scroll in their own box. */
const LEAST = 280;

/**
 * A chart as wide as it has room for.
 *
 * A new drawing takes the place of the old one at once and without motion, so that a result may become more precise
 * while somebody looks at it.
 *
 * @param draw kept by the caller as long as it would draw the same (see `useCallback`)
 */
export function Chart({
  draw,
  label,
  least = LEAST,
}: {
  draw: (look: Look) => Drawing;
  label: string;
  least?: number;
}) {
  const { language } = useReading();
  const box = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const [room, setRoom] = useState(0);
  const width = Math.max(room, least);
  const drawing = useMemo(() => (room === 0 ? null : draw({ language, width })), [draw, language, room, width]);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = () => {
      setRoom(Math.floor(element.clientWidth));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  // The library reads its own words in a language when it begins.
  useLayoutEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
    },
    [language],
  );
  useLayoutEffect(() => {
    if (drawing === null || place.current === null) return;
    if (chart.current === null) {
      chart.current = chartIn(place.current, drawing, width, language);
      return;
    }
    if (chart.current.getWidth() !== width || chart.current.getHeight() !== drawing.height) {
      chart.current.resize({ width, height: drawing.height });
    }
    chart.current.setOption(drawing.option, { notMerge: true });
  }, [drawing, language, width]);

  return (
    <div ref={box} className="chart-box">
      <div
        ref={place}
        role="img"
        aria-label={label}
        className="chart"
        style={{ width: room === 0 ? undefined : width, height: drawing?.height ?? 320 }}
      />
    </div>
  );
}
