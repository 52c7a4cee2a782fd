import type { Document } from "../../api/schema";
import { needing, withDocument, withNewDocument } from "../../editing/parts";
import { named, useReading } from "../../language/language";
import { DOCUMENT_SOURCES, EDIT, PARTS } from "../../texts/edit";
import { MAP } from "../../texts/map";
import { useEditing } from "../editing";
import { optionsOf, SelectField } from "../fields/select_field";
import { ShareField } from "../fields/share_field";
import { TitleFields } from "../fields/title_fields";
import { PartsPanel } from "./parts_panel";

const SUPPLIERS = ["applicant", "shared", "commitment"] as const;

/** The documents that steps need, and how often they are missing or defective. */
export function DocumentsPanel() {
  const { read } = useReading();
  const { lane } = useEditing();
  return (
    <PartsPanel
      part="documents"
      addText={PARTS.addDocument}
      add={() => withNewDocument(lane, PARTS.newDocument)}
      entries={Object.entries(lane.documents).map(([id, document]) => {
        const users = needing(lane, id);
        return {
          id,
          title: document.title,
          about: read(EDIT.usedBy, { count: users.length }),
          users: users.map((step) => read(named(step))).join(read(MAP.separator)),
          fields: () => <DocumentFields id={id} document={document} />,
        };
      })}
    />
  );
}

function DocumentFields({ id, document }: { id: string; document: Document }) {
  const { read } = useReading();
  const { lane, edit } = useEditing();
  const change = (changed: Document, field?: string): void => {
    edit(
      withDocument(lane, id, () => changed),
      field === undefined ? undefined : `documents.${id}.${field}`,
    );
  };
  return (
    <>
      <TitleFields
        title={document.title}
        onChange={(title) => {
          change({ ...document, title }, "title");
        }}
      />
      <SelectField
        label={read(PARTS.suppliedBy)}
        value={document.source}
        options={optionsOf(SUPPLIERS, DOCUMENT_SOURCES)}
        onChange={(source) => {
          change({ ...document, source });
        }}
      />
      <ShareField
        label={read(PARTS.defects)}
        share={document.defect_share}
        onChange={(defect_share) => {
          change({ ...document, defect_share }, "defect_share");
        }}
      />
    </>
  );
}
