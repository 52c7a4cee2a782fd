import type { CaseTitles, CaseView } from "../api/schema";
import { doerOf } from "../cases/course";
import { minuteText } from "../cases/moments";
import { useReading } from "../language/language";
import { useSession } from "../sign-in/use_session";
import { RESULTS } from "../texts/cases";
import { FOLLOW } from "../texts/follow";

/** Who has a case now: you, a department, somebody outside, or nobody while a set time runs. */
export function WhoHasIt({ whole, titles }: { whole: CaseView; titles: CaseTitles }) {
  const { read, language } = useReading();
  const session = useSession();
  if (whole.result !== null) {
    return (
      <section className="panel" aria-labelledby="who">
        <h2 id="who">{read(FOLLOW.isOver)}</h2>
        <p className="big">{read(RESULTS[whole.result] ?? { zh: whole.result, en: whole.result })}</p>
      </section>
    );
  }
  const you = whole.applicant === null || whole.applicant === session?.subject ? FOLLOW.you : FOLLOW.theApplicant;
  return (
    <section className="panel" aria-labelledby="who">
      <h2 id="who">{read(FOLLOW.who)}</h2>
      {whole.items.length === 0 && <p>{read(FOLLOW.nobodyNow)}</p>}
      {whole.items.map((item) => (
        <div key={`${item.step} ${item.occurrence}`}>
          <p className="big">{read(item.actor === "applicant" ? you : doerOf(titles, item.step))}</p>
          <p className="when">
            {read(FOLLOW.withThem, {
              step: titles.steps[item.step]?.title ?? item.title,
              at: minuteText(item.started_at ?? item.enabled_at, language),
            })}
          </p>
        </div>
      ))}
    </section>
  );
}
