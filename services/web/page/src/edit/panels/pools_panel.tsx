import { Button, Checkbox } from "antd";

import type { Pool, Staff } from "../../api/schema";
import { tasksOf, withNewPool, withPool } from "../../editing/parts";
import { replaced, without } from "../../editing/places";
import { ASSUMED } from "../../editing/provenances";
import { named, useReading } from "../../language/language";
import { MAP } from "../../texts/map";
import { EDIT, PARTS } from "../../texts/edit";
import { useEditing } from "../editing";
import { SelectField, type Option } from "../fields/select_field";
import { SourcedNumber } from "../fields/sourced_number";
import { TitleFields } from "../fields/title_fields";
import { calendarTitle } from "./calendars_panel";
import { PartsPanel } from "./parts_panel";

/** The departments, who works in them, and when. */
export function PoolsPanel() {
  const { read } = useReading();
  const { lane } = useEditing();
  return (
    <PartsPanel
      part="pools"
      addText={PARTS.addPool}
      add={() => withNewPool(lane, PARTS.newPool, PARTS.newDepartment)}
      entries={Object.entries(lane.pools).map(([id, pool]) => {
        const members = pool.staff.reduce((all, group) => all + group.count, 0);
        return {
          id,
          title: pool.title,
          about: `${read(pool.department)} · ${members === 1 ? read(PARTS.member) : read(PARTS.members, { count: members })}`,
          users: tasksOf(lane, id)
            .map((step) => read(named(step)))
            .join(read(MAP.separator)),
          fields: () => <PoolFields id={id} pool={pool} />,
        };
      })}
    />
  );
}

function PoolFields({ id, pool }: { id: string; pool: Pool }) {
  const { read } = useReading();
  const { lane, edit } = useEditing();
  const change = (changed: Pool, field?: string): void => {
    edit(
      withPool(lane, id, () => changed),
      field === undefined ? undefined : `pools.${id}.${field}`,
    );
  };
  const calendars = Object.entries(lane.calendars).map(([value, calendar]) => ({
    value,
    title: calendarTitle(value, calendar),
  }));
  const cost = pool.cost_per_hour ?? null;
  return (
    <>
      <TitleFields
        title={pool.title}
        onChange={(title) => {
          change({ ...pool, title }, "title");
        }}
      />
      <TitleFields
        labels={{ zh: read(EDIT.departmentZh), en: read(EDIT.departmentEn) }}
        title={pool.department}
        onChange={(department) => {
          change({ ...pool, department }, "department");
        }}
      />
      <SelectField
        label={read(PARTS.calendar)}
        value={pool.calendar}
        options={calendars}
        onChange={(calendar) => {
          change({ ...pool, calendar });
        }}
      />
      <section className="panel-part">
        <h3>{read(PARTS.staff)}</h3>
        {pool.staff.map((group, index) => (
          // Groups have no ids; they are told apart by where they stand.
          <StaffFields
            key={index}
            number={pool.staff.length > 1 ? index + 1 : null}
            group={group}
            calendars={calendars}
            onChange={(changed, field) => {
              change({ ...pool, staff: replaced(pool.staff, index, changed) }, field && `staff.${index}.${field}`);
            }}
            onRemove={() => {
              change({ ...pool, staff: without(pool.staff, index) });
            }}
          />
        ))}
        <Button
          size="small"
          onClick={() => {
            change({ ...pool, staff: [...pool.staff, { count: 1, provenance: ASSUMED }] });
          }}
        >
          {read(PARTS.addStaff)}
        </Button>
      </section>
      <Checkbox
        checked={cost !== null}
        onChange={({ target }) => {
          change({ ...pool, cost_per_hour: target.checked ? { yuan: 60, provenance: ASSUMED } : null });
        }}
      >
        {read(PARTS.hasCost)}
      </Checkbox>
      {cost !== null && (
        <SourcedNumber
          label={read(PARTS.cost)}
          value={cost.yuan}
          provenance={cost.provenance}
          said={(value) => ({ zh: `${value} 元`, en: `${value} yuan` })}
          onChange={(yuan, provenance) => {
            change({ ...pool, cost_per_hour: { yuan, provenance } }, "cost");
          }}
        />
      )}
    </>
  );
}

interface StaffFieldsProps {
  readonly number: number | null;
  readonly group: Staff;
  readonly calendars: readonly Option<string>[];
  readonly onChange: (group: Staff, field?: string) => void;
  readonly onRemove: () => void;
}

const AS_POOL = "-";

function StaffFields({ number, group, calendars, onChange, onRemove }: StaffFieldsProps) {
  const { read } = useReading();
  return (
    <div className={number === null ? "panel-fields" : "panel-entry"}>
      {number !== null && <h4>{read(PARTS.staffGroup, { number })}</h4>}
      <SourcedNumber
        label={read(PARTS.count)}
        value={group.count}
        provenance={group.provenance}
        least={1}
        whole
        said={(value) => ({ zh: `${value} 人`, en: value === 1 ? "1 member" : `${value} members` })}
        onChange={(count, provenance) => {
          onChange({ ...group, count, provenance }, "count");
        }}
      />
      <SelectField
        label={read(PARTS.calendar)}
        value={group.calendar ?? AS_POOL}
        options={[{ value: AS_POOL, title: PARTS.poolCalendar }, ...calendars]}
        onChange={(calendar) => {
          const { count, provenance } = group;
          onChange(calendar === AS_POOL ? { count, provenance } : { count, provenance, calendar });
        }}
      />
      {number !== null && (
        <Button size="small" onClick={onRemove}>
          {read(EDIT.remove)}
        </Button>
      )}
    </div>
  );
}
