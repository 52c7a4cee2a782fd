/** bpmn-js, as far as the page uses it: it shows what the server has drawn, and nobody drags shapes. */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type EventBus from "diagram-js/lib/core/EventBus";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";

import { FONT, HEAT } from "../shell/look";
import type { Heats, MapElement, Mark } from "./shapes";
import type { View } from "./views";

const SMALLEST = 0.1;
const LARGEST = 3;
/** Smaller than this, titles cannot be read; a long lane then begins at its start instead of being shown whole. */
const READABLE = 0.8;
const EDGE = 24;

export interface Told {
  readonly onChoose: (element: string) => void;
  readonly onHover: (element: string | null) => void;
  readonly onView: (view: View) => void;
}

export interface Drawing {
  readonly show: (xml: string) => Promise<void>;
  readonly choose: (element: string | null) => void;
  readonly mark: (marks: readonly Mark[], elements: readonly MapElement[]) => void;
  readonly heat: (heats: Heats, elements: readonly MapElement[]) => void;
  readonly zoom: (factor: number) => void;
  readonly whole: () => void;
  readonly readable: () => void;
  readonly scroll: (dx: number, dy: number) => void;
  readonly setView: (view: View) => void;
  /** Where a shape is on the map, in pixels of the container; none if it is not there. */
  readonly boxOf: (element: string) => { x: number; y: number; width: number; height: number } | null;
  readonly destroy: () => void;
}

interface Pointed {
  readonly element: { readonly id: string };
}

/** A drawing in a container. */
export function drawingIn(container: HTMLElement, told: Told): Drawing {
  const viewer = new NavigatedViewer({
    container,
    textRenderer: {
      defaultStyle: { fontFamily: FONT, fontSize: 12 },
      externalStyle: { fontFamily: FONT, fontSize: 11 },
    },
    // The wheel belongs to the page; with Ctrl it is taken by the component.
    zoomScroll: { enabled: false },
  });
  const canvas = viewer.get<Canvas>("canvas");
  const registry = viewer.get<ElementRegistry>("elementRegistry");
  const overlays = viewer.get<Overlays>("overlays");
  const events = viewer.get<EventBus>("eventBus");
  const shown = {
    any: false,
    chosen: null as string | null,
    marked: [] as [string, string][],
    heat: [] as (() => void)[],
  };

  events.on<Pointed>("element.click", ({ element }) => {
    told.onChoose(element.id);
  });
  events.on<Pointed>("element.hover", ({ element }) => {
    told.onHover(element.id);
  });
  events.on("element.out", () => {
    told.onHover(null);
  });
  events.on("canvas.viewbox.changed", () => {
    if (!shown.any) return;
    const { x, y, scale } = canvas.viewbox();
    told.onView({ x, y, scale });
  });

  const setView = ({ x, y, scale }: View): void => {
    const { outer } = canvas.viewbox();
    if (outer.width === 0 || outer.height === 0) return;
    canvas.viewbox({ x, y, width: outer.width / scale, height: outer.height / scale });
  };
  const zoomTo = (scale: number): void => {
    canvas.zoom(Math.min(LARGEST, Math.max(SMALLEST, scale)));
  };
  const whole = (): void => {
    const { inner, outer } = canvas.viewbox();
    if (inner.width === 0 || outer.width === 0) return;
    const scale = Math.min(1, outer.width / (inner.width + 2 * EDGE), outer.height / (inner.height + 2 * EDGE));
    const left = inner.x - (outer.width / scale - inner.width) / 2;
    setView({ x: left, y: inner.y - (outer.height / scale - inner.height) / 2, scale });
  };
  const begin = (): void => {
    whole();
    const { inner, outer, scale } = canvas.viewbox();
    if (scale >= READABLE) return;
    const middle = inner.y - (outer.height / READABLE - inner.height) / 2;
    setView({ x: inner.x - EDGE, y: Math.min(middle, inner.y - EDGE), scale: READABLE });
  };
  const choose = (element: string | null): void => {
    if (shown.chosen !== null && registry.get(shown.chosen)) canvas.removeMarker(shown.chosen, "chosen");
    shown.chosen = element;
    if (element === null || !registry.get(element)) return;
    canvas.addMarker(element, "chosen");
    canvas.scrollToElement(element, { top: 60, right: 60, bottom: 60, left: 60 });
  };

  return {
    async show(xml) {
      const { x, y, scale } = canvas.viewbox();
      const before = shown.any ? { x, y, scale } : null;
      shown.any = false;
      shown.chosen = null;
      shown.marked = [];
      shown.heat = [];
      await viewer.importXML(xml);
      if (before === null) begin();
      else setView(before);
      shown.any = true;
    },
    choose,
    mark(marks, elements) {
      overlays.remove({ type: "mark" });
      for (const [element, name] of shown.marked) if (registry.get(element)) canvas.removeMarker(element, name);
      shown.marked = [];
      for (const mark of marks) {
        for (const { element } of elements.filter(({ step }) => step === mark.step)) {
          if (!registry.get(element)) continue;
          canvas.addMarker(element, `mark-${mark.tone}`);
          shown.marked.push([element, `mark-${mark.tone}`]);
          overlays.add(element, "mark", { position: { top: -12, right: 12 }, html: badge(mark) });
        }
      }
    },
    heat(heats, elements) {
      overlays.remove({ type: "heat" });
      for (const undo of shown.heat) undo();
      shown.heat = [];
      for (const { element, step } of elements) {
        const heat = heats[step];
        const drawn = heat === undefined ? undefined : registry.getGraphics(element);
        if (heat === undefined || !drawn) continue;
        const { fill, ink } = HEAT[Math.min(HEAT.length - 1, Math.max(0, heat.level))] ?? NO_HEAT;
        shown.heat.push(tinted(drawn, ".djs-visual > :first-child", fill), tinted(drawn, ".djs-visual text", ink));
        overlays.add(element, "heat", { position: { bottom: 6, left: 2 }, html: figure(heat.label, heat.title) });
      }
    },
    zoom: (factor) => {
      zoomTo(canvas.viewbox().scale * factor);
    },
    whole,
    readable: () => {
      zoomTo(1);
    },
    scroll: (dx, dy) => {
      canvas.scroll({ dx, dy });
    },
    setView,
    boxOf: (element) => {
      const shape = registry.get(element);
      if (!shape) return null;
      const { x, y, width, height } = canvas.getAbsoluteBBox(shape as Parameters<Canvas["getAbsoluteBBox"]>[0]);
      return { x, y, width, height };
    },
    destroy: () => {
      viewer.destroy();
    },
  };
}

/** Text only: what stands in a lane never becomes markup. */
function badge({ tone, sign, label }: Mark): HTMLElement {
  const element = document.createElement("div");
  element.className = `map-badge map-badge-${tone}`;
  element.textContent = sign;
  element.title = label;
  return element;
}

function figure(label: string, title: string | undefined): HTMLElement {
  const element = document.createElement("div");
  element.className = "map-figure";
  element.textContent = label;
  if (title !== undefined) element.title = title;
  return element;
}

const NO_HEAT = { fill: "", ink: "" };

/** Fill a part of a shape; returns how to put it back. */
function tinted(drawn: SVGElement, part: string, fill: string): () => void {
  const found = [...drawn.querySelectorAll<SVGElement>(part)].map((each) => [each, each.style.fill] as const);
  for (const [each] of found) each.style.fill = fill;
  return () => {
    for (const [each, before] of found) each.style.fill = before;
  };
}
