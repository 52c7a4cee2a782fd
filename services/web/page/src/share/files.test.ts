// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import type { ExperimentViews } from "../charts/views";
import { inLanguage } from "../language/language";
import { filesOf } from "./files";

const read: Parameters<typeof filesOf>[3] = (text, values) =>
  Object.entries(values ?? {}).reduce(
    (said, [name, value]) => said.replace(`{${name}}`, typeof value === "object" ? value.en : String(value)),
    inLanguage(text, "en"),
  );
const model = (hash: string, role: string, question = 0, beside: readonly string[] = []) => ({
  hash,
  role,
  question,
  beside,
  title: { zh: hash, en: hash },
});
const documentOf = (...models: readonly object[]) =>
  ({ experiment: "e".repeat(64), models, views: [] }) as unknown as ExperimentViews;
const labels = (document: ExperimentViews, subjects: readonly string[] = []) =>
  filesOf(document, subjects, "en", read).flatMap(({ files }) => files.map(({ label }) => label));

describe("what can be taken away", () => {
  it("has the lane of every model, those between before and after too", () => {
    const found = labels(documentOf(model("a", "before"), model("b", "stage"), model("c", "after")));
    expect(found.filter((label) => label.endsWith(": BPMN"))).toEqual(["Before: BPMN", "b: BPMN", "After: BPMN"]);
  });

  it("has each model once, and the lanes that are simulated beside it", () => {
    const found = labels(documentOf(model("a", "alone", 0, ["other"]), model("a", "alone", 1)));
    expect(found.filter((label) => label.endsWith(": BPMN"))).toEqual(["a: BPMN", "a · other: BPMN"]);
  });

  it("has the scenario of every subject", () => {
    expect(labels(documentOf(), ["one", "two"]).filter((label) => label.startsWith("Scenario"))).toEqual([
      "Scenario one (YAML)",
      "Scenario two (YAML)",
    ]);
    expect(labels(documentOf(), ["one"])).toContain("Scenario (YAML)");
  });
});
