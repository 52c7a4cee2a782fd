/** What was selected from: the mean of each, the best with another mark. No intervals: the procedure gives none. */
import { numberText, quantityText } from "../language/numbers";
import { COLOURS, OKABE_ITO } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { dotRows, type Dot } from "./dots";
import { lines, reader, type Drawing, type Look } from "./drawing";
import { named, words } from "./saying";
import type { SelectionView } from "./views";

export function selectionChart(view: SelectionView, look: Look): Drawing {
  const read = reader(look);
  const { candidates, unit, kpi_title } = view.data;
  const factor = unit.name === "share" ? 100 : 1;
  const dots = (best: boolean): Dot[] =>
    candidates.flatMap((one, row) =>
      one.best === best
        ? [
            {
              row,
              value: one.mean * factor,
              low: null,
              high: null,
              tip: lines(
                read(one.title),
                quantityText(one.mean, unit, look.language),
                words(look, CHARTS.replications, { count: one.replications }),
              ),
            },
          ]
        : [],
    );
  return dotRows(
    view,
    {
      names: candidates.map(({ title }) => read(title)),
      figures: candidates.map(({ mean }) => numberText(mean, unit)),
      axis: named(kpi_title, unit, look),
      kinds: [
        { name: read(CHARTS.best), colour: COLOURS.better, symbol: "diamond", dots: dots(true) },
        { name: read(CHARTS.others), colour: OKABE_ITO.grey, symbol: "circle", dots: dots(false) },
      ],
    },
    look,
  );
}
