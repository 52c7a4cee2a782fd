import { AutoComplete, Button } from "antd";
import { useId, useState } from "react";

import { useReading } from "../language/language";
import { CHOOSE } from "../texts/choose";
import { isComplete, NEEDED, ROLES, type Columns } from "./log_columns";

interface LogFormProps {
  /** Names of the columns; none if they cannot be told here. */
  readonly columns: readonly string[];
  readonly guess: Columns;
  readonly onRead: (columns: Columns) => void;
}

/** Which column of a log says what. */
export function LogForm({ columns, guess, onRead }: LogFormProps) {
  const { read } = useReading();
  const [chosen, setChosen] = useState<Columns>(guess);
  const id = useId();
  return (
    <form
      className="log-form"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete(chosen)) onRead(chosen);
      }}
    >
      <h3 id={`${id}-title`}>{read(CHOOSE.columns)}</h3>
      <p>{read(CHOOSE.columnsHow)}</p>
      <div className="log-columns">
        {ROLES.map((role) => (
          <div key={role} className="log-column">
            <label htmlFor={`${id}-${role}`}>
              {read(CHOOSE[`column_${role}`])}
              {NEEDED.includes(role) && ` (${read(CHOOSE.needed)})`}
            </label>
            <AutoComplete
              id={`${id}-${role}`}
              value={chosen[role] ?? ""}
              options={columns.map((value) => ({ value }))}
              onChange={(value: string) => {
                setChosen({ ...chosen, [role]: value });
              }}
            />
          </div>
        ))}
      </div>
      <Button type="primary" htmlType="submit" disabled={!isComplete(chosen)}>
        {read(CHOOSE.readLog)}
      </Button>
    </form>
  );
}
