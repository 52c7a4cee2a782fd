import type { ExperimentViews } from "../charts/views";
import { useReading } from "../language/language";
import { RESULTS } from "../texts/results";

/** What a result rests on: its assumptions, and all that it takes to get the same numbers again. */
export function Grounds({ document, place }: { document: ExperimentViews; place: string }) {
  const { read } = useReading();
  const { assumptions, manifest } = document;
  const facts = [
    [RESULTS.experiment, document.experiment],
    [RESULTS.seed, `${manifest.seed}`],
    [RESULTS.replications, `${manifest.replications}`],
    [RESULTS.interval, read(manifest.interval)],
    [RESULTS.observed, read(manifest.observed)],
    [RESULTS.calendar, read(manifest.calendar)],
    [
      RESULTS.versions,
      Object.entries(manifest.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(" · "),
    ],
    [RESULTS.models, manifest.models.join(" ")],
    [RESULTS.lanes, manifest.lane_hashes.join(" ")],
  ] as const;
  return (
    <section className="view" id={place} aria-labelledby={`${place}-title`} tabIndex={-1}>
      <h2 id={`${place}-title`}>{read(RESULTS.grounds)}</h2>
      <details className="view-table-of">
        <summary>{read(RESULTS.assumptions, { count: assumptions.length })}</summary>
        <div
          className="table-box"
          tabIndex={0}
          role="group"
          aria-label={read(RESULTS.assumptions, { count: assumptions.length })}
        >
          <table className="view-table grounds-table">
            <thead>
              <tr>
                <th scope="col">{read(RESULTS.where)}</th>
                <th scope="col">{read(RESULTS.value)}</th>
                <th scope="col">{read(RESULTS.basis)}</th>
              </tr>
            </thead>
            <tbody>
              {assumptions.map(({ places, of, quantity, provenance }) => (
                <tr key={places.join(" ")}>
                  <td>{of.map((each) => read(each)).join(read(RESULTS.comma))}</td>
                  <td>{read(quantity)}</td>
                  <td>{provenance.basis}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      <details className="view-table-of">
        <summary>{read(RESULTS.manifest)}</summary>
        <dl className="facts">
          {facts.map(([name, fact]) => (
            <div key={name.en}>
              <dt>{read(name)}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
