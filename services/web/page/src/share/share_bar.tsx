import { CopyOutlined, DownloadOutlined, FileTextOutlined, PrinterOutlined, RedoOutlined } from "@ant-design/icons";
import { Alert, Button, Dropdown } from "antd";
import { useCallback, useState } from "react";
import { useNavigate } from "react-router";

import { answer, api } from "../api/client";
import { Refusal } from "../api/refusal";
import { useAnswer } from "../api/use_answer";
import type { ExperimentViews } from "../charts/views";
import { useReading } from "../language/language";
import { requestOf } from "../results/asking";
import { Failure } from "../shell/failure";
import { studyFromScenario } from "../study/opening";
import { beginStudy } from "../study/store";
import { SHARE } from "../texts/share";
import { studyOf } from "./asked_again";
import { keep } from "./downloading";
import { filesOf } from "./files";
import { showReport } from "./report";
import "./share.css";

type Note = { readonly type: "success" | "warning"; readonly text: string };

/** What can be done with a result: pass it on, print it, take it away, ask it again. */
export function ShareBar({ document: shown }: { document: ExperimentViews }) {
  const { read, language } = useReading();
  const navigate = useNavigate();
  const [note, setNote] = useState<Note | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const { experiment } = shown;
  const load = useCallback((signal: AbortSignal) => requestOf(experiment, signal), [experiment]);
  const subjects = useAnswer(load).data?.subjects ?? [];
  const link = `${window.location.origin}${window.location.pathname}#/results/${experiment}`;

  const doing = (work: () => Promise<Note | null>) => {
    setBusy(true);
    setRefusal(null);
    setNote(null);
    work()
      .then(setNote, (failure: unknown) => {
        setRefusal(failure instanceof Refusal ? failure : new Refusal(0, null));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  const copy = () => {
    doing(async () => {
      try {
        await navigator.clipboard.writeText(link);
        return { type: "success", text: read(SHARE.copied) };
      } catch {
        return { type: "warning", text: read(SHARE.copyByHand, { link }) };
      }
    });
  };
  const report = (print: boolean) => {
    const tab = window.open("", "_blank");
    doing(async () => {
      if (tab === null) return { type: "warning", text: read(SHARE.blocked) };
      await showReport(experiment, language, tab, print);
      return null;
    });
  };
  const again = () => {
    doing(async () => {
      const [asked, lanes, scenarios] = await Promise.all([
        requestOf(experiment, new AbortController().signal),
        answer(api.GET("/lanes")),
        answer(api.GET("/scenarios")),
      ]);
      const study = await studyOf(asked, {
        lanes: new Set(lanes.map(({ id }) => id)),
        scenarios: new Set(scenarios.map(({ id }) => id)),
        lane: (id) => answer(api.GET("/lanes/{lane}", { params: { path: { lane: id } } })),
        scenario: studyFromScenario,
      });
      if (study === null) return { type: "warning", text: read(SHARE.cannotAgain) };
      beginStudy({ ...study, experiment });
      await navigate("/run");
      return null;
    });
  };
  const groups = filesOf(shown, subjects, language, read);
  const files = new Map(groups.flatMap((group) => group.files.map(({ key, file }) => [key, file])));
  return (
    <div className="share" role="group" aria-label={read(SHARE.share)}>
      <div className="share-acts" aria-busy={busy}>
        <Button icon={<CopyOutlined />} onClick={copy} title={read(SHARE.permanent)}>
          {read(SHARE.copy)}
        </Button>
        <Button
          icon={<FileTextOutlined />}
          onClick={() => {
            report(false);
          }}
        >
          {read(SHARE.report)}
        </Button>
        <Button
          icon={<PrinterOutlined />}
          onClick={() => {
            report(true);
          }}
        >
          {read(SHARE.print)}
        </Button>
        <Dropdown
          trigger={["click"]}
          menu={{
            items: groups.map(({ title, files: inside }) => ({
              type: "group",
              key: title.en,
              label: read(title),
              children: inside.map(({ key, label }) => ({ key, label })),
            })),
            style: { maxHeight: "60vh", overflow: "auto" },
            onClick: ({ key }) => {
              const file = files.get(key);
              if (file === undefined) return;
              doing(async () => {
                keep(await file());
                return null;
              });
            },
          }}
        >
          <Button icon={<DownloadOutlined />}>{read(SHARE.export)}</Button>
        </Dropdown>
        <Button icon={<RedoOutlined />} onClick={again}>
          {read(SHARE.again)}
        </Button>
      </div>
      <div role="status">{note !== null && <Alert showIcon type={note.type} title={note.text} />}</div>
      {refusal && <Failure refusal={refusal} />}
    </div>
  );
}
