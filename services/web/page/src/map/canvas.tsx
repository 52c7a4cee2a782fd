import { useEffect, useRef, useState } from "react";

import { useReading } from "../language/language";
import { MAP } from "../texts/map";
import { drawingIn, type Drawing, type Told } from "./drawing";
import type { DrawnLane, Heats, MapElement, Mark } from "./shapes";
import { StepTip } from "./step_tip";
import type { SharedView } from "./views";

export interface CanvasProps {
  readonly map: DrawnLane;
  readonly chosen: string | null;
  readonly onChoose: ((step: string) => void) | undefined;
  readonly marks: readonly Mark[];
  readonly heats: Heats;
  readonly label: string;
  readonly view: SharedView | undefined;
  readonly onReady: (drawing: Drawing | null) => void;
}

/** The drawing itself, with what hovers over it; a piece of its own, since bpmn-js is large. */
export default function Canvas({ map, chosen, onChoose, marks, heats, label, view, onReady }: CanvasProps) {
  const { read } = useReading();
  const container = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [shown, setShown] = useState<DrawnLane | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const told = useRef<Told | null>(null);

  useEffect(() => {
    const tell = (place: Parameters<SharedView["tell"]>[0]) => {
      setHovered(null);
      if (view !== undefined && drawing !== null) view.tell(place, drawing.setView);
    };
    told.current = {
      onHover: setHovered,
      onView: tell,
      onChoose: (element) => {
        const found = shown?.elements.find((each) => each.element === element);
        if (found !== undefined) onChoose?.(found.step);
      },
    };
  }, [drawing, shown, onChoose, view]);

  useEffect(() => {
    if (container.current === null) return undefined;
    const made = drawingIn(container.current, {
      onChoose: (element) => told.current?.onChoose(element),
      onHover: (element) => told.current?.onHover(element),
      onView: (place) => told.current?.onView(place),
    });
    setDrawing(made);
    onReady(made);
    return () => {
      onReady(null);
      setDrawing(null);
      setShown(null);
      made.destroy();
    };
  }, [onReady]);

  useEffect(() => {
    if (drawing === null) return undefined;
    let current = true;
    drawing.show(map.xml).then(
      () => {
        if (!current) return;
        setFailed(null);
        setShown(map);
      },
      () => {
        if (current) setFailed(map.hash);
      },
    );
    return () => {
      current = false;
    };
  }, [drawing, map]);

  useEffect(() => {
    if (drawing !== null && view !== undefined) return view.join(drawing.setView);
    return undefined;
  }, [drawing, view]);
  useEffect(() => {
    if (shown !== null) drawing?.heat(heats, shown.elements);
  }, [drawing, shown, heats]);
  useEffect(() => {
    if (shown !== null) drawing?.mark(marks, shown.elements);
  }, [drawing, shown, marks]);
  useEffect(() => {
    if (shown === null) return;
    drawing?.choose(shown.elements.find(({ step }) => step === chosen)?.element ?? null);
  }, [drawing, shown, chosen]);
  useEffect(() => {
    container.current?.querySelector("svg")?.setAttribute("aria-label", label);
  }, [drawing, label]);

  const pointed: MapElement | undefined = shown?.elements.find(({ element }) => element === hovered);
  const box = pointed === undefined ? null : drawing?.boxOf(pointed.element);
  return (
    <>
      <div ref={container} className="map-canvas" data-drawn={shown?.hash} />
      {failed !== null && <p className="map-failed">{read(MAP.undrawable)}</p>}
      {pointed && box && <StepTip element={pointed} box={box} heat={heats[pointed.step]} />}
    </>
  );
}
