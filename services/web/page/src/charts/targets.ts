/** What was reached, what the limits come to on paper, and what was published, one row for each published figure. */
import { numberText, quantityText } from "../language/numbers";
import { COLOURS, OKABE_ITO } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { dotRows } from "./dots";
import { lines, reader, type Drawing, type Look } from "./drawing";
import { figureSaid, named } from "./saying";
import type { TargetsView } from "./views";

export function targetsChart(view: TargetsView, look: Look): Drawing {
  const read = reader(look);
  const { targets, unit } = view.data;
  const plain = (value: number, row: number, name: string) => ({
    row,
    value,
    low: null,
    high: null,
    tip: lines(
      read(targets[row]?.title ?? CHARTS.target),
      `${name}${read(CHARTS.colon)}${quantityText(value, unit, look.language)}`,
    ),
  });
  return dotRows(
    view,
    {
      names: targets.map(({ title, aimed_at }) => (aimed_at ? `★ ${read(title)}` : read(title))),
      figures: targets.map(
        ({ reached, working_days }) =>
          `${reached === null ? "–" : numberText(reached.value)} / ${numberText(working_days)}`,
      ),
      axis: named(CHARTS.ninetieth, unit, look),
      fromZero: true,
      kinds: [
        {
          name: read(CHARTS.reached),
          colour: COLOURS.after,
          symbol: "circle",
          dots: targets.flatMap(({ reached, title }, row) =>
            reached === null
              ? []
              : [
                  {
                    row,
                    value: reached.value,
                    low: reached.low,
                    high: reached.high,
                    tip: lines(read(title), figureSaid(reached, unit, look)),
                  },
                ],
          ),
        },
        {
          name: read(CHARTS.target),
          colour: OKABE_ITO.vermilion,
          symbol: "diamond",
          dots: targets.map(({ working_days }, row) => plain(working_days, row, read(CHARTS.target))),
        },
        {
          name: read(CHARTS.onPaper),
          colour: OKABE_ITO.grey,
          symbol: "triangle",
          dots: targets.map(({ on_paper }, row) => plain(on_paper, row, read(CHARTS.onPaper))),
        },
      ],
    },
    look,
  );
}
