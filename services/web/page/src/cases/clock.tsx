import type { Timeline } from "../api/schema";
import { useReading } from "../language/language";
import { CASES, REASONS } from "../texts/cases";
import { Lamp, lampOf } from "./lamp";
import { lastDayText, minuteText } from "./moments";

/** What the law's clock says: each limit, what is left of it, and when it stood still. */
export function Clock({ timeline }: { timeline: Timeline }) {
  const { read, language } = useReading();
  const stands = timeline.standstills.some(({ end }) => end == null);
  const started = timeline.states.some(({ name }) => name === "accepted");
  return (
    <>
      {timeline.limits.length === 0 && <p>{read(started ? CASES.noLimit : CASES.notAccepted)}</p>}
      <ul className="cards">
        {timeline.limits.map((limit) => (
          <li key={`${limit.kind} ${limit.working_days}`} className="card">
            <span className="top">
              {read(CASES.limit, { kind: CASES[limit.kind], days: limit.working_days })}{" "}
              <Lamp lamp={lampOf(limit.sla)} />
            </span>
            <span>
              {read(limit.sla === 3 ? CASES.over : CASES.left, { taken: limit.taken, left: limit.left })}
              {limit.running && limit.due_at !== null && (
                <> · {read(CASES.until, { day: lastDayText(limit.due_at, language) })}</>
              )}
            </span>
            {!limit.running && (
              <span className="quiet">{read(stands ? CASES.stands : started ? CASES.finished : CASES.notRunning)}</span>
            )}
          </li>
        ))}
      </ul>
      {timeline.standstills.length > 0 && (
        <>
          <h3>{read(CASES.stops)}</h3>
          <ul>
            {timeline.standstills.map(({ reason, start, end }) => (
              <li key={`${reason} ${start}`}>
                {read(end == null ? CASES.stop : CASES.stopUntil, {
                  reason: REASONS[reason] ?? reason,
                  from: minuteText(start, language),
                  to: end == null ? "" : minuteText(end, language),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
