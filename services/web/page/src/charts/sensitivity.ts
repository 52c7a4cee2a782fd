/** Which numbers move a figure, the one that does most on top. */
import { numberText } from "../language/numbers";
import { COLOURS, OKABE_ITO } from "../shell/look";
import { CHARTS } from "../texts/charts";
import { dotRows, type DotKind } from "./dots";
import { lines, reader, type Drawing, type Look } from "./drawing";
import { figureBeside, figureSaid, named, SHARE, words } from "./saying";
import type { Estimate, SensitivityView } from "./views";

type Input = SensitivityView["data"]["inputs"][number];

export function sensitivityChart(view: SensitivityView, look: Look): Drawing {
  const read = reader(look);
  const { inputs, method, unit, kpi_title } = view.data;
  const morris = method === "morris";
  const shown = morris ? unit : SHARE;
  const main = (input: Input) => (morris ? input.size : input.total);
  const kind = (
    name: string,
    colour: string,
    symbol: DotKind["symbol"],
    figure: (input: Input) => Estimate | null | undefined,
  ): DotKind => ({
    name,
    colour,
    symbol,
    dots: inputs.flatMap((input, row) => {
      const found = figure(input) ?? null;
      if (found === null) return [];
      const factor = shown.name === "share" ? 100 : 1;
      return [
        {
          row,
          value: found.value * factor,
          low: found.low === null ? null : found.low * factor,
          high: found.high === null ? null : found.high * factor,
          tip: lines(
            read(input.title),
            `${name}${read(CHARTS.colon)}${figureSaid(found, shown, look)}`,
            words(look, CHARTS.betweenValues, { low: numberText(input.low), high: numberText(input.high) }),
          ),
        },
      ];
    }),
  });
  return dotRows(
    view,
    {
      names: inputs.map(({ title }) => read(title)),
      figures: inputs.map((input) => figureBeside(main(input) ?? null, shown, look)),
      axis: morris ? `${read(CHARTS.sizeOfEffect)} · ${named(kpi_title, unit, look)}` : read(CHARTS.varianceTotal),
      fromZero: true,
      kinds: morris
        ? [kind(read(CHARTS.sizeOfEffect), COLOURS.after, "circle", ({ size }) => size)]
        : [
            kind(read(CHARTS.varianceTotal), COLOURS.after, "circle", ({ total }) => total),
            kind(read(CHARTS.varianceAlone), OKABE_ITO.orange, "triangle", ({ alone }) => alone),
          ],
    },
    look,
  );
}
