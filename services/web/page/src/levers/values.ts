/** Values of parameters: what a form begins with, and what is still missing in it. */
import type { Definitions, Schema } from "./shapes";
import { fieldsOf, isOptional, resolved, shapeOf } from "./shapes";

export type Values = Readonly<Record<string, unknown>>;

/** What a new record begins with: what has a usual value, and the parts of what has to be told. */
export function initialValues(schema: Schema, definitions: Definitions, basis: string): Values {
  const entries = fieldsOf(schema)
    .filter(({ required }) => required)
    .map(({ name, schema: field }) => [name, initialValue(field, definitions, basis)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * What a value begins with; undefined if only a person can tell.
 *
 * @param basis what a number rests on as long as nobody says otherwise: it is assumed
 */
export function initialValue(asked: Schema, definitions: Definitions, basis: string): unknown {
  const schema = resolved(asked, definitions);
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  if (schema.const !== undefined) return schema.const;
  const shape = shapeOf(asked, definitions);
  switch (shape.kind) {
    case "provenance":
      return { source: "assumed", basis };
    case "record":
      return { ...constants(schema), ...initialValues(schema, definitions, basis) };
    case "variants": {
      const usual = shape.options.find(({ id }) => id === USUAL_VARIANT) ?? shape.options[0];
      return usual && initialValue(usual.schema, definitions, basis);
    }
    case "choice":
      return shape.values.some(({ value }) => value === USUAL_UNIT) ? USUAL_UNIT : undefined;
    case "references":
    case "choices":
    case "chains":
    case "texts":
      return [];
    case "list":
      return [initialValue(shape.item, definitions, basis)];
    case "flag":
      return false;
    default:
      return undefined;
  }
}

/** Paths of values that have to be told and are not, such as `supply_time.mode`. */
export function missing(asked: Schema, value: unknown, definitions: Definitions, path = ""): readonly string[] {
  if (isOptional(resolved(asked, definitions)) && value == null) return [];
  const shape = shapeOf(asked, definitions);
  if (value === undefined || value === null || value === "") return [path];
  switch (shape.kind) {
    case "references":
    case "chains":
      return Array.isArray(value) && value.length < shape.least ? [path] : [];
    case "title":
      return ["zh", "en"].filter((name) => !partOf(value, name)).map((name) => joined(path, name));
    case "provenance":
      return ["source", "basis"].filter((name) => !partOf(value, name)).map((name) => joined(path, name));
    case "record":
      return ofRecord(resolved(asked, definitions), value, definitions, path);
    case "variants": {
      const option = shape.options.find((each) => isVariant(each.id, each.schema, shape.by, value, definitions));
      return option === undefined ? [path] : missing(option.schema, value, definitions, path);
    }
    case "list": {
      const items = Array.isArray(value) ? (value as unknown[]) : [];
      if (items.length < shape.least) return [path];
      return items.flatMap((item, index) => missing(shape.item, item, definitions, joined(path, String(index))));
    }
    default:
      return [];
  }
}

/** Whether a value is of a variant: by what tells them apart, or by the fields that it has. */
export function isVariant(
  id: string,
  schema: Schema,
  by: string | null,
  value: unknown,
  definitions: Definitions,
): boolean {
  if (by !== null) return partOf(value, by) === id;
  return fieldsOf(resolved(schema, definitions)).every(({ name, required }) => !required || hasPart(value, name));
}

/** What only one value is possible for, such as what tells a variant apart. */
function constants(schema: Schema): Values {
  const fixed = Object.entries(schema.properties ?? {}).filter(([, field]) => field.const !== undefined);
  return Object.fromEntries(fixed.map(([name, field]) => [name, field.const]));
}

/** A value of JSON as a record; an empty one if it is none. */
export function recordOf(value: unknown): Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};
}

/** A record with a field told, or no longer told. */
export function withPart(record: Values, name: string, value: unknown): Values {
  if (value !== undefined) return { ...record, [name]: value };
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== name));
}

const USUAL_VARIANT = "triangular";
const USUAL_UNIT = "minutes";

function ofRecord(schema: Schema, value: unknown, definitions: Definitions, path: string): readonly string[] {
  const record = recordOf(value);
  return fieldsOf(schema).flatMap(({ name, schema: field, required }) =>
    required || record[name] != null ? missing(field, record[name], definitions, joined(path, name)) : [],
  );
}

function partOf(value: unknown, name: string): unknown {
  return recordOf(value)[name];
}

function hasPart(value: unknown, name: string): boolean {
  return name in recordOf(value);
}

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
