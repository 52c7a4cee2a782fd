import type { WorkingDays } from "../../api/schema";
import { useReading } from "../../language/language";
import { workingDaysSaid } from "../../map/quantities";
import { MAP } from "../../texts/map";
import { SourcedNumber } from "./sourced_number";

interface WorkingDaysFieldProps {
  readonly label: string;
  readonly days: WorkingDays;
  readonly onChange: (days: WorkingDays) => void;
}

/** Whole working days on the law's calendar; 0 is the same day. */
export function WorkingDaysField({ label, days, onChange }: WorkingDaysFieldProps) {
  const { read } = useReading();
  return (
    <SourcedNumber
      label={label}
      value={days.working_days}
      provenance={days.provenance}
      whole
      {...(days.working_days === 0 && { suffix: read(MAP.sameDay) })}
      said={workingDaysSaid}
      onChange={(working_days, provenance) => {
        onChange({ ...days, working_days, provenance });
      }}
    />
  );
}
