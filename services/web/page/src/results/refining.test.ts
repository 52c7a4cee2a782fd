import { describe, expect, it } from "vitest";

import type { ExperimentViews } from "../charts/views";
import { refined } from "./refining";

const views = (experiment: string) => ({ experiment }) as ExperimentViews;
const ANSWERS = ["rough", "fine"].map((experiment) => ({ experiment, views: views(experiment) }));

describe("a result that is looked at", () => {
  it("gives way to a more precise answer to its own question", () => {
    expect(refined("rough", { answers: ANSWERS, stage: "running" })).toEqual({ views: views("fine"), going: true });
    expect(refined("rough", { answers: ANSWERS, stage: "done" }).going).toBe(false);
  });

  it("stays as it is whatever else is being answered", () => {
    expect(refined("other", { answers: ANSWERS, stage: "running" })).toEqual({ views: null, going: false });
    expect(refined("other", null)).toEqual({ views: null, going: false });
  });
});
