/** What the parameters of a lever are called. */
import type { Both } from "../language/language";
import { nameOf, type Definitions, type Schema } from "./shapes";

/**
 * What a number of a lever is called.
 *
 * @param path its names from the outside to the inside, with points between, such as `share.value`
 */
export function parameterTitle(path: string, schema: Schema, definitions: Definitions): Both {
  const names = path.split(".");
  // A number with its provenance is called as what it is the number of.
  if (names.length > 1 && names.at(-1) === "value") names.pop();
  let forms: readonly Schema[] = [schema];
  const titles = names.map((name): Both => {
    const fields = forms.flatMap(({ properties }) => properties?.[name] ?? []);
    const [first] = fields;
    if (first === undefined) {
      const place = Number(name);
      return Number.isInteger(place) ? { zh: `第 ${place + 1} 项`, en: `no. ${place + 1}` } : { zh: name, en: name };
    }
    forms = fields.flatMap((field) => formsOf(field, definitions));
    return first["x-title"] ?? { zh: name, en: name };
  });
  return { zh: titles.map(({ zh }) => zh).join(" · "), en: titles.map(({ en }) => en).join(" · ") };
}

/** Every form that a value may have, or that what a list or a table of it holds may have. */
function formsOf(field: Schema, definitions: Definitions): readonly Schema[] {
  const { $ref, items, additionalProperties: entries, patternProperties = {}, anyOf = [], oneOf = [] } = field;
  const referred = $ref === undefined ? undefined : definitions[nameOf($ref)];
  const parts = [referred, items, typeof entries === "object" ? entries : undefined];
  const inside = [
    ...parts.filter((part) => part !== undefined),
    ...Object.values(patternProperties),
    ...anyOf,
    ...oneOf,
  ];
  return [field, ...inside.flatMap((part) => formsOf(part, definitions))];
}
