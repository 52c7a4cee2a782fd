import { InboxOutlined } from "@ant-design/icons";
import { Button, Spin } from "antd";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";

import type { Refusal } from "../api/refusal";
import { useReading, type Both } from "../language/language";
import { Failure } from "../shell/failure";
import { CHOOSE } from "../texts/choose";
import { chosenFiles, LARGEST_MEGABYTES, megabytes } from "./files";
import { ImportReport } from "./import_report";
import { importFiles, lookedAt, needsColumns, type Choice, type Imported } from "./importing";
import { hasColumns } from "./log_columns";
import { LogForm } from "./log_form";

type State =
  | { readonly at: "waiting" }
  | { readonly at: "reading"; readonly choice: Choice }
  | { readonly at: "refused"; readonly choice: Choice; readonly refusal: Refusal }
  | { readonly at: "asking"; readonly choice: Choice }
  | { readonly at: "wrong"; readonly text: string }
  | { readonly at: "read"; readonly choice: Choice; readonly imported: Imported };

const TYPES = ".bpmn,.bpmn2,.xml,.json,.yaml,.yml,.csv,.xes,.gz,.jsonocel,.parquet,.sqlite,.sqliteocel";

/** The way in for files, by a button or dropped anywhere on the page. */
export function ImportPanel({ children }: { children: ReactNode }) {
  const { read } = useReading();
  const [state, setState] = useState<State>({ at: "waiting" });
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const asked = useRef<AbortController | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const begin = useCallback((choice: Choice) => {
    asked.current?.abort();
    const aborted = new AbortController();
    asked.current = aborted;
    setState({ at: "reading", choice });
    importFiles(choice, aborted.signal).then(
      (imported) => {
        if (!aborted.signal.aborted) setState({ at: "read", choice, imported });
      },
      (refusal: unknown) => {
        if (!aborted.signal.aborted) setState({ at: "refused", choice, refusal: refusal as Refusal });
      },
    );
  }, []);
  useEffect(() => () => asked.current?.abort(), []);
  useEffect(() => {
    if (state.at === "read") heading.current?.focus();
  }, [state.at]);

  const take = (files: readonly File[]): void => {
    const wrong = (text: Both, values = {}): void => {
      setState({ at: "wrong", text: read(text, values) });
    };
    const choice = chosenFiles(files);
    if (choice === null) {
      wrong(CHOOSE.tooMany);
      return;
    }
    const large = files.find((file) => megabytes(file) > LARGEST_MEGABYTES);
    if (large !== undefined) {
      const size = Math.ceil(megabytes(large));
      wrong(CHOOSE.tooLarge, { name: large.name, size, most: LARGEST_MEGABYTES });
      return;
    }
    lookedAt(choice).then(
      (looked) => {
        if (needsColumns(looked)) setState({ at: "asking", choice: looked });
        else begin(looked);
      },
      () => {
        wrong(CHOOSE.notRead, { name: choice.file.name });
      },
    );
  };
  const name = "choice" in state ? state.choice.file.name : "";
  return (
    <div
      className={over ? "choose-drop over" : "choose-drop"}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take([...event.dataTransfer.files]);
      }}
    >
      {over && <p className="choose-over">{read(CHOOSE.dropHere)}</p>}
      <section className="import-panel" aria-labelledby="import-title">
        <InboxOutlined className="import-icon" aria-hidden />
        <div className="import-words">
          <h2 id="import-title">{read(CHOOSE.import)}</h2>
          <p>{read(CHOOSE.importWhat)}</p>
        </div>
        <input
          ref={input}
          type="file"
          multiple
          accept={TYPES}
          hidden
          aria-label={read(CHOOSE.import)}
          onChange={({ target }) => {
            take([...(target.files ?? [])]);
            // So that the same file can be picked again once it was mended.
            target.value = "";
          }}
        />
        <Button onClick={() => input.current?.click()}>{read(CHOOSE.pick)}</Button>
      </section>
      <div aria-live="polite">
        {state.at === "reading" && (
          <div className="import-reading">
            <Spin size="small" /> {read(CHOOSE.reading, { name })}
          </div>
        )}
        {state.at === "wrong" && (
          <p className="import-wrong" role="alert">
            {state.text}
          </p>
        )}
        {state.at === "refused" && (
          <div className="import-refused">
            <h3>{read(CHOOSE.notRead, { name })}</h3>
            <Failure
              refusal={state.refusal}
              {...(worthTrying(state.refusal) && {
                again: () => {
                  begin(state.choice);
                },
              })}
            />
          </div>
        )}
      </div>
      {(state.at === "asking" || (state.at === "refused" && hasColumns(name))) && (
        <LogForm
          columns={state.choice.named}
          guess={state.choice.columns}
          onRead={(columns) => {
            begin({ ...state.choice, columns });
          }}
        />
      )}
      {state.at === "read" && (
        <ImportReport
          imported={state.imported}
          heading={heading}
          withNumbers={(numbers) => {
            begin({ ...state.choice, numbers });
          }}
          readOtherwise={
            hasColumns(name)
              ? () => {
                  setState({ at: "asking", choice: state.choice });
                }
              : null
          }
          dismiss={() => {
            setState({ at: "waiting" });
          }}
        />
      )}
      {children}
    </div>
  );
}

/** Whether the same file may be read another time; what is wrong with a file stays wrong. */
function worthTrying({ status }: Refusal): boolean {
  return status === 0 || status === 429 || status >= 500;
}
