import { InboxOutlined } from "@ant-design/icons";
import { Button, Spin } from "antd";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";

import type { Refusal } from "../api/refusal";
import { useReading, type Both } from "../language/language";
import { Failure } from "../shell/failure";
import { CHOOSE } from "../texts/choose";
import { chosenFiles, LARGEST_MEGABYTES, megabytes, type FileChoice } from "./files";
import { ImportReport } from "./import_report";
import { importFiles, type Imported } from "./importing";

type State =
  | { readonly at: "waiting" }
  | { readonly at: "reading"; readonly choice: FileChoice }
  | { readonly at: "refused"; readonly choice: FileChoice; readonly refusal: Refusal }
  | { readonly at: "wrong"; readonly text: string }
  | { readonly at: "read"; readonly choice: FileChoice; readonly imported: Imported };

const TYPES = ".bpmn,.bpmn2,.xml,.json,.yaml,.yml,.csv,.xes,.gz,.jsonocel,.parquet,.sqlite,.sqliteocel";

/** The way in for files, by a button or dropped anywhere on the page. */
export function ImportPanel({ children }: { children: ReactNode }) {
  const { read } = useReading();
  const [state, setState] = useState<State>({ at: "waiting" });
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const asked = useRef<AbortController | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const begin = useCallback((choice: FileChoice) => {
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
    begin(choice);
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
          <p className="import-reading">
            <Spin size="small" /> {read(CHOOSE.reading, { name })}
          </p>
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
              again={() => {
                begin(state.choice);
              }}
            />
          </div>
        )}
      </div>
      {state.at === "read" && (
        <ImportReport
          imported={state.imported}
          heading={heading}
          withNumbers={(numbers) => {
            begin({ ...state.choice, numbers });
          }}
          dismiss={() => {
            setState({ at: "waiting" });
          }}
        />
      )}
      {children}
    </div>
  );
}
