import { Button, Collapse } from "antd";
import { useState, type ReactNode } from "react";

import { canRemovePart, withoutPart, type Added, type Part } from "../../editing/parts";
import { named, useReading, type Both } from "../../language/language";
import { EDIT } from "../../texts/edit";
import { useEditing } from "../editing";

export interface Entry {
  readonly id: string;
  readonly title: Both;
  /** A few words on it, in the reader's language. */
  readonly about: string;
  /** What keeps it from being removed, in the reader's language; none if it can be. */
  readonly users: string;
  readonly fields: () => ReactNode;
}

interface PartsPanelProps {
  readonly part: Part;
  readonly entries: readonly Entry[];
  readonly addText: Both;
  readonly add: () => Added;
}

/** The departments, calendars or documents of a lane, one to open at a time. */
export function PartsPanel({ part, entries, addText, add }: PartsPanelProps) {
  const { read } = useReading();
  const { lane, edit } = useEditing();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className="panel-fields">
      <Collapse
        accordion
        size="small"
        activeKey={open === null ? [] : [open]}
        onChange={([key]) => {
          setOpen(key ?? null);
        }}
        items={entries.map(({ id, title, about, users, fields }) => ({
          key: id,
          label: (
            <span className="part-label">
              <span>{read(named({ id, title }))}</span> <span className="part-about">{about}</span>
            </span>
          ),
          children: open === id && (
            <div className="panel-fields">
              {fields()}
              <div>
                <Button
                  size="small"
                  danger
                  disabled={!canRemovePart(lane, part, id)}
                  onClick={() => {
                    edit(withoutPart(lane, part, id));
                  }}
                >
                  {read(EDIT.remove)}
                </Button>
                {!canRemovePart(lane, part, id) && <p className="field-help">{read(EDIT.inUse, { by: users })}</p>}
              </div>
            </div>
          ),
        }))}
      />
      <div>
        <Button
          size="small"
          onClick={() => {
            const added = add();
            edit(added.lane);
            setOpen(added.id);
          }}
        >
          {read(addText)}
        </Button>
      </div>
    </div>
  );
}
