import { Button, Space } from "antd";
import { useRef, type RefObject } from "react";
import { useNavigate } from "react-router";

import { namedSteps } from "../editing/tree";
import { useReading } from "../language/language";
import { FaultDetails } from "../shell/technical";
import { placeToEdit } from "../study/study";
import { CHOOSE } from "../texts/choose";
import { beginImported, type Imported } from "./importing";

interface ImportReportProps {
  readonly imported: Imported;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly withNumbers: (numbers: File) => void;
  /** For logs: say anew what their columns are. */
  readonly readOtherwise: (() => void) | null;
  readonly dismiss: () => void;
}

/** What came out of a file: what was chosen where it left things open, and the numbers that it lacks. */
export function ImportReport({ imported, heading, withNumbers, readOtherwise, dismiss }: ImportReportProps) {
  const { read } = useReading();
  const navigate = useNavigate();
  const numbers = useRef<HTMLInputElement>(null);
  const { name, lane, answer } = imported;
  const { told, missing, levers, kind } = answer;
  return (
    <section className="import-report" aria-labelledby="import-report-title">
      <h2 id="import-report-title" ref={heading} tabIndex={-1}>
        {read(CHOOSE.imported, { name })}
      </h2>
      <p>
        {[
          read(CHOOSE[`kind_${kind}`]),
          read(lane.title),
          read(CHOOSE.stepsFound, { steps: namedSteps(lane).length, pools: Object.keys(lane.pools).length }),
          ...(levers.length > 0 ? [read(CHOOSE.leversFound, { count: levers.length })] : []),
        ].join(" · ")}
      </p>
      {told.length > 0 && (
        <details open={told.length <= 12}>
          <summary>{read(CHOOSE.told, { count: told.length })}</summary>
          <ul tabIndex={0} aria-label={read(CHOOSE.told, { count: told.length })}>
            {told.map(({ place, text }, index) => (
              <li key={index}>
                {read(text)} {place !== "" && <code>{place}</code>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {missing.length > 0 && (
        <details open={missing.length <= 12}>
          <summary>{read(CHOOSE.missing, { count: missing.length })}</summary>
          <p>{read(CHOOSE.missingHow)}</p>
          <ul tabIndex={0} aria-label={read(CHOOSE.missing, { count: missing.length })}>
            {missing.map((number, index) => (
              <li key={index}>
                <code>{number.place}</code>
                <FaultDetails {...number} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <Space wrap>
        <Button
          type="primary"
          onClick={() => {
            void navigate(placeToEdit(beginImported(imported)));
          }}
        >
          {read(CHOOSE.use)}
        </Button>
        {kind === "model" && missing.length > 0 && (
          <>
            <input
              ref={numbers}
              type="file"
              accept=".json,.xml"
              hidden
              aria-label={read(CHOOSE.addNumbers)}
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                if (file !== undefined) withNumbers(file);
              }}
            />
            <Button onClick={() => numbers.current?.click()}>{read(CHOOSE.addNumbers)}</Button>
          </>
        )}
        {readOtherwise !== null && <Button onClick={readOtherwise}>{read(CHOOSE.readOtherwise)}</Button>}
        <Button onClick={dismiss}>{read(CHOOSE.dismiss)}</Button>
      </Space>
    </section>
  );
}
