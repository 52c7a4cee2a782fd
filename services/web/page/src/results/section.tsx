import { DownloadOutlined, PictureOutlined } from "@ant-design/icons";
import { Button, Space } from "antd";
import { useState, type ReactNode } from "react";

import type { Drawing, Look } from "../charts/drawing";
import type { View } from "../charts/views";
import { useReading } from "../language/language";
import { RESULTS } from "../texts/results";
import { footerOf, savePicture, saveCsv, type DrawnApart } from "./saving";
import { ViewTable } from "./view_table";

export interface SectionProps {
  readonly view: View;
  /** What the page calls this section; unlike the id of a view it is alone on a page of several results. */
  readonly place: string;
  /** What is drawn now, for the picture; without it the picture has the table. */
  readonly charts?: readonly ((look: Look) => Drawing)[];
  /** What is drawn by others than the charts, asked for when the picture is made. */
  readonly drawn?: () => Promise<DrawnApart>;
  /** Which of several things are shown. */
  readonly choices?: ReactNode;
  /** Whether the table is in sight from the beginning. */
  readonly open?: boolean;
  readonly children?: ReactNode;
}

/** A view: its title, its sentence, its chart, its table, and what it rests on. */
export function Section({ view, place, charts, drawn, choices, open = false, children }: SectionProps) {
  const { language, read } = useReading();
  const [tabled, setTabled] = useState(open);
  const title = read(view.title);
  return (
    <section className="view" id={place} aria-labelledby={`${place}-title`} tabIndex={-1}>
      <header className="view-head">
        <h2 id={`${place}-title`}>{title}</h2>
        <Downloads view={view} charts={charts ?? []} {...(drawn && { drawn })} />
      </header>
      <p className="view-sentence">{read(view.sentence)}</p>
      {choices !== undefined && <div className="view-choices">{choices}</div>}
      {children}
      <details
        className="view-table-of"
        open={tabled}
        onToggle={(event) => {
          setTabled(event.currentTarget.open);
        }}
      >
        <summary>{read(RESULTS.table, { count: view.table.rows.length })}</summary>
        {tabled && <ViewTable table={view.table} label={title} />}
      </details>
      {view.notes.length > 0 && (
        <details className="view-notes">
          <summary>{read(RESULTS.notes)}</summary>
          {view.notes.map((note) => (
            <p key={note.en}>{read(note)}</p>
          ))}
        </details>
      )}
      <footer className="view-footer">
        {footerOf(view, language).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </footer>
    </section>
  );
}

/** Names of formats are the same in every language. */
const [CSV, PNG] = ["CSV", "PNG"];

type DownloadsProps = Required<Pick<SectionProps, "view" | "charts">> & Pick<SectionProps, "drawn">;

function Downloads({ view, charts, drawn }: DownloadsProps) {
  const { language, read } = useReading();
  const [busy, setBusy] = useState<"csv" | "png" | null>(null);
  const [failed, setFailed] = useState(false);
  const save = (kind: "csv" | "png", saved: () => Promise<void>) => {
    setBusy(kind);
    setFailed(false);
    saved()
      .catch(() => {
        setFailed(true);
      })
      .finally(() => {
        setBusy(null);
      });
  };
  return (
    <Space size="small" className="view-downloads">
      {failed && <span role="alert">{read(RESULTS.failed)}</span>}
      <Button
        size="small"
        icon={<DownloadOutlined />}
        loading={busy === "csv"}
        aria-label={read(RESULTS.csvOf, { title: view.title })}
        title={read(RESULTS.csv)}
        onClick={() => {
          save("csv", () => saveCsv(view));
        }}
      >
        {CSV}
      </Button>
      <Button
        size="small"
        icon={<PictureOutlined />}
        loading={busy === "png"}
        aria-label={read(RESULTS.pngOf, { title: view.title })}
        title={read(RESULTS.png)}
        onClick={() => {
          save("png", async () => savePicture(view, charts, (await drawn?.()) ?? { drawn: [], classes: [] }, language));
        }}
      >
        {PNG}
      </Button>
    </Space>
  );
}
