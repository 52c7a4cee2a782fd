import { describe, expect, it } from "vitest";

import type { NewExperiment } from "../api/schema";
import { furtherOf, inKind } from "./further";

const COMPARED = {
  kind: "compare",
  subjects: ["business_setup_after"],
  design: { seed: 7, replications: 100, cases: 50, assume_weekdays: false },
  precision: { relative: 0.05, kpis: ["processing_time.mean"], most: 500 },
} as unknown as NewExperiment;

describe("a further question", () => {
  it("is about the same lanes with the same seed, and looks at as many replications as is usual for it", () => {
    const trace = inKind(COMPARED, "trace", []);
    expect(trace).toMatchObject({ kind: "trace", subjects: ["business_setup_after"], precision: null });
    expect(trace.design).toMatchObject({ seed: 7, cases: 50, replications: null });
  });

  it("keeps the replications where every choice is compared with every other", () => {
    expect(inKind(COMPARED, "attribute", []).design).toEqual(COMPARED.design);
  });

  it("of a trade-off names the departments", () => {
    expect(inKind(COMPARED, "pareto", ["window"]).pareto).toMatchObject({ pools: ["window"] });
  });

  it("is offered where it can be answered", () => {
    expect(furtherOf("compare", COMPARED)).toEqual(["trace", "attribute", "sweep", "pareto"]);
    expect(furtherOf("compare", { ...COMPARED, subjects: ["before", "after"] })).toEqual(["trace"]);
    expect(furtherOf("simulate", COMPARED)).toEqual(["trace", "pareto"]);
    expect(furtherOf("staff", COMPARED)).toEqual([]);
  });
});
