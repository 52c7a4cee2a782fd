/** Staffings that were judged, each with what its figure came to, and the goal as a line across. */
import { numberText, quantityText } from "../language/numbers";
import { COLOURS, OKABE_ITO } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { dotRows, type Dot } from "./dots";
import { lines, reader, type Drawing, type Look } from "./drawing";
import { figureSaid, figureBeside, named } from "./saying";
import type { StaffingView } from "./views";

const SIGNS = { "<": "<", "<=": "≤", ">": ">", ">=": "≥" } as const;

type Tried = StaffingView["data"]["tried"][number];

export function staffingChart(view: StaffingView, look: Look): Drawing {
  const read = reader(look);
  const { tried, unit, cost_unit, bound, comparison, goal_title, chosen } = view.data;
  const factor = unit.name === "share" ? 100 : 1;
  const dots = (verdict: Tried["verdict"]): Dot[] =>
    tried.flatMap((one, row) =>
      one.verdict === verdict
        ? [
            {
              row,
              value: one.found.value * factor,
              low: one.found.low === null ? null : one.found.low * factor,
              high: one.found.high === null ? null : one.found.high * factor,
              tip: lines(
                read(one.label),
                figureSaid(one.found, unit, look),
                `${read(CHARTS.cost)}${read(CHARTS.colon)}${quantityText(one.cost, cost_unit, look.language)}`,
                read(CHARTS[one.verdict]),
              ),
            },
          ]
        : [],
    );
  return dotRows(
    view,
    {
      names: tried.map(({ label }, place) => (place === chosen ? `★ ${read(label)}` : read(label))),
      figures: tried.map(({ found }) => figureBeside(found, unit, look)),
      axis: named(goal_title, unit, look),
      across: [{ value: bound * factor, name: `${read(CHARTS.goal)} ${SIGNS[comparison]} ${numberText(bound, unit)}` }],
      kinds: [
        { name: read(CHARTS.met), colour: COLOURS.better, symbol: "circle", dots: dots("met") },
        { name: read(CHARTS.undecided), colour: OKABE_ITO.grey, symbol: "diamond", dots: dots("undecided") },
        { name: read(CHARTS.missed), colour: OKABE_ITO.vermilion, symbol: "triangle", dots: dots("missed") },
      ],
    },
    look,
  );
}
