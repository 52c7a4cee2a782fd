import type { CaseView, Timeline } from "../api/schema";
import { dayText, lastDayText } from "../cases/moments";
import { useReading } from "../language/language";
import { CASES, REASONS } from "../texts/cases";
import { FOLLOW } from "../texts/follow";

/** How long a case is expected to take still, with the interval of the forecast, and what the law allows at most. */
export function HowLong({ whole, timeline }: { whole: CaseView; timeline: Timeline }) {
  const { read, language } = useReading();
  const expected = whole.expected_completion;
  const stop = timeline.standstills.find(({ end }) => end == null);
  return (
    <section className="panel" aria-labelledby="how-long">
      <h2 id="how-long">{read(FOLLOW.howLong)}</h2>
      {expected === null ? (
        <p>{read(FOLLOW.notKnown)}</p>
      ) : (
        <>
          <p className="big">{read(FOLLOW.expected, { day: dayText(expected.at, language) })}</p>
          <p>
            {read(FOLLOW.between, {
              low: dayText(expected.low, language),
              high: dayText(expected.high, language),
              at: dayText(expected.forecast_at, language),
            })}
          </p>
        </>
      )}
      {timeline.limits
        .filter(({ running }) => running)
        .map(
          ({ kind, due_at }) =>
            due_at !== null && (
              <p key={kind}>{read(FOLLOW.byLaw, { day: lastDayText(due_at, language), kind: CASES[kind] })}</p>
            ),
        )}
      {stop !== undefined && <p>{read(FOLLOW.stands, { reason: REASONS[stop.reason] ?? stop.reason })}</p>}
    </section>
  );
}
