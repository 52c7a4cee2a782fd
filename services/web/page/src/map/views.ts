/** Maps that show the same place at the same size, for lanes side by side. */

/** The place that a map shows, in the diagram's own units, and its size on the screen. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface SharedView {
  /** Be told of the others; returns how to leave. */
  readonly join: (told: (view: View) => void) => () => void;
  /** Tell the others; `told` is the one that tells. */
  readonly tell: (view: View, told: (view: View) => void) => void;
}

/**
 * A view that several maps share.
 *
 * A map that is moved because another one was does not tell it back, or the two would go on for ever.
 */
export function sharedView(): SharedView {
  const members = new Set<(view: View) => void>();
  let telling = false;
  return {
    join(told) {
      members.add(told);
      return () => members.delete(told);
    },
    tell(view, teller) {
      if (telling) return;
      telling = true;
      try {
        for (const told of members) if (told !== teller) told(view);
      } finally {
        telling = false;
      }
    },
  };
}
