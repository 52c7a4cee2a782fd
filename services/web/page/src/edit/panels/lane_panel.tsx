import { Button } from "antd";

import type { LaneLimit } from "../../api/schema";
import type { Lane } from "../../editing/lane";
import { MARKS, span } from "../../editing/new_steps";
import { replaced, without } from "../../editing/places";
import { ASSUMED } from "../../editing/provenances";
import { useReading } from "../../language/language";
import { sourceSaid, workingDaysSaid } from "../../map/quantities";
import { EDIT, LIMIT_KINDS, MARK_NAMES, PARTS } from "../../texts/edit";
import { useEditing } from "../editing";
import { optionsOf, SelectField } from "../fields/select_field";
import { ShareField } from "../fields/share_field";
import { TimeField } from "../fields/time_field";
import { TitleFields } from "../fields/title_fields";
import { WorkingDaysField } from "../fields/working_days_field";
import { calendarTitle } from "./calendars_panel";

const KINDS_OF_LIMITS = ["statutory", "promised"] as const;

/** What the lane says as a whole: its name, its limits, how cases come, and what they are like. */
export function LanePanel() {
  const { read } = useReading();
  const { lane, edit } = useEditing();
  const put = (changed: Partial<Lane>, field?: string): void => {
    edit({ ...lane, ...changed }, field === undefined ? undefined : `lane.${field}`);
  };
  const calendars = Object.entries(lane.calendars).map(([value, calendar]) => ({
    value,
    title: calendarTitle(value, calendar),
  }));
  return (
    <div className="panel-fields">
      <TitleFields
        title={lane.title}
        onChange={(title) => {
          put({ title }, "title");
        }}
      />
      <SelectField
        label={read(PARTS.office)}
        value={lane.office}
        options={calendars}
        onChange={(office) => {
          put({ office });
        }}
      />
      <Limits put={put} />
      <section className="panel-part">
        <h3>{read(PARTS.arrivals)}</h3>
        {lane.arrivals == null ? (
          <>
            <p>{read(PARTS.noArrivals)}</p>
            <Button
              size="small"
              onClick={() => {
                put({ arrivals: { gap: span(1, "hours"), clock: "working_time", calendar: lane.office } });
              }}
            >
              {read(PARTS.addArrivals)}
            </Button>
          </>
        ) : lane.arrivals.gap == null ? (
          <p>{read(PARTS.arrivalsElse)}</p>
        ) : (
          <TimeField
            label={read(PARTS.gap)}
            time={lane.arrivals.gap}
            onChange={(gap) => {
              if (lane.arrivals != null) put({ arrivals: { ...lane.arrivals, gap } }, "gap");
            }}
          />
        )}
      </section>
      <Attributes put={put} />
      {lane.targets.length > 0 && (
        <section className="panel-part">
          <h3>{read(PARTS.targets)}</h3>
          <ul className="plain-list">
            {lane.targets.map((target) => (
              <li key={target.title.en}>
                {read(target.title)} · {read(workingDaysSaid(target.working_days))}
                <span className="part-about"> {read(sourceSaid(target.provenance))}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface PutProps {
  readonly put: (changed: Partial<Lane>, field?: string) => void;
}

function Limits({ put }: PutProps) {
  const { read } = useReading();
  const { lane } = useEditing();
  const change = (index: number, limit: LaneLimit, field?: string): void => {
    put({ limits: replaced(lane.limits, index, limit) }, field && `limits.${index}.${field}`);
  };
  return (
    <section className="panel-part">
      <h3>{read(PARTS.limits)}</h3>
      {lane.limits.map((limit, index) => (
        // Limits have no ids; they are told apart by where they stand.
        <div key={index} className="panel-entry">
          <WorkingDaysField
            label={read(PARTS.limitDays)}
            days={limit}
            onChange={(days) => {
              change(index, { ...limit, ...days }, "days");
            }}
          />
          <div className="field-row">
            <SelectField
              label={read(PARTS.limitKind)}
              value={limit.kind}
              options={optionsOf(KINDS_OF_LIMITS, LIMIT_KINDS)}
              onChange={(kind) => {
                change(index, { ...limit, kind });
              }}
            />
            {(["start", "until"] as const).map((end) => (
              <SelectField
                key={end}
                label={read(end === "start" ? PARTS.limitFrom : PARTS.limitUntil)}
                value={limit[end]}
                options={optionsOf(MARKS, MARK_NAMES)}
                onChange={(mark) => {
                  change(index, { ...limit, [end]: mark });
                }}
              />
            ))}
          </div>
          <Button
            size="small"
            onClick={() => {
              put({ limits: without(lane.limits, index) });
            }}
          >
            {read(EDIT.remove)}
          </Button>
        </div>
      ))}
      <Button
        size="small"
        onClick={() => {
          const limit: LaneLimit = {
            working_days: 20,
            kind: "promised",
            start: "accepted",
            until: "decided",
            provenance: ASSUMED,
          };
          put({ limits: [...lane.limits, limit] });
        }}
      >
        {read(PARTS.addLimit)}
      </Button>
    </section>
  );
}

function Attributes({ put }: PutProps) {
  const { read } = useReading();
  const { lane } = useEditing();
  const attributes = Object.entries(lane.attributes);
  if (attributes.length === 0) return null;
  return (
    <section className="panel-part">
      <h3>{read(PARTS.attributes)}</h3>
      {attributes.map(([id, attribute]) => (
        <fieldset key={id} className="panel-entry">
          <legend>{read(attribute.title)}</legend>
          {attribute.values.map((value, index) => (
            <ShareField
              key={value.value}
              label={read(value.title)}
              share={value.share}
              onChange={(share) => {
                const values = replaced(attribute.values, index, { ...value, share });
                put({ attributes: { ...lane.attributes, [id]: { ...attribute, values } } }, `${id}.${index}`);
              }}
            />
          ))}
        </fieldset>
      ))}
    </section>
  );
}
