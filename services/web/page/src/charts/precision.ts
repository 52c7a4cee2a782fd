/** How well each figure is known: half its interval as a share of its mean, and what was asked for as a line across. */
import { numberText } from "../language/numbers";
import { COLOURS, OKABE_ITO } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { dotRows, type Dot } from "./dots";
import { lines, reader, SIDES, type Drawing, type Look } from "./drawing";
import { figureSaid, SHARE } from "./saying";
import type { PrecisionView } from "./views";

/** More than these are in the table. */
const MOST = 12;

type Shown = PrecisionView["data"]["figures"][number];

export function precisionChart(view: PrecisionView, look: Look): Drawing {
  const read = reader(look);
  const { figures, wanted } = view.data;
  const known = figures.filter(({ relative }) => relative !== null);
  const names = [...new Set(known.map(({ kpi }) => kpi))].slice(0, MOST);
  const titleOf = (kpi: string) => known.find((one) => one.kpi === kpi)?.title ?? { zh: kpi, en: kpi };
  const seriesName = (series: Shown["series"]) =>
    read(series === "difference" ? CHARTS.difference : SIDES[series].name);
  const dots = (series: Shown["series"]): Dot[] =>
    known
      .filter((one) => one.series === series && names.includes(one.kpi))
      .map((one) => ({
        row: names.indexOf(one.kpi),
        value: (one.relative ?? 0) * 100,
        low: null,
        high: null,
        tip: lines(`${read(one.title)} · ${seriesName(series)}`, figureSaid(one.figure, one.unit, look)),
      }));
  return dotRows(
    view,
    {
      names: names.map((kpi) => read(titleOf(kpi))),
      figures: [],
      axis: read(CHARTS.relative),
      fromZero: true,
      ...(wanted === null
        ? {}
        : { across: [{ value: wanted * 100, name: `${read(CHARTS.wanted)} ${numberText(wanted, SHARE)} %` }] }),
      kinds: [
        { name: seriesName("before"), colour: COLOURS.before, symbol: "rect", dots: dots("before") },
        { name: seriesName("after"), colour: COLOURS.after, symbol: "circle", dots: dots("after") },
        { name: seriesName("alone"), colour: COLOURS.after, symbol: "circle", dots: dots("alone") },
        { name: seriesName("difference"), colour: OKABE_ITO.orange, symbol: "diamond", dots: dots("difference") },
      ],
    },
    look,
  );
}
