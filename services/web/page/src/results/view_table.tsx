import { useMemo, useState, type UIEvent } from "react";

import type { TableColumn, TableRow, ViewTable as Table } from "../charts/views";
import { useReading } from "../language/language";
import { RESULTS } from "../texts/results";
import { cellShown, headShown, isFigure, ordered, type Order } from "./cells";

/** With more rows than these only those in sight are there; then all rows are equally high. */
const MANY = 200;
const ROW = 33;
const IN_SIGHT = 40;
/** Rows above and below those in sight that are there too. */
const AROUND = 10;

/** The numbers of a view, to be sorted by any column; as wide as it has to be, in a box of its own. */
export function ViewTable({ table, label }: { table: Table; label: string }) {
  const { language, read } = useReading();
  const [order, setOrder] = useState<Order | null>(null);
  const [first, setFirst] = useState(0);
  const rows = useMemo(() => ordered(table, order, language), [table, order, language]);
  const many = rows.length > MANY;
  const begin = many ? Math.max(0, first - AROUND) : 0;
  const end = many ? Math.min(rows.length, first + IN_SIGHT + AROUND) : rows.length;
  const scrolled = (event: UIEvent<HTMLDivElement>) => {
    if (many) setFirst(Math.floor(event.currentTarget.scrollTop / ROW));
  };
  const sortBy = (column: TableColumn) => {
    // Figures from the greatest, since that is what is looked for; then the other way; then as they came.
    const down = isFigure(column);
    if (order?.column !== column.id) setOrder({ column: column.id, down });
    else if (order.down === down) setOrder({ column: column.id, down: !down });
    else setOrder(null);
  };
  return (
    <div
      className={many ? "table-box table-many" : "table-box"}
      tabIndex={0}
      role="group"
      aria-label={label}
      onScroll={scrolled}
    >
      <table className="view-table" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={isFigure(column) ? "figure" : undefined}
                aria-sort={order?.column === column.id ? (order.down ? "descending" : "ascending") : "none"}
              >
                <button
                  type="button"
                  title={read(RESULTS.sort, { column: column.title })}
                  onClick={() => {
                    sortBy(column);
                  }}
                >
                  {headShown(column, language)}
                  <span aria-hidden="true">{order?.column === column.id ? (order.down ? " ↓" : " ↑") : ""}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={begin} columns={table.columns.length} />
          {rows.slice(begin, end).map((row, place) => (
            <Row key={begin + place} row={row} table={table} index={begin + place} />
          ))}
          <Gap rows={rows.length - end} columns={table.columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, table, index }: { row: TableRow; table: Table; index: number }) {
  const { language } = useReading();
  return (
    <tr aria-rowindex={index + 2}>
      {table.columns.map((column) => {
        const { text, interval } = cellShown(row, column, table, language);
        return (
          <td key={column.id} className={isFigure(column) ? "figure" : column.kind}>
            {text}
            {interval !== null && <span className="interval"> {interval}</span>}
          </td>
        );
      })}
    </tr>
  );
}

/** Stands for rows that are not there, so that the others are where they would be. */
function Gap({ rows, columns }: { rows: number; columns: number }) {
  if (rows === 0) return null;
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height: rows * ROW, padding: 0 }} />
    </tr>
  );
}
