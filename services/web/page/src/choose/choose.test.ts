import { describe, expect, it } from "vitest";

import type { LaneSummary } from "../api/schema";
import { base64Of, chosenFiles, isBinary, plainName } from "./files";
import { laneFits } from "./fitting";
import { columnsOf, guessed, haveToBeTold, isComplete, isOwnLog, readingOf } from "./log_columns";

const file = (name: string, bytes: Uint8Array<ArrayBuffer> = new Uint8Array()): File => new File([bytes], name);

describe("files", () => {
  it("are one, or a model with its numbers, in whichever order they came", () => {
    const [model, numbers] = [file("lane.bpmn"), file("lane.json")];
    expect(chosenFiles([model])).toEqual({ file: model, numbers: null });
    expect(chosenFiles([numbers, model])).toEqual({ file: model, numbers });
    const bpsim = file("numbers.xml");
    expect(chosenFiles([bpsim, model])).toEqual({ file: model, numbers: bpsim });
    expect(chosenFiles([file("a.csv"), file("b.csv")])).toBeNull();
    expect(chosenFiles([])).toBeNull();
  });

  it("are written as base64 whole, however long they are", async () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index % 251);
    const written = await base64Of(file("log.parquet", bytes));
    expect(Uint8Array.from(atob(written), (each) => each.charCodeAt(0))).toEqual(bytes);
  });

  it("are told apart by their names, which bring no folder along", () => {
    expect(isBinary("log.xes.gz")).toBe(true);
    expect(isBinary("lane.yaml")).toBe(false);
    expect(plainName("..\\a/b\u0000c.csv")).toBe(".._a_b_c.csv");
  });
});

describe("columns of a log", () => {
  it("are guessed by their names", () => {
    const columns = columnsOf('\ufeff"case_id",activity,resource,start_time,end_time\r\n1,a,b,c,d');
    expect(columns).toEqual(["case_id", "activity", "resource", "start_time", "end_time"]);
    expect(guessed(columns)).toEqual({
      case: "case_id",
      activity: "activity",
      at: "end_time",
      start: "start_time",
      member: "resource",
    });
  });

  it("may be called as XES calls them, or in Chinese", () => {
    expect(guessed(columnsOf("case:concept:name;concept:name;time:timestamp;lifecycle:transition"))).toEqual({
      case: "case:concept:name",
      activity: "concept:name",
      at: "time:timestamp",
      lifecycle: "lifecycle:transition",
    });
    expect(isComplete(guessed(columnsOf("案件编号,办理环节,完成时间,经办人")))).toBe(true);
  });

  it("that cannot be guessed are asked for", () => {
    const columns = guessed(columnsOf("a,b,c"));
    expect(columns).toEqual({});
    expect(isComplete(columns)).toBe(false);
    expect(readingOf({ case: "a", member: "" })).toEqual({ case: "a", noise: 0.1, most_activities: 60 });
  });

  it("are not asked for where there are too few for a log", () => {
    const told = (text: string): boolean => haveToBeTold(columnsOf(text), guessed(columnsOf(text)));
    expect(told("a,b,c")).toBe(true);
    expect(told("case_id,activity,end_time")).toBe(false);
    expect(["\0".repeat(100), "", "a,b"].map(told)).toEqual([false, false, false]);
  });

  it("of a log of this product need no telling", () => {
    expect(isOwnLog(columnsOf("case,kind,at,step,occurrence,member,cause,outcome"))).toBe(true);
    expect(isOwnLog(columnsOf("case,activity,at"))).toBe(false);
  });
});

it("finds a lane by every word, in either language, in its title or departments", () => {
  const lane = {
    id: "permit",
    title: { zh: "工程建设", en: "Construction permit" },
    pools: { hall: { zh: "规划科", en: "Planning" } },
  } as unknown as LaneSummary;
  expect(laneFits(lane, "construction 规划")).toBe(true);
  expect(laneFits(lane, "construction tax")).toBe(false);
  expect(laneFits(lane, "")).toBe(true);
});
