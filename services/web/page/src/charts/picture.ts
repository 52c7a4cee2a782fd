/** A view as one picture to be put into a document: title, sentence, charts, and what it rests on. */
import { FONT } from "../shell/look";
import type { Drawing, Look } from "./drawing";
import { chartIn } from "./library";

export interface Picture {
  readonly title: string;
  readonly sentence: string;
  readonly charts: readonly ((look: Look) => Drawing)[];
  /** What was drawn elsewhere, each with what it is called. */
  readonly drawn: readonly { readonly name: string; readonly image: HTMLCanvasElement }[];
  /** What the colours of what is drawn mean. */
  readonly classes: readonly { readonly name: string; readonly fill: string }[];
  /** Rows of a table, where there is nothing drawn; the first row is its head. */
  readonly rows: readonly (readonly string[])[];
  readonly footer: readonly string[];
}

const WIDTH = 1120;
const EDGE = 32;
const SHARPNESS = 2;
const INSIDE = WIDTH - 2 * EDGE;

/** What stands one below the other. */
interface Block {
  readonly height: number;
  readonly draw: (context: CanvasRenderingContext2D, top: number) => void;
}

export async function pictureOf(picture: Picture, language: Look["language"]): Promise<Blob> {
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const blocks = [
    paragraph(context, picture.title, `600 24px ${FONT}`, 34),
    paragraph(context, picture.sentence, `16px ${FONT}`, 25),
    space(12),
    ...picture.charts.map((draw) => charted(draw({ language, width: INSIDE }), language)),
    ...(picture.classes.length === 0 ? [] : [swatches(context, picture.classes)]),
    ...picture.drawn.flatMap(({ name, image }) => [
      paragraph(context, name, `600 15px ${FONT}`, 28),
      drawnImage(image),
    ]),
    ...(picture.rows.length === 0 ? [] : [tableOf(picture.rows)]),
    space(10),
    ...picture.footer.map((line) => paragraph(context, line, `12px ${FONT}`, 18, "#595959")),
  ];
  canvas.width = WIDTH * SHARPNESS;
  canvas.height = (blocks.reduce((sum, { height }) => sum + height, 0) + 2 * EDGE) * SHARPNESS;
  context.scale(SHARPNESS, SHARPNESS);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  let top = EDGE;
  for (const { height, draw } of blocks) {
    draw(context, top);
    top += height;
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("expected a picture; the browser made none"));
      else resolve(blob);
    }, "image/png");
  });
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("expected a canvas to draw on; the browser has none");
  return context;
}

function space(height: number): Block {
  return { height, draw: () => undefined };
}

function paragraph(
  measured: CanvasRenderingContext2D,
  text: string,
  font: string,
  lineHeight: number,
  colour = "#1f1f1f",
): Block {
  measured.font = font;
  const broken = brokenInto(text, (part) => measured.measureText(part).width <= INSIDE);
  return {
    height: broken.length * lineHeight,
    draw: (context, top) => {
      context.font = font;
      context.fillStyle = colour;
      context.textBaseline = "middle";
      broken.forEach((line, index) => {
        context.fillText(line, EDGE, top + (index + 0.5) * lineHeight);
      });
    },
  };
}

/**
 * A text in lines: between words, and between ideographs anywhere but before what closes and after what opens.
 *
 * @param fits whether a line is short enough
 */
export function brokenInto(text: string, fits: (line: string) => boolean): readonly string[] {
  const pieces =
    text.match(/[（《「『“‘]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[，。；：、！？）》」』”’…]*|\s+/g) ?? [];
  const broken: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line === "" || fits((line + piece).trimEnd())) {
      line += piece;
    } else {
      broken.push(line.trimEnd());
      line = piece.trimStart();
    }
  }
  if (line.trim() !== "") broken.push(line.trimEnd());
  return broken;
}

function charted(drawing: Drawing, language: Look["language"]): Block {
  const chart = chartIn(document.createElement("div"), drawing, INSIDE, language, SHARPNESS);
  const image = chart.renderToCanvas({ pixelRatio: SHARPNESS, backgroundColor: "#fff" });
  return {
    height: drawing.height + 12,
    draw: (context, top) => {
      context.drawImage(image, EDGE, top, INSIDE, drawing.height);
      chart.dispose();
    },
  };
}

function drawnImage(image: HTMLCanvasElement): Block {
  const height = Math.min(700, (image.height * INSIDE) / image.width);
  const width = (image.width * height) / image.height;
  return {
    height: height + 12,
    draw: (context, top) => {
      context.drawImage(image, EDGE, top, width, height);
    },
  };
}

function swatches(measured: CanvasRenderingContext2D, classes: Picture["classes"]): Block {
  const font = `13px ${FONT}`;
  measured.font = font;
  const widths = classes.map(({ name }) => measured.measureText(name).width + 44);
  return {
    height: 30,
    draw: (context, top) => {
      let left = EDGE;
      context.font = font;
      context.textBaseline = "middle";
      context.strokeStyle = "#8c8c8c";
      classes.forEach(({ name, fill }, place) => {
        context.fillStyle = fill;
        context.fillRect(left, top + 4, 20, 14);
        context.strokeRect(left, top + 4, 20, 14);
        context.fillStyle = "#1f1f1f";
        context.fillText(name, left + 26, top + 12);
        left += widths[place] ?? 0;
      });
    },
  };
}

const ROW = 26;

function tableOf(rows: readonly (readonly string[])[]): Block {
  const columns = Math.max(...rows.map((row) => row.length));
  // The name gets twice the room of a figure.
  const width = INSIDE / (columns + 1);
  return {
    height: rows.length * ROW,
    draw: (context, top) => {
      context.textBaseline = "middle";
      rows.forEach((row, place) => {
        context.font = `${place === 0 ? "600 " : ""}14px ${FONT}`;
        context.fillStyle = "#1f1f1f";
        row.forEach((cell, column) => {
          const left = EDGE + (column === 0 ? 0 : (column + 1) * width);
          context.fillText(cell, left, top + (place + 0.5) * ROW, (column === 0 ? 2 : 1) * width - 10);
        });
        context.fillStyle = "#d9d9d9";
        context.fillRect(EDGE, top + (place + 1) * ROW - 1, INSIDE, 1);
      });
    },
  };
}
