import { createContext, useContext } from "react";

import type { Choices } from "../references";
import type { Definitions } from "../shapes";

/** What all inputs of a form share. */
export interface FormGround {
  readonly definitions: Definitions;
  readonly choices: Choices;
  /** Paths of what has to be told and is not; empty until somebody tried to go on. */
  readonly missing: ReadonlySet<string>;
}

export const FormContext = createContext<FormGround | null>(null);

export function useFormGround(): FormGround {
  const ground = useContext(FormContext);
  if (ground === null) throw new Error("expected a FormContext above; found none");
  return ground;
}

/** What every input takes. */
export interface InputOf<Value> {
  /** From the top of the parameters, such as `supply_time.mode`; the id of the control too. */
  readonly path: string;
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: unknown) => void;
}

/** The id of the control at a path. */
export function controlOf(path: string): string {
  return `lever-${path.replaceAll(".", "-")}`;
}
