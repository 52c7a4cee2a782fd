import type { Proportion } from "../../api/schema";
import { SourcedNumber } from "./sourced_number";

interface ShareFieldProps {
  readonly label: string;
  readonly share: Proportion;
  readonly onChange: (share: Proportion) => void;
}

/** A share, typed in per cent. */
export function ShareField({ label, share, onChange }: ShareFieldProps) {
  return (
    <SourcedNumber
      label={label}
      value={rounded(share.value * 100)}
      provenance={share.provenance}
      most={100}
      suffix="%"
      said={(value) => ({ zh: `${value}%`, en: `${value}%` })}
      onChange={(value, provenance) => {
        onChange({ value: rounded(value / 100), provenance });
      }}
    />
  );
}

/** Without what counting in binary adds to a decimal fraction. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
