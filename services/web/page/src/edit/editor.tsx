import { RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Tabs } from "antd";
import { useCallback, useEffect, useMemo, useState } from "react";

import type { Lane } from "../editing/lane";
import { stepOf } from "../editing/tree";
import { useReading } from "../language/language";
import { LaneMap } from "../map/lane_map";
import { Stages } from "../study/stages";
import type { Study } from "../study/study";
import { EDIT } from "../texts/edit";
import { Announcement } from "./announcing";
import { EditingContext, type Editing } from "./editing";
import { edit, redo, rest, undo, useHistory } from "./history_of_study";
import { problemMarks } from "./marks";
import { CalendarsPanel } from "./panels/calendars_panel";
import { DocumentsPanel } from "./panels/documents_panel";
import { LanePanel } from "./panels/lane_panel";
import { PoolsPanel } from "./panels/pools_panel";
import { StepPanel } from "./panels/step_panel";
import { ProblemList } from "./problem_list";
import { SaveBar } from "./save_bar";
import { useCheck } from "./use_check";
import "./edit.css";

const TABS = [
  { key: "step", label: EDIT.tabStep, children: <StepPanel /> },
  { key: "pools", label: EDIT.tabPools, children: <PoolsPanel /> },
  { key: "calendars", label: EDIT.tabCalendars, children: <CalendarsPanel /> },
  { key: "documents", label: EDIT.tabDocuments, children: <DocumentsPanel /> },
  { key: "lane", label: EDIT.tabLane, children: <LanePanel /> },
] as const;

/** Where in a lane one was, so that one comes back to it from the levers. */
let kept: (Place & { readonly lane: Lane }) | null = null;

interface Place {
  readonly picked: string | null;
  readonly tab: string;
}

const START: Place = { picked: null, tab: "step" };

/** The lane of the study: its map, what is wrong with it, and the panel in which it is changed. */
export function Editor({ study }: { study: Study }) {
  const { read } = useReading();
  const { lane } = study;
  const { canUndo, canRedo } = useHistory(lane);
  const checked = useCheck(lane);
  const [{ picked, tab }, setPlace] = useState<Place>(() => (kept?.lane === lane ? kept : START));
  useEffect(() => {
    kept = { lane, picked, tab };
  }, [lane, picked, tab]);
  const chosen = picked !== null && stepOf(lane, picked) !== null ? picked : null;

  const choose = useCallback((step: string | null) => {
    setPlace({ picked: step, tab: "step" });
  }, []);
  useEffect(() => {
    const byKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      // A dialog has fields of its own.
      if (event.target instanceof Element && event.target.closest("[role=dialog]") !== null) return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) undo();
      else if (key === "y" || (key === "z" && event.shiftKey)) redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", byKey);
    return () => {
      window.removeEventListener("keydown", byKey);
    };
  }, []);

  const { problems } = checked;
  const marks = useMemo(() => problemMarks(problems, read), [problems, read]);
  const editing = useMemo<Editing>(
    () => ({ lane, edit, rest, chosen, choose, problems }),
    [lane, chosen, choose, problems],
  );
  return (
    <EditingContext value={editing}>
      <Stages at="edit" />
      <SaveBar study={study}>
        <Button
          icon={<UndoOutlined />}
          disabled={!canUndo}
          title={read(EDIT.undoKey)}
          aria-label={read(EDIT.undo)}
          onClick={undo}
        />
        <Button
          icon={<RedoOutlined />}
          disabled={!canRedo}
          title={read(EDIT.redoKey)}
          aria-label={read(EDIT.redo)}
          onClick={redo}
        />
      </SaveBar>
      <div className="edit-columns">
        <div className="edit-main">
          <LaneMap
            lane={lane}
            label={read(EDIT.map, { lane: lane.title })}
            chosen={chosen}
            onChoose={choose}
            marks={marks}
          />
          <ProblemList {...checked} />
        </div>
        <section className="edit-panel" aria-label={read(EDIT.panel)}>
          <Tabs
            size="small"
            // So close that all of them have room: what stands for those that have none is no tab.
            tabBarGutter={8}
            activeKey={tab}
            onChange={(key) => {
              setPlace({ picked, tab: key });
            }}
            destroyOnHidden
            items={TABS.map(({ key, label, children }) => ({ key, label: read(label), children }))}
          />
        </section>
      </div>
      <Announcement />
    </EditingContext>
  );
}
