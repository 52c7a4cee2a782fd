/** Maps that are on the page as pictures, with the figures that lie on them. */
import { FONT } from "../shell/look";
import type { Drawn } from "./saving";

const EDGE = 20;
/** Pixels on the longer side, so that a long lane makes no picture that nothing can open. */
const LONGEST = 6000;
const SHARPNESS = 2;

export async function drawnMaps(within: HTMLElement | null): Promise<readonly Drawn[]> {
  const maps = [...(within?.querySelectorAll<HTMLElement>(".lane-map") ?? [])];
  const drawn = await Promise.all(maps.map(drawnMap));
  return drawn.filter((one) => one !== null);
}

async function drawnMap(map: HTMLElement): Promise<Drawn | null> {
  const drawing = map.querySelector<SVGSVGElement>(".map-canvas svg");
  const layer = drawing?.querySelector<SVGGElement>("g.viewport") ?? null;
  if (drawing === null || layer === null) return null;
  // What lies in the layer, in the diagram's own units, wherever the map has been moved to.
  const box = layer.getBBox();
  const [x, y, width, height] = [box.x - EDGE, box.y - EDGE, box.width + 2 * EDGE, box.height + 2 * EDGE];
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.querySelector("g.viewport")?.removeAttribute("transform");
  for (const extra of copy.querySelectorAll(".djs-outline, .djs-hit, .djs-bendpoints")) extra.remove();
  const size = Math.min(SHARPNESS, LONGEST / Math.max(width, height));
  copy.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  copy.setAttribute("width", `${width * size}`);
  copy.setAttribute("height", `${height * size}`);
  const image = document.createElement("canvas");
  image.width = width * size;
  image.height = height * size;
  const context = image.getContext("2d");
  if (context === null) return null;
  context.drawImage(await loaded(new XMLSerializer().serializeToString(copy)), 0, 0);
  context.scale(size, size);
  context.translate(-x, -y);
  for (const figure of map.querySelectorAll<HTMLElement>(".djs-overlay-heat")) writeFigure(context, figure);
  return { name: map.getAttribute("aria-label") ?? "", image };
}

/** Overlays are placed in the diagram's own units, inside of what is placed at their shape. */
function writeFigure(context: CanvasRenderingContext2D, figure: HTMLElement): void {
  const shape = figure.parentElement;
  const pixels = (value: string | undefined) => Number.parseFloat(value ?? "") || 0;
  const left = pixels(shape?.style.left) + pixels(figure.style.left);
  const top = pixels(shape?.style.top) + pixels(figure.style.top);
  const text = figure.textContent;
  context.font = `600 11px ${FONT}`;
  const width = context.measureText(text).width;
  context.fillStyle = "#fff";
  context.fillRect(left, top, width + 8, 15);
  context.strokeStyle = "#1f1f1f";
  context.lineWidth = 0.75;
  context.strokeRect(left, top, width + 8, 15);
  context.fillStyle = "#1f1f1f";
  context.textBaseline = "middle";
  context.fillText(text, left + 4, top + 8);
}

async function loaded(markup: string): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(new Blob([markup], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}
