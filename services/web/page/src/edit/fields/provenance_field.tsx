import { Button, Input, Select } from "antd";
import { useId, useState } from "react";

import type { Provenance, Source } from "../../editing/lane";
import { isUnexplained } from "../../editing/provenances";
import { useReading } from "../../language/language";
import { known } from "../../map/quantities";
import { SOURCES } from "../../texts/map";
import { STEP } from "../../texts/edit";
import { useEditing } from "../editing";

interface ProvenanceFieldProps {
  readonly provenance: Provenance;
  readonly onChange: (provenance: Provenance) => void;
  /** What the source is of, for those who hear the page. */
  readonly of: string;
}

/** Where a number comes from: a line, which opens while there is still a reason to be given. */
export function ProvenanceField({ provenance, onChange, of }: ProvenanceFieldProps) {
  const { read } = useReading();
  const { rest } = useEditing();
  const [opened, setOpened] = useState(false);
  const id = useId();
  const unexplained = isUnexplained(provenance);
  if (!opened && !unexplained) {
    return (
      <p className="source-line">
        <span className={provenance.source === "assumed" ? "source-kind source-assumed" : "source-kind"}>
          {read(known(SOURCES, provenance.source))}
        </span>{" "}
        {provenance.basis}
        <Button
          type="link"
          size="small"
          aria-label={`${read(STEP.changeSource)} · ${of}`}
          onClick={() => {
            setOpened(true);
          }}
        >
          {read(STEP.changeSource)}
        </Button>
      </p>
    );
  }
  return (
    <div className="source-fields">
      {unexplained && <p className="field-help">{read(STEP.whyThis)}</p>}
      <div className="field-row source-row">
        <div className="field">
          <label htmlFor={`${id}-source`}>{read(STEP.source)}</label>
          <Select
            id={`${id}-source`}
            className="field-wide"
            value={provenance.source}
            options={Object.entries(SOURCES).map(([value, title]) => ({ value: value as Source, label: read(title) }))}
            onChange={(source: Source) => {
              setOpened(true);
              onChange({ ...provenance, source });
            }}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-basis`}>{read(STEP.basis)}</label>
          <Input.TextArea
            id={`${id}-basis`}
            autoSize={{ minRows: 1, maxRows: 5 }}
            maxLength={500}
            value={provenance.basis}
            status={provenance.basis.trim() === "" ? "error" : ""}
            onChange={(event) => {
              setOpened(true);
              onChange({ ...provenance, basis: event.target.value });
            }}
            onBlur={rest}
          />
        </div>
      </div>
    </div>
  );
}
