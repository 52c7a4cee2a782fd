import { Collapse } from "antd";

import { useReading } from "../../language/language";
import { LEVERS } from "../../texts/levers";
import { fieldsOf, resolved, shapeOf, type Field, type Schema } from "../shapes";
import { recordOf, withPart } from "../values";
import { useFormGround, controlOf, type InputOf } from "./form_context";
import { ListInput, VariantsInput } from "./nested_inputs";
import { ChainsInput, ChoicesInput, LinksInput, ReferenceInput, ReferencesInput, TextsInput } from "./reference_inputs";
import {
  ChoiceInput,
  DateInput,
  FlagInput,
  NumberInput,
  PercentInput,
  ProvenanceInput,
  TextInput,
  TitleInput,
} from "./simple_inputs";

/** The input for whatever a schema asks for. */
export function ValueInput(given: InputOf<unknown> & { schema: Schema }) {
  const { definitions } = useFormGround();
  const { schema, ...common } = given;
  const shape = shapeOf(schema, definitions);
  switch (shape.kind) {
    case "flag":
      return <FlagInput {...common} />;
    case "number":
      return <NumberInput {...common} shape={shape} />;
    case "percent":
      return <PercentInput {...common} />;
    case "text":
      return <TextInput {...common} longest={shape.longest} />;
    case "date":
      return <DateInput {...common} />;
    case "choice":
      return <ChoiceInput {...common} values={shape.values} />;
    case "reference":
      return <ReferenceInput {...common} to={shape.to} />;
    case "references":
      return <ReferencesInput {...common} to={shape.to} all={shape.all !== null} />;
    case "choices":
      return <ChoicesInput {...common} values={shape.values} />;
    case "chains":
      return <ChainsInput {...common} to={shape.to} />;
    case "texts":
      return <TextsInput {...common} />;
    case "links":
      return <LinksInput {...common} to={shape.to} />;
    case "title":
      return <TitleInput {...common} />;
    case "provenance":
      return <ProvenanceInput {...common} sources={shape.sources} />;
    case "record":
      return <RecordInput {...common} schema={schema} />;
    case "variants":
      return <VariantsInput {...common} by={shape.by} options={shape.options} />;
    case "list":
      return <ListInput {...common} item={shape.item} />;
  }
}

/** The fields of a record: first what has to be told, then what may be. */
export function RecordInput({ path, value, onChange, schema: asked }: InputOf<unknown> & { schema: Schema }) {
  const { read } = useReading();
  const { definitions } = useFormGround();
  const schema = resolved(asked, definitions);
  const fields = fieldsOf(schema);
  const record = recordOf(value);
  const row = (field: Field) => (
    <FieldRow
      key={field.name}
      field={field}
      path={path === "" ? field.name : `${path}.${field.name}`}
      value={record[field.name]}
      onChange={(told) => {
        onChange(withPart(record, field.name, told));
      }}
    />
  );
  const needed = fields.filter(({ required, name }) => required || record[name] != null);
  const others = fields.filter((field) => !needed.includes(field));
  return (
    <div className="lever-record">
      {needed.map(row)}
      {others.length > 0 && (
        <Collapse
          size="small"
          ghost
          // Few are shown at once: it may be one of them that somebody came for.
          defaultActiveKey={path === "" && others.length <= SHOWN_AT_ONCE ? "further" : []}
          items={[{ key: "further", label: read(LEVERS.further), children: <>{others.map(row)}</> }]}
        />
      )}
    </div>
  );
}

const SHOWN_AT_ONCE = 4;

/** Kinds of values that are made of several controls, so that a label belongs to all of them. */
const GROUPS: ReadonlySet<string> = new Set([
  "record",
  "variants",
  "list",
  "chains",
  "links",
  "title",
  "provenance",
  "references",
]);

function FieldRow({ field, path, value, onChange }: Omit<InputOf<unknown>, "label"> & { field: Field }) {
  const { read } = useReading();
  const { definitions, missing } = useFormGround();
  const shape = shapeOf(field.schema, definitions);
  const label = read(field.title);
  const lacks = missing.has(path);
  const grouped = GROUPS.has(shape.kind);
  return (
    <div className={`lever-field${shape.kind === "record" || shape.kind === "variants" ? " lever-field-deep" : ""}`}>
      {grouped ? (
        <span className="lever-label">{named(label, field.required)}</span>
      ) : (
        <label className="lever-label" htmlFor={controlOf(path)}>
          {named(label, field.required)}
        </label>
      )}
      <ValueInput path={path} label={label} value={value} onChange={onChange} schema={field.schema} />
      {lacks && (
        <span className="lever-lacks" role="alert">
          {read(LEVERS.tell)}
        </span>
      )}
    </div>
  );
}

function named(label: string, required: boolean) {
  return (
    <>
      {label}
      {required && (
        <span aria-hidden="true" className="lever-required">
          {" *"}
        </span>
      )}
    </>
  );
}
