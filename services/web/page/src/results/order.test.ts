import { describe, expect, it } from "vitest";

import { bottlenecks, kpis } from "../charts/fixtures/views";
import type { ExperimentViews } from "../charts/views";
import { placed } from "./order";

describe("the places of views on the page", () => {
  const document = { kind: "trace", views: [bottlenecks, kpis] } as unknown as ExperimentViews;

  it("follow what people look for first", () => {
    expect(placed(document).map(({ view }) => view.view)).toEqual(["kpis", "bottlenecks"]);
  });

  it("are others for every further answer of one kind", () => {
    const places = [placed(document), placed(document, "a".repeat(64)), placed(document, "b".repeat(64))].flat();
    expect(new Set(places.map(({ place }) => place)).size).toBe(places.length);
  });
});
