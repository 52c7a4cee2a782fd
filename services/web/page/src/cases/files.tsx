import { Button } from "antd";
import { useCallback } from "react";

import { answer, api } from "../api/client";
import { useAnswer } from "../api/use_answer";
import { useReading } from "../language/language";
import { CASES } from "../texts/cases";
import { minuteText } from "./moments";
import { Refused } from "./refused";

interface OfCase {
  readonly id: string;
  /** Takes a file out again, for whoever may. */
  readonly takeOut?: { readonly text: string; readonly busy: boolean; readonly out: (number: number) => void };
}

/** The files that were recorded for a case; a `key` that changes with the case has them asked for again. */
export function Files({ id, takeOut }: OfCase) {
  const { read, language } = useReading();
  const ask = useCallback(
    (signal: AbortSignal) => answer(api.GET("/cases/{case}/papers", { params: { path: { case: id } }, signal })),
    [id],
  );
  const { data, refusal, again } = useAnswer(ask);
  if (data === null) return <Refused refusal={refusal} again={again} />;
  if (data.length === 0) return <p className="quiet">{read(CASES.noFiles)}</p>;
  return (
    <ul>
      {data.map((paper) => (
        <li key={paper.number}>
          {read(paper.title ?? { zh: paper.document, en: paper.document })} · {minuteText(paper.filed_at, language)}
          {paper.by && ` · ${paper.by}`}
          {paper.taken_out_at !== null && ` · ${read(CASES.takenOut)}`}
          <br />
          <span className="quiet number">{read(CASES.digest, { digest: paper.digest })}</span>{" "}
          {takeOut !== undefined && paper.taken_out_at === null && (
            <Button
              size="small"
              disabled={takeOut.busy}
              onClick={() => {
                takeOut.out(paper.number);
              }}
            >
              {takeOut.text}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
