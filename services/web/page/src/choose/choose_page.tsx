import { Button, Input, Spin } from "antd";
import { useDeferredValue, useState } from "react";
import { useNavigate } from "react-router";

import { answer, api } from "../api/client";
import type { Refusal } from "../api/refusal";
import type { LaneSummary, ScenarioSummary } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { openLane, openScenario } from "../study/opening";
import { Stages } from "../study/stages";
import { placeToEdit, type Study } from "../study/study";
import { CHOOSE } from "../texts/choose";
import "./choose.css";
import { DraftList } from "./draft_list";
import { laneFits, scenarioFits } from "./fitting";
import { ImportPanel } from "./import_panel";
import { LaneCard } from "./lane_card";

const shipped = async (signal: AbortSignal) => {
  const [lanes, scenarios] = await Promise.all([
    answer(api.GET("/lanes", { signal })),
    answer(api.GET("/scenarios", { signal })),
  ]);
  return { lanes, scenarios };
};
const GROUPS = ["approval", "supervision"] as const;

/** The shipped lanes, drafts, and the way in for files. */
export default function ChoosePage() {
  const { read } = useReading();
  const navigate = useNavigate();
  const { data, refusal, again } = useAnswer(shipped);
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const wanted = useDeferredValue(typed.trim());

  const open = async (id: string, opening: (id: string) => Promise<Study>): Promise<void> => {
    setBusy(id);
    setFailed(null);
    try {
      await navigate(placeToEdit(await opening(id)));
    } catch (failure) {
      setFailed(failure as Refusal);
      setBusy(null);
    }
  };
  return (
    <>
      <Stages at="choose" />
      <h1 className="choose-title">{read(CHOOSE.title)}</h1>
      <p className="choose-lead">{read(CHOOSE.lead)}</p>
      <ImportPanel>
        <DraftList />
        {refusal && <Failure refusal={refusal} again={again} />}
        {failed && <Failure refusal={failed} />}
        {data === null ? (
          refusal === null && <Spin />
        ) : (
          <>
            <Input.Search
              allowClear
              className="choose-search"
              aria-label={read(CHOOSE.search)}
              placeholder={read(CHOOSE.search)}
              value={typed}
              onChange={({ target }) => {
                setTyped(target.value);
              }}
            />
            <Shipped
              lanes={data.lanes.filter((lane) => laneFits(lane, wanted))}
              scenarios={data.scenarios.filter((scenario) => scenarioFits(scenario, wanted))}
              all={data.lanes}
              wanted={wanted}
              busy={busy}
              onLane={(id) => void open(id, openLane)}
              onScenario={(id) => void open(id, openScenario)}
            />
          </>
        )}
      </ImportPanel>
    </>
  );
}

interface ShippedProps {
  readonly lanes: readonly LaneSummary[];
  readonly scenarios: readonly ScenarioSummary[];
  readonly all: readonly LaneSummary[];
  readonly wanted: string;
  readonly busy: string | null;
  readonly onLane: (id: string) => void;
  readonly onScenario: (id: string) => void;
}

function Shipped({ lanes, scenarios, all, wanted, busy, onLane, onScenario }: ShippedProps) {
  const { read } = useReading();
  if (lanes.length === 0 && scenarios.length === 0) return <p>{read(CHOOSE.nothing, { typed: wanted })}</p>;
  return (
    <>
      {GROUPS.map((group) => {
        const inside = lanes.filter((lane) => lane.group === group);
        if (inside.length === 0) return null;
        return (
          <details key={group} className="choose-more" open={group === "approval" || wanted !== ""}>
            <summary>
              <h2>{read(CHOOSE[group], { count: inside.length })}</h2>
            </summary>
            <div className="lane-cards">
              {inside.map((lane) => (
                <LaneCard
                  key={lane.id}
                  lane={lane}
                  busy={busy === lane.id}
                  onOpen={() => {
                    onLane(lane.id);
                  }}
                />
              ))}
            </div>
          </details>
        );
      })}
      {scenarios.length > 0 && (
        <details className="choose-more" open={wanted !== ""}>
          <summary>
            <h2>{read(CHOOSE.reforms, { count: scenarios.length })}</h2>
          </summary>
          <ul className="draft-rows">
            {scenarios.map(({ id, title, base, levers }) => (
              <li key={id}>
                <span className="reform-title">{read(title)}</span>
                <span className="draft-about">
                  {read(CHOOSE.reformOf, {
                    lane: all.find((lane) => lane.id === base)?.title ?? base,
                    count: levers.length,
                  })}
                </span>
                <Button
                  size="small"
                  loading={busy === id}
                  aria-label={read(CHOOSE.openNamed, { name: title })}
                  onClick={() => {
                    onScenario(id);
                  }}
                >
                  {read(CHOOSE.open)}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
