/** The whole cycle time by who has the case, before above after. */
import { numberText, quantityText } from "../language/numbers";
import { CHARTS } from "../texts/charts";
import { begun, below, fieldLegend, legendHeight, lines, reader, SIDES, type Drawing, type Look } from "./drawing";
import { HOLDERS } from "./holders";
import { PLACED, rowAxes, rowGrid, stretches, type Stretch } from "./rows";
import { figureSaid, SHARE } from "./saying";
import type { WaitingView } from "./views";

const ROW = 56;

type HeldSide = WaitingView["data"]["sides"][number];

export function waitingChart(view: WaitingView, look: Look): Drawing {
  const read = reader(look);
  const { sides, unit } = view.data;
  const holders = (sides[0]?.parts ?? []).map(({ holder }) => ({
    holder,
    name: read(CHARTS[holder]),
    ...HOLDERS[holder],
  }));
  const names = sides.map(({ side }) => read(SIDES[side].name));
  const figures = sides.map(({ total_days }) => numberText(total_days));
  const grid = rowGrid(look, names, figures);
  // The legend takes as many lines as its names need.
  const top = legendHeight(
    holders.map(({ name }) => name),
    look,
  );
  return {
    height: top + sides.length * ROW + 48,
    option: {
      ...begun(view, look),
      legend: fieldLegend(holders),
      grid: { ...PLACED, ...grid, top, height: sides.length * ROW },
      xAxis: { ...below(read(CHARTS.daysPerCase)), min: 0 },
      yAxis: rowAxes(names, figures, grid),
      series: holders.map((style) =>
        stretches(
          sides.flatMap((side, row) => part(side, row, style.holder)),
          style,
        ),
      ),
    },
  };

  /** Where a holder's part of a bar is: behind those of the holders before it. */
  function part(side: HeldSide, row: number, holder: string): Stretch[] {
    let from = 0;
    for (const each of side.parts) {
      const to = from + (each.days?.value ?? 0);
      if (each.holder === holder) {
        if (to === from) return [];
        const share = each.share === null ? null : quantityText(each.share, SHARE, look.language);
        return [
          {
            row,
            from,
            to,
            tip: lines(
              `${read(each.title)} · ${read(SIDES[side.side].name)}`,
              figureSaid(each.days, unit, look),
              share,
            ),
          },
        ];
      }
      from = to;
    }
    return [];
  }
}
