/** What stands in the cells of a view's table, and in which order its rows are. */
import type { Cell, TableColumn, TableRow, ViewTable } from "../charts/views";
import { inLanguage, type Language } from "../language/language";
import { intervalText, numberText, NOTHING, type UnitLike } from "../language/numbers";
import { CODES } from "../texts/results";

/** A cell as it is read; the interval stands apart, since it is written smaller. */
export interface CellShown {
  readonly text: string;
  readonly interval: string | null;
}

export interface Order {
  readonly column: string;
  readonly down: boolean;
}

const NONE: CellShown = { text: NOTHING, interval: null };

export function cellShown(row: TableRow, column: TableColumn, table: ViewTable, language: Language): CellShown {
  const cell = row[column.id] ?? null;
  if (cell === null) return NONE;
  if (typeof cell === "string") return plain(wordOf(column.id, cell, language));
  const unit = unitOf(row, column, table);
  if (typeof cell === "number") return plain(numberText(cell, unit));
  if ("zh" in cell) return plain(inLanguage(cell, language));
  return { text: numberText(cell.value, unit), interval: intervalText(cell, unit, language) };
}

/** What heads a column: its title, with its unit if all of its figures have the same. */
export function headShown(column: TableColumn, language: Language): string {
  const title = inLanguage(column.title, language);
  const titled = column.unit ?? null;
  if (titled === null) return title;
  const unit = inLanguage(titled.title, language);
  if (unit === title) return title;
  return language === "zh-CN" ? `${title}（${unit}）` : `${title} (${unit})`;
}

/** Figures stand to the right, so that their places are below each other. */
export function isFigure(column: TableColumn): boolean {
  return column.kind === "number" || column.kind === "estimate";
}

/** The rows in the order of a column; those without a value come last, whichever way. */
export function ordered(table: ViewTable, order: Order | null, language: Language): readonly TableRow[] {
  if (order === null) return table.rows;
  const way = order.down ? -1 : 1;
  const words = new Intl.Collator(language);
  return [...table.rows].sort((one, other) => {
    const left = measureOf(one[order.column] ?? null, language);
    const right = measureOf(other[order.column] ?? null, language);
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === "number" && typeof right === "number") return way * (left - right);
    return way * words.compare(String(left), String(right));
  });
}

function measureOf(cell: Cell, language: Language): number | string | null {
  if (cell === null || typeof cell !== "object") return cell;
  return "zh" in cell ? inLanguage(cell, language) : cell.value;
}

function plain(text: string): CellShown {
  return { text, interval: null };
}

function wordOf(column: string, word: string, language: Language): string {
  const known = CODES[column]?.[word];
  return known === undefined ? word : inLanguage(known, language);
}

/** The unit of a column, or else that of the row, which then has a column of its own. */
function unitOf(row: TableRow, column: TableColumn, table: ViewTable): UnitLike | null {
  const titled = column.unit ?? null;
  if (titled !== null) return titled;
  const own = table.columns.find(({ kind }) => kind === "unit");
  const name = own === undefined ? null : row[own.id];
  return typeof name === "string" ? { name, title: { zh: "", en: "" } } : null;
}
