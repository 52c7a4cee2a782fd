import { useState } from "react";

import type { Provenance } from "../../editing/lane";
import { typedOver } from "../../editing/provenances";
import type { Both } from "../../language/language";
import { NumberField } from "./number_field";
import { ProvenanceField } from "./provenance_field";

interface SourcedNumberProps {
  readonly label: string;
  readonly value: number;
  readonly provenance: Provenance;
  readonly onChange: (value: number, provenance: Provenance) => void;
  /** The number with its unit, in both languages. */
  readonly said: (value: number) => Both;
  readonly least?: number;
  readonly most?: number;
  readonly whole?: boolean;
  readonly suffix?: string;
}

/** A number with its source; once it is typed over it is an assumption, until the designer has said otherwise. */
export function SourcedNumber({ label, value, provenance, onChange, said, ...bounds }: SourcedNumberProps) {
  const [explained, setExplained] = useState(false);
  return (
    <div className="sourced">
      <NumberField
        label={label}
        value={value}
        {...bounds}
        onChange={(typed) => {
          if (typed !== value) onChange(typed, explained ? provenance : typedOver(provenance, said(value)));
        }}
      />
      <ProvenanceField
        of={label}
        provenance={provenance}
        onChange={(source) => {
          setExplained(true);
          onChange(value, source);
        }}
      />
    </div>
  );
}
