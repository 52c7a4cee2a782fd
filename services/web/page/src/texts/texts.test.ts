import { describe, expect, it } from "vitest";

import type { Both } from "../language/language";

const modules = import.meta.glob<Record<string, unknown>>(["./*.ts", "!./*.test.ts"], { eager: true });

function isBoth(value: object): value is Both {
  return "zh" in value && "en" in value;
}

/** Every text of a module, with the way to it. */
function textsIn(value: unknown, place: string): { place: string; text: Both }[] {
  if (typeof value !== "object" || value === null) return [];
  if (isBoth(value)) return [{ place, text: value }];
  return Object.entries(value).flatMap(([name, part]) => textsIn(part, `${place}.${name}`));
}

const TEXTS = Object.entries(modules).flatMap(([file, module]) => textsIn(module, file));
const PLACES = /\{(\w+)\}/g;
const CHINESE = /[\u4e00-\u9fff]/;

function places(text: string): string[] {
  return [...text.matchAll(PLACES)].map(([, name]) => name ?? "").sort();
}

describe("every text", () => {
  it("is found", () => {
    expect(TEXTS.length).toBeGreaterThan(100);
  });

  it.each(TEXTS)("says something in both languages: $place", ({ text }) => {
    expect(text.zh.trim()).not.toBe("");
    expect(text.en.trim()).not.toBe("");
  });

  it.each(TEXTS)("is English in English: $place", ({ text }) => {
    expect(text.en).not.toMatch(CHINESE);
  });

  // Of five things, Chinese says how many there are, and English how many more: the places may have other names.
  it.each(TEXTS)("has as many places to fill in both languages: $place", ({ text }) => {
    expect(new Set(places(text.zh)).size).toBe(new Set(places(text.en)).size);
  });
});
