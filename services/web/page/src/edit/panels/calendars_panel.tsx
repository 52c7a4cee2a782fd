import { Input } from "antd";
import { useState } from "react";

import type { Calendar } from "../../api/schema";
import { readHours, writeHours } from "../../editing/hours";
import { keeping, withCalendar, withNewCalendar } from "../../editing/parts";
import { typedOver } from "../../editing/provenances";
import { useReading, type Both } from "../../language/language";
import { BASES, PARTS, WEEKDAYS } from "../../texts/edit";
import { MAP } from "../../texts/map";
import { useEditing } from "../editing";
import { Field } from "../fields/field";
import { ProvenanceField } from "../fields/provenance_field";
import { optionsOf, SelectField } from "../fields/select_field";
import { TitleFields } from "../fields/title_fields";
import { PartsPanel } from "./parts_panel";

const BASE_ORDER = ["state_council", "weekdays", "every_day"] as const;
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What people call a calendar. */
export function calendarTitle(id: string, calendar: Calendar): Both {
  return calendar.title ?? { zh: id, en: id };
}

/** When departments work. */
export function CalendarsPanel() {
  const { read } = useReading();
  const { lane } = useEditing();
  return (
    <PartsPanel
      part="calendars"
      addText={PARTS.addCalendar}
      add={() => withNewCalendar(lane, PARTS.newCalendar)}
      entries={Object.entries(lane.calendars).map(([id, calendar]) => {
        const { pools, office, arrivals } = keeping(lane, id);
        const users = [
          ...(office ? [read(PARTS.office)] : []),
          ...(arrivals ? [read(PARTS.arrivals)] : []),
          ...pools.map((pool) => read(lane.pools[pool]?.title ?? { zh: pool, en: pool })),
        ];
        return {
          id,
          title: calendarTitle(id, calendar),
          about: writeHours(calendar.hours),
          users: users.join(read(MAP.separator)),
          fields: () => <CalendarFields id={id} calendar={calendar} />,
        };
      })}
    />
  );
}

function CalendarFields({ id, calendar }: { id: string; calendar: Calendar }) {
  const { read } = useReading();
  const { lane, edit } = useEditing();
  const [explained, setExplained] = useState(false);
  const put = (changed: Calendar, field?: string): void => {
    edit(
      withCalendar(lane, id, () => changed),
      field === undefined ? undefined : `calendars.${id}.${field}`,
    );
  };
  // Hours have one source together; typing over any of them makes it an assumption.
  const was = writeHours(calendar.hours);
  const typed = (changed: Calendar, field: string): void => {
    const provenance = explained ? calendar.provenance : typedOver(calendar.provenance, { zh: was, en: was });
    put({ ...changed, provenance }, field);
  };
  return (
    <>
      <TitleFields
        title={calendarTitle(id, calendar)}
        onChange={(title) => {
          put({ ...calendar, title }, "title");
        }}
      />
      <SelectField
        label={read(PARTS.base)}
        value={calendar.base}
        options={optionsOf(BASE_ORDER, BASES)}
        onChange={(base) => {
          typed({ ...calendar, base }, "base");
        }}
      />
      <ListField
        label={read(PARTS.hours)}
        values={calendar.hours}
        read={readHours}
        help={PARTS.hoursExample}
        wrong={PARTS.hoursWrong}
        onChange={(hours) => {
          typed({ ...calendar, hours }, "hours");
        }}
      />
      <ProvenanceField
        of={read(PARTS.hours)}
        provenance={calendar.provenance}
        onChange={(provenance) => {
          setExplained(true);
          put({ ...calendar, provenance }, "provenance");
        }}
      />
      <details>
        <summary>{read(PARTS.weekdayHours)}</summary>
        <div className="panel-fields">
          {DAYS.map((day) => (
            <ListField
              key={day}
              label={read(WEEKDAYS[day] ?? { zh: day, en: day })}
              values={calendar.weekday_hours[day] ?? []}
              read={readHours}
              help={null}
              wrong={PARTS.hoursWrong}
              placeholder={read(PARTS.likeOthers)}
              onChange={(hours) => {
                const weekday_hours = { ...calendar.weekday_hours, [day]: hours.length === 0 ? null : hours };
                typed({ ...calendar, weekday_hours }, day);
              }}
            />
          ))}
        </div>
      </details>
      <ListField
        label={read(PARTS.leave)}
        values={calendar.leave}
        read={readDays}
        help={PARTS.leaveExample}
        wrong={PARTS.leaveWrong}
        onChange={(leave) => {
          typed({ ...calendar, leave }, "leave");
        }}
      />
    </>
  );
}

function readDays(typed: string): string[] | null {
  const days = typed.split(/[\s,，;；、]+/).filter((each) => each !== "");
  return days.every((day) => DAY.test(day) && !Number.isNaN(Date.parse(day))) ? days : null;
}

interface ListFieldProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly read: (typed: string) => string[] | null;
  readonly help: Both | null;
  readonly wrong: Both;
  readonly placeholder?: string;
  readonly onChange: (values: string[]) => void;
}

/** Several in one line; what cannot be read yet stays as it is typed, and the lane as it was. */
function ListField({ label, values, read: readTyped, help, wrong, placeholder, onChange }: ListFieldProps) {
  const { read } = useReading();
  const { rest } = useEditing();
  const written = writeHours(values);
  const [typed, setTyped] = useState<string | null>(null);
  const unreadable = typed !== null && readTyped(typed) === null;
  return (
    <Field label={label} help={unreadable ? read(wrong) : help && read(help)} wrong={unreadable}>
      {(id, helpId) => (
        <Input
          id={id}
          aria-describedby={helpId}
          status={unreadable ? "error" : ""}
          value={typed ?? written}
          {...(placeholder !== undefined && { placeholder })}
          onChange={({ target }) => {
            setTyped(target.value);
            const found = readTyped(target.value);
            if (found !== null) onChange(found);
          }}
          onBlur={() => {
            if (!unreadable) setTyped(null);
            rest();
          }}
        />
      )}
    </Field>
  );
}
