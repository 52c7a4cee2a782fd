import { AimOutlined, FullscreenOutlined, ZoomInOutlined, ZoomOutOutlined } from "@ant-design/icons";
import { Button, Space, Spin } from "antd";
import { lazy, memo, Suspense, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { useReading, type Both } from "../language/language";
import { MAP } from "../texts/map";
import type { Drawing } from "./drawing";
import { handleTouches } from "./touches";
import type { DrawnLane, Heats, Mark } from "./shapes";
import { StepList } from "./step_list";
import type { SharedView } from "./views";
import "./map.css";

const Canvas = lazy(() => import("./canvas"));
const NO_MARKS: readonly Mark[] = [];
const NO_HEATS: Heats = {};
const CLOSER = 1.25;

export interface MapLook {
  /** What is drawn, in the reader's language; the name of the map for those who do not see it. */
  readonly label: string;
  /** Id of the chosen step. */
  readonly chosen?: string | null;
  readonly onChoose?: (step: string) => void;
  readonly marks?: readonly Mark[];
  readonly heats?: Heats;
  /** Shared by maps that move together. */
  readonly view?: SharedView | undefined;
}

/** A drawn lane, with zoom, marks, heat, and the list of its steps for those who cannot see or point. */
export const DrawnMap = memo(function DrawnMap({ map, ...look }: MapLook & { readonly map: DrawnLane }) {
  const { label, chosen = null, onChoose, marks = NO_MARKS, heats = NO_HEATS, view } = look;
  const { read } = useReading();
  const frame = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [listed, setListed] = useState(false);

  useEffect(
    () => (frame.current === null || drawing === null ? undefined : handleTouches(frame.current, drawing)),
    [drawing],
  );

  const chooseAt = (at: number): void => {
    const step = map.elements[Math.min(map.elements.length - 1, Math.max(0, at))]?.step;
    if (step !== undefined) onChoose?.(step);
  };
  const byKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof SVGElement)) return;
    const at = map.elements.findIndex(({ step }) => step === chosen);
    if (event.key === "+" || event.key === "=") drawing?.zoom(CLOSER);
    else if (event.key === "-") drawing?.zoom(1 / CLOSER);
    else if (event.key === "0") drawing?.whole();
    else if (event.key === "ArrowRight" || event.key === "ArrowDown") chooseAt(at + 1);
    else if (event.key === "ArrowLeft" || event.key === "ArrowUp") chooseAt(at - 1);
    else return;
    event.preventDefault();
  };
  const control = (text: Both, icon: ReactNode, act: () => void) => (
    <Button size="small" icon={icon} title={read(text)} aria-label={read(text)} onClick={act} />
  );

  return (
    <section className="lane-map" aria-label={label}>
      <div className="map-frame" ref={frame} role="presentation" onKeyDown={byKey}>
        <Suspense fallback={<Spin className="map-wait" aria-label={read(MAP.drawing)} />}>
          <Canvas
            map={map}
            chosen={chosen}
            onChoose={onChoose}
            marks={marks}
            heats={heats}
            label={`${label}${read(MAP.colon)}${read(MAP.keys)}`}
            view={view}
            onReady={setDrawing}
          />
        </Suspense>
      </div>
      <div className="map-foot">
        <details
          onToggle={(event) => {
            setListed(event.currentTarget.open);
          }}
        >
          <summary>{read(MAP.stepsCount, { count: map.elements.length })}</summary>
          {listed && (
            <StepList elements={map.elements} chosen={chosen} onChoose={onChoose} marks={marks} heats={heats} />
          )}
        </details>
        <Space.Compact className="map-controls" role="group" aria-label={read(MAP.controls)}>
          {control(MAP.further, <ZoomOutOutlined />, () => drawing?.zoom(1 / CLOSER))}
          {control(MAP.closer, <ZoomInOutlined />, () => drawing?.zoom(CLOSER))}
          {control(MAP.readable, <AimOutlined />, () => drawing?.readable())}
          {control(MAP.whole, <FullscreenOutlined />, () => drawing?.whole())}
        </Space.Compact>
      </div>
    </section>
  );
});
