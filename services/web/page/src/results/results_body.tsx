import { Alert } from "antd";

import type { ExperimentViews } from "../charts/views";
import { useReading } from "../language/language";
import { RESULTS } from "../texts/results";
import { ofSeveral, placed } from "./order";
import { ViewSection } from "./view_section";
import "./results.css";

/**
 * All views of a result.
 *
 * When a more precise result of the same question takes the place of one, every view stays where it is, and so does
 * what was chosen in it.
 *
 * @param beside see `placed`
 */
export function ResultsBody({ document, beside = null }: { document: ExperimentViews; beside?: string | null }) {
  const { read } = useReading();
  const several = ofSeveral(document);
  const views = placed(document, beside);
  return (
    <>
      {document.cautions.length > 0 && (
        <Alert
          type="warning"
          showIcon
          className="results-cautions"
          title={read(RESULTS.cautions)}
          description={
            <ul>
              {document.cautions.map((caution) => (
                <li key={caution.en}>{read(caution)}</li>
              ))}
            </ul>
          }
        />
      )}
      {views.map(({ view, place }, index) => (
        <div key={place}>
          {several && view.about.en !== views[index - 1]?.view.about.en && (
            <p className="results-about">{read(view.about)}</p>
          )}
          <ViewSection view={view} place={place} />
        </div>
      ))}
    </>
  );
}
