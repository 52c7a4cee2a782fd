import { Select } from "antd";
import { useId, useRef, useState } from "react";

import type { CaseTitles } from "../api/schema";
import type { Sending } from "../cases/sending";
import { useReading, type Both } from "../language/language";
import { FOLLOW } from "../texts/follow";
import { canFingerprint, fingerprint, mediaTypeOf } from "./fingerprint";
import { filePaper } from "./requests";

interface Filing {
  readonly id: string;
  readonly titles: CaseTitles;
  readonly busy: boolean;
  readonly send: Sending;
}

/** Record the fingerprint of a file for one of the documents that the lane asks for. */
export function FilePaper({ id, titles, busy, send }: Filing) {
  const { read } = useReading();
  const [document, setDocument] = useState<string | null>(null);
  const [lacks, setLacks] = useState<Both | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const [which, file] = [useId(), useId()];
  const known = Object.entries(titles.documents);
  if (known.length === 0) return null;
  const record = async (chosen: File) => {
    if (document === null) return;
    setLacks(chosen.size === 0 ? FOLLOW.empty : null);
    if (chosen.size > 0) {
      const digest = await fingerprint(chosen);
      const paper = { document, digest, media_type: mediaTypeOf(chosen), size: chosen.size };
      await send(`file ${id} ${document} ${digest}`, filePaper(id, paper));
    }
    if (input.current !== null) input.current.value = "";
  };
  return (
    <details>
      <summary>{read(FOLLOW.record)}</summary>
      <p>{read(FOLLOW.recordHow)}</p>
      {canFingerprint() ? (
        <>
          <div className="field">
            <label htmlFor={which}>{read(FOLLOW.document)}</label>
            <Select
              id={which}
              value={document}
              options={known.map(([value, title]) => ({ value, label: read(title) }))}
              onChange={setDocument}
            />
          </div>
          <div className="field">
            <label htmlFor={file}>{read(FOLLOW.file)}</label>
            <input
              id={file}
              ref={input}
              type="file"
              disabled={busy || document === null}
              onChange={({ target }) => {
                const [chosen] = target.files ?? [];
                if (chosen !== undefined) void record(chosen);
              }}
            />
          </div>
          {lacks !== null && <p role="alert">{read(lacks)}</p>}
        </>
      ) : (
        <p>{read(FOLLOW.notHere)}</p>
      )}
    </details>
  );
}
