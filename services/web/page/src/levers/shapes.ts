/** What a JSON Schema of a lever's parameters asks for, in the few forms that there is an input for. */
import type { Both } from "../language/language";

/** The part of JSON Schema that levers' parameters use, with what the server adds for forms. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: { readonly propertyName: string; readonly mapping: Readonly<Record<string, string>> };
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxLength?: number;
  readonly "x-title"?: Both;
  readonly "x-reference"?: string;
  readonly "x-values"?: Readonly<Record<string, Both>>;
}

export type Definitions = Readonly<Record<string, Schema>>;

/** A value that stands in a list of names. */
export interface Named {
  readonly value: string;
  readonly title: Both;
}

export interface Field {
  readonly name: string;
  readonly title: Both;
  readonly schema: Schema;
  readonly required: boolean;
}

export interface Variant {
  readonly id: string;
  readonly title: Both | null;
  readonly schema: Schema;
}

export type Shape =
  | { readonly kind: "flag" }
  | { readonly kind: "number"; readonly whole: boolean; readonly from: Bound; readonly to: Bound }
  | { readonly kind: "percent" }
  | { readonly kind: "text"; readonly longest: number | null }
  | { readonly kind: "date" }
  | { readonly kind: "choice"; readonly values: readonly Named[] }
  | { readonly kind: "reference"; readonly to: string }
  | { readonly kind: "references"; readonly to: string; readonly least: number; readonly all: Both | null }
  | { readonly kind: "choices"; readonly values: readonly Named[] }
  | { readonly kind: "chains"; readonly to: string; readonly least: number }
  | { readonly kind: "texts" }
  | { readonly kind: "list"; readonly item: Schema; readonly least: number }
  | { readonly kind: "links"; readonly to: string }
  | { readonly kind: "title" }
  | { readonly kind: "provenance"; readonly sources: readonly Named[] }
  | { readonly kind: "record"; readonly fields: readonly Field[] }
  | { readonly kind: "variants"; readonly by: string | null; readonly options: readonly Variant[] };

/** The end of what a number may be; `open` if the number itself is not among it. */
export type Bound = { readonly at: number; readonly open: boolean } | null;

/** A schema without its detour over a definition; what is said beside the detour holds. */
export function resolved(schema: Schema, definitions: Definitions): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...own } = schema;
  return { ...(definitions[nameOf($ref)] ?? {}), ...own };
}

/** Whether a value may be left out by being nothing. */
export function isOptional(schema: Schema): boolean {
  return schema.anyOf?.some((each) => each.type === "null") ?? false;
}

/** The schema of what a value is if it is something. */
function withoutNull(schema: Schema): Schema {
  if (!isOptional(schema)) return schema;
  const { anyOf = [], ...own } = schema;
  const rest = anyOf.filter((each) => each.type !== "null");
  const [only] = rest;
  return rest.length === 1 && only !== undefined ? { ...only, ...own } : { ...own, anyOf: rest };
}

/** What is asked for. */
export function shapeOf(asked: Schema, definitions: Definitions): Shape {
  const name = asked.$ref === undefined ? null : nameOf(asked.$ref);
  const schema = resolved(asked, definitions);
  const to = schema["x-reference"] ?? null;
  if (isOptional(schema)) return shapeOf(withoutNull(schema), definitions);
  if (name === "Title") return { kind: "title" };
  if (schema.enum !== undefined) return { kind: "choice", values: namedValues(schema.enum, schema) };
  if (schema.oneOf !== undefined) return variantsOf(schema, definitions);
  if (schema.anyOf !== undefined) return ofForms(schema, schema.anyOf, to, definitions);
  switch (schema.type) {
    case "boolean":
      return { kind: "flag" };
    case "integer":
    case "number":
      // A number from nothing to all of something is read and told as a percentage.
      if (schema.type === "number" && schema.minimum === 0 && schema.maximum === 1) return { kind: "percent" };
      return { kind: "number", whole: schema.type === "integer", from: lowest(schema), to: highest(schema) };
    case "array":
      return ofItems(schema, to, definitions);
    case "object":
      return ofFields(schema, to, definitions);
    default:
      if (schema.format === "date") return { kind: "date" };
      if (to !== null) return { kind: "reference", to };
      return { kind: "text", longest: schema.maxLength ?? null };
  }
}

/** The fields of a record, those that have to be told first. */
export function fieldsOf(schema: Schema): readonly Field[] {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {})
    .filter(([, field]) => field.const === undefined)
    .map(([name, field]) => ({
      name,
      title: field["x-title"] ?? { zh: name, en: name },
      schema: field,
      required: required.has(name),
    }));
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}

function ofForms(schema: Schema, forms: readonly Schema[], to: string | null, definitions: Definitions): Shape {
  const list = forms.find((form) => form.type === "array");
  const one = forms.find((form) => form.const !== undefined);
  if (list !== undefined && one !== undefined) {
    const all = schema["x-values"]?.[String(one.const)] ?? { zh: String(one.const), en: String(one.const) };
    return { kind: "references", to: to ?? "", least: list.minItems ?? 0, all };
  }
  const [first = {}] = forms;
  return shapeOf({ ...first, ...labels(schema) }, definitions);
}

function ofItems(schema: Schema, to: string | null, definitions: Definitions): Shape {
  const item = schema.items ?? {};
  const whole = resolved(item, definitions);
  if (whole.enum !== undefined) return { kind: "choices", values: namedValues(whole.enum, whole) };
  if (whole.anyOf?.some((form) => form.type === "array") && to !== null)
    return { kind: "chains", to, least: schema.minItems ?? 0 };
  if (whole.type === "string") {
    return to === null ? { kind: "texts" } : { kind: "references", to, least: schema.minItems ?? 0, all: null };
  }
  return { kind: "list", item, least: schema.minItems ?? 0 };
}

function ofFields(schema: Schema, to: string | null, definitions: Definitions): Shape {
  const fields = fieldsOf(schema);
  if (schema.patternProperties !== undefined || (fields.length === 0 && to !== null)) {
    return { kind: "links", to: to ?? "" };
  }
  const names = fields.map(({ name }) => name).sort();
  const source = fields.find(({ name }) => name === "source");
  if (names.join() === "basis,source" && source !== undefined) {
    const of = resolved(source.schema, definitions);
    return { kind: "provenance", sources: namedValues(of.enum ?? [], of) };
  }
  return { kind: "record", fields };
}

function variantsOf(schema: Schema, definitions: Definitions): Shape {
  const by = schema.discriminator?.propertyName ?? null;
  const options = (schema.oneOf ?? []).map((option): Variant => {
    const of = resolved(option, definitions);
    const named = by === null ? undefined : of.properties?.[by]?.const;
    const id = typeof named === "string" ? named : nameOf(option.$ref ?? "");
    const titles = by === null ? undefined : of.properties?.[by]?.["x-values"];
    return { id, title: titles?.[id] ?? null, schema: option };
  });
  return { kind: "variants", by, options };
}

function namedValues(values: readonly unknown[], { "x-values": titles }: Schema): readonly Named[] {
  return values.map(String).map((value) => ({ value, title: titles?.[value] ?? { zh: value, en: value } }));
}

function labels(schema: Schema): Pick<Schema, "x-title" | "x-reference" | "x-values"> {
  const names = ["x-title", "x-reference", "x-values"] as const;
  return Object.fromEntries(names.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name]]])));
}

function lowest({ minimum, exclusiveMinimum }: Schema): Bound {
  if (exclusiveMinimum !== undefined) return { at: exclusiveMinimum, open: true };
  return minimum === undefined ? null : { at: minimum, open: false };
}

function highest({ maximum, exclusiveMaximum }: Schema): Bound {
  if (exclusiveMaximum !== undefined) return { at: exclusiveMaximum, open: true };
  return maximum === undefined ? null : { at: maximum, open: false };
}

/** The name of the definition that a reference leads to. */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
