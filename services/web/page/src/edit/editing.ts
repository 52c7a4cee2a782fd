import { createContext, useContext } from "react";

import type { DesignProblem } from "../api/schema";
import type { Lane } from "../editing/lane";

/** What the parts of the editor share. */
export interface Editing {
  readonly lane: Lane;
  /**
   * Put another lane in place of this one.
   *
   * @param field that is typed into, if it is: what is typed there is undone at once
   */
  readonly edit: (lane: Lane, field?: string) => void;
  /** The field is left. */
  readonly rest: () => void;
  readonly chosen: string | null;
  readonly choose: (step: string | null) => void;
  readonly problems: readonly DesignProblem[];
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (editing === null) throw new Error("expected an EditingContext above; found none");
  return editing;
}
