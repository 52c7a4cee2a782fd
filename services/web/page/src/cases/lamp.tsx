import { useReading } from "../language/language";
import { LAMPS } from "../texts/cases";

export type LampName = keyof typeof LAMPS;

const OF_CODE: Readonly<Record<number, LampName>> = { 1: "normal", 2: "warning", 3: "overdue" };

/** What the lamp of a code of the national data standard is called. */
export function lampOf(code: number): LampName {
  return OF_CODE[code] ?? "normal";
}

/** How something stands to its limits; by its words, not by its colour alone. */
export function Lamp({ lamp }: { lamp: LampName }) {
  const { read } = useReading();
  return <span className={`lamp ${lamp}`}>{read(LAMPS[lamp])}</span>;
}
