/** Views as files: the server's table, and a picture with everything that one has to know to read it. */
import { answer, api } from "../api/client";
import type { Drawing, Look } from "../charts/drawing";
import type { View } from "../charts/views";
import { filled, inLanguage, type Language } from "../language/language";
import { keep } from "../share/downloading";
import { RESULTS } from "../texts/results";
import { cellShown, headShown } from "./cells";

/** Things that were drawn by others than the charts, and what their colours mean. */
export interface DrawnApart {
  readonly drawn: readonly Drawn[];
  readonly classes: readonly { readonly name: string; readonly fill: string }[];
}

export interface Drawn {
  readonly name: string;
  readonly image: HTMLCanvasElement;
}

/** More rows than these are in the CSV. */
const ROWS = 24;
const HASH = 12;

/** What a view rests on, line by line. */
export function footerOf({ footer }: View, language: Language): readonly string[] {
  const run = filled(RESULTS.footer, {
    seed: footer.seed,
    replications: footer.replications,
    experiment: footer.experiment.slice(0, HASH),
    versions: footer.versions,
  });
  return [run, footer.interval, footer.observed].map((text) => inLanguage(text, language));
}

export async function saveCsv(view: View): Promise<void> {
  const { experiment } = view.footer;
  const asked =
    view.view === "live_against_simulated"
      ? api.GET("/experiments/{experiment}/views/live_against_simulated.csv", {
          params: { path: { experiment } },
          parseAs: "blob",
        })
      : api.GET("/experiments/{experiment}/views/{view}.csv", {
          params: { path: { experiment, view: view.id } },
          parseAs: "blob",
        });
  const content = await answer(asked as Promise<{ data?: Blob; error?: unknown; response: Response }>);
  keep({ content, name: fileName(view, "csv") });
}

export async function savePicture(
  view: View,
  charts: readonly ((look: Look) => Drawing)[],
  { drawn, classes }: DrawnApart,
  language: Language,
): Promise<void> {
  const { pictureOf } = await import("../charts/picture");
  const { experiment } = view.footer;
  const picture = await pictureOf(
    {
      title: inLanguage(view.title, language),
      sentence: inLanguage(view.sentence, language),
      charts,
      drawn,
      classes,
      rows: charts.length + drawn.length > 0 ? [] : rowsOf(view, language),
      footer: [...footerOf(view, language), experiment],
    },
    language,
  );
  keep({ content: picture, name: fileName(view, "png") });
}

function rowsOf(view: View, language: Language): readonly (readonly string[])[] {
  const { table } = view;
  // What machines call it says nothing in a picture.
  const columns = table.columns.filter(({ kind }) => kind !== "code");
  const body = table.rows.slice(0, ROWS).map((row) =>
    columns.map((column) => {
      const { text, interval } = cellShown(row, column, table, language);
      return interval === null ? text : `${text} (${interval})`;
    }),
  );
  return [columns.map((column) => headShown(column, language)), ...body];
}

function fileName({ id, footer }: View, ending: string): string {
  return `${footer.experiment.slice(0, HASH)}-${id}.${ending}`;
}
